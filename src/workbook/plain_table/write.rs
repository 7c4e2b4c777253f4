//! A table of results as a workbook or as separated text, whichever the target's name asks for.

use super::{CsvError, write_csv};
use crate::domain::Date;
use crate::domain::money::Money;
use crate::support::progress::Progress;
use crate::workbook::save::save_safely;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::io::BufWriter;
use std::path::Path;

/// Rows below the header that a sheet holds.
const MAX_SHEET_ROWS: u32 = 1_048_575;
/// Rows between two looks at whether to stop.
const ROWS_A_STEP: u32 = 1 << 12;

/// What a field of a table holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Field<'a> {
    /// Nothing is known.
    Missing,
    /// Words.
    Text(&'a str),
    /// Words made for this field.
    Words(String),
    /// A number.
    Number(f64),
    /// An amount.
    Money(Money),
    /// A day.
    Day(Date),
}

/// Why a table of results was not written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The target cannot be written, a write was refused, or a stop was asked for.
    #[error(transparent)]
    File(#[from] CsvError),
    /// The workbook could not be made.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
    /// More rows than a sheet holds.
    #[error("{0} rows do not fit in a sheet, which holds {MAX_SHEET_ROWS}; a name that ends in .csv has no such limit")]
    TooManyRows(u32),
}

impl TableError {
    /// Why, without the target's path.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::File(error) => error.cause(),
            Self::Workbook(_) | Self::TooManyRows(_) => self.to_string(),
        }
    }

    /// Whether it only says that a stop was asked for.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::File(CsvError::Cancelled(_)))
    }
}

impl From<crate::workbook::save::TargetError> for TableError {
    fn from(error: crate::workbook::save::TargetError) -> Self {
        Self::File(error.into())
    }
}

/// Writes `rows` records under `headers` to `target`, all of them or nothing; `field` gives the field of a row and column.
/// A name that ends in `.xlsx` gets a workbook, every other name separated text in UTF-8 with its mark, which Excel needs.
///
/// # Errors
/// See [`TableError`].
pub fn write_table<'a>(
    target: &Path,
    headers: &[String],
    rows: u32,
    field: impl Fn(u32, usize) -> Field<'a>,
    progress: &Progress,
) -> Result<(), TableError> {
    let is_workbook = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if is_workbook {
        write_workbook(target, headers, rows, field, progress)
    } else {
        write_text(target, headers, rows, field, progress)
    }
}

fn write_text<'a>(
    target: &Path,
    headers: &[String],
    rows: u32,
    field: impl Fn(u32, usize) -> Field<'a>,
    progress: &Progress,
) -> Result<(), TableError> {
    write_csv(target, |csv| {
        csv.begin_for_excel()?;
        csv.record(headers)?;
        for row in 0..rows {
            if row % ROWS_A_STEP == 0 {
                progress.advance(0)?;
            }
            for column in 0..headers.len() {
                match field(row, column) {
                    Field::Missing => csv.number(None::<f64>)?,
                    Field::Text(text) => csv.text(text)?,
                    Field::Words(text) => csv.text(&text)?,
                    Field::Number(number) => csv.number(Some(number))?,
                    Field::Money(amount) => csv.number(Some(amount.units()))?,
                    Field::Day(day) => csv.number(Some(day))?,
                }
            }
            csv.end()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_workbook<'a>(
    target: &Path,
    headers: &[String],
    rows: u32,
    field: impl Fn(u32, usize) -> Field<'a>,
    progress: &Progress,
) -> Result<(), TableError> {
    if rows > MAX_SHEET_ROWS {
        return Err(TableError::TooManyRows(rows));
    }
    save_safely(
        target,
        |file| -> Result<(), TableError> {
            let mut workbook = Workbook::new();
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            let bold = Format::new().set_bold();
            let money = Format::new().set_num_format("#,##0.00");
            let date = Format::new().set_num_format("yyyy-mm-dd");
            sheet.set_freeze_panes(1, 0)?;
            for (column, header) in (0_u16..).zip(headers) {
                sheet.set_column_width(column, header.chars().count().clamp(10, 40) as f64)?;
                sheet.write_string_with_format(0, column, header, &bold)?;
            }
            for row in 0..rows {
                if row % ROWS_A_STEP == 0 {
                    progress.advance(0).map_err(CsvError::from)?;
                }
                for (column, position) in (0_u16..).zip(0..headers.len()) {
                    match field(row, position) {
                        Field::Missing => continue,
                        Field::Text(text) => sheet.write_string(row + 1, column, text)?,
                        Field::Words(text) => sheet.write_string(row + 1, column, text)?,
                        Field::Number(number) => sheet.write_number(row + 1, column, number)?,
                        Field::Money(amount) => {
                            sheet.write_number_with_format(row + 1, column, amount.units(), &money)?
                        }
                        Field::Day(day) => match serial(day) {
                            Some(serial) => sheet.write_number_with_format(row + 1, column, serial, &date)?,
                            // Excel's calendar begins in 1900.
                            None => sheet.write_string(row + 1, column, day.to_string())?,
                        },
                    };
                }
            }
            workbook.save_to_writer(BufWriter::new(file))?;
            Ok(())
        },
        |_, ()| Ok(()),
    )
}

/// The number by which Excel's own calendar counts `day`; `None` before March 1900, where that calendar has a day that
/// never was.
fn serial(day: Date) -> Option<f64> {
    const FIRST: Date = jiff::civil::date(1900, 3, 1);
    (day >= FIRST).then(|| f64::from((day - FIRST).get_days()) + 61.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_counted_as_excel_does() {
        assert_eq!(serial(date(1900, 3, 1)), Some(61.0));
        assert_eq!(serial(date(2026, 10, 1)), Some(46_296.0));
        assert_eq!(serial(date(1900, 2, 28)), None);
    }
}
