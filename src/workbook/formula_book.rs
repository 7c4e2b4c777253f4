//! A workbook with live formulas: sheets of texts, numbers and formulas with their values.
//!
//! The value of a formula is written beside it, so that programs which do not calculate show the right number too.
//! Sheets are written row by row, so a million rows need no more memory than one.

use crate::workbook::plain_table::TableError;
use crate::workbook::save::save_safely;
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::io::BufWriter;
use std::path::Path;

/// Rows below the header that a sheet holds.
const MAX_ROWS: u32 = 1_048_575;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCell {
    /// Nothing.
    Empty,
    /// A text, never read as a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A formula.
    Formula {
        /// Its text without the sign before it, in English function names with commas.
        text: String,
        /// Its value.
        value: f64,
    },
}

/// A sheet to write.
pub struct FormulaSheet<'a> {
    /// Its name.
    pub name: &'a str,
    /// The header row.
    pub headers: &'a [String],
    /// Rows below the header.
    pub rows: u32,
    /// The cell of a row and a column, both from 0.
    pub cell: &'a dyn Fn(u32, usize) -> SheetCell,
}

/// Writes the sheets to `target`, all of them or nothing.
///
/// # Errors
/// See [`TableError`].
pub fn write_formula_book(target: &Path, sheets: &[FormulaSheet<'_>]) -> Result<(), TableError> {
    save_safely(
        target,
        |file| -> Result<(), TableError> {
            let mut workbook = Workbook::new();
            for sheet in sheets {
                write_sheet(&mut workbook, sheet)?;
            }
            workbook.save_to_writer(BufWriter::new(file))?;
            Ok(())
        },
        |_, ()| Ok(()),
    )
}

fn write_sheet(workbook: &mut Workbook, sheet: &FormulaSheet<'_>) -> Result<(), TableError> {
    if sheet.rows > MAX_ROWS {
        return Err(TableError::TooManyRows(sheet.rows));
    }
    let written = workbook.add_worksheet_with_constant_memory()?;
    written.set_name(sheet.name)?;
    written.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, header) in (0_u16..).zip(sheet.headers) {
        written.set_column_width(column, header.chars().count().clamp(10, 40) as f64)?;
        written.write_string_with_format(0, column, header, &bold)?;
    }
    for row in 0..sheet.rows {
        for (column, position) in (0_u16..).zip(0..sheet.headers.len()) {
            match (sheet.cell)(row, position) {
                SheetCell::Empty => continue,
                SheetCell::Text(text) => written.write_string(row + 1, column, text)?,
                SheetCell::Number(number) => written.write_number(row + 1, column, number)?,
                SheetCell::Formula { text, value } => {
                    let formula = Formula::new(text).set_result(value.to_string());
                    written.write_formula(row + 1, column, formula)?
                }
            };
        }
    }
    Ok(())
}
