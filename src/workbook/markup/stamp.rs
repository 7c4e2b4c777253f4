//! By what a source is recognised as unchanged.

use crate::workbook::source::Source;
use std::io;
use std::time::SystemTime;

/// Size and time of a source at some moment. A file with another stamp is another file as far as row numbers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceStamp {
    length: u64,
    /// `None` for what is inside the program, and where the file system keeps no times.
    modified: Option<SystemTime>,
}

impl SourceStamp {
    /// The stamp of `source` now.
    ///
    /// # Errors
    /// What the file system says.
    pub fn of(source: &Source) -> io::Result<Self> {
        match source {
            Source::File(path) => {
                let metadata = std::fs::metadata(path)?;
                Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
            }
            Source::Embedded { bytes, .. } => Ok(Self { length: bytes.len() as u64, modified: None }),
        }
    }
}
