//! A tokeniser that sees only where tags begin and end.
//!
//! It follows the same rules as the XML reader behind it: a tag ends at the first `>` outside quotes, and a `<` inside
//! a comment, a CDATA section or a processing instruction is no tag. Where readers differ on XML that is not
//! well-formed, it refuses.

use super::fault::Fault;
use super::{MAX_DEPTH, MAX_ROWS, MAX_STRINGS, MAX_TEXT_BYTES, PartFacts};
use memchr::{memchr, memmem};

/// A tag longer than this has its attributes counted: readers compare each with each.
const LONG_TAG_BYTES: usize = 16 << 10;
/// Most attributes of a tag; the format's richest element has about 40.
const MAX_ATTRIBUTES: usize = 4096;

/// Reads a part window by window.
#[derive(Default)]
pub(super) struct Scanner {
    state: State,
    /// What identifies the name of each open element.
    open: Vec<u64>,
    root_seen: bool,
    /// Whether anything was read.
    started: bool,
    /// Bytes of the text, comment or instruction that is being read.
    run: u64,
    /// The cell or shared string that is being read.
    item: Option<Item>,
    sheet_data_seen: bool,
    string_table_seen: bool,
    /// The element whose content is read by somebody else; reading pauses behind its start tag.
    pause_in: Option<&'static str>,
    paused: bool,
    pauses: u32,
    facts: PartFacts,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Content,
    Comment,
    CharacterData,
    Instruction,
}

/// A cell or shared string: readers join all text in it.
struct Item {
    /// How many elements are open around it.
    depth: usize,
    /// Bytes of text so far.
    bytes: u64,
}

/// How far a look at the window came.
enum Step {
    /// This many bytes are done; go on.
    On(usize),
    /// This many bytes are done; the rest needs more of the part.
    Wait(usize),
}

impl Scanner {
    /// One that pauses behind the start tag of the root's child, or the root, with this local name.
    pub(super) fn pausing_in(element: &'static str) -> Self {
        Self { pause_in: Some(element), ..Self::default() }
    }

    /// Whether the start tag of the element that somebody else reads was just passed. Whoever read its content goes
    /// on with [`Scanner::resume`].
    pub(super) fn is_paused(&self) -> bool {
        self.paused
    }

    /// Goes on behind the content that somebody else read, in which there were so many rows and strings.
    ///
    /// # Errors
    /// More of them than a part may have.
    pub(super) fn resume(&mut self, rows: u64, strings: u64) -> Result<(), Fault> {
        self.paused = false;
        self.facts.rows += rows;
        self.facts.strings += strings;
        if self.facts.rows > MAX_ROWS {
            return Err(Fault::TooManyRows);
        }
        if self.facts.strings > MAX_STRINGS {
            return Err(Fault::TooManyStrings);
        }
        Ok(())
    }

    /// Reads as much of `window` as makes sense without what follows, and returns how much that was; what is left
    /// must be the beginning of the next window. `last` says that nothing follows.
    pub(super) fn scan(&mut self, window: &[u8], last: bool) -> Result<usize, Fault> {
        let mut at = 0;
        while let Some(rest) = window.get(at..).filter(|rest| !rest.is_empty()) {
            let step = match self.state {
                State::Content => self.content(rest, last)?,
                State::Comment => self.until(rest, b"-->")?,
                State::CharacterData => self.until(rest, b"]]>")?,
                State::Instruction => self.until(rest, b"?>")?,
            };
            match step {
                Step::On(count) => {
                    self.started = true;
                    at += count;
                    if self.paused {
                        return Ok(at);
                    }
                }
                Step::Wait(count) => return Ok(at + count),
            }
        }
        Ok(at)
    }

    /// What was counted, once the part has ended with `unread` bytes left over.
    pub(super) fn finish(self, unread: usize, needed_element: Option<&str>) -> Result<PartFacts, Fault> {
        if unread > 0 || !self.open.is_empty() || self.state != State::Content {
            return Err(Fault::CutOff);
        }
        if !self.root_seen {
            return Err(Fault::NoRoot);
        }
        match needed_element {
            Some("sheetData") if !self.sheet_data_seen => return Err(Fault::NoSheetData),
            Some("sst") if !self.string_table_seen => return Err(Fault::NoStringTable),
            _ => {}
        }
        Ok(self.facts)
    }

    #[inline]
    fn content(&mut self, rest: &[u8], last: bool) -> Result<Step, Fault> {
        match rest {
            [b'<', b'/', ..] => self.end_tag(rest),
            [b'<', b'!', ..] => self.declaration(rest, last),
            [b'<', b'?', ..] => self.instruction(rest, last),
            [b'<'] => Ok(Step::Wait(0)),
            [b'<', ..] => self.start_tag(rest),
            _ => {
                let count = memchr(b'<', rest).unwrap_or(rest.len());
                self.text(rest.get(..count).unwrap_or_default())?;
                Ok(Step::On(count))
            }
        }
    }

    /// `<?...`: the declaration at the beginning, or an instruction to some program.
    fn instruction(&mut self, rest: &[u8], last: bool) -> Result<Step, Fault> {
        const DECLARATION: &[u8] = b"<?xml ";
        if rest.len() < DECLARATION.len() && !last {
            return Ok(Step::Wait(0));
        }
        let name = Name::read(rest.get(2..).unwrap_or_default());
        if !name.local.first().copied().is_some_and(starts_name) {
            return Err(Fault::NamelessInstruction);
        }
        if self.started && name.local.eq_ignore_ascii_case(b"xml") {
            return Err(Fault::LateDeclaration);
        }
        Ok(self.enter(State::Instruction, 2))
    }

    /// `<!...`: a comment, a CDATA section, or what is refused.
    fn declaration(&mut self, rest: &[u8], last: bool) -> Result<Step, Fault> {
        const CHARACTER_DATA: &[u8] = b"<![CDATA[";
        if rest.len() < CHARACTER_DATA.len() && !last {
            return Ok(Step::Wait(0));
        }
        if rest.starts_with(b"<!-->") || rest.starts_with(b"<!--->") {
            return Err(Fault::BadComment);
        }
        if rest.starts_with(b"<!--") {
            return Ok(self.enter(State::Comment, 4));
        }
        if rest.starts_with(CHARACTER_DATA) && !self.open.is_empty() {
            // It belongs to the text around it, so the run goes on.
            self.state = State::CharacterData;
            return Ok(Step::On(CHARACTER_DATA.len()));
        }
        Err(Fault::DocumentType)
    }

    fn enter(&mut self, state: State, count: usize) -> Step {
        self.state = state;
        self.run = 0;
        Step::On(count)
    }

    /// Looks for the `end` of a comment, CDATA section or processing instruction.
    fn until(&mut self, rest: &[u8], end: &[u8]) -> Result<Step, Fault> {
        let found = memmem::find(rest, end);
        // Without the end, the last bytes may be the beginning of it.
        let count = found.unwrap_or(rest.len().saturating_sub(end.len() - 1));
        self.count_run(count, self.state == State::CharacterData)?;
        if found.is_none() {
            return Ok(Step::Wait(count));
        }
        self.state = State::Content;
        Ok(Step::On(count + end.len()))
    }

    #[inline]
    fn text(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        if self.open.is_empty() && !bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Fault::TextOutsideRoot);
        }
        self.count_run(bytes.len(), true)
    }

    #[inline]
    fn count_run(&mut self, count: usize, is_text: bool) -> Result<(), Fault> {
        self.run += count as u64;
        let mut longest = self.run;
        if let (Some(item), true) = (&mut self.item, is_text) {
            item.bytes += count as u64;
            longest = longest.max(item.bytes);
        }
        if longest > MAX_TEXT_BYTES { Err(Fault::TooLong) } else { Ok(()) }
    }

    #[inline]
    fn end_tag(&mut self, rest: &[u8]) -> Result<Step, Fault> {
        let after_slash = rest.get(2..).unwrap_or_default();
        let name = Name::read(after_slash);
        let end = match after_slash.get(name.length) {
            Some(b'>') => name.length,
            _ => match memchr(b'>', after_slash) {
                Some(end) => end,
                None => return Ok(Step::Wait(0)),
            },
        };
        let gap = after_slash.get(name.length..end).unwrap_or_default();
        if self.open.pop() != Some(name.identity) || !gap.iter().all(u8::is_ascii_whitespace) {
            return Err(Fault::UnfitEnd);
        }
        if self.item.as_ref().is_some_and(|item| item.depth == self.open.len()) {
            self.item = None;
        }
        self.run = 0;
        Ok(Step::On(end + 3))
    }

    #[inline]
    fn start_tag(&mut self, rest: &[u8]) -> Result<Step, Fault> {
        let body = rest.get(1..).unwrap_or_default();
        let name = Name::read(body);
        let end = match body.get(name.length) {
            Some(b'>') => name.length,
            _ => match tag_end(body) {
                Some(end) => end,
                None => return Ok(Step::Wait(0)),
            },
        };
        let body = body.get(..end).unwrap_or_default();
        if !body.first().copied().is_some_and(starts_name) {
            return Err(Fault::NamelessTag);
        }
        if memchr(b'<', body).is_some() {
            return Err(Fault::TagInTag);
        }
        if self.open.is_empty() && self.root_seen {
            return Err(Fault::SecondRoot);
        }
        if body.len() > LONG_TAG_BYTES {
            check_long_tag(body)?;
        }
        let is_empty = body.last() == Some(&b'/');
        self.root_seen = true;
        self.run = 0;
        self.count(&name, is_empty)?;
        if !is_empty {
            if self.open.len() >= MAX_DEPTH {
                return Err(Fault::TooDeep);
            }
            self.open.push(name.identity);
            self.pause_here(&name)?;
        }
        Ok(Step::On(end + 2))
    }

    /// Pauses where the tag of this `name`, just opened, is the one to pause in.
    #[inline]
    fn pause_here(&mut self, name: &Name<'_>) -> Result<(), Fault> {
        let Some(element) = self.pause_in else { return Ok(()) };
        if self.open.len() > 2 || name.local != element.as_bytes() {
            return Ok(());
        }
        if self.pauses > 0 {
            return Err(Fault::SecondTable);
        }
        self.pauses += 1;
        self.paused = true;
        Ok(())
    }

    #[inline]
    fn count(&mut self, name: &Name<'_>, is_empty: bool) -> Result<(), Fault> {
        match name.local {
            b"c" => self.begin_item(is_empty),
            b"row" => {
                self.facts.rows += 1;
                if self.facts.rows > MAX_ROWS {
                    return Err(Fault::TooManyRows);
                }
            }
            b"si" => {
                self.begin_item(is_empty);
                self.facts.strings += 1;
                if self.facts.strings > MAX_STRINGS {
                    return Err(Fault::TooManyStrings);
                }
            }
            b"sheetData" => self.sheet_data_seen = true,
            b"sst" => self.string_table_seen = true,
            _ => {}
        }
        Ok(())
    }

    #[inline]
    fn begin_item(&mut self, is_empty: bool) {
        if !is_empty && self.item.is_none() {
            self.item = Some(Item { depth: self.open.len(), bytes: 0 });
        }
    }
}

/// The name at the beginning of a tag.
struct Name<'a> {
    length: usize,
    local: &'a [u8],
    /// Tells names apart: the bytes themselves up to eight, folded over each other beyond.
    identity: u64,
}

impl<'a> Name<'a> {
    /// `text` begins behind `<` or `</`; the name may be cut.
    #[inline]
    fn read(text: &'a [u8]) -> Self {
        let ends_name = |byte: &u8| *byte <= b'/' && matches!(byte, b' ' | b'/' | b'\t' | b'\n' | b'\r');
        let (mut length, mut local_from, mut identity) = (0, 0, 0_u64);
        for byte in text.iter().take_while(|byte| **byte != b'>' && !ends_name(byte)) {
            length += 1;
            if *byte == b':' {
                local_from = length;
            }
            identity = identity.rotate_left(8) ^ u64::from(*byte);
        }
        Self { length, local: text.get(local_from..length).unwrap_or_default(), identity }
    }
}

fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

/// Where the tag whose inside begins with `body` ends: its first `>` outside quotes.
#[inline]
fn tag_end(body: &[u8]) -> Option<usize> {
    let end = memchr(b'>', body)?;
    // With double quotes only, and an even number of them, it is outside.
    let (mut inside_double, mut any_single) = (false, false);
    for &byte in body.get(..end)? {
        inside_double ^= byte == b'"';
        any_single |= byte == b'\'';
    }
    if inside_double || any_single { unquoted(body, b'>').next() } else { Some(end) }
}

fn check_long_tag(body: &[u8]) -> Result<(), Fault> {
    if body.len() as u64 > MAX_TEXT_BYTES {
        return Err(Fault::TooLong);
    }
    if unquoted(body, b'=').nth(MAX_ATTRIBUTES).is_some() { Err(Fault::TooManyAttributes) } else { Ok(()) }
}

/// Where `wanted` occurs outside quotes.
fn unquoted(tag: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    let mut quote = None;
    tag.iter().enumerate().filter_map(move |(at, &byte)| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, byte) if byte == wanted => return Some(at),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        None
    })
}
