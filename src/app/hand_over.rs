//! One window for all files: a later start leaves its files in a folder, where the window that is open takes them.
//!
//! The window holds a lock as long as it is open; the system lets go of it however the program ends. Who cannot have the
//! lock writes the paths into a file of its own and waits until the window has taken it away. What nobody takes in time
//! is removed again, and what a start left that ended in between is removed by the next window.

use crate::session::job::Waker;
use crate::workbook::json_file::{read_json, write_json};
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// How often the window looks for files: soon enough for a person, and a look is one reading of an empty folder.
const LOOK_INTERVAL: Duration = Duration::from_millis(400);
/// How often a start looks whether its files were taken.
const TAKEN_INTERVAL: Duration = Duration::from_millis(50);
/// How long a start waits for that: a window that reads a large file still looks, one that hangs does not.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a start is to do.
pub(super) enum Start {
    /// Open the window that takes the files of later starts.
    First(FrontDoor),
    /// Nothing: the window that is open has the files.
    HandedOver,
    /// Open a window of its own.
    Another,
}

/// The window's side: files of later starts come in here.
pub(super) struct FrontDoor {
    folder: PathBuf,
    /// Held as long as the window is open.
    lock: File,
}

/// What comes in while the window is open.
pub(super) struct HandedIn {
    files: Receiver<Vec<PathBuf>>,
    _lock: File,
}

impl HandedIn {
    /// The files of a later start, if there was one.
    pub(super) fn poll(&self) -> Option<Vec<PathBuf>> {
        self.files.try_recv().ok()
    }
}

/// Finds out what this start is to do with `files`; what is kept by the program is in `folder`. Without files a person
/// asks for a window, and gets one.
pub(super) fn start(folder: &Path, files: &[PathBuf]) -> Start {
    let folder = folder.join("handed-over");
    match FrontDoor::open(&folder) {
        Some(door) => Start::First(door),
        None if !files.is_empty() && give(&folder, files, PATIENCE) => Start::HandedOver,
        None => Start::Another,
    }
}

impl FrontDoor {
    /// The door, unless another window has it or the folder cannot be written.
    fn open(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).ok()?;
        let lock = folder.join("window.lock");
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(lock).ok()?;
        lock.try_lock().ok()?;
        Some(Self { folder: folder.to_owned(), lock })
    }

    /// Takes in what later starts leave, on a thread that ends with the program; `waker` is called when something came.
    pub(super) fn watch(self, waker: Waker) -> HandedIn {
        let (sender, files) = channel();
        let folder = self.folder;
        remove_stale(&folder);
        let look = move || {
            while take(&folder, &sender, &waker) {
                thread::sleep(LOOK_INTERVAL);
            }
        };
        // Without a thread, later starts open windows of their own.
        let started = thread::Builder::new().name("front-door".to_owned()).spawn(look);
        if let Err(error) = started {
            log::warn!("files of later starts are not taken: {error}");
        }
        HandedIn { files, _lock: self.lock }
    }
}

/// The files in which starts have left what they were to open.
fn left_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut left: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    left.retain(|path| path.extension() == Some(OsStr::new("json")));
    left.sort();
    left
}

/// What is older than any start waits was left by one that ended before it could take it back.
fn remove_stale(folder: &Path) {
    for path in left_in(folder) {
        let age = fs::metadata(&path).and_then(|about| about.modified()).ok().and_then(|time| time.elapsed().ok());
        if age.is_none_or(|age| age > PATIENCE * 2) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Takes what was left; false once nobody wants it any more.
fn take(folder: &Path, to: &Sender<Vec<PathBuf>>, waker: &Waker) -> bool {
    for path in left_in(folder) {
        let files = read_json::<Vec<PathBuf>>(&path);
        // Only who takes it away has it: a start that lost its patience took it back.
        if fs::remove_file(&path).is_err() {
            continue;
        }
        match files {
            Ok(files) => match to.send(files) {
                Ok(()) => waker(),
                Err(_) => return false,
            },
            Err(error) => log::warn!("files of a later start could not be read: {error}"),
        }
    }
    true
}

/// Leaves `files` in `folder`; whether the window took them within `patience`.
fn give(folder: &Path, files: &[PathBuf], patience: Duration) -> bool {
    let absolute: Option<Vec<PathBuf>> = files.iter().map(|file| std::path::absolute(file).ok()).collect();
    let Some(files) = absolute else { return false };
    let path = folder.join(format!("{}.json", std::process::id()));
    if let Err(error) = write_json(&path, &files) {
        log::warn!("files could not be handed over: {error}");
        return false;
    }
    let looks = patience.as_millis() / TAKEN_INTERVAL.as_millis().max(1);
    for _ in 0..looks {
        if !path.exists() {
            return true;
        }
        thread::sleep(TAKEN_INTERVAL);
    }
    // Taken just now, or taken back.
    fs::remove_file(&path).is_err()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests;
