//! `annotate`: a marked-up copy without a window.

use crate::cli::arguments::AnnotateArguments;
use crate::cli::console::{sentence, session_after, sources};
use crate::cli::{Console, Exit, json};
use crate::domain::model::Model;
use crate::session::action::Action;
use crate::session::copy_columns::CopyColumns;
use crate::session::marked_columns::foreseen as foreseen_of;
use crate::session::notice::Notice;
use crate::ui::words::Words;
use crate::workbook::markup::{SaveError, SaveWarning};
use crate::workbook::source::Source;
use std::io;

pub(super) fn annotate(arguments: AnnotateArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let language = arguments.shared.language.unwrap_or_default();
    let words = Words::of(language);
    let source = Source::File(arguments.input);
    let files = std::iter::once(source.clone()).chain(sources(arguments.with)).collect();
    let columns = CopyColumns {
        models: match (arguments.all_models, arguments.models.is_empty()) {
            (true, _) => Some(Model::ALL.into()),
            (false, true) => None,
            (false, false) => Some(arguments.models.into_iter().collect()),
        },
        without: arguments.without.into_iter().collect(),
    };
    let mut session = session_after(files, arguments.choices, &arguments.shared);
    // The first file must be the one to mark up, so all of them have to open.
    let mut foreseen = Vec::new();
    if !session.notices().iter().any(Notice::is_error) {
        let mut opened = session.scored().into_iter().flat_map(|scored| &scored.portfolio.files);
        foreseen = opened.find(|file| file.origin.source == source).map(foreseen_of).unwrap_or_default();
        tell(&foreseen, words, console)?;
        session.choose_copy_columns(columns);
        session.apply(Action::Save { source, target: arguments.output });
        if session.overwrite_asked().is_some() {
            writeln!(console.messages, "{}", sentence(&words.save_error(&SaveError::TargetIsSource)))?;
            return Ok(Exit::Failed);
        }
        // Reasons come from our own scores.
        session.wait();
    }
    console.tell_notices(&session, words)?;
    let has_failed = session.notices().iter().any(Notice::is_error);
    let saved = session.notices().iter().find_map(|notice| match notice {
        Notice::Saved(copy) => Some(copy),
        _ => None,
    });
    match saved.filter(|_| !has_failed) {
        Some(copy) => {
            let new: Vec<SaveWarning> =
                copy.warnings.iter().filter(|warning| !foreseen.contains(warning)).cloned().collect();
            tell(&new, words, console)?;
            if arguments.json {
                foreseen.extend(new);
                writeln!(console.out, "{}", json::saved(copy, &foreseen))?;
            } else {
                writeln!(console.out, "{}", copy.path.display())?;
            }
            Ok(Exit::Done)
        }
        None => Ok(Exit::Failed),
    }
}

/// One line for each of `warnings`.
fn tell(warnings: &[SaveWarning], words: &Words, console: &mut Console<'_>) -> io::Result<()> {
    warnings.iter().try_for_each(|warning| writeln!(console.messages, "{}", words.save_warning(warning)))
}
