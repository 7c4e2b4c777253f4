//! The scanner against what was written, against itself, and against damage.

mod mutations;
mod oracle;
mod writing;

use crate::support::property_tests::cases;
use crate::workbook::probe::{Cell, Value, shared_strings, sheet_cells};
use proptest::prelude::*;
use writing::{STRINGS, sheets};

fn careful(xml: &str, chunk: usize) -> Vec<Cell> {
    sheet_cells(xml.as_bytes(), &STRINGS, true, chunk).unwrap().unwrap()
}

proptest! {
    #![proptest_config(cases(700))]

    #[test]
    fn all_ways_to_read_find_what_was_written(sheet in sheets(), chunk in 1_usize..400) {
        let written = sheet.write();
        prop_assert_eq!(&careful(&written.xml, chunk), &written.cells, "with care: {}", written.xml);
        match sheet_cells(written.xml.as_bytes(), &STRINGS, false, chunk) {
            None => prop_assert!(!written.is_quick, "needs no care: {}", written.xml),
            Some(Ok(cells)) => prop_assert_eq!(&cells, &written.cells, "quickly: {}", written.xml),
            // What looks damaged is read again with care.
            Some(Err(problem)) => prop_assert!(!written.is_quick, "{problem}: {}", written.xml),
        }
    }

    #[test]
    fn shared_strings_are_what_was_written(
        texts in proptest::collection::vec("[a&<> \n_x0-9三]{0,8}", 0..20),
        chunk in 1_usize..200,
        is_odd in any::<bool>(),
    ) {
        let items = texts.iter().enumerate().map(|(at, text)| {
            let mut escaped = Vec::new();
            crate::workbook::markup::push_escaped(&mut escaped, text);
            let escaped = String::from_utf8(escaped).unwrap();
            match at % 3 {
                0 if is_odd => format!("<!-- </si> --><si><t xml:space='preserve'>{escaped}<?a </si>?></t></si>"),
                1 => format!("<si>\n<r><t xml:space='preserve'>{escaped}</t></r><rPh><t>x</t></rPh></si >"),
                _ => format!("<si><t xml:space=\"preserve\">{escaped}</t></si>"),
            }
        });
        let xml = format!("<sst uniqueCount='9'>{}<extLst/></sst>", items.collect::<String>());
        prop_assert_eq!(&shared_strings(xml.as_bytes(), true, chunk).unwrap().unwrap(), &texts);
        match shared_strings(xml.as_bytes(), false, chunk) {
            Some(Ok(quick)) => prop_assert_eq!(&quick, &texts),
            other => prop_assert!(is_odd, "{:?}: {}", other, xml),
        }
    }
}

fn of_rows(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

fn number(row: u32, column: u32, number: f64) -> Cell {
    (row, column, Value::Number(number))
}

/// What both readings say, whatever the chunks: the cells, or `None` for damage.
#[track_caller]
fn read(xml: &str) -> Option<Vec<Cell>> {
    let expected = sheet_cells(xml.as_bytes(), &STRINGS, true, 1 << 18).unwrap().ok();
    for chunk in [1, 2, 3, 7, 20, 64, 1 << 18] {
        let again = sheet_cells(xml.as_bytes(), &STRINGS, true, chunk).unwrap().ok();
        assert_eq!(again, expected, "with care in {chunk}: {xml}");
        if let Some(Ok(quick)) = sheet_cells(xml.as_bytes(), &STRINGS, false, chunk) {
            assert_eq!(Some(quick), expected, "quickly in {chunk}: {xml}");
        }
    }
    expected
}

#[test]
fn rows_and_cells_out_of_order_are_read_as_they_stand() {
    let cell = |name: &str, value: u32| format!("<c r=\"{name}\"><v>{value}</v></c>");
    let rows = format!("<row r=\"5\">{}{}</row><row r=\"2\">{}</row>", cell("C5", 1), cell("A5", 2), cell("A2", 3));
    assert_eq!(read(&of_rows(&rows)).unwrap(), [number(4, 2, 1.0), number(4, 0, 2.0), number(1, 0, 3.0)]);
    let quick = |rows: &str| sheet_cells(of_rows(rows).as_bytes(), &STRINGS, false, 20);
    assert!(quick(&rows).is_none(), "whoever joins the stretches needs them in order");
    let twice = format!("<row r=\"1\">{0}</row><row r=\"1\">{0}</row>", cell("A1", 1));
    assert_eq!(read(&of_rows(&twice)).unwrap(), [number(0, 0, 1.0), number(0, 0, 1.0)]);
    assert!(quick(&twice).is_none());
    let elsewhere = format!("<row r=\"1\">{}{}</row>", cell("A7", 1), cell("B1", 2));
    assert_eq!(read(&of_rows(&elsewhere)).unwrap(), [number(6, 0, 1.0), number(0, 1, 2.0)]);
    let uncounted = "<row><c><v>1</v></c></row><row r=\"4\"><c><v>2</v></c></row><row><c r='B5'/><c><v>3</v></c></row>";
    assert_eq!(read(&of_rows(uncounted)).unwrap(), [number(0, 0, 1.0), number(3, 0, 2.0), number(4, 2, 3.0)]);
}

#[test]
fn what_a_cell_holds_twice_or_inside_itself_is_read_alike_everywhere() {
    let one = |cell: &str| read(&of_rows(&format!("<row r=\"1\">{cell}</row>")));
    let text = |text: &str| Some(vec![(0, 0, Value::Text(text.to_owned()))]);
    assert_eq!(one("<c r=\"A1\"><v>1</v><v>2</v></c>"), Some(vec![number(0, 0, 2.0)]));
    assert_eq!(one("<c r=\"A1\" t=\"inlineStr\"><v>1</v><is><t>a</t></is></c>"), text("a"));
    assert_eq!(one("<c r=\"A1\" t=\"str\"><is><t>a</t></is><v>b</v></c>"), text("b"));
    assert_eq!(one("<c r=\"A1\"><c r=\"B1\"><v>1</v></c><v>2</v></c>"), Some(vec![number(0, 0, 2.0)]));
    assert_eq!(one("<c r=\"A1\" t=\"s\"><v> 3 </v></c>"), text("三"));
    assert_eq!(one("<c r=\"A1\" t=\"s\"><v>4</v></c>"), None, "there is no fifth string");
    assert_eq!(one("<c r=\"A1\" t=\"d\"><v>2026&#45;01</v></c>"), text("2026-01"));
    assert_eq!(one("<c r=\"A1\" t=\"str\"><v> a\0b </v></c>"), text(" a\0b "));
    assert_eq!(one("<x:c r=\"A1\"><y:v>1</y:v></x:c>"), Some(vec![number(0, 0, 1.0)]));
}

#[test]
fn what_is_no_sheet_is_damage() {
    for rows in [
        "<row r=\"1048577\"><c><v>1</v></c></row>",
        "<row r=\"0\"/>",
        "<row r=\"-1\"/>",
        "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A1048577\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>NaN</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>1e999</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&nbsp;</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>1</c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>1</v></row>",
        "<row r=\"1\"></x:row>",
        "<row r=\"1\" x=\"</row>\"/>",
        "<row r=\"1\"><c r=\"A1\" x='</row>'><v>1</v></c></row>",
        "</row>",
        "<row r=\"1\"><!DOCTYPE a></row>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><row r=\"1\"/>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a<!ELEMENT b></v></c></row>",
        "<!--><row r=\"1\"/>-->",
        "<?xml version='1.0'?><row r=\"1\"/>",
        "<row r=\"1\"><c r=\"A1\"",
        "</sheetData><sheetData>",
        "<row r=\"1\"><row r=\"2\"></row></row>",
        "<row r=\"1\"><c><is><row></row></is></c></row>",
        "<row r=\"1\"><sheetData><row></row></sheetData></row>",
        "<a><row></row></a>",
    ] {
        assert_eq!(read(&of_rows(rows)), None, "{rows}");
    }
    let deep = format!("<row r=\"1\">{}{}</row>", "<a>".repeat(70), "</a>".repeat(70));
    assert_eq!(read(&of_rows(&deep)), None, "nested too deep");
    assert_eq!(read("<worksheet><extLst><sheetData/></extLst></worksheet>"), Some(Vec::new()));
}
