//! The shelf of fitted models on disk: a file for each set of customers, in a folder beside the profiles.
//!
//! A portfolio is scored by the models of the shelf whose customers are mostly its own, so that next month's report is
//! scored as this month's was, and the sample leaves the real customers' models alone. A file that cannot be read is
//! told and never written over.

use crate::portfolio::Portfolio;
use crate::scoring::engine::kept::{KeptModels, PortfolioShelf};
use crate::session::Session;
use crate::session::documents::DocumentNotice;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::workbook::json_file::{JsonFileError, json_files, keep_json, read_text};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder in the program's folder.
const FOLDER: &str = "models";
/// Most files that are looked through: a partner has a handful of sets of customers.
const MOST_FILES: usize = 32;

/// A shelf that was found, and the files that could not be read.
#[derive(Debug, Default)]
pub(super) struct FoundShelf {
    pub(super) shelf: Option<(PathBuf, PortfolioShelf)>,
    unreadable: Vec<Arc<JsonFileError>>,
}

/// Where the shelf in use is kept.
#[derive(Default)]
pub(super) struct ShelfDesk {
    /// Its file; `None` before it is written for the first time.
    file: Option<PathBuf>,
    /// Files that could not be read.
    foreign: Vec<PathBuf>,
    keeping: Option<Job<Result<(), JsonFileError>>>,
    /// It changed while it was being written.
    keep_again: bool,
}

/// Reads a shelf and checks it.
fn read_shelf(path: &Path) -> Result<PortfolioShelf, JsonFileError> {
    let invalid = |error: &dyn std::fmt::Display| JsonFileError::Unreadable {
        path: path.to_owned(),
        error: io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
    };
    let shelf = PortfolioShelf::from_json(&read_text(path)?).map_err(|error| invalid(&error))?;
    let mut models = std::iter::once(&shelf.champion).chain(&shelf.challenger).chain(&shelf.previous);
    models.try_for_each(KeptModels::check).map_err(|error| invalid(&error))?;
    Ok(shelf)
}

/// The shelf in the program's `folder` that knows the customers of `portfolio`.
pub(super) fn find_shelf(folder: &Path, portfolio: &Portfolio) -> FoundShelf {
    let files = json_files(&folder.join(FOLDER));
    let mut found = FoundShelf::default();
    for path in files.into_iter().take(MOST_FILES) {
        match read_shelf(&path) {
            Ok(shelf) if found.shelf.is_none() && shelf.champion.knows(portfolio) => found.shelf = Some((path, shelf)),
            Ok(_) => {}
            Err(error) => found.unreadable.push(Arc::new(error)),
        }
    }
    found
}

impl Session {
    /// Takes in the shelf that was found for the open portfolio.
    pub(super) fn take_shelf(&mut self, found: FoundShelf) {
        for error in found.unreadable {
            let path = match &*error {
                JsonFileError::Unreadable { path, .. } | JsonFileError::TooLarge { path } => path.clone(),
                _ => continue,
            };
            // It is told once.
            if !self.shelf_desk.foreign.contains(&path) {
                self.shelf_desk.foreign.push(path);
                self.notices.push(Notice::Document(DocumentNotice::ModelsNotRead(error)));
            }
        }
        if let Some((path, shelf)) = found.shelf {
            self.shelf_desk.file = Some(path);
            self.shelf = Some(shelf);
        }
    }

    /// What was kept of customers who are no longer open.
    pub(super) fn leave_shelf(&mut self) {
        if self.data_folder.is_some() {
            (self.shelf, self.shelf_desk.file) = (None, None);
        }
    }

    /// Writes the shelf to its file, once the writing that runs is done.
    pub(super) fn keep_shelf(&mut self) {
        let (Some(shelf), Some(folder)) = (&self.shelf, &self.data_folder) else { return };
        if self.shelf_desk.keeping.is_some() {
            self.shelf_desk.keep_again = true;
            return;
        }
        let Some(first) = shelf.champion.customers.first().filter(|_| !shelf.champion.models.is_empty()) else {
            return;
        };
        let path = self.shelf_desk.file.get_or_insert_with(|| folder.join(FOLDER).join(format!("{first:016x}.json")));
        if self.shelf_desk.foreign.contains(path) {
            return;
        }
        let (path, shelf) = (path.clone(), shelf.clone());
        self.shelf_desk.keeping =
            Some(Job::start("keep-models", Arc::clone(&self.waker), move |_| keep_json(&path, &shelf)));
    }

    fn finish_keeping_shelf(&mut self, kept: Result<Result<(), JsonFileError>, JobFailed>) {
        self.shelf_desk.keeping = None;
        match kept {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                let target = self.shelf_desk.file.clone().unwrap_or_default();
                self.tell_written(target, Err(error.into()));
            }
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
        if std::mem::take(&mut self.shelf_desk.keep_again) {
            self.keep_shelf();
        }
    }

    pub(super) fn shelf_is_busy(&self) -> bool {
        self.shelf_desk.keeping.is_some()
    }

    /// Takes in what was written; true when something changed.
    pub(super) fn take_shelf_results(&mut self) -> bool {
        let kept = self.shelf_desk.keeping.as_ref().and_then(Job::poll);
        kept.map(|kept| self.finish_keeping_shelf(kept)).is_some()
    }

    /// Waits until the models are written: a window that closes must not cut that short.
    pub fn wait_for_models(&mut self) {
        while let Some(kept) = self.shelf_desk.keeping.as_ref().map(Job::wait) {
            self.finish_keeping_shelf(kept);
        }
    }
}
