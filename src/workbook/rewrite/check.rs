//! A new workbook read back before it takes the target's name.

use super::Work;
use super::book::Written;
use crate::support::progress::Progress;
use crate::workbook::book::Book;
use crate::workbook::cells::Go;
use crate::workbook::error::OpenProblem;
use crate::workbook::markup::SaveError;
use std::fs::File;
use std::io::BufReader;

/// Reads `file` as any workbook is read: all sheets are there, with as many rows and cells as were written.
///
/// # Errors
/// What differs, that the source was changed meanwhile, or a stop on request.
pub(super) fn check(work: &Work<'_>, file: &File, written: &Written) -> Result<(), SaveError> {
    let bytes = file.try_clone().map_err(|error| failed("package", error))?;
    // Counts for itself, and is stopped with the rest.
    let steps = Progress::default();
    let book = Book::of_package(Box::new(BufReader::with_capacity(1 << 16, bytes)), &steps);
    let mut book = book.map_err(|error| failed("package", error))?;
    if book.sheets().len() != written.sheets.len() {
        return Err(failed("package", format!("{} sheets instead of {}", book.sheets().len(), written.sheets.len())));
    }
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    for ((position, name), (expected, is_counted)) in names.iter().enumerate().zip(&written.sheets) {
        let (mut rows, mut cells) = (0, 0_u64);
        let read = book.each_cell(position, |cell| {
            if rows != cell.row + 1 {
                work.progress.advance(0)?;
            }
            rows = cell.row + 1;
            cells += 1;
            Ok(Go::On)
        });
        match read {
            Err(OpenProblem::Cancelled(cancelled)) => return Err(cancelled.into()),
            read => read.map_err(|error| failed(name, error))?,
        }
        if rows != expected.rows || (*is_counted && cells != expected.cells) {
            let found = format!("{rows} rows and {cells} cells");
            return Err(failed(name, format!("{found} instead of {} and {}", expected.rows, expected.cells)));
        }
    }
    work.require_same_source()
}

fn failed(place: &str, cause: impl std::fmt::Display) -> SaveError {
    SaveError::CheckFailed { place: place.to_owned(), cause: cause.to_string() }
}
