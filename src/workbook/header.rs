//! Finds the header row: the one that names the most known columns.

use crate::workbook::dictionary::{Dictionary, KnownColumn};
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

/// The best header among `rows`, which map a row to its filled cells; `None` when no row names two known columns.
#[must_use]
pub fn find_header(rows: &BTreeMap<u32, Vec<(u32, String)>>) -> Option<Header> {
    let candidates = rows.iter().map(|(&row, cells)| header_of(row, cells));
    // The first of the best: data rows below never name more.
    candidates
        .filter(|header| header.known.len() >= 2)
        .reduce(|best, header| if header.known.len() > best.known.len() { header } else { best })
}

fn header_of(row: u32, cells: &[(u32, String)]) -> Header {
    let dictionary = Dictionary::get();
    let mut header = Header { row, cells: cells.to_vec(), known: Vec::new(), repeated: Vec::new() };
    header.cells.sort_by_key(|(column, _)| *column);
    let mut seen = HashSet::new();
    for (column, text) in &header.cells {
        let Some(known) = dictionary.recognise(text) else { continue };
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
        let header = find_header(&rows(&[
            (0, &["CloudAscent report"]),
            (2, &["Partner", "Customer", "Microsoft 365"]),
            (3, &["MPNID", "CustomerID", "M365Fit", "Own notes"]),
            (4, &["1", "2", "80", "x"]),
        ]))
        .unwrap();
        assert_eq!(header.row, 3);
        assert_eq!(header.known.len(), 3);
        assert_eq!(header.ignored(), ["Own notes"]);
        assert!(header.has_identity());
    }

    #[test]
    fn a_column_that_stands_twice_is_read_once() {
        let header = find_header(&rows(&[(0, &["CustomerID", "M365Fit", "M365 Fit"])])).unwrap();
        assert_eq!(header.known.len(), 2);
        assert_eq!(header.repeated, ["M365 Fit"]);
    }

    #[test]
    fn data_without_headers_is_no_header() {
        assert!(find_header(&rows(&[(0, &["1", "Contoso", "80"]), (1, &["2", "Fabrikam", "70"])])).is_none());
    }
}
