//! The rows of a sheet or the shared strings, unpacked in whole chunks for a reader that checks them itself.
//!
//! What stands before and behind them goes through the guard's scanner, so that the part as a whole is checked once,
//! to its end and with its checksum. Chunks end where an item ends; they can be read on several threads.

use super::fault::Fault;
use super::prologue::{Encoding, foreign_letters};
use super::scanner::Scanner;
use super::{CHUNK_BYTES, MAX_DEPTH, MAX_TEXT_BYTES, PartFacts, PartRules, Window};
use crate::support::progress::Progress;
use crate::workbook::error::OpenProblem;
use crate::workbook::package::read_problem;
use crate::workbook::worksheet::tags::{Kind, next_token};
use memchr::memmem::{self, Finder, FinderRev};
use std::io::Read;

/// Unpacked bytes of a chunk; small enough to stay in a processor's cache.
const ITEMS_BYTES: usize = 1024 << 10;
/// Without an item's end in so many bytes, the part is written in an unusual way.
const USUAL_ITEM_BYTES: usize = 4 << 20;

/// Where items stand in a part, as local names.
#[derive(Debug, Clone, Copy)]
pub struct Items {
    /// The element around them.
    pub container: &'static str,
    /// The element of one.
    pub item: &'static str,
}

impl Items {
    /// The rows of a worksheet.
    pub const ROWS: Self = Self { container: "sheetData", item: "row" };
    /// The shared strings.
    pub const STRINGS: Self = Self { container: "sst", item: "si" };
}

/// Why there is no next chunk.
#[derive(Debug)]
pub enum ItemProblem {
    /// The part has comments, CDATA or other things among its items, so that chunks can only be cut by reading all.
    NeedsCare,
    /// Anything else.
    Other(OpenProblem),
}

impl ItemProblem {
    /// The problem of `part`, which was read with care already.
    #[must_use]
    pub fn of(self, part: &str) -> OpenProblem {
        match self {
            Self::Other(problem) => problem,
            Self::NeedsCare => OpenProblem::damaged(part, "the part is written in a way that cannot be read"),
        }
    }
}

impl<E: Into<OpenProblem>> From<E> for ItemProblem {
    fn from(problem: E) -> Self {
        Self::Other(problem.into())
    }
}

/// How a chunk's end is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// At the last end tag of an item. Right where no such tag stands in a comment or CDATA section: whoever reads the
    /// chunk says [`ItemProblem::NeedsCare`] when it meets one.
    Quick,
    /// By all tags from the beginning.
    Careful,
}

/// A chunk's bytes, kept from one chunk to the next.
#[derive(Debug, Default)]
pub struct Chunk {
    bytes: Vec<u8>,
    filled: usize,
    /// Its position among the chunks of its part.
    pub number: u64,
}

impl Chunk {
    /// Its text: whole items, and what stands between them.
    ///
    /// # Errors
    /// Bytes that are not UTF-8.
    pub fn text(&self, part: &str) -> Result<&str, OpenProblem> {
        let bytes = self.bytes.get(..self.filled).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| OpenProblem::damaged(part, "bytes that are not UTF-8 text"))
    }

    /// Reads up to `count` bytes more; how many there were.
    fn fill(&mut self, reader: &mut impl Read, count: usize, part: &str) -> Result<usize, OpenProblem> {
        let wanted = self.filled + count;
        if self.bytes.len() < wanted {
            self.bytes.resize(wanted, 0);
        }
        let before = self.filled;
        while let Some(free) = self.bytes.get_mut(self.filled..wanted).filter(|free| !free.is_empty()) {
            match reader.read(free) {
                Ok(0) => break,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(read_problem(part, error)),
            }
        }
        Ok(self.filled - before)
    }
}

/// Unpacks a part with items.
pub struct ItemFeed<'p, R> {
    reader: R,
    part: &'p str,
    rules: PartRules,
    progress: &'p Progress,
    scanner: Scanner,
    encoding: Encoding,
    cut: Cut,
    item_end: FinderRev<'static>,
    container_end: Finder<'static>,
    prefix: String,
    /// Bytes read but not given out.
    left: Vec<u8>,
    /// Unpacked bytes of a chunk, if its items are not larger.
    chunk_bytes: usize,
    bytes: u64,
    chunks: u64,
    /// Whether the items have ended, or there are none.
    ended: bool,
}

impl<'p, R: Read> ItemFeed<'p, R> {
    /// Reads `part` from `reader` up to its items.
    ///
    /// # Errors
    /// As for [`super::check_part`].
    pub fn open(
        mut reader: R,
        part: &'p str,
        (rules, items, cut): (PartRules, Items, Cut),
        progress: &'p Progress,
    ) -> Result<Self, OpenProblem> {
        let mut scanner = Scanner::pausing_in(items.container);
        let mut window = Window { buffer: vec![0; CHUNK_BYTES], filled: 0, valid: 0, encoding: None };
        let mut bytes = 0;
        let mut prefix = String::new();
        loop {
            let read = window.fill(&mut reader, part)?;
            bytes += read as u64;
            progress.advance(read as u64)?;
            let consumed = scanner.scan(window.content(), read == 0).map_err(|fault| fault.of(part))?;
            if scanner.is_paused() {
                prefix = prefix_of_last_tag(window.content().get(..consumed).unwrap_or_default(), items.container);
            }
            window.discard(consumed);
            if scanner.is_paused() || read == 0 {
                break;
            }
            if window.filled as u64 > MAX_TEXT_BYTES {
                return Err(Fault::TooLong.of(part));
            }
        }
        let end_tag = |name: &str, close: &str| format!("</{prefix}{name}{close}").into_bytes();
        window.buffer.truncate(window.filled);
        Ok(Self {
            item_end: FinderRev::new(&end_tag(items.item, ">")).into_owned(),
            container_end: Finder::new(&end_tag(items.container, "")).into_owned(),
            encoding: window.encoding.unwrap_or(Encoding::Utf8),
            left: window.buffer,
            chunk_bytes: ITEMS_BYTES,
            ended: !scanner.is_paused(),
            reader,
            part,
            rules,
            progress,
            scanner,
            cut,
            prefix,
            bytes,
            chunks: 0,
        })
    }

    /// The same in chunks of so many bytes; for tests, which let chunks end anywhere.
    #[must_use]
    pub fn in_chunks_of(self, bytes: usize) -> Self {
        Self { chunk_bytes: bytes.max(1), ..self }
    }

    /// The prefix of the items' names, with its colon; empty as a rule.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The part's name.
    #[must_use]
    pub fn part(&self) -> &'p str {
        self.part
    }

    /// Fills `chunk` with the next items; `false` when there are no more.
    ///
    /// # Errors
    /// Damage, a stop on request, or [`ItemProblem::NeedsCare`].
    pub fn next_chunk(&mut self, chunk: &mut Chunk) -> Result<bool, ItemProblem> {
        if self.ended {
            return Ok(false);
        }
        chunk.filled = 0;
        chunk.number = self.chunks;
        self.chunks += 1;
        let mut searched = 0;
        let mut step = self.chunk_bytes;
        loop {
            let read = self.fill(chunk, step)?;
            let end = self.chunk_end(chunk.bytes.get(..chunk.filled).unwrap_or_default(), searched, read == 0)?;
            if let Some(end) = end {
                let rest = chunk.bytes.get(end..chunk.filled).unwrap_or_default();
                self.left.splice(..0, rest.iter().copied());
                chunk.filled = end;
                let text = chunk.bytes.get(..end).unwrap_or_default();
                if self.encoding == Encoding::OnlyAscii && !text.is_ascii() {
                    return Err(foreign_letters(self.part).into());
                }
                return Ok(true);
            }
            if read == 0 {
                return Err(Fault::CutOff.of(self.part).into());
            }
            if chunk.filled > USUAL_ITEM_BYTES && self.cut == Cut::Quick {
                return Err(ItemProblem::NeedsCare);
            }
            if chunk.filled as u64 > MAX_TEXT_BYTES {
                return Err(Fault::TooLong.of(self.part).into());
            }
            // An end tag may be cut at the end of what was searched.
            searched = chunk.filled.saturating_sub(64);
            step = chunk.filled.min((MAX_TEXT_BYTES as usize + 1).saturating_sub(chunk.filled)).max(1);
        }
    }

    /// Checks the rest of the part, in whose items there were so many `rows` and `strings`.
    ///
    /// # Errors
    /// As for [`super::check_part`].
    pub fn finish(mut self, rows: u64, strings: u64) -> Result<PartFacts, OpenProblem> {
        let part = self.part;
        self.scanner.resume(rows, strings).map_err(|fault| fault.of(part))?;
        let filled = self.left.len();
        self.left.resize(filled.max(CHUNK_BYTES), 0);
        let mut window = Window { buffer: self.left, filled, valid: 0, encoding: Some(self.encoding) };
        loop {
            let read = window.fill(&mut self.reader, part)?;
            self.bytes += read as u64;
            self.progress.advance(read as u64)?;
            let consumed = self.scanner.scan(window.content(), read == 0).map_err(|fault| fault.of(part))?;
            window.discard(consumed);
            if read == 0 {
                break;
            }
            if window.filled as u64 > MAX_TEXT_BYTES {
                return Err(Fault::TooLong.of(part));
            }
        }
        let needed = self.rules.needed_element;
        let facts = self.scanner.finish(window.filled, needed).map_err(|fault| fault.of(part))?;
        Ok(PartFacts { bytes: self.bytes, ..facts })
    }

    /// Gives `chunk` up to `count` bytes more, first of those left; how many there were.
    fn fill(&mut self, chunk: &mut Chunk, count: usize) -> Result<usize, OpenProblem> {
        let kept = self.left.len().min(count);
        if kept > 0 {
            let filled = chunk.filled + kept;
            if chunk.bytes.len() < filled {
                chunk.bytes.resize(filled, 0);
            }
            if let (Some(room), Some(bytes)) = (chunk.bytes.get_mut(chunk.filled..filled), self.left.get(..kept)) {
                room.copy_from_slice(bytes);
            }
            self.left.drain(..kept);
            chunk.filled = filled;
        }
        let read = if kept < count { chunk.fill(&mut self.reader, count - kept, self.part)? } else { 0 };
        self.bytes += read as u64;
        self.progress.advance(read as u64)?;
        Ok(kept + read)
    }

    /// Where the last whole item of `bytes` ends, of which the first `searched` have no end; with `is_last` nothing
    /// follows.
    fn chunk_end(&mut self, bytes: &[u8], searched: usize, is_last: bool) -> Result<Option<usize>, ItemProblem> {
        if self.cut == Cut::Careful {
            let (end, ended) = careful_end(bytes).map_err(|fault| fault.of(self.part))?;
            self.ended = ended;
            return Ok(end);
        }
        let item_end = self.item_end.rfind(bytes.get(searched..).unwrap_or_default());
        let item_end = item_end.map(|at| searched + at + self.item_end.needle().len());
        let rest = item_end.unwrap_or(searched);
        if let Some(at) = self.container_end.find(bytes.get(rest..).unwrap_or_default()) {
            self.ended = true;
            return Ok(Some(rest + at));
        }
        // At the end without the container's end, only care can tell what is there.
        if is_last { Err(ItemProblem::NeedsCare) } else { Ok(item_end) }
    }
}

/// The prefix of the last start tag in `head`, which is the container's.
fn prefix_of_last_tag(head: &[u8], container: &str) -> String {
    let start = memmem::rfind(head, b"<").map_or(0, |at| at + 1);
    let name = head.get(start..).unwrap_or_default();
    let colon = name.iter().take_while(|byte| !byte.is_ascii_whitespace()).position(|byte| *byte == b':');
    let prefix = colon.and_then(|colon| name.get(..=colon)).unwrap_or_default();
    let names_container = name.get(prefix.len()..).unwrap_or_default().starts_with(container.as_bytes());
    if names_container { String::from_utf8_lossy(prefix).into_owned() } else { String::new() }
}

/// Where the last whole item ends, and whether the container ends there. Comments and CDATA sections hide what looks
/// like a tag.
fn careful_end(bytes: &[u8]) -> Result<(Option<usize>, bool), Fault> {
    let (mut at, mut end, mut depth) = (0, None, 0_usize);
    while let Some(token) = next_token(bytes, at) {
        at = token.end;
        match token.kind {
            Kind::Start if depth >= MAX_DEPTH => return Err(Fault::TooDeep),
            Kind::Start => depth += 1,
            Kind::End if depth == 0 => {
                // Only the container is open; whether this is its end tag, the scanner sees that reads on from here.
                return Ok((Some(token.start), true));
            }
            Kind::End => depth -= 1,
            Kind::Other => check_other(bytes.get(token.start..token.end).unwrap_or_default())?,
            Kind::Empty | Kind::CharacterData => {}
        }
        if depth == 0 {
            end = Some(at);
        }
    }
    Ok((end, false))
}

/// Refuses, among items, what is neither a comment nor a harmless instruction.
fn check_other(markup: &[u8]) -> Result<(), Fault> {
    match markup {
        [b'<', b'!', b'-', b'-', b'>', ..] | [b'<', b'!', b'-', b'-', b'-', b'>', ..] => Err(Fault::BadComment),
        [b'<', b'!', b'-', b'-', ..] => Ok(()),
        [b'<', b'?', name @ ..] => {
            let is_declaration = name.get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"xml"))
                && !name.get(3).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
            if is_declaration { Err(Fault::LateDeclaration) } else { Ok(()) }
        }
        _ => Err(Fault::DocumentType),
    }
}
