//! How a part begins: byte order mark and declared encoding.

use crate::workbook::error::OpenProblem;
use quick_xml::Reader;
use quick_xml::events::Event;

const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];
/// How much of the beginning can hold the declaration.
const DECLARATION_BYTES: usize = 1024;

/// What the bytes of a part may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8, said or not.
    Utf8,
    /// Declared as Western single bytes, which are right only as far as they are the same in UTF-8.
    OnlyAscii,
}

/// The encoding of the part that begins with `head`, and the length of its byte order mark.
///
/// # Errors
/// UTF-16, or a declared encoding that is not like UTF-8. Readers would believe it, and read nothing or nonsense.
pub(super) fn read(head: &[u8], part: &str) -> Result<(Encoding, usize), OpenProblem> {
    if matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..]) {
        return Err(OpenProblem::damaged(part, "the text is UTF-16, not UTF-8"));
    }
    let mark = if head.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 };
    let head = head.get(mark..).unwrap_or_default();
    let head = String::from_utf8_lossy(head.get(..DECLARATION_BYTES).unwrap_or(head));
    let declaration = head.find("?>").and_then(|end| head.get(..end + 2)).unwrap_or_default();
    if declaration.is_empty() && head.starts_with("<?xml") {
        return Err(OpenProblem::damaged(part, "an XML declaration without end"));
    }
    let Ok(Event::Decl(declaration)) = Reader::from_str(declaration).read_event() else {
        return Ok((Encoding::Utf8, mark));
    };
    let Some(Ok(name)) = declaration.encoding() else { return Ok((Encoding::Utf8, mark)) };
    match name.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Ok((Encoding::Utf8, mark)),
        "us-ascii" | "ascii" | "iso-8859-1" | "iso-8859-15" | "windows-1252" => Ok((Encoding::OnlyAscii, mark)),
        _ => Err(OpenProblem::damaged(part, format!("the encoding is {name}, not UTF-8"))),
    }
}

/// Letters beyond ASCII in a part that declares a single-byte encoding.
pub(super) fn foreign_letters(part: &str) -> OpenProblem {
    OpenProblem::damaged(part, "letters in a single-byte encoding, not UTF-8")
}
