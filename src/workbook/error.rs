//! Why a workbook cannot be opened. The words a user reads are in the language files, by [`OpenProblem::key`].

use crate::support::progress::Cancelled;
use std::io;

/// A workbook that could not be opened, by name.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct OpenError {
    /// The file's name, without its folder.
    pub file: String,
    /// What is wrong with it.
    #[source]
    pub problem: OpenProblem,
}

/// What keeps a workbook from being opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenProblem {
    /// The file is something else.
    #[error("not a workbook: it looks like {0:?}")]
    NotAWorkbook(LooksLike),
    /// A workbook that cannot be read whole.
    #[error("damaged at {place}: {cause}")]
    Damaged {
        /// The part of the package, sheet or cell.
        place: String,
        /// What was found there, in technical words.
        cause: String,
    },
    /// Protected by a password.
    #[error("protected by a password")]
    Encrypted,
    /// A limit of the guard was passed.
    #[error("too large at {place}: more than {limit} {unit:?}")]
    TooLarge {
        /// The part that is too large.
        place: String,
        /// What was counted.
        unit: Unit,
        /// The largest number allowed.
        limit: u64,
    },
    /// A healthy workbook without a customer table.
    #[error("no customer table: {0:?}")]
    NoTable(NoTable),
    /// A table, but columns without which nothing can be said are not there.
    #[error("sheet {sheet:?} lacks {missing:?}")]
    MissingColumns {
        /// The sheet with the best header row.
        sheet: String,
        /// What is needed.
        missing: Vec<Needed>,
    },
    /// A spreadsheet of a format of which no marked-up copy can be made; whoever only reads takes another way.
    #[error("no package but a spreadsheet of format {0:?}")]
    UnsupportedFormat(Format),
    /// The file system refused.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// Stopped on request.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The reading code failed; a defect of this program, told instead of ending it.
    #[error("the reader failed: {0}")]
    ReaderFailed(String),
}

/// What a file that is no workbook looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksLike {
    /// No bytes at all.
    Empty,
    /// Text that is no table.
    Text,
    /// Separated text under the name of an Excel workbook, which Excel refuses as well.
    MisnamedText,
    /// A web page.
    Html,
    /// A web page with a table, as some systems save under the name of a workbook.
    HtmlTable,
    /// A workbook of Excel 2002 and 2003's XML form.
    XmlSpreadsheet,
    /// Text with formats.
    Rtf,
    /// JSON.
    Json,
    /// A picture.
    Picture,
    /// A PDF.
    Pdf,
    /// A Word document.
    Word,
    /// A PowerPoint file.
    PowerPoint,
    /// A mail of Outlook.
    Mail,
    /// A spreadsheet of Apple's Numbers.
    Numbers,
    /// A Power BI report.
    PowerBi,
    /// A document or presentation of LibreOffice.
    OpenDocument,
    /// A zip archive of something else.
    Archive,
    /// A packed file of another kind: 7z, RAR, gzip.
    Compressed,
    /// A program.
    Program,
    /// A database: Access, SQLite.
    Database,
    /// Columns of data: Parquet.
    Parquet,
    /// A link to a file or page.
    Shortcut,
    /// Unknown bytes.
    Unknown,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes when unpacked.
    Bytes,
    /// Entries of the package.
    Entries,
    /// Rows of a sheet.
    Rows,
    /// Shared strings.
    Strings,
    /// Bytes of one text.
    TextBytes,
    /// Bytes of the file.
    FileBytes,
    /// Columns of a sheet.
    Columns,
    /// Cells of a sheet.
    Cells,
    /// Bytes of memory for what was read.
    Memory,
}

/// Why there is no customer table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTable {
    /// Every sheet is empty or has no header row that is known.
    NothingFound,
    /// Only hidden sheets could hold it.
    OnlyHidden,
    /// A header row without rows below it.
    NoRows,
    /// Scores are formulas without stored results.
    NoStoredResults,
}

/// A column that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// Something that tells who the customer is.
    Identity,
    /// At least one model's Fit, Intent or cluster.
    Scores,
}

/// A spreadsheet format that has no package of XML parts. It is read, but no marked-up copy can be made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Excel 97 to 2003.
    Xls,
    /// Excel binary workbook.
    Xlsb,
    /// OpenDocument.
    Ods,
    /// ISO strict Office Open XML.
    StrictOoxml,
    /// Comma- or tab-separated text.
    Csv,
}

impl OpenProblem {
    /// The kind as the command line prints it and the language files key it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotAWorkbook(_) => "not_a_workbook",
            Self::Damaged { .. } | Self::ReaderFailed(_) => "damaged",
            Self::Encrypted => "encrypted",
            Self::TooLarge { .. } => "too_large",
            Self::NoTable(_) => "no_table",
            Self::MissingColumns { .. } => "missing_columns",
            Self::UnsupportedFormat(_) => "unsupported_format",
            Self::Unreadable(_) => "unreadable",
            Self::Cancelled(_) => "cancelled",
        }
    }

    /// More distinct text at `place` than the program holds.
    pub fn too_much_text(place: impl Into<String>) -> Self {
        Self::TooLarge { place: place.into(), unit: Unit::TextBytes, limit: u64::from(u32::MAX) }
    }

    /// Whether choosing sheet and columns by hand may help.
    #[must_use]
    pub fn may_be_mapped(&self) -> bool {
        matches!(self, Self::NoTable(_) | Self::MissingColumns { .. })
    }

    /// Damage at `place`.
    pub fn damaged(place: impl Into<String>, cause: impl std::fmt::Display) -> Self {
        Self::Damaged { place: place.into(), cause: format!("{cause}") }
    }
}
