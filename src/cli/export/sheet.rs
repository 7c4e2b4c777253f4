//! A scorecard as a workbook: the customers with a formula for every number, and the points they look up.

use crate::cli::export::NotExported;
use crate::cli::plain_input;
use crate::scoring::export::card::{PointCard, Rule};
use crate::scoring::export::formula::{self, Layout, PointRow};
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words as WordValues};
use crate::support::statistics::sigmoid;
use crate::ui::words::Words;
use crate::workbook::formula_book::{FormulaSheet, SheetCell, write_formula_book};
use crate::workbook::place::column_letters;
use crate::workbook::plain_table::TableError;
use std::cell::RefCell;
use std::path::Path;

/// Writes `card` as a workbook with the customers in `rows`, else with one empty row.
pub(super) fn write(card: &PointCard, rows: Option<&Path>, output: &Path, words: &Words) -> Result<(), NotExported> {
    let is_words = |rule: &Rule| matches!(rule, Rule::Word { .. });
    let columns: Vec<(&str, bool)> =
        card.attributes.iter().map(|attribute| (attribute.name.as_str(), is_words(&attribute.rule))).collect();
    let table = table_of(rows, &columns, words).map_err(NotExported::Input)?;
    Ok(write_sheets(card, &table, output, words)?)
}

/// The customers in `rows`, with all of `columns`, of which some hold words; those that the table lacks are empty.
pub(super) fn table_of(rows: Option<&Path>, columns: &[(&str, bool)], words: &Words) -> Result<DataTable, String> {
    let of_words: Vec<&str> = columns.iter().filter(|(_, is_words)| *is_words).map(|(name, _)| *name).collect();
    let mut table = match rows {
        Some(rows) => plain_input::table(rows, &of_words, words)?,
        None => DataTable { columns: Vec::new(), rows: 1 },
    };
    for (name, is_words) in columns {
        if table.column(name).is_none() {
            let values = if *is_words {
                DataValues::Words(WordValues { codes: vec![WordValues::MISSING; table.rows], words: Vec::new() })
            } else {
                DataValues::Numbers(vec![f64::NAN; table.rows])
            };
            table.columns.push(DataColumn { name: (*name).to_owned(), values });
        }
    }
    Ok(table)
}

/// What the sheet of customers needs to know to fill a row.
struct Rows<'a> {
    card: &'a PointCard,
    table: &'a DataTable,
    /// The column of each attribute's value, then of each pair's two.
    places: Vec<usize>,
    points: Option<&'a str>,
}

fn write_sheets(card: &PointCard, table: &DataTable, output: &Path, words: &Words) -> Result<(), TableError> {
    let all = card.attributes.iter().chain(card.pairs.iter().flat_map(|pair| [&pair.first, &pair.second]));
    let place = |name: &str| table.columns.iter().position(|column| column.name == name).unwrap_or_default();
    let places: Vec<usize> = all.map(|attribute| place(&attribute.name)).collect();
    let count = u32::try_from(table.rows).unwrap_or(u32::MAX);
    let widest: Vec<String> = places.iter().map(|place| reference(*place, count)).collect();
    let layout = formula::layout(card, &widest);
    let quoted = format!("'{}'", words.export_points_sheet);
    let points = matches!(layout, Layout::PointsSheet(_)).then_some(quoted.as_str());
    let rows = Rows { card, table, places, points };

    let mut added: Vec<String> =
        rows.added(0).into_iter().map(|column| format!("{} · {}", column.title, words.export_points)).collect();
    added.extend([&words.export_decision, &words.fit, &words.export_probability].map(String::clone));
    let point_rows = match layout {
        Layout::PointsSheet(rows) => Some(rows),
        Layout::OneFormula => None,
    };
    write_book(table, &added, &|row| rows.formulas(row), point_rows.as_deref(), output, words)
}

/// Writes the customers of `table`, beside them the columns `added`, which `formulas` gives row by row, and on a second
/// sheet the points that they look up.
pub(super) fn write_book(
    table: &DataTable,
    added: &[String],
    formulas: &dyn Fn(u32) -> Vec<SheetCell>,
    points: Option<&[PointRow]>,
    output: &Path,
    words: &Words,
) -> Result<(), TableError> {
    let headers: Vec<String> = table.columns.iter().map(|column| &column.name).chain(added).cloned().collect();
    // A row's formulas are made once, for its first added cell.
    let made = RefCell::new((u32::MAX, Vec::new()));
    let cell = |row: u32, column: usize| match table.columns.get(column) {
        Some(values) => value_of(values, row),
        None => {
            let mut made = made.borrow_mut();
            if made.0 != row {
                *made = (row, formulas(row));
            }
            made.1.get(column - table.columns.len()).cloned().unwrap_or(SheetCell::Empty)
        }
    };
    let count = u32::try_from(table.rows).unwrap_or(u32::MAX);
    let customers = FormulaSheet { name: &words.export_customers_sheet, headers: &headers, rows: count, cell: &cell };
    let Some(points) = points else { return write_formula_book(output, &[customers]) };
    let point_headers =
        [&words.export_attribute, &words.export_up_to, &words.export_word, &words.export_points].map(String::clone);
    let point =
        |row: u32, column: usize| points.get(row as usize).map_or(SheetCell::Empty, |row| point_cell(row, column));
    let point_sheet = FormulaSheet {
        name: &words.export_points_sheet,
        headers: &point_headers,
        rows: u32::try_from(points.len()).unwrap_or(u32::MAX),
        cell: &point,
    };
    write_formula_book(output, &[customers, point_sheet])
}

/// A cell's reference; rows from 0, below the header.
pub(super) fn reference(column: usize, row: u32) -> String {
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
