use super::samples::{Parts, open, relationships};
use super::*;
use crate::workbook::error::Unit;

const EMPTY_SHEET: &str = "<worksheet><sheetData/></worksheet>";

fn problem(result: Result<Package, OpenProblem>) -> OpenProblem {
    result.err().expect("the package is refused")
}

fn cause(result: Result<Package, OpenProblem>) -> String {
    match problem(result) {
        OpenProblem::Damaged { cause, .. } => cause,
        other => panic!("not damage: {other:?}"),
    }
}

/// The zip archive with a field of the first directory entry changed.
fn with_directory_field(offset: usize, value: &[u8]) -> Vec<u8> {
    let mut bytes = Parts::with_sheet(EMPTY_SHEET).stored();
    let entry = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[entry + offset..entry + offset + value.len()].copy_from_slice(value);
    bytes
}

#[test]
fn sheets_come_in_tab_order_with_their_parts_kinds_and_visibility() {
    let workbook = r#"<x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr date1904="true"/><x:sheets>
        <x:sheet name="R&amp;D" sheetId="4" r:id="c"/><x:sheet name="東京" state="hidden" r:id="a"/>
        <x:sheet name="x" state="veryHidden" r:id="b"/><x:sheet name="y" state="show" r:id="d"/>
        </x:sheets><extLst><sheet name="none" r:id="a"/></extLst></x:workbook>"#;
    let links = relationships(&[
        ("a", "worksheet", "/xl/a.xml"),
        ("b", "worksheet", "sub/../b.xml"),
        ("c", "chartsheet", "c.xml"),
        ("d", "xlMacrosheet", "d.xml"),
        ("e", "styles", "look.xml"),
        ("f", "sharedStrings", "words.xml"),
    ]);
    let parts = Parts::with_sheet(EMPTY_SHEET).and("xl/workbook.xml", workbook);
    let package = parts.and("xl/_rels/workbook.xml.rels", links).open().unwrap();
    let sheets: Vec<_> =
        package.sheets().iter().map(|s| (s.name.as_str(), s.part.as_str(), s.visibility, s.kind, s.position)).collect();
    assert_eq!(
        sheets,
        [
            ("R&D", "xl/c.xml", Visibility::Visible, SheetKind::Chartsheet, 0),
            ("東京", "xl/a.xml", Visibility::Hidden, SheetKind::Worksheet, 1),
            ("x", "xl/b.xml", Visibility::VeryHidden, SheetKind::Worksheet, 2),
            ("y", "xl/d.xml", Visibility::Visible, SheetKind::Other, 3),
        ]
    );
    assert!(package.date_1904());
    assert!(package.has_macros());
    assert_eq!(package.styles_part(), Some("xl/look.xml"));
    assert_eq!(package.shared_strings_part(), Some("xl/words.xml"));
}

#[test]
fn an_ordinary_workbook_is_neither_signed_nor_with_macros_nor_counted_from_1904() {
    let plain = Parts::with_sheet(EMPTY_SHEET);
    let package = plain.open().unwrap();
    assert!(!package.is_signed() && !package.has_macros() && !package.date_1904());
    assert!(plain.clone().and("_xmlsignatures/sig1.xml", "<s/>").open().unwrap().is_signed());
    assert!(plain.and("xl/vbaProject.bin", "x").open().unwrap().has_macros());
}

#[test]
fn part_names_ignore_case_and_take_backslashes_as_slashes() {
    let mut parts = Parts::with_sheet(EMPTY_SHEET);
    for (name, _) in &mut parts.0 {
        *name = name.to_uppercase().replace('/', "\\");
    }
    let mut package = open(parts.stored()).unwrap();
    assert_eq!(package.part_text("xl/worksheets/sheet1.xml", 1000).unwrap(), EMPTY_SHEET);
    assert_eq!(package.part_size("/xl\\worksheets/SHEET1.xml"), Some(EMPTY_SHEET.len() as u64));
    assert_eq!(package.entry_index("xl/worksheets/sheet1.xml"), Some(3));
    assert_eq!(package.entry_index("xl/worksheets/sheet2.xml"), None);
}

#[test]
fn relationships_tell_parts_from_addresses_outside() {
    let links = r#"<Relationships><Relationship Id="t" Type="x/table" Target="../tables/t.xml"/>
        <Relationship Id="h" Type="x/hyperlink" Target="http://example.org/a/../b" TargetMode="External"/></Relationships>"#;
    let mut package = Parts::with_sheet(EMPTY_SHEET).and("xl/worksheets/_rels/sheet1.xml.rels", links).open().unwrap();
    let found = package.relationships("xl/worksheets/sheet1.xml").unwrap();
    let found: Vec<_> = found.iter().map(|l| (l.id.as_str(), l.kind.as_str(), l.target.as_str(), l.external)).collect();
    assert_eq!(
        found,
        [("t", "table", "xl/tables/t.xml", false), ("h", "hyperlink", "http://example.org/a/../b", true)]
    );
    assert_eq!(package.relationships("xl/styles.xml").unwrap(), []);
}

#[test]
fn the_day_of_the_last_save_wins_over_the_day_of_making() {
    let core = |inner: &str| {
        let parts = Parts::with_sheet(EMPTY_SHEET).and("docProps/core.xml", format!("<cp:p>{inner}</cp:p>"));
        parts.open().unwrap().modified()
    };
    let created = "<dcterms:created>2025-12-31T23:00:00Z</dcterms:created>";
    let day = |year, month, day| Some(jiff::civil::date(year, month, day));
    assert_eq!(core(&format!("{created}<dcterms:modified>2026-01-25T10:00:00Z</dcterms:modified>")), day(2026, 1, 25));
    assert_eq!(core(created), day(2025, 12, 31));
    assert_eq!(core("<dcterms:modified>2026-02-30T10:00:00Z</dcterms:modified>"), None);
    assert_eq!(core("<dcterms:modified>soon</dcterms:modified>"), None);
    assert_eq!(Parts::with_sheet(EMPTY_SHEET).open().unwrap().modified(), None);
}

#[test]
fn part_text_is_limited_checked_and_without_its_mark() {
    let mut package = Parts::with_sheet("\u{feff}<a/>").and("wide.xml", b"\xff\xfe<\0".as_slice()).open().unwrap();
    let part = "xl/worksheets/sheet1.xml";
    assert_eq!(package.part_text(part, 7).unwrap(), "<a/>");
    let too_large = package.part_text(part, 6).unwrap_err();
    assert!(matches!(too_large, OpenProblem::TooLarge { unit: Unit::Bytes, limit: 6, .. }), "{too_large:?}");
    assert_eq!(package.part_text("wide.xml", 100).unwrap_err().key(), "damaged");
    assert_eq!(package.part_text("absent.xml", 100).unwrap_err().key(), "damaged");

    let mut bytes = Parts::with_sheet("<sheet>kept</sheet>").stored();
    let at = memchr::memmem::find(&bytes, b"kept").unwrap();
    bytes[at] = b'K';
    assert_eq!(open(bytes).unwrap().part_text(part, 100).unwrap_err().key(), "damaged");
}

#[test]
fn a_damaged_list_of_sheets_is_refused() {
    let plain = Parts::with_sheet(EMPTY_SHEET);
    let list = |text: &str| cause(plain.clone().and("xl/workbook.xml", text).open());
    assert_eq!(list("<workbook><sheets/></workbook>"), "no sheets are listed");
    assert_eq!(list("<workbook><sheets>"), "the XML is cut off");
    assert_eq!(list(""), "no root element");
    assert_eq!(list("<!DOCTYPE w [<!ENTITY a 'b'>]><workbook/>"), "a document type or another declaration");
    assert!(cause(plain.clone().without("xl/_rels/workbook.xml.rels").open()).starts_with("no part is named"));
    assert_eq!(cause(plain.clone().without("xl/workbook.xml").open()), "the part is missing");
    let cut = plain.stored();
    assert_eq!(problem(open(cut[..cut.len() / 2].to_vec())).key(), "damaged");
}

#[test]
fn other_packages_are_told_from_workbooks() {
    let with_root = |root: &str| problem(Parts::with_sheet("").and("xl/workbook.xml", root).open());
    assert!(matches!(with_root("<w:document/>"), OpenProblem::NotAWorkbook(LooksLike::Word)));
    assert!(matches!(with_root("<p:presentation/>"), OpenProblem::NotAWorkbook(LooksLike::PowerPoint)));
    let only = |name: &str, content: &str| problem(Parts(Vec::new()).and(name, content).open());
    assert!(matches!(only("xl/workbook.bin", ""), OpenProblem::UnsupportedFormat(Format::Xlsb)));
    assert!(matches!(only("readme.txt", ""), OpenProblem::NotAWorkbook(LooksLike::Archive)));
    let ods = "application/vnd.oasis.opendocument.spreadsheet";
    assert!(matches!(only("mimetype", ods), OpenProblem::UnsupportedFormat(Format::Ods)));
}

#[test]
fn too_many_entries_are_refused() {
    let mut many = Parts::with_sheet(EMPTY_SHEET);
    many.0.extend((0..MAX_ENTRIES).map(|i| (format!("{i}"), Vec::new())));
    let found = problem(many.open());
    assert!(matches!(found, OpenProblem::TooLarge { unit: Unit::Entries, .. }), "{found:?}");
}

#[test]
fn a_directory_of_many_megabytes_is_not_read() {
    let mut long = Parts::with_sheet(EMPTY_SHEET);
    long.0.extend((0..1_000).map(|i| (format!("{i:030000}"), Vec::new())));
    let found = problem(long.open());
    assert!(matches!(found, OpenProblem::TooLarge { unit: Unit::Entries, .. }), "{found:?}");
}

#[test]
fn entries_of_one_name_are_refused_also_in_another_case() {
    let twice = Parts::with_sheet(EMPTY_SHEET).and("XL\\Worksheets/sheet1.xml", "<other/>");
    assert_eq!(cause(twice.open()), "two entries have the same name");
}

#[test]
fn lies_of_the_directory_are_refused() {
    assert!(matches!(problem(open(with_directory_field(8, &[1]))), OpenProblem::Encrypted));
    assert_eq!(cause(open(with_directory_field(10, &[14]))), "packed as Unsupported(14)");

    // The second entry begins where the first does.
    let mut bytes = with_directory_field(0, b"PK");
    let entries: Vec<usize> = memchr::memmem::find_iter(&bytes, b"PK\x01\x02").collect();
    bytes[entries[1] + 42..entries[1] + 46].fill(0);
    assert_eq!(cause(open(bytes)), "entries share the same bytes");
}
