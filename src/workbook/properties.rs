//! What must hold of texts, names, values, headers and marks whatever is in them.

use crate::domain::Date;
use crate::support::progress::Progress;
use crate::support::property_tests::cases;
use crate::workbook::book::Book;
use crate::workbook::choices::ReadChoices;
use crate::workbook::header::{ROWS_SEARCHED, find_header};
use crate::workbook::markup::{MarkColumn, MarkKind, MarkValue, MarkedSheet, Marks, push_escaped, save_marked_copy};
use crate::workbook::package::samples::Parts;
use crate::workbook::place::cell_name;
use crate::workbook::probe::{Cell, Value, gathered, visited};
use crate::workbook::source::Source;
use crate::workbook::values::{self, CellValue, Reading};
use crate::workbook::worksheet::cell_ref::{Area, CellRef, MAX_COLUMNS, MAX_ROWS, parse_cell, with_right_edge};
use crate::workbook::worksheet::text::{Spaces, push_decoded};
use calamine::Reader;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::BufReader;

/// Texts of letters that break things, or of any.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ _x0-9A-Fa&<>\"';\r\n\t三😀]{0,24}",
        any::<String>(),
        "(_x[0-9A-Fa-f]{4}_?){0,4}",
        "(&[a-z#0-9]{0,4};?){0,4}"
    ]
}

/// Texts like those that people write where amounts, days or scores are asked for.
fn entries() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-+(]{0,2}[$¥€]?[0-9]{0,7}[.,' ]?[0-9]{0,4}[.,]?[0-9]{0,3}[)%KM万円]{0,2}",
        "[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日?",
        "[0-9]{1,5}[-+~〜–][0-9]{0,5}人?",
        "FY[0-9]{2,4}[ -]?Q?[0-9]?",
        texts(),
    ]
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn an_escaped_text_comes_back(text in texts()) {
        let mut escaped = Vec::new();
        push_escaped(&mut escaped, &text);
        let escaped = String::from_utf8(escaped).unwrap();
        prop_assert!(!escaped.contains('<'));
        let mut back = String::new();
        prop_assert_eq!(push_decoded(&mut back, &escaped, Spaces::Kept), Ok(()));
        prop_assert_eq!(back, text, "{}", escaped);
    }

    #[test]
    fn any_raw_text_has_a_meaning_or_is_refused(raw in texts()) {
        let (mut kept, mut trimmed) = (String::new(), String::new());
        if push_decoded(&mut kept, &raw, Spaces::Kept).is_ok() {
            push_decoded(&mut trimmed, &raw, Spaces::Trimmed).unwrap();
            prop_assert!(kept.contains(&trimmed));
        }
    }

    #[test]
    fn names_of_cells_come_back(column in 0..MAX_COLUMNS, row in 1..=MAX_ROWS, right in 0..MAX_COLUMNS) {
        let name = cell_name(column, row);
        prop_assert_eq!(parse_cell(name.as_bytes()), Some(CellRef { column, row }));
        prop_assert_eq!(parse_cell(name.to_lowercase().as_bytes()), Some(CellRef { column, row }));
        let (left, right) = (column.min(right), column.max(right));
        let area = format!("{}:${}", cell_name(left, 1), cell_name(right, row));
        prop_assert_eq!(Area::parse(area.as_bytes()), Some(Area { left, top: 1, right, bottom: row }));
        let wider = with_right_edge(&area, "XFD").unwrap();
        prop_assert_eq!(Area::parse(wider.as_bytes()), Some(Area { left, top: 1, right: MAX_COLUMNS - 1, bottom: row }));
    }

    #[test]
    fn no_name_is_a_cell_outside_the_grid(name in "[$]?[A-Za-z]{1,4}[$]?[0-9]{1,8}:?") {
        if let Some(cell) = parse_cell(name.as_bytes()) {
            prop_assert!(cell.column < MAX_COLUMNS && (1..=MAX_ROWS).contains(&cell.row));
            prop_assert_eq!(cell_name(cell.column, cell.row), name.replace('$', "").to_uppercase().replace(":", "")
                .split_at_checked(name.replace(['$', ':'], "").trim_end_matches(char::is_numeric).len())
                .map(|(letters, digits)| format!("{letters}{}", digits.trim_start_matches('0'))).unwrap());
        }
    }

    #[test]
    fn what_is_read_of_a_cell_means_the_same_when_written_again(text in entries(), date_1904 in any::<bool>()) {
        let value = CellValue::Text(&text);
        for amount in all(values::money(value)) {
            let again = format!("{:.2}", amount.units());
            prop_assert_eq!(values::money(CellValue::Number(again.parse().unwrap())), Reading::Plain(amount), "{}", text);
        }
        for number in all(values::number(value)) {
            prop_assert!(number.is_finite());
            prop_assert_eq!(values::number(CellValue::Number(number)), Reading::Plain(number));
        }
        for day in all(values::day(value, date_1904)) {
            let again = day.to_string();
            prop_assert_eq!(values::day(CellValue::Text(&again), date_1904), Reading::Plain(day), "{} {}", text, again);
        }
        if let Ok(Some(rating)) = values::rating(value) {
            prop_assert!(!values::says_nothing(&text), "{:?}", rating);
        }
        if let Ok(Some(count)) = values::employees(value) {
            prop_assert_eq!(values::employees(CellValue::Number(f64::from(count))), Ok(Some(count)), "{}", text);
        }
        if let Ok(Some(flag)) = values::flag(value) {
            prop_assert_eq!(values::flag(CellValue::Bool(flag)), Ok(Some(flag)));
        }
    }

    #[test]
    fn numbers_of_days_are_their_days(serial in prop_oneof![-2.0_f64..70.0, -10.0_f64..3_000_000.0], date_1904 in any::<bool>()) {
        let day = values::day_of_serial(serial, date_1904);
        prop_assert_eq!(day.is_some(), (0.0..2_958_466.0).contains(&serial) && (date_1904 || !matches!(serial as i64, 0 | 60)));
        if let Some(day) = day {
            let first: Date = if date_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
            let days = i64::from((day - first).get_days());
            let expected = serial.floor() as i64 + i64::from(!date_1904 && serial < 60.0);
            prop_assert_eq!(days, expected);
        }
    }

    #[test]
    fn a_header_is_a_row_that_is_there(
        rows in proptest::collection::btree_map(
            0_u32..90,
            proptest::collection::vec((0_u32..50, prop_oneof![
                Just("CustomerID".to_owned()), Just("M365 Fit".to_owned()), Just("M365".to_owned()), Just("Fit".to_owned()),
                Just("Intent".to_owned()), Just("顧客名".to_owned()), texts()
            ]), 0..6),
            0..12,
        )
    ) {
        let rows: BTreeMap<u32, Vec<(u32, String)>> = rows.into_iter().take(ROWS_SEARCHED).collect();
        if let Some(header) = find_header(&rows, &ReadChoices::default()) {
            let own = rows.get(&header.row).unwrap();
            prop_assert!(own.iter().all(|(column, _)| header.cells.iter().any(|(at, _)| at == column)));
            prop_assert!(header.known.len() >= 2);
            prop_assert!(header.known.iter().all(|(column, _)| header.cells.iter().any(|(at, _)| at == column)));
        }
    }
}

/// Every value that a reading may mean.
fn all<T>(reading: Reading<T>) -> Vec<T> {
    match reading {
        Reading::Nothing | Reading::NotUnderstood => Vec::new(),
        Reading::Plain(value) | Reading::First(value) | Reading::Second(value) => vec![value],
        Reading::Open { first, second, .. } => vec![first, second],
    }
}

/// Marks on every third row.
struct SomeMarks {
    columns: [MarkColumn; 1],
    text: String,
}

impl Marks for SomeMarks {
    fn columns(&self) -> &[MarkColumn] {
        &self.columns
    }

    fn value(&self, row: u32, _column: usize) -> MarkValue<'_> {
        if row.is_multiple_of(3) { MarkValue::Text(&self.text) } else { MarkValue::Keep }
    }
}

/// The cells through calamine, texts and numbers only.
fn through_calamine(source: &Source) -> BTreeMap<(u32, u32), String> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(BufReader::new(source.open().unwrap())).unwrap();
    let mut reader = book.worksheet_cells_reader("One").unwrap();
    let mut cells = BTreeMap::new();
    while let Some(cell) = reader.next_cell().unwrap() {
        let data: calamine::Data = cell.get_value().clone().into();
        cells.insert(cell.get_position(), data.to_string());
    }
    cells.retain(|_, text| !text.is_empty());
    cells
}

fn cells_of(source: &Source) -> Vec<Cell> {
    let mut book = Book::open(source, &Progress::default()).unwrap();
    let cells = gathered(&mut book, 0).unwrap();
    assert_eq!(cells, visited(&mut book, 0).unwrap());
    cells
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn marks_come_and_the_rest_stays(
        rows in proptest::collection::vec(
            (0_u32..3, any::<u8>(), proptest::collection::vec((0_u32..3, -50_i32..50), 0..4)), 1..12),
        text in "[a<&三=]{1,6}",
        is_prefixed in any::<bool>(),
    ) {
        let x = if is_prefixed { "x:" } else { "" };
        let mut xml = format!("<{x}worksheet xmlns{}=\"n\"><{x}sheetData>", if is_prefixed { ":x" } else { "" });
        let (mut number, mut filled) = (0, 0);
        let header_row = rows.first().map_or(1, |(gap, ..)| gap + 1);
        for (gap, writing, cells) in &rows {
            number += gap + 1;
            let mut next = 0;
            // A header without a cell is none.
            let cells = if number == header_row && cells.is_empty() { &vec![(0, 1)] } else { cells };
            let cells: String = cells.iter().map(|(gap, value)| {
                let column = next + gap;
                next = column + 1;
                filled = filled.max(column);
                format!("<{x}c r=\"{}\"><{x}v>{value}</{x}v></{x}c>", cell_name(column, number))
            }).collect();
            xml += &match (cells.is_empty(), writing % 4) {
                (true, 0) => format!("<{x}row r=\"{number}\"/>"),
                (_, 1) => format!("<{x}row r='{number}' spans=\"1:2\">\n{cells}</{x}row>\n"),
                (_, 2) => format!("<!-- </{x}row> --><{x}row a=\">\" r=\"{number}\">{cells}<!--c--></{x}row>"),
                _ => format!("<{x}row r=\"{number}\">{cells}</{x}row>"),
            };
        }
        xml += &format!("</{x}sheetData></{x}worksheet>");
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source.xlsx");
        std::fs::write(&source, Parts::with_sheet(xml.clone()).stored()).unwrap();
        let (source, target) = (Source::File(source), folder.path().join("copy.xlsx"));
        let before = cells_of(&source);
        let sheet = MarkedSheet {
            sheet: "One".to_owned(), header_row, last_column: filled, headers: Vec::new(), read_as: None,
        };
        let column = MarkColumn { key: String::new(), header: "PD".to_owned(), kind: MarkKind::Text, width: 8.0 };
        let marks = SomeMarks { columns: [column], text: text.clone() };
        let saved = save_marked_copy(&source, &target, false, &sheet, &marks, &Progress::default());
        prop_assert!(saved.is_ok(), "{saved:?}: {xml}");
        let Ok(saved) = saved else { return Ok(()) };
        let header = header_row - 1;
        let copy = Source::File(target);
        let after = cells_of(&copy);
        let old: Vec<&Cell> = after.iter().filter(|cell| cell.1 <= filled).collect();
        prop_assert_eq!(old, before.iter().collect::<Vec<_>>(), "old cells: {}", xml);
        let new: Vec<&Cell> = after.iter().filter(|cell| cell.1 > filled).collect();
        for (row, column, value) in &new {
            let expected = if *row == header { "PD" } else { text.as_str() };
            prop_assert_eq!((*column, value), (filled + 1, &Value::Text(expected.to_owned())), "row {}", row);
            prop_assert!(*row == header || *row > header && (row + 1) % 3 == 0);
        }
        prop_assert_eq!(new.iter().filter(|cell| cell.0 != header).count() as u64, saved.rows);
        let mut through = through_calamine(&copy);
        prop_assert_eq!(through.remove(&(header, filled + 1)), Some("PD".to_owned()));
        through.retain(|(_, column), _| *column <= filled);
        prop_assert_eq!(through, through_calamine(&source));
    }
}
