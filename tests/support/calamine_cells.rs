//! The cells of a sheet as calamine streams them, in the words of this program's own reader.
//!
//! Whoever includes this file has that reader's `Value` in scope. Days are made by calamine's own arithmetic.

use super::Value;
use calamine::{DataRef, ExcelDateTime, Xlsx};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Cells by row and column, from 0; of a cell that stands twice, the last.
pub type Cells = BTreeMap<(u32, u32), Value>;

/// The filled cells of `sheet`.
pub fn cells_of<R: Read + Seek>(book: &mut Xlsx<R>, sheet: &str) -> Result<Cells, String> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Value::Text(text.clone())
            }
            DataRef::SharedString(text) => Value::Text((*text).to_owned()),
            DataRef::Int(number) => Value::Number(*number as f64),
            DataRef::Float(number) => Value::Number(*number),
            DataRef::Bool(flag) => Value::Bool(*flag),
            DataRef::Error(_) => Value::Error,
            DataRef::DateTime(moment) => day_of(moment),
        };
        if value != Value::Text(String::new()) {
            cells.insert(cell.get_position(), value);
        }
    }
    Ok(cells)
}

/// A time of day alone is no day, nor is what lies before the first.
fn day_of(moment: &ExcelDateTime) -> Value {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let (year, month, day) = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let day = match (year, month, day) {
        (Ok(year), Ok(month), Ok(day)) => jiff::civil::Date::new(year, month, day).ok(),
        _ => None,
    };
    let day = day.filter(|day| moment.as_f64() >= 0.0 && day.year() >= 1900);
    day.map_or(Value::Number(moment.as_f64()), Value::Day)
}
