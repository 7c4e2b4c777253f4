//! Marks as fields of a text, in its own encoding and manner.

use crate::domain::money::Money;
use crate::workbook::delimited::{TextEncoding, TextForm};
use crate::workbook::markup::SaveError;
use std::collections::HashMap;

/// Most texts whose bytes are remembered; marks are few words again and again.
const MAX_REMEMBERED: usize = 4_096;

/// Makes fields of marks.
pub(super) struct Fields {
    form: TextForm,
    decimal_comma: bool,
    remembered: HashMap<String, Vec<u8>>,
    /// The bytes that separate two fields.
    pub(super) separator: Vec<u8>,
}

impl Fields {
    /// Fields of a text of this form, whose own amounts have a comma before the decimals or not.
    pub(super) fn new(form: TextForm, decimal_comma: bool) -> Self {
        let separator = form.encoding.encode(form.separator.encode_utf8(&mut [0; 4])).unwrap_or_default();
        Self { form, decimal_comma, remembered: HashMap::new(), separator }
    }

    /// The bytes of a text. One that a spreadsheet would take for a formula begins with an apostrophe, which makes it
    /// a text there.
    ///
    /// # Errors
    /// [`SaveError::NotInEncoding`].
    pub(super) fn text(&mut self, text: &str) -> Result<Vec<u8>, SaveError> {
        if let Some(bytes) = self.remembered.get(text) {
            return Ok(bytes.clone());
        }
        let looks_like_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let safe = if looks_like_formula { format!("'{text}") } else { text.to_owned() };
        let is_odd = |c: char| matches!(c, '"' | '\r' | '\n') || c == self.form.separator;
        let is_quoted = looks_like_formula || safe.contains(is_odd) || safe.trim() != safe;
        let field = if is_quoted { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe };
        let bytes = encoded(self.form.encoding, &field, text)?;
        if self.remembered.len() < MAX_REMEMBERED {
            self.remembered.insert(text.to_owned(), bytes.clone());
        }
        Ok(bytes)
    }

    /// The bytes of an amount: a plain number, with decimals where there are any.
    ///
    /// # Errors
    /// None in any encoding there is.
    pub(super) fn money(&self, amount: Money) -> Result<Vec<u8>, SaveError> {
        let hundredths = amount.hundredths();
        let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        let point = if self.decimal_comma { ',' } else { '.' };
        let plain = match size % 100 {
            0 => format!("{sign}{}", size / 100),
            decimals => format!("{sign}{}{point}{decimals:02}", size / 100),
        };
        let field = if plain.contains(self.form.separator) { format!("\"{plain}\"") } else { plain };
        encoded(self.form.encoding, &field, &field)
    }
}

fn encoded(encoding: TextEncoding, field: &str, text: &str) -> Result<Vec<u8>, SaveError> {
    let refused = || SaveError::NotInEncoding { text: text.to_owned(), encoding: encoding.name() };
    encoding.encode(field).ok_or_else(refused)
}

/// Whether a field's bytes are a number with one or two decimals: after a comma `Some(true)`, after a point
/// `Some(false)`. Its letters are those of ASCII, whatever the encoding.
pub(super) fn decimal_comma(field: &[u8]) -> Option<bool> {
    if field.len() > 48 || memchr::memchr2(b',', b'.', field).is_none() {
        return None;
    }
    let letters: Vec<u8> = field.iter().copied().filter(|byte| !matches!(byte, 0 | b'"')).take(24).collect();
    let at = letters.iter().position(|letter| matches!(letter, b',' | b'.'))?;
    let (whole, after) = (letters.get(..at)?, letters.get(at + 1..)?);
    let is_digits = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let whole = whole.strip_prefix(b"-").unwrap_or(whole);
    (is_digits(whole) && is_digits(after) && after.len() <= 2).then(|| letters.get(at) == Some(&b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(separator: char, text: &str) -> String {
        let mut fields = Fields::new(TextForm { encoding: TextEncoding::Utf8, separator }, separator == ';');
        String::from_utf8(fields.text(text).unwrap()).unwrap()
    }

    #[test]
    fn marks_are_quoted_where_they_must_and_never_formulas() {
        assert_eq!(field(',', "Act Now"), "Act Now");
        assert_eq!(field(',', "a,b"), "\"a,b\"");
        assert_eq!(field(';', "a,b"), "a,b");
        assert_eq!(field('\t', "say \"x\"\n"), "\"say \"\"x\"\"\n\"");
        assert_eq!(field(',', "=1+1"), "\"'=1+1\"");
        assert_eq!(field(',', "@x"), "\"'@x\"");
    }

    #[test]
    fn amounts_are_exact_and_in_the_texts_own_manner() {
        let money = |separator: char, decimal_comma: bool, hundredths: i64| {
            let fields = Fields::new(TextForm { encoding: TextEncoding::Utf8, separator }, decimal_comma);
            String::from_utf8(fields.money(Money::from_hundredths(hundredths)).unwrap()).unwrap()
        };
        assert_eq!(money(',', false, 123_456), "1234.56");
        assert_eq!(money(';', true, -105), "-1,05");
        assert_eq!(money(',', true, 150), "\"1,50\"");
        assert_eq!(money(',', false, 700), "7");
        assert_eq!(decimal_comma(b"12,5"), Some(true));
        assert_eq!(decimal_comma(b"\"-1.50\""), Some(false));
        assert_eq!((decimal_comma(b"1,234"), decimal_comma(b"1.2.3"), decimal_comma(b"12")), (None, None, None));
    }
}
