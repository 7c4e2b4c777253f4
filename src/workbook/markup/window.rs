//! A part as it is unpacked, in a window that moves along.

use super::error::SaveError;
use crate::support::progress::Progress;
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::package::read_problem;
use crate::workbook::worksheet::tags::{Token, next_token};
use std::io::{ErrorKind, Read};

/// Bytes unpacked at a time.
pub(super) const CHUNK_BYTES: usize = 256 << 10;
/// Most bytes the window grows to: one row, or all that stands before the rows. A row of 16,384 cells with long
/// texts has about 16 MB.
const MAX_WINDOW_BYTES: usize = 64 << 20;

/// What was unpacked of a part and not consumed yet.
pub(super) struct Window<'a, R> {
    reader: R,
    part: &'a str,
    progress: &'a Progress,
    /// Longer than what was unpacked, so that it need not be cleared again and again.
    buffer: Vec<u8>,
    consumed: usize,
    end: usize,
}

impl<'a, R: Read> Window<'a, R> {
    /// The bytes of `part`, which `reader` unpacks. `progress` counts them, and stops the work.
    pub(super) fn new(reader: R, part: &'a str, progress: &'a Progress) -> Self {
        Self { reader, part, progress, buffer: vec![0; 2 * CHUNK_BYTES], consumed: 0, end: 0 }
    }

    /// The part's name.
    pub(super) fn part(&self) -> &'a str {
        self.part
    }

    /// What is there and not consumed.
    pub(super) fn unread(&self) -> &[u8] {
        self.buffer.get(self.consumed..self.end).unwrap_or(&[])
    }

    /// Drops the first `count` unread bytes.
    pub(super) fn consume(&mut self, count: usize) {
        self.consumed = (self.consumed + count).min(self.end);
    }

    /// Unpacks more; `false` at the end of the part.
    ///
    /// # Errors
    /// Damage, a stop on request, or a window that would grow beyond its limit.
    pub(super) fn fill(&mut self) -> Result<bool, SaveError> {
        self.buffer.copy_within(self.consumed..self.end, 0);
        self.end -= self.consumed;
        self.consumed = 0;
        let unread = self.end;
        if unread >= MAX_WINDOW_BYTES {
            let limit = MAX_WINDOW_BYTES as u64;
            let place = self.part.to_owned();
            return Err(SaveError::Source(OpenProblem::TooLarge { place, unit: Unit::Bytes, limit }));
        }
        // A window that must grow doubles, so that searching it again from the start stays cheap.
        let wanted = unread + unread.max(CHUNK_BYTES);
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        while let Some(space) = self.buffer.get_mut(self.end..wanted).filter(|space| !space.is_empty()) {
            match self.reader.read(space) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(SaveError::Source(read_problem(self.part, error))),
            }
        }
        let read = self.end - unread;
        self.progress.advance(read as u64)?;
        Ok(read > 0)
    }

    /// The first whole piece of markup at or after `from`, unpacking as much as it takes; `None` when there is none
    /// up to the end of the part.
    ///
    /// # Errors
    /// Those of [`Window::fill`].
    pub(super) fn next_token(&mut self, from: usize) -> Result<Option<Token>, SaveError> {
        loop {
            if let Some(token) = next_token(self.unread(), from) {
                return Ok(Some(token));
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn a_token_may_be_longer_than_a_chunk() {
        let text = format!("<!--{}--><row/>", "x".repeat(3 * CHUNK_BYTES));
        let progress = Progress::default();
        let mut window = Window::new(text.as_bytes(), "sheet", &progress);
        let comment = window.next_token(0).unwrap().unwrap();
        assert_eq!(comment.end, text.len() - 6);
        window.consume(comment.end);
        let row = window.next_token(0).unwrap().unwrap();
        assert_eq!(row.tag(window.unread()).bytes(), b"<row/>");
        window.consume(row.end);
        assert_eq!(window.next_token(0).unwrap(), None);
    }

    #[test]
    fn a_token_without_end_is_given_up() {
        let progress = Progress::default();
        let endless = Read::chain(b"<!--".as_slice(), io::repeat(b'x'));
        let mut window = Window::new(endless, "sheet", &progress);
        assert_eq!(window.next_token(0).unwrap_err().key(), "too_large");
    }

    #[test]
    fn work_stops_on_request() {
        let progress = Progress::default();
        progress.cancel();
        let mut window = Window::new(b"<row/>".as_slice(), "sheet", &progress);
        assert_eq!(window.next_token(0).unwrap_err().key(), "cancelled");
    }
}
