use super::*;
use crate::workbook::dictionary::Dictionary;

fn reader(header: &str) -> ColumnReader {
    let known = Dictionary::get().recognise(header).unwrap();
    ColumnReader::new(known, header.to_owned(), false).unwrap()
}

#[test]
fn rows_without_a_cell_are_missing_and_dropped_rows_are_gone() {
    let mut fit = reader("M365Fit");
    fit.take(1, CellValue::Number(80.0));
    fit.take(3, CellValue::Number(20.0));
    assert!(!fit.has_value(0) && fit.has_value(1) && !fit.has_value(9));
    let ColumnData::Rating(cells) = fit.finish(&[true, true, false, true, true]).data else { panic!() };
    assert_eq!(cells.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, true, false]);
}

#[test]
fn fractions_of_one_are_percentages_but_zeros_and_ones_are_scores() {
    let mut fractions = reader("M365Fit");
    let mut whole = reader("M365Fit");
    for (row, value) in [0.0, 0.55, 0.805, 1.0].into_iter().enumerate() {
        fractions.take(row, CellValue::Number(value));
        whole.take(row, CellValue::Number(value.floor()));
    }
    assert!(fractions.fractions_to_scores());
    assert!(!whole.fractions_to_scores());
    let ColumnData::Rating(cells) = fractions.finish(&[true; 4]).data else { panic!() };
    let expected = [0.0, 55.0, 80.5, 100.0].map(|value| Score::new(value).map(Rating::Score));
    assert_eq!(cells, expected);
}

/// The column under `header` after `cells`, and what stays open in it.
fn read(header: &str, cells: &[&str]) -> (ColumnData, Unresolved) {
    let mut column = reader(header);
    for (row, cell) in cells.iter().enumerate() {
        column.take(row, CellValue::Text(cell));
    }
    let unresolved = column.resolve();
    (column.finish(&vec![true; cells.len()]).data, unresolved)
}

fn money(cells: &[&str]) -> (Vec<Option<f64>>, Unresolved) {
    let (ColumnData::Money(found), unresolved) = read("Expiring Revenue", cells) else { panic!() };
    (found.iter().map(|cell| cell.map(crate::domain::money::Money::units)).collect(), unresolved)
}

#[test]
fn a_column_decides_what_its_cells_leave_open() {
    assert_eq!(money(&["1.234", "12,5", "2,345", "7"]).0, [Some(1234.0), Some(12.5), Some(2.35), Some(7.0)]);
    assert_eq!(money(&["1.234", "12.5", "2,345"]).0, [Some(1.23), Some(12.5), Some(2345.0)]);
    assert_eq!(money(&["2,345", "7"]), (vec![Some(2345.0), Some(7.0)], Unresolved::default()));
    let open = |row, content: &str| Unresolved { count: 1, first: vec![(row, content.to_owned())] };
    assert_eq!(money(&["7", "1.234"]), (vec![Some(7.0), None], open(1, "1.234")));
    assert_eq!(money(&["12.5", "12,5", "2,345"]), (vec![Some(12.5), Some(12.5), None], open(2, "2,345")));
    let days = |cells: &[&str]| {
        let (ColumnData::Day(found), unresolved) = read("Agreement End Date", cells) else { panic!() };
        (found.iter().map(|day| day.map(|day| (day.month(), day.day()))).collect::<Vec<_>>(), unresolved.count)
    };
    assert_eq!(days(&["03/04/2026", "31/03/2026"]), (vec![Some((4, 3)), Some((3, 31))], 0));
    assert_eq!(days(&["03/04/2026", "03/31/2026"]), (vec![Some((3, 4)), Some((3, 31))], 0));
    assert_eq!(days(&["03/04/2026", "2026-03-31"]), (vec![None, Some((3, 31))], 1));
    assert_eq!(days(&["03/04/2026", "03/31/2026", "31/03/2026"]), (vec![None, Some((3, 31)), Some((3, 31))], 1));
}
