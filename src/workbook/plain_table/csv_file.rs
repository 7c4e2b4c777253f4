//! Results as separated text, written safely: UTF-8, commas, one line a record.

use crate::workbook::save::{TargetError, save_safely};
use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Why no result was written.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The target cannot be written.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A write was refused, such as by a full disk.
    #[error("cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// Stopped on request.
    #[error(transparent)]
    Cancelled(#[from] crate::support::progress::Cancelled),
}

impl CsvError {
    /// Why, without the target's path.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::Target(target) => target.error.to_string(),
            Self::Write(error) => error.to_string(),
            Self::Cancelled(cancelled) => cancelled.to_string(),
        }
    }
}

/// A file of records that is being written.
pub struct CsvFile<'a> {
    out: BufWriter<&'a mut File>,
    is_begun: bool,
}

/// Writes a file to `target`, all of it or nothing; `write` gives its records.
///
/// # Errors
/// Why the target cannot be written, or what `write` says.
pub fn write_csv(target: &Path, write: impl FnOnce(&mut CsvFile<'_>) -> Result<(), CsvError>) -> Result<(), CsvError> {
    save_safely(
        target,
        |file| {
            let mut csv = CsvFile { out: BufWriter::with_capacity(1 << 18, file), is_begun: false };
            write(&mut csv)?;
            csv.out.flush()?;
            Ok(())
        },
        |_, ()| Ok(()),
    )
}

impl CsvFile<'_> {
    /// Writes the mark by which Excel knows that the text is UTF-8; before anything else.
    ///
    /// # Errors
    /// A write that was refused.
    pub fn begin_for_excel(&mut self) -> Result<(), CsvError> {
        self.out.write_all("\u{feff}".as_bytes())?;
        Ok(())
    }

    /// Adds a field of words. One that a spreadsheet would take for a formula begins with an apostrophe, which makes it
    /// a text there.
    ///
    /// # Errors
    /// A write that was refused.
    pub fn text(&mut self, text: &str) -> Result<(), CsvError> {
        self.separate()?;
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
        let guard = if is_formula { "'" } else { "" };
        if is_formula || text.contains(['"', ',', '\r', '\n']) || text.trim() != text {
            write!(self.out, "\"{guard}{}\"", text.replace('"', "\"\""))?;
        } else {
            self.out.write_all(text.as_bytes())?;
        }
        Ok(())
    }

    /// Adds a number, in as many digits as it takes to read the same number again; `None` is an empty field.
    ///
    /// # Errors
    /// A write that was refused.
    pub fn number<T: Display>(&mut self, number: Option<T>) -> Result<(), CsvError> {
        self.separate()?;
        if let Some(number) = number {
            write!(self.out, "{number}")?;
        }
        Ok(())
    }

    /// Ends the record.
    ///
    /// # Errors
    /// A write that was refused.
    pub fn end(&mut self) -> Result<(), CsvError> {
        self.is_begun = false;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// Adds a whole record of words, such as the headers.
    ///
    /// # Errors
    /// A write that was refused.
    pub fn record<T: AsRef<str>>(&mut self, fields: impl IntoIterator<Item = T>) -> Result<(), CsvError> {
        for field in fields {
            self.text(field.as_ref())?;
        }
        self.end()
    }

    fn separate(&mut self) -> Result<(), CsvError> {
        if std::mem::replace(&mut self.is_begun, true) {
            self.out.write_all(b",")?;
        }
        Ok(())
    }
}
