//! Marked-up copies of sources that are no packages of parts, so that nothing can be patched.
//!
//! Old, binary and OpenDocument workbooks become a new `.xlsx`: the values of every sheet, with the marks on one. What
//! a new workbook lacks is told. Separated text becomes one too, or stays what it is: then every record keeps its
//! bytes, and the marks follow them.

mod book;
mod cell;
mod check;
mod names;
mod sheet;
mod sink;
mod survey;
mod text;

use crate::support::progress::Progress;
use crate::workbook::book::Book;
use crate::workbook::error::{Format, OpenProblem};
use crate::workbook::markup::{MarkedSheet, Marks, SaveError, SaveWarning, SavedCopy, SourceStamp};
use crate::workbook::source::Source;
use std::path::Path;

/// What is to be done.
pub(in crate::workbook) struct Work<'a> {
    /// The file.
    pub(in crate::workbook) source: &'a Source,
    /// Its stamp when the work began.
    pub(in crate::workbook) stamp: SourceStamp,
    /// Where the copy goes.
    pub(in crate::workbook) target: &'a Path,
    /// The sheet to be marked.
    pub(in crate::workbook) sheet: &'a MarkedSheet,
    /// The marks.
    pub(in crate::workbook) marks: &'a dyn Marks,
    /// How far it is.
    pub(in crate::workbook) progress: &'a Progress,
}

impl Work<'_> {
    /// Lets only a source pass that is as it was.
    fn require_same_source(&self) -> Result<(), SaveError> {
        let stamp = SourceStamp::of(self.source).map_err(OpenProblem::Unreadable)?;
        if stamp == self.stamp { Ok(()) } else { Err(SaveError::SourceChanged) }
    }
}

/// Saves a marked-up copy of a source whose bytes say `format`, as what the target's extension says.
///
/// # Errors
/// Why there is no copy. The target then is as it was.
pub(in crate::workbook) fn save(work: &Work<'_>, format: Format) -> Result<SavedCopy, SaveError> {
    let extension = |name: &str| name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let target = work.target.file_name().and_then(|name| extension(name.to_str()?)).unwrap_or_default();
    let is_text = format == Format::Csv;
    if target == "xlsx" {
        book::save(work, format)
    } else if is_text
        && (matches!(target.as_str(), "csv" | "tsv" | "txt") || extension(&work.source.name()) == Some(target))
    {
        text::save(work)
    } else {
        Err(SaveError::NeedsXlsx { or_text: is_text })
    }
}

/// What a copy of `source`, which is of this format, will lack.
///
/// # Errors
/// The source cannot be opened.
pub(in crate::workbook) fn foresee(source: &Source, format: Format) -> Result<Vec<SaveWarning>, SaveError> {
    // Whether a text stays one is not known yet.
    if format == Format::Csv {
        return Ok(Vec::new());
    }
    Ok(lacks(&mut Book::open(source, &Progress::default())?, format)?)
}

/// What a new workbook made of `book`, which is of this format, lacks.
fn lacks(book: &mut Book, format: Format) -> Result<Vec<SaveWarning>, OpenProblem> {
    let new = SaveWarning::NewWorkbook(book.losses()?);
    Ok(match format {
        Format::Xls => vec![new],
        Format::Xlsb | Format::Ods => vec![new, SaveWarning::PlainNumberFormats],
        Format::Csv | Format::StrictOoxml => Vec::new(),
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests;
