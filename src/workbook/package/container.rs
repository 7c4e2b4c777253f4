//! The zip archive below a package: its directory within limits, its entries by part name.
//!
//! Limits are absolute. A ratio of packed to unpacked size says little: real sheets reach 30 to 1 and more, while an
//! absolute size is what memory and time depend on. Entries that nobody reads are never unpacked, so their declared
//! size does not matter.

use crate::workbook::error::{Format, LooksLike, OpenProblem, Unit};
use crate::workbook::source::ReadSeek;
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// Most entries of a package: a workbook with 300 sheets, a drawing and a comment part each has about 2,000.
pub const MAX_ENTRIES: usize = 20_000;
/// Most bytes of a worksheet when unpacked: a full sheet of 1,048,576 rows with 45 columns has 2.4 GB.
pub const MAX_SHEET_BYTES: u64 = 3 << 30;
/// Most bytes of the shared strings when unpacked: those of a million customers have 0.25 GB, and all are kept.
pub const MAX_SHARED_STRINGS_BYTES: u64 = 1 << 30;
/// Most bytes of any other part that is read: the largest healthy style sheets have a few MB.
pub const MAX_SMALL_PART_BYTES: u64 = 64 << 20;
/// Most bytes read to find the directory: 20,000 entries with names of 700 bytes, and the search for its end.
const MAX_DIRECTORY_BYTES: u64 = 16 << 20;

/// An archive within limits.
pub(in crate::workbook) struct Container {
    archive: ZipArchive<Box<dyn ReadSeek>>,
    index_of_name: HashMap<String, usize>,
}

impl Container {
    /// Reads and checks the directory.
    ///
    /// # Errors
    /// Damage, too many entries, two entries of one name, entries that share bytes, encryption, or a packing method
    /// that the format does not know.
    pub(in crate::workbook) fn open(bytes: Box<dyn ReadSeek>) -> Result<Self, OpenProblem> {
        let allowance = Arc::new(AtomicU64::new(MAX_DIRECTORY_BYTES));
        let metered: Box<dyn ReadSeek> = Box::new(Metered { bytes, allowance: Arc::clone(&allowance) });
        let opened = ZipArchive::new(metered);
        if allowance.swap(u64::MAX, Ordering::Relaxed) == 0 {
            return Err(too_many_entries());
        }
        let mut archive = opened.map_err(|error| damage("package", &error))?;
        if archive.len() > MAX_ENTRIES {
            return Err(too_many_entries());
        }
        let index_of_name = index_names(&archive)?;
        if archive.has_overlapping_entries().map_err(|error| damage("package", &error))? {
            return Err(OpenProblem::damaged("package", "entries share the same bytes"));
        }
        Ok(Self { archive, index_of_name })
    }

    /// The names of all parts, in lower case, in no order.
    pub(in crate::workbook) fn part_names(&self) -> impl Iterator<Item = &str> {
        self.index_of_name.keys().map(String::as_str)
    }

    pub(in crate::workbook) fn index_of(&self, part: &str) -> Option<usize> {
        self.index_of_name.get(&comparable(part)).copied()
    }

    pub(in crate::workbook) fn size_of(&self, part: &str) -> Option<u64> {
        Some(self.archive.by_index_data(self.index_of(part)?).ok()?.size())
    }

    pub(super) fn archive_mut(&mut self) -> &mut ZipArchive<Box<dyn ReadSeek>> {
        &mut self.archive
    }

    pub(in crate::workbook) fn part_reader<'a>(&'a mut self, part: &str) -> Result<impl Read + use<'a>, OpenProblem> {
        let index = self.index_of(part).ok_or_else(|| OpenProblem::damaged(part, "the part is missing"))?;
        self.archive.by_index(index).map_err(|error| damage(part, &error))
    }

    pub(in crate::workbook) fn part_text(&mut self, part: &str, limit: u64) -> Result<String, OpenProblem> {
        let too_large = || OpenProblem::TooLarge { place: part.to_owned(), unit: Unit::Bytes, limit };
        if self.size_of(part).is_some_and(|size| size > limit) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let mut reader = self.part_reader(part)?.take(limit.saturating_add(1));
        reader.read_to_end(&mut bytes).map_err(|error| read_problem(part, error))?;
        if bytes.len() as u64 > limit {
            return Err(too_large());
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(OpenProblem::damaged(part, "the text is UTF-16, not UTF-8"));
        }
        if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map_err(|error| OpenProblem::damaged(part, error))
    }

    /// What to say when the archive is an OpenDocument file; its first entry then is its media type.
    pub(super) fn open_document_problem(&mut self) -> Option<OpenProblem> {
        let media_type = self.index_of("mimetype").and_then(|_| self.part_text("mimetype", 256).ok())?;
        let kind = media_type.trim().strip_prefix("application/vnd.oasis.opendocument.")?;
        Some(if kind.starts_with("spreadsheet") {
            OpenProblem::UnsupportedFormat(Format::Ods)
        } else {
            OpenProblem::NotAWorkbook(LooksLike::OpenDocument)
        })
    }
}

/// What a failed reading of `place` means: damage of the file, or trouble of the disk.
pub(in crate::workbook) fn read_problem(place: &str, error: io::Error) -> OpenProblem {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            OpenProblem::damaged(place, error)
        }
        _ => OpenProblem::Unreadable(error),
    }
}

fn damage(place: &str, error: &ZipError) -> OpenProblem {
    match error {
        ZipError::Io(error) => read_problem(place, io::Error::new(error.kind(), error.to_string())),
        error => OpenProblem::damaged(place, error),
    }
}

fn too_many_entries() -> OpenProblem {
    OpenProblem::TooLarge { place: "package".to_owned(), unit: Unit::Entries, limit: MAX_ENTRIES as u64 }
}

/// Where each entry is, by its comparable name.
fn index_names(archive: &ZipArchive<Box<dyn ReadSeek>>) -> Result<HashMap<String, usize>, OpenProblem> {
    if archive.has_duplicate_names() {
        return Err(OpenProblem::damaged("package", "two entries have the same name"));
    }
    let mut index_of_name = HashMap::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|error| damage("package", &error))?;
        let name = entry.name().map_err(|error| damage("package", &error))?;
        if entry.encrypted() {
            return Err(OpenProblem::Encrypted);
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(OpenProblem::damaged(name, format!("packed as {:?}", entry.compression())));
        }
        if index_of_name.insert(comparable(&name), index).is_some() {
            return Err(OpenProblem::damaged(name, "two entries have the same name"));
        }
    }
    Ok(index_of_name)
}

/// A part name as it is compared.
fn comparable(part: &str) -> String {
    part.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

/// Bytes of which only so many may be read, so that a directory of millions of entries is not taken into memory.
struct Metered {
    bytes: Box<dyn ReadSeek>,
    allowance: Arc<AtomicU64>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        let left = self.allowance.load(Ordering::Relaxed);
        if left != u64::MAX {
            let left = left.saturating_sub(count as u64);
            self.allowance.store(left, Ordering::Relaxed);
            if left == 0 {
                return Err(io::Error::other("the directory is too large"));
            }
        }
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(position)
    }
}
