//! The rows of a filled price book: the template that the program writes, in either language, its columns in any order.
//!
//! A price book is no report, its headers stand in no report's dictionary; they are those of the template's own data file.

use crate::support::progress::Progress;
use crate::support::text::comparison_key;
use crate::workbook::book::Book;
use crate::workbook::cells::Go;
use crate::workbook::error::OpenProblem;
use crate::workbook::package::{SheetKind, Visibility};
use crate::workbook::place::cell_name;
use crate::workbook::source::Source;
use crate::workbook::templates::{TemplateKind, headers};
use crate::workbook::values::{CellValue, Reading, number};
use std::collections::BTreeMap;

/// Most filled rows of a sheet that are looked at: no partner sells more plans.
const MOST_ROWS: usize = 10_000;
/// Rows from the top among which the header stands.
const HEADER_ROWS: usize = 64;

/// One price, as it stands in the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceRow {
    /// The cell of its product, such as `Price book!A2`.
    pub place: String,
    /// The product, as it is written.
    pub product: String,
    /// What one seat costs in a year; `None` where the cell is empty.
    pub price: Option<f64>,
    /// The currency, as it is written; empty where the cell is.
    pub currency: String,
    /// The share of employees that need a seat; `None` where the cell is empty.
    pub share: Option<f64>,
}

/// Why there are no prices.
#[derive(Debug, thiserror::Error)]
pub enum PriceProblem {
    /// The file cannot be read.
    #[error(transparent)]
    Open(#[from] OpenProblem),
    /// No visible sheet has the headers of a price book.
    #[error("no sheet has the columns of a price book")]
    NotAPriceBook,
    /// A cell that should hold a number holds something else.
    #[error("{place} holds {content:?}, which is no number")]
    NoNumber {
        /// The cell, such as `Price book!C4`.
        place: String,
        /// What it holds.
        content: String,
    },
}

/// A cell's content.
#[derive(Debug, Clone, PartialEq)]
enum Content {
    Text(String),
    Number(f64),
}

type Rows = BTreeMap<u32, BTreeMap<u32, Content>>;

/// Where the columns of a price book stand.
struct Columns {
    header: u32,
    product: u32,
    price: u32,
    currency: Option<u32>,
    share: Option<u32>,
}

/// Reads the prices of the workbook or text `source`.
///
/// # Errors
/// See [`PriceProblem`].
pub fn read_price_rows(source: &Source, progress: &Progress) -> Result<Vec<PriceRow>, PriceProblem> {
    let mut book = Book::open(source, progress)?;
    let sheets: Vec<(usize, String)> = (book.sheets().iter().enumerate())
        .filter(|(_, sheet)| sheet.kind == SheetKind::Worksheet && sheet.visibility == Visibility::Visible)
        .map(|(position, sheet)| (position, sheet.name.clone()))
        .collect();
    for (position, name) in sheets {
        let rows = rows_of(&mut book, position)?;
        if let Some(columns) = rows.iter().take(HEADER_ROWS).find_map(|(row, cells)| columns_in(*row, cells)) {
            return prices(&name, &rows, &columns);
        }
    }
    Err(PriceProblem::NotAPriceBook)
}

fn rows_of(book: &mut Book, sheet: usize) -> Result<Rows, OpenProblem> {
    let mut rows = Rows::new();
    book.each_cell(sheet, |cell| {
        if rows.len() == MOST_ROWS && !rows.contains_key(&cell.row) {
            return Ok(Go::Stop);
        }
        let content = match cell.value {
            CellValue::Text(text) if text.len() <= 512 => Content::Text(text.trim().to_owned()),
            CellValue::Number(number) => Content::Number(number),
            _ => return Ok(Go::On),
        };
        rows.entry(cell.row).or_default().insert(cell.column, content);
        Ok(Go::On)
    })?;
    Ok(rows)
}

fn columns_in(row: u32, cells: &BTreeMap<u32, Content>) -> Option<Columns> {
    let known = headers(TemplateKind::PriceBook);
    let column = |name: &str| {
        let names = known.iter().find(|(known, _)| known == name).map(|(_, headers)| headers)?;
        let keys: Vec<String> = names.iter().map(|name| comparison_key(name)).collect();
        let is_it = |content: &Content| matches!(content, Content::Text(text) if keys.contains(&comparison_key(text)));
        cells.iter().find(|(_, content)| is_it(content)).map(|(column, _)| *column)
    };
    Some(Columns {
        header: row,
        product: column("PriceProduct")?,
        price: column("PricePerSeatAndYear")?,
        currency: column("PriceCurrency"),
        share: column("PriceShare"),
    })
}

fn prices(sheet: &str, rows: &Rows, columns: &Columns) -> Result<Vec<PriceRow>, PriceProblem> {
    let mut prices = Vec::new();
    for (row, cells) in rows.range(columns.header + 1..) {
        let place = |column: u32| format!("{sheet}!{}", cell_name(column, row + 1));
        let text = |column: u32| match cells.get(&column) {
            Some(Content::Text(text)) => text.clone(),
            Some(Content::Number(number)) => number.to_string(),
            None => String::new(),
        };
        let figure = |column: u32| {
            let read = match cells.get(&column) {
                None => return Ok(None),
                Some(Content::Number(number)) => number_of(CellValue::Number(*number)),
                // A sheet keeps 50% as 0.5; a text keeps it as it is written.
                Some(Content::Text(text)) if text.ends_with(['%', '％']) => {
                    number_of(CellValue::Text(text)).map(|number| number.map(|number| number / 100.0))
                }
                Some(Content::Text(text)) => number_of(CellValue::Text(text)),
            };
            read.map_err(|NoNumber| PriceProblem::NoNumber { place: place(column), content: text(column) })
        };
        let product = text(columns.product);
        let price = figure(columns.price)?;
        if product.is_empty() && price.is_none() {
            continue;
        }
        let share = columns.share.map(figure).transpose()?.flatten();
        let currency = columns.currency.map(text).unwrap_or_default();
        prices.push(PriceRow { place: place(columns.product), product, price, currency, share });
    }
    Ok(prices)
}

struct NoNumber;

/// A number; one that can be read in two ways is none, for a price must not be wrong a thousandfold.
fn number_of(value: CellValue<'_>) -> Result<Option<f64>, NoNumber> {
    match number(value) {
        Reading::Nothing => Ok(None),
        Reading::Plain(number) | Reading::First(number) | Reading::Second(number) => Ok(Some(number)),
        Reading::Open { first, second, .. } if first == second => Ok(Some(first)),
        Reading::Open { .. } | Reading::NotUnderstood => Err(NoNumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::language::Language;
    use crate::workbook::templates::write_template;
    use rust_xlsxwriter::Workbook;

    fn read(rows: &[[&str; 5]]) -> Result<Vec<PriceRow>, PriceProblem> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prices.xlsx");
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells) {
                match text.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, *text).unwrap(),
                };
            }
        }
        workbook.save(&path).unwrap();
        read_price_rows(&Source::File(path), &Progress::default())
    }

    #[test]
    fn prices_are_read_in_both_languages_and_faults_are_named_by_their_cell() {
        let english = ["Product", "Plan", "Price per seat and year", "Currency", "Share of employees"];
        let japanese = ["製品", "プラン", "1 シートの年額", "通貨", "従業員に対する割合"];
        for header in [english, japanese] {
            let rows = read(&[["Our prices", "", "", "", ""], header, ["Azure", "", "12.5", "USD", "50%"]]).unwrap();
            let row = &rows[0];
            assert_eq!((row.product.as_str(), row.price, row.share), ("Azure", Some(12.5), Some(0.5)));
            assert_eq!((row.place.as_str(), row.currency.as_str()), ("Sheet1!A3", "USD"));
        }
        let fault = read(&[english, ["Azure", "", "on request", "USD", ""]]).unwrap_err();
        assert!(matches!(&fault, PriceProblem::NoNumber { place, .. } if place == "Sheet1!C2"), "{fault}");
        let other = read(&[["CustomerID", "M365Fit", "", "", ""], ["1", "2", "", "", ""]]);
        assert!(matches!(other, Err(PriceProblem::NotAPriceBook)));
    }

    #[test]
    fn the_empty_template_is_a_price_book_without_prices() {
        for language in Language::ALL {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("template.xlsx");
            write_template(TemplateKind::PriceBook, language, &path).unwrap();
            assert_eq!(read_price_rows(&Source::File(path), &Progress::default()).unwrap(), []);
        }
    }
}
