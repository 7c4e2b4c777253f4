//! One page of shapes as PDF, with its text as text: it can be searched, copied and read aloud.
//!
//! Written by hand after ISO 32000-1: pages are few objects, and no crate among the dependencies writes them. Fonts are
//! embedded as TrueType with only the glyphs in use (`fonts`), so that a Japanese page has tens of kilobytes and not
//! megabytes. The same page gives the same bytes.
//!
//! Left out: images, gradients and shadows, which the pages of this program do not have; colours that are not opaque
//! are laid on white.

mod content;
mod fonts;

use crate::ui::pdf::content::Content;
use crate::ui::pdf::fonts::{EmbeddedFont, Faces};
use egui::Vec2;
use egui::epaint::ClippedShape;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::{self, Write};

/// Writes `shapes` on a page of `size` points to `to`; `title` is the document's.
///
/// # Errors
/// What `to` returns.
pub fn write_pdf(shapes: &[ClippedShape], size: Vec2, title: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut faces = Faces::new();
    let content = Content::of(shapes, size.y, &mut faces);
    let fonts = faces.embedded();
    let mut file = PdfFile::default();
    // Numbers of the objects before they are written: the catalog, the pages, the page, what stands on it, the title.
    let [catalog, pages, page, stream, info] = [1, 2, 3, 4, 5];
    let font_object = |at: usize| info + 1 + at * OBJECTS_A_FONT;
    let names: String = (0..fonts.len()).map(|at| format!("/F{at} {} 0 R ", font_object(at))).collect();
    file.object(catalog, &format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    file.object(pages, &format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
    file.object(
        page,
        &format!(
            "<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {} {}] /Contents {stream} 0 R /Resources << /Font << {names}>> >> >>",
            size.x, size.y
        ),
    );
    file.stream(stream, "", content.operators.as_bytes())?;
    file.object(info, &format!("<< /Title {} /Producer (Propensity Desk) >>", utf16(title)));
    for (at, font) in fonts.iter().enumerate() {
        file.font(font_object(at), font)?;
    }
    to.write_all(&file.finish(catalog, info))
}

/// A font is the font of all its characters, the font of its glyphs, its measures, its file, and its characters.
const OBJECTS_A_FONT: usize = 5;

/// The objects written so far, and where each begins.
#[derive(Default)]
struct PdfFile {
    bytes: Vec<u8>,
    starts: Vec<(usize, usize)>,
}

impl PdfFile {
    fn begin(&mut self, number: usize) {
        if self.bytes.is_empty() {
            // The second line tells programs that the file is binary.
            self.bytes.extend(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
        }
        self.starts.push((number, self.bytes.len()));
        self.bytes.extend(format!("{number} 0 obj\n").bytes());
    }

    fn object(&mut self, number: usize, text: &str) {
        self.begin(number);
        self.bytes.extend(text.bytes());
        self.bytes.extend(b"\nendobj\n");
    }

    fn stream(&mut self, number: usize, entries: &str, data: &[u8]) -> io::Result<()> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(data)?;
        let packed = packed.finish()?;
        self.begin(number);
        let head = format!("<< /Length {} /Filter /FlateDecode {entries}>>\nstream\n", packed.len());
        self.bytes.extend(head.bytes());
        self.bytes.extend(packed);
        self.bytes.extend(b"\nendstream\nendobj\n");
        Ok(())
    }

    fn font(&mut self, first: usize, font: &EmbeddedFont) -> io::Result<()> {
        let [of_glyphs, measures, file, characters] = [first + 1, first + 2, first + 3, first + 4];
        let name = &font.name;
        self.object(
            first,
            &format!(
                "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H \
                 /DescendantFonts [{of_glyphs} 0 R] /ToUnicode {characters} 0 R >>"
            ),
        );
        self.object(
            of_glyphs,
            &format!(
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /DW 1000 \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
                 /FontDescriptor {measures} 0 R /W [{}] >>",
                font.widths
            ),
        );
        let [left, bottom, right, top] = font.bounds;
        self.object(
            measures,
            &format!(
                "<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{left} {bottom} {right} {top}] \
                 /ItalicAngle 0 /Ascent {} /Descent {} /CapHeight {} /StemV 80 /FontFile2 {file} 0 R >>",
                font.ascent, font.descent, font.ascent
            ),
        );
        self.stream(file, &format!("/Length1 {} ", font.file.len()), &font.file)?;
        self.stream(characters, "", font.characters.as_bytes())
    }

    fn finish(mut self, catalog: usize, info: usize) -> Vec<u8> {
        let table = self.bytes.len();
        self.starts.sort_unstable();
        let count = self.starts.len() + 1;
        self.bytes.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
        for (_, start) in &self.starts {
            self.bytes.extend(format!("{start:010} 00000 n \n").bytes());
        }
        let trailer =
            format!("trailer\n<< /Size {count} /Root {catalog} 0 R /Info {info} 0 R >>\nstartxref\n{table}\n%%EOF\n");
        self.bytes.extend(trailer.bytes());
        self.bytes
    }
}

/// `text` as a string of UTF-16.
fn utf16(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}
