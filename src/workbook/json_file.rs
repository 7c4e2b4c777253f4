//! Documents of the program's own as JSON: profiles, fitted models, reports.

use crate::workbook::save::{TargetError, save_safely};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Largest document that is read: a model of a thousand coefficients with all its words has a fraction of it.
const MAX_BYTES: u64 = 64 << 20;

/// Why a document was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum JsonFileError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        error: io::Error,
    },
    /// The file holds more than any document of this program.
    #[error("{}: larger than {} MB, so it is no document of this program", path.display(), MAX_BYTES >> 20)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file holds something else than what was expected.
    #[error("{}: not what was expected there: {error}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// Where it departs, and from what.
        error: serde_json::Error,
    },
    /// The file cannot be written.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A write was refused, such as by a full disk.
    #[error("cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl JsonFileError {
    /// Why, without the file's path.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::Unreadable { error, .. } | Self::Write(error) => error.to_string(),
            Self::TooLarge { .. } => format!("larger than {} MB", MAX_BYTES >> 20),
            Self::Other { error, .. } => error.to_string(),
            Self::Target(target) => target.error.to_string(),
        }
    }
}

/// Reads the text of the document at `path`.
///
/// # Errors
/// See [`JsonFileError`].
pub fn read_text(path: &Path) -> Result<String, JsonFileError> {
    let unreadable = |error| JsonFileError::Unreadable { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(JsonFileError::TooLarge { path: path.to_owned() });
    }
    let text =
        String::from_utf8(bytes).map_err(|error| unreadable(io::Error::new(io::ErrorKind::InvalidData, error)))?;
    // Editors of Windows begin their files with it.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Reads the document at `path`.
///
/// # Errors
/// See [`JsonFileError`].
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, JsonFileError> {
    serde_json::from_str(&read_text(path)?).map_err(|error| JsonFileError::Other { path: path.to_owned(), error })
}

/// Writes `document` to `path`, all of it or nothing.
///
/// # Errors
/// See [`JsonFileError`].
pub fn write_json<T: Serialize>(path: &Path, document: &T) -> Result<(), JsonFileError> {
    let text = serde_json::to_vec_pretty(document).map_err(io::Error::from)?;
    save_safely(
        path,
        |file| -> Result<(), JsonFileError> {
            file.write_all(&text)?;
            file.write_all(b"\n")?;
            Ok(())
        },
        |_, ()| Ok(()),
    )
}

/// As [`write_json`]; the folder of `path` is made where it is missing.
///
/// # Errors
/// See [`JsonFileError`].
pub fn keep_json<T: Serialize>(path: &Path, document: &T) -> Result<(), JsonFileError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    write_json(path, document)
}

/// The JSON files in `folder`, in the order of their names; none where there is no such folder.
#[must_use]
pub fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::ScoringProfile;

    #[test]
    fn a_document_reads_back_and_another_is_refused_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("profile.json");
        let profile = ScoringProfile::default();
        write_json(&path, &profile).unwrap();
        assert_eq!(read_json::<ScoringProfile>(&path).unwrap(), profile);
        fs::write(&path, "\u{feff}{\"limits\": {\"fitt\": 1}}").unwrap();
        let refused = read_json::<ScoringProfile>(&path).unwrap_err().to_string();
        assert!(
            refused.contains("profile.json") && refused.contains("fitt") && refused.contains("line 1"),
            "{refused}"
        );
    }
}
