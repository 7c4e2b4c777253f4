//! `predict`: scores any table by a scorecard that `fit` wrote.

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::fit::{id_of, table_at};
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::Scorecard;
use crate::support::data_table::DataTable;
use crate::workbook::plain_table::{CsvError, CsvFile, write_csv};
use clap::Args;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A larger file is no scorecard.
const LARGEST_MODEL: u64 = 64 << 20;

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

    /// Where the scores go, as separated text.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

pub(super) fn predict(arguments: &PredictArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    match predicted(arguments) {
        Ok(absent) => {
            if !absent.is_empty() {
                writeln!(console.messages, "Columns of the model that the table lacks, taken as missing: {absent}.")?;
            }
            writeln!(console.out, "{}", arguments.output.display())?;
            Ok(Exit::Done)
        }
        Err(told) => {
            writeln!(console.messages, "{told}")?;
            Ok(Exit::Failed)
        }
    }
}

/// Reads a scorecard; tells in words why it cannot be read.
pub(super) fn card_at(path: &Path) -> Result<Scorecard, String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let read = file.take(LARGEST_MODEL).read_to_string(&mut text);
    read.map_err(|error| format!("{}: not a scorecard: {error}", path.display()))?;
    Scorecard::from_json(&text).map_err(|error| format!("{}: {error}. Fit it again.", path.display()))
}

fn predicted(arguments: &PredictArguments) -> Result<String, String> {
    let card = card_at(&arguments.model)?;
    let is_words = |bins: &Bins| matches!(bins, Bins::Words { .. });
    let words = card.attributes.iter().filter(|attribute| is_words(&attribute.bins));
    let mut words_only: Vec<&str> = words.map(|attribute| attribute.name.as_str()).collect();
    let id = arguments.id.as_deref().or(card.id.as_deref());
    words_only.extend(id);
    let mut table = table_at(&arguments.table, &words_only)?;
    let ids = match id.map(|id| (id, table.take(id))) {
        Some((id, None)) if arguments.id.is_some() => {
            return Err(format!("{}: there is no column {id:?}.", arguments.table.display()));
        }
        found => found.and_then(|(_, column)| column),
    };
    let id_at = |row: usize| ids.as_ref().map_or_else(|| (row + 1).to_string(), |column| id_of(column, row));
    let decisions = card.decide(&table);
    write_csv(&arguments.output, |out| write(out, &card, &table, &decisions, arguments.points, &id_at))
        .map_err(|error: CsvError| format!("{}: {error}", arguments.output.display()))?;
    let absent = card.attributes.iter().map(|attribute| attribute.name.as_str());
    Ok(absent.filter(|name| table.column(name).is_none()).collect::<Vec<_>>().join(", "))
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
