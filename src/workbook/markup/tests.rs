pub(super) mod books;
mod corners;
#[path = "../../../tests/support/workbook_invariants.rs"]
mod workbook_invariants;

use super::*;
use crate::workbook::package::Package;
use books::{CustomerMarks, Folder, customers_sheet, filter_book, part, table_book, with_new_part, with_part};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use workbook_invariants::inspect;

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STYLES: &str = "xl/styles.xml";
const TABLE: &str = "xl/tables/table1.xml";
const WORKBOOK: &str = "xl/workbook.xml";
const HEADERS: [&str; 2] = ["PD Cell", "PD Revenue"];

/// `book` with marks, and what was told about it.
fn marked(book: &[u8], sheet: &MarkedSheet, marks: &dyn Marks) -> Result<(Vec<u8>, SavedCopy), SaveError> {
    // Tests run side by side, and each needs a folder of its own.
    let folder = Folder::new(&format!("{:?}", std::thread::current().id()));
    let source = Source::File(folder.file("source.xlsx", book));
    let target = folder.path().join("copy.xlsx");
    let progress = Progress::default();
    let saved = save_marked_copy(&source, &target, false, sheet, marks, &progress);
    let expected = if saved.is_ok() { vec!["copy.xlsx", "source.xlsx"] } else { vec!["source.xlsx"] };
    assert_eq!(folder.names(), expected, "nothing else is left behind");
    assert_eq!(fs::read(folder.path().join("source.xlsx")).unwrap(), book, "the source stays");
    let saved = saved?;
    assert_eq!(progress.fraction(), Some(1.0));
    Ok((fs::read(&target).unwrap(), saved))
}

fn marked_once(book: &[u8]) -> (Vec<u8>, SavedCopy) {
    marked(book, &customers_sheet(&[]), &CustomerMarks::new(HEADERS, 1)).unwrap()
}

/// Cells of the first sheet in the area of the marks, as another program reads them.
fn value(book: &[u8], row: u32, column: u32) -> Data {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).unwrap();
    let range = book.worksheet_range("It's & customers").unwrap();
    range.get_value((row - 1, column)).cloned().unwrap_or(Data::Empty)
}

/// `book` without a file, for readers of packages.
fn source_of(book: &[u8]) -> Source {
    Source::Embedded { name: "copy.xlsx", bytes: book.to_vec().leak() }
}

fn assert_marks(book: &[u8], first_column: u32, round: i64) {
    assert_eq!(value(book, 2, first_column), Data::String("PD Cell".to_owned()));
    assert_eq!(value(book, 2, first_column + 1), Data::String("PD Revenue".to_owned()));
    for row in 3..=12 {
        let text = if round == 1 { " A1 <&> _x0041_\n" } else { "N9" };
        let text = if row == 5 { Data::Empty } else { Data::String(text.to_owned()) };
        assert_eq!(value(book, row, first_column), text, "row {row}");
        let amount = f64::from(row) * 101.0 * round as f64 / 100.0;
        assert_eq!(value(book, row, first_column + 1), Data::Float(amount), "row {row}");
    }
    assert_eq!(value(book, 13, first_column), Data::Empty);
    assert_eq!(value(book, 1, first_column), Data::Empty);
}

#[test]
fn a_table_grows_and_nothing_else_changes() {
    for with_totals in [false, true] {
        let book = table_book(with_totals);
        assert_eq!(inspect(&book, &book).violations, Vec::<String>::new(), "the source is sound");
        let (copy, saved) = marked_once(&book);
        let findings = inspect(&book, &copy);
        assert_eq!(findings.violations, Vec::<String>::new());
        assert_eq!(findings.changed_cells, Vec::<String>::new());
        assert_eq!(findings.changed_parts, [STYLES, TABLE, WORKBOOK, SHEET]);
        assert_marks(&copy, 4, 1);
        assert_eq!((saved.rows, saved.columns_added, saved.columns_replaced), (10, 2, 0));
        assert_eq!(saved.warnings, Vec::new());
        let end = if with_totals { 13 } else { 12 };
        assert!(part(&copy, TABLE).contains(&format!("ref=\"A2:F{end}\"")), "{}", part(&copy, TABLE));
    }
}

#[test]
fn a_filter_grows_with_its_hidden_name() {
    let book = filter_book();
    let (copy, _) = marked_once(&book);
    let findings = inspect(&book, &copy);
    assert_eq!(findings.violations, Vec::<String>::new());
    assert_eq!(findings.changed_cells, Vec::<String>::new());
    assert_eq!(findings.changed_parts, [STYLES, WORKBOOK, SHEET]);
    assert!(part(&copy, SHEET).contains("<autoFilter ref=\"A2:F12\""));
    assert!(part(&copy, WORKBOOK).contains("!$A$2:$F$12</definedName>"));
    assert_marks(&copy, 4, 1);
}

#[test]
fn new_columns_look_like_their_neighbours_and_are_seen() {
    let (copy, _) = marked_once(&filter_book());
    let sheet = part(&copy, SHEET);
    let style_of =
        |cell: &str| sheet.split(&format!("<c r=\"{cell}\" s=\"")).nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(style_of("E2"), style_of("D2"));
    assert!(style_of("E2").is_some() && style_of("F3").is_some());
    assert!(part(&copy, STYLES).contains("[$¥-411]#,##0"));
    // Columns E to XFD were hidden.
    assert!(sheet.contains("<col min=\"5\" max=\"5\" width=\"8\""), "{sheet}");
    assert!(sheet.contains("<col min=\"7\" max=\"16384\""), "{sheet}");
}

#[test]
fn a_marked_copy_is_marked_again_in_place() {
    for book in [table_book(true), filter_book()] {
        let (first, _) = marked_once(&book);
        let sheet = customers_sheet(&HEADERS);
        let (second, saved) = marked(&first, &sheet, &CustomerMarks::new(HEADERS, 2)).unwrap();
        assert_eq!((saved.rows, saved.columns_added, saved.columns_replaced), (10, 0, 2));
        let findings = inspect(&first, &second);
        assert_eq!(findings.violations, Vec::<String>::new());
        assert_eq!(findings.changed_parts, [SHEET]);
        assert!(findings.changed_cells.iter().all(|cell| cell.contains("!E") || cell.contains("!F")));
        assert_marks(&second, 4, 2);
        let (third, _) = marked(&second, &sheet, &CustomerMarks::new(HEADERS, 2)).unwrap();
        assert_eq!(part(&third, SHEET), part(&second, SHEET), "the same marks change nothing");
    }
}

/// The first marking's copy after the user gave its columns other headers.
fn renamed_by_the_user(copy: &[u8], is_table: bool) -> Vec<u8> {
    let rename = |text: String| text.replace("PD Cell", "Our &lt;cell&gt;").replace("PD Revenue", "Potential");
    let copy = with_part(copy, SHEET, rename);
    if is_table { with_part(&copy, TABLE, rename) } else { copy }
}

#[test]
fn renamed_columns_and_other_languages_are_marked_again_in_place() {
    const OTHERS: [&str; 2] = ["PD セル", "PD \"売上\" & more"];
    for (book, is_table) in [(table_book(true), true), (filter_book(), false)] {
        let first = renamed_by_the_user(&marked_once(&book).0, is_table);
        let sheet = customers_sheet(&["Our <cell>", "Potential"]);
        let (second, saved) = marked(&first, &sheet, &CustomerMarks::new(OTHERS, 2)).unwrap();
        assert_eq!((saved.columns_added, saved.columns_replaced), (0, 2));
        let findings = inspect(&first, &second);
        assert_eq!(findings.violations, Vec::<String>::new());
        assert_eq!(findings.changed_parts, if is_table { vec![TABLE, SHEET] } else { vec![SHEET] });
        for (column, header) in (4..).zip(OTHERS) {
            assert_eq!(value(&second, 2, column), Data::String(header.to_owned()));
        }
        assert_eq!(value(&second, 3, 4), Data::String("N9".to_owned()));
        assert_eq!(value(&second, 3, 5), Data::Float(6.06));
        let mut package = Package::open(&source_of(&second)).unwrap();
        let own = own_mark_columns(&mut package, "It's & customers").unwrap();
        let own: Vec<_> = own.iter().map(|own| (own.key.as_str(), own.column, own.row)).collect();
        assert_eq!(own, [("m.cell", 4, 2), ("m.revenue", 5, 2)]);
    }
}

#[test]
fn a_table_column_that_formulas_speak_of_keeps_its_name() {
    let first = renamed_by_the_user(&marked_once(&table_book(false)).0, true);
    let first = with_part(&first, "xl/worksheets/sheet2.xml", |text| {
        text.replace("<v>1</v>", "<f>COUNTA(Customers[Our &lt;cell&gt;])</f><v>9</v>")
    });
    let sheet = customers_sheet(&["Our <cell>", "Potential"]);
    let (second, _) = marked(&first, &sheet, &CustomerMarks::new(HEADERS, 2)).unwrap();
    assert_eq!(inspect(&first, &second).violations, Vec::<String>::new());
    assert_eq!(value(&second, 2, 4), Data::String("Our <cell>".to_owned()));
    assert_eq!(value(&second, 2, 5), Data::String("PD Revenue".to_owned()));
    assert_eq!(value(&second, 3, 4), Data::String("N9".to_owned()));
}

#[test]
fn columns_inserted_before_the_marks_move_them() {
    let (first, _) = marked_once(&filter_book());
    // What Excel does when a column is inserted before E: cells and references move, contents do not.
    let moved = with_part(&first, SHEET, |mut text| {
        for (from, to) in [("F", "G"), ("E", "F")] {
            for row in 2..=12 {
                text = text.replace(&format!("r=\"{from}{row}\""), &format!("r=\"{to}{row}\""));
            }
        }
        text
    });
    let moved = with_part(&moved, WORKBOOK, |text| text.replace("$F$2<", "$G$2<").replace("$E$2<", "$F$2<"));
    let mut sheet = customers_sheet(&[]);
    sheet.headers.extend([(5, "PD Cell".to_owned()), (6, "PD Revenue".to_owned())]);
    sheet.last_column = 6;
    let (second, saved) = marked(&moved, &sheet, &CustomerMarks::new(["セル", "売上"], 2)).unwrap();
    assert_eq!((saved.columns_added, saved.columns_replaced), (0, 2));
    assert_eq!(inspect(&moved, &second).violations, Vec::<String>::new());
    assert_eq!(value(&second, 2, 5), Data::String("セル".to_owned()));
    assert_eq!(value(&second, 2, 6), Data::String("売上".to_owned()));
}

#[test]
fn some_columns_may_be_new_and_others_not() {
    let (first, _) = marked_once(&table_book(true));
    let marks = CustomerMarks::keyed(["PD Cell", "PD Other"], ["m.cell", "m.other"], 2);
    let (second, saved) = marked(&first, &customers_sheet(&HEADERS), &marks).unwrap();
    assert_eq!((saved.columns_added, saved.columns_replaced), (1, 1));
    let findings = inspect(&first, &second);
    assert_eq!(findings.violations, Vec::<String>::new());
    assert_eq!(value(&second, 3, 4), Data::String("N9".to_owned()));
    assert_eq!(value(&second, 3, 5), Data::Float(3.03), "the column of the first round stays");
    assert_eq!(value(&second, 3, 6), Data::Float(6.06));
}

#[test]
fn table_columns_get_names_of_their_own() {
    let book = table_book(false);
    let (copy, _) = marked(&book, &customers_sheet(&[]), &CustomerMarks::new(["NAME", "name"], 1)).unwrap();
    assert_eq!(inspect(&book, &copy).violations, Vec::<String>::new());
    assert_eq!(value(&copy, 2, 4), Data::String("NAME (2)".to_owned()));
    assert_eq!(value(&copy, 2, 5), Data::String("name (3)".to_owned()));
}

#[test]
fn marks_move_on_where_cells_are_in_the_way() {
    let note = "<c r=\"G7\" t=\"inlineStr\"><is><t>note</t></is></c></row>";
    let formula = "<c r=\"H8\"><f>1+1</f></c></row>";
    let blank = "<c r=\"I9\" s=\"1\"/></row>";
    let book = with_part(&filter_book(), SHEET, |sheet| {
        // Columns E and F would be free, but for row 7 and the marks' own width.
        let in_the_way = "<c r=\"F7\"><v>1</v></c>";
        let mut rows = sheet.split("</row>").map(str::to_owned).collect::<Vec<_>>();
        rows[6] += in_the_way;
        rows[6] += note.strip_suffix("</row>").unwrap();
        rows[7] += formula.strip_suffix("</row>").unwrap();
        rows[8] += blank.strip_suffix("</row>").unwrap();
        rows.join("</row>")
    });
    let (copy, _) = marked_once(&book);
    let findings = inspect(&book, &copy);
    assert_eq!(findings.violations, Vec::<String>::new());
    assert_eq!(findings.changed_cells, Vec::<String>::new());
    assert_marks(&copy, 9, 1);
    assert!(part(&copy, SHEET).contains("<autoFilter ref=\"A2:D12\""), "the filter does not adjoin them");
}

#[test]
fn awkward_markup_is_read_as_what_it_means() {
    let book = with_part(&filter_book(), SHEET, |sheet| {
        let (head, rest) = sheet.split_once("<sheetData>").unwrap();
        let (rows, tail) = rest.split_once("</sheetData>").unwrap();
        let rows = rows.replace("<row r=\"4\"", "<!-- </row></sheetData> --><row r=\"4\" ht='15' x=\"a>b\"");
        let rows = rows.replace("<c r=\"A6\"", "<?pi <c r=\"E6\"/>?><c r=\"A6\"").replace("r=\"B8\"", "r = 'B8'");
        let rows = rows.replacen("</c></row>", "</c> <!-- <c r=\"Z2\"/> --></row >", 2);
        format!("\u{feff}{head}<sheetData >{rows}</sheetData >{tail}")
    });
    let (copy, _) = marked_once(&book);
    let findings = inspect(&book, &copy);
    assert_eq!(findings.violations, Vec::<String>::new());
    assert_eq!(findings.changed_cells, Vec::<String>::new());
    assert_marks(&copy, 4, 1);
}

#[test]
fn prefixed_elements_get_prefixed_cells() {
    let book = with_part(&filter_book(), SHEET, |sheet| {
        let names = ["worksheet", "sheetData", "row", "c", "v", "f", "cols", "col", "dimension", "autoFilter"];
        names
            .iter()
            .fold(sheet, |sheet, name| {
                let sheet = ["", " ", ">", "/"]
                    .iter()
                    .skip(1)
                    .fold(sheet, |sheet, end| sheet.replace(&format!("<{name}{end}"), &format!("<x:{name}{end}")));
                sheet.replace(&format!("</{name}>"), &format!("</x:{name}>"))
            })
            .replace("xmlns=", "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns=")
    });
    let (copy, _) = marked_once(&book);
    assert_eq!(inspect(&book, &copy).violations, Vec::<String>::new());
    assert_marks(&copy, 4, 1);
    assert!(part(&copy, SHEET).contains("<x:is><x:t xml:space=\"preserve\"> A1"));
}

#[test]
fn a_query_table_is_left_alone() {
    let book =
        with_part(&table_book(false), TABLE, |table| table.replace("<table ", "<table tableType=\"queryTable\" "));
    let (copy, saved) = marked_once(&book);
    assert_eq!(inspect(&book, &copy).changed_parts, [STYLES, WORKBOOK, SHEET]);
    assert_eq!(saved.warnings, [SaveWarning::BesideTable("Customers".to_owned())]);
    assert_marks(&copy, 4, 1);
}

#[test]
fn odd_styles_cost_the_format_and_not_the_copy() {
    let book = with_part(&filter_book(), STYLES, |styles| styles.replace("<cellXfs count=\"", "<cellXfs count=\"9"));
    let (copy, saved) = marked_once(&book);
    assert_eq!(inspect(&book, &copy).changed_parts, [WORKBOOK, SHEET]);
    assert_eq!(saved.warnings.iter().map(SaveWarning::key).collect::<Vec<_>>(), ["no_currency_format"]);
    assert_marks(&copy, 4, 1);
}

#[test]
fn a_signature_is_copied_with_a_warning() {
    let book = with_new_part(&filter_book(), "_xmlsignatures/sig1.xml");
    let (copy, saved) = marked_once(&book);
    assert_eq!(saved.warnings, [SaveWarning::SignatureInvalid]);
    assert!(!inspect(&book, &copy).changed_parts.contains(&"_xmlsignatures/sig1.xml".to_owned()));
}

#[test]
fn a_formula_in_a_marked_column_is_the_users() {
    let (first, _) = marked_once(&filter_book());
    let first = with_part(&first, SHEET, |sheet| {
        let at = sheet.find("<c r=\"F7\"").unwrap();
        let end = at + sheet.get(at..).unwrap().find("</c>").unwrap();
        [sheet.get(..at).unwrap(), "<c r=\"F7\"><f>SUM(C3:C12)</f><v>75</v>", sheet.get(end..).unwrap()].concat()
    });
    let marks = CustomerMarks::new(HEADERS, 2);
    let (second, saved) = marked(&first, &customers_sheet(&HEADERS), &marks).unwrap();
    assert_eq!(saved.warnings, [SaveWarning::FormulasKept(1)]);
    assert_eq!(value(&second, 7, 5), Data::Float(75.0));
    assert_eq!(value(&second, 8, 5), Data::Float(16.16));
}

#[test]
fn what_cannot_be_marked_is_refused_and_leaves_nothing() {
    let marks = CustomerMarks::new(HEADERS, 1);
    let key = |book: &[u8], sheet: &MarkedSheet| marked(book, sheet, &marks).unwrap_err().key();
    let book = filter_book();
    assert_eq!(key(&book, &MarkedSheet { sheet: "Gone".to_owned(), ..customers_sheet(&[]) }), "source_changed");
    assert_eq!(key(&book, &MarkedSheet { header_row: 40, ..customers_sheet(&[]) }), "source_changed");
    assert_eq!(key(&book, &MarkedSheet { last_column: 16_383, ..customers_sheet(&[]) }), "no_room");
    let cut = with_part(&book, SHEET, |sheet| sheet.split("</sheetData>").next().unwrap().to_owned());
    assert_eq!(key(&cut, &customers_sheet(&[])), "damaged");
    let cut = with_part(&book, SHEET, |sheet| sheet.replace("</worksheet>", ""));
    assert_eq!(key(&cut, &customers_sheet(&[])), "damaged");
    let other_encoding = with_part(&book, SHEET, |sheet| sheet.replace("UTF-8", "Shift_JIS"));
    assert_eq!(key(&other_encoding, &customers_sheet(&[])), "unsupported_feature");
    assert_eq!(key(b"PK\x03\x04 and nothing more", &customers_sheet(&[])), "damaged");
    let mut flipped = book.clone();
    let middle = flipped.len() / 2;
    flipped[middle - 200..middle + 200].iter_mut().for_each(|byte| *byte ^= 0x55);
    // What is copied raw may be damaged as it was; the sheet must not be.
    if let Err(error) = marked(&flipped, &customers_sheet(&[]), &marks) {
        assert_eq!(error.key(), "damaged");
    }
}

#[test]
fn the_source_is_replaced_only_when_confirmed() {
    let folder = Folder::new("over-source");
    let book = filter_book();
    let path = folder.file("book.xlsx", &book);
    let source = Source::File(path.clone());
    let marks = CustomerMarks::new(HEADERS, 1);
    let save = |target: &Path, confirmed| {
        save_marked_copy(&source, target, confirmed, &customers_sheet(&[]), &marks, &Progress::default())
    };
    let by_another_name = folder.path().join("..").join(folder.path().file_name().unwrap()).join("book.xlsx");
    assert_eq!(save(&path, false).unwrap_err().key(), "target_is_source");
    assert_eq!(save(&by_another_name, false).unwrap_err().key(), "target_is_source");
    assert!(fs::read(&path).unwrap() == book, "the source was written to");
    save(&path, true).unwrap();
    assert_marks(&fs::read(&path).unwrap(), 4, 1);
    assert_eq!(folder.names(), ["book.xlsx"]);
}

#[test]
fn a_source_that_changed_since_it_was_read_is_not_marked() {
    let folder = Folder::new("changed");
    let source = Source::File(folder.file("book.xlsx", &filter_book()));
    let read_as = Some(SourceStamp::of(&source).unwrap());
    folder.file("book.xlsx", &table_book(true));
    let sheet = MarkedSheet { read_as, ..customers_sheet(&[]) };
    let marks = CustomerMarks::new(HEADERS, 1);
    let target = folder.path().join("copy.xlsx");
    let error = save_marked_copy(&source, &target, false, &sheet, &marks, &Progress::default()).unwrap_err();
    assert_eq!(error.key(), "source_changed");
}

/// Marks that do something else on the way.
struct Meanwhile<F: Fn() + Sync>(CustomerMarks, F);

impl<F: Fn() + Sync> Marks for Meanwhile<F> {
    fn columns(&self) -> &[MarkColumn] {
        self.0.columns()
    }

    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        (self.1)();
        self.0.value(row, column)
    }
}

#[test]
fn a_cancelled_save_leaves_the_old_target() {
    let folder = Folder::new("cancelled");
    let source = Source::File(folder.file("book.xlsx", &filter_book()));
    let target = folder.file("copy.xlsx", b"old");
    let progress = Progress::default();
    let marks = Meanwhile(CustomerMarks::new(HEADERS, 1), || progress.cancel());
    let error = save_marked_copy(&source, &target, false, &customers_sheet(&[]), &marks, &progress).unwrap_err();
    assert_eq!(error.key(), "cancelled");
    assert_eq!(fs::read(&target).unwrap(), b"old");
    assert_eq!(folder.names(), ["book.xlsx", "copy.xlsx"]);
}

#[test]
fn a_source_that_changes_while_it_is_read_is_noticed() {
    let folder = Folder::new("meanwhile");
    let path = folder.file("book.xlsx", &filter_book());
    let touch = || {
        let mut longer = filter_book();
        longer.push(0);
        fs::write(&path, longer).unwrap();
    };
    let marks = Meanwhile(CustomerMarks::new(HEADERS, 1), touch);
    let target = folder.path().join("copy.xlsx");
    let source = Source::File(path.clone());
    let saved = save_marked_copy(&source, &target, false, &customers_sheet(&[]), &marks, &Progress::default());
    assert!(saved.is_err());
    assert_eq!(folder.names(), ["book.xlsx"]);
}

#[test]
fn broken_rules_are_found() {
    let book = table_book(true);
    let violations = |part: &str, from: &str, to: &str| {
        let broken = with_part(&book, part, |text| text.replacen(from, to, 1));
        inspect(&book, &broken).violations.join("\n")
    };
    for (part, from, to, rule) in [
        (SHEET, "</row>", "</rov>", "not well-formed"),
        (SHEET, "<row r=\"4\"", "<row r=\"3\"", "row 3 after row 3"),
        (SHEET, "r=\"B4\"", "r=\"A4\"", "after column 1"),
        (SHEET, "<c r=\"A15\" s=\"", "<c r=\"A15\" s=\"99", "unknown format"),
        (SHEET, "<c r=\"A3\" t=\"s\"><v>", "<c r=\"A3\" t=\"s\"><v>99", "unknown text"),
        (SHEET, "<v>700</v>", "<v>NaN</v>", "not a number"),
        (SHEET, "<col min=\"2\"", "<col min=\"5\" max=\"16384\"/><col min=\"2\"", "column widths"),
        (SHEET, "<row r=\"2\" spans=\"1:4\"", "<row r=\"2\" spans=\"1:3\"", "wider than it says"),
        (STYLES, "<cellXfs count=\"", "<cellXfs count=\"9", "miscounted"),
        (TABLE, "name=\"Name\"", "name=\"Other\"", "header \"Name\""),
        (TABLE, "name=\"Name\"", "name=\"CUSTOMERID\"", "share an id or a name"),
        (TABLE, "<table xmlns=", "<table totalsRowCount=\"0\" xmlns=", "not well-formed"),
        (TABLE, "<autoFilter ref=\"A2:D12\"", "<autoFilter ref=\"A2:C12\"", "its filter covers"),
        ("xl/worksheets/_rels/sheet1.xml.rels", "table1", "table9", "is missing"),
        ("[Content_Types].xml", "Extension=\"vml\"", "Extension=\"vmx\"", "no content type"),
    ] {
        let found = violations(part, from, to);
        assert!(found.contains(rule), "{to:?} should break {rule:?}, found {found:?}");
    }
    let broken = with_part(&filter_book(), WORKBOOK, |text| text.replace("$D$12</definedName>", "$C$12</definedName>"));
    assert!(inspect(&filter_book(), &broken).violations.join("").contains("its name says"));
}
