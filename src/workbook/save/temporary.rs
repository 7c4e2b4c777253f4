//! The file beside the target that takes its name once it is whole.

use super::folder_of;
use super::problem::{ACCESS_DENIED, SHARING_VIOLATION};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Names tried for the temporary file; each is unlikely to be taken.
const MAX_NAMES_TRIED: usize = 100;
/// A temporary file this old belongs to no save that still runs.
const LONG_AGO: Duration = Duration::from_hours(24);
/// One this old is left over when no process of its number runs here; in a shared folder it may be another machine's.
const A_WHILE_AGO: Duration = Duration::from_mins(15);
/// How often a file that a virus scanner holds is asked for again, first after ten milliseconds, then doubling.
const PATIENCE: u32 = 8;

/// A file that is removed unless it takes another name.
pub(super) struct Temporary {
    path: PathBuf,
    is_kept: bool,
}

impl Temporary {
    /// An empty file beside `place`, under a short name of its own: a target's name may have as many bytes as a name
    /// can have.
    pub(super) fn create(place: &Path) -> io::Result<(File, Self)> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let mut last_error = io::Error::from(ErrorKind::AlreadyExists);
        for _ in 0..MAX_NAMES_TRIED {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder_of(place).join(format!(".pd-{:x}-{count:x}.tmp", std::process::id()));
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((file, Self { path, is_kept: false })),
                // Left behind by a process of the same number that was killed.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => last_error = error,
                Err(error) => return Err(error),
            }
        }
        Err(last_error)
    }

    /// Renames the file to `place`, replacing what is there.
    pub(super) fn take_name(mut self, place: &Path) -> io::Result<()> {
        patiently(|| fs::rename(&self.path, place)).map_err(|error| told_apart(error, place))?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = patiently(|| fs::remove_file(&self.path));
        }
    }
}

/// Does `action`, on Windows again and again for two seconds while a virus scanner or an indexer holds the file.
fn patiently<T>(action: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let mut pause = Duration::from_millis(10);
    for _ in 1..PATIENCE {
        match action() {
            Err(error) if cfg!(windows) && matches!(error.raw_os_error(), Some(ACCESS_DENIED | SHARING_VIOLATION)) => {
                std::thread::sleep(pause);
                pause *= 2;
            }
            done => return done,
        }
    }
    action()
}

/// On Windows a rename over a file that is open elsewhere is refused just like one that is not allowed. A file that may
/// be written, but not replaced, is open elsewhere.
fn told_apart(error: io::Error, place: &Path) -> io::Error {
    if !cfg!(windows) || error.raw_os_error() != Some(ACCESS_DENIED) {
        return error;
    }
    match OpenOptions::new().append(true).open(place) {
        Ok(_) => io::Error::from_raw_os_error(SHARING_VIOLATION),
        Err(denied) if denied.raw_os_error() == Some(SHARING_VIOLATION) => denied,
        Err(_) => error,
    }
}

/// Removes temporary files of ours in the folder of `place` that a process left behind which was killed. What cannot be
/// removed stays; nothing of others is touched.
pub(super) fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(folder_of(place)) else { return };
    for entry in entries.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(process_of) else { continue };
        // Of a link the link itself.
        if entry.metadata().is_ok_and(|metadata| metadata.is_file() && is_left_over(&metadata, process)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_left_over(metadata: &Metadata, process: u32) -> bool {
    let Some(age) = metadata.modified().ok().and_then(|time| time.elapsed().ok()) else { return false };
    age >= LONG_AGO || age >= A_WHILE_AGO && is_gone(process)
}

/// The process that a temporary file of ours is named after.
fn process_of(name: &str) -> Option<u32> {
    let (process, count) = name.strip_prefix(".pd-")?.strip_suffix(".tmp")?.split_once('-')?;
    let is_ours = |digits: &str| digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    u32::from_str_radix(count, 16).ok()?;
    if is_ours(process) && is_ours(count) { u32::from_str_radix(process, 16).ok() } else { None }
}

/// Whether it is sure that no process of this number runs on this machine.
fn is_gone(process: u32) -> bool {
    let running = Path::new("/proc");
    running.join("self").exists() && !running.join(process.to_string()).exists()
}
