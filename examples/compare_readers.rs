//! Reads a workbook with this program's own reader and with calamine, and tells where they differ.
//!
//! ```text
//! compare_readers FILE [CELLS]
//! ```
//!
//! A line a sheet, its fields parted by tabs: `refused` and the reason for a file or sheet that this program does not
//! read; once all are read, `read`; then `same`, `differs` or `unread` (calamine refuses), the sheet's name, and what
//! is told of it. CELLS is a file for the cells found, as JSON.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::exit,
    reason = "a tool of the project's own tests: it prints, and what it writes may break off"
)]

#[path = "../tests/support/calamine_cells.rs"]
mod calamine_cells;

use calamine::{Reader, Xlsx};
use calamine_cells::{Cells, cells_of};
use propensity_desk::support::progress::Progress;
use propensity_desk::workbook::book::Book;
use propensity_desk::workbook::package::SheetKind;
use propensity_desk::workbook::place::cell_name;
use propensity_desk::workbook::probe::{Cell, Value, gathered, visited};
use propensity_desk::workbook::source::Source;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

type Calamine = Xlsx<BufReader<File>>;

/// How many differences are told.
const TOLD: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = arguments.first() else {
        println!("usage: compare_readers FILE [CELLS]");
        std::process::exit(2);
    };
    let source = Source::File(Path::new(file).to_owned());
    let mut book = match Book::open(&source, &Progress::default()) {
        Ok(book) => book,
        Err(problem) => {
            println!("refused\t\t{problem}");
            return;
        }
    };
    let mut read = Vec::new();
    let sheets = book.sheets().to_vec();
    for (position, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.kind == SheetKind::Worksheet) {
        let name = sheet.name.escape_debug();
        match (gathered(&mut book, position), visited(&mut book, position)) {
            (Ok(cells), Ok(again)) if cells != again => println!("differs\t{name}\tread quickly and with care"),
            (Ok(cells), Ok(_)) => read.push((&sheet.name, by_place(cells))),
            (Err(problem), Err(_)) => println!("refused\t{name}\t{}", problem.to_string().escape_debug()),
            (Err(problem), Ok(_)) | (Ok(_), Err(problem)) => {
                println!("differs\t{name}\trefused in one way only: {}", problem.to_string().escape_debug());
            }
        }
    }
    if let Some(path) = arguments.get(1) {
        let found = read.iter().map(|(name, cells)| ((*name).clone(), json(cells))).collect();
        if let Err(error) = std::fs::write(path, serde_json::Value::Object(found).to_string()) {
            println!("refused\t\tthe cells cannot be written: {error}");
        }
    }
    // Where this is the last line, it was calamine that ended the process.
    println!("read\t\t{} sheets", read.len());
    let mut other = open_calamine(file);
    for (name, cells) in &read {
        let (verdict, told) = compare(cells, name, &mut other);
        println!("{verdict}\t{}\t{}", name.escape_debug(), told.escape_debug());
    }
}

fn open_calamine(file: &str) -> Result<Calamine, String> {
    let file = File::open(file).map_err(|error| error.to_string())?;
    Xlsx::new(BufReader::new(file)).map_err(|error| error.to_string())
}

fn by_place(cells: Vec<Cell>) -> Cells {
    cells.into_iter().map(|(row, column, value)| ((row, column), value)).collect()
}

fn compare(ours: &Cells, sheet: &str, other: &mut Result<Calamine, String>) -> (&'static str, String) {
    let theirs = match other.as_mut().map_err(|error| error.clone()).and_then(|book| cells_of(book, sheet)) {
        Ok(theirs) => theirs,
        Err(error) => return ("unread", error),
    };
    let places: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let differing: Vec<String> = places
        .into_iter()
        .filter(|place| ours.get(place) != theirs.get(place))
        .map(|place| {
            let (row, column) = *place;
            format!("{} {} | {}", cell_name(column, row + 1), show(ours.get(place)), show(theirs.get(place)))
        })
        .collect();
    if differing.is_empty() {
        return ("same", format!("{} cells", ours.len()));
    }
    let told: Vec<&str> = differing.iter().take(TOLD).map(String::as_str).collect();
    ("differs", format!("{} cells: {}", differing.len(), told.join("; ")))
}

fn show(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("{value:?}"))
}

/// The cells by their names: `["n", 1.5]`, `["s", "text"]`, `["b", true]`, `["d", "2026-01-31"]`, `["e"]`.
fn json(cells: &Cells) -> serde_json::Value {
    let cells = cells.iter().map(|((row, column), value)| {
        let value = match value {
            Value::Text(text) => serde_json::json!(["s", text]),
            Value::Number(number) => serde_json::json!(["n", number]),
            Value::Bool(flag) => serde_json::json!(["b", flag]),
            Value::Day(day) => serde_json::json!(["d", day.to_string()]),
            Value::Error => serde_json::json!(["e"]),
        };
        (cell_name(*column, row + 1), value)
    });
    serde_json::Value::Object(cells.collect())
}
