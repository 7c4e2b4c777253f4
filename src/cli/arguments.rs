//! What the command line takes.

use crate::cli::drift::DriftArguments;
use crate::cli::evaluate::EvaluateArguments;
use crate::cli::export::{ExportSheetArguments, ExportSqlArguments};
use crate::cli::fit::FitArguments;
use crate::cli::predict::PredictArguments;
use crate::domain::Date;
use crate::sample::SampleKind;
use crate::session::copy_columns::CopyPart;
use crate::support::language::Language;
use crate::workbook::choices::{ColumnGroup, ReadAs};
use crate::workbook::dictionary::Dictionary;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Opens customer propensity workbooks, shows whom to call, and saves a marked-up copy.
#[derive(Debug, Parser)]
#[command(name = "propensity-desk", version, about, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// The work to do without a window; none opens the window.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What the window opens with.
    #[command(flatten)]
    pub window: WindowArguments,
}

/// What opens the window.
#[derive(Debug, Args)]
pub struct WindowArguments {
    /// Workbooks to open together.
    pub files: Vec<PathBuf>,

    /// Open the sample portfolio: fictional customers inside the program.
    #[arg(long)]
    pub sample: bool,

    /// Language and as-of day.
    #[command(flatten)]
    pub shared: SharedArguments,
}

/// What every way of opening takes.
#[derive(Debug, Clone, Default, Args)]
pub struct SharedArguments {
    /// Language of all words: en or ja. Without it the window follows the system, and commands speak English.
    #[arg(long, value_parser = language, value_name = "LANGUAGE")]
    pub language: Option<Language>,

    /// The day the data speak of, as YYYY-MM-DD. Without it the files tell.
    #[arg(long, value_parser = day, value_name = "DAY")]
    pub as_of: Option<Date>,
}

/// What is chosen by hand for reading.
#[derive(Debug, Clone, Default, Args)]
pub struct ChoiceArguments {
    /// The sheet of the first file to read, also a hidden one. Without it the one with the most known columns.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,

    /// Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out.
    #[arg(long = "map", value_parser = column_choice, value_name = "HEADER=COLUMN")]
    pub columns: Vec<(String, ReadAs)>,
}

/// The work that needs no window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say in one line of JSON what is understood of a file.
    Check {
        /// The workbook.
        file: PathBuf,

        /// Sheet and columns.
        #[command(flatten)]
        choices: ChoiceArguments,
    },
    /// Show cards, segments, matrix and clusters of one or several files.
    Summary(SummaryArguments),
    /// Save a marked-up copy of a workbook.
    Annotate(AnnotateArguments),
    /// Write a report workbook: summary with charts, matrix as formulas, target list, definitions.
    Report(crate::cli::report::ReportArguments),
    /// Write a sample workbook of fictional customers.
    Sample(SampleArguments),
    /// Score every customer for every model, by the files and by what can be learnt from them.
    Score(crate::cli::score::ScoreArguments),
    /// Score Intent from a Signals report.
    Intent(crate::cli::intent::IntentArguments),
    /// Write an empty workbook to fill: signals, outcomes or a price book.
    Template(crate::cli::template::TemplateArguments),
    /// Say how well scores and deals won or lost go together.
    Evaluate(EvaluateArguments),
    /// Say what has moved from one month's report to the next.
    Drift(DriftArguments),
    /// Rank what each customer of a table is likely to own next.
    Next(crate::cli::next::NextArguments),
    /// Learn a scorecard from a table with a column that says who is an owner.
    Fit(FitArguments),
    /// Score a table by a scorecard that `fit` wrote.
    Predict(PredictArguments),
    /// Write a fitted model as a statement for a database.
    ExportSql(ExportSqlArguments),
    /// Write a fitted model as a workbook with live formulas.
    ExportSheet(ExportSheetArguments),
    /// Estimate what the customers of a table could spend in a year.
    Wallet(crate::cli::wallet::WalletArguments),
}

/// What `summary` takes.
#[derive(Debug, Args)]
pub struct SummaryArguments {
    /// Workbooks to open together.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,

    /// The model whose matrix is shown, such as M365 or Azure. Without it the first that has one.
    #[arg(long, value_parser = model, value_name = "MODEL")]
    pub model: Option<crate::domain::model::Model>,

    /// One line of JSON instead of text.
    #[arg(long)]
    pub json: bool,

    /// Sheet and columns.
    #[command(flatten)]
    pub choices: ChoiceArguments,

    /// Language and as-of day.
    #[command(flatten)]
    pub shared: SharedArguments,
}

/// What `annotate` takes.
#[derive(Debug, Args)]
pub struct AnnotateArguments {
    /// The workbook to mark up; it is not changed.
    pub input: PathBuf,

    /// Where the marked-up copy goes.
    pub output: PathBuf,

    /// Further reports of the same customers, joined before marking.
    #[arg(long, num_args = 1.., value_name = "FILES")]
    pub with: Vec<PathBuf>,

    /// The models whose columns the copy gets, such as M365,Azure. Without it those that the report itself speaks of.
    #[arg(long, value_delimiter = ',', value_parser = model, value_name = "MODELS")]
    pub models: Vec<crate::domain::model::Model>,

    /// Columns of every model that there is something to say of.
    #[arg(long, conflicts_with = "models")]
    pub all_models: bool,

    /// Columns that are not wanted: cell, cluster, fit, intent, revenue, expected, reason. Cluster and whitespace revenue of
    /// the report's own models stay.
    #[arg(long, value_delimiter = ',', value_parser = copy_part, value_name = "COLUMNS")]
    pub without: Vec<CopyPart>,

    /// One line of JSON instead of the copy's path.
    #[arg(long)]
    pub json: bool,

    /// Sheet and columns.
    #[command(flatten)]
    pub choices: ChoiceArguments,

    /// Language and as-of day.
    #[command(flatten)]
    pub shared: SharedArguments,
}

/// What `sample` takes.
#[derive(Debug, Args)]
pub struct SampleArguments {
    /// How many rows.
    #[arg(long, default_value_t = 28_000, value_parser = clap::value_parser!(u32).range(1..=1_048_575))]
    pub rows: u32,

    /// Which report: m365, azure, d365, surface, renewals or usage.
    #[arg(long, default_value = "m365", value_parser = sample_kind, value_name = "KIND")]
    pub kind: SampleKind,

    /// Language of headers and values: en or ja.
    #[arg(long, value_parser = language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,

    /// Add what people add in Excel: charts, tables, formats, hidden sheets and more.
    #[arg(long)]
    pub decorated: bool,

    /// Other numbers give other customers.
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,

    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

pub(super) fn language(code: &str) -> Result<Language, String> {
    Language::ALL.into_iter().find(|language| language.code() == code).ok_or_else(|| "en or ja".to_owned())
}

fn column_choice(text: &str) -> Result<(String, ReadAs), String> {
    let (header, column) = text.split_once('=').ok_or_else(|| "Header=column name".to_owned())?;
    let header = header.trim().to_owned();
    if column.trim().is_empty() {
        return Ok((header, ReadAs::Nothing));
    }
    let known = Dictionary::get().recognise(column).filter(|known| ColumnGroup::of(known.meaning).is_some());
    let known = known.ok_or_else(|| format!("no column is called {column:?}; such as CustomerID or M365Fit"))?;
    Ok((header, ReadAs::Column(known.name)))
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day such as 2026-10-01".to_owned())
}

pub(crate) fn model(key: &str) -> Result<crate::domain::model::Model, String> {
    use crate::domain::model::Model;
    Model::from_key(key).ok_or_else(|| format!("one of {}", Model::ALL.map(Model::key).join(", ")))
}

fn copy_part(key: &str) -> Result<CopyPart, String> {
    CopyPart::from_key(key).ok_or_else(|| format!("one of {}", CopyPart::ALL.map(CopyPart::key).join(", ")))
}

fn sample_kind(name: &str) -> Result<SampleKind, String> {
    SampleKind::from_key(name).ok_or_else(|| format!("one of {}", SampleKind::ALL.map(SampleKind::key).join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn files_open_the_window_and_words_are_commands() {
        let window = Arguments::try_parse_from(["propensity-desk", "a.xlsx", "b.xlsx", "--language", "ja"]).unwrap();
        assert_eq!(window.window.files.len(), 2);
        assert_eq!(window.window.shared.language, Some(Language::Japanese));
        assert!(window.command.is_none());
        let check = Arguments::try_parse_from(["propensity-desk", "check", "a.xlsx"]).unwrap();
        assert!(matches!(check.command, Some(Command::Check { .. })));
        assert!(Arguments::try_parse_from(["propensity-desk", "summary", "a.xlsx", "--model", "Excel"]).is_err());
    }

    #[test]
    fn a_column_is_mapped_to_one_that_exists() {
        let customer = ReadAs::Column("CustomerID".to_owned());
        assert_eq!(column_choice("Kunde = customer id"), Ok(("Kunde".to_owned(), customer)));
        assert_eq!(column_choice("Notiz="), Ok(("Notiz".to_owned(), ReadAs::Nothing)));
        assert!(column_choice("Kunde=Nobody").is_err());
        assert!(column_choice("Kunde").is_err());
    }
}
