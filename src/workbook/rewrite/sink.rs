//! The file being written, which remembers why it failed and then stays quiet: the packing library complains aloud
//! when it cannot end its file.

use crate::support::progress::Progress;
use crate::workbook::markup::SaveError;
use crate::workbook::save::TargetError;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

/// Bytes gathered before they are written.
const BUFFER_BYTES: usize = 256 << 10;

/// A file that notes its first failure, and stops when asked to.
pub(super) struct Sink<'a> {
    file: BufWriter<&'a mut File>,
    progress: &'a Progress,
    failure: Option<io::Error>,
}

impl<'a> Sink<'a> {
    /// Writes to `file` until `progress` is cancelled.
    pub(super) fn new(file: &'a mut File, progress: &'a Progress) -> Self {
        Self { file: BufWriter::with_capacity(BUFFER_BYTES, file), progress, failure: None }
    }

    /// Writes what is still gathered.
    ///
    /// # Errors
    /// The first failure, or a stop on request.
    pub(super) fn finish(mut self, target: &Path) -> Result<(), SaveError> {
        self.progress.advance(0)?;
        let flushed = self.file.flush();
        match self.failure.map_or(flushed, Err) {
            Ok(()) => Ok(()),
            Err(error) => Err(TargetError::new(target, error).into()),
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failure.is_some() {
            return Ok(bytes.len());
        }
        let written =
            if self.progress.is_cancelled() { Err(io::Error::other("stopped")) } else { self.file.write(bytes) };
        written.map_err(|error| {
            let kind = error.kind();
            if kind != ErrorKind::Interrupted {
                self.failure = Some(error);
            }
            kind.into()
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failure.is_some() { Ok(()) } else { self.file.flush() }
    }
}
