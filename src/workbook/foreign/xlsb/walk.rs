//! A walk over the records of a binary part: that they are whole, of sane lengths, and end where the part ends.

use crate::support::progress::Progress;
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::foreign::bytes::{u16_at, u32_at};
use crate::workbook::foreign::losses::of_xlsb_record;
use crate::workbook::losses::Loss;
use crate::workbook::package::{Container, MAX_SMALL_PART_BYTES, read_problem};
use std::collections::{BTreeSet, HashSet};
use std::io::{BufReader, ErrorKind, Read};

/// Most bytes of one record; the longest healthy ones hold a text of 32,767 letters and its formats.
const MAX_RECORD_BYTES: usize = 1 << 20;
/// Most shared texts, all of which the reader keeps.
const MAX_TEXTS: u64 = 5_000_000;
/// Most bytes of the shared texts.
const MAX_TEXTS_BYTES: u64 = 192 << 20;
/// Most bytes of a sheet.
const MAX_SHEET_BYTES: u64 = 1 << 30;

/// What is known of a part by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Xml,
    Records,
    Texts,
    Sheet,
}

impl Kind {
    /// Of parts that the reader takes in.
    pub(super) fn of(part: &str) -> Option<Self> {
        match part {
            "xl/_rels/workbook.bin.rels" => Some(Self::Xml),
            "xl/workbook.bin" | "xl/styles.bin" => Some(Self::Records),
            "xl/sharedstrings.bin" => Some(Self::Texts),
            _ if part.starts_with("xl/worksheets/") && part.ends_with(".bin") && !part.contains("binaryindex") => {
                Some(Self::Sheet)
            }
            _ => None,
        }
    }

    pub(super) fn max_bytes(self) -> u64 {
        match self {
            Self::Xml | Self::Records => MAX_SMALL_PART_BYTES,
            Self::Texts => MAX_TEXTS_BYTES,
            Self::Sheet => MAX_SHEET_BYTES,
        }
    }
}

/// Fewest bytes of a record of this kind. The reader takes these for granted, and would read what is missing from the
/// record before it, or fall.
fn least_bytes(part: Kind, record: u16) -> usize {
    match (part, record) {
        // A row; a cell has its column and format first, then its value.
        (Kind::Sheet, 0) => 4,
        (Kind::Sheet, 1) => 8,
        (Kind::Sheet, 3 | 4 | 10 | 11) => 9,
        (Kind::Sheet, 2 | 6 | 7 | 8) => 12,
        (Kind::Sheet, 5 | 9 | SIZE) => 16,
        (Kind::Texts, TEXT) => 5,
        (Kind::Texts, TEXTS) => 8,
        (Kind::Records, PROPERTIES | OTHER_SHEETS | FORMATS | CELL_FORMATS | CELL_FORMAT) => 4,
        (Kind::Records, FORMAT) => 6,
        (Kind::Records, SHEET) => 16,
        _ => 0,
    }
}

const TEXT: u16 = 0x13;
const SHARED_TEXT_CELL: u16 = 7;
const FORMAT: u16 = 0x2c;
const CELL_FORMAT: u16 = 0x2f;
const SIZE: u16 = 0x94;
const PROPERTIES: u16 = 0x99;
const SHEET: u16 = 0x9c;
const TEXTS: u16 = 0x9f;
const OTHER_SHEETS: u16 = 0x16a;
const FORMATS: u16 = 0x267;
const CELL_FORMATS: u16 = 0x269;

/// What one part says of another.
#[derive(Default)]
pub(super) struct Known {
    /// The names of the workbook's relationships.
    pub(super) relationships: HashSet<String>,
    /// How many shared texts there are.
    pub(super) texts: u64,
    /// What stands in the sheets beside values.
    pub(super) losses: BTreeSet<Loss>,
}

impl Known {
    /// Whether what the record refers to is there.
    fn allows(&self, part: Kind, record: u16, data: &[u8]) -> bool {
        match (part, record) {
            (Kind::Sheet, SHARED_TEXT_CELL) => u32_at(data, 8).is_some_and(|text| u64::from(text) < self.texts),
            (Kind::Records, OTHER_SHEETS) => {
                u32_at(data, 0).is_some_and(|count| data.len() as u64 >= 4 + 12 * u64::from(count))
            }
            (Kind::Records, SHEET) => self.allows_sheet(data).is_some(),
            _ => true,
        }
    }

    fn allows_sheet(&self, data: &[u8]) -> Option<()> {
        const NO_PART: u32 = u32::MAX;
        let length = u32_at(data, 8).filter(|length| *length != NO_PART);
        let Some(length) = length else { return Some(()) };
        let end = 12_usize.checked_add(usize::try_from(length).ok()?.checked_mul(2)?)?;
        let units = data.get(12..end)?.chunks_exact(2).filter_map(|two| u16_at(two, 0));
        let name: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
        (self.relationships.contains(&name) && data.len() >= end + 4).then_some(())
    }
}

/// Walks `part`.
///
/// # Errors
/// A record that is cut or too long, too many texts, a wrong checksum.
pub(super) fn walk(
    reader: impl Read,
    (part, kind): (&str, Kind),
    known: &mut Known,
    progress: &Progress,
) -> Result<(), OpenProblem> {
    let mut records = Records { reader: BufReader::with_capacity(1 << 16, reader), part, data: Vec::new() };
    let mut passed = 0_u64;
    while let Some(record) = records.next()? {
        passed += records.data.len() as u64 + 2;
        if passed > 1 << 18 {
            progress.advance(std::mem::take(&mut passed))?;
        }
        if records.data.len() < least_bytes(kind, record) || !known.allows(kind, record, &records.data) {
            return Err(OpenProblem::damaged(
                part,
                format!("a record of kind {record:#x} is cut or refers to nothing"),
            ));
        }
        if kind == Kind::Sheet {
            known.losses.extend(of_xlsb_record(record));
        }
        known.texts += u64::from(kind == Kind::Texts && record == TEXT);
        if known.texts > MAX_TEXTS {
            return Err(OpenProblem::TooLarge { place: part.to_owned(), unit: Unit::Strings, limit: MAX_TEXTS });
        }
    }
    progress.advance(passed)?;
    Ok(())
}

/// Whether the workbook counts its days from 1904.
///
/// # Errors
/// As for [`walk`].
pub(super) fn date_1904(container: &mut Container) -> Result<bool, OpenProblem> {
    let part = "xl/workbook.bin";
    let reader = BufReader::new(container.part_reader(part)?);
    let mut records = Records { reader, part, data: Vec::new() };
    while let Some(record) = records.next()? {
        if record == PROPERTIES {
            return Ok(u32_at(&records.data, 0).is_some_and(|flags| flags & 1 != 0));
        }
    }
    Ok(false)
}

struct Records<'a, R> {
    reader: R,
    part: &'a str,
    /// The bytes of the record at hand.
    data: Vec<u8>,
}

impl<R: Read> Records<'_, R> {
    /// The kind of the next record, `None` at the end.
    fn next(&mut self) -> Result<Option<u16>, OpenProblem> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let mut kind = u16::from(first & 0x7f);
        if first & 0x80 != 0 {
            kind |= u16::from(self.needed()? & 0x7f) << 7;
        }
        let mut length = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.needed()?;
            length |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        if length > MAX_RECORD_BYTES {
            let (place, limit) = (self.part.to_owned(), MAX_RECORD_BYTES as u64);
            return Err(OpenProblem::TooLarge { place, unit: Unit::TextBytes, limit });
        }
        self.data.resize(length, 0);
        self.reader.read_exact(&mut self.data).map_err(|error| read_problem(self.part, error))?;
        Ok(Some(kind))
    }

    fn byte(&mut self) -> Result<Option<u8>, OpenProblem> {
        let mut byte = [0];
        loop {
            return match self.reader.read(&mut byte) {
                Ok(0) => Ok(None),
                Ok(_) => Ok(byte.first().copied()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => Err(read_problem(self.part, error)),
            };
        }
    }

    fn needed(&mut self) -> Result<u8, OpenProblem> {
        self.byte()?.ok_or_else(|| OpenProblem::damaged(self.part, "a record is cut"))
    }
}
