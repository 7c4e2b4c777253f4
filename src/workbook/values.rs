//! What a cell holds, as the column it stands in needs it.
//!
//! Numbers come as numbers or as text of people in several countries. What can be read in two ways
//! is not read: it is reported, with its place.

use crate::domain::Date;
use crate::domain::band::Band;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use unicode_normalization::UnicodeNormalization;

/// A cell's content, free of the file format it came from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellValue<'a> {
    /// Text, as it stands.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A day.
    Day(Date),
    /// An error value such as `#N/A`.
    Error,
}

/// A cell that holds something else than its column promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotUnderstood;

/// A parsed cell: the value, nothing there, or something that cannot be understood.
pub type Parsed<T> = Result<Option<T>, NotUnderstood>;

/// Words that people and reports write for "nothing".
const NOTHING: [&str; 8] = ["", "-", "–", "—", "n/a", "na", "null", "#n/a"];

/// Whether `text` is what people and reports write where there is nothing.
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    plain(text).is_none()
}

/// Half-width, trimmed; `None` when it says "nothing".
fn plain(text: &str) -> Option<String> {
    let plain: String = text.nfkc().collect::<String>().trim().to_owned();
    (!NOTHING.contains(&plain.to_lowercase().as_str())).then_some(plain)
}

/// The text of a cell; whole numbers without a decimal point, so ids stay ids.
#[must_use]
pub fn text(value: CellValue<'_>) -> Option<String> {
    match value {
        CellValue::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        CellValue::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some((number as i64).to_string()),
        CellValue::Number(number) => Some(number.to_string()),
        CellValue::Bool(flag) => Some(if flag { "TRUE" } else { "FALSE" }.to_owned()),
        CellValue::Day(day) => Some(day.to_string()),
        CellValue::Error => None,
    }
}

/// A Fit or Intent: 0 to 100, a percentage, or the word of a band.
///
/// # Errors
/// Numbers outside 0 to 100 and other words.
pub fn rating(value: CellValue<'_>) -> Parsed<Rating> {
    match value {
        CellValue::Number(number) => Score::new(number).map(|score| Some(Rating::Score(score))).ok_or(NotUnderstood),
        CellValue::Text(text) => {
            let Some(plain) = plain(text) else { return Ok(None) };
            if let Some(band) = Band::from_word(&plain) {
                return Ok(Some(Rating::Band(band)));
            }
            let number: f64 = plain.trim_end_matches('%').trim().parse().map_err(|_| NotUnderstood)?;
            rating(CellValue::Number(number))
        }
        CellValue::Error => Ok(None),
        CellValue::Bool(_) | CellValue::Day(_) => Err(NotUnderstood),
    }
}

/// An amount of money, exact to the hundredth.
///
/// # Errors
/// Text that is no amount, or that could be two (`1.234`, `2,50`), and amounts past [`Money`]'s range.
pub fn money(value: CellValue<'_>) -> Parsed<Money> {
    match value {
        CellValue::Number(number) => Money::from_units(number).map(Some).ok_or(NotUnderstood),
        CellValue::Text(text) => {
            let Some(plain) = plain(text) else { return Ok(None) };
            let number = decimal(&plain).ok_or(NotUnderstood)?;
            money(CellValue::Number(number))
        }
        CellValue::Error => Ok(None),
        CellValue::Bool(_) | CellValue::Day(_) => Err(NotUnderstood),
    }
}

/// A number of any size.
///
/// # Errors
/// Text that is no number.
pub fn number(value: CellValue<'_>) -> Parsed<f64> {
    match value {
        CellValue::Number(number) if number.is_finite() => Ok(Some(number)),
        CellValue::Text(text) => plain(text).map_or(Ok(None), |plain| decimal(&plain).map(Some).ok_or(NotUnderstood)),
        CellValue::Error => Ok(None),
        _ => Err(NotUnderstood),
    }
}

/// A number of employees; of a band such as `25-300` or `300+` its lower end.
///
/// # Errors
/// Negative numbers and text that is neither.
pub fn employees(value: CellValue<'_>) -> Parsed<u32> {
    match value {
        CellValue::Number(number) if (0.0..=1e8).contains(&number) => Ok(Some(number as u32)),
        CellValue::Text(text) => {
            let Some(plain) = plain(text) else { return Ok(None) };
            let lower = plain.split(['-', '–', '—', '~', '〜', '+']).next().unwrap_or("");
            let lower: String = lower.chars().filter(|c| !matches!(c, ',' | ' ' | '人' | '名' | '以' | '上')).collect();
            let lower: u32 = lower.parse().map_err(|_| NotUnderstood)?;
            // A band from 0 is one of customers that have somebody.
            let is_band = plain.chars().any(|c| matches!(c, '-' | '–' | '—' | '~' | '〜' | '+'));
            Ok(Some(if is_band { lower.max(1) } else { lower }))
        }
        CellValue::Error => Ok(None),
        _ => Err(NotUnderstood),
    }
}

/// Yes or no, in the ways reports and people write it.
///
/// # Errors
/// Anything else.
pub fn flag(value: CellValue<'_>) -> Parsed<bool> {
    match value {
        CellValue::Bool(flag) => Ok(Some(flag)),
        CellValue::Number(1.0) => Ok(Some(true)),
        CellValue::Number(0.0) => Ok(Some(false)),
        CellValue::Text(text) => {
            let Some(plain) = plain(text) else { return Ok(None) };
            match plain.to_lowercase().as_str() {
                "yes" | "y" | "true" | "1" | "x" | "はい" | "有" | "あり" | "○" | "〇" => Ok(Some(true)),
                "no" | "n" | "false" | "0" | "いいえ" | "無" | "なし" | "×" => Ok(Some(false)),
                _ => Err(NotUnderstood),
            }
        }
        CellValue::Error => Ok(None),
        CellValue::Number(_) | CellValue::Day(_) => Err(NotUnderstood),
    }
}

/// A day: a date cell, or text with the year first (`2026-03-31`, `2026/3/31`, `2026年3月31日`, `20260331`)
/// or last, with dots and the day first (`31.03.2026`) or with
/// slashes where one number can only be the day (`06/30/2027`).
///
/// # Errors
/// Days that do not exist, and text whose day and month could be swapped.
pub fn day(value: CellValue<'_>, date_1904: bool) -> Parsed<Date> {
    match value {
        CellValue::Day(day) => Ok(Some(day)),
        CellValue::Number(number) => day_of_serial(number, date_1904).map(Some).ok_or(NotUnderstood),
        CellValue::Text(text) => {
            let Some(plain) = plain(text) else { return Ok(None) };
            day_of_text(&plain).map(Some).ok_or(NotUnderstood)
        }
        CellValue::Error => Ok(None),
        CellValue::Bool(_) => Err(NotUnderstood),
    }
}

/// The day of a spreadsheet's serial number, which counts a 29 February 1900 that never was.
#[must_use]
pub fn day_of_serial(serial: f64, date_1904: bool) -> Option<Date> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let whole = serial.floor() as i64;
    let (epoch, days) = match (date_1904, whole) {
        (true, _) => (jiff::civil::date(1904, 1, 1), whole),
        // A time of day alone, and the day that never was.
        (false, 0 | 60) => return None,
        (false, 1..60) => (jiff::civil::date(1899, 12, 31), whole),
        (false, _) => (jiff::civil::date(1899, 12, 30), whole),
    };
    epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn day_of_text(text: &str) -> Option<Date> {
    let date_part = text.split(['T', ' ']).next().unwrap_or(text);
    if date_part.len() == 8 && date_part.bytes().all(|byte| byte.is_ascii_digit()) {
        return build_day(date_part.get(0..4)?, date_part.get(4..6)?, date_part.get(6..8)?);
    }
    let separators = ['-', '/', '.', '年', '月', '日'];
    let parts: Vec<&str> = date_part.split(separators).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if first.len() == 4 {
        return build_day(first, second, third);
    }
    if third.len() != 4 {
        return None;
    }
    // Dots say that the day comes first. With slashes only a number past 12 tells: 03/04/2026 is two different days.
    let is_day = |part: &str| part.parse::<u8>().is_ok_and(|number| number > 12);
    match (date_part.contains('.') || is_day(first), is_day(second)) {
        (true, false) => build_day(third, second, first),
        (false, true) => build_day(third, first, second),
        _ => None,
    }
}

fn build_day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A decimal number as people write it, or `None` when it is none or could be two.
fn decimal(text: &str) -> Option<f64> {
    let bare = without_currency(text);
    let in_brackets = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let signed = bare.strip_prefix(MINUS).or_else(|| bare.strip_suffix(MINUS));
    let magnitude = without_currency(in_brackets.or(signed).unwrap_or(bare));
    let digits: String = magnitude.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let (digits, scale) = strip_scale(digits.strip_prefix('+').unwrap_or(&digits));
    let value = with_decimal_point(digits)?.parse::<f64>().ok()? * scale;
    value.is_finite().then_some(if in_brackets.is_some() || signed.is_some() { -value } else { value })
}

const MINUS: [char; 2] = ['-', '−'];

/// Without the signs and codes that stand before or after an amount.
fn without_currency(text: &str) -> &str {
    let mut bare = text.trim();
    loop {
        let ends = ["USD", "JPY", "EUR", "$", "€", "¥", "£", "円", "%"];
        let inner = ends.iter().find_map(|end| bare.strip_prefix(end).or_else(|| bare.strip_suffix(end)));
        match inner {
            Some(inner) => bare = inner.trim(),
            None => return bare,
        }
    }
}

fn strip_scale(text: &str) -> (&str, f64) {
    for (suffix, scale) in [("万", 1e4), ("億", 1e8), ("K", 1e3), ("M", 1e6)] {
        if let Some(digits) = text.strip_suffix(suffix) {
            return (digits, scale);
        }
    }
    (text, 1.0)
}

/// The digits with a point for the decimal separator and nothing between thousands.
fn with_decimal_point(digits: &str) -> Option<String> {
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if !valid || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let separator_count = |separator| digits.matches(separator).count();
    let last_group = digits.rsplit(['.', ',']).next().map_or(0, str::len);
    match (separator_count('.'), separator_count(',')) {
        (0, 0) => Some(digits.to_owned()),
        // The one that comes last and only once is the decimal separator.
        (1, commas) if commas > 0 && digits.rfind('.') > digits.rfind(',') => Some(digits.replace(',', "")),
        (points, 1) if points > 0 && digits.rfind(',') > digits.rfind('.') => {
            Some(digits.replace('.', "").replace(',', "."))
        }
        (1, 0) if last_group != 3 => Some(digits.to_owned()),
        (0, commas) if last_group == 3 && commas >= 1 => Some(digits.replace(',', "")),
        (points, 0) if points > 1 && last_group == 3 => Some(digits.replace('.', "")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn units(text: &str) -> Parsed<f64> {
        money(CellValue::Text(text)).map(|amount| amount.map(Money::units))
    }

    #[test]
    fn money_as_text_in_several_countries() {
        for (text, expected) in [
            ("1,234.56", 1234.56),
            ("1.234,56", 1234.56),
            ("¥12,345", 12345.0),
            ("$1,000", 1000.0),
            ("(500)", -500.0),
            ("１２３４５", 12345.0),
            ("1 234", 1234.0),
            ("2,500円", 2500.0),
            ("1.2万", 12_000.0),
            ("27.81K", 27_810.0),
            ("1.234.567", 1_234_567.0),
            ("-12.5", -12.5),
            ("$-500", -500.0),
            ("-$500", -500.0),
            ("$(500)", -500.0),
            ("(¥1,500)", -1500.0),
            ("500-", -500.0),
        ] {
            assert_eq!(units(text), Ok(Some(expected)), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_amounts_is_not_read() {
        for text in ["1.234", "2,50", "abc", "12abc", "1,23,4", ".5,1", "12-34", "--5", "(5"] {
            assert_eq!(units(text), Err(NotUnderstood), "{text}");
        }
        for nothing in ["", " - ", "n/a", "NULL"] {
            assert_eq!(units(nothing), Ok(None), "{nothing}");
        }
    }

    #[test]
    fn ratings_are_numbers_percentages_or_words_and_never_clamped() {
        let score = |value| Ok(Score::new(value).map(Rating::Score));
        assert_eq!(rating(CellValue::Number(74.5)), score(74.5));
        assert_eq!(rating(CellValue::Text("85%")), score(85.0));
        assert_eq!(rating(CellValue::Text("  ８０ ")), score(80.0));
        assert_eq!(rating(CellValue::Text("Very Low")), Ok(Some(Rating::Band(Band::VeryLow))));
        assert_eq!(rating(CellValue::Error), Ok(None));
        for wrong in [CellValue::Number(-5.0), CellValue::Number(150.0), CellValue::Text("good"), CellValue::Bool(true)]
        {
            assert_eq!(rating(wrong), Err(NotUnderstood), "{wrong:?}");
        }
    }

    #[test]
    fn days_come_as_serials_and_as_unambiguous_text() {
        assert_eq!(day_of_serial(46_022.0, false), Some(date(2025, 12, 31)));
        assert_eq!(day_of_serial(59.0, false), Some(date(1900, 2, 28)));
        assert_eq!(day_of_serial(60.0, false), None);
        assert_eq!(day_of_serial(0.5, false), None, "noon of no day");
        assert_eq!(day_of_serial(61.0, false), Some(date(1900, 3, 1)));
        assert_eq!(day_of_serial(44_338.0, true), Some(date(2025, 5, 23)));
        for text in [
            "2026-03-31",
            "2026/3/31",
            "2026年3月31日",
            "20260331",
            "31.03.2026",
            "31/03/2026",
            "03/31/2026",
            "2026-03-31T00:00:00Z",
        ] {
            assert_eq!(day(CellValue::Text(text), false), Ok(Some(date(2026, 3, 31))), "{text}");
        }
        for text in ["03/04/2026", "2026/02/30", "FY26 Q3", "0000-00-00"] {
            assert_eq!(day(CellValue::Text(text), false), Err(NotUnderstood), "{text}");
        }
    }

    #[test]
    fn a_band_of_employees_counts_as_its_lower_end() {
        for (text, count) in
            [("25-300", 25), ("0-24", 1), ("300+", 300), ("1,250", 1250), ("300人以上", 300), ("１２", 12)]
        {
            assert_eq!(employees(CellValue::Text(text)), Ok(Some(count)), "{text}");
        }
        assert_eq!(employees(CellValue::Number(-1.0)), Err(NotUnderstood));
    }

    #[test]
    fn ids_keep_their_digits() {
        assert_eq!(text(CellValue::Number(123_456_789.0)).as_deref(), Some("123456789"));
        assert_eq!(text(CellValue::Text("00123")).as_deref(), Some("00123"));
        assert_eq!(text(CellValue::Text("  ")), None);
    }
}
