//! The same session without a window: check, summary, annotate, sample.

mod annotate;
pub mod arguments;
mod check;
mod console;
pub mod drift;
pub mod evaluate;
pub mod export;
pub mod fit;
pub mod intent;
mod json;
mod models;
pub mod next;
mod plain_input;
pub mod predict;
pub mod report;
mod sample;
pub mod score;
mod sentences;
mod summary;
pub mod template;
mod text;
pub mod wallet;

pub use console::Console;
pub use summary::show_without_window;

use crate::cli::arguments::{Arguments, Command};
use std::io;

/// How a command ended, as the process' exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// What was asked for is done.
    Done,
    /// It is not, and the reason was told.
    Failed,
}

/// Does what `command` asks for, and tells it on `console`.
///
/// # Errors
/// When the console cannot be written to.
pub fn run(command: Command, console: &mut Console<'_>) -> io::Result<Exit> {
    match command {
        Command::Check { file, choices } => check::check(file, choices, console),
        Command::Summary(arguments) => summary::summary(arguments, console),
        Command::Annotate(arguments) => annotate::annotate(arguments, console),
        Command::Report(arguments) => report::report(arguments, console),
        Command::Sample(arguments) => sample::sample(arguments, console),
        Command::Score(arguments) => score::score(arguments, console),
        Command::Intent(arguments) => intent::intent(arguments, console),
        Command::Template(arguments) => template::template(&arguments, console),
        Command::Evaluate(arguments) => evaluate::evaluate(arguments, console),
        Command::Drift(arguments) => drift::drift(arguments, console),
        Command::Next(arguments) => next::next(&arguments, console),
        Command::Fit(arguments) => fit::fit(&arguments, console),
        Command::Predict(arguments) => predict::predict(&arguments, console),
        Command::ExportSql(arguments) => export::export_sql(&arguments, console),
        Command::ExportSheet(arguments) => export::export_sheet(&arguments, console),
        Command::Wallet(arguments) => wallet::wallet(&arguments, console),
    }
}

/// The arguments of this process; ends it with help, version or a usage error where those are asked for.
#[must_use]
pub fn arguments() -> Arguments {
    <Arguments as clap::Parser>::parse()
}
