//! Safe saving of any file: all of it, or nothing.
//!
//! The new content goes to a temporary file in the target's folder, reaches the disk, is checked, and then takes the
//! target's name in one step. Whatever fails before that step leaves the target as it was and nothing beside it.

mod problem;
mod temporary;
mod zone;

pub use problem::TargetError;
pub(in crate::workbook) use zone::ZoneNote;

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use temporary::{Temporary, sweep};

/// Symbolic links followed from a target before they count as a circle.
const MAX_LINKS: usize = 40;

/// Writes a new file to `target`, or replaces the one there; a symbolic link stays and what it leads to is replaced.
///
/// `write` fills an empty file and tells about it; `check` reads the finished file, from its beginning, once it has
/// reached the disk. The permissions of a replaced file are kept.
///
/// # Errors
/// What `write` or `check` return, or why the target cannot be written. The target then is as it was.
pub fn save_safely<T, E: From<TargetError>>(
    target: &Path,
    write: impl FnOnce(&mut File) -> Result<T, E>,
    check: impl FnOnce(&mut File, &T) -> Result<(), E>,
) -> Result<T, E> {
    let refused = |error| E::from(TargetError::new(target, error));
    let place = end_of_links(target).map_err(refused)?;
    let replaced = require_replaceable(&place).map_err(refused)?;
    if let Some(lock) = replaced.as_ref().and_then(|_| problem::lock_file(&place)) {
        return Err(TargetError::locked(target, lock).into());
    }
    sweep(&place);
    let (mut file, temporary) = Temporary::create(&place).map_err(refused)?;
    if let Some(replaced) = &replaced {
        keep_permissions(&file, replaced).map_err(refused)?;
    }
    let told = write(&mut file)?;
    file.sync_all().map_err(refused)?;
    file.seek(SeekFrom::Start(0)).map_err(refused)?;
    check(&mut file, &told)?;
    // Windows does not rename over an open file.
    drop(file);
    temporary.take_name(&place).map_err(refused)?;
    sync_folder(&place);
    Ok(told)
}

/// Where a chain of symbolic links from `target` ends; the end need not exist.
fn end_of_links(target: &Path) -> io::Result<PathBuf> {
    let mut place = target.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.file_type().is_symlink() => {
                let link = fs::read_link(&place)?;
                place = place.parent().map_or_else(|| link.clone(), |folder| folder.join(&link));
            }
            Ok(_) => return Ok(place),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(place),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// What is at `place` now, if anything; it must be a file that may be written.
///
/// A rename would replace a write-protected file too, and a file open in Excel only after all the work.
fn require_replaceable(place: &Path) -> io::Result<Option<Metadata>> {
    let metadata = match fs::metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        metadata => metadata?,
    };
    if metadata.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file"));
    }
    if metadata.permissions().readonly() {
        return Err(ErrorKind::PermissionDenied.into());
    }
    OpenOptions::new().append(true).open(place)?;
    Ok(Some(metadata))
}

/// Gives the new file the permissions, and where allowed the owner, of the one it replaces.
fn keep_permissions(file: &File, replaced: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (replaced.uid(), replaced.gid()) {
            // Only an administrator may give files away; for others the content is what matters.
            let _ = fchown(file, Some(replaced.uid()), Some(replaced.gid()));
        }
    }
    file.set_permissions(replaced.permissions())
}

/// Makes the new name last through a power cut. The file itself is safe already, so a folder that cannot be synced
/// is no failure.
fn sync_folder(place: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder_of(place)) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = place;
}

fn folder_of(place: &Path) -> &Path {
    match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests;
