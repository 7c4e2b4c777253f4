//! Fields as a spreadsheet takes them from the clipboard: text, with tabs between the cells.
//!
//! Excel reads each cell of pasted text as if it were typed. Text that begins with `=`, `+`, `-` or `@` would become a
//! formula, so an apostrophe is put before it; pasted (unlike typed) the apostrophe stays visible, which is the price of
//! keeping the text whole. Quotes alone would not do: Excel drops them and calculates what stands in them.

use super::Field;
use std::fmt::Write;

/// Whether a spreadsheet would take `text` for a formula.
#[must_use]
pub fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && text.parse::<f64>().is_err()
}

/// Appends `field` to a line of the clipboard.
pub fn push_clipboard_field(line: &mut String, field: &Field<'_>) {
    let written = match field {
        Field::Missing => Ok(()),
        Field::Text(text) => {
            push_text(line, text);
            Ok(())
        }
        Field::Words(text) => {
            push_text(line, text);
            Ok(())
        }
        Field::Number(number) => write!(line, "{number}"),
        Field::Money(amount) => {
            let (sign, hundredths) =
                (if amount.hundredths() < 0 { "-" } else { "" }, amount.hundredths().unsigned_abs());
            match hundredths % 100 {
                0 => write!(line, "{sign}{}", hundredths / 100),
                rest => write!(line, "{sign}{}.{rest:02}", hundredths / 100),
            }
        }
        Field::Day(day) => write!(line, "{day}"),
    };
    // Writing to a text never fails.
    debug_assert!(written.is_ok());
}

fn push_text(line: &mut String, text: &str) {
    let guard = if looks_like_formula(text) { "'" } else { "" };
    if text.contains(['\t', '\n', '\r', '"']) {
        line.push('"');
        line.push_str(guard);
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(guard);
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;

    fn pasted(field: &Field<'_>) -> String {
        let mut line = String::new();
        push_clipboard_field(&mut line, field);
        line
    }

    #[test]
    fn text_that_looks_like_a_formula_is_made_harmless_and_other_text_stays() {
        for formula in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1"] {
            assert_eq!(pasted(&Field::Text(formula)), format!("'{formula}"));
        }
        assert_eq!(pasted(&Field::Text("=HYPERLINK(\"http://x\")")), "\"'=HYPERLINK(\"\"http://x\"\")\"");
        assert_eq!(pasted(&Field::Text("\t=1+1")), "\"'\t=1+1\"");
        assert_eq!(pasted(&Field::Text("\r=1+1")), "\"'\r=1+1\"");
        for plain in ["Contoso", "A-1", "-5", "+81", "株式会社コントソ", " =no"] {
            assert_eq!(pasted(&Field::Text(plain)), plain);
        }
        assert_eq!(pasted(&Field::Words("two\nlines".to_owned())), "\"two\nlines\"");
    }

    #[test]
    fn figures_stay_figures() {
        let amount = |hundredths| pasted(&Field::Money(Money::from_hundredths(hundredths)));
        assert_eq!(
            [amount(124_050_025), amount(-5), amount(1_00), amount(i64::MIN)],
            ["1240500.25", "-0.05", "1", "-92233720368547758.08"]
        );
        assert_eq!(pasted(&Field::Number(-74.5)), "-74.5");
        assert_eq!(pasted(&Field::Day(jiff::civil::date(2026, 10, 1))), "2026-10-01");
        assert_eq!(pasted(&Field::Missing), "");
    }
}
