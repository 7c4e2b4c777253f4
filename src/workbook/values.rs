//! What a cell holds, as the column it stands in needs it.
//!
//! Numbers come as numbers or as text of people in several countries. What can be read in two ways is left open: the
//! column decides by its other cells, or reports it with its place.

mod days;
mod decimal;

use crate::domain::Date;
use crate::domain::band::Band;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use std::borrow::Cow;
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

/// What a cell of a column that may be written in two ways holds: point or comma before the decimals, month or day
/// first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading<T> {
    /// Nothing is there.
    Nothing,
    /// The value, which says nothing of the way.
    Plain(T),
    /// The value, written in the first way: `12.5`, `03/31/2026`.
    First(T),
    /// The value, written in the second way: `12,5`, `31/03/2026`.
    Second(T),
    /// It can be either; `usual` when it is the first as long as the column does not say otherwise.
    Open {
        /// Read in the first way.
        first: T,
        /// Read in the second way.
        second: T,
        /// Whether the first is meant where nothing tells.
        usual: bool,
    },
    /// Something else than the column promises.
    NotUnderstood,
}

impl<T> Reading<T> {
    /// What `change` makes of the value, or of both.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Reading<U> {
        match self {
            Self::Nothing => Reading::Nothing,
            Self::Plain(value) => Reading::Plain(change(value)),
            Self::First(value) => Reading::First(change(value)),
            Self::Second(value) => Reading::Second(change(value)),
            Self::Open { first, second, usual } => {
                Reading::Open { first: change(first), second: change(second), usual }
            }
            Self::NotUnderstood => Reading::NotUnderstood,
        }
    }
}

impl<T: Copy> Reading<T> {
    /// Both readings together: what one leaves open the other may tell; ways that differ are not understood.
    fn and(self, other: Self, join: impl Fn(T, T) -> T) -> Self {
        use Reading::{First, NotUnderstood, Open, Plain, Second};
        match (self, other) {
            (Plain(a), other) => other.map(|b| join(a, b)),
            (one, Plain(b)) => one.map(|a| join(a, b)),
            (First(a) | Open { first: a, .. }, First(b)) | (First(a), Open { first: b, .. }) => First(join(a, b)),
            (Second(a) | Open { second: a, .. }, Second(b)) | (Second(a), Open { second: b, .. }) => Second(join(a, b)),
            (Open { first: a, second: c, usual: e }, Open { first: b, second: d, usual: f }) => {
                Open { first: join(a, b), second: join(c, d), usual: e && f }
            }
            _ => NotUnderstood,
        }
    }
}

impl<T: Copy> Reading<Option<T>> {
    /// Not understood where a reading came to nothing.
    fn flatten(self) -> Reading<T> {
        match self {
            Self::Nothing => Reading::Nothing,
            Self::Plain(Some(value)) => Reading::Plain(value),
            Self::First(Some(value)) => Reading::First(value),
            Self::Second(Some(value)) => Reading::Second(value),
            Self::Open { first: Some(first), second: Some(second), usual } => Reading::Open { first, second, usual },
            _ => Reading::NotUnderstood,
        }
    }
}

/// Words that people and reports write for "nothing".
const NOTHING: [&str; 8] = ["", "-", "–", "—", "n/a", "na", "null", "#n/a"];

/// Whether `text` is what people and reports write where there is nothing.
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    plain(text).is_none()
}

/// Half-width, trimmed; `None` when it says "nothing". Copies only what is not ASCII.
fn plain(text: &str) -> Option<Cow<'_, str>> {
    if text.is_ascii() {
        let plain = text.trim();
        let says_nothing = plain.len() <= 4 && NOTHING.iter().any(|word| plain.eq_ignore_ascii_case(word));
        return (!says_nothing).then_some(Cow::Borrowed(plain));
    }
    let plain: String = text.nfkc().collect::<String>().trim().to_owned();
    (!NOTHING.contains(&plain.to_lowercase().as_str())).then_some(Cow::Owned(plain))
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
            let starts_a_word = !plain.starts_with(|c: char| c.is_ascii_digit());
            if let Some(band) = starts_a_word.then(|| Band::from_word(&plain)).flatten() {
                return Ok(Some(Rating::Band(band)));
            }
            let digits = plain.trim_end_matches('%').trim();
            let number = digits.parse().or_else(|_| digits.replace(',', ".").parse()).map_err(|_| NotUnderstood)?;
            rating(CellValue::Number(number))
        }
        CellValue::Error => Ok(None),
        CellValue::Bool(_) | CellValue::Day(_) => Err(NotUnderstood),
    }
}

/// An amount of money, exact to the hundredth. Text that is no amount, and amounts past [`Money`]'s range, are not
/// understood.
#[must_use]
pub fn money(value: CellValue<'_>) -> Reading<Money> {
    number(value).map(Money::from_units).flatten()
}

/// A number of any size; a percentage counts in hundredths of itself, as it is written.
#[must_use]
pub fn number(value: CellValue<'_>) -> Reading<f64> {
    match value {
        CellValue::Number(number) if number.is_finite() => Reading::Plain(number),
        CellValue::Text(text) => plain(text).map_or(Reading::Nothing, |plain| decimal::read(&plain)),
        CellValue::Error => Reading::Nothing,
        _ => Reading::NotUnderstood,
    }
}

/// More people than any employer has.
const MOST_EMPLOYEES: u32 = 100_000_000;

/// A number of employees; of a band such as `25-300` or `300+` its lower end.
///
/// # Errors
/// Negative numbers and text that is neither.
pub fn employees(value: CellValue<'_>) -> Parsed<u32> {
    match value {
        CellValue::Number(number) if (0.0..=f64::from(MOST_EMPLOYEES)).contains(&number) => Ok(Some(number as u32)),
        CellValue::Text(text) => {
            let Some(plain) = plain(text) else { return Ok(None) };
            let in_range = |count: &u32| *count <= MOST_EMPLOYEES;
            if let Ok(count) = plain.parse() {
                return Some(count).filter(in_range).map(Some).ok_or(NotUnderstood);
            }
            let lower = plain.split(['-', '–', '—', '~', '〜', '+']).next().unwrap_or("");
            let lower: String = lower.chars().filter(|c| !matches!(c, ',' | ' ' | '人' | '名' | '以' | '上')).collect();
            let lower = lower.parse().ok().filter(in_range).ok_or(NotUnderstood)?;
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
            let is_one_of = |words: &[&str]| words.iter().any(|word| plain.eq_ignore_ascii_case(word));
            if is_one_of(&["yes", "y", "true", "1", "x", "ja", "wahr", "はい", "有", "有り", "あり", "該当", "○", "〇"])
            {
                Ok(Some(true))
            } else if is_one_of(&[
                "no",
                "n",
                "false",
                "0",
                "nein",
                "falsch",
                "いいえ",
                "無",
                "無し",
                "なし",
                "非該当",
                "×",
            ]) {
                Ok(Some(false))
            } else {
                Err(NotUnderstood)
            }
        }
        CellValue::Error => Ok(None),
        CellValue::Number(_) | CellValue::Day(_) => Err(NotUnderstood),
    }
}

/// A day: a date cell, a serial number, or text in English, German or Japanese; days that do not exist are not
/// understood.
#[must_use]
pub fn day(value: CellValue<'_>, date_1904: bool) -> Reading<Date> {
    match value {
        CellValue::Day(day) => Reading::Plain(day),
        CellValue::Number(number) => day_of_serial(number, date_1904).map_or(Reading::NotUnderstood, Reading::Plain),
        CellValue::Text(text) => plain(text).map_or(Reading::Nothing, |plain| days::read(&plain, date_1904)),
        CellValue::Error => Reading::Nothing,
        CellValue::Bool(_) => Reading::NotUnderstood,
    }
}

/// In days; spreadsheets know no finer time.
const HALF_MILLISECOND: f64 = 0.000_5 / 86_400.0;

/// The day of a spreadsheet's serial number, which counts a 29 February 1900 that never was.
#[must_use]
pub fn day_of_serial(serial: f64, date_1904: bool) -> Option<Date> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    // Sums of fractions come out a little short of the day that is meant.
    let whole = (serial + HALF_MILLISECOND).floor() as i64;
    let (epoch, days) = match (date_1904, whole) {
        (true, _) => (jiff::civil::date(1904, 1, 1), whole),
        // A time of day alone, and the day that never was.
        (false, 0 | 60) => return None,
        (false, 1..60) => (jiff::civil::date(1899, 12, 31), whole),
        (false, _) => (jiff::civil::date(1899, 12, 30), whole),
    };
    epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The serial number of a day when days are counted from 1900; `None` for days before. The inverse of
/// [`day_of_serial`].
#[must_use]
pub fn serial_of_day(day: Date) -> Option<f64> {
    let days = (day - jiff::civil::date(1899, 12, 30)).get_days();
    match days {
        61.. => Some(f64::from(days)),
        2..61 => Some(f64::from(days - 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
