//! A journal of the program's own on disk: one change a line, added at the end, each with a checksum.
//!
//! A line is `["checksum",document]`: the FNV-1a hash of the document's text in 16 digits, and a document of JSON. A line that the end of the
//! program tore is left out; any other that does not hold is left out too, counted, and the file is kept aside before
//! it is written anew. One program at a time writes a journal: a lock beside it is held while it is open, and goes with
//! the program however that ends.

use crate::workbook::save::{TargetError, save_safely};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The longest line that is read: a note of the longest kind has a fraction of it.
const MAX_LINE_BYTES: u64 = 1 << 20;
/// The largest journal that is read.
const MAX_BYTES: u64 = 2 << 30;

/// Why there is no journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another program has it open.
    #[error("another program writes it")]
    InUse,
    /// The file system refuses.
    #[error("{}: {error}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        error: io::Error,
    },
    /// It could not be written anew.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A write was refused, such as by a full disk.
    #[error("cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// What a journal held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalLines {
    /// The documents, the oldest first.
    pub documents: Vec<String>,
    /// Lines whose checksum does not hold, beside a torn last one.
    pub damaged: u64,
}

/// A journal that this program alone writes.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    /// `None` only while it is written anew, or when it could not be opened after that.
    file: Option<File>,
    /// Held while the journal is open.
    _lock: File,
    /// Its file has lines that could not be read: they are kept aside.
    is_damaged: bool,
}

impl Journal {
    /// Opens the journal at `path`, making it when there is none, and gives what it holds.
    ///
    /// # Errors
    /// [`JournalError::InUse`] while another program has it open, else what the file system said.
    pub fn open(path: &Path) -> Result<(Self, JournalLines), JournalError> {
        let refused = |error| JournalError::Refused { path: path.to_owned(), error };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(refused)?;
        }
        let lock = lock(&path.with_extension("lock"))?;
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(refused)?;
        let lines = read_lines(&mut file).map_err(refused)?;
        end_last_line(&mut file).map_err(refused)?;
        let is_damaged = lines.damaged > 0;
        Ok((Self { path: path.to_owned(), file: Some(file), _lock: lock, is_damaged }, lines))
    }

    /// Adds `documents`, one line each, and returns when they are on the disk. No document may hold a line break, which
    /// JSON written without indentation never does.
    ///
    /// # Errors
    /// What the file system said; some of the lines may be there.
    pub fn append<'a>(&mut self, documents: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        let lines: String = documents.into_iter().map(line).collect();
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.write_all(lines.as_bytes())?;
        file.sync_data()
    }

    /// Writes the journal anew with `documents` alone: all of them, or it stays as it was.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub fn replace<'a>(&mut self, documents: impl IntoIterator<Item = &'a str>) -> Result<(), JournalError> {
        if self.is_damaged {
            // A copy under another name; where the file system has no links there is none.
            let aside = self.path.with_extension("damaged.jsonl");
            let _ = fs::remove_file(&aside);
            let _ = fs::hard_link(&self.path, &aside);
        }
        // Windows does not rename over an open file.
        self.file = None;
        let replaced = save_safely(
            &self.path,
            |file| -> Result<(), JournalError> {
                let mut out = io::BufWriter::new(file);
                for document in documents {
                    out.write_all(line(document).as_bytes())?;
                }
                out.flush()?;
                Ok(())
            },
            |_, ()| Ok(()),
        );
        let reopened = OpenOptions::new().read(true).append(true).open(&self.path);
        let reopened = reopened.map_err(|error| JournalError::Refused { path: self.path.clone(), error });
        replaced.and(reopened).map(|file| self.file = Some(file))?;
        self.is_damaged = false;
        Ok(())
    }
}

/// What the journal at `path` holds, without the right to write it; nothing when there is none.
///
/// # Errors
/// What the file system said.
pub fn read_journal(path: &Path) -> Result<JournalLines, JournalError> {
    let refused = |error| JournalError::Refused { path: path.to_owned(), error };
    match File::open(path) {
        Ok(mut file) => read_lines(&mut file).map_err(refused),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(JournalLines::default()),
        Err(error) => Err(refused(error)),
    }
}

/// Takes the lock at `path`, and leaves there who has it.
fn lock(path: &Path) -> Result<File, JournalError> {
    let refused = |error| JournalError::Refused { path: path.to_owned(), error };
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(refused)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(JournalError::InUse),
        Err(TryLockError::Error(error)) => return Err(refused(error)),
    }
    // For whoever looks into the folder; the lock itself is the system's.
    let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
    Ok(file)
}

fn line(document: &str) -> String {
    format!("[\"{:016x}\",{document}]\n", checksum(document))
}

/// FNV-1a, 64 bits.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The document of a line; `None` when it does not hold.
fn document(line: &str) -> Option<&str> {
    let (sum, rest) = line.strip_prefix("[\"")?.split_once("\",")?;
    let document = rest.strip_suffix(']')?;
    let is_whole = sum.len() == 16 && u64::from_str_radix(sum, 16).is_ok_and(|sum| sum == checksum(document));
    is_whole.then_some(document)
}

fn read_lines(file: &mut File) -> io::Result<JournalLines> {
    if file.metadata()?.len() > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than any journal of this program"));
    }
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let mut lines = JournalLines::default();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(lines);
        }
        let is_ended = bytes.last() == Some(&b'\n');
        let text = std::str::from_utf8(&bytes).unwrap_or_default().trim_end_matches(['\n', '\r']);
        match document(text) {
            Some(document) => lines.documents.push(document.to_owned()),
            // Torn: the program ended while it wrote.
            None if !is_ended && (bytes.len() as u64) < MAX_LINE_BYTES => {}
            None if text.is_empty() && bytes.len() <= 2 => {}
            None => lines.damaged += 1,
        }
    }
}

/// What is added next must not stand behind a torn line.
fn end_last_line(file: &mut File) -> io::Result<()> {
    let length = file.seek(SeekFrom::End(0))?;
    if length == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::Start(length - 1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    if last != *b"\n" { file.write_all(b"\n") } else { Ok(()) }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests;
