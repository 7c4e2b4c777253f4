//! A first look at a sheet's cells: how far they reach, how wide they are, and which columns of a text are numbers.

use super::Work;
use crate::workbook::book::Book;
use crate::workbook::cells::{GRID, Go, KeptCell};
use crate::workbook::error::OpenProblem;
use crate::workbook::markup::SaveError;
use crate::workbook::values::CellValue;

/// Rows by which the widths of columns are measured.
const ROWS_MEASURED: u32 = 2_000;
/// Most letters of a column's width; longer texts are cut by the cell beside them.
const MAX_WIDTH: u32 = 48;
/// Most digits before the point that Excel shows in full without a format.
const MAX_WHOLE_DIGITS: usize = 11;
/// Most digits that a number keeps.
const MAX_DIGITS: usize = 15;

/// What there is to know of a sheet before it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    /// Rows up to the last with a cell.
    pub(super) rows: u32,
    /// Filled cells.
    pub(super) cells: u64,
    /// Whether each cell stands behind the one before.
    pub(super) is_ordered: bool,
    /// The columns up to the last with a cell.
    pub(super) columns: Vec<Column>,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Column {
    /// Letters of its widest cell, wide ones twice.
    pub(super) width: u32,
    /// Of a text's column: whether its fields are numbers.
    pub(super) numbers: Numbers,
}

/// Whether the fields of a column are numbers, all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Numbers {
    /// No field yet.
    #[default]
    Unseen,
    /// All are, with so many digits after the point; `None` when these differ.
    All(Option<u8>),
    /// One at least is not.
    No,
}

impl Numbers {
    fn and(self, field: &str) -> Self {
        match (self, digits_after_point(field)) {
            (Self::No, _) | (_, None) => Self::No,
            (Self::Unseen, Some(digits)) => Self::All(Some(digits)),
            (Self::All(digits), Some(here)) => Self::All(digits.filter(|digits| *digits == here)),
        }
    }
}

/// Looks at the sheet at `position` of `book`.
///
/// # Errors
/// More rows than a sheet of Excel has, or what reading says.
pub(super) fn survey(work: &Work<'_>, book: &mut Book, position: usize) -> Result<Survey, SaveError> {
    let is_text = book.read_as_text().is_some();
    let header_row = work.sheet.header_row;
    let mut survey = Survey { is_ordered: true, ..Survey::default() };
    let mut last = None;
    let mut is_beyond = false;
    book.each_kept_cell(position, &mut |KeptCell { cell, .. }| {
        let place = (cell.row, cell.column);
        is_beyond = cell.row >= GRID.0;
        if is_beyond {
            return Ok(Go::Stop);
        }
        if last.is_none_or(|(row, _)| row != cell.row) {
            work.progress.advance(0)?;
        }
        survey.is_ordered &= last.is_none_or(|last| place > last);
        last = Some(place);
        survey.take(cell.row, cell.column, cell.value, header_row, is_text);
        Ok::<Go, OpenProblem>(Go::On)
    })?;
    if is_beyond {
        return Err(SaveError::BeyondExcel { place: work.source.name(), limit: GRID.0 });
    }
    Ok(survey)
}

impl Survey {
    fn take(&mut self, row: u32, column: u32, value: CellValue<'_>, header_row: u32, is_text: bool) {
        self.rows = self.rows.max(row + 1);
        self.cells += 1;
        let column = column as usize;
        if self.columns.len() <= column {
            self.columns.resize(column + 1, Column::default());
        }
        let Some(facts) = self.columns.get_mut(column) else { return };
        // Titles stand above the header, and reach beyond their columns.
        if (header_row..header_row.saturating_add(ROWS_MEASURED)).contains(&(row + 1)) {
            let width = width_of(value) + if row + 1 == header_row { 3 } else { 1 };
            facts.width = facts.width.max(width.min(MAX_WIDTH));
        }
        if let (true, true, CellValue::Text(field)) = (is_text, row >= header_row, value) {
            facts.numbers = facts.numbers.and(field);
        }
    }
}

fn width_of(value: CellValue<'_>) -> u32 {
    match value {
        CellValue::Text(text) => {
            let line = text.lines().next().unwrap_or_default().chars().take(MAX_WIDTH as usize);
            line.map(|c| if (c as u32) < 0x1100 { 1 } else { 2 }).sum()
        }
        CellValue::Number(_) => 9,
        CellValue::Day(_) => 10,
        CellValue::Bool(_) | CellValue::Error => 6,
    }
}

/// How many digits follow the point in `field`, when a cell with its number shows the same; `None` otherwise. An id such
/// as `00123` is no number, and neither is one of more digits than a number keeps.
fn digits_after_point(field: &str) -> Option<u8> {
    let digits = field.strip_prefix('-').unwrap_or(field);
    let (whole, after) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = !whole.is_empty() && is_digits(whole) && (whole == "0" || !whole.starts_with('0'));
    let is_number = is_whole
        && is_digits(after)
        && (after.is_empty() != digits.contains('.'))
        && whole.len() <= MAX_WHOLE_DIGITS
        && whole.len() + after.len() <= MAX_DIGITS
        && field != "-0";
    if is_number { u8::try_from(after.len()).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_shows_the_same_is_a_number() {
        for (field, digits) in [("0", 0), ("-12", 0), ("12345678901", 0), ("0.50", 2), ("-1.234", 3)] {
            assert_eq!(digits_after_point(field), Some(digits), "{field}");
        }
        for field in ["", "007", "1.", ".5", "1,5", "123456789012", "1e5", "+1", "-0", "12.34.5", "１", " 1", "--1"] {
            assert_eq!(digits_after_point(field), None, "{field}");
        }
    }

    #[test]
    fn one_other_field_makes_a_column_text() {
        let numbers = |fields: &[&str]| fields.iter().fold(Numbers::Unseen, |numbers, field| numbers.and(field));
        assert_eq!(numbers(&["1", "22"]), Numbers::All(Some(0)));
        assert_eq!(numbers(&["1.5", "22"]), Numbers::All(None));
        assert_eq!(numbers(&["1", "022", "3"]), Numbers::No);
    }
}
