//! Which mark goes into which column.

use super::error::SaveError;
use super::looks::Variants;
use super::names::{OwnColumn, key_in_name};
use super::table::Table;
use super::{MarkColumn, MarkedSheet};
use crate::workbook::place::column_letters;
use crate::workbook::worksheet::cell_ref::MAX_COLUMNS;
use std::collections::HashSet;
use std::ops::RangeInclusive;

/// A mark column's place in the sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Position among the mark columns.
    pub(super) mark: usize,
    /// The mark column's key.
    pub(super) key: String,
    /// The sheet's column, from 0.
    pub(super) column: u32,
    /// Its letters.
    pub(super) letters: String,
    /// Its header, unlike any other where a table demands it.
    pub(super) header: String,
    /// Whether the column is added; else it is there from an earlier marking.
    pub(super) is_new: bool,
    /// Whether its header is written; always when it is new.
    pub(super) writes_header: bool,
    /// The formats of its amounts, by those of the cells beside them.
    pub(super) amounts: Variants,
    /// Its width in characters.
    pub(super) width: f64,
}

/// How far to the right a sheet is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UsedColumns {
    /// The rightmost column, from 0.
    pub(super) last: u32,
    /// Whether cells right of it that hold nothing but a format may be taken.
    pub(super) takes_blanks: bool,
}

/// Everything the marking of a sheet needs to know before it begins.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Plan {
    /// The header's row number, from 1.
    pub(super) header_row: u32,
    /// The places in ascending order of their columns.
    pub(super) places: Vec<Place>,
    /// The last column before the added ones.
    pub(super) edge: u32,
    /// The column whose cells lend their formats to the new ones.
    pub(super) header_neighbour: Option<u32>,
    /// Rows of totals, which take no marks.
    pub(super) totals_rows: Option<RangeInclusive<u32>>,
    /// Which of the tables grows, by its position.
    pub(super) grown_table: Option<usize>,
    /// Whether new columns may take cells that hold nothing but a format.
    pub(super) takes_blanks: bool,
    /// The formats of texts that look like formulas, by those of the cells beside them.
    pub(super) quoted: Variants,
}

impl Plan {
    /// Finds a place for each of `marks`: where a hidden name among `own`, or else a header, says that an earlier
    /// marking put it, else right of everything in `used`.
    ///
    /// # Errors
    /// No room for the new columns.
    pub(super) fn new(
        marks: &[MarkColumn],
        sheet: &MarkedSheet,
        used: UsedColumns,
        tables: &[Table],
        own: &[OwnColumn],
    ) -> Result<Self, SaveError> {
        let in_header_row = |table: &&Table| (table.area.top..=table.area.bottom).contains(&sheet.header_row);
        let table_edge = tables.iter().filter(in_header_row).map(|table| table.area.right).max();
        let header_edge = sheet.headers.iter().map(|(column, _)| *column).max();
        let edge = [table_edge, header_edge].into_iter().flatten().fold(used.last, u32::max).min(MAX_COLUMNS);
        let is_beside = |table: &Table| {
            table.area.right == edge && table.area.top == sheet.header_row && table.has_header && !table.is_query
        };
        let grown_table = tables.iter().position(is_beside);
        let found = Found::new(marks, sheet, edge, own);
        let places = find_places(marks, sheet, edge, grown_table.and_then(|at| tables.get(at)), &found, tables)?;
        Ok(Self {
            header_row: sheet.header_row,
            places,
            edge,
            header_neighbour: header_edge,
            totals_rows: tables.iter().filter(in_header_row).find_map(Table::totals_rows),
            grown_table,
            takes_blanks: used.takes_blanks,
            quoted: Variants::default(),
        })
    }

    /// The added columns.
    pub(super) fn new_places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.is_new)
    }

    /// The rightmost added column; `None` when none is.
    pub(super) fn last_new(&self) -> Option<&Place> {
        self.new_places().last()
    }

    /// The columns of an earlier marking that get another header.
    pub(super) fn renamed_places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.writes_header && !place.is_new)
    }

    /// Whether columns of an earlier marking get new contents.
    pub(super) fn replaces(&self) -> bool {
        self.places.iter().any(|place| !place.is_new)
    }
}

/// Where an earlier marking put each of the marks.
struct Found {
    columns: Vec<Option<u32>>,
    /// Whether a hidden name told so, whatever the header says.
    by_name: Vec<bool>,
}

impl Found {
    fn new(marks: &[MarkColumn], sheet: &MarkedSheet, edge: u32, own: &[OwnColumn]) -> Self {
        // A name that refers elsewhere, or to where nothing stands any more, tells nothing.
        let own = || own.iter().filter(|own| own.row == sheet.header_row && own.column <= edge);
        let named = |mark: &MarkColumn| {
            let key = key_in_name(&mark.key);
            own().find(|own| !key.is_empty() && own.key == key).map(|own| own.column)
        };
        let mut columns: Vec<Option<u32>> = marks.iter().map(named).collect();
        let by_name = columns.iter().map(Option::is_some).collect();
        let mut taken: HashSet<u32> = own().map(|own| own.column).collect();
        for (column, mark) in columns.iter_mut().zip(marks).filter(|(column, _)| column.is_none()) {
            *column = earlier_column(&mark.header, sheet, &taken);
            taken.extend(*column);
        }
        Self { columns, by_name }
    }
}

fn find_places(
    marks: &[MarkColumn],
    sheet: &MarkedSheet,
    edge: u32,
    grown: Option<&Table>,
    found: &Found,
    tables: &[Table],
) -> Result<Vec<Place>, SaveError> {
    let mut taken_names: HashSet<String> = HashSet::new();
    if let Some(table) = grown {
        taken_names.extend(table.column_names.iter().map(|name| name.to_lowercase()));
        taken_names.extend(sheet.headers.iter().map(|(_, text)| text.trim().to_lowercase()));
    }
    let mut places = Vec::with_capacity(marks.len());
    let mut next_new = edge + 1;
    let earlier = found.columns.iter().zip(&found.by_name);
    for ((mark, MarkColumn { key, header, width, .. }), (earlier, by_name)) in marks.iter().enumerate().zip(earlier) {
        let (header, writes_header) = match earlier {
            None => (unlike(header, &mut taken_names, grown.is_some()), true),
            Some(column) if *by_name => renamed(header, *column, sheet, tables),
            Some(_) => (header.clone(), false),
        };
        taken_names.insert(header.trim().to_lowercase());
        let column = earlier.unwrap_or_else(|| {
            next_new += 1;
            next_new - 1
        });
        let (letters, is_new, amounts) = (column_letters(column), earlier.is_none(), Variants::default());
        let (key, width) = (key.clone(), *width);
        places.push(Place { mark, key, column, letters, header, is_new, writes_header, amounts, width });
    }
    if next_new > MAX_COLUMNS {
        return Err(SaveError::NoRoom { needed: (next_new - edge - 1) as usize, last_used: edge + 1 });
    }
    places.sort_by_key(|place| place.column);
    Ok(places)
}

/// What the header of a column that is there becomes, and whether that is another than it is.
fn renamed(header: &str, column: u32, sheet: &MarkedSheet, tables: &[Table]) -> (String, bool) {
    let table = tables.iter().find(|table| table.has_header_at(column, sheet.header_row));
    let now = sheet.headers.iter().find(|(at, _)| *at == column).map(|(_, text)| text.as_str());
    let Some(table) = table else {
        return (header.to_owned(), now.is_none_or(|now| now.trim() != header.trim()));
    };
    let own = table.column_name(column).unwrap_or_default();
    let others = table.column_names.iter().filter(|name| name.as_str() != own);
    let wanted = unlike(header, &mut others.map(|name| name.to_lowercase()).collect(), true);
    // A query gives its columns their names again.
    if table.is_query || wanted.trim() == own.trim() { (own.to_owned(), false) } else { (wanted, true) }
}

/// The column that an earlier marking gave to `header`. A table may have made it unlike another: `Cell (2)`.
fn earlier_column(header: &str, sheet: &MarkedSheet, taken: &HashSet<u32>) -> Option<u32> {
    let free = || sheet.headers.iter().filter(|(column, _)| !taken.contains(column));
    let exact = free().find(|(_, text)| text.trim() == header.trim());
    let has_namesake = sheet.headers.iter().any(|(_, text)| text.trim().to_lowercase() == header.trim().to_lowercase());
    let numbered = || free().find(|(_, text)| has_namesake && is_numbered(text.trim(), header.trim()));
    exact.or_else(numbered).map(|(column, _)| *column)
}

fn is_numbered(text: &str, header: &str) -> bool {
    let number = text.strip_prefix(header).and_then(|rest| rest.strip_prefix(" (")?.strip_suffix(')'));
    number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `header`, with a number when a table has a column of that name already; tables compare without regard to case.
fn unlike(header: &str, taken: &mut HashSet<String>, is_in_table: bool) -> String {
    let mut name = header.to_owned();
    let mut number = 2;
    while is_in_table && !taken.insert(name.trim().to_lowercase()) {
        name = format!("{} ({number})", header.trim_end());
        number += 1;
    }
    name
}

#[cfg(test)]
impl Place {
    /// A new column with the header `header`.
    pub(super) fn new_at(mark: usize, column: u32, header: &str) -> Self {
        let (letters, header, amounts) = (column_letters(column), header.to_owned(), Variants::default());
        let (key, is_new, writes_header, width) = (format!("key{mark}"), true, true, 9.0);
        Self { mark, key, column, letters, header, is_new, writes_header, amounts, width }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MarkKind, MarkedSheet};
    use super::*;
    use crate::workbook::worksheet::cell_ref::Area;

    fn used(last: u32) -> UsedColumns {
        UsedColumns { last, takes_blanks: false }
    }

    fn marks(headers: &[&str]) -> Vec<MarkColumn> {
        let column = |header: &&str| MarkColumn {
            key: header.to_lowercase(),
            header: (*header).to_owned(),
            kind: MarkKind::Text,
            width: 9.0,
        };
        headers.iter().map(column).collect()
    }

    fn sheet(headers: &[&str]) -> MarkedSheet {
        let headers = (0..).zip(headers.iter().map(|text| (*text).to_owned())).collect();
        MarkedSheet { sheet: "S".to_owned(), header_row: 1, last_column: 0, headers, read_as: None }
    }

    fn table(area: &str, names: &[&str]) -> Table {
        let mut table = Table::with_columns(names);
        table.area = Area::parse(area.as_bytes()).unwrap();
        table
    }

    fn columns(plan: &Plan) -> Vec<(String, String, bool)> {
        plan.places.iter().map(|place| (place.letters.clone(), place.header.clone(), place.is_new)).collect()
    }

    #[test]
    fn new_columns_stand_right_of_everything() {
        let plan = |last: u32, tables: &[Table]| {
            Plan::new(&marks(&["Cell"]), &sheet(&["Id", "Name"]), used(last), tables, &[]).unwrap()
        };
        assert_eq!(plan(1, &[]).places[0].letters, "C");
        assert_eq!(plan(4, &[]).places[0].letters, "F");
        let touching = plan(1, &[table("A1:G9", &["Id"])]);
        assert_eq!((touching.places[0].letters.as_str(), touching.grown_table), ("H", Some(0)));
        let below = plan(1, &[table("A5:G9", &["Id"])]);
        assert_eq!((below.places[0].letters.as_str(), below.grown_table), ("C", None));
        let apart = plan(9, &[table("A1:G9", &["Id"])]);
        assert_eq!((apart.places[0].letters.as_str(), apart.grown_table), ("K", None));
    }

    #[test]
    fn columns_of_an_earlier_marking_are_used_again() {
        let plan =
            Plan::new(&marks(&["Cell", "Fit band"]), &sheet(&["Id", " Cell ", "Note"]), used(2), &[], &[]).unwrap();
        let expected = [("B".to_owned(), "Cell".to_owned(), false), ("D".to_owned(), "Fit band".to_owned(), true)];
        assert_eq!(columns(&plan), expected);
        assert!(plan.replaces());
    }

    #[test]
    fn a_hidden_name_counts_more_than_a_header() {
        let own = |key: &str, column: u32, row: u32| OwnColumn { key: key.to_owned(), column, row };
        let sheet = sheet(&["Id", "Cell", "Mine", "Cluster"]);
        let plan = |own: &[OwnColumn]| Plan::new(&marks(&["Cell", "Cluster"]), &sheet, used(3), &[], own).unwrap();
        let named = plan(&[own("cell", 2, 1), own("other", 1, 1)]);
        let places: Vec<_> =
            named.places.iter().map(|place| (place.letters.as_str(), place.is_new, place.writes_header)).collect();
        assert_eq!(places, [("C", false, true), ("D", false, false)], "the header of C becomes that of the mark");
        // Names of another row, of columns that are gone, or of nothing of ours.
        for stale in [own("cell", 2, 9), own("cell", 40, 1), own("note", 2, 1)] {
            assert_eq!(plan(&[stale]).places[0].letters, "B");
        }
    }

    #[test]
    fn table_columns_have_names_of_their_own_also_the_second_time() {
        let tables = [table("A1:B9", &["Id", "CELL"])];
        let first = Plan::new(&marks(&["Cell", "cell"]), &sheet(&["Id", "CELL"]), used(1), &tables, &[]).unwrap();
        let names: Vec<&str> = first.places.iter().map(|place| place.header.as_str()).collect();
        assert_eq!(names, ["Cell (2)", "cell (3)"]);

        let tables = [table("A1:D9", &["Id", "CELL", "Cell (2)", "cell (3)"])];
        let marked = sheet(&["Id", "CELL", "Cell (2)", "cell (3)"]);
        let second = Plan::new(&marks(&["Cell", "cell"]), &marked, used(3), &tables, &[]).unwrap();
        let letters: Vec<&str> = second.places.iter().map(|place| place.letters.as_str()).collect();
        assert_eq!(letters, ["C", "D"]);
    }

    #[test]
    fn a_full_sheet_has_no_room() {
        assert!(Plan::new(&marks(&["Cell"]), &sheet(&["Id"]), used(16_382), &[], &[]).is_ok());
        let error = Plan::new(&marks(&["Cell", "Band"]), &sheet(&["Id"]), used(16_382), &[], &[]).unwrap_err();
        assert_eq!(error.key(), "no_room");
    }
}
