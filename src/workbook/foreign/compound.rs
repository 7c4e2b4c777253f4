//! Compound files: a small file system within a file, in which Excel 97 to 2003 kept its workbooks.
//!
//! Every number in it may lie, so none is believed: a sector has to be within the file, a chain may not be longer than
//! the file, and nothing is reserved before it is read.

use crate::workbook::error::{LooksLike, OpenProblem, Unit};
use crate::workbook::foreign::bytes::{u16_at, u32_at};
use crate::workbook::source::ReadSeek;
use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};

/// Most bytes of a compound file, and so of a stream in it. A full sheet of 65,536 rows with 45 columns has 60 MB.
pub(super) const MAX_COMPOUND_BYTES: u64 = 160 << 20;
/// Sector numbers from here on are marks, such as the end of a chain.
const FIRST_MARK: u32 = 0xffff_fffa;
const NO_ENTRY: u32 = 0xffff_ffff;
const HEADER_BYTES: u64 = 512;
const ENTRY_BYTES: usize = 128;
const SMALL_SECTOR_BYTES: usize = 64;
/// Streams shorter than this are kept in small sectors.
const SMALL_STREAM_BYTES: u64 = 4096;

/// A compound file whose directory is read.
pub(super) struct Compound {
    bytes: Box<dyn ReadSeek>,
    sector_bytes: usize,
    sector_count: u32,
    next_sector: Vec<u32>,
    next_small: Vec<u32>,
    small_sectors: Vec<u8>,
    /// What the root folder holds.
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// An entry of the directory as it is stored.
struct Stored {
    entry: Entry,
    left: u32,
    right: u32,
    child: u32,
}

impl Compound {
    /// Reads the tables of `bytes`.
    ///
    /// # Errors
    /// Larger than [`MAX_COMPOUND_BYTES`], or damaged.
    pub(super) fn open(mut bytes: Box<dyn ReadSeek>) -> Result<Self, OpenProblem> {
        let size = bytes.seek(SeekFrom::End(0))?;
        if size > MAX_COMPOUND_BYTES {
            let limit = MAX_COMPOUND_BYTES;
            return Err(OpenProblem::TooLarge { place: "workbook".to_owned(), unit: Unit::FileBytes, limit });
        }
        bytes.seek(SeekFrom::Start(0))?;
        let mut header = Vec::new();
        (&mut bytes).take(HEADER_BYTES).read_to_end(&mut header)?;
        let sector_bytes = match u16_at(&header, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged("the size of its sectors is unknown")),
        };
        let field = |at| u32_at(&header, at).ok_or_else(|| damaged("its header is cut"));
        let sector_count = u32::try_from((size / sector_bytes as u64).saturating_sub(1)).unwrap_or(0) + 1;
        let mut compound = Self {
            bytes,
            sector_bytes,
            sector_count,
            next_sector: Vec::new(),
            next_small: Vec::new(),
            small_sectors: Vec::new(),
            entries: Vec::new(),
        };
        compound.read_table(&header, field(68)?)?;
        let directory = compound.chain(field(48)?, MAX_COMPOUND_BYTES)?;
        let stored: Vec<Stored> = directory
            .chunks_exact(ENTRY_BYTES)
            .map(|bytes| stored(bytes, sector_bytes))
            .collect::<Option<_>>()
            .ok_or_else(|| damaged("its directory is cut"))?;
        let root = stored.first().ok_or_else(|| damaged("it has no directory"))?;
        if field(64)? > 0 && root.entry.size > 0 {
            compound.small_sectors = compound.chain(root.entry.start, root.entry.size)?;
            let table = compound.chain(field(60)?, MAX_COMPOUND_BYTES)?;
            compound.next_small = numbers(&table).collect();
        }
        compound.entries = children(root.child, &stored);
        Ok(compound)
    }

    /// The whole stream `name` of the root folder, `None` when there is none.
    ///
    /// # Errors
    /// Damage of its chain; a stream that is shorter than the directory says.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<Vec<u8>>, OpenProblem> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let (start, size) = (entry.start, entry.size);
        let stream = if size < SMALL_STREAM_BYTES { self.small_chain(start, size)? } else { self.chain(start, size)? };
        if (stream.len() as u64) < size {
            return Err(damaged(format!("its stream {name} is cut")));
        }
        Ok(Some(stream))
    }

    /// What a compound file without a workbook is.
    pub(super) fn other_kind(&self) -> LooksLike {
        let has = |name: &str| self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
        if has("WordDocument") {
            LooksLike::Word
        } else if has("PowerPoint Document") {
            LooksLike::PowerPoint
        } else if has("__properties_version1.0") {
            LooksLike::Mail
        } else {
            LooksLike::Unknown
        }
    }

    /// Reads which sector follows which.
    fn read_table(&mut self, header: &[u8], first_list: u32) -> Result<(), OpenProblem> {
        let mut table_sectors: Vec<u32> = numbers(header.get(76..).unwrap_or_default()).collect();
        let mut list = first_list;
        let mut lists = 0;
        while list < FIRST_MARK {
            lists += 1;
            if lists > self.sector_count {
                return Err(damaged("its list of sectors goes in a circle"));
            }
            table_sectors.extend(numbers(&self.sector(list)?));
            list = table_sectors.pop().unwrap_or(FIRST_MARK);
        }
        let mut seen = HashSet::new();
        for sector in table_sectors.into_iter().filter(|sector| *sector < FIRST_MARK) {
            if !seen.insert(sector) {
                return Err(damaged("its table of sectors names one twice"));
            }
            let bytes = self.sector(sector)?;
            self.next_sector.extend(numbers(&bytes));
        }
        Ok(())
    }

    /// The bytes of a sector; the last of a file may be cut.
    fn sector(&mut self, sector: u32) -> Result<Vec<u8>, OpenProblem> {
        let at = (u64::from(sector) + 1) * self.sector_bytes as u64;
        if sector >= self.sector_count {
            return Err(damaged("a sector lies behind the end of the file"));
        }
        self.bytes.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::with_capacity(self.sector_bytes);
        (&mut self.bytes).take(self.sector_bytes as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The bytes of the chain that begins with `sector`, at most `limit`.
    fn chain(&mut self, mut sector: u32, limit: u64) -> Result<Vec<u8>, OpenProblem> {
        let mut bytes = Vec::new();
        let mut sectors = 0;
        while sector < FIRST_MARK && (bytes.len() as u64) < limit {
            sectors += 1;
            if sectors > self.sector_count {
                return Err(damaged("a chain of sectors goes in a circle"));
            }
            bytes.extend(self.sector(sector)?);
            let next = usize::try_from(sector).ok().and_then(|sector| self.next_sector.get(sector));
            sector = *next.ok_or_else(|| damaged("a sector is missing from its table"))?;
        }
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(bytes)
    }

    /// As [`Compound::chain`], of small sectors.
    fn small_chain(&self, mut sector: u32, limit: u64) -> Result<Vec<u8>, OpenProblem> {
        let mut bytes = Vec::new();
        while sector < FIRST_MARK && (bytes.len() as u64) < limit {
            let index = usize::try_from(sector).unwrap_or(usize::MAX);
            let start = index.saturating_mul(SMALL_SECTOR_BYTES);
            let small = self.small_sectors.get(start..).filter(|rest| !rest.is_empty());
            let small = small.ok_or_else(|| damaged("a small sector lies behind the end of its stream"))?;
            bytes.extend(small.iter().take(SMALL_SECTOR_BYTES));
            sector = *self.next_small.get(index).ok_or_else(|| damaged("a small sector is missing from its table"))?;
        }
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(bytes)
    }
}

fn damaged(cause: impl std::fmt::Display) -> OpenProblem {
    OpenProblem::damaged("compound file", cause)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0))
}

fn stored(bytes: &[u8], sector_bytes: usize) -> Option<Stored> {
    let units = bytes.get(..64)?.chunks_exact(2).filter_map(|two| u16_at(two, 0)).take_while(|unit| *unit != 0);
    let name = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    // Small files leave the upper half undefined.
    let upper = if sector_bytes == 512 { 0 } else { u64::from(u32_at(bytes, 124)?) << 32 };
    let entry = Entry { name, start: u32_at(bytes, 116)?, size: upper | u64::from(u32_at(bytes, 120)?) };
    Some(Stored { entry, left: u32_at(bytes, 68)?, right: u32_at(bytes, 72)?, child: u32_at(bytes, 76)? })
}

/// The entries of the folder whose tree begins at `child`; those of folders within it belong to embedded objects.
fn children(child: u32, stored: &[Stored]) -> Vec<Entry> {
    let mut open = vec![child];
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    while let Some(at) = open.pop() {
        let entry = usize::try_from(at).ok().and_then(|at| stored.get(at));
        if at != NO_ENTRY
            && let Some(Stored { entry, left, right, .. }) = entry
            && seen.insert(at)
        {
            found.push(Entry { name: entry.name.clone(), ..*entry });
            open.extend([*left, *right]);
        }
    }
    found
}
