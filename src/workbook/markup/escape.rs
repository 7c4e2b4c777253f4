//! Text as cells and attributes hold it.
//!
//! XML cannot hold most control characters; spreadsheets write them as `_xHHHH_`, and therefore protect text that
//! merely looks like such an escape (ISO/IEC 29500-1, 22.9.2.19 `ST_Xstring`).

use crate::workbook::worksheet::text::{entity_char, escaped_unit};
use std::borrow::Cow;

/// The longest text of a cell, in UTF-16 units.
pub(super) const MAX_CELL_UNITS: usize = 32_767;

/// Appends `text` as the content of an element, cut to what a cell can hold.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    push(out, cut(text), false);
}

/// `text` as the value of an attribute in double quotes.
pub(super) fn attribute_value(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    push(&mut out, text, true);
    out
}

/// Whether somebody who edits a cell with `text`, or a program that guesses, would make a formula of it.
pub(super) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether a reader would drop spaces at the ends of `text` unless told to keep them.
pub(super) fn needs_space_preserved(text: &str) -> bool {
    text.starts_with(is_xml_space) || text.ends_with(is_xml_space)
}

fn is_xml_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// `text` up to [`MAX_CELL_UNITS`], never half a character.
fn cut(text: &str) -> &str {
    // Three bytes are one unit at least, so shorter text cannot be too long.
    if text.len() <= MAX_CELL_UNITS {
        return text;
    }
    let mut units = 0;
    let too_far = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MAX_CELL_UNITS
    });
    too_far.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

fn push(out: &mut Vec<u8>, text: &str, in_attribute: bool) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '"' if in_attribute => out.extend_from_slice(b"&quot;"),
            '\t' | '\n' if !in_attribute => out.push(c as u8),
            // A carriage return would be read as a line feed.
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => push_escape(out, u32::from(c)),
            '_' if text.get(at..).is_some_and(|rest| escaped_unit(rest).is_some()) => push_escape(out, u32::from('_')),
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

fn push_escape(out: &mut Vec<u8>, unit: u32) {
    out.extend_from_slice(format!("_x{unit:04X}_").as_bytes());
}

/// The text that an attribute's value stands for.
pub(super) fn attribute_text(value: &str) -> String {
    let value = without_entities(value);
    let mut units: Vec<u16> = Vec::with_capacity(value.len());
    let mut rest = value.as_ref();
    while let Some(c) = rest.chars().next() {
        if let Some(unit) = escaped_unit(rest) {
            units.push(unit);
            rest = rest.get(7..).unwrap_or("");
        } else {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    String::from_utf16_lossy(&units)
}

fn without_entities(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        text.push_str(before);
        let resolved =
            entity.find(';').and_then(|end| Some((entity_char(entity.get(1..end)?)?, entity.get(end + 1..)?)));
        if let Some((c, after)) = resolved {
            text.push(c);
            rest = after;
        } else {
            text.push('&');
            rest = entity.get(1..).unwrap_or("");
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(text: &str) -> String {
        let mut out = Vec::new();
        push_text(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_xml_cannot_hold_is_escaped_and_the_rest_stays() {
        assert_eq!(element("a<b>&\"c\" 東京 𠮷"), "a&lt;b&gt;&amp;\"c\" 東京 𠮷");
        assert_eq!(element("line\nnext\tx\r\u{1}\u{ffff}"), "line\nnext\tx_x000D__x0001__xFFFF_");
    }

    #[test]
    fn text_that_looks_like_an_escape_is_protected() {
        assert_eq!(element("_x0041_"), "_x005F_x0041_");
        assert_eq!(element("_x00e9_ _x41_ _xZZZZ_ _X0041_"), "_x005F_x00e9_ _x41_ _xZZZZ_ _X0041_");
        assert_eq!(element("_x日本_ _x004"), "_x日本_ _x004");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(element(&"a".repeat(40_000)).len(), MAX_CELL_UNITS);
        // Each takes two units, and an odd number of them is left.
        assert_eq!(element(&"𠮷".repeat(20_000)).encode_utf16().count(), MAX_CELL_UNITS - 1);
        assert_eq!(element(&"日".repeat(32_767)).chars().count(), 32_767);
    }

    #[test]
    fn attributes_come_back_as_they_went() {
        for text in ["a \"b\" <c> & 'd'", "two\nlines\tand _x000a_", "売上 (2)", "\r\u{7}", "", "&amp;", "_x005F_"] {
            let value = String::from_utf8(attribute_value(text)).unwrap();
            assert!(!value.contains(['\n', '"', '<']), "{value}");
            assert_eq!(attribute_text(&value), text);
        }
        assert_eq!(attribute_text("&#26085;&#x672C;&apos;&nbsp;&"), "日本'&nbsp;&");
    }

    #[test]
    fn spaces_at_the_ends_need_preserving() {
        assert!(needs_space_preserved(" a") && needs_space_preserved("a\n"));
        assert!(!needs_space_preserved("a b") && !needs_space_preserved(""));
    }
}
