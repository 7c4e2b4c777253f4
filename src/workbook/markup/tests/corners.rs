//! Workbooks with rarer things in them, marked and marked again.

use super::books::{CustomerMarks, Folder, customers_sheet, filter_book, part, table_book, with_part};
use super::workbook_invariants::inspect;
use super::{HEADERS, SHEET, STYLES, WORKBOOK, assert_marks, marked, marked_once, value};
use crate::support::progress::Progress;
use crate::workbook::markup::{MarkColumn, MarkValue, MarkedSheet, Marks, save_marked_copy};
use crate::workbook::source::Source;
use calamine::Data;
use rust_xlsxwriter::{Table, Workbook};

fn assert_faithful(book: &[u8], copy: &[u8]) {
    let findings = inspect(book, copy);
    assert_eq!((findings.violations, findings.changed_cells), (Vec::new(), Vec::new()));
}

#[test]
fn shared_and_array_formulas_merges_and_empty_rows_stay() {
    let book = with_part(&table_book(false), SHEET, |sheet| {
        let shared = sheet
            .replace("<f>C4*100</f>", "<f t=\"shared\" ref=\"D4:D6\" si=\"0\">C4*100</f>")
            .replace("<f>C5*100</f>", "<f t=\"shared\" si=\"0\"/>")
            .replace("<f>C6*100</f>", "<f t=\"shared\" si=\"0\"></f>")
            .replace("<f>C8*100</f>", "<f t=\"array\" ref=\"D8:D9\">C8:C9*100</f>");
        let merged = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:D1\"/></mergeCells>";
        shared.replace("</sheetData>", &format!("<row r=\"30\"/><row r=\"31\" ht=\"20\"></row>{merged}"))
    });
    let (copy, _) = marked_once(&book);
    assert_faithful(&book, &copy);
    assert_marks(&copy, 4, 1);
    let sheet = part(&copy, SHEET);
    for kept in ["<row r=\"30\"/><row r=\"31\" ht=\"20\"></row>", "<mergeCell ref=\"A1:D1\"/>", "si=\"0\"></f>"] {
        assert!(sheet.contains(kept), "{kept}");
    }
    for element in ["conditionalFormatting", "dataValidations", "pane ", "hyperlink ", "legacyDrawing"] {
        let of = |text: &str| text.split(&format!("<{element}")).skip(1).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(of(&sheet).len(), of(&part(&book, SHEET)).len(), "{element}");
    }
}

/// Customers in a table at the left, and another table `gap` columns right of it.
fn two_tables(gap: u16) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("It's & customers").unwrap();
    let right = 4 + gap;
    for (first, last, name) in [(0, 3, "Customers"), (right, right + 1, "Targets")] {
        for row in 2..12 {
            for column in first..=last {
                sheet.write_number(row, column, f64::from(row)).unwrap();
            }
        }
        sheet.add_table(1, first, 11, last, &Table::new().set_name(name)).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn of_two_tables_the_one_at_the_edge_grows() {
    for gap in [0, 1] {
        let book = two_tables(gap);
        let right = u32::from(5 + gap);
        let sheet = MarkedSheet { last_column: right, ..customers_sheet(&[]) };
        let marks = CustomerMarks::new(HEADERS, 1);
        let (copy, _) = marked(&book, &sheet, &marks).unwrap();
        assert_faithful(&book, &copy);
        assert_eq!(part(&copy, "xl/tables/table1.xml"), part(&book, "xl/tables/table1.xml"));
        let area = if gap == 0 { "ref=\"E2:H12\"" } else { "ref=\"F2:I12\"" };
        assert!(part(&copy, "xl/tables/table2.xml").contains(area), "gap {gap}");
        assert_marks(&copy, right + 1, 1);
    }
}

#[test]
fn the_names_of_others_stay_as_they_are() {
    let others = "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'It''s &amp; customers'!$A$1:$D$12</definedName>\
        <definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'It''s &amp; customers'!$1:$2</definedName>";
    let book = with_part(&filter_book(), WORKBOOK, |text| {
        text.replace("<definedName name=\"Target\"", &format!("{others}<definedName name=\"Target\""))
    });
    let (copy, _) = marked_once(&book);
    assert_faithful(&book, &copy);
    let names = part(&copy, WORKBOOK);
    assert!(names.contains(others) && names.contains("name=\"Target\""), "{names}");
    assert!(names.contains(
        "<definedName name=\"PropensityDesk.m.cell\" localSheetId=\"0\" hidden=\"1\">'It''s &amp; customers'!$E$2<"
    ));
    // Without the list the names get one, at its place.
    let bare = with_part(&filter_book(), WORKBOOK, |text| {
        let (start, end) = (text.find("<definedNames>").unwrap(), text.find("</definedNames>").unwrap() + 15);
        text.get(..start).unwrap().to_owned() + text.get(end..).unwrap()
    });
    let bare = with_part(&bare, SHEET, |text| text.replace("<autoFilter ref=\"A2:D12\"/>", ""));
    let (copy, _) = marked_once(&bare);
    assert_faithful(&bare, &copy);
    assert!(part(&copy, WORKBOOK).contains("</sheets><definedNames><definedName name=\"PropensityDesk."));
}

/// Texts that somebody could mistake for formulas.
struct Formulas(CustomerMarks);

impl Marks for Formulas {
    fn columns(&self) -> &[MarkColumn] {
        self.0.columns()
    }

    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        match (row, column) {
            (3..=12, 0) => MarkValue::Text("=HYPERLINK(\"http://example.com\")"),
            _ => self.0.value(row, column),
        }
    }
}

#[test]
fn text_never_becomes_a_formula() {
    for book in [filter_book(), table_book(false)] {
        let (copy, _) = marked(&book, &customers_sheet(&[]), &Formulas(CustomerMarks::new(HEADERS, 1))).unwrap();
        assert_faithful(&book, &copy);
        assert_eq!(value(&copy, 3, 4), Data::String("=HYPERLINK(\"http://example.com\")".to_owned()));
        let sheet = part(&copy, SHEET);
        let format = sheet.split("<c r=\"E3\" s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let styles = part(&copy, STYLES);
        let formats = styles.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1);
        let quoted: Vec<bool> = formats.map(|xf| xf.contains("quotePrefix=\"1\"")).collect();
        assert!(quoted[format.parse::<usize>().unwrap()], "{styles}");
        let amount = sheet.split("<c r=\"F3\" s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(!quoted[amount.parse::<usize>().unwrap()], "{styles}");
    }
}

#[test]
fn templates_are_copied_as_templates() {
    let template = with_part(&filter_book(), "[Content_Types].xml", |text| text.replace("sheet.main", "template.main"));
    let folder = Folder::new("template");
    let source = Source::File(folder.file("book.xltx", &template));
    let save = |name: &str| {
        let (marks, progress) = (CustomerMarks::new(HEADERS, 1), Progress::default());
        save_marked_copy(&source, &folder.path().join(name), false, &customers_sheet(&[]), &marks, &progress)
    };
    assert_eq!(save("copy.xlsx").unwrap_err().key(), "wrong_extension");
    save("copy.xltx").unwrap();
    let copy = std::fs::read(folder.path().join("copy.xltx")).unwrap();
    assert_faithful(&template, &copy);
    assert_marks(&copy, 4, 1);
}
