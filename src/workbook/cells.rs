//! The cells of a sheet, one after the other, whatever the file's format.

use crate::workbook::error::OpenProblem;
use crate::workbook::place::cell_name;
use crate::workbook::values::{self, CellValue};
use calamine::DataRef;

/// Rows and columns of the largest sheet.
pub(in crate::workbook) const GRID: (u32, u32) = (1_048_576, 16_384);

/// A filled cell.
pub struct FilledCell<'a> {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// What it holds.
    pub value: CellValue<'a>,
}

/// Whether to go on after a cell.
pub enum Go {
    /// The next cell, please.
    On,
    /// Enough.
    Stop,
}

/// Gives one of calamine's cells to `visit`.
pub(in crate::workbook) fn give(
    sheet: &str,
    (row, column): (u32, u32),
    data: &DataRef<'_>,
    date_1904: bool,
    visit: &mut dyn FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
) -> Result<Go, OpenProblem> {
    let value = match data {
        DataRef::Empty => return Ok(Go::On),
        DataRef::String(text) => CellValue::Text(text),
        DataRef::SharedString(text) => CellValue::Text(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => CellValue::Text(text),
        DataRef::Int(number) => CellValue::Number(*number as f64),
        DataRef::Float(number) => CellValue::Number(*number),
        DataRef::Bool(flag) => CellValue::Bool(*flag),
        DataRef::DateTime(moment) => {
            let day = values::day_of_serial(moment.as_f64(), date_1904);
            day.map_or(CellValue::Number(moment.as_f64()), CellValue::Day)
        }
        DataRef::Error(_) => CellValue::Error,
    };
    give_value(sheet, (row, column), value, visit)
}

/// Gives `value` to `visit` when it says something.
///
/// # Errors
/// A place outside the grid, a number that is not finite, or what `visit` says.
pub(in crate::workbook) fn give_value(
    sheet: &str,
    (row, column): (u32, u32),
    value: CellValue<'_>,
    visit: &mut dyn FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
) -> Result<Go, OpenProblem> {
    if row >= GRID.0 || column >= GRID.1 {
        let cause = format!("a cell at row {row}, column {column}: outside the sheet");
        return Err(OpenProblem::damaged(sheet, cause));
    }
    match value {
        CellValue::Text("") => Ok(Go::On),
        CellValue::Number(number) if !number.is_finite() => {
            let place = format!("{sheet}!{}", cell_name(column, row + 1));
            Err(OpenProblem::damaged(place, "a number that is not finite"))
        }
        value => visit(FilledCell { row, column, value }),
    }
}
