//! What must be true of a part before a reader that trusts its input may see it.
//!
//! One pass over the unpacked bytes in constant memory. Reaching the end proves the checksum. What it refuses would
//! make the reader behind it allocate without bound (one text of gigabytes, a count that lies) or lose rows silently
//! (a cut part, an encoding it does not know).

mod fault;
pub mod items;
mod prologue;
mod scanner;

use crate::support::progress::Progress;
use crate::workbook::error::OpenProblem;
use crate::workbook::package::{
    MAX_SHARED_STRINGS_BYTES, MAX_SHEET_BYTES, MAX_SMALL_PART_BYTES, Package, read_problem,
};
use fault::Fault;
use prologue::Encoding;
use scanner::Scanner;
use std::io::Read;

/// Most rows of a sheet in the file format.
pub const MAX_ROWS: u64 = 1_048_576;
/// Most shared strings: a sheet of a million rows with twenty texts that occur nowhere else.
pub const MAX_STRINGS: u64 = 20_000_000;
/// Most bytes of one text, one cell's texts together, one tag or one comment; a cell holds at most 32,767 characters.
pub const MAX_TEXT_BYTES: u64 = 32 << 20;
/// Deepest nesting of elements; worksheets and their extensions stay below 20.
pub const MAX_DEPTH: usize = 64;
/// Most bytes of all checked parts together, which bounds the time a hostile file can take.
pub const MAX_TOTAL_BYTES: u64 = 6 << 30;

/// Unpacked bytes looked at in one step.
const CHUNK_BYTES: usize = 128 << 10;

/// What is asked of a part.
#[derive(Debug, Clone, Copy)]
pub struct PartRules {
    /// Most bytes when unpacked.
    pub max_bytes: u64,
    /// An element without which a reader would take the part for empty; its name without prefix.
    pub needed_element: Option<&'static str>,
}

impl PartRules {
    /// A worksheet.
    pub const WORKSHEET: Self = Self { max_bytes: MAX_SHEET_BYTES, needed_element: Some("sheetData") };
    /// The shared strings.
    pub const SHARED_STRINGS: Self = Self { max_bytes: MAX_SHARED_STRINGS_BYTES, needed_element: Some("sst") };
    /// Parts that are kept whole in memory.
    pub const SMALL: Self = Self { max_bytes: MAX_SMALL_PART_BYTES, needed_element: None };
}

/// What was counted in one part or in several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartFacts {
    /// Row elements.
    pub rows: u64,
    /// Shared strings.
    pub strings: u64,
    /// Unpacked bytes.
    pub bytes: u64,
}

/// Unpacks a part to its end, so that its checksum is verified, and refuses what would hurt the reader behind it.
///
/// `progress` advances by unpacked bytes.
///
/// # Errors
/// [`OpenProblem::TooLarge`] for a limit passed, [`OpenProblem::Damaged`] for XML that is not well-formed, cut, of
/// another encoding than UTF-8 or with a document type, [`OpenProblem::Cancelled`].
pub fn check_part(
    package: &mut Package,
    part: &str,
    rules: &PartRules,
    progress: &Progress,
) -> Result<PartFacts, OpenProblem> {
    package.require_size(part, rules.max_bytes)?;
    // The reader never gives more than the declared size.
    let reader = package.part_reader(part)?;
    check_stream(reader, part, rules, progress)
}

/// As [`check_part`], for a part of any archive that comes through `reader`.
pub(in crate::workbook) fn check_stream(
    mut reader: impl Read,
    part: &str,
    rules: &PartRules,
    progress: &Progress,
) -> Result<PartFacts, OpenProblem> {
    let mut scanner = Scanner::default();
    let mut window = Window { buffer: vec![0; CHUNK_BYTES], filled: 0, valid: 0, encoding: None };
    let mut bytes = 0_u64;
    loop {
        let read = window.fill(&mut reader, part)?;
        bytes += read as u64;
        progress.advance(read as u64)?;
        let ended = read == 0;
        let consumed = scanner.scan(window.content(), ended).map_err(|fault| fault.of(part))?;
        window.discard(consumed);
        if ended {
            break;
        }
        if window.filled as u64 > MAX_TEXT_BYTES {
            return Err(Fault::TooLong.of(part));
        }
    }
    let facts = scanner.finish(window.filled, rules.needed_element).map_err(|fault| fault.of(part))?;
    Ok(PartFacts { bytes, ..facts })
}

/// The bytes at hand: those known to be text, and at most three of a character whose rest is still to come.
struct Window {
    buffer: Vec<u8>,
    filled: usize,
    valid: usize,
    /// Unknown before the first reading.
    encoding: Option<Encoding>,
}

impl Window {
    /// Reads until the buffer is full or the part ends; 0 at the end.
    fn fill(&mut self, reader: &mut impl Read, part: &str) -> Result<usize, OpenProblem> {
        if self.filled > self.buffer.len() / 2 {
            // A tag longer than what fits; doubling keeps the work of looking at it again linear.
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let before = self.filled;
        while let Some(free) = self.buffer.get_mut(self.filled..).filter(|free| !free.is_empty()) {
            match reader.read(free) {
                Ok(0) => break,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(read_problem(part, error)),
            }
        }
        let read = self.filled - before;
        if self.encoding.is_none() {
            let (encoding, mark) = prologue::read(self.buffer.get(..self.filled).unwrap_or_default(), part)?;
            self.encoding = Some(encoding);
            self.valid = self.filled;
            self.discard(mark);
            self.valid = 0;
        }
        self.validate(part)?;
        Ok(read)
    }

    /// Takes the new bytes as text. A character cut at the end of the part stays behind as unread.
    fn validate(&mut self, part: &str) -> Result<(), OpenProblem> {
        let new = self.buffer.get(self.valid..self.filled).unwrap_or_default();
        if self.encoding == Some(Encoding::OnlyAscii) && !new.is_ascii() {
            return Err(prologue::foreign_letters(part));
        }
        match std::str::from_utf8(new) {
            Ok(_) => self.valid = self.filled,
            Err(error) if error.error_len().is_none() => self.valid += error.valid_up_to(),
            Err(_) => return Err(OpenProblem::damaged(part, "bytes that are not UTF-8 text")),
        }
        Ok(())
    }

    fn content(&self) -> &[u8] {
        self.buffer.get(..self.valid).unwrap_or_default()
    }

    /// Drops the first `count` bytes.
    fn discard(&mut self, count: usize) {
        let count = count.min(self.valid);
        self.buffer.copy_within(count..self.filled, 0);
        self.filled -= count;
        self.valid -= count;
    }
}

#[cfg(test)]
mod tests;
