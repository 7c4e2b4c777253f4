//! Opens a workbook and reads its customer table.

use crate::domain::report::ReportKind;
use crate::support::interner::{Aliases, Interner, TooMuchText};
use crate::support::progress::Progress;
use crate::workbook::as_of::as_of;
use crate::workbook::book::Book;
use crate::workbook::cells::Go;
use crate::workbook::choices::ReadChoices;
use crate::workbook::choose::choose_sheet;
use crate::workbook::column_reader::ColumnReader;
use crate::workbook::dictionary::{Dictionary, KnownColumn, Meaning};
use crate::workbook::error::{OpenError, OpenProblem};
use crate::workbook::gather::Gather;
use crate::workbook::markup::SourceStamp;
use crate::workbook::sheet_reading::{ReadingPlan, SheetReading, Stretch};
use crate::workbook::source::Source;
use crate::workbook::table::{OpenWarning, Origin, ReportTable, Understanding};

/// Rows of the preview.
const PREVIEW_ROWS: usize = 200;

/// Reads the customer table of the workbook `source`.
///
/// The sheet with the most known columns is taken where `choices` names none; `progress` counts bytes of the unpacked
/// parts. `preview` is given the first rows as a table of their own, once, when there are more.
///
/// # Errors
/// An [`OpenError`] that names the file and what is wrong with it. Nothing is written anywhere.
pub fn read_report(
    source: &Source,
    choices: &ReadChoices,
    preview: &mut dyn FnMut(ReportTable),
    progress: &Progress,
) -> Result<ReportTable, OpenError> {
    read(source, choices, preview, progress).map_err(|problem| OpenError { file: source.name(), problem })
}

/// Reads the first rows of the customer table of `source`, as [`read_report`] would read them.
///
/// # Errors
/// As for [`read_report`].
pub fn read_first_rows(source: &Source, choices: &ReadChoices, progress: &Progress) -> Result<ReportTable, OpenError> {
    let read = || {
        let Prepared { mut book, position, plan, origin, kind, understanding } = prepare(source, choices, progress)?;
        let (first, _) = first_stretch(&mut book, position, &plan)?;
        let texts = (Interner::default(), Aliases::default());
        SheetReading::join(vec![first], &plan, texts)?.into_table(origin, kind, understanding)
    };
    read().map_err(|problem| OpenError { file: source.name(), problem })
}

/// A file whose table is known, before its rows are read.
struct Prepared {
    book: Book,
    /// The sheet's position.
    position: usize,
    plan: ReadingPlan,
    origin: Origin,
    kind: ReportKind,
    understanding: Understanding,
}

fn prepare(source: &Source, choices: &ReadChoices, progress: &Progress) -> Result<Prepared, OpenProblem> {
    // Taken first: a file replaced while it is read is noticed when it is saved.
    let read_as = SourceStamp::of(source).ok();
    let mut book = Book::open(source, progress)?;
    let as_of = as_of(source, book.modified());
    let choice = choose_sheet(&mut book, choices, progress)?;

    let known: Vec<KnownColumn> = choice.header.known.iter().map(|(_, known)| known.clone()).collect();
    let report = Dictionary::get().recognise_report(&known, &[&source.name(), &choice.sheet]);
    let mut understanding =
        Understanding { ignored: choice.header.ignored(), missing: report.missing, ..Understanding::default() };
    understanding.read_as_text = book.read_as_text();
    understanding.chosen.clone_from(&choice.header.chosen);
    understanding.warnings.extend(choice.warnings);
    understanding.warnings.extend(choice.header.repeated.iter().cloned().map(OpenWarning::ColumnTwice));
    if book.is_signed() {
        understanding.warnings.push(OpenWarning::Signed);
    }
    let header_text =
        |column: u32| choice.header.cells.iter().find(|(at, _)| *at == column).map(|(_, text)| text.clone());
    let mut columns = Vec::new();
    for (column, known) in &choice.header.known {
        let text = header_text(*column).unwrap_or_default();
        if !is_read(report.kind, known.meaning) {
            understanding.ignored.push(text);
        } else if let Some(reader) = ColumnReader::new(known.clone(), text, book.date_1904()) {
            columns.push((*column, reader));
        }
    }
    columns.sort_by_key(|(column, _)| *column);
    let plan = ReadingPlan::new(&choice.sheet, choice.header.row, columns).beside(book.text_bytes());
    let origin = Origin {
        source: source.clone(),
        sheet: choice.sheet,
        header_row: choice.header.row + 1,
        last_column: 0,
        headers: choice.header.cells,
        as_of,
        read_as,
    };
    Ok(Prepared { book, position: choice.position, plan, origin, kind: report.kind, understanding })
}

fn read(
    source: &Source,
    choices: &ReadChoices,
    preview: &mut dyn FnMut(ReportTable),
    progress: &Progress,
) -> Result<ReportTable, OpenProblem> {
    let Prepared { mut book, position, plan, origin, kind, understanding } = prepare(source, choices, progress)?;
    // What fits into the preview is read as fast without one.
    let first = first_rows(&mut book, position, &plan)?;
    if let Some(Ok(table)) = first.map(|rows| rows.into_table(origin.clone(), kind, understanding.clone())) {
        preview(table);
    }
    let stretches = book.gather(position, || plan.stretch(), progress)?;
    let texts = book.into_texts().map_err(|TooMuchText| OpenProblem::too_much_text(&origin.sheet))?;
    SheetReading::join(stretches, &plan, texts)?.into_table(origin, kind, understanding)
}

/// The first rows of a table that has more than a preview shows.
fn first_rows(book: &mut Book, sheet: usize, plan: &ReadingPlan) -> Result<Option<SheetReading>, OpenProblem> {
    let (first, has_more) = first_stretch(book, sheet, plan)?;
    if !has_more {
        return Ok(None);
    }
    SheetReading::join(vec![first], plan, (Interner::default(), Aliases::default())).map(Some)
}

/// The first rows, and whether there are more than a preview shows.
fn first_stretch<'a>(book: &mut Book, sheet: usize, plan: &'a ReadingPlan) -> Result<(Stretch<'a>, bool), OpenProblem> {
    let mut first = plan.stretch();
    book.each_cell(sheet, |cell| {
        first.take(&cell)?;
        Ok(if first.row_count() > PREVIEW_ROWS { Go::Stop } else { Go::On })
    })?;
    let has_more = first.row_count() > PREVIEW_ROWS;
    Ok((first, has_more))
}

/// Whether a column of this meaning has a place in a report of this kind.
fn is_read(kind: ReportKind, meaning: Meaning) -> bool {
    match meaning {
        Meaning::Signal(_) => kind == ReportKind::Signals,
        Meaning::Outcome(_) => kind == ReportKind::Outcomes,
        _ => true,
    }
}
