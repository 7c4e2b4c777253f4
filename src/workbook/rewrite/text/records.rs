//! Separated text taken apart into records without decoding it, so that the bytes stay as they are.
//!
//! Quotes, separators and line ends are ASCII. In none of the encodings are their bytes part of another letter, but for
//! the second bytes of Shift JIS and the halves of UTF-16, which are stepped over. The rules are those of the reader.

use crate::support::progress::Progress;
use crate::workbook::delimited::{CHUNK_BYTES, TextEncoding, TextForm, read_some};
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::source::ReadSeek;

/// Most bytes of a record.
const MAX_RECORD_BYTES: usize = 64 << 20;
/// What stands for every letter that is not ASCII.
const OTHER: u8 = 0x80;

/// A record as its bytes stand in the text.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The fields with what separates them.
    pub(super) bytes: Vec<u8>,
    /// Where each field ends among the bytes.
    pub(super) ends: Vec<usize>,
    /// The bytes that end the line; none where the text ends.
    pub(super) line_end: Vec<u8>,
}

impl Record {
    /// The bytes of the field at `position`, in a text whose separator has `separator_bytes`.
    pub(super) fn field(&self, position: usize, separator_bytes: usize) -> &[u8] {
        let start = match position.checked_sub(1) {
            Some(before) => self.ends.get(before).map_or(self.bytes.len(), |end| end + separator_bytes),
            None => 0,
        };
        let end = self.ends.get(position).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or_default()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.line_end.clear();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first letter of a field.
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted field.
    Quote,
}

/// The records of a text, one after the other.
pub(super) struct Records<'a> {
    bytes: Box<dyn ReadSeek>,
    encoding: TextEncoding,
    separator: u8,
    progress: &'a Progress,
    buffer: Vec<u8>,
    /// What of the buffer is still to be taken.
    at: usize,
    filled: usize,
    has_ended: bool,
}

impl<'a> Records<'a> {
    /// The records of `bytes`.
    pub(super) fn new(bytes: Box<dyn ReadSeek>, form: TextForm, progress: &'a Progress) -> Self {
        Self {
            bytes,
            encoding: form.encoding,
            separator: u8::try_from(form.separator).unwrap_or(b','),
            progress,
            buffer: vec![0; CHUNK_BYTES],
            at: 0,
            filled: 0,
            has_ended: false,
        }
    }

    /// Takes what stands before the first record: the byte order mark, and `letters` that say how fields are separated.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) fn before(&mut self, letters: usize) -> Result<Vec<u8>, OpenProblem> {
        self.fill()?;
        let mark: &[u8] = match self.encoding {
            TextEncoding::Utf8 => &[0xef, 0xbb, 0xbf],
            TextEncoding::Utf16Le => &[0xff, 0xfe],
            TextEncoding::Utf16Be => &[0xfe, 0xff],
            _ => &[],
        };
        let mut before = Vec::new();
        let start = self.buffer.get(self.at..self.filled).unwrap_or_default();
        if start.starts_with(mark) {
            self.take(mark.len(), &mut before);
        }
        for _ in 0..letters {
            let Some((_, length)) = self.peek()? else { break };
            self.take(length, &mut before);
        }
        Ok(before)
    }

    /// Takes the next record into `record`; false at the end.
    ///
    /// # Errors
    /// A quote that never closes, a record that is too long, what the file system says, or a stop on request.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<bool, OpenProblem> {
        record.clear();
        let mut state = State::Start;
        while let Some((letter, length)) = self.peek()? {
            let is_inside = state == State::Quoted;
            state = match letter {
                b'"' if is_inside => State::Quote,
                b'"' if state == State::Quote || state == State::Start => State::Quoted,
                b'\r' | b'\n' if !is_inside => {
                    record.ends.push(record.bytes.len());
                    self.take(length, &mut record.line_end);
                    if letter == b'\r' && matches!(self.peek()?, Some((b'\n', _))) {
                        self.take(length, &mut record.line_end);
                    }
                    return Ok(true);
                }
                _ if letter == self.separator && !is_inside => {
                    record.ends.push(record.bytes.len());
                    State::Start
                }
                _ if is_inside => State::Quoted,
                _ => State::Plain,
            };
            self.take(length, &mut record.bytes);
            if record.bytes.len() > MAX_RECORD_BYTES {
                let (place, limit) = ("record".to_owned(), MAX_RECORD_BYTES as u64);
                return Err(OpenProblem::TooLarge { place, unit: Unit::TextBytes, limit });
            }
        }
        if state == State::Quoted {
            return Err(OpenProblem::damaged("record", "a quotation mark never closes"));
        }
        let is_record = !record.bytes.is_empty();
        if is_record {
            record.ends.push(record.bytes.len());
        }
        Ok(is_record)
    }

    /// The next letter, and how many bytes it has.
    fn peek(&mut self) -> Result<Option<(u8, usize)>, OpenProblem> {
        if self.filled - self.at < 2 && !self.has_ended {
            self.fill()?;
        }
        let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
        Ok(match (self.encoding, rest) {
            (_, []) => None,
            (TextEncoding::Utf16Le, [low, high, ..]) => Some((if *high == 0 { *low } else { OTHER }, 2)),
            (TextEncoding::Utf16Be, [high, low, ..]) => Some((if *high == 0 { *low } else { OTHER }, 2)),
            (TextEncoding::Utf16Le | TextEncoding::Utf16Be, _) => Some((OTHER, 1)),
            (TextEncoding::ShiftJis, [0x81..=0x9f | 0xe0..=0xfc, 0x40..=0x7e | 0x80..=0xfc, ..]) => Some((OTHER, 2)),
            (_, [letter, ..]) => Some((*letter, 1)),
        })
    }

    fn take(&mut self, length: usize, into: &mut Vec<u8>) {
        into.extend_from_slice(self.buffer.get(self.at..self.at + length).unwrap_or_default());
        self.at += length;
    }

    /// Fills the buffer behind what is still to be taken.
    fn fill(&mut self) -> Result<(), OpenProblem> {
        self.buffer.copy_within(self.at..self.filled, 0);
        self.filled -= self.at;
        self.at = 0;
        let free = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let count = read_some(&mut self.bytes, free)?;
        self.has_ended = count == 0;
        self.filled += count;
        self.progress.advance(count as u64)?;
        Ok(())
    }
}
