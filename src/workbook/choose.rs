//! Chooses the sheet whose table is read, and finds its header.

use crate::support::progress::Progress;
use crate::workbook::book::Book;
use crate::workbook::choices::ReadChoices;
use crate::workbook::dictionary::{Meaning, OutcomePart};
use crate::workbook::error::{Needed, NoTable, OpenProblem};
use crate::workbook::first_rows::first_rows;
use crate::workbook::header::{Header, ROWS_SEARCHED, find_header};
use crate::workbook::package::{SheetKind, Visibility};
use crate::workbook::table::OpenWarning;

/// The sheet to be read.
pub struct Choice {
    /// Among the sheets of the book.
    pub position: usize,
    /// Its name.
    pub sheet: String,
    /// Its header.
    pub header: Header,
    /// What there is to tell of the other sheets.
    pub warnings: Vec<OpenWarning>,
}

/// A sheet with a header, before one is chosen.
struct Candidate {
    position: usize,
    name: String,
    header: Header,
}

/// The sheet that `choices` name, else the visible one with the most known columns.
///
/// # Errors
/// No sheet with a table, or one that lacks what is needed; damage of a visible sheet.
pub fn choose_sheet(book: &mut Book, choices: &ReadChoices, progress: &Progress) -> Result<Choice, OpenProblem> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut hidden = Vec::new();
    for (position, sheet) in book.sheets().to_vec().into_iter().enumerate() {
        if sheet.kind != SheetKind::Worksheet {
            continue;
        }
        if choices.sheet.as_ref() == Some(&sheet.name) || sheet.visibility == Visibility::Visible {
            if let Some(header) = peek_header(book, position, choices)? {
                found.push(Candidate { position, name: sheet.name, header });
            }
        } else if peek_header(book, position, choices).is_ok_and(|header| header.is_some()) {
            // Only named; whether the rest of it is whole is nobody's concern.
            hidden.push(sheet.name);
        }
    }
    // A sheet that can be used comes before one with more columns that cannot; of equals the first.
    let is_chosen = |sheet: &Candidate| choices.sheet.as_ref() == Some(&sheet.name);
    let rank =
        |sheet: &Candidate| (is_chosen(sheet), missing_columns(&sheet.header).is_empty(), sheet.header.known.len());
    let best = found.iter().map(rank).max();
    let chosen_is_there = choices.sheet.is_none() || found.iter().any(is_chosen);
    let Some(index) = found.iter().position(|sheet| chosen_is_there && Some(rank(sheet)) == best) else {
        let reason = if hidden.is_empty() || !chosen_is_there { NoTable::NothingFound } else { NoTable::OnlyHidden };
        return Err(OpenProblem::NoTable(reason));
    };
    let Candidate { position, name: sheet, mut header } = found.remove(index);
    for (column, row) in book.own_columns(position)? {
        if row == header.row + 1 {
            header.set_own_mark(column);
        }
    }
    let mut warnings = Vec::new();
    let others: Vec<String> = found
        .into_iter()
        .filter(|other| other.header.has_identity() && other.header.known.len() > 2)
        .map(|other| other.name)
        .collect();
    if !others.is_empty() {
        warnings.push(OpenWarning::OtherTables(others));
    }
    if !hidden.is_empty() {
        warnings.push(OpenWarning::HiddenTables(hidden));
    }
    check_others(book, position, progress)?;
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
            || matches!(meaning, Meaning::Signal(_))
    };
    if !has(useful) {
        missing.push(Needed::Scores);
    }
    missing
}

/// The header of a sheet, from its first filled rows.
fn peek_header(book: &mut Book, sheet: usize, choices: &ReadChoices) -> Result<Option<Header>, OpenProblem> {
    let rows = first_rows(book, sheet, ROWS_SEARCHED, |_| ())?;
    Ok(find_header(&rows, choices))
}
