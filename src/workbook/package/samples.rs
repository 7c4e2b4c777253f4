//! Small packages for the tests of this floor.

use super::Package;
use crate::workbook::error::OpenProblem;
use crate::workbook::source::Source;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Parts of a package by name, in order.
#[derive(Clone)]
pub(in crate::workbook) struct Parts(pub(in crate::workbook) Vec<(String, Vec<u8>)>);

impl Parts {
    /// A workbook with one sheet of these bytes.
    pub(in crate::workbook) fn with_sheet(sheet: impl Into<Vec<u8>>) -> Self {
        Self(Vec::new())
            .and("_rels/.rels", relationships(&[("r1", "officeDocument", "xl/workbook.xml")]))
            .and(
                "xl/workbook.xml",
                r#"<workbook xmlns:r="r"><sheets><sheet name="One" r:id="s1"/></sheets></workbook>"#,
            )
            .and("xl/_rels/workbook.xml.rels", relationships(&[("s1", "worksheet", "worksheets/sheet1.xml")]))
            .and("xl/worksheets/sheet1.xml", sheet)
    }

    /// With one part more, or another in its place.
    pub(in crate::workbook) fn and(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        let content = content.into();
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, place)) => *place = content,
            None => self.0.push((name.to_owned(), content)),
        }
        self
    }

    /// Without a part.
    pub(in crate::workbook) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self
    }

    /// The zip archive, its entries not compressed so that tests can change bytes in it.
    pub(in crate::workbook) fn stored(&self) -> Vec<u8> {
        self.zipped(zip::CompressionMethod::Stored)
    }

    /// The package, opened.
    pub(in crate::workbook) fn open(&self) -> Result<Package, OpenProblem> {
        open(self.zipped(zip::CompressionMethod::Deflated))
    }

    fn zipped(&self, method: zip::CompressionMethod) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method).compression_level(None);
        for (name, content) in &self.0 {
            writer.start_file(name.as_str(), options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

/// Opens a file of these bytes.
pub(in crate::workbook) fn open(bytes: Vec<u8>) -> Result<Package, OpenProblem> {
    Package::open(&Source::Embedded { name: "test.xlsx", bytes: bytes.leak() })
}

/// A part with relationships, each an id, a kind and a target.
pub(in crate::workbook) fn relationships(links: &[(&str, &str, &str)]) -> String {
    let links = links.iter().map(|(id, kind, target)| {
        format!(r#"<Relationship Id="{id}" Type="http://example.org/relationships/{kind}" Target="{target}"/>"#)
    });
    format!("<Relationships>{}</Relationships>", links.collect::<String>())
}
