//! What a file is, by its first bytes; the name is not believed.

use crate::workbook::delimited::{TextEncoding, wide};
use crate::workbook::error::{Format, LooksLike, OpenProblem};
use crate::workbook::source::ReadSeek;
use memchr::memmem;
use std::io::{self, Read, SeekFrom};

/// How much of the beginning is looked at.
const HEAD_BYTES: u64 = 4096;
/// How much of a compound file is searched for the names of its streams.
const COMPOUND_SEARCH_BYTES: u64 = 512 << 20;
const COMPOUND_MAGIC: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Lets only zip archives pass, and leaves `bytes` at their beginning.
///
/// # Errors
/// What the file is instead.
pub(super) fn require_zip(bytes: &mut Box<dyn ReadSeek>) -> Result<(), OpenProblem> {
    let mut head = Vec::new();
    bytes.take(HEAD_BYTES).read_to_end(&mut head)?;
    bytes.seek(SeekFrom::Start(0))?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(());
    }
    if head.starts_with(COMPOUND_MAGIC) {
        return Err(compound_problem(bytes)?);
    }
    Err(match recognise(&head) {
        Some(kind) => OpenProblem::NotAWorkbook(kind),
        None => OpenProblem::UnsupportedFormat(Format::Csv),
    })
}

/// First bytes that only one kind of file has.
const MAGIC: [(&[u8], LooksLike); 23] = [
    (b"\x89PNG\r\n\x1a\n", LooksLike::Picture),
    (b"\xff\xd8\xff", LooksLike::Picture),
    (b"GIF8", LooksLike::Picture),
    (b"II*\0", LooksLike::Picture),
    (b"MM\0*", LooksLike::Picture),
    (b"BM", LooksLike::Picture),
    (b"\0\0\x01\0", LooksLike::Picture),
    (b"%PDF-", LooksLike::Pdf),
    (b"{\\rtf", LooksLike::Rtf),
    (b"7z\xbc\xaf\x27\x1c", LooksLike::Compressed),
    (b"Rar!\x1a\x07", LooksLike::Compressed),
    (b"\x1f\x8b", LooksLike::Compressed),
    (b"\xfd7zXZ\0", LooksLike::Compressed),
    (b"MZ", LooksLike::Program),
    (b"\x7fELF", LooksLike::Program),
    (b"\xcf\xfa\xed\xfe", LooksLike::Program),
    (b"SQLite format 3\0", LooksLike::Database),
    (b"\0\x01\0\0Standard ACE DB", LooksLike::Database),
    (b"\0\x01\0\0Standard Jet DB", LooksLike::Database),
    (b"PAR1", LooksLike::Parquet),
    (b"L\0\0\0\x01\x14\x02\0", LooksLike::Shortcut),
    (b"[InternetShortcut]", LooksLike::Shortcut),
    (b"\x89HDF", LooksLike::Database),
];

/// What `head` begins; `None` for text that may be a table.
///
/// Only what no table begins with is refused here: how the rest of a text is stored shows in the rest.
fn recognise(head: &[u8]) -> Option<LooksLike> {
    if head.is_empty() {
        return Some(LooksLike::Empty);
    }
    let is_text = || memchr::memchr(0, head).is_none() && !is_binary(head);
    let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic));
    // Two letters may begin a name too.
    if let Some((_, kind)) = known.filter(|(magic, _)| magic.len() > 2 || !is_text()) {
        return Some(*kind);
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(LooksLike::Picture);
    }
    let Some(text) = as_text(head) else { return Some(LooksLike::Unknown) };
    let start: String = text.trim_start().chars().take(2_000).collect::<String>().to_ascii_lowercase();
    if start.starts_with('<') {
        return markup_kind(&start, &text);
    }
    (start.starts_with(['{', '[']) && is_json(&start)).then_some(LooksLike::Json)
}

/// What a text of tags is; `start` is its beginning in lower case. A header may begin with `<` as well.
fn markup_kind(start: &str, text: &str) -> Option<LooksLike> {
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") || start.contains("excel.sheet") {
        return Some(LooksLike::XmlSpreadsheet);
    }
    if start.contains("<svg") {
        return Some(LooksLike::Picture);
    }
    // Excel's own web pages, and what systems save under its extension.
    let is_excel = start.contains("office:excel") || text.to_ascii_lowercase().contains("<table");
    if start.starts_with("<!doctype html") || start.contains("<html") || is_excel {
        return Some(if is_excel { LooksLike::HtmlTable } else { LooksLike::Html });
    }
    start.starts_with("<?xml").then_some(LooksLike::Text)
}

/// Whether a text that begins with a bracket goes on as JSON does.
fn is_json(start: &str) -> bool {
    let mut rest = start.trim_start_matches(['{', '[']).trim_start().chars();
    let begun_with_object = start.starts_with('{') || start.trim_start_matches('[').trim_start().starts_with('{');
    match rest.next() {
        Some('"') if begun_with_object => start.contains("\":") || start.contains("\" :"),
        Some('}') => true,
        _ => false,
    }
}

/// `head` as text; `None` when it has bytes that no text has.
fn as_text(head: &[u8]) -> Option<String> {
    let units = |decode: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = head.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(decode).collect();
        String::from_utf16_lossy(&units)
    };
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count() as u64;
    let text = match head {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ if memchr::memchr(0, head).is_some() => match wide(zeros(0), zeros(1), head.len() as u64 & !1)? {
            TextEncoding::Utf16Be => units(u16::from_be_bytes),
            _ => units(u16::from_le_bytes),
        },
        _ => String::from_utf8_lossy(head).into_owned(),
    };
    let text = text.trim_start_matches('\u{feff}');
    (!text.contains('\0') && !is_binary(text.as_bytes())).then(|| text.to_owned())
}

/// Whether more than a slip of the keyboard is no letter.
fn is_binary(text: &[u8]) -> bool {
    let controls = text.iter().filter(|byte| **byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    controls * 50 > text.len()
}

/// What a compound file holds. Its tables are not followed, since they may lie; the names of its streams are searched
/// for instead.
fn compound_problem(bytes: &mut Box<dyn ReadSeek>) -> io::Result<OpenProblem> {
    let needles = ["EncryptedPackage", "EncryptionInfo"]
        .map(|name| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let finders = needles.each_ref().map(memmem::Finder::new);
    let overlap = needles.iter().map(Vec::len).max().unwrap_or(0);
    let mut window: Vec<u8> = Vec::new();
    let mut remaining = COMPOUND_SEARCH_BYTES;
    while remaining > 0 {
        let read = bytes.take(remaining.min(1 << 20)).read_to_end(&mut window)?;
        if finders.iter().any(|finder| finder.find(&window).is_some()) {
            return Ok(OpenProblem::Encrypted);
        }
        if read == 0 {
            break;
        }
        remaining -= read as u64;
        window.drain(..window.len().saturating_sub(overlap));
    }
    Ok(OpenProblem::UnsupportedFormat(Format::Xls))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn kind_of(bytes: &[u8]) -> String {
        let mut bytes: Box<dyn ReadSeek> = Box::new(Cursor::new(bytes.to_vec()));
        require_zip(&mut bytes).map_or_else(|problem| format!("{problem:?}"), |()| "zip".to_owned())
    }

    fn utf16(text: &str) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn files_are_told_by_content() {
        let latin = b"Kunde;Umsatz\r\nM\xfcller;5\r\n".as_slice();
        let page = b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table><tr><td>";
        let xml = b"<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?><Workbook>";
        for (bytes, kind) in [
            (b"PK\x03\x04".as_slice(), "zip"),
            (b"", "NotAWorkbook(Empty)"),
            (b"\x89PNG\r\n\x1a\n\0\0", "NotAWorkbook(Picture)"),
            (b"\xff\xd8\xff\xe0", "NotAWorkbook(Picture)"),
            (b"%PDF-1.7\n", "NotAWorkbook(Pdf)"),
            (b"\r\n<!DOCTYPE HTML><p>a,b", "NotAWorkbook(Html)"),
            (b"<meta charset=x><table><tr><td>", "NotAWorkbook(HtmlTable)"),
            (page, "NotAWorkbook(HtmlTable)"),
            (xml, "NotAWorkbook(XmlSpreadsheet)"),
            (b"{\\rtf1\\ansi", "NotAWorkbook(Rtf)"),
            (b"[{\"CustomerID\": 1}]", "NotAWorkbook(Json)"),
            (b"7z\xbc\xaf\x27\x1c\0\x04", "NotAWorkbook(Compressed)"),
            (b"\x1f\x8b\x08\0\0\0", "NotAWorkbook(Compressed)"),
            (b"SQLite format 3\0", "NotAWorkbook(Database)"),
            (b"PAR1\x15\0", "NotAWorkbook(Parquet)"),
            (b"MZ\x90\0", "NotAWorkbook(Program)"),
            (b"\x01\x02\x03\x04", "NotAWorkbook(Unknown)"),
            (b"Name\0Fit\0\0", "NotAWorkbook(Unknown)"),
            // Names may begin like programs and pictures, headers like tags.
            (b"MZ,BM\nMZ Handel,5\n", "UnsupportedFormat(Csv)"),
            (b"<Name>;<Fit>\nContoso;80\n", "UnsupportedFormat(Csv)"),
            (b"\xef\xbb\xbfName,Fit\nContoso,80\n", "UnsupportedFormat(Csv)"),
            (b"\"Contoso, Ltd.\",80\nFabrikam,5\n", "UnsupportedFormat(Csv)"),
            (latin, "UnsupportedFormat(Csv)"),
            (&utf16("Name\tFit\r\n東京\t80\r\n"), "UnsupportedFormat(Csv)"),
            (&utf16("Name\tFit\r\n東京\t80\r\n")[2..], "UnsupportedFormat(Csv)"),
        ] {
            assert_eq!(kind_of(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn compound_files_are_encrypted_workbooks_or_old_ones() {
        let mut old = COMPOUND_MAGIC.to_vec();
        old.resize(3 << 20, 0);
        assert_eq!(kind_of(&old), "UnsupportedFormat(Xls)");
        let name = &utf16("EncryptedPackage")[2..];
        for at in [2000, (1 << 20) - 10, (2 << 20) + 5] {
            let mut encrypted = old.clone();
            encrypted[at..at + name.len()].copy_from_slice(name);
            assert_eq!(kind_of(&encrypted), "Encrypted", "{at}");
        }
    }
}
