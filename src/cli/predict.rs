//! `predict`: scores any table by a scorecard that `fit` wrote.

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::fit::id_of;
use crate::cli::plain_input::{card, table, take};
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::Scorecard;
use crate::support::data_table::DataTable;
use crate::support::language::Language;
use crate::ui::words::{Words, fill};
use crate::workbook::plain_table::{CsvError, CsvFile, write_csv};
use clap::Args;
use std::io;
use std::path::PathBuf;

/// What `predict` takes.
#[derive(Debug, Args)]
pub struct PredictArguments {
    /// The scorecard.
    pub model: PathBuf,

    /// The table to score, with the columns that the scorecard was fitted to.
    pub table: PathBuf,

    /// The column that names the customer; without it the one of the fit.
    #[arg(long, value_name = "COLUMN")]
    pub id: Option<String>,

    /// Also write the parts: the base and the points of each attribute, whose sum is the log-odds.
    #[arg(long)]
    pub points: bool,

    /// Language of messages: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,

    /// Where the scores go, as separated text.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

pub(super) fn predict(arguments: &PredictArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.language);
    match predicted(arguments, words) {
        Ok(absent) => {
            if !absent.is_empty() {
                let columns = absent.join(&words.list_separator);
                writeln!(console.messages, "{}", fill(&words.predict_absent, &[("columns", &columns)]))?;
            }
            console.written(&arguments.output, Ok(()), words)
        }
        Err(Refused::Input(told)) => console.failed(&told),
        Err(Refused::Output(cause)) => console.written(&arguments.output, Err(cause), words),
    }
}

/// Why there are no scores, in words.
enum Refused {
    Input(String),
    Output(String),
}

/// Gives the columns of the model that the table lacks.
fn predicted(arguments: &PredictArguments, words: &Words) -> Result<Vec<String>, Refused> {
    let card = card(&arguments.model, words).map_err(Refused::Input)?;
    let is_words = |bins: &Bins| matches!(bins, Bins::Words { .. });
    let of_words = card.attributes.iter().filter(|attribute| is_words(&attribute.bins));
    let mut words_only: Vec<&str> = of_words.map(|attribute| attribute.name.as_str()).collect();
    let id = arguments.id.as_deref().or(card.id.as_deref());
    words_only.extend(id);
    let mut table = table(&arguments.table, &words_only, words).map_err(Refused::Input)?;
    let ids = match (id, &arguments.id) {
        (Some(id), Some(_)) => Some(take(&mut table, id, "--id", &arguments.table, words).map_err(Refused::Input)?),
        (Some(id), None) => table.take(id),
        (None, _) => None,
    };
    let id_at = |row: usize| ids.as_ref().map_or_else(|| (row + 1).to_string(), |column| id_of(column, row));
    let decisions = card.decide(&table);
    write_csv(&arguments.output, |out| write(out, &card, &table, &decisions, arguments.points, &id_at))
        .map_err(|error| Refused::Output(error.cause()))?;
    let absent = card.attributes.iter().filter(|attribute| table.column(&attribute.name).is_none());
    Ok(absent.map(|attribute| attribute.name.clone()).collect())
}

fn write(
    out: &mut CsvFile<'_>,
    card: &Scorecard,
    table: &DataTable,
    decisions: &[f64],
    points: bool,
    id_at: &dyn Fn(usize) -> String,
) -> Result<(), CsvError> {
    let mut header: Vec<String> = ["id", "probability", "fit"].map(str::to_owned).to_vec();
    if points {
        header.push("base".to_owned());
        header.extend(card.part_names());
    }
    out.record(header)?;
    let reader = card.parts(table);
    for (row, decision) in decisions.iter().enumerate() {
        out.text(&id_at(row))?;
        out.number(Some(Scorecard::probability(*decision)))?;
        out.number(Some(card.fit(*decision)))?;
        if points {
            out.number(Some(card.base))?;
            for part in reader.row(row) {
                out.number(Some(part))?;
            }
        }
        out.end()?;
    }
    Ok(())
}
