//! Opens a workbook and reads its customer table.

use crate::domain::report::ReportKind;
use crate::support::interner::{Interner, TooMuchText};
use crate::support::progress::Progress;
use crate::support::text::{comparison_key, one_visible_line, shorten};
use crate::workbook::as_of::as_of;
use crate::workbook::cells::{CellStream, FilledCell, Go};
use crate::workbook::choices::ReadChoices;
use crate::workbook::column_reader::{ColumnReader, Taken};
use crate::workbook::dictionary::{AttributeKind, Dictionary, KnownColumn, Meaning};
use crate::workbook::error::{Needed, NoTable, OpenError, OpenProblem, Unit};
use crate::workbook::guard::{PartRules, check_part, check_workbook};
use crate::workbook::header::{Header, ROWS_SEARCHED, find_header};
use crate::workbook::markup::SourceStamp;
use crate::workbook::package::{Package, SheetEntry, SheetKind, Visibility};
use crate::workbook::place::cell_name;
use crate::workbook::row_index::RowIndex;
use crate::workbook::source::Source;
use crate::workbook::table::{OpenWarning, Origin, ReportTable, Understanding, UnparsedCell};
use crate::workbook::values::CellValue;
use std::collections::BTreeMap;

/// How many unparsed cells are shown with their place.
const UNPARSED_SHOWN: usize = 20;

/// How many characters of an unparsed cell are shown.
const CONTENT_SHOWN: usize = 40;

/// How many cells pass between two looks at the cancel flag.
const CELLS_PER_STEP: u32 = 1 << 14;

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
    let mut package = Package::open(source)?;
    check_workbook(&mut package, progress)?;
    let date_1904 = package.date_1904();
    let as_of = as_of(source, package.modified());
    let mut stream = CellStream::open(source, date_1904)?;
    let choice = choose_sheet(&mut package, &mut stream, choices, progress)?;

    let known: Vec<KnownColumn> = choice.header.known.iter().map(|(_, known)| known.clone()).collect();
    let report = Dictionary::get().recognise_report(&known, &[&source.name(), &choice.sheet]);
    let mut understanding =
        Understanding { ignored: choice.header.ignored(), missing: report.missing, ..Understanding::default() };
    understanding.chosen.clone_from(&choice.header.chosen);
    understanding.warnings.extend(choice.warnings);
    understanding.warnings.extend(choice.header.repeated.iter().cloned().map(OpenWarning::ColumnTwice));
    if package.is_signed() {
        understanding.warnings.push(OpenWarning::Signed);
    }
    let header_text =
        |column: u32| choice.header.cells.iter().find(|(at, _)| *at == column).map(|(_, text)| text.clone());
    let mut readers = Vec::new();
    for (column, known) in &choice.header.known {
        let text = header_text(*column).unwrap_or_default();
        if !is_read(report.kind, known.meaning) {
            understanding.ignored.push(text);
        } else {
            readers.push((*column, known.clone(), text));
        }
    }
    let empty = || {
        let reader = |(column, known, text): &(u32, KnownColumn, String)| {
            ColumnReader::new(known.clone(), text.clone(), date_1904).map(|reader| (*column, reader))
        };
        let columns = readers.iter().filter_map(reader).collect();
        SheetReading { header_row: choice.header.row, columns, ..SheetReading::default() }
    };
    let origin = Origin {
        source: source.clone(),
        sheet: choice.sheet.clone(),
        header_row: choice.header.row + 1,
        last_column: 0,
        headers: choice.header.cells.clone(),
        as_of,
        read_as,
    };
    let first = empty().run(&mut stream, &choice.sheet, PREVIEW_ROWS, progress)?;
    // What fits into the preview is read as fast without one.
    if first.rows.count() >= PREVIEW_ROWS
        && let Ok(table) = first.into_table(origin.clone(), report.kind, understanding.clone())
    {
        preview(table);
    }
    let sheet = empty().run(&mut stream, &choice.sheet, usize::MAX, progress)?;
    sheet.into_table(origin, report.kind, understanding)
}

/// Whether a column of this meaning says something of the customer as a whole.
fn is_read(kind: ReportKind, meaning: Meaning) -> bool {
    let a_row_only =
        matches!(meaning, Meaning::Attribute(AttributeKind::Number | AttributeKind::Money | AttributeKind::Date));
    !(kind.has_several_rows_a_customer() && a_row_only)
}

struct Choice {
    sheet: String,
    header: Header,
    warnings: Vec<OpenWarning>,
}

fn choose_sheet(
    package: &mut Package,
    stream: &mut CellStream,
    choices: &ReadChoices,
    progress: &Progress,
) -> Result<Choice, OpenProblem> {
    let mut found: Vec<(String, Header)> = Vec::new();
    let mut hidden = Vec::new();
    let sheets: Vec<SheetEntry> = package.sheets().to_vec();
    for sheet in sheets.into_iter().filter(|sheet| sheet.kind == SheetKind::Worksheet) {
        let is_chosen = choices.sheet.as_ref() == Some(&sheet.name);
        if is_chosen && sheet.visibility != Visibility::Visible {
            check_part(package, &sheet.part, &PartRules::WORKSHEET, progress)?;
        }
        if is_chosen || sheet.visibility == Visibility::Visible {
            if let Some(header) = peek_header(stream, &sheet.name, choices)? {
                found.push((sheet.name, header));
            }
        } else if check_part(package, &sheet.part, &PartRules::WORKSHEET, progress).is_ok()
            // A broken hidden sheet is nobody's concern.
            && peek_header(stream, &sheet.name, choices).is_ok_and(|header| header.is_some())
        {
            hidden.push(sheet.name);
        }
    }
    // A sheet that can be used comes before one with more columns that cannot; of equals the first.
    let rank = |name: &String, header: &Header| {
        (choices.sheet.as_ref() == Some(name), missing_columns(header).is_empty(), header.known.len())
    };
    let best = found.iter().map(|(name, header)| rank(name, header)).max();
    let chosen_is_there = choices.sheet.is_none() || best.is_some_and(|(is_chosen, ..)| is_chosen);
    let best = best.filter(|_| chosen_is_there);
    let Some(index) = found.iter().position(|(name, header)| Some(rank(name, header)) == best) else {
        let reason = if hidden.is_empty() || !chosen_is_there { NoTable::NothingFound } else { NoTable::OnlyHidden };
        return Err(OpenProblem::NoTable(reason));
    };
    let (sheet, header) = found.remove(index);
    let mut warnings = Vec::new();
    let others: Vec<String> = found
        .into_iter()
        .filter(|(_, other)| other.has_identity() && other.known.len() > 2)
        .map(|(name, _)| name)
        .collect();
    if !others.is_empty() {
        warnings.push(OpenWarning::OtherTables(others));
    }
    if !hidden.is_empty() {
        warnings.push(OpenWarning::HiddenTables(hidden));
    }
    let missing = missing_columns(&header);
    if missing.is_empty() {
        Ok(Choice { sheet, header, warnings })
    } else {
        Err(OpenProblem::MissingColumns { sheet, missing })
    }
}

fn missing_columns(header: &Header) -> Vec<Needed> {
    let has = |test: fn(Meaning) -> bool| header.known.iter().any(|(_, column)| test(column.meaning));
    let mut missing = Vec::new();
    if !header.has_identity() {
        missing.push(Needed::Identity);
    }
    // Renewals and usage have no scores of their own; they add to the customers of other reports.
    let useful = |meaning| {
        matches!(meaning, Meaning::Score(..) | Meaning::AgreementEnd | Meaning::ExpiringRevenue)
            || matches!(meaning, Meaning::Tpid | Meaning::Tenant)
    };
    if !has(useful) {
        missing.push(Needed::Scores);
    }
    missing
}

/// The header of a sheet, from its first filled rows.
fn peek_header(stream: &mut CellStream, sheet: &str, choices: &ReadChoices) -> Result<Option<Header>, OpenProblem> {
    let mut rows: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
    stream.each_cell(sheet, |cell| {
        if !rows.contains_key(&cell.row) && rows.len() == ROWS_SEARCHED {
            return Ok(Go::Stop);
        }
        if let CellValue::Text(text) = cell.value {
            rows.entry(cell.row).or_default().push((cell.column, text.trim().to_owned()));
        }
        Ok(Go::On)
    })?;
    Ok(find_header(&rows, choices))
}

/// A sheet while it is read.
#[derive(Default)]
struct SheetReading {
    header_row: u32,
    columns: BTreeMap<u32, ColumnReader>,
    texts: Interner,
    rows: RowIndex,
    unparsed: u64,
    first_unparsed: Vec<UnparsedCell>,
    error_cells: u64,
}

impl SheetReading {
    /// Reads `sheet` until it has `limit` rows or the sheet ends.
    fn run(
        mut self,
        stream: &mut CellStream,
        sheet: &str,
        limit: usize,
        progress: &Progress,
    ) -> Result<Self, OpenProblem> {
        let mut cells = 0;
        stream.each_cell(sheet, |cell| {
            cells += 1;
            if cells == CELLS_PER_STEP {
                cells = 0;
                progress.advance(0)?;
            }
            if cell.row > self.header_row {
                self.take(&cell).map_err(|_| too_much_text(sheet))?;
            }
            Ok(if self.rows.count() > limit { Go::Stop } else { Go::On })
        })?;
        Ok(self)
    }

    fn take(&mut self, cell: &FilledCell<'_>) -> Result<(), TooMuchText> {
        let row = self.rows.row(cell.row + 1, cell.column);
        let Some(column) = self.columns.get_mut(&cell.column) else { return Ok(()) };
        if cell.value == CellValue::Error {
            self.error_cells += 1;
        }
        if let Taken::NotUnderstood = column.take(row, cell.value, &mut self.texts)? {
            self.unparsed += 1;
            if self.first_unparsed.len() < UNPARSED_SHOWN {
                let content = super::values::text(cell.value).unwrap_or_default();
                self.first_unparsed.push(UnparsedCell {
                    place: cell_name(cell.column, cell.row + 1),
                    header: column.header().to_owned(),
                    content: shorten(&one_visible_line(&content), CONTENT_SHOWN),
                });
            }
        }
        Ok(())
    }

    fn into_table(
        mut self,
        mut origin: Origin,
        kind: ReportKind,
        mut understanding: Understanding,
    ) -> Result<ReportTable, OpenProblem> {
        let keep: Vec<bool> = (0..self.rows.count()).map(|row| self.is_customer(row)).collect();
        let dropped = keep.iter().filter(|kept| !**kept).count() as u64;
        if dropped == keep.len() as u64 {
            return Err(OpenProblem::NoTable(NoTable::NoRows));
        }
        if dropped > 0 {
            understanding.warnings.push(OpenWarning::RowsWithoutCustomer(dropped));
        }
        if self.error_cells > 0 {
            understanding.warnings.push(OpenWarning::ErrorCells(self.error_cells));
        }
        let header_end = origin.headers.iter().map(|(column, _)| *column).max().unwrap_or(0);
        origin.last_column = header_end.max(self.rows.last_column(&keep));
        for column in self.columns.values_mut() {
            if column.fractions_to_scores() {
                understanding.warnings.push(OpenWarning::ScoresAsFractions(column.header().to_owned()));
            }
            let is_score = matches!(column.meaning(), Meaning::Score(..));
            if is_score && !(0..keep.len()).any(|row| column.has_value(row)) {
                understanding.warnings.push(OpenWarning::NoStoredValues(column.header().to_owned()));
            }
            understanding.used.push(column.header().to_owned());
        }
        understanding.unparsed = self.unparsed;
        understanding.first_unparsed = self.first_unparsed;
        let columns = self.columns.into_values().map(|column| column.finish(&keep)).collect();
        Ok(ReportTable { origin, kind, texts: self.texts, rows: self.rows.into_kept(&keep), columns, understanding })
    }

    /// A row below the header is a customer when it says who and more than that, and is no total.
    fn is_customer(&self, row: usize) -> bool {
        let mut named_by =
            self.columns.values().filter(|column| column.meaning().is_identity() && column.has_value(row));
        let Some(first) = named_by.next() else { return false };
        let only_one = named_by.next().is_none();
        let is_note = only_one
            && self.columns.len() > 2
            && self.columns.values().filter(|column| column.has_value(row)).count() == 1;
        if is_note {
            return false;
        }
        let text = first.text_id(row).map(|id| comparison_key(self.texts.text(id))).unwrap_or_default();
        !(only_one && matches!(text.as_str(), "total" | "grandtotal" | "totals" | "合計" | "総計" | "計"))
    }
}

fn too_much_text(sheet: &str) -> OpenProblem {
    OpenProblem::TooLarge { place: sheet.to_owned(), unit: Unit::TextBytes, limit: u64::from(u32::MAX) }
}
