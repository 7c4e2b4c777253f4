//! What the user should be told once.

use crate::domain::money::Currency;
use crate::session::documents::DocumentNotice;
use crate::session::job::JobFailed;
use crate::session::marks::MarkChange;
use crate::session::price_book::PriceBookError;
use crate::session::writing::WriteError;
use crate::workbook::error::OpenError;
use crate::workbook::journal::JournalError;
use crate::workbook::markup::{SaveError, SavedCopy};
use crate::workbook::source::Source;
use std::path::PathBuf;
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
    /// Something else than a marked-up copy was written.
    Written {
        /// To this file.
        target: PathBuf,
        /// So many rows, where it has rows.
        rows: Option<usize>,
    },
    /// Something else than a marked-up copy could not be written; the target is as it was.
    NotWritten {
        /// The file.
        target: PathBuf,
        /// Why.
        error: Arc<WriteError>,
    },
    /// A job panicked: a defect of this program.
    JobFailed(JobFailed),
    /// Columns were to be read as others by these headers, and no opened file has them.
    HeadersNotFound(Vec<String>),
    /// A document of the program's own could not be read.
    Document(DocumentNotice),
    /// Customers are scored by the profile that the portfolio opened was left with.
    ProfileOfPortfolio,
    /// The file has no model that could be marked up.
    NothingToMark,
    /// An opened price book counts from now on.
    PriceBookTaken {
        /// How many products have a price.
        prices: usize,
        /// Its currency.
        currency: Currency,
    },
    /// An opened price book has a fault and does not count.
    PriceBookRefused(Arc<PriceBookError>),
    /// Something about marks.
    Marks(MarkNotice),
}

/// What is to be told of marks.
#[derive(Debug, Clone)]
pub enum MarkNotice {
    /// The program ended without saying so; these changes were recovered, and may be kept or let go.
    Recovered(Vec<MarkChange>),
    /// Another window of the program has the marks.
    ReadOnly,
    /// So many lines of the journal could not be read; its file is kept aside.
    Damaged(u64),
    /// The disk refuses: marks last as long as the window.
    NotKept(Arc<JournalError>),
    /// A copy has no marks that differ from ours.
    NothingToMerge {
        /// The copy.
        source: Source,
        /// How many parts are the same in both.
        same: usize,
    },
    /// A copy's marks could not be read.
    MergeFailed(Arc<OpenError>),
}

impl Notice {
    /// Whether it tells of something that went wrong.
    #[must_use]
    pub fn is_error(&self) -> bool {
        let is_news = |marks: &MarkNotice| {
            matches!(marks, MarkNotice::Recovered(_) | MarkNotice::ReadOnly | MarkNotice::NothingToMerge { .. })
        };
        match self {
            Self::Marks(marks) => !is_news(marks),
            other => !matches!(
                other,
                Self::Saved(_)
                    | Self::Written { .. }
                    | Self::FileChanged(_)
                    | Self::ProfileOfPortfolio
                    | Self::PriceBookTaken { .. }
            ),
        }
    }
}
