//! `report`: the report workbook without a window.

use crate::cli::arguments::{ChoiceArguments, SharedArguments};
use crate::cli::console::{session_after, sources};
use crate::cli::{Console, Exit};
use crate::domain::model::Model;
use crate::session::action::Action;
use crate::session::notice::Notice;
use crate::ui::words::{Words, report_names};
use clap::Args;
use std::io;
use std::path::PathBuf;

/// What `report` takes.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// Workbooks to open together.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,

    /// The workbook to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// The model that is told of, such as M365 or Azure. Without it the first that has a matrix.
    #[arg(long, value_parser = crate::cli::arguments::model, value_name = "MODEL")]
    pub model: Option<Model>,

    /// Sheet and columns.
    #[command(flatten)]
    pub choices: ChoiceArguments,

    /// Language and as-of day.
    #[command(flatten)]
    pub shared: SharedArguments,
}

pub(super) fn report(arguments: ReportArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let language = arguments.shared.language.unwrap_or_default();
    let words = Words::of(language);
    let mut session = session_after(sources(arguments.files), arguments.choices, &arguments.shared);
    session.set_report_names(report_names(language));
    if let Some(model) = arguments.model {
        session.apply(Action::ChooseModel(model));
        session.wait_for_files();
    }
    if session.notices().is_empty() {
        session.apply(Action::SaveReport(arguments.output));
        session.wait_for_files();
    }
    console.tell_notices(&session, words)?;
    match session.notices() {
        [Notice::Written { target, .. }] => {
            writeln!(console.out, "{}", target.display())?;
            Ok(Exit::Done)
        }
        _ => Ok(Exit::Failed),
    }
}
