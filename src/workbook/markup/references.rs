//! Whether formulas speak of a table's column by its name, as in `Customers[Cell]`.

use super::error::SaveError;
use super::escape::attribute_value;
use super::foresee::part_names;
use crate::support::progress::Progress;
use crate::workbook::error::OpenProblem;
use crate::workbook::package::{MAX_SHEET_BYTES, Package, read_problem};
use memchr::memmem::Finder;
use std::io::Read;

/// Bytes searched at a time.
const CHUNK_BYTES: usize = 256 << 10;

/// Whether any part of `package` that may hold formulas speaks of the column `name`.
///
/// # Errors
/// The source cannot be read, or a stop on request. Damaged parts speak of nothing.
pub(super) fn speak_of(package: &mut Package, name: &str, progress: &Progress) -> Result<bool, SaveError> {
    let mut quoted = String::from("[");
    for c in name.chars() {
        if matches!(c, '[' | ']' | '#' | '\'' | '@') {
            quoted.push('\'');
        }
        quoted.push(c);
    }
    // A quote need not be an entity in an element's text.
    let escaped = attribute_value(&quoted);
    let plain = String::from_utf8_lossy(&escaped).replace("&quot;", "\"");
    for part in parts_with_formulas(package) {
        if speaks_of(package, &part, &Finder::new(plain.as_bytes()), progress)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn parts_with_formulas(package: &mut Package) -> Vec<String> {
    let mut parts = part_names(package);
    parts.retain(|part| {
        part.ends_with(".xml") && !part.ends_with("sharedstrings.xml") && !part.starts_with("docprops/")
    });
    parts
}

fn speaks_of(package: &mut Package, part: &str, name: &Finder<'_>, progress: &Progress) -> Result<bool, SaveError> {
    let Ok(reader) = package.part_reader(part) else { return Ok(false) };
    let mut reader = reader.take(MAX_SHEET_BYTES);
    let mut bytes = Vec::with_capacity(2 * CHUNK_BYTES);
    loop {
        progress.advance(0)?;
        let read = (&mut reader).take(CHUNK_BYTES as u64).read_to_end(&mut bytes);
        let count = match read.map_err(|error| read_problem(part, error)) {
            Ok(count) => count,
            Err(problem @ OpenProblem::Unreadable(_)) => return Err(problem.into()),
            Err(_) => return Ok(false),
        };
        if name.find(&bytes).is_some() {
            return Ok(true);
        }
        if count == 0 {
            return Ok(false);
        }
        // What may be the beginning of the name stays.
        let kept = bytes.len().saturating_sub(name.needle().len());
        bytes.drain(..kept);
    }
}
