//! `summary`: the dashboard as text or JSON, and what stands in for the window where there is no display.

use crate::cli::arguments::{ChoiceArguments, SharedArguments, SummaryArguments, WindowArguments};
use crate::cli::console::{session_after, sources};
use crate::cli::{Console, Exit, json, text};
use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::session::action::Action;
use crate::session::notice::Notice;
use crate::session::open::sample_portfolio;
use crate::session::{Session, proposed_name};
use crate::support::language::Language;
use crate::ui::words::{Words, fill};
use std::io;
use std::path::PathBuf;

pub(super) fn summary(arguments: SummaryArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let language = arguments.shared.language.unwrap_or_default();
    let words = Words::of(language);
    let mut session = session_after(sources(arguments.files), arguments.choices, &arguments.shared);
    if let Some(model) = arguments.model {
        session.apply(Action::ChooseModel(model));
        session.wait_for_files();
    }
    console.tell_notices(&session, words)?;
    let (Some(scored), Some(dashboard)) = (session.scored(), session.dashboard()) else { return Ok(Exit::Failed) };
    let known = scored.models().any(|model| Some(model) == arguments.model);
    if let Some(model) = arguments.model.filter(|_| !known) {
        writeln!(console.messages, "{}", no_such_model(scored, model, words))?;
        return Ok(Exit::Failed);
    }
    if arguments.json {
        writeln!(console.out, "{}", json::summary(scored, dashboard, session.question().model))?;
    } else {
        text::write_summary(console.out, &session, words)?;
    }
    Ok(if session.notices().is_empty() { Exit::Done } else { Exit::Failed })
}

fn no_such_model(scored: &ScoredPortfolio, model: Model, words: &Words) -> String {
    let models: Vec<&str> = scored.models().map(Model::key).collect();
    fill(&words.cli_no_such_model, &[("model", model.key()), ("models", &models.join(", "))])
}

/// What the window would have shown, as text, where no window can open; the sample is marked up as well.
///
/// # Errors
/// When the console cannot be written to.
pub fn show_without_window(
    arguments: WindowArguments,
    language: Language,
    console: &mut Console<'_>,
) -> io::Result<Exit> {
    let words = Words::of(language);
    writeln!(console.out, "{}", words.cli_no_display)?;
    if !arguments.sample && arguments.files.is_empty() {
        writeln!(console.out, "{}", words.cli_nothing_to_show)?;
        return Ok(Exit::Failed);
    }
    let files = if arguments.sample { sample_portfolio() } else { sources(arguments.files) };
    let shared = SharedArguments { language: Some(language), ..arguments.shared };
    let mut session = session_after(files, ChoiceArguments::default(), &shared);
    console.tell_notices(&session, words)?;
    if session.scored().is_none() {
        return Ok(Exit::Failed);
    }
    text::write_summary(console.out, &session, words)?;
    if arguments.sample {
        save_sample(&mut session);
        console.tell_notices(&session, words)?;
        let Some(Notice::Saved(copy)) = session.notices().iter().find(|notice| !notice.is_error()) else {
            return Ok(Exit::Failed);
        };
        writeln!(console.out, "\n{}", fill(&words.cli_saved, &[("path", &copy.path.display().to_string())]))?;
    }
    Ok(Exit::Done)
}

/// Marks the sample up beside the program, or where this process stands when that folder is closed.
fn save_sample(session: &mut Session) {
    let opened = session.scored().and_then(|scored| scored.portfolio.files.first());
    let Some(source) = opened.map(|file| file.origin.source.clone()) else { return };
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_owned()));
    let name = format!("sample-{}", proposed_name(&source.name()));
    for folder in [beside, Some(PathBuf::from("."))].into_iter().flatten() {
        let failures = session.notices().len();
        session.apply(Action::Save { source: source.clone(), target: folder.join(&name) });
        session.wait();
        match session.notices().last() {
            Some(Notice::SaveFailed(_)) => drop(session.apply(Action::DismissNotice(failures))),
            _ => return,
        }
    }
}
