//! What is typed as the end of a range.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::insight::condition::Number;
use crate::support::text::search_key;
use crate::ui::format;

/// A number as people type it: digits of any width, separated thousands, a currency sign, and `k`, `m`, 万 or 億 behind.
pub(super) fn number(text: &str) -> Option<Number> {
    let key = search_key(text);
    let plain = format::typed(&key.replace(['$', '¥', '€', '円'], ""));
    let (digits, unit) = match plain.strip_suffix(['k', 'm', '万', '億']) {
        Some(digits) => (digits, plain.chars().last()),
        None => (plain.as_str(), None),
    };
    let unit = match unit {
        Some('k') => 1e3,
        Some('m') => 1e6,
        Some('万') => 1e4,
        Some('億') => 1e8,
        _ => 1.0,
    };
    // `inf` and `nan` read as numbers too.
    let value: f64 = digits.parse().ok().filter(|_| digits.ends_with(|c: char| c.is_ascii_digit() || c == '.'))?;
    Number::new(value * unit)
}

/// An amount, typed like a number.
pub(super) fn amount(text: &str) -> Option<Money> {
    number(text).and_then(|number| Money::from_units(number.value()))
}

/// A day as `2026-10-01`, `2026/10/1` or `2026年10月1日`.
pub(super) fn day(text: &str) -> Option<Date> {
    let key = search_key(text);
    let mut parts = key.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, value) in [
            ("1,234.5", 1234.5),
            (" ５０ ", 50.0),
            ("$27.8k", 27_800.0),
            ("3億", 3e8),
            ("１２万", 120_000.0),
            ("-5", -5.0),
            ("74.", 74.0),
        ] {
            assert_eq!(number(text).map(Number::value), Some(value), "{text}");
        }
        for text in ["", "abc", "nan", "inf", "1-2", "k", "infinity"] {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(amount("¥1,000"), Money::from_units(1000.0));
        assert_eq!(amount("1e300"), None);
    }

    #[test]
    fn days_are_read_in_both_languages() {
        for text in ["2026-10-01", "2026/10/1", "2026年10月1日", "２０２６．１０．１"] {
            assert_eq!(day(text), Some(date(2026, 10, 1)), "{text}");
        }
        for text in ["", "10/1/2026", "2026-13-01", "2026-10", "2026-10-01-02"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
