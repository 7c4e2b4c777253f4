//! Cells as nearly all writers give them: their tags, what stands in them, numbers.

use super::rows::RawValue;
use crate::workbook::worksheet::cell_ref::parse_number;
use memchr::memchr;

const SPACE_PRESERVED: &[u8; 22] = b" xml:space=\"preserve\">";

/// A cell's start tag.
pub(super) struct UsualCell {
    pub(super) column: u32,
    pub(super) style: u32,
    /// One letter for its type.
    pub(super) kind: u8,
    pub(super) is_empty: bool,
    /// Where its content begins.
    pub(super) end: usize,
}

impl UsualCell {
    /// Whether the tag before `raw`, a part of `text`, says that its spaces count.
    #[inline]
    pub(super) fn keeps_spaces(&self, text: &str, raw: &str) -> bool {
        let start = raw.as_ptr() as usize - text.as_ptr() as usize;
        text.as_bytes().get(self.end..start).is_some_and(|tags| tags.ends_with(SPACE_PRESERVED))
    }
}

/// The tag `<c r="B7" s="3" t="s">`, in any order of these, in the row whose number is written as `row`.
#[inline]
pub(super) fn usual_cell_tag(bytes: &[u8], at: usize, row: &[u8], next_column: u32) -> Option<UsualCell> {
    if bytes.get(at + 1) != Some(&b'c') {
        return None;
    }
    let mut at = at + 2;
    let mut cell = UsualCell { column: next_column, style: 0, kind: b'n', is_empty: false, end: 0 };
    loop {
        match bytes.get(at)? {
            b' ' => {}
            b'>' => {
                cell.end = at + 1;
                return Some(cell);
            }
            b'/' if bytes.get(at + 1) == Some(&b'>') => {
                cell.end = at + 2;
                cell.is_empty = true;
                return Some(cell);
            }
            _ => return None,
        }
        let [attribute, b'=', b'"', ..] = bytes.get(at + 1..)? else { return None };
        let start = at + 4;
        let length = bytes.get(start..)?.iter().position(|byte| *byte == b'"')?;
        let value = bytes.get(start..start + length)?;
        match attribute {
            b'r' => cell.column = column_in_row(value, row)?,
            b's' => cell.style = parse_number(value)?,
            b't' => cell.kind = kind_of(value)?,
            _ => return None,
        }
        at = start + length + 1;
    }
}

/// What stands in `<v>` or `<is><t>`, and where the cell ends.
#[inline]
pub(super) fn usual_content<'t>(text: &'t str, cell: &UsualCell) -> Option<(&'t str, usize)> {
    let bytes = text.as_bytes();
    let rest = bytes.get(cell.end..)?;
    let after = if cell.kind == b'i' {
        let rest = rest.strip_prefix(b"<is><t")?;
        rest.strip_prefix(b">").or_else(|| rest.strip_prefix(SPACE_PRESERVED))?
    } else {
        rest.strip_prefix(b"<v>")?
    };
    let start = bytes.len() - after.len();
    let length = memchr(b'<', after)?;
    let rest = after.get(length..)?;
    let rest = if cell.kind == b'i' { rest.strip_prefix(b"</t></is></c>")? } else { rest.strip_prefix(b"</v></c>")? };
    Some((text.get(start..start + length)?, bytes.len() - rest.len()))
}

/// The letter for a cell's type: its own, `i` for inline and `r` for a formula's text; `None` for what is unknown.
#[inline]
pub(super) fn kind_of(value: &[u8]) -> Option<u8> {
    match value {
        [kind @ (b's' | b'n' | b'b' | b'e' | b'd')] => Some(*kind),
        b"str" => Some(b'r'),
        b"inlineStr" => Some(b'i'),
        _ => None,
    }
}

/// The value of a cell whose content needs no decoding; `None` where it is odd.
#[inline]
pub(super) fn plain_value(kind: u8, raw: &str) -> Option<RawValue<'_>> {
    match kind {
        b'n' => number(raw.as_bytes()).map(RawValue::Number),
        b'b' => match raw {
            "1" | "true" => Some(RawValue::Bool(true)),
            "0" | "false" => Some(RawValue::Bool(false)),
            _ => None,
        },
        b'e' => Some(RawValue::Error),
        b'd' if !raw.contains('&') => Some(RawValue::Text(raw.trim_ascii())),
        _ => None,
    }
}

/// A finite number as spreadsheets write it.
#[inline]
fn number(digits: &[u8]) -> Option<f64> {
    if digits.len() <= 15 {
        let whole = digits
            .iter()
            .try_fold(0_u64, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')));
        if let (Some(whole), false) = (whole, digits.is_empty()) {
            return Some(whole as f64);
        }
    }
    // Words such as `inf` are numbers to Rust only.
    let is_number = digits.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = std::str::from_utf8(digits).ok().filter(|_| is_number)?.parse::<f64>().ok()?;
    number.is_finite().then_some(number)
}

/// The column of the cell named `name`, from 0, if it stands in the row written as `row`.
#[inline]
fn column_in_row(name: &[u8], row: &[u8]) -> Option<u32> {
    let letters = name.len().checked_sub(row.len())?;
    if row.is_empty() || !(1..=3).contains(&letters) || !name.ends_with(row) {
        return None;
    }
    let column = name
        .get(..letters)?
        .iter()
        .try_fold(0_u32, |column, byte| byte.is_ascii_uppercase().then(|| column * 26 + u32::from(byte - b'A') + 1));
    column?.checked_sub(1)
}
