//! Why a marked-up copy was not saved, and what to know about one that was. The words a user reads are in the
//! language files, by [`SaveError::key`] and [`SaveWarning::key`].

use crate::support::progress::Cancelled;
use crate::workbook::error::OpenProblem;
use crate::workbook::losses::Loss;
use crate::workbook::save::TargetError;

/// A marked-up copy that was not saved. The target is as it was before, and nothing is left beside it.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The target is the source itself, and nobody confirmed that it may be replaced.
    #[error("the target is the workbook itself")]
    TargetIsSource,
    /// The target's name says another kind of workbook than the source is, and Excel would refuse it.
    #[error("the copy needs the extension {needed}")]
    WrongExtension {
        /// The extension it needs.
        needed: String,
    },
    /// The source has no package of parts that could be copied, and the target's name says what cannot be written.
    #[error("the copy must be a workbook of the kind xlsx")]
    NeedsXlsx {
        /// Whether separated text is possible as well.
        or_text: bool,
    },
    /// More than a sheet of Excel holds.
    #[error("{place} has more than {limit} rows")]
    BeyondExcel {
        /// The sheet.
        place: String,
        /// The most rows a sheet can have.
        limit: u32,
    },
    /// The text's own encoding has no letters for a mark.
    #[error("{encoding} cannot hold {text:?}")]
    NotInEncoding {
        /// The mark or header.
        text: String,
        /// The encoding's name.
        encoding: &'static str,
    },
    /// The target is another of the opened workbooks.
    #[error("the target is another opened workbook")]
    TargetIsOpen,
    /// A sheet has 16,384 columns at most.
    #[error("no room for {needed} more columns after column {last_used}")]
    NoRoom {
        /// How many columns were to be added.
        needed: usize,
        /// The last column in use, counted from 1.
        last_used: u32,
    },
    /// The sheet has something that cannot be carried over safely.
    #[error("cannot be marked up at {place}: {feature}")]
    Unsupported {
        /// The sheet or part.
        place: String,
        /// What it has.
        feature: Feature,
    },
    /// The source cannot be read.
    #[error("the workbook cannot be read: {0}")]
    Source(#[from] OpenProblem),
    /// The source is not the file any more that was read.
    #[error("the workbook was changed by another program after it was read")]
    SourceChanged,
    /// The target cannot be written.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The written copy is not what it should be; it was thrown away.
    #[error("the copy failed its check at {place}: {cause}")]
    CheckFailed {
        /// The part of the copy.
        place: String,
        /// What differs.
        cause: String,
    },
    /// Stopped on request.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// What keeps a sheet from being marked up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Feature {
    /// A chart sheet, a dialog or a macro sheet: no cells.
    #[error("it is not a worksheet")]
    NotAWorksheet,
    /// The sheet is stored in another encoding than UTF-8.
    #[error("its encoding is {0}")]
    Encoding(String),
}

impl SaveError {
    /// The kind as the command line prints it and the language files key it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::TargetIsSource => "target_is_source",
            Self::TargetIsOpen => "target_is_open",
            Self::WrongExtension { .. } | Self::NeedsXlsx { .. } => "wrong_extension",
            Self::BeyondExcel { .. } => "beyond_excel",
            Self::NotInEncoding { .. } => "not_in_encoding",
            Self::NoRoom { .. } => "no_room",
            Self::Unsupported { .. } => "unsupported_feature",
            Self::Source(OpenProblem::Cancelled(_)) | Self::Cancelled(_) => "cancelled",
            Self::Source(problem) => problem.key(),
            Self::SourceChanged => "source_changed",
            Self::Target(error) => error.key(),
            Self::CheckFailed { .. } => "check_failed",
        }
    }

    /// Damage of the source at `place`.
    pub(super) fn damaged(place: &str, cause: impl std::fmt::Display) -> Self {
        Self::Source(OpenProblem::damaged(place, cause))
    }
}

/// Something about a copy that is saved, or will be, that its reader should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveWarning {
    /// The workbook was signed; the copy carries the signature, which is not valid for it.
    SignatureInvalid,
    /// Amounts are plain numbers, since the workbook's styles could not be extended.
    NoCurrencyFormat {
        /// Why, in technical words.
        cause: String,
    },
    /// The new columns stand beside this table, not in it, since its contents come from a query.
    BesideTable(String),
    /// Cells of an earlier marking that hold formulas by now; they were kept.
    FormulasKept(u64),
    /// The sheet is protected: it stays so, and the new cells are locked.
    SheetProtected,
    /// The workbook's structure is protected, and stays so.
    WorkbookProtected,
    /// The workbook is shared with a log of changes; the new cells are not in it.
    Shared,
    /// The workbook recommends to open it read-only, and so does the copy.
    ReadOnlyRecommended,
    /// The workbook has a sensitivity label; the copy keeps it.
    LabelKept,
    /// The macros are kept as they are.
    MacrosKept,
    /// Pivot tables that take their rows from here show the new columns once they are refreshed.
    PivotsNeedRefresh,
    /// The sheet's print area does not include the new columns.
    PrintAreaStays,
    /// The copy is a new workbook: it has the values of all sheets, and these things are only in the source.
    NewWorkbook(Vec<Loss>),
    /// Separated text became a workbook; all of its fields are there.
    TextAsWorkbook,
    /// Numbers, days and times have plain formats, since the source's own cannot be carried over.
    PlainNumberFormats,
    /// Cells with errors, which hold the error's name as text.
    ErrorsAsText(u64),
    /// Texts that were longer than a cell can hold.
    TextsCut(u64),
    /// Sheets without cells, which a new workbook cannot have: charts, dialogs, macro sheets.
    SheetsLeftOut(Vec<String>),
    /// The new names of sheets whose own Excel does not allow.
    SheetsRenamed(Vec<String>),
}

impl SaveWarning {
    /// The key of its words in the language files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::SignatureInvalid => "signature_invalid",
            Self::NoCurrencyFormat { .. } => "no_currency_format",
            Self::BesideTable(_) => "beside_table",
            Self::FormulasKept(_) => "formulas_kept",
            Self::SheetProtected => "sheet_protected",
            Self::WorkbookProtected => "workbook_protected",
            Self::Shared => "shared_workbook",
            Self::ReadOnlyRecommended => "read_only_recommended",
            Self::LabelKept => "label_kept",
            Self::MacrosKept => "macros_kept",
            Self::PivotsNeedRefresh => "pivots_need_refresh",
            Self::PrintAreaStays => "print_area_stays",
            Self::NewWorkbook(_) => "new_workbook",
            Self::TextAsWorkbook => "text_as_workbook",
            Self::PlainNumberFormats => "plain_number_formats",
            Self::ErrorsAsText(_) => "errors_as_text",
            Self::TextsCut(_) => "texts_cut",
            Self::SheetsLeftOut(_) => "sheets_left_out",
            Self::SheetsRenamed(_) => "sheets_renamed",
        }
    }
}
