use super::*;
use crate::domain::Date;
use crate::workbook::error::Unit;
use crate::workbook::losses::Loss;
use crate::workbook::package::Visibility;
use crate::workbook::values::CellValue;
use calamine::{Data, Reader, Xls};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;

const XLS: &[u8] = include_bytes!("../../../tests/fixtures/book.xls");
const ODS: &[u8] = include_bytes!("../../../tests/fixtures/book.ods");

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Number(f64),
    Bool(bool),
    Day(Date),
    Error,
}

type Cells = Vec<((u32, u32), Value)>;

fn open(bytes: &[u8], format: Format) -> Result<ForeignBook, OpenProblem> {
    let source = Source::Embedded { name: "book", bytes: bytes.to_vec().leak() };
    ForeignBook::open(&source, format, &Progress::default()).map(Option::unwrap)
}

fn cells(book: &mut ForeignBook, sheet: usize) -> Result<Cells, OpenProblem> {
    let mut cells = Vec::new();
    book.each_cell(sheet, &mut |cell| {
        let value = match cell.value {
            CellValue::Text(text) => Value::Text(text.to_owned()),
            CellValue::Number(number) => Value::Number(number),
            CellValue::Bool(flag) => Value::Bool(flag),
            CellValue::Day(day) => Value::Day(day),
            CellValue::Error => Value::Error,
        };
        cells.push(((cell.row, cell.column), value));
        Ok(Go::On)
    })?;
    Ok(cells)
}

fn all(bytes: &[u8], format: Format) -> Result<Vec<Cells>, OpenProblem> {
    let mut book = open(bytes, format)?;
    (0..book.sheets().len()).map(|sheet| cells(&mut book, sheet)).collect()
}

fn at(cells: &Cells, row: u32, column: u32) -> Option<Value> {
    cells.iter().find(|(place, _)| *place == (row, column)).map(|(_, value)| value.clone())
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

#[test]
fn old_and_open_document_books_give_the_same_cells() {
    let (xls, ods) = (all(XLS, Format::Xls).unwrap(), all(ODS, Format::Ods).unwrap());
    // LibreOffice writes flags as numbers into the one, and numbers with 15 digits.
    let alike = |a: &Value, b: &Value| match (a, b) {
        (Value::Bool(a), Value::Number(b)) => f64::from(u8::from(*a)) == *b,
        (Value::Number(a), Value::Number(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    };
    for (old, new) in xls.iter().zip(&ods) {
        assert_eq!(old.len(), new.len());
        for ((place, old), (other, new)) in old.iter().zip(new) {
            assert!(place == other && alike(old, new), "{place:?} {old:?}, {other:?} {new:?}");
        }
    }
    assert_eq!(xls.iter().map(Vec::len).collect::<Vec<_>>(), [105, 2, 0]);
    let sheet = &xls[0];
    assert_eq!(at(sheet, 2, 1), text("Confidential"), "rows and columns before the table keep their place");
    assert_eq!(at(sheet, 4, 1), text("CustomerID"));
    assert_eq!(at(sheet, 5, 1), text("001"));
    assert_eq!(at(sheet, 5, 2), text("株式会社アサヒ"));
    assert_eq!(at(sheet, 6, 2), text("Müller & Söhne"));
    assert_eq!(at(sheet, 6, 5), Some(Value::Number(2469.12)), "not rounded");
    assert_eq!(at(sheet, 6, 6), Some(Value::Day(jiff::civil::date(2026, 2, 1))));
    assert_eq!(at(sheet, 6, 7), Some(Value::Bool(true)));
    assert_eq!(at(sheet, 6, 8), text("t1"), "a formula's text");
    assert_eq!(at(sheet, 7, 8), Some(Value::Number(195.0)), "a formula's number");
    assert_eq!(at(sheet, 8, 8), Some(Value::Error));
    for (bytes, format) in [(XLS, Format::Xls), (ODS, Format::Ods)] {
        let sheets = open(bytes, format).unwrap().sheets();
        let named: Vec<_> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
        let shown = Visibility::Visible;
        assert_eq!(named, [("M365", shown), ("Hidden", Visibility::Hidden), ("Empty", shown)]);
    }
}

#[test]
fn an_old_book_reads_as_calamine_reads_it() {
    let mut rival: Xls<_> = Xls::new(Cursor::new(XLS)).unwrap();
    let range = rival.worksheet_range("M365").unwrap();
    let (top, left) = range.start().unwrap();
    let sheet = all(XLS, Format::Xls).unwrap().remove(0);
    let mut compared = 0;
    for (row, column, data) in range.used_cells() {
        let place = (top + row as u32, left + column as u32);
        let found = at(&sheet, place.0, place.1);
        match data {
            Data::Float(number) => assert_eq!(found, Some(Value::Number(*number)), "{place:?}"),
            Data::Int(number) => assert_eq!(found, Some(Value::Number(*number as f64)), "{place:?}"),
            Data::String(words) => assert_eq!(found, text(words), "{place:?}"),
            Data::Bool(flag) => assert_eq!(found, Some(Value::Bool(*flag)), "{place:?}"),
            Data::Error(_) => assert_eq!(found, Some(Value::Error), "{place:?}"),
            _ => continue,
        }
        compared += 1;
    }
    assert!(compared > 80, "{compared}");
}

#[test]
fn what_only_the_source_has_is_told_of_this_file() {
    let losses = |bytes: &[u8], format| open(bytes, format).unwrap().losses().unwrap();
    assert_eq!(losses(XLS, Format::Xls), [Loss::Formulas]);
    assert_eq!(losses(ODS, Format::Ods), [Loss::Formulas]);
    let row = "<table:table-row><table:table-cell table:number-columns-spanned=\"2\"><office:annotation><text:p>n</text:p>\
        </office:annotation><draw:frame/><text:p><text:a>x</text:a></text:p></table:table-cell>\
        <table:covered-table-cell/></table:table-row><table:content-validation/><calcext:conditional-format/>\
        <table:database-range table:display-filter-buttons=\"true\"/><table:data-pilot-table/></table:table>";
    let rich = ods_with(|content| content.replacen("</table:table>", row, 1).replace("table:formula=", "table:was="));
    let mut entries = entries(&rich);
    entries.push(("Basic/Standard/Module1.xml".to_owned(), Vec::new()));
    let expected = [
        Loss::MergedCells,
        Loss::Comments,
        Loss::Drawings,
        Loss::Links,
        Loss::Filters,
        Loss::Validations,
        Loss::ConditionalFormats,
        Loss::Pivots,
        Loss::Macros,
    ];
    assert_eq!(losses(&zipped(&entries), Format::Ods), expected);
}

#[test]
fn many_sheets_have_less_content_each() {
    assert_eq!(ods::largest_content(1), 3 << 30);
    assert_eq!(ods::largest_content(256), 32 << 20);
}

/// The entries of an archive, in order.
fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let mut read = |index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        (entry.name().unwrap().into_owned(), content)
    };
    (0..count).map(&mut read).collect()
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The fixture with its content changed.
fn ods_with(change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = entries(ODS);
    let content = parts.iter_mut().find(|(name, _)| name == "content.xml").unwrap();
    let changed = change(String::from_utf8(content.1.clone()).unwrap());
    assert_ne!(changed.as_bytes(), content.1.as_slice());
    content.1 = changed.into_bytes();
    zipped(&parts)
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = if kind < 0x80 { vec![kind as u8] } else { vec![kind as u8 | 0x80, (kind >> 7) as u8] };
    bytes.extend([data.len() as u8 & 0x7f | 0x80, (data.len() >> 7) as u8]);
    bytes.extend(data);
    bytes
}

fn counted(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    (units.len() as u32).to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// A cell's record: column, format 0, value.
fn cell(kind: u16, column: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&column.to_le_bytes(), &[0; 4], value].concat())
}

/// A binary workbook, counting from 1904, with one sheet: a shared text, an own text, a number, an error, a flag.
fn xlsb() -> Vec<u8> {
    let sheet_entry = [&[0; 4], 1_u32.to_le_bytes().as_slice(), &counted("r1"), &counted("M365")].concat();
    let workbook = [record(0x83, &[]), record(0x99, &[1, 0, 0, 0]), record(0x8f, &[]), record(0x9c, &sheet_entry)];
    let workbook = [workbook.concat(), record(0x90, &[]), record(0x84, &[])].concat();
    let relations = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let texts = [record(0x9f, &[1, 0, 0, 0, 1, 0, 0, 0]), record(0x13, &[vec![0], counted("顧客")].concat())].concat();
    let row = |row: u32| record(0, &row.to_le_bytes());
    let sheet = [
        record(0x81, &[]),
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        row(2),
        cell(7, 1, &0_u32.to_le_bytes()),
        cell(6, 2, &counted("Fit")),
        row(3),
        cell(5, 1, &80.5_f64.to_le_bytes()),
        cell(3, 2, &[0x2a]),
        cell(4, 3, &[1]),
        record(0x92, &[]),
        record(0x82, &[]),
    ];
    zipped(&[
        ("xl/workbook.bin".to_owned(), workbook),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations.into()),
        ("xl/sharedStrings.bin".to_owned(), texts),
        ("xl/worksheets/sheet1.bin".to_owned(), sheet.concat()),
    ])
}

#[test]
fn a_binary_book_gives_its_cells() {
    let mut book = open(&xlsb(), Format::Xlsb).unwrap();
    assert!(book.date_1904());
    assert_eq!(book.sheets()[0].name, "M365");
    let found = cells(&mut book, 0).unwrap();
    assert_eq!(at(&found, 2, 1), text("顧客"));
    assert_eq!(at(&found, 2, 2), text("Fit"));
    assert_eq!(at(&found, 3, 1), Some(Value::Number(80.5)));
    assert_eq!(at(&found, 3, 2), Some(Value::Error));
    assert_eq!(at(&found, 3, 3), Some(Value::Bool(true)));
}

#[test]
fn a_book_behind_a_password_is_named() {
    let stream = XLS.windows(4).position(|window| window == [0x09, 0x08, 0x10, 0x00]).unwrap();
    let mut locked = XLS.to_vec();
    // The record behind the first one becomes the one that says how the rest is encrypted.
    locked[stream + 20..stream + 22].copy_from_slice(&[0x2f, 0]);
    assert!(matches!(open(&locked, Format::Xls), Err(OpenProblem::Encrypted)));
    let mut parts = entries(ODS);
    let manifest = parts.iter_mut().find(|(name, _)| name == "META-INF/manifest.xml").unwrap();
    manifest.1 = b"<manifest><file-entry><encryption-data/></file-entry></manifest>".to_vec();
    assert!(matches!(open(&zipped(&parts), Format::Ods), Err(OpenProblem::Encrypted)));
}

#[test]
fn what_is_said_to_repeat_is_not_written_out() {
    let too_large = |bytes: &[u8]| match all(bytes, Format::Ods) {
        Err(OpenProblem::TooLarge { unit, .. }) => Some(unit),
        other => panic!("{:?}", other.map(|sheets| sheets.len())),
    };
    let spaces = ods_with(|xml| xml.replace("Confidential", "<text:s text:c=\"4000000000\"/>"));
    assert_eq!(too_large(&spaces), Some(Unit::TextBytes));
    let repeated = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
        table:number-columns-repeated=\"16000\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let many = ods_with(|xml| xml.replacen("<table:table-row", &format!("{repeated}<table:table-row"), 1));
    assert_eq!(too_large(&many), Some(Unit::Cells));
    // A few cells that repeat are what people do.
    let few = repeated.replace("1000000", "3").replace("16000", "2");
    let few = ods_with(|xml| xml.replacen("<table:table-row", &format!("{few}<table:table-row"), 1));
    let found = all(&few, Format::Ods).unwrap().remove(0);
    assert_eq!(at(&found, 2, 1), Some(Value::Number(1.0)));
    assert_eq!(at(&found, 7, 1), text("CustomerID"));
}

#[test]
fn chains_in_circles_and_cut_files_are_damage() {
    let circle = {
        let mut bytes = XLS.to_vec();
        // Every sector is said to be followed by the first one.
        let table = 512 * (1 + u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize);
        bytes[table..table + 512].chunks_exact_mut(4).for_each(|next| next.fill(0));
        bytes
    };
    assert!(matches!(all(&circle, Format::Xls), Err(OpenProblem::Damaged { .. })));
    for length in [0, 8, 511, 512, 1024, 4096, XLS.len() * 2 / 3] {
        assert!(all(&XLS[..length], Format::Xls).is_err(), "{length}");
    }
    for (name, replaced) in [("xl/worksheets/sheet1.bin", 30), ("xl/workbook.bin", 20)] {
        let mut parts = entries(&xlsb());
        parts.iter_mut().find(|(part, _)| part == name).unwrap().1.truncate(replaced);
        assert!(all(&zipped(&parts), Format::Xlsb).is_err(), "{name}");
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn damage(&mut self, bytes: &mut [u8]) {
        for _ in 0..=self.next(6) {
            let at = self.next(bytes.len());
            bytes[at] = [0, 1, 0x7f, 0x80, 0xff, self.next(256) as u8][self.next(6)];
        }
    }
}

#[test]
fn damaged_bytes_never_end_the_program() {
    let mut dice = Dice(42);
    let (mut opened, mut refused, mut caught) = (0, 0, 0);
    let (ods, xlsb) = (entries(ODS), entries(&xlsb()));
    for round in 0..900 {
        let (bytes, format) = match round % 3 {
            0 => {
                let mut bytes = XLS.to_vec();
                dice.damage(&mut bytes);
                (bytes, Format::Xls)
            }
            kind => {
                let (parts, format) = if kind == 1 { (&ods, Format::Ods) } else { (&xlsb, Format::Xlsb) };
                let mut parts = parts.clone();
                let is_read = |name: &str| name == "content.xml" || name.starts_with("xl/");
                let mut read: Vec<_> = parts.iter_mut().filter(|(name, _)| is_read(name)).collect();
                let at = dice.next(read.len());
                dice.damage(&mut read[at].1);
                (zipped(&parts), format)
            }
        };
        match all(&bytes, format) {
            Ok(_) => opened += 1,
            // What passes the walk over a binary book's records may still be too much for the reader behind it.
            Err(OpenProblem::ReaderFailed(_)) if format == Format::Xlsb => caught += 1,
            Err(OpenProblem::ReaderFailed(cause)) => panic!("round {round}, {format:?}: {cause}"),
            Err(_) => refused += 1,
        }
    }
    assert!(opened > 100 && refused > 100 && caught <= 3, "{opened} opened, {refused} refused, {caught} caught");
}
