//! The cells of a sheet, one after the other, whatever the file's format.

use crate::workbook::error::OpenProblem;
use crate::workbook::place::cell_name;
use crate::workbook::values::{self, CellValue};
use calamine::{CellErrorType, DataRef};

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

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberFormat<'a> {
    /// As Excel thinks best.
    #[default]
    General,
    /// By one of the formats that every workbook has, by its number.
    BuiltIn(u8),
    /// By a code such as `0.0%`.
    Code(&'a str),
}

/// What a copy keeps of a cell, though whoever reads it does not need it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Kept<'a> {
    /// The value says it all.
    #[default]
    Nothing,
    /// The number that is stored, of a day its serial number with the time, and how it is shown.
    Number(f64, NumberFormat<'a>),
    /// Which error: `#N/A`.
    Error(&'a str),
}

/// A filled cell with what a copy keeps of it.
pub struct KeptCell<'a> {
    /// The cell as it is read.
    pub cell: FilledCell<'a>,
    /// What else a copy keeps.
    pub kept: Kept<'a>,
}

/// What takes cells in, one after the other.
pub(in crate::workbook) type VisitKept<'a> = dyn FnMut(KeptCell<'_>) -> Result<Go, OpenProblem> + 'a;

/// Gives one of calamine's cells to `visit`.
pub(in crate::workbook) fn give(
    sheet: &str,
    (row, column): (u32, u32),
    data: &DataRef<'_>,
    date_1904: bool,
    visit: &mut VisitKept<'_>,
) -> Result<Go, OpenProblem> {
    let mut kept = Kept::Nothing;
    let value = match data {
        DataRef::Empty => return Ok(Go::On),
        DataRef::String(text) => CellValue::Text(text),
        DataRef::SharedString(text) => CellValue::Text(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => CellValue::Text(text),
        DataRef::Int(number) => CellValue::Number(*number as f64),
        DataRef::Float(number) => CellValue::Number(*number),
        DataRef::Bool(flag) => CellValue::Bool(*flag),
        DataRef::DateTime(moment) => {
            let serial = moment.as_f64();
            let shown = if moment.is_duration() { NumberFormat::Code("[h]:mm:ss") } else { moment_format(serial) };
            kept = Kept::Number(serial, shown);
            values::day_of_serial(serial, date_1904).map_or(CellValue::Number(serial), CellValue::Day)
        }
        DataRef::Error(error) => {
            kept = Kept::Error(error_text(error));
            CellValue::Error
        }
    };
    give_value(sheet, (row, column), value, kept, visit)
}

/// A format for a day or a time whose own is not known, the same in every country.
pub(in crate::workbook) fn moment_format(serial: f64) -> NumberFormat<'static> {
    NumberFormat::Code(match (serial < 1.0, serial.fract() == 0.0) {
        (true, _) => "hh:mm:ss",
        (false, true) => "yyyy-mm-dd",
        (false, false) => "yyyy-mm-dd hh:mm:ss",
    })
}

fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

/// Gives `value` to `visit` when it says something.
///
/// # Errors
/// A place outside the grid, a number that is not finite, or what `visit` says.
pub(in crate::workbook) fn give_value(
    sheet: &str,
    (row, column): (u32, u32),
    value: CellValue<'_>,
    kept: Kept<'_>,
    visit: &mut VisitKept<'_>,
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
        value => visit(KeptCell { cell: FilledCell { row, column, value }, kept }),
    }
}
