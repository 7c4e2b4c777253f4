use super::*;
use crate::workbook::error::Unit;
use crate::workbook::package::samples::{Parts, open};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn check(sheet: impl Into<Vec<u8>>) -> Result<PartFacts, OpenProblem> {
    let mut package = Parts::with_sheet(sheet).open()?;
    check_part(&mut package, SHEET, &PartRules::WORKSHEET, &Progress::default())
}

fn check_rows(inside: &str) -> Result<u64, OpenProblem> {
    Ok(check(format!("<worksheet><sheetData>{inside}</sheetData></worksheet>"))?.rows)
}

fn cause<T: std::fmt::Debug>(result: Result<T, OpenProblem>) -> String {
    match result {
        Err(OpenProblem::Damaged { cause, .. }) => cause,
        other => panic!("not damage: {other:?}"),
    }
}

fn unit<T: std::fmt::Debug>(result: Result<T, OpenProblem>) -> Unit {
    match result {
        Err(OpenProblem::TooLarge { unit, .. }) => unit,
        other => panic!("not too large: {other:?}"),
    }
}

#[test]
fn what_looks_like_a_tag_but_is_none_is_not_counted() {
    for inside in [
        "<row/><row r='2'><c/></row>",
        "<row></row><!-- <row> ' \" --><row\n></row\t>",
        "<row/><?pi <row> '?><row/>",
        "<row/><row><c><is><t><![CDATA[<row>]] ]>]]></t></is></c></row>",
        "<x:row a='>' b=\"'>\" c=\"row/>\"/><row a=\"/\"></row>",
        "<row/><row/>]]> &lt;row> <rows/><arow/>",
    ] {
        assert_eq!(check_rows(inside).unwrap(), 2, "{inside}");
    }
}

#[test]
fn a_mark_a_declaration_and_comments_may_stand_around_the_root() {
    let sheet =
        "\u{feff}<?xml version='1.0' encoding='utf-8'?>\n<!-- a --><worksheet><sheetData/></worksheet>\n<!-- b -->\n";
    assert_eq!(check(sheet).unwrap().bytes, sheet.len() as u64);
}

#[test]
fn broken_xml_is_refused_by_its_cause() {
    for (sheet, expected) in [
        ("", "no root element"),
        ("<!-- only -->", "no root element"),
        ("<worksheet/><worksheet/>", "a second root element"),
        ("<worksheet/>text", "text outside the root element"),
        ("text<worksheet/>", "text outside the root element"),
        ("<worksheet><a></b></worksheet>", "an end tag that fits no start tag"),
        ("<worksheet></worksheet></worksheet>", "an end tag that fits no start tag"),
        ("<worksheet></worksheet x='1'>", "an end tag that fits no start tag"),
        ("<worksheet>< a/></worksheet>", "a tag without a name"),
        ("<worksheet><a b/<c></worksheet>", "a tag that begins inside another"),
        ("<worksheet><a b='<c/>'/></worksheet>", "a tag that begins inside another"),
        ("<worksheet><? a?></worksheet>", "a processing instruction without a name"),
        ("<!----><worksheet><?xml version='1.0'?></worksheet>", "an XML declaration that is not at the beginning"),
        ("<worksheet><!--> --></worksheet>", "a comment that ends where it begins"),
        ("<worksheet><!ELEMENT></worksheet>", "a document type or another declaration"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>", "a document type or another declaration"),
        ("<![CDATA[a]]><worksheet/>", "a document type or another declaration"),
        ("<worksheet><cols/></worksheet>", "no sheetData element"),
    ] {
        assert_eq!(cause(check(sheet)), expected, "{sheet}");
    }
}

#[test]
fn a_sheet_cut_anywhere_is_refused() {
    let sheet = "<?xml version='1.0'?><worksheet><sheetData><row r=\"1\"><!-- c --><c t=\"str\"><v>京<![CDATA[x]]></v></c>\
                 <?p i?></row></sheetData></worksheet>";
    assert_eq!(check(sheet).unwrap().rows, 1);
    for end in 0..sheet.len() {
        assert_eq!(check(&sheet.as_bytes()[..end]).unwrap_err().key(), "damaged", "cut at {end}");
    }
}

#[test]
fn tokens_may_lie_across_the_edge_of_two_readings() {
    let tricky = "<row a='>'/><!-- <row> - --><row><c>京<![CDATA[<row>]]]>é</c></row><?p <row/> ??><x:row\n/>";
    let frame = "<worksheet><sheetData>".len();
    for before_edge in 0..tricky.len() + 3 {
        let padding = " ".repeat(CHUNK_BYTES - frame - before_edge);
        assert_eq!(check_rows(&format!("{padding}{tricky}")).unwrap(), 3, "{before_edge} bytes before the edge");
    }
    // A tag longer than one reading.
    let long = "京".repeat(CHUNK_BYTES);
    assert_eq!(check_rows(&format!("<row a=\"{long}>\"/><row b='{long}'/>")).unwrap(), 2);
}

#[test]
fn only_utf8_is_let_through() {
    let body = "<worksheet><sheetData/><a>Série</a></worksheet>";
    let declared = |encoding: &str, body: &[u8]| {
        let mut sheet = format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>").into_bytes();
        sheet.extend_from_slice(body);
        check(sheet)
    };
    let latin: Vec<u8> = body.chars().map(|c| c as u8).collect();
    let wide = |mark: &[u8], swap: fn(u16) -> [u8; 2]| {
        [mark, &body.encode_utf16().flat_map(swap).collect::<Vec<u8>>()].concat()
    };
    assert!(declared("UTF-8", body.as_bytes()).is_ok());
    assert!(declared("ISO-8859-1", b"<worksheet><sheetData/></worksheet>").is_ok());
    assert_eq!(cause(declared("ISO-8859-1", &latin)), "letters in a single-byte encoding, not UTF-8");
    assert_eq!(cause(declared("ISO-8859-1", body.as_bytes())), "letters in a single-byte encoding, not UTF-8");
    assert_eq!(cause(declared("UTF-16", body.as_bytes())), "the encoding is UTF-16, not UTF-8");
    assert_eq!(cause(check(latin)), "bytes that are not UTF-8 text");
    assert_eq!(cause(check(wide(&[0xff, 0xfe], u16::to_le_bytes))), "the text is UTF-16, not UTF-8");
    assert_eq!(cause(check(wide(&[0xfe, 0xff], u16::to_be_bytes))), "the text is UTF-16, not UTF-8");
    assert_eq!(cause(check(wide(&[], u16::to_le_bytes))), "the text is UTF-16, not UTF-8");
    let hidden = format!("<?xml version=\"1.0\"{} encoding=\"UTF-16\"?>{body}", " ".repeat(2000));
    assert_eq!(cause(check(hidden)), "an XML declaration without end");
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| check_rows(&format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth)));
    assert!(nested(MAX_DEPTH - 2).is_ok());
    assert_eq!(cause(nested(MAX_DEPTH - 1)), "elements nested deeper than 64");
}

#[test]
fn a_tag_of_thousands_of_attributes_is_refused_and_a_long_value_is_not() {
    let many: String = (0..5000).map(|i| format!(" a{i}='1'")).collect();
    assert_eq!(cause(check_rows(&format!("<row{many}/>"))), "a tag with thousands of attributes");
    assert_eq!(check_rows(&format!("<row sqref='{}'/>", "A1=".repeat(20_000))).unwrap(), 1);
}

#[test]
fn a_full_sheet_passes_and_one_row_more_does_not() {
    let full = "<row/>".repeat(MAX_ROWS as usize);
    assert_eq!(check_rows(&full).unwrap(), MAX_ROWS);
    assert_eq!(unit(check_rows(&format!("{full}<row/>"))), Unit::Rows);
}

#[test]
fn no_text_tag_or_comment_may_be_huge() {
    let huge = "x".repeat(MAX_TEXT_BYTES as usize + 1);
    let half = &huge[..huge.len() / 2 + 1];
    for inside in [
        huge.clone(),
        format!("<![CDATA[{huge}]]>"),
        format!("<!--{huge}-->"),
        format!("<?p {huge}?>"),
        format!("<row a='{huge}'/>"),
        format!("<row a='{huge}"),
        format!("<c>{half}<!-- pieces --><![CDATA[{half}]]></c>"),
        format!("<c>{half}<c/><c></c>{half}</c>"),
        format!("<c><r>{half}</r><r>{half}</r></c>"),
    ] {
        assert_eq!(unit(check_rows(&inside)), Unit::TextBytes, "{}", &inside[..20]);
    }
    assert!(check_rows(&format!("<c>{half}</c><c>{half}</c>")).is_ok());
    assert!(check_rows(&format!("<a>{half}</a>{half}<a/>")).is_ok());
}

#[test]
fn shared_strings_have_a_limit() {
    let strings = "<si/>".repeat(MAX_STRINGS as usize / 100);
    let mut table: Box<dyn Read> = Box::new(&b"<sst>"[..]);
    for _ in 0..100 {
        table = Box::new(table.chain(strings.as_bytes()));
    }
    let table = table.chain(&b"<si/></sst>"[..]);
    let result = check_stream(table, "s.xml", &PartRules::SHARED_STRINGS, &Progress::default());
    assert_eq!(unit(result), Unit::Strings);
}

#[test]
fn changed_bytes_are_found_by_the_checksum() {
    let mut bytes = Parts::with_sheet("<worksheet><sheetData><v>12</v></sheetData></worksheet>").stored();
    let at = memchr::memmem::find(&bytes, b"12").unwrap();
    bytes[at] = b'9';
    let mut package = open(bytes).unwrap();
    let found = check_part(&mut package, SHEET, &PartRules::WORKSHEET, &Progress::default());
    assert_eq!(cause(found), "Invalid checksum");
}

#[test]
fn a_part_above_its_size_is_refused_before_it_is_read() {
    let mut package = Parts::with_sheet("not even XML").open().unwrap();
    let rules = PartRules { max_bytes: 11, needed_element: None };
    assert_eq!(unit(check_part(&mut package, SHEET, &rules, &Progress::default())), Unit::Bytes);
}
