//! The judge of saved workbooks is judged: it names every fault that is put into a sound one.

use crate::support::workbook_invariants::inspect;
use rust_xlsxwriter::{Format, Table, TableColumn, Workbook};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TABLE: &str = "xl/tables/table1.xml";
const STYLES: &str = "xl/styles.xml";
const WORKBOOK: &str = "xl/workbook.xml";
const FILTERED: &str = "xl/worksheets/sheet2.xml";
const TYPES: &str = "[Content_Types].xml";

/// A sound workbook: a sheet with a table, and one with a filter.
fn sound() -> Vec<u8> {
    let mut book = Workbook::new();
    let amount = Format::new().set_num_format("0.00");
    let sheet = book.add_worksheet();
    for row in 1..=4 {
        sheet.write_string(row, 0, format!("C{row}")).unwrap();
        sheet.write_number_with_format(row, 1, f64::from(row), &amount).unwrap();
    }
    let columns = [TableColumn::new().set_header("Customer"), TableColumn::new().set_header("Fit")];
    sheet.add_table(0, 0, 4, 1, &Table::new().set_columns(&columns)).unwrap();
    sheet.set_column_width(0, 20).unwrap().set_column_width(1, 9).unwrap();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Name").unwrap();
    sheet.write_number(1, 0, 5).unwrap();
    sheet.autofilter(0, 0, 1, 0).unwrap();
    book.save_to_buffer().unwrap()
}

/// `book` with the text of `part` changed, everything else as it is packed; `None` leaves the part out.
fn with_part(book: &[u8], part: &str, change: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let name = source.by_index(index).unwrap().name().unwrap().into_owned();
        if name != part {
            copy.raw_copy_file(source.by_index_raw(index).unwrap()).unwrap();
            continue;
        }
        let mut entry = source.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let changed = change(&text);
        assert_ne!(changed.as_deref(), Some(text.as_str()), "{part} was to change: {text}");
        if let Some(changed) = changed {
            let time = entry.last_modified().unwrap_or_default();
            copy.start_file(name, SimpleFileOptions::default().last_modified_time(time)).unwrap();
            copy.write_all(changed.as_bytes()).unwrap();
        }
    }
    copy.finish().unwrap().into_inner()
}

/// A fault: its name, the part, what is replaced in it by what, and a word of the rule that must be named.
type Fault = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const FAULTS: [Fault; 36] = [
    ("a bare ampersand", SHEET, "<sheetData>", "<sheetData>&", "not well-formed"),
    ("an end tag is missing", SHEET, "</worksheet>", "", "not well-formed"),
    ("an end tag of another name", SHEET, "</worksheet>", "</worksheets>", "not well-formed"),
    ("an entity nobody knows", SHEET, "<v>2</v>", "<v>&two;</v>", "not well-formed"),
    ("an attribute twice", SHEET, "<row r=\"2\"", "<row r=\"2\" r=\"2\"", "not well-formed"),
    ("a character that XML has not", SHEET, "<v>2</v>", "<v>2\u{1}</v>", "not well-formed"),
    ("a reference to such a character", SHEET, "<v>2</v>", "<v>&#1;2</v>", "not well-formed"),
    ("a prefix that is not declared", SHEET, "<sheetData>", "<sheetData z:a=\"1\">", "not well-formed"),
    ("rows in another order", SHEET, "<row r=\"3\"", "<row r=\"1\"", "row 1 after row 2"),
    ("a row twice", SHEET, "<row r=\"3\"", "<row r=\"2\"", "row 2 after row 2"),
    ("a row below the grid", SHEET, "<row r=\"5\"", "<row r=\"1048577\"", "row 1048577 after"),
    ("cells in another order", SHEET, "<c r=\"A3\"", "<c r=\"C3\"", "cell Some(\"B3\")"),
    ("a cell twice", SHEET, "<c r=\"B3\"", "<c r=\"A3\"", "cell Some(\"A3\")"),
    ("a cell of another row", SHEET, "<c r=\"B3\"", "<c r=\"B4\"", "cell Some(\"B4\") in row 3"),
    ("a cell right of the grid", SHEET, "<c r=\"B3\"", "<c r=\"XFE3\"", "cell Some(\"XFE3\")"),
    ("a format that is not there", SHEET, "s=\"1\"><v>2</v>", "s=\"99\"><v>2</v>", "unknown format"),
    ("a shared text that is not there", SHEET, "t=\"s\"><v>2</v>", "t=\"s\"><v>99</v>", "unknown text"),
    ("no number", SHEET, "<v>4</v></c></row></sheetData>", "<v>NaN</v></c></row></sheetData>", "not a number"),
    ("an endless number", SHEET, "<v>4</v></c></row></sheetData>", "<v>1e999</v></c></row></sheetData>", "not a number"),
    ("text for a number", SHEET, "<v>4</v></c></row></sheetData>", "<v>four</v></c></row></sheetData>", "not a number"),
    ("a row wider than its spans", SHEET, "<row r=\"3\" spans=\"1:2\"", "<row r=\"3\" spans=\"1:1\"", "wider than it says"),
    ("widths that overlap", SHEET, "<col min=\"2\" max=\"2\"", "<col min=\"1\" max=\"2\"", "column widths 1 to 2 after 1"),
    ("widths backwards", SHEET, "<col min=\"2\" max=\"2\"", "<col min=\"3\" max=\"2\"", "column widths 3 to 2"),
    ("formats miscounted", STYLES, "<cellXfs count=\"2\"", "<cellXfs count=\"3\"", "miscounted"),
    ("a table wider than its columns", TABLE, "ref=\"A1:B5\"", "ref=\"A1:C5\"", "2 of Some(\"2\") columns in A1:C5"),
    ("table columns miscounted", TABLE, "<tableColumns count=\"2\"", "<tableColumns count=\"3\"", "2 of Some(\"3\")"),
    ("a table column's header is another", TABLE, "name=\"Fit\"", "name=\"Fits\"", "header \"Fit\" of column Some(\"Fits\")"),
    ("table columns of one name", TABLE, "name=\"Fit\"", "name=\"CUSTOMER\"", "share an id or a name"),
    ("table columns of one id", TABLE, "id=\"2\" name=", "id=\"1\" name=", "share an id or a name"),
    ("a table's filter covers less", TABLE, "<autoFilter ref=\"A1:B5\"", "<autoFilter ref=\"A1:A5\"", "its filter covers"),
    ("a filter without its name", FILTERED, "<autoFilter ref=\"A1:A2\"/>", "", "filter None"),
    ("a filter beside its name", FILTERED, "<autoFilter ref=\"A1:A2\"/>", "<autoFilter ref=\"A1:B2\"/>", "but its name says"),
    ("a filter's name without it", WORKBOOK, "$A$1:$A$2", "$A$1:$C$2", "but its name says"),
    ("a part without a content type", TYPES, "PartName=\"/xl/tables/table1.xml\"", "PartName=\"/xl/tables/other.xml\"", "no content type"),
    ("a relationship that leads nowhere", "xl/worksheets/_rels/sheet1.xml.rels", "table1.xml", "table9.xml", "is missing"),
    ("a sheet's relationship that leads nowhere", "xl/_rels/workbook.xml.rels", "sheet2.xml", "sheet7.xml", "is missing"),
];

#[test]
fn every_fault_is_named() {
    let good = sound();
    let findings = inspect(&good, &good);
    assert!(findings.violations.is_empty() && findings.changed_parts.is_empty(), "{findings:?}");
    let mut missed = Vec::new();
    for (fault, part, from, to, rule) in FAULTS {
        let bad = with_part(&good, part, |text| Some(text.replacen(from, to, 1)));
        let findings = inspect(&good, &bad);
        let is_named = findings.violations.iter().any(|violation| violation.contains(rule));
        if !is_named || !findings.changed_parts.contains(&part.to_owned()) {
            missed.push(format!("{fault}: {findings:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn long_texts_lost_parts_and_changed_entries_are_named() {
    let good = sound();
    let long = format!("t=\"inlineStr\"><is><t>{}</t></is></c>", "x".repeat(32_768));
    let bad = with_part(&good, SHEET, |text| Some(text.replacen("t=\"s\"><v>2</v></c>", &long, 1)));
    assert!(inspect(&good, &bad).violations.iter().any(|violation| violation.contains("32768 units of text")));
    let bad = with_part(&good, "docProps/app.xml", |_| None);
    let violations = inspect(&good, &bad).violations;
    assert!(violations.iter().any(|violation| violation.contains("other parts")), "{violations:?}");
    assert!(violations.iter().any(|violation| violation.contains("docProps/app.xml is missing")), "{violations:?}");
    let bad = with_part(&good, "docProps/core.xml", |text| Some(text.replacen("<dc:creator>", "<dc:creator>x", 1)));
    assert_eq!(inspect(&good, &bad).changed_parts, ["docProps/core.xml"]);
    let bad = with_part(&good, SHEET, |text| Some(text.replacen("s=\"1\"><v>2</v>", "s=\"1\"><v>3</v>", 1)));
    assert_eq!(inspect(&good, &bad).changed_cells, [format!("{SHEET}!B3")]);
    let bad = with_part(&good, SHEET, |text| Some(text.replacen("<row r=\"3\"", "<row r=\"3\" ht=\"30\"", 1)));
    assert_eq!(inspect(&good, &bad).changed_parts, [SHEET]);
}
