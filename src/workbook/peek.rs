//! A look into each sheet of a workbook: its headers and first values, for choosing sheet and columns by hand.

use crate::support::progress::Progress;
use crate::support::text::{one_visible_line, shorten};
use crate::workbook::book::Book;
use crate::workbook::choices::{HeaderSignature, ReadChoices};
use crate::workbook::dictionary::KnownColumn;
use crate::workbook::error::{OpenError, OpenProblem};
use crate::workbook::first_rows::first_rows;
use crate::workbook::header::{Header, ROWS_SEARCHED, find_header, header_of};
use crate::workbook::package::{SheetKind, Visibility};
use crate::workbook::source::Source;
use crate::workbook::values::{self, CellValue};
use std::collections::BTreeMap;

/// Values that are shown of each column.
const SAMPLES: usize = 3;

/// How many characters of a header or a value are shown.
const TEXT_SHOWN: usize = 60;

/// Columns that are offered of one sheet; a hub report has some hundred.
const COLUMNS_SHOWN: usize = 400;

/// A row with fewer texts is no header.
const FEWEST_HEADERS: usize = 2;

/// A sheet that could hold a customer table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPeek {
    /// Its name.
    pub name: String,
    /// Whether Excel hides it.
    pub is_hidden: bool,
    /// The header's row number, from 1.
    pub header_row: u32,
    /// By what tables with these headers are known again.
    pub signature: HeaderSignature,
    /// The columns, in the order of the sheet.
    pub columns: Vec<ColumnPeek>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPeek {
    /// Its header.
    pub header: String,
    /// The first values below the header, as text.
    pub samples: Vec<String>,
    /// What the dictionary takes it for.
    pub known: Option<KnownColumn>,
}

/// The sheets of `source` that have something like a header row, in the order of the workbook.
///
/// # Errors
/// An [`OpenError`] when the workbook cannot be read; a broken hidden sheet is left out.
pub fn peek_sheets(source: &Source, progress: &Progress) -> Result<Vec<SheetPeek>, OpenError> {
    peek(source, progress).map_err(|problem| OpenError { file: source.name(), problem })
}

fn peek(source: &Source, progress: &Progress) -> Result<Vec<SheetPeek>, OpenProblem> {
    let mut book = Book::open(source, progress)?;
    let mut found = Vec::new();
    for (position, sheet) in book.sheets().to_vec().into_iter().enumerate() {
        if sheet.kind != SheetKind::Worksheet {
            continue;
        }
        let is_hidden = sheet.visibility != Visibility::Visible;
        let peeked = peek_sheet(&mut book, (position, &sheet.name), is_hidden);
        // A broken hidden sheet is nobody's concern.
        found.extend(if is_hidden { peeked.ok().flatten() } else { peeked? });
    }
    Ok(found)
}

fn peek_sheet(
    book: &mut Book,
    (position, sheet): (usize, &str),
    is_hidden: bool,
) -> Result<Option<SheetPeek>, OpenProblem> {
    let mut values: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
    let texts = first_rows(book, position, ROWS_SEARCHED + SAMPLES, |cell| {
        let shown = match cell.value {
            CellValue::Text(text) => shorten(&one_visible_line(text.trim()), TEXT_SHOWN),
            other => values::text(other).unwrap_or_default(),
        };
        values.entry(cell.row).or_default().push((cell.column, shown));
    })?;
    Ok(header(&texts).map(|header| sheet_peek(sheet, is_hidden, &header, &values)))
}

/// The row that the reader would take, else the one with the most texts.
fn header(texts: &BTreeMap<u32, Vec<(u32, String)>>) -> Option<Header> {
    let nothing_chosen = ReadChoices::default();
    find_header(texts, &nothing_chosen).or_else(|| {
        let rows = texts.iter().filter(|(_, cells)| cells.len() >= FEWEST_HEADERS);
        // The first of the fullest: data rows below never have more headers than the header itself.
        let (row, cells) = rows.reduce(|best, row| if row.1.len() > best.1.len() { row } else { best })?;
        Some(header_of(*row, cells, &nothing_chosen))
    })
}

fn sheet_peek(name: &str, is_hidden: bool, header: &Header, values: &BTreeMap<u32, Vec<(u32, String)>>) -> SheetPeek {
    let below = |column: u32| {
        let rows = values.range(header.row + 1..).filter_map(|(_, cells)| {
            cells.iter().find(|(at, text)| *at == column && !text.is_empty()).map(|(_, text)| text.clone())
        });
        rows.take(SAMPLES).collect()
    };
    let columns = header.cells.iter().filter(|(_, text)| !text.is_empty()).take(COLUMNS_SHOWN);
    SheetPeek {
        name: name.to_owned(),
        is_hidden,
        header_row: header.row + 1,
        signature: header.signature.clone(),
        columns: columns
            .map(|(column, text)| ColumnPeek {
                header: text.clone(),
                samples: below(*column),
                known: header.known.iter().find(|(at, _)| at == column).map(|(_, known)| known.clone()),
            })
            .collect(),
    }
}
