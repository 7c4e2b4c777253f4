//! What stands before the rows of a sheet: its used area and its column widths.

use super::cols;
use super::edits::Edits;
use super::error::{Feature, SaveError};
use super::plan::{Place, Plan};
use super::window::Window;
use crate::workbook::worksheet::cell_ref::{Area, with_right_edge};
use crate::workbook::worksheet::tags::{Kind, Token, Walk};
use memchr::memmem;
use std::io::Read;

/// Unpacks `window` up to the rows, and finds the tag that begins them.
///
/// # Errors
/// A sheet without rows, in an encoding that is not UTF-8, or damaged.
pub(super) fn find_rows<R: Read>(window: &mut Window<'_, R>) -> Result<Token, SaveError> {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(token) = window.next_token(position)? {
        if position == 0 {
            require_utf8(window)?;
        }
        position = token.end;
        let tag = token.tag(window.unread());
        match token.kind {
            Kind::Start | Kind::Empty if depth == 1 && tag.local_name() == b"sheetData" => return Ok(token),
            Kind::Start => depth += 1,
            Kind::End => depth = depth.saturating_sub(1),
            Kind::Empty | Kind::CharacterData | Kind::Other => {}
        }
    }
    require_utf8(window)?;
    Err(SaveError::damaged(window.part(), "the sheet has no sheetData"))
}

/// What is added must be in the encoding of the rest.
fn require_utf8<R: Read>(window: &Window<'_, R>) -> Result<(), SaveError> {
    let start = window.unread();
    let encoding = match start {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..] => "UTF-16".to_owned(),
        _ => declared_encoding(start),
    };
    if ["utf-8", "utf8", "us-ascii"].contains(&encoding.to_ascii_lowercase().as_str()) {
        return Ok(());
    }
    Err(SaveError::Unsupported { place: window.part().to_owned(), feature: Feature::Encoding(encoding) })
}

fn declared_encoding(start: &[u8]) -> String {
    let declaration = memmem::find(start, b"?>").and_then(|end| start.get(..end)).unwrap_or(&[]);
    let name = memmem::find(declaration, b"encoding").and_then(|at| {
        let mut pieces = declaration.get(at..)?.splitn(3, |byte| matches!(byte, b'"' | b'\''));
        pieces.nth(1)
    });
    name.map_or_else(|| "utf-8".to_owned(), |name| String::from_utf8_lossy(name).into_owned())
}

/// The bytes of `head`, which end where `rows` begins, with what must agree with the new columns.
pub(super) fn patch(head: &[u8], rows: Token, prefix: &[u8], plan: &Plan) -> Vec<u8> {
    let mut edits = Edits::new(head);
    let places: Vec<&Place> = plan.new_places().collect();
    if let Some(last) = places.last() {
        widen_dimension(&mut edits, head, last);
        cols::add_widths(&mut edits, head, rows.start, prefix, &places);
    }
    edits.apply()
}

fn widen_dimension(edits: &mut Edits<'_>, head: &[u8], last: &Place) {
    let Some(dimension) = Walk::new(head).find(|step| step.begins(1, "dimension")) else { return };
    let Some(area) = dimension.tag.attribute_str("ref") else { return };
    let is_narrower = Area::parse(area.as_bytes()).is_some_and(|area| area.right < last.column);
    if let Some(wider) = with_right_edge(area, &last.letters).filter(|_| is_narrower) {
        edits.replace(dimension.start..dimension.end, dimension.tag.with("ref", wider.as_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::progress::Progress;

    fn find(sheet: &[u8]) -> Result<Token, SaveError> {
        let progress = Progress::default();
        find_rows(&mut Window::new(sheet, "xl/worksheets/sheet1.xml", &progress))
    }

    #[test]
    fn rows_begin_at_the_sheets_own_tag() {
        let sheet = "\u{feff}<?xml version='1.0' encoding='UTF-8'?><!-- <sheetData> --><x:worksheet>\
            <x:ext><sheetData/></x:ext><x:sheetData x=\">\">";
        let token = find(sheet.as_bytes()).unwrap();
        assert_eq!(token.tag(sheet.as_bytes()).bytes(), b"<x:sheetData x=\">\">");
        assert_eq!(find(b"<worksheet/>").unwrap_err().key(), "damaged");
        assert_eq!(find(b"").unwrap_err().key(), "damaged");
    }

    #[test]
    fn other_encodings_are_refused_by_name() {
        let declared =
            |name: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?><worksheet><sheetData/></worksheet>");
        assert!(find(declared("utf-8").as_bytes()).is_ok());
        let error = find(declared("Shift_JIS").as_bytes()).unwrap_err();
        assert!(error.to_string().contains("Shift_JIS"), "{error}");
        let wide: Vec<u8> = declared("UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(find(&wide).unwrap_err().key(), "unsupported_feature");
    }
}
