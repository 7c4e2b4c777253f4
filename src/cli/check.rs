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
        Some((scored, file)) => json::understanding(scored, file, headers_not_found(session.notices())),
        None => failure(session.notices().first()),
    };
    // A refusal is an answer too: the exit code says only whether one was given.
    writeln!(console.out, "{answer}")?;
    Ok(Exit::Done)
}

/// Headers named by arguments that the file does not have.
fn headers_not_found(notices: &[Notice]) -> &[String] {
    let headers = notices.iter().find_map(|notice| match notice {
        Notice::HeadersNotFound(headers) => Some(headers.as_slice()),
        _ => None,
    });
    headers.unwrap_or_default()
}

fn failure(notice: Option<&Notice>) -> Value {
    let kind = match notice {
        Some(Notice::OpenFailed { error, .. }) => error.problem.key(),
        _ => "damaged",
    };
    let message = notice.map(|notice| Words::of(Language::English).notice(notice)).map(|told| sentence(&told));
    json!({ "status": "error", "kind": kind, "message": message.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::{Arguments, Command};
    use clap::Parser;

    #[test]
    fn sheet_and_columns_are_chosen_by_arguments() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fremd.xlsx");
        let mut workbook = rust_xlsxwriter::Workbook::new();
        for (name, headers) in [("Daten", ["CustomerID", "M365Fit"]), ("Fremd", ["Kunde", "Punkte"])] {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            for (column, header) in (0..).zip(headers) {
                sheet.write(0, column, header).unwrap();
                sheet.write(1, column, 50).unwrap();
            }
        }
        workbook.save(&file).unwrap();
        let said = |arguments: &[&str]| -> Value {
            let given = ["propensity-desk", "check", file.to_str().unwrap()];
            let arguments = Arguments::try_parse_from(given.iter().chain(arguments)).unwrap();
            let Some(Command::Check { file, choices }) = arguments.command else { panic!("another command") };
            let (mut out, mut messages) = (Vec::new(), Vec::new());
            check(file, choices, &mut Console { out: &mut out, messages: &mut messages }).unwrap();
            serde_json::from_slice(&out).unwrap()
        };
        assert_eq!(said(&[])["sheet"], "Daten");
        assert_eq!(said(&["--sheet", "Fremd"])["kind"], "no_table");
        let mapped = said(&["--sheet", "Fremd", "--map", "Kunde=CustomerID", "--map", "Punkte=M365Fit"]);
        assert_eq!(mapped["sheet"], "Fremd");
        assert_eq!(mapped["columns"]["chosen"], json!(["Kunde", "Punkte"]));
        assert_eq!(mapped["columns"]["not_found"], json!([]));
        let mistyped = said(&["--map", "m365 fit=M365Intent", "--map", "Kundennr=DUNSNumber"]);
        assert_eq!(mistyped["columns"]["not_found"], json!(["Kundennr"]));
        assert_eq!(said(&["--map", "M365Fit="])["kind"], "no_table");
    }
}
