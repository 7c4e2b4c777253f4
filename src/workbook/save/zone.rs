//! The note that Windows keeps beside a file from the internet: a copy of it came from there too.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Longer notes are not Windows' own.
const MAX_NOTE_BYTES: u64 = 64 << 10;

/// What stands beside a file in the stream `Zone.Identifier`; nothing for most files, and on other systems.
#[derive(Debug, Default)]
pub(in crate::workbook) struct ZoneNote(Vec<u8>);

impl ZoneNote {
    /// The note beside `path`. Ask before anything takes its name: a replaced file loses its note.
    pub(in crate::workbook) fn beside(path: Option<&Path>) -> Self {
        path.filter(|_| cfg!(windows)).map(Self::read).unwrap_or_default()
    }

    /// Puts the note beside `path`; where the file system has no room for it, the copy is whole all the same.
    pub(in crate::workbook) fn put_beside(&self, path: &Path) {
        if !self.0.is_empty() {
            let opened = OpenOptions::new().write(true).create(true).truncate(true).open(stream(path));
            let _ = opened.and_then(|mut file| file.write_all(&self.0));
        }
    }

    fn read(path: &Path) -> Self {
        let mut note = Vec::new();
        let read = File::open(stream(path)).and_then(|file| file.take(MAX_NOTE_BYTES + 1).read_to_end(&mut note));
        if read.is_ok() && note.len() as u64 <= MAX_NOTE_BYTES { Self(note) } else { Self::default() }
    }
}

fn stream(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(":Zone.Identifier");
    PathBuf::from(name)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests {
    use super::*;
    use std::fs;

    /// Where a stream is a file of that name, which other systems allow.
    #[test]
    fn a_note_outlives_the_file_that_it_stood_beside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.xlsx");
        assert!(ZoneNote::read(&file).0.is_empty());
        fs::write(stream(&file), "[ZoneTransfer]\r\nZoneId=3\r\n").unwrap();
        let note = ZoneNote::read(&file);
        fs::remove_file(stream(&file)).unwrap();
        note.put_beside(&file);
        assert_eq!(fs::read(stream(&file)).unwrap(), b"[ZoneTransfer]\r\nZoneId=3\r\n");
        fs::write(stream(&file), vec![b'x'; MAX_NOTE_BYTES as usize + 1]).unwrap();
        assert!(ZoneNote::read(&file).0.is_empty());
    }

    #[test]
    fn without_a_note_nothing_is_left_beside_the_copy() {
        let folder = tempfile::tempdir().unwrap();
        ZoneNote::default().put_beside(&folder.path().join("copy.xlsx"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
