//! Small workbooks made entry by entry, so that each can have one thing wrong.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The headers of [`customers`].
pub const HEADERS: [&str; 6] = ["CustomerID", "AccountName", "OrgSize", "M365Fit", "M365Intent", "SMCTypeSummary"];

/// A workbook as a list of entries.
#[derive(Clone)]
pub struct Entries(pub Vec<(String, Vec<u8>)>);

impl Entries {
    /// A workbook with one visible sheet called `Data`, which holds `rows`.
    pub fn of_rows(rows: &[Vec<String>]) -> Self {
        Self::of_sheet(&sheet_xml(rows))
    }

    /// A workbook with one visible sheet called `Data`, whose part is `sheet`.
    pub fn of_sheet(sheet: &str) -> Self {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        let entries = [
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>".to_owned(),
            ),
            (
                "_rels/.rels",
                format!("<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ),
            (
                "xl/workbook.xml",
                format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONSHIPS}\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
            ),
            ("xl/worksheets/sheet1.xml", sheet.to_owned()),
        ];
        Self(entries.into_iter().map(|(name, text)| (name.to_owned(), format!("{head}{text}").into_bytes())).collect())
    }

    /// The same with one entry's text changed.
    pub fn with(mut self, name: &str, change: impl FnOnce(String) -> String) -> Self {
        let entry = self.0.iter_mut().find(|(entry, _)| entry == name).expect("the entry is there");
        entry.1 = change(String::from_utf8(entry.1.clone()).unwrap()).into_bytes();
        self
    }

    /// The same with one more entry.
    pub fn and(mut self, name: &str, bytes: &[u8]) -> Self {
        self.0.push((name.to_owned(), bytes.to_vec()));
        self
    }

    /// The file.
    pub fn zipped(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            writer.start_file(name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

/// A header row and `count` customers with scores over the whole range.
pub fn customers(count: u32) -> Vec<Vec<String>> {
    let header = HEADERS.map(str::to_owned).to_vec();
    let customer = |i: u32| {
        let (fit, intent) = ((i * 37) % 101, (i * 53) % 101);
        vec![
            format!("C{i:05}"),
            format!("Customer {i}"),
            (i % 400 + 1).to_string(),
            fit.to_string(),
            intent.to_string(),
            ["Upper Medium", "Medium", "Small"][(i % 3) as usize].to_owned(),
        ]
    };
    std::iter::once(header).chain((0..count).map(customer)).collect()
}

/// A worksheet part: whole numbers become numbers, anything else inline text.
pub fn sheet_xml(rows: &[Vec<String>]) -> String {
    let mut xml = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (row, cells) in (1..).zip(rows) {
        xml += &format!("<row r=\"{row}\">");
        for (column, text) in ('A'..).zip(cells) {
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            xml += &if is_number {
                format!("<c r=\"{column}{row}\"><v>{text}</v></c>")
            } else {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            };
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}
