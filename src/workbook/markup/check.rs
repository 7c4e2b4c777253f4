//! A finished copy against its source, before it takes the target's name.

use super::copy::{Job, Written, zip_problem};
use super::error::SaveError;
use super::sheet::{count_row_tags, count_rows};
use super::stamp::SourceStamp;
use super::window::Window;
use crate::support::progress::Progress;
use crate::workbook::error::OpenProblem;
use crate::workbook::package::Package;
use std::fs::File;
use std::io::{self, BufReader};
use zip::ZipArchive;
use zip::read::{ZipFile, ZipFileEntry};

/// Reads back what was `written` to `file`: every entry is there in its order, those that were not to change are
/// packed as in the source, and those that changed unpack whole.
///
/// # Errors
/// What differs, that the source was changed meanwhile, or a stop on request.
pub(super) fn check(job: &Job<'_>, file: &mut File, written: &Written) -> Result<(), SaveError> {
    let mut package = Package::open(job.source)?;
    let source = package.archive_mut();
    let mut copy = ZipArchive::new(BufReader::new(file)).map_err(|error| failed("package", error.to_string()))?;
    if copy.len() != source.len() || copy.comment() != source.comment() {
        return Err(failed("package", "its directory has other entries"));
    }
    for index in 0..source.len() {
        let original = source.by_index_data(index).map_err(|error| zip_problem("package", error))?;
        let entry = copy.by_index_data(index).map_err(|error| failed("package", error.to_string()))?;
        let is_changed = written.changed.binary_search(&index).is_ok();
        if !is_same(&entry, &original, is_changed) {
            return Err(failed(&String::from_utf8_lossy(original.name_raw()), "the entry is not as it was"));
        }
    }
    for index in &written.changed {
        check_changed(job, &mut copy, *index, written)?;
    }
    job.progress.advance(0)?;
    let stamp = SourceStamp::of(job.source).map_err(|error| SaveError::Source(OpenProblem::Unreadable(error)))?;
    if stamp == job.stamp { Ok(()) } else { Err(SaveError::SourceChanged) }
}

fn is_same(entry: &ZipFileEntry<'_>, original: &ZipFileEntry<'_>, is_changed: bool) -> bool {
    let has_same_bytes = (entry.crc32(), entry.size(), entry.compressed_size(), entry.compression())
        == (original.crc32(), original.size(), original.compressed_size(), original.compression());
    entry.name_raw() == original.name_raw() && (is_changed || has_same_bytes)
}

/// Unpacks an entry to its end, which proves its checksum.
fn check_changed(
    job: &Job<'_>,
    copy: &mut ZipArchive<BufReader<&mut File>>,
    index: usize,
    written: &Written,
) -> Result<(), SaveError> {
    let mut entry = copy.by_index(index).map_err(|error| failed("package", error.to_string()))?;
    let part = String::from_utf8_lossy(entry.name_raw()).into_owned();
    if index != written.sheet_index {
        return io::copy(&mut entry, &mut io::sink()).map(drop).map_err(|error| failed(&part, error.to_string()));
    }
    drop(entry);
    let expected = written.tally.rows;
    // Comments may hold what looks like rows.
    if counted(job, copy, index, &part, |window| count_row_tags(window))? == Some(expected) {
        return Ok(());
    }
    match counted(job, copy, index, &part, |window| count_rows(window).map(Some))? {
        Some(rows) if rows != expected => Err(failed(&part, format!("{rows} rows instead of {expected}"))),
        _ => Ok(()),
    }
}

/// A sheet of the copy while it is unpacked.
type SheetWindow<'a, 'e, 'f> = Window<'a, Watched<'a, ZipFile<'e, BufReader<&'f mut File>>>>;

/// What `count` counts in the sheet at `index`.
fn counted<'f>(
    job: &Job<'_>,
    copy: &mut ZipArchive<BufReader<&'f mut File>>,
    index: usize,
    part: &str,
    count: impl for<'a, 'e> Fn(SheetWindow<'a, 'e, 'f>) -> Result<Option<u64>, SaveError>,
) -> Result<Option<u64>, SaveError> {
    let entry = copy.by_index(index).map_err(|error| failed(part, error.to_string()))?;
    // Counts for itself, and is stopped with the rest.
    let steps = Progress::default();
    let rows = count(Window::new(Watched { entry, progress: job.progress }, part, &steps));
    job.progress.advance(0)?;
    rows.map_err(|error| failed(part, error.to_string()))
}

/// A reader that ends with an error once the work is to stop.
struct Watched<'a, R> {
    entry: R,
    progress: &'a Progress,
}

impl<R: io::Read> io::Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.is_cancelled() {
            return Err(io::Error::other("stopped"));
        }
        self.entry.read(buffer)
    }
}

fn failed(place: &str, cause: impl Into<String>) -> SaveError {
    SaveError::CheckFailed { place: place.to_owned(), cause: cause.into() }
}

#[cfg(test)]
mod tests;
