//! Opens a workbook and reads its customer table.

use crate::domain::report::ReportKind;
use crate::support::interner::{Interner, TooMuchText};
use crate::support::progress::Progress;
use crate::support::text::{comparison_key, one_visible_line, shorten};
use crate::workbook::as_of::as_of;
use crate::workbook::cells::{CellStream, FilledCell, Go};
use crate::workbook::column_reader::{ColumnReader, Taken};
use crate::workbook::dictionary::{Dictionary, KnownColumn, Meaning, OutcomePart, SignalPart};
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

/// Reads the customer table of the workbook `source`.
///
/// The sheet with the most known columns is taken; `progress` counts bytes of the unpacked parts.
///
/// # Errors
/// An [`OpenError`] that names the file and what is wrong with it. Nothing is written anywhere.
pub fn read_report(source: &Source, progress: &Progress) -> Result<ReportTable, OpenError> {
    read(source, progress).map_err(|problem| OpenError { file: source.name(), problem })
}

fn read(source: &Source, progress: &Progress) -> Result<ReportTable, OpenProblem> {
    // Taken first: a file replaced while it is read is noticed when it is saved.
    let read_as = SourceStamp::of(source).ok();
    let mut package = Package::open(source)?;
    check_workbook(&mut package, progress)?;
    let date_1904 = package.date_1904();
    let as_of = as_of(source, package.modified());
    let mut stream = CellStream::open(source, date_1904)?;
    let choice = choose_sheet(&mut package, &mut stream, progress)?;

    let known: Vec<KnownColumn> = choice.header.known.iter().map(|(_, known)| known.clone()).collect();
    let report = Dictionary::get().recognise_report(&known, &[&source.name(), &choice.sheet]);
    let mut understanding =
        Understanding { ignored: choice.header.ignored(), missing: report.missing, ..Understanding::default() };
    understanding.warnings.extend(choice.warnings);
    understanding.warnings.extend(choice.header.repeated.iter().cloned().map(OpenWarning::ColumnTwice));
    if package.is_signed() {
        understanding.warnings.push(OpenWarning::Signed);
    }
    let header_text =
        |column: u32| choice.header.cells.iter().find(|(at, _)| *at == column).map(|(_, text)| text.clone());
    let mut columns = BTreeMap::new();
    for (column, known) in &choice.header.known {
        let text = header_text(*column).unwrap_or_default();
        if !is_read(report.kind, known.meaning) {
            understanding.ignored.push(text);
        } else if let Some(reader) = ColumnReader::new(known.clone(), text, date_1904) {
            columns.insert(*column, reader);
        }
    }
    let sheet = SheetReading { header_row: choice.header.row, columns, ..SheetReading::default() };
    let sheet = sheet.run(&mut stream, &choice.sheet, progress)?;
    let origin = Origin {
        source: source.clone(),
        sheet: choice.sheet,
        header_row: choice.header.row + 1,
        last_column: 0,
        headers: choice.header.cells,
        as_of,
        read_as,
    };
    sheet.into_table(origin, report.kind, understanding)
}

/// Whether a column of this meaning has a place in a report of this kind.
fn is_read(kind: ReportKind, meaning: Meaning) -> bool {
    match meaning {
        Meaning::Signal(_) => kind == ReportKind::Signals,
        Meaning::Outcome(_) => kind == ReportKind::Outcomes,
        _ => true,
    }
}

struct Choice {
    sheet: String,
    header: Header,
    warnings: Vec<OpenWarning>,
}

fn choose_sheet(package: &mut Package, stream: &mut CellStream, progress: &Progress) -> Result<Choice, OpenProblem> {
    let mut found: Vec<(String, Header)> = Vec::new();
    let mut hidden = Vec::new();
    let sheets: Vec<SheetEntry> = package.sheets().to_vec();
    for sheet in sheets.into_iter().filter(|sheet| sheet.kind == SheetKind::Worksheet) {
        if sheet.visibility == Visibility::Visible {
            if let Some(header) = peek_header(stream, &sheet.name)? {
                found.push((sheet.name, header));
            }
        } else if check_part(package, &sheet.part, &PartRules::WORKSHEET, progress).is_ok()
            // A broken hidden sheet is nobody's concern.
            && peek_header(stream, &sheet.name).is_ok_and(|header| header.is_some())
        {
            hidden.push(sheet.name);
        }
    }
    // A sheet that can be used comes before one with more columns that cannot; of equals the first.
    let rank = |header: &Header| (missing_columns(header).is_empty(), header.known.len());
    let best = found.iter().map(|(_, header)| rank(header)).max();
    let Some(index) = found.iter().position(|(_, header)| Some(rank(header)) == best) else {
        let reason = if hidden.is_empty() { NoTable::NothingFound } else { NoTable::OnlyHidden };
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
            || matches!(meaning, Meaning::Tpid | Meaning::Tenant | Meaning::Outcome(OutcomePart::Result))
            || matches!(meaning, Meaning::Signal(SignalPart::Strength | SignalPart::Keywords | SignalPart::Kind))
    };
    if !has(useful) {
        missing.push(Needed::Scores);
    }
    missing
}

/// The header of a sheet, from its first filled rows.
fn peek_header(stream: &mut CellStream, sheet: &str) -> Result<Option<Header>, OpenProblem> {
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
    Ok(find_header(&rows))
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
    fn run(mut self, stream: &mut CellStream, sheet: &str, progress: &Progress) -> Result<Self, OpenProblem> {
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
            Ok(Go::On)
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
            if matches!(cell.value, CellValue::Text(text) if column.is_header(text)) {
                return Ok(());
            }
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

    /// Lets each column decide the cells that could be read in two ways; the rest is told with its place.
    fn resolve_columns(&mut self) {
        for (at, column) in &mut self.columns {
            let unresolved = column.resolve();
            self.unparsed += unresolved.count;
            let room = UNPARSED_SHOWN.saturating_sub(self.first_unparsed.len());
            self.first_unparsed.extend(unresolved.first.into_iter().take(room).map(|(row, content)| UnparsedCell {
                place: cell_name(*at, self.rows.number(row)),
                header: column.header().to_owned(),
                content: shorten(&one_visible_line(&content), CONTENT_SHOWN),
            }));
        }
    }

    fn into_table(
        mut self,
        mut origin: Origin,
        kind: ReportKind,
        mut understanding: Understanding,
    ) -> Result<ReportTable, OpenProblem> {
        self.resolve_columns();
        let repeated: Vec<bool> = (0..self.rows.count()).map(|row| self.is_header_again(row)).collect();
        let headers = repeated.iter().filter(|repeated| **repeated).count() as u64;
        let keep: Vec<bool> =
            repeated.into_iter().enumerate().map(|(row, repeated)| !repeated && self.is_customer(row)).collect();
        let dropped = keep.iter().filter(|kept| !**kept).count() as u64 - headers;
        if dropped + headers == keep.len() as u64 {
            return Err(OpenProblem::NoTable(NoTable::NoRows));
        }
        if dropped > 0 {
            understanding.warnings.push(OpenWarning::RowsWithoutCustomer(dropped));
        }
        if headers > 0 {
            understanding.warnings.push(OpenWarning::RepeatedHeaders(headers));
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

    /// Printed pages repeat the header: a row whose texts are all their columns' headers.
    fn is_header_again(&self, row: usize) -> bool {
        let mut texts = self.columns.values().filter_map(|column| Some((column, column.text_id(row)?)));
        let mut filled = texts.by_ref().filter(|(_, id)| !id.is_missing()).peekable();
        filled.peek().is_some() && filled.all(|(column, id)| column.is_header(self.texts.text(id)))
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
