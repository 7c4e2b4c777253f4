//! Records of a workbook stream: a kind, a length, and that many bytes.

use crate::workbook::foreign::bytes::u16_at;

/// The kinds that are read.
pub(super) mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000a;
    pub const DATE_MODE: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002f;
    pub const CONTINUED: u16 = 0x003c;
    pub const CODE_PAGE: u16 = 0x0042;
    pub const SHEET: u16 = 0x0085;
    pub const PACKED_NUMBERS: u16 = 0x00bd;
    pub const FORMATTED_TEXT: u16 = 0x00d6;
    pub const CELL_FORMAT: u16 = 0x00e0;
    pub const SHARED_TEXTS: u16 = 0x00fc;
    pub const SHARED_TEXT: u16 = 0x00fd;
    pub const NUMBER: u16 = 0x0203;
    pub const TEXT: u16 = 0x0204;
    pub const BOOLEAN_OR_ERROR: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const PACKED_NUMBER: u16 = 0x027e;
    pub const FORMAT: u16 = 0x041e;
    pub const BEGIN: u16 = 0x0809;
}

/// A record and what follows it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    /// The stream behind it, where its continuation stands if it has one.
    pub(super) rest: &'a [u8],
}

/// Records from a place in the stream on.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8], start: usize) -> Self {
        Self { rest: stream.get(start..).unwrap_or_default() }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let record = first(self.rest);
        self.rest = record.as_ref().map_or(&[], |record| record.rest);
        Some(record.ok_or_else(|| "a record is cut".to_owned()))
    }
}

/// The first record of `bytes`, `None` when it is cut.
pub(super) fn first(bytes: &[u8]) -> Option<Record<'_>> {
    let kind = u16_at(bytes, 0)?;
    let end = 4 + usize::from(u16_at(bytes, 2)?);
    Some(Record { kind, data: bytes.get(4..end)?, rest: bytes.get(end..)? })
}
