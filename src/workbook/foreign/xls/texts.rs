//! Texts of a workbook stream, which may go on in the next record.

use super::records::{Record, first, kind};
use crate::workbook::foreign::bytes::{u16_at, u32_at};
use encoding_rs::Encoding;

/// The texts that cells refer to by number, each kept once.
#[derive(Default)]
pub(super) struct SharedTexts {
    all: String,
    ends: Vec<u32>,
}

impl SharedTexts {
    /// Reads the texts that begin in `record`. How many there are said to be is not believed.
    pub(super) fn read(record: &Record<'_>) -> Result<Self, String> {
        let cut = || "the shared texts are cut".to_owned();
        let mut texts = Self::default();
        let mut pieces = Pieces { data: record.data.get(8..).ok_or_else(cut)?, rest: record.rest };
        while pieces.has_more() {
            pieces.rich_text(&mut texts.all).ok_or_else(cut)?;
            texts.ends.push(u32::try_from(texts.all.len()).map_err(|_| cut())?);
        }
        Ok(texts)
    }

    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?;
        let end = usize::try_from(*self.ends.get(index)?).ok()?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.all.get(usize::try_from(start).ok()?..end)
    }
}

/// Bytes of a record and of those that continue it.
pub(super) struct Pieces<'a> {
    data: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    /// Bytes that nothing continues.
    pub(super) fn of(data: &'a [u8]) -> Self {
        Self { data, rest: &[] }
    }

    /// Whether a byte follows; at the end of a record its continuation is entered.
    fn has_more(&mut self) -> bool {
        while self.data.is_empty() {
            match first(self.rest).filter(|record| record.kind == kind::CONTINUED) {
                Some(record) => (self.data, self.rest) = (record.data, record.rest),
                None => return false,
            }
        }
        true
    }

    /// The next `count` bytes, which one record holds.
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        self.has_more();
        let (bytes, data) = self.data.split_at_checked(count)?;
        self.data = data;
        Some(bytes)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if !self.has_more() {
                return None;
            }
            let here = count.min(self.data.len());
            self.bytes(here)?;
            count -= here;
        }
        Some(())
    }

    /// A text with the lengths of its formats and its reading aid before it, and these behind it.
    fn rich_text(&mut self, into: &mut String) -> Option<()> {
        let head = self.bytes(3)?;
        let (count, flags) = (usize::from(u16_at(head, 0)?), *head.get(2)?);
        let runs = if flags & 8 == 0 { 0 } else { usize::from(u16_at(self.bytes(2)?, 0)?) };
        let aid = if flags & 4 == 0 { 0 } else { usize::try_from(u32_at(self.bytes(4)?, 0)?).ok()? };
        self.letters(count, flags & 1 != 0, into)?;
        self.skip(runs * 4)?;
        self.skip(aid)
    }

    /// A flag that tells the width of letters, and `count` of them.
    pub(super) fn counted_text(mut self, count: usize) -> Option<String> {
        let flags = *self.bytes(1)?.first()?;
        let mut text = String::new();
        self.letters(count, flags & 1 != 0, &mut text)?;
        Some(text)
    }

    /// Takes `count` letters; each continuation says anew how wide they are.
    fn letters(&mut self, mut count: usize, mut is_wide: bool, into: &mut String) -> Option<()> {
        while count > 0 {
            if self.data.is_empty() {
                if !self.has_more() {
                    return None;
                }
                is_wide = self.bytes(1)?.first()? & 1 != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = count.min(self.data.len() / width);
            if here == 0 && !self.data.is_empty() {
                return None;
            }
            let bytes = self.bytes(here * width)?;
            if is_wide {
                let units = bytes.chunks_exact(2).filter_map(|two| u16_at(two, 0));
                into.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
            } else {
                into.extend(bytes.iter().copied().map(char::from));
            }
            count -= here;
        }
        Some(())
    }
}

/// The text at the beginning of `data` in `record`: its length, the width of its letters, and these.
pub(super) fn wide_text(data: &[u8], record: &Record<'_>) -> Option<String> {
    let count = usize::from(u16_at(data, 0)?);
    if count == 0 {
        return Some(String::new());
    }
    Pieces { data: data.get(2..)?, rest: record.rest }.counted_text(count)
}

/// The encoding that Windows knows by this number.
pub(super) fn code_page(number: u16) -> Option<&'static Encoding> {
    let label: &[u8] = match number {
        874 => b"windows-874",
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        1250 => b"windows-1250",
        1251 => b"windows-1251",
        1252 | 0x8001 => b"windows-1252",
        1253 => b"windows-1253",
        1254 => b"windows-1254",
        1255 => b"windows-1255",
        1256 => b"windows-1256",
        1257 => b"windows-1257",
        1258 => b"windows-1258",
        10_000 | 0x8000 => b"macintosh",
        _ => return None,
    };
    Encoding::for_label(label)
}
