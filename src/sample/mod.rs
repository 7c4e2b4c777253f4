//! The sample generator: report workbooks of fictional customers, drawn from the model that `latent` documents.
//!
//! The same request gives the same bytes on every machine and any day. Nothing in it is real: names come from made-up
//! words, domains end in `.example`.

mod agreements;
mod cells;
mod customer;
mod decorate;
mod draw;
pub mod embedded;
mod fields;
mod industries;
pub mod latent;
mod plays;
mod rows;
mod sheet;
mod summary;
mod usage;
mod words;

#[cfg(test)]
mod tests;

use crate::domain::report::ReportKind;
use crate::support::language::Language;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::path::Path;
use words::Words;

/// The most rows a sheet holds below its header.
pub const MAX_ROWS: u32 = 1_048_575;

/// A sample to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRequest {
    /// Rows below the header, at most [`MAX_ROWS`].
    pub rows: u32,
    /// The report.
    pub kind: SampleKind,
    /// The language of headers and categories; names are in many languages in either.
    pub language: Language,
    /// Whether the workbook carries what people add in Excel: sheets, tables, charts, notes, formulas and so on.
    pub decorated: bool,
    /// Which portfolio: all reports of one seed are about the same customers.
    pub seed: u64,
}

/// The reports that samples are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SampleKind {
    /// Microsoft 365 propensity: a row is a customer.
    M365,
    /// Azure propensity: a row is a customer.
    Azure,
    /// Dynamics 365 propensity: a row is a customer.
    D365,
    /// Surface propensity: a row is a customer. As in the real report, its last eight headers repeat earlier ones.
    Surface,
    /// Agreement renewals: a row is an agreement.
    Renewals,
    /// Azure usage: a row is a subscription, month and service.
    Usage,
}

/// Why a sample could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// More rows than a sheet holds.
    #[error("{0} rows do not fit in a sheet: at most {MAX_ROWS}")]
    TooManyRows(u32),
    /// The workbook could not be made or saved.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
    /// A data file inside the program is wrong.
    #[error("the sample's own data cannot be read: {0}")]
    Data(#[from] serde_json::Error),
    /// The data file lists a column without content.
    #[error("the sample has no content for column {0:?}")]
    UnknownColumn(String),
}

impl SampleKind {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 6] = [Self::M365, Self::Azure, Self::D365, Self::Surface, Self::Renewals, Self::Usage];

    /// The name that the command line takes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::M365 => "m365",
            Self::Azure => "azure",
            Self::D365 => "d365",
            Self::Surface => "surface",
            Self::Renewals => "renewals",
            Self::Usage => "usage",
        }
    }

    /// The kind whose [`SampleKind::key`] is `key`.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The report that the sample looks like.
    #[must_use]
    pub fn report(self) -> ReportKind {
        match self {
            Self::M365 => ReportKind::CLASM365Propensity,
            Self::Azure => ReportKind::CLASAzurePropensity,
            Self::D365 => ReportKind::CLASD365Propensity,
            Self::Surface => ReportKind::CLASSurfacePropensity,
            Self::Renewals => ReportKind::CLASAgreementRenewalsPropensity,
            Self::Usage => ReportKind::AzureUsage,
        }
    }
}

/// Writes the sample to `target`, over whatever is there.
///
/// Rows go through a temporary file, so a million of them need no more memory than their distinct texts.
///
/// # Errors
/// [`SampleError::TooManyRows`] before anything is written; [`SampleError::Workbook`] when the file system refuses,
/// which may leave part of a file behind.
pub fn write_sample(request: &SampleRequest, target: &Path) -> Result<(), SampleError> {
    if request.rows > MAX_ROWS {
        return Err(SampleError::TooManyRows(request.rows));
    }
    let words = Words::load()?;
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(compression_level(request.rows));
    let columns = sheet::columns(request, &words)?;
    let formats = sheet::Formats::of(request.decorated);
    let main = workbook.add_worksheet_with_low_memory()?;
    let sheet_name = words.word(request.kind.report().name(), request.language);
    main.set_name(sheet_name)?;
    if request.decorated {
        decorate::dress_main_sheet(main, request, &columns, &formats, &words)?;
    } else {
        sheet::write_header(main, &columns, &formats)?;
    }
    let tally = sheet::write_rows(main, request, &words, &columns, &formats)?;
    workbook.set_properties(&properties(request)?);
    if request.decorated {
        summary::add_sheets(
            &mut workbook,
            &summary::Facts { request, words: &words, columns: &columns, tally: &tally },
        )?;
    }
    workbook.save(target)?;
    Ok(())
}

/// Small samples are packed well, since one is inside the program; of large ones packing would take most of the time.
fn compression_level(rows: u32) -> u8 {
    if rows <= 50_000 { 9 } else { 3 }
}

/// The day of the as-of date, whenever the file is made.
fn properties(request: &SampleRequest) -> Result<DocProperties, SampleError> {
    let day = agreements::AS_OF;
    let day = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())?;
    let properties = DocProperties::new().set_creation_datetime(&day).set_author("Propensity Desk sample");
    if !request.decorated {
        return Ok(properties);
    }
    Ok(properties
        .set_title("Quarterly call list")
        .set_subject("Customer propensity")
        .set_company("Northlight Cloud Partners")
        .set_category("Sales")
        .set_keywords("sample, propensity, renewals")
        .set_comment("Fictional customers")
        .set_custom_property("As of", &day)
        .set_custom_property("Reviewed", true))
}
