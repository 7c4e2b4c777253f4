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
use crate::workbook::sheet_reading::{ReadingPlan, SheetReading};
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

fn read(
    source: &Source,
    choices: &ReadChoices,
    preview: &mut dyn FnMut(ReportTable),
    progress: &Progress,
) -> Result<ReportTable, OpenProblem> {
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
    // What fits into the preview is read as fast without one.
    let first = first_rows(&mut book, choice.position, &plan)?;
    if let Some(Ok(table)) = first.map(|rows| rows.into_table(origin.clone(), report.kind, understanding.clone())) {
        preview(table);
    }
    let stretches = book.gather(choice.position, || plan.stretch(), progress)?;
    let texts = book.into_texts().map_err(|TooMuchText| OpenProblem::too_much_text(&origin.sheet))?;
    SheetReading::join(stretches, &plan, texts)?.into_table(origin, report.kind, understanding)
}

/// The first rows of a table that has more than a preview shows.
fn first_rows(book: &mut Book, sheet: usize, plan: &ReadingPlan) -> Result<Option<SheetReading>, OpenProblem> {
    let mut first = plan.stretch();
    book.each_cell(sheet, |cell| {
        first.take(&cell)?;
        Ok(if first.row_count() > PREVIEW_ROWS { Go::Stop } else { Go::On })
    })?;
    if first.row_count() <= PREVIEW_ROWS {
        return Ok(None);
    }
    SheetReading::join(vec![first], plan, (Interner::default(), Aliases::default())).map(Some)
}

/// Whether a column of this meaning has a place in a report of this kind.
fn is_read(kind: ReportKind, meaning: Meaning) -> bool {
    match meaning {
        Meaning::Signal(_) => kind == ReportKind::Signals,
        Meaning::Outcome(_) => kind == ReportKind::Outcomes,
        _ => true,
    }
}
