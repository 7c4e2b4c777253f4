//! Finds the header row: the one that names the most known columns.

use crate::workbook::choices::{HeaderSignature, ReadAs, ReadChoices};
use crate::workbook::dictionary::{Dictionary, KnownColumn, Meaning};
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
    /// By what tables with these headers are known again: the headers as they stand, without the groups above.
    pub signature: HeaderSignature,
}

impl Header {
    /// Whether a column tells who the customer is.
    #[must_use]
    pub fn has_identity(&self) -> bool {
        self.known.iter().any(|(_, column)| column.meaning.is_identity())
    }

    /// Takes the column at `column` for one that this program added, whatever its header says.
    pub fn set_own_mark(&mut self, column: u32) {
        let Some((_, text)) = self.cells.iter().find(|(at, _)| *at == column) else { return };
        let own = KnownColumn::new(Meaning::OwnMark, text.clone());
        self.known.retain(|(at, _)| *at != column);
        self.known.push((column, own));
        self.known.sort_by_key(|(at, _)| *at);
    }

    /// Headers that are not read, in the order of the sheet.
    #[must_use]
    pub fn ignored(&self) -> Vec<String> {
        let known: HashSet<u32> = self.known.iter().map(|(column, _)| *column).collect();
        self.cells.iter().filter(|(column, _)| !known.contains(column)).map(|(_, text)| text.clone()).collect()
    }
}

/// How many rows above a header may group its columns.
const GROUP_ROWS: usize = 2;

/// A row's filled cells: column from 0, and text.
type Cells = [(u32, String)];

/// The best header among `rows`, which map a row to its filled cells, by what was chosen and else by the dictionary;
/// `None` when no row names two known columns.
///
/// A group's text above ("Microsoft 365" over "Fit" and "Intent") reaches to the right up to the next group's, and
/// counts only where a header says nothing by itself and something with it.
#[must_use]
pub fn find_header(rows: &BTreeMap<u32, Vec<(u32, String)>>, choices: &ReadChoices) -> Option<Header> {
    let mut above: Vec<(u32, &Cells)> = Vec::new();
    let mut best: Option<Header> = None;
    for (&row, cells) in rows {
        let groups: Vec<&Cells> = above
            .iter()
            .rev()
            .take(GROUP_ROWS)
            .filter(|(of, _)| row - of <= GROUP_ROWS as u32)
            .map(|(_, cells)| *cells)
            .collect();
        let header = header_below(row, cells, &groups, choices);
        // The first of the best: data rows below never name more.
        let is_better = best.as_ref().is_none_or(|best| header.known.len() > best.known.len());
        if header.known.len() >= 2 && is_better {
            best = Some(header);
        }
        above.push((row, cells));
    }
    best
}

/// The row `row` as a header.
#[must_use]
pub fn header_of(row: u32, cells: &[(u32, String)], choices: &ReadChoices) -> Header {
    header_below(row, cells, &[], choices)
}

/// The header that `cells` make together with the `groups` above them, the nearest first.
fn header_below(row: u32, cells: &Cells, groups: &[&Cells], choices: &ReadChoices) -> Header {
    let dictionary = Dictionary::get();
    let mut header = Header {
        row,
        cells: cells.to_vec(),
        known: Vec::new(),
        repeated: Vec::new(),
        chosen: Vec::new(),
        signature: HeaderSignature::of([]),
    };
    // Only below a header of its own right: a row of data must not borrow the one above it.
    let names = |(column, text): &&(u32, String)| {
        dictionary.recognise(text).is_some() || with_group(*column, text, groups).is_some()
    };
    if !groups.is_empty() && cells.iter().filter(names).take(2).count() == 2 {
        add_cells_from_above(&mut header.cells, groups);
    }
    header.cells.sort_by_key(|(column, _)| *column);
    header.signature = HeaderSignature::of(header.cells.iter().map(|(_, text)| text.as_str()));
    let choices = choices.for_headers(&header.cells);
    let mut seen = HashSet::new();
    // A column that was chosen by hand comes before one of the same meaning that only looks right.
    let is_chosen = |text: &str| matches!(choices.get(text), Some(ReadAs::Column(_)));
    let mut order: Vec<&mut (u32, String)> = header.cells.iter_mut().collect();
    order.sort_by_key(|(_, text)| !is_chosen(text));
    for (column, text) in order {
        let is_known = choices.get(text).is_some() || dictionary.recognise(text).is_some();
        let grouped = if is_known { None } else { with_group(*column, text, groups) };
        let known = match grouped {
            Some((whole, known)) => {
                *text = whole;
                if choices.get(text).is_some() { choices.recognise(text) } else { Some(known) }
            }
            None => choices.recognise(text),
        };
        if choices.get(text).is_some() {
            header.chosen.push(text.clone());
        }
        let Some(known) = known else { continue };
        let first = seen.insert((known.meaning, known.name.clone()));
        if first {
            header.known.push((*column, known));
        } else {
            header.repeated.push(text.clone());
        }
    }
    // Several columns may mean the same thing in other words; only the first is the customer's id.
    let mut taken = HashSet::new();
    let (first, again): (Vec<_>, Vec<_>) = std::mem::take(&mut header.known)
        .into_iter()
        .partition(|(_, known)| known.meaning.may_repeat() || taken.insert(known.meaning));
    header.known = first;
    let text_of = |column: u32| header.cells.iter().find(|(at, _)| *at == column).map(|(_, text)| text.clone());
    header.repeated.extend(again.into_iter().filter_map(|(column, _)| text_of(column)));
    header.known.sort_by_key(|(column, _)| *column);
    header
}

/// A cell merged over both rows stands in the upper one.
fn add_cells_from_above(cells: &mut Vec<(u32, String)>, groups: &[&Cells]) {
    let mut taken: HashSet<u32> = cells.iter().map(|(column, _)| *column).collect();
    for (column, text) in groups.iter().flat_map(|group| group.iter()) {
        let is_known = Dictionary::get().recognise(text).is_some();
        if is_known && taken.insert(*column) {
            cells.push((*column, text.clone()));
        }
    }
}

/// What the header `text` names together with the groups above its `column`.
fn with_group(column: u32, text: &str, groups: &[&Cells]) -> Option<(String, KnownColumn)> {
    let above: Vec<&str> = groups.iter().filter_map(|group| group_at(column, group)).collect();
    let together = above.iter().rev().copied().collect::<Vec<_>>().join(" ");
    above.iter().copied().chain((above.len() > 1).then_some(together.as_str())).find_map(|group| {
        let whole = format!("{group} {text}");
        // A sentence about anything begins like a play; a group says which columns belong together.
        let known = Dictionary::get().recognise(&whole).filter(|known| known.meaning != Meaning::Play)?;
        Some((whole, known))
    })
}

/// The text of the group that reaches over `column`: the last one at its left.
fn group_at(column: u32, group: &Cells) -> Option<&str> {
    let reaching = group.iter().filter(|(start, text)| *start <= column && !text.is_empty());
    reaching.max_by_key(|(start, _)| *start).map(|(_, text)| text.as_str())
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

    #[test]
    fn a_group_above_completes_what_its_columns_leave_out() {
        let mut sheet: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
        let mut put = |row: u32, cells: &[(u32, &str)]| {
            sheet.insert(row, cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect());
        };
        put(4, &[(2, "Customer"), (4, "Microsoft 365"), (6, "Azure"), (8, "顧客 ID")]);
        put(
            5,
            &[(2, "Name"), (3, "Country"), (4, "Fit"), (5, "Intent"), (6, "フィット"), (7, "Expiring\nRevenue (USD)")],
        );
        put(6, &[(2, "Contoso"), (3, "Japan"), (8, "C1")]);
        let header = find_header(&sheet, &ReadChoices::default()).unwrap();
        let named: Vec<(u32, &str)> =
            header.known.iter().map(|(column, known)| (*column, known.name.as_str())).collect();
        assert_eq!(
            named,
            [
                (2, "AccountName"),
                (3, "Country"),
                (4, "M365Fit"),
                (5, "M365Intent"),
                (6, "AzureFit"),
                (7, "ExpiringRevenue"),
                (8, "CustomerID")
            ]
        );
        assert_eq!(header.row, 5);
        assert_eq!(header.cells[2].1, "Microsoft 365 Fit");
    }

    #[test]
    fn a_column_is_chosen_by_its_header_with_or_without_the_group_above() {
        let sheet =
            rows(&[(0, &["", "Microsoft 365", ""]), (1, &["CustomerID", "Fit", "Intent"]), (2, &["C1", "80", "70"])]);
        let usual = find_header(&sheet, &ReadChoices::default()).unwrap();
        for header in ["Fit", "Microsoft 365 Fit"] {
            let mut choices = ReadChoices::default();
            choices.columns.set(header, Some(ReadAs::Column("AzureFit".to_owned())));
            let chosen = find_header(&sheet, &choices).unwrap();
            let names: Vec<&str> = chosen.known.iter().map(|(_, known)| known.name.as_str()).collect();
            assert_eq!(names, ["CustomerID", "AzureFit", "M365Intent"], "{header}");
            assert_eq!(chosen.chosen, [header]);
            assert_eq!(chosen.signature, usual.signature);
        }
    }
}
