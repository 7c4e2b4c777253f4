//! A workbook's copy with columns added to one sheet, everything else as it was.
//!
//! Entries of the package are copied as they are packed. Only the marked sheet is unpacked and streamed through with
//! cells added to its rows, and with it the few small parts that must agree: the table that the columns adjoin, the
//! styles, and the hidden names in the workbook part. Texts are inline, and nothing is ever a formula.
//!
//! A copy that was marked before is marked again: columns that carry our hidden names, or else have the headers of the
//! marks, get new contents.

mod cells;
mod check;
mod cols;
mod copy;
mod edits;
mod error;
mod escape;
mod filter;
mod foresee;
mod formats;
mod head;
mod looks;
mod names;
mod placed;
mod plan;
mod prepare;
mod references;
mod row;
mod rows;
mod sheet;
mod stamp;
mod styles;
mod table;
mod target;
mod window;

pub use error::{Feature, SaveError, SaveWarning};
pub use foresee::foresee;
pub use names::{OwnColumn, own_mark_columns};
pub(in crate::workbook) use placed::{Placed, place_marks};
pub use stamp::SourceStamp;
pub(in crate::workbook) use styles::format_code;

use crate::domain::money::{Currency, Money};
use crate::support::progress::Progress;
use crate::workbook::error::OpenProblem;
use crate::workbook::rewrite;
use crate::workbook::save::{ZoneNote, save_safely};
use crate::workbook::source::Source;
use crate::workbook::worksheet::cell_ref::MAX_COLUMNS;
use copy::{CopyProblem, Job};
use plan::UsedColumns;
use std::fs;
use std::path::{Path, PathBuf};

/// A column of marks.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkColumn {
    /// By what it is known again when the copy is marked once more, whatever the language: `m365.cell`. Letters without
    /// regard to case, digits and points; empty for a column that is known by its header alone.
    pub key: String,
    /// The text of its header. A column of the sheet with this very header, but for spaces around it, counts as an
    /// earlier marking and is replaced: choose headers that no report has.
    pub header: String,
    /// What its cells hold.
    pub kind: MarkKind,
    /// Its width in characters, when it is new.
    pub width: f64,
}

/// What the cells of a mark column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Text.
    Text,
    /// Amounts of a currency, shown with its sign.
    Money(Currency),
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkValue<'a> {
    /// The row is marked, but has nothing here; an earlier mark is removed.
    Missing,
    /// The row is none of those marked, such as a note below the table: whatever stands there stays.
    Keep,
    /// Text; longer than 32,767 UTF-16 units it is cut. Empty text is [`MarkValue::Missing`].
    Text(&'a str),
    /// Text made for this row alone, with the same bounds.
    Made(String),
    /// An amount.
    Money(Money),
}

/// What is to be written. It is asked row by row, so nothing need be built up front.
pub trait Marks: Sync {
    /// The columns in the order they shall stand.
    fn columns(&self) -> &[MarkColumn];

    /// The mark of the sheet's row `row`, counted from 1, in the column at position `column`. Only rows below the
    /// header are asked for.
    fn value(&self, row: u32, column: usize) -> MarkValue<'_>;

    /// Whether a text may begin like a formula, with one of `= + - @`; such texts get a format that keeps them texts.
    fn may_look_like_formulas(&self) -> bool {
        true
    }
}

/// The sheet to be marked, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedSheet {
    /// Its name.
    pub sheet: String,
    /// The header's row number, from 1.
    pub header_row: u32,
    /// The rightmost column in use, from 0. Should marks meet cells right of it, they move on to the right of those.
    pub last_column: u32,
    /// The header cells: column from 0, and text.
    pub headers: Vec<(u32, String)>,
    /// The source's stamp when the marks' rows were read; `None` skips the comparison.
    pub read_as: Option<SourceStamp>,
}

/// A copy that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedCopy {
    /// Where.
    pub path: PathBuf,
    /// Rows that got a mark.
    pub rows: u64,
    /// Columns added.
    pub columns_added: usize,
    /// Columns of an earlier marking that got new contents.
    pub columns_replaced: usize,
    /// What its reader should know.
    pub warnings: Vec<SaveWarning>,
}

/// Saves a copy of `source` to `target` with `marks` on one sheet. `progress` counts the sheet's unpacked bytes.
///
/// A source without a package of parts is written anew; see [`rewrite`].
///
/// The copy is checked against the source before it takes the target's name.
///
/// # Errors
/// Why there is no copy. The target then is as it was. With `overwrite_source` the target may be the source itself.
pub fn save_marked_copy(
    source: &Source,
    target: &Path,
    overwrite_source: bool,
    sheet: &MarkedSheet,
    marks: &dyn Marks,
    progress: &Progress,
) -> Result<SavedCopy, SaveError> {
    if !overwrite_source && is_same_file(source, target) {
        return Err(SaveError::TargetIsSource);
    }
    if let Some(needed) = needed_extension(source, target) {
        return Err(SaveError::WrongExtension { needed });
    }
    let stamp = SourceStamp::of(source).map_err(|error| SaveError::Source(OpenProblem::Unreadable(error)))?;
    if sheet.read_as.is_some_and(|read_as| read_as != stamp) {
        return Err(SaveError::SourceChanged);
    }
    let used = UsedColumns { last: sheet.last_column, takes_blanks: false };
    let zone = ZoneNote::beside(source.path());
    let saved = save_any(Job { source, stamp, target, sheet, used, marks, progress })?;
    zone.put_beside(target);
    Ok(saved)
}

/// Saves the copy as what its source's bytes say.
fn save_any(mut job: Job<'_>) -> Result<SavedCopy, SaveError> {
    let Job { source, stamp, target, sheet, marks, progress, .. } = job;
    let saved = save(&job);
    if let Err(CopyProblem::Save(SaveError::Source(OpenProblem::UnsupportedFormat(format)))) = saved {
        return rewrite::save(&rewrite::Work { source, stamp, target, sheet, marks, progress }, format);
    }
    let Err(CopyProblem::Occupied(extent)) = saved else { return finish(saved) };
    // The reader of the sheet counted only the cells that it needed; now all are known.
    let has_room = extent.any as usize + marks.columns().len() < MAX_COLUMNS as usize;
    job.used = UsedColumns { last: if has_room { extent.any } else { extent.filled }, takes_blanks: !has_room };
    finish(save(&job))
}

/// The source's extension, where the target has another one that Excel knows: `.xlsm` and `.xlsx` are told apart by it.
fn needed_extension(source: &Source, target: &Path) -> Option<String> {
    let extension = |name: &str| name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let (needed, given) = (extension(&source.name())?, extension(target.file_name()?.to_str()?)?);
    let excel_minds = |extension: &str| matches!(extension, "xlsx" | "xlsm" | "xltx" | "xltm");
    (needed != given && excel_minds(&needed) && excel_minds(&given)).then_some(needed)
}

fn save(job: &Job<'_>) -> Result<SavedCopy, CopyProblem> {
    let written = save_safely(
        job.target,
        |file| copy::write_copy(job, file),
        |file, written| check::check(job, file, written).map_err(CopyProblem::from),
    )?;
    Ok(SavedCopy {
        path: job.target.to_owned(),
        rows: written.tally.marked,
        columns_added: written.columns_added,
        columns_replaced: written.columns_replaced,
        warnings: written.warnings,
    })
}

fn finish(saved: Result<SavedCopy, CopyProblem>) -> Result<SavedCopy, SaveError> {
    saved.map_err(|problem| match problem {
        CopyProblem::Save(error) => error,
        CopyProblem::Occupied(_) => SaveError::SourceChanged,
    })
}

/// The styles of `text` with formats for `currencies`; see [`crate::workbook::probe`].
pub(in crate::workbook) fn extended_styles(text: &str, currencies: &[Currency]) -> Option<Vec<u8>> {
    let amount = |currency: &Currency| styles::Wanted { base: 0, change: styles::Change::Amount(*currency) };
    styles::extend(text, &currencies.iter().map(amount).collect::<Vec<_>>()).ok()?.text
}

/// `text` as it stands in an element; for tests of what reads it.
#[cfg(test)]
pub(in crate::workbook) fn push_escaped(out: &mut Vec<u8>, text: &str) {
    escape::push_text(out, text);
}

/// Whether both are one file, by whatever names.
fn is_same_file(source: &Source, target: &Path) -> bool {
    let Some(path) = source.path() else { return false };
    #[cfg(unix)]
    if let (Ok(one), Ok(other)) = (fs::metadata(path), fs::metadata(target)) {
        use std::os::unix::fs::MetadataExt;
        return (one.dev(), one.ino()) == (other.dev(), other.ino());
    }
    match (fs::canonicalize(path), fs::canonicalize(target)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests;
