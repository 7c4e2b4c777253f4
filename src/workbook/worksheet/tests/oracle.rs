//! Sheets in odd ways of writing, read by this scanner and by calamine.

#[path = "../../../../tests/support/calamine_cells.rs"]
mod calamine_cells;

use crate::support::progress::Progress;
use crate::workbook::book::Book;
use crate::workbook::package::samples::{Parts, relationships};
use crate::workbook::probe::{Value, gathered, visited};
use crate::workbook::source::Source;
use calamine::{Reader, Xlsx};
use calamine_cells::Cells;
use std::io::Cursor;

const STRINGS: &str = "<sst><si><t>one</t></si><si><r><t xml:space=\"preserve\">t </t></r><r><t>wo</t></r>\
    <rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si><si><t>_x0041_&amp;</t></si></sst>";
const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-411]ggge&quot;年&quot;m\"/><numFmt \
    numFmtId=\"171\" formatCode=\"0&quot;days&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>\
    <xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs></styleSheet>";

fn book(rows: &str, date_1904: bool, mark: &str) -> Vec<u8> {
    let links = [
        ("s1", "worksheet", "worksheets/sheet1.xml"),
        ("s2", "sharedStrings", "sharedStrings.xml"),
        ("s3", "styles", "styles.xml"),
    ];
    let workbook = format!(
        "<workbook xmlns:r=\"r\"><workbookPr date1904=\"{}\"/><sheets><sheet name=\"One\" r:id=\"s1\"/></sheets></workbook>",
        u8::from(date_1904)
    );
    let sheet = format!("{mark}<worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>");
    Parts::with_sheet(sheet)
        .and("xl/workbook.xml", workbook)
        .and("xl/_rels/workbook.xml.rels", relationships(&links))
        .and("xl/sharedStrings.xml", STRINGS)
        .and("xl/styles.xml", STYLES)
        .stored()
}

fn ours(book: &[u8]) -> Cells {
    let source = Source::Embedded { name: "test.xlsx", bytes: book.to_vec().leak() };
    let mut book = Book::open(&source, &Progress::default()).unwrap();
    let cells = gathered(&mut book, 0).unwrap();
    assert_eq!(cells, visited(&mut book, 0).unwrap());
    cells.into_iter().map(|(row, column, value)| ((row, column), value)).collect()
}

fn calamines(book: &[u8]) -> Result<Cells, String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.to_vec())).map_err(|error| error.to_string())?;
    calamine_cells::cells_of(&mut book, "One")
}

#[rustfmt::skip]
const ALIKE: [&str; 34] = [
    "<row r=\"1\"><c r=\"A1\" t=\"b\"><v>false</v></c><c r=\"B1\" t=\"b\"><v>true</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><v>no</v><is><t>a<!-- b -->c</t></is></c></row>",
    "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"n\"><v>-1.5E-3</v></c><c r=\"XFD1\"><v>0.1</v></c></row>",
    "<x:row r=\"2\" spans=\"1:9\"><x:c r=\"B2\" t=\"str\"><x:v>a</x:v></x:c></x:row><row r=\"4\"><c r=\"A4\"><v>2</v></c></row>",
    "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row><row r=\"9\"/><row><c r=\"A10\"><v>5</v></c></row>",
    "<row r='1'><c t='s' s='0' r='A1'><v>0</v></c><c r = 'B1' t = \"s\" ><v>1</v></c><c\nr=\"C1\"\tt=\"s\"><v>2</v></c></row>",
    "<!-- </row> --><row r=\"1\"><!-- <c r=\"A1\"><v>9</v></c> --><c r=\"B1\"><v>1</v></c></row><!-- <row r=\"5\"> -->",
    "<?go </row>?><row r=\"1\"><?go?><c r=\"A1\"><?v?><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a<![CDATA[</t><v>]]>b </t></is></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>\"a\"&amp;B1</f><v>a &lt;&#x4e09;&gt; &quot;</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" si=\"0\" ref=\"A1:A2\">1+1</f><v>2</v></c><c r=\"B1\"><f t=\"array\" ref=\"B1\">X</f><v>3</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"><f>NA()</f></c><c r=\"B1\" t=\"e\"><f>NA()</f><v>#N/A</v></c><c r=\"C1\" t=\"e\"><v>#DIV/0!</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2026-01-31T10:00:00</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><rPr><b/></rPr><t>ri</t></r><r><t>ch</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></is></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>_x000D__x0041_ _x005F_x0041_</t></is></c><c r=\"B1\" t=\"str\"><v>_x0041_</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>two\r\nlines</t></is></c></row>",
    "<row r=\"1\"><c r=\"A1\"/><c r=\"B1\"></c><c r=\"C1\"><v/></c><c r=\"D1\"><v></v></c><c r=\"E1\" t=\"inlineStr\"><is/></c><c r=\"F1\"><v>1</v></c></row>",
    "<row r=\"5\"><c r=\"A5\"><v>5</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row>",
    "<row r=\"1\"><c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c><c><v>2</v></c></row>",
    "<row r=\"1\"><c r=\"A7\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>",
    "<row r=\"1\" ht=\"15\" customFormat=\"1\"/><row r=\"2\"></row ><row r=\"3\"><c r=\"A3\"><v>1</v></c ></row\n>",
    "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>46022</v></c><c r=\"B1\" s=\"2\"><v>46022.75</v></c><c r=\"C1\" s=\"3\"><v>46022</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" cm=\"1\" vm=\"2\" ph=\"1\"><v>7</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"><v>1</v><v>2</v></c></row>",
    "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
    "<row r=\"1\" x=\"&gt;\"><c r=\"A1\" y=\"a>b\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"><v>123456789012345678</v></c><c r=\"B1\"><v>0.1000000000000000055</v></c><c r=\"C1\"><v>1e-320</v></c></row>",
    "\r\n  <row r=\"1\">\r\n    <c r=\"A1\">\r\n      <v>1</v>\r\n    </c>\r\n  </row>\r\n",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t> a </t></is></c><c r=\"B1\" t=\"str\"><v> b </v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>東京 😀</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"str\"><v xml:space=\"preserve\"> a </v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\ta </t></is></c></row>",
];

/// Where calamine says something else: the rows, what is right, and why.
#[rustfmt::skip]
const OTHERWISE: [(&str, &str); 5] = [
    // Elements that a later version adds are passed over.
    ("<row r=\"1\"><c r=\"A1\"><v>1</v><extLst><ext uri=\"u\"/></extLst></c></row>", "[Number(1.0)]"),
    // Cells of others among the extensions are not the sheet's.
    ("<row r=\"1\"><c r=\"A1\"><v>1</v></c><extLst><c r=\"B1\"><v>9</v></c></extLst></row>", "[Number(1.0)]"),
    // Error values of newer versions are errors.
    ("<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#BUSY!</v></c></row>", "[Error]"),
    // A type nobody knows yet is shown as it stands.
    ("<row r=\"1\"><c r=\"A1\" t=\"new\"><v>1</v></c></row>", "[Text(\"1\")]"),
    // Space around a number is layout (XML Schema).
    ("<row r=\" 1 \"><c r=\"A1\" t=\"s\"><v> 0 </v></c></row>", "[Text(\"one\")]"),
];

#[test]
fn odd_sheets_hold_what_calamine_finds() {
    let mut differing = Vec::new();
    for rows in ALIKE {
        for (date_1904, mark) in
            [(false, ""), (true, "\u{feff}"), (false, "<?xml version='1.0' encoding='utf-8'?>\r\n")]
        {
            let book = book(rows, date_1904, mark);
            let (ours, theirs) = (ours(&book), calamines(&book));
            assert!(!ours.is_empty(), "{rows}");
            if theirs.as_ref() != Ok(&ours) {
                differing.push(format!("{rows}\n ours {ours:?}\n theirs {theirs:?}"));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn where_calamine_differs_the_standard_decides() {
    let mut alike = Vec::new();
    for (rows, right) in OTHERWISE {
        let book = book(rows, false, "");
        let ours = ours(&book);
        assert_eq!(format!("{:?}", ours.values().collect::<Vec<_>>()), right, "{rows}");
        if calamines(&book).as_ref() == Ok(&ours) {
            alike.push(rows);
        }
    }
    assert!(alike.is_empty(), "calamine agrees by now: {alike:?}");
}

#[test]
fn a_comment_across_chunks_is_no_damage() {
    let row = |number: u32| format!("<row r=\"{number}\"><c r=\"A{number}\"><v>{number}</v></c></row>");
    let rows = |numbers: std::ops::Range<u32>| numbers.map(row).collect::<String>();
    // Chunks have 256 KB: the first would end at the end tag in the comment.
    let sheet = format!("{}<!-- </row>{}-->{}", rows(1..4000), " ".repeat(150_000), rows(4000..8000));
    let cells = ours(&book(&sheet, false, ""));
    assert_eq!(cells.len(), 7999);
    assert_eq!(cells.get(&(7998, 0)), Some(&Value::Number(7999.0)));
}
