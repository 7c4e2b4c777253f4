//! Opens a workbook and reads its customer table.

use crate::domain::report::ReportKind;
use crate::support::interner::TooMuchText;
use crate::support::progress::Progress;
use crate::support::text::comparison_key;
use crate::workbook::as_of::as_of;
use crate::workbook::book::Book;
use crate::workbook::cells::Go;
use crate::workbook::column_reader::ColumnReader;
use crate::workbook::dictionary::{Dictionary, KnownColumn, Meaning, OutcomePart, SignalPart};
use crate::workbook::error::{Needed, NoTable, OpenError, OpenProblem};
use crate::workbook::header::{Header, ROWS_SEARCHED, find_header};
use crate::workbook::markup::SourceStamp;
use crate::workbook::package::{SheetKind, Visibility};
use crate::workbook::sheet_reading::{ReadingPlan, SheetReading};
use crate::workbook::source::Source;
use crate::workbook::table::{OpenWarning, Origin, ReportTable, Understanding};
use crate::workbook::values::CellValue;
use std::collections::BTreeMap;

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
    let mut book = Book::open(source, progress)?;
    let date_1904 = book.date_1904();
    let as_of = as_of(source, book.modified());
    let choice = choose_sheet(&mut book, progress)?;
    check_others(&mut book, choice.position, progress)?;

    let known: Vec<KnownColumn> = choice.header.known.iter().map(|(_, known)| known.clone()).collect();
    let report = Dictionary::get().recognise_report(&known, &[&source.name(), &choice.sheet]);
    let mut understanding =
        Understanding { ignored: choice.header.ignored(), missing: report.missing, ..Understanding::default() };
    understanding.read_as_text = book.read_as_text();
    understanding.warnings.extend(choice.warnings);
    understanding.warnings.extend(choice.header.repeated.iter().cloned().map(OpenWarning::ColumnTwice));
    if book.is_signed() {
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
    let plan = ReadingPlan::new(&choice.sheet, choice.header.row, columns);
    let stretches = book.gather(choice.position, || plan.stretch(), progress)?;
    let texts = book.into_texts().map_err(|TooMuchText| OpenProblem::too_much_text(&choice.sheet))?;
    let sheet = SheetReading::join(stretches, &plan, texts)?;
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
    /// Among the sheets of the book.
    position: usize,
    sheet: String,
    header: Header,
    warnings: Vec<OpenWarning>,
}

fn choose_sheet(book: &mut Book, progress: &Progress) -> Result<Choice, OpenProblem> {
    let mut found: Vec<(usize, String, Header)> = Vec::new();
    let mut hidden = Vec::new();
    for (position, sheet) in book.sheets().to_vec().into_iter().enumerate() {
        if sheet.kind != SheetKind::Worksheet {
            continue;
        }
        if sheet.visibility == Visibility::Visible {
            if let Some(header) = peek_header(book, position)? {
                found.push((position, sheet.name, header));
            }
        } else if book.check(position, progress).is_ok()
            // A broken hidden sheet is nobody's concern.
            && peek_header(book, position).is_ok_and(|header| header.is_some())
        {
            hidden.push(sheet.name);
        }
    }
    // A sheet that can be used comes before one with more columns that cannot; of equals the first.
    let rank = |header: &Header| (missing_columns(header).is_empty(), header.known.len());
    let best = found.iter().map(|(_, _, header)| rank(header)).max();
    let Some(index) = found.iter().position(|(_, _, header)| Some(rank(header)) == best) else {
        let reason = if hidden.is_empty() { NoTable::NothingFound } else { NoTable::OnlyHidden };
        return Err(OpenProblem::NoTable(reason));
    };
    let (position, sheet, header) = found.remove(index);
    let mut warnings = Vec::new();
    let others: Vec<String> = found
        .into_iter()
        .filter(|(_, _, other)| other.has_identity() && other.known.len() > 2)
        .map(|(_, name, _)| name)
        .collect();
    if !others.is_empty() {
        warnings.push(OpenWarning::OtherTables(others));
    }
    if !hidden.is_empty() {
        warnings.push(OpenWarning::HiddenTables(hidden));
    }
    let missing = missing_columns(&header);
    if missing.is_empty() {
        Ok(Choice { position, sheet, header, warnings })
    } else {
        Err(OpenProblem::MissingColumns { sheet, missing })
    }
}

/// A workbook that is damaged where the table is not is damaged all the same.
fn check_others(book: &mut Book, chosen: usize, progress: &Progress) -> Result<(), OpenProblem> {
    for position in 0..book.sheets().len() {
        let is_other = book.sheets().get(position).is_some_and(|sheet| {
            sheet.kind == SheetKind::Worksheet && sheet.visibility == Visibility::Visible && position != chosen
        });
        if is_other {
            book.check(position, progress)?;
        }
    }
    Ok(())
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
fn peek_header(book: &mut Book, sheet: usize) -> Result<Option<Header>, OpenProblem> {
    let mut rows: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
    book.each_cell(sheet, |cell| {
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

impl SheetReading {
    fn into_table(
        mut self,
        mut origin: Origin,
        kind: ReportKind,
        mut understanding: Understanding,
    ) -> Result<ReportTable, OpenProblem> {
        let identities: Vec<&ColumnReader> =
            self.columns.iter().filter(|column| column.meaning().is_identity()).collect();
        let keep: Vec<bool> = (0..self.rows.count()).map(|row| self.is_customer(row, &identities)).collect();
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
        for column in &mut self.columns {
            if column.fractions_to_scores() {
                understanding.warnings.push(OpenWarning::ScoresAsFractions(column.header().to_owned()));
            }
            let is_score = matches!(column.meaning(), Meaning::Score(..));
            if is_score && !(0..keep.len()).any(|row| column.has_value(row)) {
                understanding.warnings.push(OpenWarning::NoStoredValues(column.header().to_owned()));
            }
            understanding.used.push(column.header().to_owned());
        }
        understanding.unparsed = self.unparsed.count;
        understanding.first_unparsed = self.unparsed.first;
        let columns = self.columns.into_iter().map(|column| column.finish(&keep)).collect();
        Ok(ReportTable { origin, kind, texts: self.texts, rows: self.rows.into_kept(&keep), columns, understanding })
    }

    /// A row below the header is a customer when it says who and more than that, and is no total.
    fn is_customer(&self, row: usize, identities: &[&ColumnReader]) -> bool {
        let mut named_by = identities.iter().filter(|column| column.has_value(row));
        let Some(first) = named_by.next() else { return false };
        let only_one = named_by.next().is_none();
        let is_note = only_one
            && self.columns.len() > 2
            && self.columns.iter().filter(|column| column.has_value(row)).count() == 1;
        if is_note {
            return false;
        }
        if !only_one {
            return true;
        }
        let text = first.text_id(row).map(|id| comparison_key(self.texts.text(id))).unwrap_or_default();
        !matches!(text.as_str(), "total" | "grandtotal" | "totals" | "合計" | "総計" | "計")
    }
}
