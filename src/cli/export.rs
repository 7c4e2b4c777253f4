//! `export-sql` and `export-sheet`: a fitted card for a database, and as a workbook with live formulas.

use crate::cli::{Console, Exit};
use crate::scoring::export::card::{PointCard, Rule};
use crate::scoring::export::dialect::Dialect;
use crate::scoring::export::formula::{self, Layout, PointRow};
use crate::scoring::export::sql;
use crate::scoring::scorecard::card::Scorecard;
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words as WordValues};
use crate::support::language::Language;
use crate::support::progress::Progress;
use crate::support::statistics::sigmoid;
use crate::ui::words::{Words, fill};
use crate::workbook::formula_book::{FormulaSheet, SheetCell, write_formula_book};
use crate::workbook::place::column_letters;
use crate::workbook::plain_table::read_table;
use crate::workbook::save::{TargetError, save_safely};
use crate::workbook::source::Source;
use clap::Args;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A model of a thousand bins has a hundredth of it; what is cut off here is told as damaged.
const MAX_MODEL_BYTES: u64 = 64 << 20;

/// What `export-sql` takes.
#[derive(Debug, Args)]
pub struct ExportSqlArguments {
    /// The fitted model, as `fit` wrote it.
    pub model: PathBuf,

    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// generic, sqlite, duckdb, spark or fabric.
    #[arg(long, default_value = "generic", value_parser = dialect, value_name = "DIALECT")]
    pub dialect: Dialect,

    /// The table to score; its schema may stand before a dot.
    #[arg(long, default_value = "customers", value_name = "NAME")]
    pub table: String,

    /// Language of messages: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,
}

/// What `export-sheet` takes.
#[derive(Debug, Args)]
pub struct ExportSheetArguments {
    /// The fitted model, as `fit` wrote it.
    pub model: PathBuf,

    /// The customers to score. Without it one empty row to fill in.
    #[arg(long, value_name = "TABLE")]
    pub rows: Option<PathBuf>,

    /// The workbook to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// Language of messages and headers: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,
}

fn dialect(key: &str) -> Result<Dialect, String> {
    Dialect::from_key(key).ok_or_else(|| format!("one of {}", Dialect::ALL.map(Dialect::key).join(", ")))
}

pub(super) fn export_sql(arguments: &ExportSqlArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.language);
    let card = match read_card(&arguments.model, words) {
        Ok(card) => card,
        Err(told) => return failed(console, &told),
    };
    let text = sql::select(&card, arguments.dialect, &arguments.table);
    let saved = save_safely(
        &arguments.output,
        |file| file.write_all(text.as_bytes()).map_err(|error| TargetError::new(&arguments.output, error)),
        |_, ()| Ok(()),
    );
    ended(console, &arguments.output, saved.map_err(|error| error.to_string()), words)
}

pub(super) fn export_sheet(arguments: ExportSheetArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.language);
    let card = match read_card(&arguments.model, words) {
        Ok(card) => card,
        Err(told) => return failed(console, &told),
    };
    let table = match arguments.rows.map(|rows| table_for(&card, rows, words)) {
        None => Ok(DataTable { columns: Vec::new(), rows: 1 }),
        Some(read) => read,
    };
    let written = match table {
        Ok(table) => write_sheets(&card, &with_all_columns(table, &card), &arguments.output, words),
        Err(told) => return failed(console, &told),
    };
    ended(console, &arguments.output, written, words)
}

fn failed(console: &mut Console<'_>, told: &str) -> io::Result<Exit> {
    writeln!(console.messages, "{told}")?;
    Ok(Exit::Failed)
}

fn ended(console: &mut Console<'_>, output: &Path, written: Result<(), String>, words: &Words) -> io::Result<Exit> {
    let file = output.display().to_string();
    if let Err(cause) = written {
        return failed(console, &fill(&words.export_not_written, &[("file", &file), ("cause", &cause)]));
    }
    writeln!(console.out, "{file}")?;
    Ok(Exit::Done)
}

fn read_card(path: &Path, words: &Words) -> Result<PointCard, String> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(MAX_MODEL_BYTES).read_to_string(&mut text));
    let card = read.map(|_| text).map_err(|error| error.to_string());
    let card = card.and_then(|text| Scorecard::from_json(&text).map_err(|error| error.to_string()));
    let file = path.display().to_string();
    card.map(|card| PointCard::of(&card))
        .map_err(|cause| fill(&words.export_no_model, &[("file", &file), ("cause", &cause)]))
}

fn table_for(card: &PointCard, path: PathBuf, words: &Words) -> Result<DataTable, String> {
    let is_word = |rule: &Rule| matches!(rule, Rule::Word { .. });
    let of_words = card.attributes.iter().filter(|attribute| is_word(&attribute.rule));
    let names: Vec<&str> = of_words.map(|attribute| attribute.name.as_str()).collect();
    let file = path.display().to_string();
    read_table(&Source::File(path), &names, &Progress::default()).map_err(|problem| {
        let (cause, way_out) = words.open_problem(&problem);
        format!("{file}: {cause} {way_out}")
    })
}

/// The table with an empty column for every attribute that it lacks.
fn with_all_columns(mut table: DataTable, card: &PointCard) -> DataTable {
    for attribute in &card.attributes {
        if table.columns.iter().all(|column| column.name != attribute.name) {
            let values = match &attribute.rule {
                Rule::Number { .. } => DataValues::Numbers(vec![f64::NAN; table.rows]),
                Rule::Word { .. } => {
                    DataValues::Words(WordValues { codes: vec![WordValues::MISSING; table.rows], words: Vec::new() })
                }
            };
            table.columns.push(DataColumn { name: attribute.name.clone(), values });
        }
    }
    table
}

/// What the sheet of customers needs to know to fill a row.
struct Rows<'a> {
    card: &'a PointCard,
    table: &'a DataTable,
    /// The column of each attribute's value, then of each pair's two.
    places: Vec<usize>,
    points: Option<&'a str>,
}

fn write_sheets(card: &PointCard, table: &DataTable, output: &Path, words: &Words) -> Result<(), String> {
    let all = card.attributes.iter().chain(card.pairs.iter().flat_map(|pair| [&pair.first, &pair.second]));
    let place = |name: &str| table.columns.iter().position(|column| column.name == name).unwrap_or_default();
    let places: Vec<usize> = all.map(|attribute| place(&attribute.name)).collect();
    let count = u32::try_from(table.rows).unwrap_or(u32::MAX);
    let widest: Vec<String> = places.iter().map(|place| reference(*place, count)).collect();
    let layout = formula::layout(card, &widest);
    let quoted = format!("'{}'", words.export_points_sheet);
    let points = matches!(layout, Layout::PointsSheet(_)).then_some(quoted.as_str());
    let rows = Rows { card, table, places, points };

    let mut headers: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    headers.extend(rows.added(0).into_iter().map(|column| format!("{} · {}", column.title, words.export_points)));
    headers.extend([&words.export_decision, &words.fit, &words.export_probability].map(String::clone));
    // A row's formulas are made once, for its first added cell.
    let made = std::cell::RefCell::new((u32::MAX, Vec::new()));
    let cell = |row: u32, column: usize| match table.columns.get(column) {
        Some(values) => value_of(values, row),
        None => {
            let mut made = made.borrow_mut();
            if made.0 != row {
                *made = (row, rows.formulas(row));
            }
            made.1.get(column - table.columns.len()).cloned().unwrap_or(SheetCell::Empty)
        }
    };
    let customers = FormulaSheet { name: &words.export_customers_sheet, headers: &headers, rows: count, cell: &cell };
    let point_headers =
        [&words.export_attribute, &words.export_up_to, &words.export_word, &words.export_points].map(String::clone);
    let point_rows = match layout {
        Layout::PointsSheet(rows) => rows,
        Layout::OneFormula => Vec::new(),
    };
    let point =
        |row: u32, column: usize| point_rows.get(row as usize).map_or(SheetCell::Empty, |row| point_cell(row, column));
    let point_sheet = FormulaSheet {
        name: &words.export_points_sheet,
        headers: &point_headers,
        rows: u32::try_from(point_rows.len()).unwrap_or(u32::MAX),
        cell: &point,
    };
    let sheets = if points.is_some() { vec![customers, point_sheet] } else { vec![customers] };
    write_formula_book(output, &sheets).map_err(|error| error.to_string())
}

/// A cell's reference; rows from 0, below the header.
fn reference(column: usize, row: u32) -> String {
    format!("{}{}", column_letters(u32::try_from(column).unwrap_or(u32::MAX)), u64::from(row) + 2)
}

fn value_of(column: &DataColumn, row: u32) -> SheetCell {
    let row = row as usize;
    match &column.values {
        DataValues::Numbers(values) => match values.get(row) {
            Some(value) if value.is_finite() => SheetCell::Number(*value),
            _ => SheetCell::Empty,
        },
        DataValues::Words(words) => words.word(row).map_or(SheetCell::Empty, |word| SheetCell::Text(word.to_owned())),
    }
}

fn point_cell(row: &PointRow, column: usize) -> SheetCell {
    match column {
        0 => SheetCell::Text(row.attribute.clone()),
        1 => row.up_to.map_or(SheetCell::Empty, SheetCell::Number),
        2 => row.word.clone().map_or(SheetCell::Empty, SheetCell::Text),
        _ => SheetCell::Number(row.points),
    }
}

impl Rows<'_> {
    /// The columns of points of a row; none where one formula holds the card.
    fn added(&self, row: u32) -> Vec<formula::AddedColumn> {
        let Some(sheet) = self.points else { return Vec::new() };
        let cells = self.cells(row);
        let first = self.table.columns.len();
        formula::by_sheet(self.card, &cells, sheet, &|at| reference(first + at, row))
    }

    fn cells(&self, row: u32) -> Vec<String> {
        self.places.iter().map(|place| reference(*place, row)).collect()
    }

    /// The formulas of a row: points, decision, Fit, probability.
    fn formulas(&self, row: u32) -> Vec<SheetCell> {
        let added = self.added(row);
        let first = self.table.columns.len();
        let values = self.card.parts(&self.table.columns, row as usize);
        let decision = self.card.decision(&self.table.columns, row as usize);
        let text = if self.points.is_some() {
            let counted = added.iter().enumerate().filter(|(_, column)| column.counts);
            let summed: Vec<String> = counted.map(|(at, _)| reference(first + at, row)).collect();
            // Neighbours are one range, so that the formula stays short.
            let alone = self.card.attributes.len();
            let range = match (summed.first(), alone.checked_sub(1).and_then(|last| summed.get(last))) {
                (Some(from), Some(to)) => format!("+SUM({from}:{to})"),
                _ => String::new(),
            };
            let pairs: String = summed.iter().skip(alone).map(|cell| format!("+{cell}")).collect();
            format!("{}{range}{pairs}", formula::number(self.card.constant))
        } else {
            formula::decision(self.card, &self.cells(row))
        };
        let place = reference(first + added.len(), row);
        let formula = |text: String, value: f64| SheetCell::Formula { text, value };
        let mut cells: Vec<SheetCell> =
            added.into_iter().zip(values).map(|(column, value)| formula(column.formula, value)).collect();
        cells.push(formula(text, decision));
        cells.push(formula(format!("ROUND({},0)", formula::fit(&place)), PointCard::fit(decision).round()));
        cells.push(formula(formula::probability(self.card, &place), sigmoid(decision + self.card.base)));
        cells
    }
}
