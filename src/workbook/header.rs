//! Finds the header row: the one that names the most known columns.

use crate::workbook::choices::{ReadAs, ReadChoices};
use crate::workbook::dictionary::KnownColumn;
use std::collections::{BTreeMap, HashSet};

/// How many filled rows from the top may hold the header.
pub const ROWS_SEARCHED: usize = 64;

/// A header row.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its row, from 0.
    pub row: u32,
    /// All its cells: column from 0, and text.
    pub cells: Vec<(u32, String)>,
    /// The columns that are known, the first of each where one may stand only once.
    pub known: Vec<(u32, KnownColumn)>,
    /// Headers of known columns that stand a second time.
    pub repeated: Vec<String>,
    /// Headers of the columns that are read as a person chose.
    pub chosen: Vec<String>,
}

impl Header {
    /// Whether a column tells who the customer is.
    #[must_use]
    pub fn has_identity(&self) -> bool {
        self.known.iter().any(|(_, column)| column.meaning.is_identity())
    }

    /// Headers that are not read, in the order of the sheet.
    #[must_use]
    pub fn ignored(&self) -> Vec<String> {
        let known: HashSet<u32> = self.known.iter().map(|(column, _)| *column).collect();
        self.cells.iter().filter(|(column, _)| !known.contains(column)).map(|(_, text)| text.clone()).collect()
    }
}

/// The best header among `rows`, which map a row to its filled cells, by what was chosen and else by the dictionary;
/// `None` when no row names two known columns.
#[must_use]
pub fn find_header(rows: &BTreeMap<u32, Vec<(u32, String)>>, choices: &ReadChoices) -> Option<Header> {
    let candidates = rows.iter().map(|(&row, cells)| header_of(row, cells, choices));
    // The first of the best: data rows below never name more.
    candidates
        .filter(|header| header.known.len() >= 2)
        .reduce(|best, header| if header.known.len() > best.known.len() { header } else { best })
}

/// The row `row` as a header.
pub fn header_of(row: u32, cells: &[(u32, String)], choices: &ReadChoices) -> Header {
    let choices = choices.for_headers(cells);
    let mut header = Header { row, cells: cells.to_vec(), known: Vec::new(), repeated: Vec::new(), chosen: Vec::new() };
    header.cells.sort_by_key(|(column, _)| *column);
    let mut seen = HashSet::new();
    // A column that was chosen by hand comes before one of the same meaning that only looks right.
    let is_chosen = |text: &str| matches!(choices.get(text), Some(ReadAs::Column(_)));
    let mut order: Vec<&(u32, String)> = header.cells.iter().collect();
    order.sort_by_key(|(_, text)| !is_chosen(text));
    for (column, text) in order {
        if choices.get(text).is_some() {
            header.chosen.push(text.clone());
        }
        let Some(known) = choices.recognise(text) else { continue };
        let first = seen.insert((known.meaning, known.name.clone()));
        if first {
            header.known.push((*column, known));
        } else {
            header.repeated.push(text.clone());
        }
    }
    // Several columns may mean the same thing in other words; only the first is the customer's id.
    let mut taken = HashSet::new();
    header.known.retain(|(_, known)| known.meaning.may_repeat() || taken.insert(known.meaning));
    header.known.sort_by_key(|(column, _)| *column);
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(u32, &[&str])]) -> BTreeMap<u32, Vec<(u32, String)>> {
        let cells = |texts: &[&str]| (0u32..).zip(texts.iter().map(|text| (*text).to_owned())).collect();
        rows.iter().map(|(row, texts)| (*row, cells(texts))).collect()
    }

    #[test]
    fn titles_and_group_rows_above_are_passed_over() {
        let header = find_header(
            &rows(&[
                (0, &["CloudAscent report"]),
                (2, &["Partner", "Customer", "Microsoft 365"]),
                (3, &["MPNID", "CustomerID", "M365Fit", "Own notes"]),
                (4, &["1", "2", "80", "x"]),
            ]),
            &ReadChoices::default(),
        )
        .unwrap();
        assert_eq!(header.row, 3);
        assert_eq!(header.known.len(), 3);
        assert_eq!(header.ignored(), ["Own notes"]);
        assert!(header.has_identity());
    }

    #[test]
    fn a_column_that_stands_twice_is_read_once() {
        let header =
            find_header(&rows(&[(0, &["CustomerID", "M365Fit", "M365 Fit"])]), &ReadChoices::default()).unwrap();
        assert_eq!(header.known.len(), 2);
        assert_eq!(header.repeated, ["M365 Fit"]);
    }

    #[test]
    fn data_without_headers_is_no_header() {
        assert!(
            find_header(&rows(&[(0, &["1", "Contoso", "80"]), (1, &["2", "Fabrikam", "70"])]), &ReadChoices::default())
                .is_none()
        );
    }

    #[test]
    fn chosen_columns_are_read_as_chosen_and_leave_no_other_of_their_meaning() {
        let mut choices = ReadChoices::default();
        choices.columns.set("Kunde", Some(ReadAs::Column("CustomerID".to_owned())));
        choices.columns.set("Punkte", Some(ReadAs::Column("M365Fit".to_owned())));
        let cells = rows(&[(0, &["CustomerID", "Kunde", "Punkte"])]);
        let header = find_header(&cells, &choices).unwrap();
        let known: Vec<u32> = header.known.iter().map(|(column, _)| *column).collect();
        assert_eq!(known, [1, 2]);
        assert_eq!(header.chosen, ["Kunde", "Punkte"]);
    }
}
