//! The package, copied entry by entry in its order: packed bytes as they are, but for the parts that change.

use super::error::{SaveError, SaveWarning};
use super::plan::UsedColumns;
use super::prepare::{Prepared, prepare};
use super::row::Tally;
use super::sheet::{Extent, SheetProblem, extent, patch_sheet};
use super::stamp::SourceStamp;
use super::target::{Failure, TargetFile};
use super::window::Window;
use super::{MarkedSheet, Marks};
use crate::support::progress::Progress;
use crate::workbook::package::{Package, read_problem};
use crate::workbook::save::TargetError;
use crate::workbook::source::{ReadSeek, Source};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// How hard the sheet is packed: a fifth larger than with the usual 6, in a quarter of the time.
const SHEET_LEVEL: i64 = 2;
/// A sheet larger than this may pass 4 GB with its marks, for which the entry must be prepared.
const LARGE_SHEET_BYTES: u64 = 1 << 30;

/// What is to be done.
pub(super) struct Job<'a> {
    /// The workbook.
    pub(super) source: &'a Source,
    /// Its stamp when the work began.
    pub(super) stamp: SourceStamp,
    /// Where the copy goes.
    pub(super) target: &'a Path,
    /// The sheet to be marked.
    pub(super) sheet: &'a MarkedSheet,
    /// Its columns in use.
    pub(super) used: UsedColumns,
    /// The marks.
    pub(super) marks: &'a dyn Marks,
    /// How far it is.
    pub(super) progress: &'a Progress,
}

/// What was written.
#[derive(Debug)]
pub(super) struct Written {
    /// What was done to the rows.
    pub(super) tally: Tally,
    /// Columns added.
    pub(super) columns_added: usize,
    /// Columns of an earlier marking that were used again.
    pub(super) columns_replaced: usize,
    /// What the copy's reader should know.
    pub(super) warnings: Vec<SaveWarning>,
    /// The entries that are not as they were, in ascending order; the sheet is one of them.
    pub(super) changed: Vec<usize>,
    /// The sheet among them.
    pub(super) sheet_index: usize,
}

/// Why there is no copy.
#[derive(Debug)]
pub(super) enum CopyProblem {
    /// The new columns met cells.
    Occupied(Extent),
    /// Anything else.
    Save(SaveError),
}

impl<E: Into<SaveError>> From<E> for CopyProblem {
    fn from(error: E) -> Self {
        Self::Save(error.into())
    }
}

/// Writes the marked copy to `file`, which is empty.
///
/// # Errors
/// See [`CopyProblem`].
pub(super) fn write_copy(job: &Job<'_>, file: &mut File) -> Result<Written, CopyProblem> {
    let mut package = Package::open(job.source).map_err(SaveError::from)?;
    let prepared = prepare(job, &mut package)?;
    let mut target = TargetFile::new(file, job.progress);
    let copied = copy_entries(job, &mut package, &prepared, &mut target);
    match target.take_failure() {
        Some(Failure::Io(error)) => return Err(TargetError::new(job.target, error).into()),
        Some(Failure::Cancelled(cancelled)) => return Err(cancelled.into()),
        None => {}
    }
    let tally = copied?;
    let Prepared { plan, parts, mut warnings, sheet_index, .. } = prepared;
    if tally.formulas_kept > 0 {
        warnings.push(SaveWarning::FormulasKept(tally.formulas_kept));
    }
    if tally.is_protected {
        warnings.push(SaveWarning::SheetProtected);
    }
    let columns_added = plan.new_places().count();
    let columns_replaced = plan.places.len() - columns_added;
    let mut changed: Vec<usize> = parts.into_keys().chain([sheet_index]).collect();
    changed.sort_unstable();
    Ok(Written { tally, columns_added, columns_replaced, warnings, changed, sheet_index })
}

fn copy_entries(
    job: &Job<'_>,
    package: &mut Package,
    prepared: &Prepared,
    target: &mut TargetFile<'_>,
) -> Result<Tally, CopyProblem> {
    let abandoned = target.abandon_switch();
    let mut zip = ZipWriter::new(target);
    let tally = copy_into(job, package, prepared, &mut zip).inspect_err(|_| abandoned.set(true))?;
    let target = zip.finish().map_err(|error| zip_problem("package", error))?;
    target.flush().map_err(|error| TargetError::new(job.target, error))?;
    Ok(tally)
}

fn copy_into(
    job: &Job<'_>,
    package: &mut Package,
    prepared: &Prepared,
    zip: &mut ZipWriter<&mut TargetFile<'_>>,
) -> Result<Tally, CopyProblem> {
    let archive = package.archive_mut();
    zip.set_raw_comment(archive.comment().into()).map_err(|error| zip_problem("package", error))?;
    let mut tally = Tally::default();
    for index in 0..archive.len() {
        job.progress.advance(0)?;
        if index == prepared.sheet_index {
            let copied = copy_sheet(job, archive.by_index(index), prepared, zip);
            tally = match copied {
                Err(SheetProblem::Occupied) => {
                    let sheet = archive.by_index(index).map_err(|error| zip_problem(&prepared.sheet_part, error))?;
                    let extent = extent(Window::new(sheet, &prepared.sheet_part, job.progress))?;
                    return Err(CopyProblem::Occupied(extent));
                }
                Err(SheetProblem::Write(error)) => return Err(TargetError::new(job.target, error).into()),
                Err(SheetProblem::Other(error)) => return Err(error.into()),
                Ok(tally) => tally,
            };
            continue;
        }
        let entry = archive.by_index_raw(index).map_err(|error| zip_problem("package", error))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let copied = match prepared.parts.get(&index) {
            Some(text) => {
                let options = entry.options().compression_method(CompressionMethod::Deflated);
                zip.start_file(&name, options).and_then(|()| Ok(zip.write_all(text)?))
            }
            None => zip.raw_copy_file(entry),
        };
        copied.map_err(|error| zip_problem(&name, error))?;
    }
    Ok(tally)
}

fn copy_sheet(
    job: &Job<'_>,
    sheet: Result<ZipFile<'_, Box<dyn ReadSeek>>, ZipError>,
    prepared: &Prepared,
    zip: &mut ZipWriter<&mut TargetFile<'_>>,
) -> Result<Tally, SheetProblem> {
    let part = prepared.sheet_part.as_str();
    let sheet = sheet.map_err(|error| zip_problem(part, error))?;
    let options: SimpleFileOptions = sheet
        .options()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(SHEET_LEVEL))
        .large_file(sheet.size() > LARGE_SHEET_BYTES);
    let name = String::from_utf8_lossy(sheet.name_raw()).into_owned();
    zip.start_file(name, options).map_err(|error| zip_problem(part, error))?;
    job.progress.expect(sheet.size());
    patch_sheet(Window::new(sheet, part, job.progress), zip, &prepared.plan, job.marks)
}

/// What an error of the zip library means that is not one of the target, which are known by [`TargetFile`].
pub(super) fn zip_problem(part: &str, error: ZipError) -> SaveError {
    match error {
        ZipError::Io(error) => SaveError::Source(read_problem(part, error)),
        error => SaveError::damaged(part, io::Error::other(error)),
    }
}
