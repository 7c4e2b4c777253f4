//! The first filled rows of a sheet, in which its header is looked for.

use crate::workbook::book::Book;
use crate::workbook::cells::{FilledCell, Go};
use crate::workbook::error::OpenProblem;
use crate::workbook::values::CellValue;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of a header.
const HEADER_BYTES: usize = 512;

/// Texts that may be headers, by their rows: column from 0, and text.
pub type HeaderTexts = BTreeMap<u32, Vec<(u32, String)>>;

/// The texts of the first `rows` filled rows of the sheet at `sheet`; `each` is shown all their cells.
///
/// # Errors
/// As for [`Book::each_cell`].
pub fn first_rows(
    book: &mut Book,
    sheet: usize,
    rows: usize,
    mut each: impl FnMut(&FilledCell<'_>),
) -> Result<HeaderTexts, OpenProblem> {
    let mut seen = BTreeSet::new();
    let mut texts = HeaderTexts::new();
    book.each_cell(sheet, |cell| {
        if !seen.contains(&cell.row) && seen.len() == rows {
            return Ok(Go::Stop);
        }
        seen.insert(cell.row);
        if let CellValue::Text(text) = cell.value {
            let text = text.trim();
            // Texts too long for a header keep their place only: a row may hold gigabytes of them.
            let text = if text.len() > HEADER_BYTES { "" } else { text };
            texts.entry(cell.row).or_default().push((cell.column, text.to_owned()));
        }
        each(&cell);
        Ok(Go::On)
    })?;
    Ok(texts)
}
