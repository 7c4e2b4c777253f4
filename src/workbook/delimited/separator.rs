//! Which character separates the fields, from many records.

use crate::workbook::cells::Go;
use crate::workbook::delimited::records::Splitter;
use std::collections::BTreeMap;

/// The separators that programs write.
pub(super) const CANDIDATES: [u8; 4] = *b",;\t|";
/// Records that are enough to judge by.
const RECORDS_JUDGED: u32 = 5_000;

/// A separator, and how many bytes of the text say so instead of being data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) separator: u8,
    pub(super) skip: usize,
}

/// The separator of a text that begins with `sample`; `is_whole` when nothing follows. `None` for text without any.
pub(super) fn find(sample: &str, is_whole: bool) -> Option<Found> {
    if let Some(found) = told(sample) {
        return Some(found);
    }
    let judged = CANDIDATES.into_iter().filter_map(|separator| Some((judge(sample, is_whole, separator)?, separator)));
    // Of equals the first candidate stands.
    let best = judged.fold(None, |best: Option<(f64, u8)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    });
    best.map(|(_, separator)| Found { separator, skip: 0 })
}

/// Excel's own first line, such as `sep=;`.
fn told(sample: &str) -> Option<Found> {
    let line = sample.split(['\r', '\n']).next()?;
    let bytes = line.trim_matches('"').as_bytes();
    let [s, e, p, b'=', separator] = bytes else { return None };
    let is_told = [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" && separator.is_ascii() && *separator != b'"';
    let ending = sample.get(line.len()..)?;
    let ending = if ending.starts_with("\r\n") { 2 } else { ending.len().min(1) };
    is_told.then_some(Found { separator: *separator, skip: line.len() + ending })
}

/// How well `separator` explains the records: their share with the usual number of fields, and that number.
fn judge(sample: &str, is_whole: bool, separator: u8) -> Option<f64> {
    let mut records_with: BTreeMap<u32, u32> = BTreeMap::new();
    let mut count = 0;
    let mut filled = false;
    let mut splitter = Splitter::new(separator, 1);
    let mut visit = |field: super::records::Field<'_>| {
        filled |= !field.text.is_empty();
        if field.is_last && std::mem::take(&mut filled) {
            *records_with.entry(field.column + 1).or_default() += 1;
            count += 1;
        }
        Ok(if count == RECORDS_JUDGED { Go::Stop } else { Go::On })
    };
    let fed = splitter.feed(sample, &mut visit);
    // The last record of a cut sample is no evidence; a quote left open may close behind it.
    if is_whole && matches!(fed, Ok(Go::On)) {
        let _ = splitter.finish(&mut visit);
    }
    if count == 0 && !is_whole {
        // One record longer than the sample.
        let fields = sample.bytes().filter(|byte| *byte == separator).count();
        return (fields > 0).then_some(fields as f64);
    }
    // Lines of one field are titles and notes, unless they are most of the text.
    let single = records_with.get(&1).copied().unwrap_or(0);
    let (fields, records) = records_with
        .into_iter()
        .filter(|(fields, _)| *fields > 1)
        .max_by_key(|(fields, records)| (*records, *fields))?;
    let share = f64::from(records) / f64::from(count);
    let is_table = records > single || (records > 1 && fields > 2);
    is_table.then(|| share * share * f64::from(fields.min(64)))
}
