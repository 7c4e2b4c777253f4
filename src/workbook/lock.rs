//! The lock file that Excel keeps beside a workbook while somebody has it open.

use crate::workbook::source::Source;
use std::fs::File;
use std::io::Read;

/// A lock file has this many bytes: a name in the code page of its writer, and the same in UTF-16.
const LOCK_BYTES: usize = 165;
/// Where the length of the UTF-16 name stands; the name follows.
const NAME_LENGTH_AT: usize = 55;
/// Characters that a name may have.
const NAME_LONGEST: usize = 54;

/// Somebody has a workbook open in Excel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenElsewhere {
    /// Who, as Excel knows them; `None` when the lock file cannot be read.
    pub name: Option<String>,
}

/// Who has `source` open in Excel; `None` when nobody has.
#[must_use]
pub fn open_elsewhere(source: &Source) -> Option<OpenElsewhere> {
    let path = source.path()?;
    let mut name = std::ffi::OsString::from("~$");
    name.push(path.file_name()?);
    let lock = path.with_file_name(name);
    lock.is_file().then(|| {
        let mut bytes = Vec::with_capacity(LOCK_BYTES);
        let read = File::open(&lock).and_then(|file| file.take(LOCK_BYTES as u64).read_to_end(&mut bytes));
        OpenElsewhere { name: read.ok().and_then(|_| owner(&bytes)) }
    })
}

fn owner(bytes: &[u8]) -> Option<String> {
    let length = Some(usize::from(*bytes.get(NAME_LENGTH_AT)?)).filter(|length| *length <= NAME_LONGEST)?;
    let name = bytes.get(NAME_LENGTH_AT + 2..)?.get(..length * 2)?;
    let units = name.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(u16::from_le_bytes);
    let name = String::from_utf16(&units.collect::<Vec<_>>()).ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock_of(name: &str) -> Vec<u8> {
        let units: Vec<u16> = name.encode_utf16().collect();
        let mut bytes = vec![b' '; NAME_LENGTH_AT];
        bytes.extend((units.len() as u16).to_le_bytes());
        bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes.resize(LOCK_BYTES, b' ');
        bytes
    }

    #[test]
    fn the_name_is_read_where_there_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let source = Source::File(folder.path().join("report.xlsx"));
        assert_eq!(open_elsewhere(&source), None);
        let lock = folder.path().join("~$report.xlsx");
        std::fs::write(&lock, lock_of("佐藤 花子")).unwrap();
        assert_eq!(open_elsewhere(&source).and_then(|open| open.name).as_deref(), Some("佐藤 花子"));
        for broken in [Vec::new(), lock_of("")[..60].to_vec(), vec![0xff; LOCK_BYTES]] {
            std::fs::write(&lock, broken).unwrap();
            assert_eq!(open_elsewhere(&source), Some(OpenElsewhere { name: None }));
        }
    }
}
