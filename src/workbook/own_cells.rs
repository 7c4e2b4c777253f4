//! What stands in the columns that an earlier marking added: a colleague may have written there.

use crate::support::progress::Progress;
use crate::workbook::book::Book;
use crate::workbook::cells::Go;
use crate::workbook::error::OpenProblem;
use crate::workbook::source::Source;
use crate::workbook::values::CellValue;

/// The cells of one added column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCells {
    /// The key of its [`MarkColumn`](crate::workbook::markup::MarkColumn), in lower case.
    pub key: String,
    /// The sheet's row number, from 1, and what is written there; blanks around it are gone.
    pub cells: Vec<(u32, String)>,
}

/// The added columns of `sheet` with the cells below their headers.
///
/// A column is known by its hidden name; `by_header` knows those of files that have no names, such as separated text.
///
/// # Errors
/// As for reading the sheet; no such sheet is no columns.
pub fn read_own_cells(
    source: &Source,
    sheet: &str,
    header_row: u32,
    by_header: &dyn Fn(&str) -> Option<String>,
    progress: &Progress,
) -> Result<Vec<OwnCells>, OpenProblem> {
    let mut book = Book::open(source, progress)?;
    let Some(position) = book.sheets().iter().position(|known| known.name == sheet) else { return Ok(Vec::new()) };
    // In separated text a mark before it keeps a text from being taken for a formula.
    let is_text = book.read_as_text().is_some();
    let mut columns: Vec<(u32, OwnCells)> = book
        .own_keys(position)?
        .into_iter()
        .map(|(column, key)| (column, OwnCells { key, cells: Vec::new() }))
        .collect();
    book.each_cell(position, |cell| {
        let row = cell.row + 1;
        if row < header_row {
            return Ok(Go::On);
        }
        if row == header_row {
            let is_known = columns.iter().any(|(column, _)| *column == cell.column);
            if let (false, CellValue::Text(header)) = (is_known, &cell.value)
                && let Some(key) = by_header(header.trim()).filter(|key| columns.iter().all(|(_, own)| own.key != *key))
            {
                columns.push((cell.column, OwnCells { key, cells: Vec::new() }));
            }
            return Ok(Go::On);
        }
        if cell.column == 0 {
            progress.advance(0)?;
        }
        if let Some((_, own)) = columns.iter_mut().find(|(column, _)| *column == cell.column) {
            let text = match cell.value {
                CellValue::Text(text) if is_text => without_guard(text.trim()).to_owned(),
                CellValue::Text(text) => text.trim().to_owned(),
                CellValue::Number(number) => number.to_string(),
                CellValue::Day(day) => day.to_string(),
                CellValue::Bool(flag) => flag.to_string(),
                CellValue::Error => return Ok(Go::On),
            };
            if !text.is_empty() {
                own.cells.push((row, text));
            }
        }
        Ok(Go::On)
    })?;
    Ok(columns.into_iter().map(|(_, own)| own).collect())
}

/// `text` without the apostrophe that stands before what looks like a formula.
fn without_guard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}
