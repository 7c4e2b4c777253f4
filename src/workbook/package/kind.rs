//! What a file is, by its first bytes; the name is not believed.

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

/// What `head` begins; `None` for separated text.
fn recognise(head: &[u8]) -> Option<LooksLike> {
    const PICTURES: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"];
    if head.is_empty() {
        return Some(LooksLike::Empty);
    }
    if PICTURES.iter().any(|magic| head.starts_with(magic)) {
        return Some(LooksLike::Picture);
    }
    if head.starts_with(b"%PDF-") {
        return Some(LooksLike::Pdf);
    }
    let Some(text) = as_text(head) else { return Some(LooksLike::Unknown) };
    if is_html(&text) {
        return Some(LooksLike::Html);
    }
    (!is_separated(&text, head.len() as u64 == HEAD_BYTES)).then_some(LooksLike::Text)
}

/// `head` as text; `None` when it has bytes that no text has.
fn as_text(head: &[u8]) -> Option<String> {
    let wide = |decode: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            head.chunks_exact(2).skip(1).filter_map(|pair| pair.try_into().ok()).map(decode).collect();
        String::from_utf16_lossy(&units)
    };
    let text = match head {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(head).into_owned(),
    };
    let is_binary = text.chars().any(|c| c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\x0c'));
    (!is_binary).then(|| text.trim_start_matches('\u{feff}').to_owned())
}

fn is_html(text: &str) -> bool {
    let text = text.trim_start().to_ascii_lowercase();
    text.starts_with("<!doctype html") || (text.starts_with('<') && (text.contains("<html") || text.contains("<table")))
}

/// Whether the first two lines have the same number of the same separator; with `is_cut` the text goes on.
fn is_separated(text: &str, is_cut: bool) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return false };
    let second = lines.next().unwrap_or(first);
    let second_is_cut = is_cut && lines.next().is_none();
    [',', ';', '\t'].into_iter().any(|separator| {
        let (in_first, in_second) = (count_separators(first, separator), count_separators(second, separator));
        in_first > 0 && (in_first == in_second || second_is_cut)
    })
}

fn count_separators(line: &str, separator: char) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for c in line.chars() {
        if c == '"' {
            quoted = !quoted;
        } else if c == separator && !quoted {
            count += 1;
        }
    }
    count
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

    fn wide(text: &str) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn files_are_told_by_content() {
        let latin = b"Kunde;Umsatz\r\nM\xfcller;5\r\n".as_slice();
        for (bytes, kind) in [
            (b"PK\x03\x04".as_slice(), "zip"),
            (b"", "NotAWorkbook(Empty)"),
            (b"\x89PNG\r\n\x1a\n\0\0", "NotAWorkbook(Picture)"),
            (b"\xff\xd8\xff\xe0", "NotAWorkbook(Picture)"),
            (b"%PDF-1.7\n", "NotAWorkbook(Pdf)"),
            (b"\r\n<!DOCTYPE HTML><p>a,b", "NotAWorkbook(Html)"),
            (b"<meta charset=x><table><tr><td>", "NotAWorkbook(Html)"),
            (b"MZ\x90\0", "NotAWorkbook(Unknown)"),
            (b"Dear customer, hello.\nBest wishes", "NotAWorkbook(Text)"),
            (b"\xef\xbb\xbfName,Fit\nContoso,80\n", "UnsupportedFormat(Csv)"),
            (b"\"Contoso, Ltd.\",80\nFabrikam,5\n", "UnsupportedFormat(Csv)"),
            (latin, "UnsupportedFormat(Csv)"),
            (&wide("Name\tFit\r\n東京\t80\r\n"), "UnsupportedFormat(Csv)"),
        ] {
            assert_eq!(kind_of(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn long_separated_lines_are_still_recognised() {
        let text = format!("{}\n{}\n", "header,".repeat(300), "value,".repeat(2000));
        assert_eq!(kind_of(text.as_bytes()), "UnsupportedFormat(Csv)");
    }

    #[test]
    fn compound_files_are_encrypted_workbooks_or_old_ones() {
        let mut old = COMPOUND_MAGIC.to_vec();
        old.resize(3 << 20, 0);
        assert_eq!(kind_of(&old), "UnsupportedFormat(Xls)");
        let name = &wide("EncryptedPackage")[2..];
        for at in [2000, (1 << 20) - 10, (2 << 20) + 5] {
            let mut encrypted = old.clone();
            encrypted[at..at + name.len()].copy_from_slice(name);
            assert_eq!(kind_of(&encrypted), "Encrypted", "{at}");
        }
    }
}
