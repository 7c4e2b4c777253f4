//! The file being written, which remembers why it failed: a zip library's error does not tell reading from writing.

use crate::support::progress::{Cancelled, Progress};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::rc::Rc;

/// Bytes gathered before they are written.
const BUFFER_BYTES: usize = 256 << 10;

/// A file that notes its first failure, and stops when asked to.
pub(super) struct TargetFile<'a> {
    file: BufWriter<&'a mut File>,
    progress: &'a Progress,
    failure: Option<Failure>,
    is_abandoned: Rc<Cell<bool>>,
    /// Where the zip library believes to be, and how far it has been; it insists that they go together.
    position: u64,
    length: u64,
}

/// Why writing ended early.
#[derive(Debug)]
pub(super) enum Failure {
    /// The file system refused.
    Io(io::Error),
    /// Stopped on request.
    Cancelled(Cancelled),
}

impl<'a> TargetFile<'a> {
    /// Writes to `file` until `progress` is cancelled.
    pub(super) fn new(file: &'a mut File, progress: &'a Progress) -> Self {
        Self {
            file: BufWriter::with_capacity(BUFFER_BYTES, file),
            progress,
            failure: None,
            is_abandoned: Rc::default(),
            position: 0,
            length: 0,
        }
    }

    /// A switch that lets everything from now on succeed without effect, for a copy that is given up: the zip library
    /// tries to end its file when it is dropped, and complains aloud if it cannot.
    pub(super) fn abandon_switch(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.is_abandoned)
    }

    /// The first failure, if there was one.
    pub(super) fn take_failure(&mut self) -> Option<Failure> {
        self.failure.take()
    }

    /// After a failure everything succeeds without effect, as after [`TargetFile::abandon_switch`].
    fn attempt<T>(
        &mut self,
        pretended: T,
        action: impl FnOnce(&mut BufWriter<&'a mut File>) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.failure.is_some() || self.is_abandoned.get() {
            return Ok(pretended);
        }
        if self.progress.is_cancelled() {
            self.failure = Some(Failure::Cancelled(Cancelled));
            return Err(io::ErrorKind::Other.into());
        }
        action(&mut self.file).map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.failure = Some(Failure::Io(error));
            }
            kind.into()
        })
    }
}

impl Write for TargetFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.attempt(bytes.len(), |file| file.write(bytes))?;
        self.position = self.position.saturating_add(count as u64);
        self.length = self.length.max(self.position);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), Write::flush)
    }
}

impl Seek for TargetFile<'_> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        let pretended = match position {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(distance) => self.position.checked_add_signed(distance),
            SeekFrom::End(distance) => self.length.checked_add_signed(distance),
        };
        let pretended = pretended.ok_or(io::ErrorKind::InvalidInput)?;
        self.position = self.attempt(pretended, |file| file.seek(position))?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that cannot be written: it was opened for reading.
    fn read_only() -> File {
        File::open(std::env::current_exe().unwrap()).unwrap()
    }

    #[test]
    fn the_first_failure_is_kept_and_later_calls_are_quiet() {
        let (mut file, progress) = (read_only(), Progress::default());
        let mut target = TargetFile::new(&mut file, &progress);
        assert!(target.write_all(&vec![0; 2 * BUFFER_BYTES]).is_err());
        assert!(target.write_all(b"more").is_ok() && target.flush().is_ok());
        assert!(matches!(target.take_failure(), Some(Failure::Io(_))));
    }

    #[test]
    fn an_abandoned_file_is_quiet_as_well() {
        let (mut file, progress) = (read_only(), Progress::default());
        let mut target = TargetFile::new(&mut file, &progress);
        target.abandon_switch().set(true);
        progress.cancel();
        assert!(target.write_all(&vec![0; 2 * BUFFER_BYTES]).is_ok());
        assert_eq!(target.seek(SeekFrom::Current(-1)).unwrap(), 2 * BUFFER_BYTES as u64 - 1);
        assert_eq!(target.seek(SeekFrom::Start(3)).unwrap(), 3);
        assert_eq!(target.seek(SeekFrom::End(0)).unwrap(), 2 * BUFFER_BYTES as u64);
        assert!(target.take_failure().is_none());
    }

    #[test]
    fn writing_stops_on_request() {
        let (mut file, progress) = (read_only(), Progress::default());
        progress.cancel();
        let mut target = TargetFile::new(&mut file, &progress);
        assert!(target.write_all(b"x").is_err());
        assert!(matches!(target.take_failure(), Some(Failure::Cancelled(_))));
    }
}
