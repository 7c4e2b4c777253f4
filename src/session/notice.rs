//! What the user should be told once.

use crate::session::job::JobFailed;
use crate::workbook::error::OpenError;
use crate::workbook::markup::{SaveError, SavedCopy};
use crate::workbook::source::Source;
use std::sync::Arc;

/// A message that stays until it is dismissed.
#[derive(Debug, Clone)]
pub enum Notice {
    /// A file could not be opened.
    OpenFailed {
        /// Why.
        error: Arc<OpenError>,
        /// The file.
        source: Source,
        /// All files that were opened with it, itself among them.
        sources: Vec<Source>,
    },
    /// An opened file is another one on disk by now.
    FileChanged(Source),
    /// A marked-up copy was saved.
    Saved(Arc<SavedCopy>),
    /// A marked-up copy could not be saved; the target is as it was.
    SaveFailed(Arc<SaveError>),
    /// A job panicked: a defect of this program.
    JobFailed(JobFailed),
    /// Columns were to be read as others by these headers, and no opened file has them.
    HeadersNotFound(Vec<String>),
    /// The file has no model that could be marked up.
    NothingToMark,
}

impl Notice {
    /// Whether it tells of something that went wrong.
    #[must_use]
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::Saved(_) | Self::FileChanged(_))
    }
}
