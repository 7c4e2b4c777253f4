//! The rooms of Propensity Desk that read foreign bytes, without the window above them: it would make every build of a
//! target ten times as long.

#[path = "../src/domain/mod.rs"]
pub mod domain;
#[path = "../src/insight/mod.rs"]
pub mod insight;
#[path = "../src/portfolio/mod.rs"]
pub mod portfolio;
#[path = "../src/sample/mod.rs"]
pub mod sample;
#[path = "../src/scoring/mod.rs"]
pub mod scoring;
#[path = "../src/session/mod.rs"]
pub mod session;
#[path = "../src/support/mod.rs"]
pub mod support;
#[path = "../src/workbook/mod.rs"]
pub mod workbook;

/// A package with `sheet` as its only sheet, its entries not packed.
pub fn package(sheet: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let parts: [(&str, &[u8]); 6] = [
        (
            "[Content_Types].xml",
            b"<Types><Default Extension=\"rels\" ContentType=\"r\"/><Default Extension=\"xml\" ContentType=\"x\"/></Types>",
        ),
        (
            "_rels/.rels",
            b"<Relationships><Relationship Id=\"r\" Type=\"http://x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"One\" r:id=\"s\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"s\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
              <Relationship Id=\"t\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", b"<sst><si><t>CustomerID</t></si><si><t>M365Fit</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A file of these bytes that is removed when dropped.
pub struct Scratch(pub std::path::PathBuf);

impl Scratch {
    /// The file `name` in a folder of this process.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        let folder = std::env::temp_dir().join(format!("propensity-desk-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
        Self(folder.join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
