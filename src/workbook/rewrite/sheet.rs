//! One sheet of the new workbook: the source's cells, and on the marked one the marks.

use super::Work;
use super::cell::{CellWriter, narrow};
use super::survey::{Numbers, Survey};
use crate::workbook::book::Book;
use crate::workbook::cells::{Go, Kept, KeptCell, NumberFormat};
use crate::workbook::error::OpenProblem;
use crate::workbook::markup::{MarkKind, MarkValue, Placed, SaveError, format_code};
use crate::workbook::values::CellValue;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// A header further down than this does not stay in view.
const MAX_FROZEN_ROWS: u32 = 20;
const MIN_WIDTH: u32 = 6;
/// Cells between two looks at whether to go on.
const CELLS_A_STEP: u64 = 256;

/// What was written to a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SheetWritten {
    /// Filled cells.
    pub(super) cells: u64,
    /// Rows up to the last with a cell.
    pub(super) rows: u32,
    /// Rows that got a mark.
    pub(super) marked: u64,
}

/// Why a sheet was not written.
pub(super) enum SheetProblem {
    /// The new file.
    Write(XlsxError),
    /// Anything else.
    Save(SaveError),
}

impl From<OpenProblem> for SheetProblem {
    fn from(problem: OpenProblem) -> Self {
        Self::Save(problem.into())
    }
}

impl From<XlsxError> for SheetProblem {
    fn from(error: XlsxError) -> Self {
        Self::Write(error)
    }
}

/// A sheet that is being written.
pub(super) struct SheetWriter<'a, 'w> {
    pub(super) work: &'a Work<'w>,
    pub(super) sheet: &'a mut Worksheet,
    pub(super) cells: &'a mut CellWriter,
    pub(super) survey: &'a Survey,
    /// Where the marks go; `None` when the sheet gets none.
    pub(super) places: Option<&'a [Placed]>,
    pub(super) written: SheetWritten,
}

impl SheetWriter<'_, '_> {
    /// Writes all cells of the sheet at `position` of `book`.
    ///
    /// # Errors
    /// What reading or writing says, or a stop on request.
    pub(super) fn write(&mut self, book: &mut Book, position: usize) -> Result<(), SheetProblem> {
        self.set_up()?;
        let mut row = None;
        let mut failure = None;
        let mut passed = 0_u64;
        book.each_kept_cell(position, &mut |cell| {
            passed += 1;
            if passed.is_multiple_of(CELLS_A_STEP) {
                self.work.progress.advance(CELLS_A_STEP)?;
            }
            let ended = row.filter(|row| *row != cell.cell.row);
            row = Some(cell.cell.row);
            let marked = ended.map_or(Ok(()), |ended| self.marks(ended));
            if let Err(error) = marked.and_then(|()| self.cell(&cell)) {
                failure = Some(error);
                return Ok(Go::Stop);
            }
            Ok(Go::On)
        })?;
        if let Some(error) = failure {
            return Err(error.into());
        }
        if let Some(row) = row {
            self.marks(row)?;
        }
        self.work.progress.advance(passed % CELLS_A_STEP).map_err(SaveError::from).map_err(SheetProblem::Save)
    }

    /// Widths, the header that stays in view, and the filter.
    fn set_up(&mut self) -> Result<(), XlsxError> {
        for (column, facts) in (0..).zip(&self.survey.columns) {
            if facts.width > 0 {
                self.sheet.set_column_width(column, facts.width.max(MIN_WIDTH))?;
            }
        }
        let Some(places) = self.places else { return Ok(()) };
        let columns = self.work.marks.columns();
        for place in places.iter().filter(|place| place.is_new) {
            if let (Some(column), Some(mark)) = (narrow(place.column), columns.get(place.mark)) {
                self.sheet.set_column_width(column, mark.width)?;
            }
        }
        let header_row = self.work.sheet.header_row;
        if header_row <= MAX_FROZEN_ROWS {
            self.sheet.set_freeze_panes(header_row, 0)?;
        }
        let headers = || self.work.sheet.headers.iter().map(|(column, _)| *column);
        let first = headers().min().and_then(narrow);
        let last = headers().chain(places.iter().map(|place| place.column)).max().and_then(narrow);
        if let (Some(first), Some(last), true) = (first, last, self.survey.rows > header_row) {
            self.sheet.autofilter(header_row.saturating_sub(1), first, self.survey.rows - 1, last)?;
        }
        Ok(())
    }

    fn cell(&mut self, cell: &KeptCell<'_>) -> Result<(), XlsxError> {
        let (row, column) = (cell.cell.row, cell.cell.column);
        let header_row = self.work.sheet.header_row;
        if let Some(places) = self.places {
            let replaces = |place: &Placed| {
                place.column == column && self.work.marks.value(row + 1, place.mark) != MarkValue::Keep
            };
            if row >= header_row && places.iter().any(replaces) {
                return Ok(());
            }
            if let (true, CellValue::Text(text), Some(at)) = (row + 1 == header_row, cell.cell.value, narrow(column)) {
                self.count(row);
                return self.cells.header(self.sheet, (row, at), text);
            }
        }
        self.count(row);
        if row >= header_row
            && let (Some(number), Some(at)) = (self.number_of_text(cell), narrow(column))
        {
            return self.cells.number(self.sheet, (row, at), number.0, number.1);
        }
        self.cells.write(self.sheet, cell)
    }

    /// The number that a field of a text is, in a column of numbers.
    fn number_of_text(&self, cell: &KeptCell<'_>) -> Option<(f64, NumberFormat<'static>)> {
        // Whole numbers show the same without a format.
        const CODES: [&str; 5] = ["", "0.0", "0.00", "0.000", "0.0000"];
        let Numbers::All(digits) = self.survey.columns.get(cell.cell.column as usize)?.numbers else { return None };
        let (CellValue::Text(text), Kept::Nothing) = (cell.cell.value, cell.kept) else { return None };
        let code = digits.and_then(|digits| CODES.get(usize::from(digits)));
        Some((text.parse().ok()?, code.map_or(NumberFormat::General, |code| NumberFormat::Code(code))))
    }

    /// Writes what the marks say of `row`, counted from 0.
    fn marks(&mut self, row: u32) -> Result<(), XlsxError> {
        let Some(places) = self.places else { return Ok(()) };
        let (marks, header_row) = (self.work.marks, self.work.sheet.header_row);
        let mut is_marked = false;
        for place in places {
            let (Some(at), Some(mark)) = (narrow(place.column), marks.columns().get(place.mark)) else { continue };
            if row + 1 == header_row && place.is_new {
                self.count(row);
                self.cells.header(self.sheet, (row, at), &mark.header)?;
            }
            if row < header_row {
                continue;
            }
            match (marks.value(row + 1, place.mark), mark.kind) {
                (MarkValue::Missing | MarkValue::Keep | MarkValue::Text(""), _) => continue,
                (MarkValue::Made(text), _) if text.is_empty() => continue,
                (MarkValue::Text(text), _) => self.cells.text(self.sheet, (row, at), text)?,
                (MarkValue::Made(text), _) => self.cells.text(self.sheet, (row, at), &text)?,
                (MarkValue::Money(amount), kind) => {
                    let shown = match kind {
                        MarkKind::Money(currency) => NumberFormat::Code(format_code(currency)),
                        MarkKind::Text => NumberFormat::General,
                    };
                    self.cells.number(self.sheet, (row, at), amount.units(), shown)?;
                }
            }
            is_marked = true;
            self.count(row);
        }
        self.written.marked += u64::from(is_marked);
        Ok(())
    }

    fn count(&mut self, row: u32) {
        self.written.cells += 1;
        self.written.rows = self.written.rows.max(row + 1);
    }
}
