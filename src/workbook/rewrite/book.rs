//! A new workbook with the values of all sheets of the source.

use super::cell::CellWriter;
use super::check::check;
use super::names::valid_names;
use super::sheet::{SheetProblem, SheetWriter, SheetWritten};
use super::sink::Sink;
use super::survey::{Survey, survey};
use super::{Work, lacks};
use crate::workbook::book::Book;
use crate::workbook::error::Format;
use crate::workbook::markup::{Feature, Placed, SaveError, SaveWarning, SavedCopy, place_marks};
use crate::workbook::package::{SheetKind, Visibility};
use crate::workbook::save::{TargetError, save_safely};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::fs::File;

/// Sheets that are written to the disk row by row; each keeps a file open. Further ones are kept in memory.
const MAX_STREAMED_SHEETS: usize = 60;
/// How hard the file is packed: a fifth larger than with the usual 6, in a quarter of the time.
const LEVEL: u8 = 2;
/// More cells than this may make a part of more than 4 GB.
const MANY_CELLS: u64 = 20_000_000;

/// A sheet of the source that the new workbook gets.
pub(super) struct Plan {
    position: usize,
    name: String,
    visibility: Visibility,
    survey: Survey,
}

/// What was written.
pub(super) struct Written {
    /// Each sheet's cells and rows; whether they can be counted one by one.
    pub(super) sheets: Vec<(SheetWritten, bool)>,
    marked: u64,
    columns_added: usize,
    columns_replaced: usize,
    warnings: Vec<SaveWarning>,
}

/// Saves the marked-up copy as a new workbook.
///
/// # Errors
/// Why there is no copy.
pub(super) fn save(work: &Work<'_>, format: Format) -> Result<SavedCopy, SaveError> {
    let written =
        save_safely(work.target, |file| write(work, format, file), |file, written| check(work, file, written))?;
    Ok(SavedCopy {
        path: work.target.to_owned(),
        rows: written.marked,
        columns_added: written.columns_added,
        columns_replaced: written.columns_replaced,
        warnings: written.warnings,
    })
}

fn write(work: &Work<'_>, format: Format, file: &mut File) -> Result<Written, SaveError> {
    let mut book = Book::open(work.source, work.progress)?;
    let (plans, mut warnings) = plan(work, &mut book)?;
    let marked = plans.iter().find(|plan| is_marked(work, &book, plan)).ok_or(SaveError::SourceChanged)?;
    let last = (marked.survey.columns.len() as u32).saturating_sub(1).max(work.sheet.last_column);
    let places = place_marks(work.marks.columns(), work.sheet, last)?;
    let total = plans.iter().map(|plan| plan.survey.cells).sum();
    work.progress.expect(total);

    let mut cells = CellWriter::new(book.date_1904());
    let mut new = Workbook::new();
    // Rows wait there until the workbook is packed: trouble with the disk then is trouble of the target's.
    if let Some(folder) = work.target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        new.set_tempdir(folder).map_err(|error| problem(work, "package", error))?;
    }
    new.set_zip_compression_level(LEVEL).use_zip_large_file(total > MANY_CELLS);
    let shown = plans.iter().position(|plan| is_marked(work, &book, plan) && plan.visibility == Visibility::Visible);
    let shown = shown.or_else(|| plans.iter().position(|plan| plan.visibility == Visibility::Visible)).unwrap_or(0);
    let mut sheets = Vec::with_capacity(plans.len());
    let mut marked_rows = 0;
    for (at, plan) in plans.iter().enumerate() {
        let is_marked = is_marked(work, &book, plan);
        let sheet = add_sheet(&mut new, plan, at, at == shown).map_err(|error| problem(work, &plan.name, error))?;
        let places = is_marked.then_some(places.as_slice());
        let (survey, written) = (&plan.survey, SheetWritten::default());
        let mut writer = SheetWriter { work, sheet, cells: &mut cells, survey, places, written };
        writer.write(&mut book, plan.position).map_err(|error| match error {
            SheetProblem::Write(error) => problem(work, &plan.name, error),
            SheetProblem::Save(error) => error,
        })?;
        sheets.push((writer.written, plan.survey.is_ordered));
        marked_rows += writer.written.marked;
        if is_marked {
            add_names(work, &mut new, &plan.name, places.unwrap_or_default())
                .map_err(|error| problem(work, &plan.name, error))?;
        }
    }
    pack(work, &mut new, file)?;
    warnings.extend(lacks(&mut book, format)?);
    warnings.extend(told(format, &cells));
    let columns_added = places.iter().filter(|place| place.is_new).count();
    let columns_replaced = places.len() - columns_added;
    Ok(Written { sheets, marked: marked_rows, columns_added, columns_replaced, warnings })
}

fn is_marked(work: &Work<'_>, book: &Book, plan: &Plan) -> bool {
    book.sheets().get(plan.position).is_some_and(|sheet| sheet.name == work.sheet.sheet)
}

/// The sheets that the new workbook gets, and what is to be told of the others.
fn plan(work: &Work<'_>, book: &mut Book) -> Result<(Vec<Plan>, Vec<SaveWarning>), SaveError> {
    let sheets = book.sheets().to_vec();
    let is_sheet = |kind: SheetKind| kind == SheetKind::Worksheet;
    if sheets.iter().any(|sheet| sheet.name == work.sheet.sheet && !is_sheet(sheet.kind)) {
        return Err(SaveError::Unsupported { place: work.sheet.sheet.clone(), feature: Feature::NotAWorksheet });
    }
    let kept = || sheets.iter().enumerate().filter(|(_, sheet)| is_sheet(sheet.kind));
    let names = valid_names(kept().map(|(_, sheet)| sheet.name.as_str()));
    let mut plans = Vec::with_capacity(names.len());
    let mut renamed = Vec::new();
    for ((position, sheet), name) in kept().zip(names) {
        if name != sheet.name && book.read_as_text().is_none() {
            renamed.push(name.clone());
        }
        let survey = survey(work, book, position)?;
        plans.push(Plan { position, name, visibility: sheet.visibility, survey });
    }
    let left_out: Vec<String> =
        sheets.iter().filter(|sheet| !is_sheet(sheet.kind)).map(|sheet| sheet.name.clone()).collect();
    let mut warnings = Vec::new();
    if !left_out.is_empty() {
        warnings.push(SaveWarning::SheetsLeftOut(left_out));
    }
    if !renamed.is_empty() {
        warnings.push(SaveWarning::SheetsRenamed(renamed));
    }
    Ok((plans, warnings))
}

fn add_sheet<'a>(
    new: &'a mut Workbook,
    plan: &Plan,
    at: usize,
    is_shown: bool,
) -> Result<&'a mut Worksheet, XlsxError> {
    // Rows go to the disk as they come, so they have to come in order.
    let is_streamed = plan.survey.is_ordered && at < MAX_STREAMED_SHEETS;
    let sheet = if is_streamed { new.add_worksheet_with_constant_memory()? } else { new.add_worksheet() };
    sheet.set_name(&plan.name)?;
    match plan.visibility {
        // A workbook shows one sheet at least.
        _ if is_shown => drop(sheet.set_active(true).set_first_tab(true)),
        Visibility::Visible => {}
        Visibility::Hidden => drop(sheet.set_hidden(true)),
        Visibility::VeryHidden => drop(sheet.set_very_hidden(true)),
    }
    Ok(sheet)
}

/// Names by which the columns are known again when the copy is marked once more. The writer has no hidden ones.
fn add_names(work: &Work<'_>, new: &mut Workbook, sheet: &str, places: &[Placed]) -> Result<(), XlsxError> {
    let quoted = format!("'{}'", sheet.replace('\'', "''"));
    for place in places {
        if let Some(name) = &place.name {
            let header = format!("={quoted}!${}${}", place.letters, work.sheet.header_row);
            new.define_name(format!("{quoted}!{name}"), &header)?;
        }
    }
    Ok(())
}

fn pack(work: &Work<'_>, new: &mut Workbook, file: &mut File) -> Result<(), SaveError> {
    let mut sink = Sink::new(file, work.progress);
    let packed = new.save_to_writer(&mut sink);
    sink.finish(work.target)?;
    packed.map_err(|error| problem(work, "package", error))
}

fn problem(work: &Work<'_>, place: &str, error: XlsxError) -> SaveError {
    match error {
        XlsxError::IoError(error) => TargetError::new(work.target, error).into(),
        error => SaveError::CheckFailed { place: place.to_owned(), cause: error.to_string() },
    }
}

/// What the copy's reader should know of the cells.
fn told(format: Format, cells: &CellWriter) -> Vec<SaveWarning> {
    let mut warnings = Vec::new();
    if format == Format::Csv {
        warnings.push(SaveWarning::TextAsWorkbook);
    }
    if cells.errors > 0 {
        warnings.push(SaveWarning::ErrorsAsText(cells.errors));
    }
    if cells.cut > 0 {
        warnings.push(SaveWarning::TextsCut(cells.cut));
    }
    warnings
}
