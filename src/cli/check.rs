//! `check`: one line of JSON saying what is understood of a file.

use crate::cli::arguments::{ChoiceArguments, SharedArguments};
use crate::cli::console::{sentence, session_after};
use crate::cli::{Console, Exit, json};
use crate::session::notice::Notice;
use crate::support::language::Language;
use crate::ui::words::Words;
use crate::workbook::source::Source;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

pub(super) fn check(file: PathBuf, choices: ChoiceArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let session = session_after(vec![Source::File(file)], choices, &SharedArguments::default());
    let opened = session.scored().and_then(|scored| Some((scored, scored.portfolio.files.first()?)));
    let answer = match opened {
        Some((scored, file)) => json::understanding(scored, file),
        None => failure(session.notices().first()),
    };
    // A refusal is an answer too: the exit code says only whether one was given.
    writeln!(console.out, "{answer}")?;
    Ok(Exit::Done)
}

fn failure(notice: Option<&Notice>) -> Value {
    let kind = match notice {
        Some(Notice::OpenFailed { error, .. }) => error.problem.key(),
        _ => "damaged",
    };
    let message = notice.map(|notice| Words::of(Language::English).notice(notice)).map(|told| sentence(&told));
    json!({ "status": "error", "kind": kind, "message": message.unwrap_or_default() })
}
