//! Separated text that stays separated text: the bytes of every record as they are, with the marks behind them.
//!
//! Encoding, byte order mark, separator, quotes and line ends are the source's own. Records that are shorter than the
//! longest are filled up so that the marks stand in their columns. Of records without a mark, those as long as the
//! header stay as long as the header, since some programs insist on it; the others are not touched.

mod field;
mod records;

use super::Work;
use super::sink::Sink;
use crate::workbook::delimited::DelimitedBook;
use crate::workbook::error::OpenProblem;
use crate::workbook::markup::{MarkValue, Placed, SaveError, SavedCopy, place_marks};
use crate::workbook::save::{TargetError, save_safely};
use field::{Fields, decimal_comma};
use records::{Record, Records};
use std::fs::File;
use std::io::{BufReader, Write};

/// What was written.
struct Written {
    records: u64,
    marked: u64,
    columns_added: usize,
    columns_replaced: usize,
}

/// What a pass over all records tells.
#[derive(Default)]
struct Facts {
    /// Fields of the longest record from the header on.
    fields: usize,
    /// Fields of the header.
    header_fields: usize,
    /// Amounts with a comma before the decimals, less those with a point.
    commas: i64,
}

/// Saves the marked-up copy as text of the source's own form.
///
/// # Errors
/// Why there is no copy.
pub(super) fn save(work: &Work<'_>) -> Result<SavedCopy, SaveError> {
    let book = DelimitedBook::open(work.source, work.progress)?;
    let written =
        save_safely(work.target, |file| write(work, &book, file), |file, written| check(work, &book, file, written))?;
    Ok(SavedCopy {
        path: work.target.to_owned(),
        rows: written.marked,
        columns_added: written.columns_added,
        columns_replaced: written.columns_replaced,
        warnings: Vec::new(),
    })
}

fn write(work: &Work<'_>, book: &DelimitedBook, file: &mut File) -> Result<Written, SaveError> {
    work.progress.expect(2 * work.source.size().map_err(OpenProblem::Unreadable)?);
    let facts = survey(work, book)?;
    let last = u32::try_from(facts.fields.saturating_sub(1)).unwrap_or(u32::MAX).max(work.sheet.last_column);
    let places = place_marks(work.marks.columns(), work.sheet, last)?;
    let mut written = Written {
        records: 0,
        marked: 0,
        columns_added: places.iter().filter(|place| place.is_new).count(),
        columns_replaced: places.iter().filter(|place| !place.is_new).count(),
    };
    let mut sink = Sink::new(file, work.progress);
    let copied = copy(work, book, (&places, &facts), &mut sink, &mut written);
    // It knows best why it could not be written.
    sink.finish(work.target)?;
    copied.map(|()| written)
}

fn copy(
    work: &Work<'_>,
    book: &DelimitedBook,
    (places, facts): (&[Placed], &Facts),
    sink: &mut Sink<'_>,
    written: &mut Written,
) -> Result<(), SaveError> {
    let mut fields = Fields::new(book.form(), facts.commas > 0);
    let mut records = open(work, book)?;
    let mut put = |bytes: &[u8]| sink.write_all(bytes).map_err(|error| TargetError::new(work.target, error));
    put(&records.before(book.told_letters())?)?;
    let mut record = Record::default();
    let (mut row, mut line) = (0_u32, Vec::new());
    while records.next(&mut record)? {
        row += 1;
        written.records += 1;
        line.clear();
        match marked_line(work, (places, facts.header_fields), &mut fields, (row, &record), &mut line)? {
            Marked::Untouched => put(&record.bytes)?,
            Marked::Changed { is_marked } => {
                written.marked += u64::from(is_marked);
                put(&line)?;
            }
        }
        put(&record.line_end)?;
    }
    Ok(())
}

fn open<'a>(work: &Work<'a>, book: &DelimitedBook) -> Result<Records<'a>, SaveError> {
    let bytes = work.source.open().map_err(OpenProblem::Unreadable)?;
    Ok(Records::new(bytes, book.form(), work.progress))
}

fn survey(work: &Work<'_>, book: &DelimitedBook) -> Result<Facts, SaveError> {
    let mut facts = Facts::default();
    let mut records = open(work, book)?;
    records.before(book.told_letters())?;
    let separator_bytes = Fields::new(book.form(), false).separator.len();
    let mut record = Record::default();
    let mut row = 0_u32;
    while records.next(&mut record)? {
        row += 1;
        if row < work.sheet.header_row {
            continue;
        }
        facts.fields = facts.fields.max(record.ends.len());
        if row == work.sheet.header_row {
            facts.header_fields = record.ends.len();
        }
        for position in 0..record.ends.len() {
            match decimal_comma(record.field(position, separator_bytes)) {
                Some(true) => facts.commas += 1,
                Some(false) => facts.commas -= 1,
                None => {}
            }
        }
    }
    Ok(facts)
}

enum Marked {
    Untouched,
    Changed {
        /// Whether there is a mark; else earlier ones were removed.
        is_marked: bool,
    },
}

/// Puts the record of `row`, from 1, with its marks into `line`.
fn marked_line(
    work: &Work<'_>,
    (places, header_fields): (&[Placed], usize),
    fields: &mut Fields,
    (row, record): (u32, &Record),
    line: &mut Vec<u8>,
) -> Result<Marked, SaveError> {
    let header_row = work.sheet.header_row;
    let is_header = row == header_row;
    let mut is_marked = false;
    let mut contents: Vec<(usize, Vec<u8>)> = Vec::with_capacity(places.len());
    for place in places.iter().filter(|_| row >= header_row) {
        let Some(mark) = work.marks.columns().get(place.mark) else { continue };
        let value = if is_header {
            if place.is_new { MarkValue::Text(&mark.header) } else { MarkValue::Keep }
        } else {
            work.marks.value(row, place.mark)
        };
        let content = match value {
            MarkValue::Keep => continue,
            MarkValue::Missing | MarkValue::Text("") => Vec::new(),
            MarkValue::Text(text) => fields.text(text)?,
            MarkValue::Made(text) if text.is_empty() => Vec::new(),
            MarkValue::Made(text) => fields.text(&text)?,
            MarkValue::Money(amount) => fields.money(amount)?,
        };
        is_marked |= !content.is_empty();
        contents.push((place.column as usize, content));
    }
    let there = record.ends.len();
    let clears = contents.iter().any(|(column, _)| *column < there);
    let is_whole = row >= header_row && there >= header_fields && !record.bytes.is_empty();
    if !is_marked && !clears && !is_whole {
        return Ok(Marked::Untouched);
    }
    // Places are in the order of their columns.
    let last = if is_whole { places.last().map(|place| place.column as usize) } else { None };
    let last = last.max(contents.last().map(|(column, _)| *column));
    let count = last.map_or(0, |last| last + 1).max(there);
    let mut contents = contents.into_iter().peekable();
    for position in 0..count {
        if position > 0 {
            line.extend_from_slice(&fields.separator);
        }
        match contents.next_if(|(column, _)| *column == position) {
            Some((_, content)) => line.extend_from_slice(&content),
            None => line.extend_from_slice(record.field(position, fields.separator.len())),
        }
    }
    Ok(Marked::Changed { is_marked: is_marked && !is_header })
}

/// Reads the copy back: it is told to be text of the same form, and has as many records.
fn check(work: &Work<'_>, book: &DelimitedBook, file: &File, written: &Written) -> Result<(), SaveError> {
    let failed = |cause: String| SaveError::CheckFailed { place: "text".to_owned(), cause };
    let bytes = file.try_clone().map_err(|error| failed(error.to_string()))?;
    let records = book.count_records(Box::new(BufReader::new(bytes))).map_err(|error| failed(error.to_string()))?;
    work.progress.advance(0)?;
    if records != written.records {
        return Err(failed(format!("{records} records instead of {}", written.records)));
    }
    work.require_same_source()
}
