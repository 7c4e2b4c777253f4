//! How numbers, amounts and days are written. The window and the command line write them alike, until a person prefers
//! another form for the window.

use crate::domain::Date;
use crate::domain::japanese_era::JapaneseEra;
use crate::domain::money::{Currency, Money};
use crate::domain::score::Score;
use crate::session::preferences::{Abbreviations, Calendar, CurrencyForm, NumberForm, Preferences};
use crate::session::settings::Language;
use std::cell::Cell;
use std::fmt::Write;
use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Steps by which amounts are shortened, the largest first.
type Steps = &'static [(f64, &'static str)];

const THOUSANDS: Steps = &[(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")];
const TEN_THOUSANDS: Steps = &[(1e12, "兆"), (1e8, "億"), (1e4, "万")];

/// A space at which no line breaks.
const FIRM_SPACE: char = '\u{a0}';

/// The form in which numbers and days are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Form {
    thousands: char,
    decimal: char,
    currency: CurrencyForm,
    steps: Steps,
    calendar: Calendar,
}

/// As the command line and files have it.
const PLAIN: Form =
    Form { thousands: ',', decimal: '.', currency: CurrencyForm::Sign, steps: THOUSANDS, calendar: Calendar::Western };

thread_local! {
    /// The form of what this thread draws. It stands beside the thread, as a locale does, since every view writes numbers;
    /// jobs that write files never see it.
    static FORM: Cell<Form> = const { Cell::new(PLAIN) };
}

impl Form {
    /// The form that `preferences` ask for, in `language`.
    #[must_use]
    pub fn of(preferences: &Preferences, language: Language) -> Self {
        let (thousands, decimal) = match preferences.numbers {
            NumberForm::OfLanguage | NumberForm::Point => (',', '.'),
            NumberForm::Comma => ('.', ','),
            NumberForm::Space => (FIRM_SPACE, ','),
        };
        let steps = match (preferences.abbreviations, language) {
            (Abbreviations::Whole, _) => &[],
            (Abbreviations::Thousands, _) | (Abbreviations::OfLanguage, Language::English) => THOUSANDS,
            (Abbreviations::TenThousands, _) | (Abbreviations::OfLanguage, Language::Japanese) => TEN_THOUSANDS,
        };
        Self { thousands, decimal, currency: preferences.currency, steps, calendar: preferences.calendar }
    }

    /// Writes everything on this thread in this form from now on.
    pub fn apply(self) {
        FORM.set(self);
    }
}

/// What stands before decimals.
#[must_use]
pub fn decimal() -> char {
    FORM.get().decimal
}

/// A number as it is put into a field, to be read again by [`typed`]: whole, and without separated thousands.
#[must_use]
pub fn editable(value: f64) -> String {
    value.to_string().replace('.', &decimal().to_string())
}

/// The same with decimals within `decimals`.
#[must_use]
pub fn in_field(value: f64, decimals: RangeInclusive<usize>) -> String {
    egui::emath::format_with_decimals_in_range(value, decimals).replace('.', &decimal().to_string())
}

/// `text` as it was typed, in the form that Rust reads numbers in: digits of half width, a point, no separated
/// thousands.
#[must_use]
pub fn typed(text: &str) -> String {
    let form = FORM.get();
    let kept = text.nfkc().filter(|c| !c.is_whitespace());
    if form.decimal == '.' {
        return kept.filter(|c| *c != ',').collect();
    }
    let kept: String = kept.collect();
    // One point that separates no thousands can only be meant as a decimal point.
    let is_decimal_point = |(_, after): (&str, &str)| !after.contains(['.', ',']) && after.len() != 3;
    if kept.split_once('.').is_some_and(is_decimal_point) {
        return kept;
    }
    kept.chars().filter(|c| *c != '.').map(|c| if c == ',' { '.' } else { c }).collect()
}

/// A whole number with separated thousands: `28,000`.
#[must_use]
pub fn count(value: impl Into<u64>) -> String {
    grouped(&value.into().to_string())
}

/// `digits` with a separator before every third from the end.
fn grouped(digits: &str) -> String {
    let thousands = FORM.get().thousands;
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    text
}

/// A whole number with its sign: `+62`, `-1,035`, `0`.
#[must_use]
pub fn signed(value: i64) -> String {
    let sign = match value {
        0 => "",
        1.. => "+",
        _ => "-",
    };
    format!("{sign}{}", count(value.unsigned_abs()))
}

/// A share of 0 to 1 with one decimal; something that would read as nothing reads `<0.1%`.
#[must_use]
pub fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.000_5 {
        format!("<{}%", fixed(0.1, 1))
    } else {
        format!("{}%", fixed(share * 100.0, 1))
    }
}

/// Progress of 0 to 1 in whole percent, rounded down: 100% is done, not nearly done.
#[must_use]
pub fn progress(fraction: f32) -> String {
    format!("{}%", (fraction.clamp(0.0, 1.0) * 100.0) as u32)
}

/// An amount to the hundredth: `$1,240,500.25`.
#[must_use]
pub fn money(amount: Money, currency: Currency) -> String {
    let hundredths = amount.hundredths().unsigned_abs();
    let sign = if amount.hundredths() < 0 { "-" } else { "" };
    let units = grouped(&(hundredths / 100).to_string());
    let cents = hundredths % 100;
    let before = before_amount(currency);
    match currency {
        Currency::Jpy if cents == 0 => format!("{sign}{before}{units}"),
        _ => format!("{sign}{before}{units}{}{cents:02}", decimal()),
    }
}

/// An amount in whole units, for columns of a table: `$1,240,500`.
#[must_use]
pub fn money_whole(amount: Money, currency: Currency) -> String {
    let units = (amount.hundredths().unsigned_abs() + 50) / 100;
    let sign = if amount.hundredths() < 0 && units > 0 { "-" } else { "" };
    format!("{sign}{}{}", before_amount(currency), grouped(&units.to_string()))
}

/// An amount in three digits: `$1.24M`, `$982K`, `$640`; by ten thousands `$124万`, `$9,820万`.
#[must_use]
pub fn money_compact(amount: Money, currency: Currency) -> String {
    let units = amount.units().abs();
    // A number that rounds up to the next step is written in that step: below it, whole numbers are the finest.
    let steps = FORM.get().steps;
    let is_reached = |at: usize, size: f64| {
        let below = steps.get(at + 1).map_or(1.0, |(below, _)| *below);
        units / size >= 1.0 - below / size / 2.0
    };
    let step = steps.iter().enumerate().find(|(at, (size, _))| is_reached(*at, *size));
    let Some((_, (size, letter))) = step else { return money_whole(amount, currency) };
    let sign = if amount.hundredths() < 0 { "-" } else { "" };
    let scaled = units / size;
    let decimals = match scaled {
        value if value < 9.995 => 2,
        value if value < 99.95 => 1,
        _ => 0,
    };
    format!("{sign}{}{}{letter}", before_amount(currency), fixed(scaled, decimals))
}

/// What stands before an amount: the sign of its currency, or its code.
fn before_amount(currency: Currency) -> String {
    match FORM.get().currency {
        CurrencyForm::Sign => currency.symbol().to_owned(),
        CurrencyForm::Code => format!("{}{FIRM_SPACE}", currency.code()),
    }
}

/// The dollar limit of a segment rule: `$1,000`.
#[must_use]
pub fn usd_limit(amount: Money) -> String {
    money_whole(amount, Currency::Usd)
}

/// A day: `1 Oct 2026`, `2026年10月1日`, `令和8年10月1日`.
#[must_use]
pub fn day(day: Date, language: Language) -> String {
    match language {
        Language::English => {
            format!("{} {} {}", day.day(), english_month(day), day.year())
        }
        Language::Japanese => format!("{}{}月{}日", japanese_year(day), day.month(), day.day()),
    }
}

/// A month's name where there is little room: `Oct`, `10月`.
#[must_use]
pub fn month(day: Date, language: Language) -> String {
    match language {
        Language::English => english_month(day).to_owned(),
        Language::Japanese => format!("{}月", day.month()),
    }
}

/// A month of a year: `Oct 2026`, `2026年10月`, `令和8年10月`.
#[must_use]
pub fn month_of_year(day: Date, language: Language) -> String {
    match language {
        Language::English => format!("{} {}", english_month(day), day.year()),
        Language::Japanese => format!("{}{}月", japanese_year(day), day.month()),
    }
}

/// The era and its year, where days are written so.
fn era(day: Date) -> Option<(JapaneseEra, i16)> {
    match FORM.get().calendar {
        Calendar::Western => None,
        Calendar::Japanese => JapaneseEra::year_of(day),
    }
}

/// `2026年`, `令和8年`; the first year of an era is `元年`.
fn japanese_year(day: Date) -> String {
    match era(day) {
        None => format!("{}年", day.year()),
        Some((era, 1)) => format!("{}元年", era.name),
        Some((era, year)) => format!("{}{year}年", era.name),
    }
}

fn english_month(day: Date) -> &'static str {
    usize::from(day.month().unsigned_abs()).checked_sub(1).and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}

/// A day where there is little room: `1 Oct 2026`, `2026/10/1`, `R8/10/1`.
#[must_use]
pub fn day_short(date: Date, language: Language) -> String {
    match language {
        Language::English => day(date, language),
        Language::Japanese => {
            let year = era(date).map(|(era, year)| format!("{}{year}", era.letter));
            format!("{}/{}/{}", year.unwrap_or_else(|| date.year().to_string()), date.month(), date.day())
        }
    }
}

/// A score with at most one decimal: `74.5`, `80`.
#[must_use]
pub fn score(score: Score) -> String {
    number_with(f64::from(score.value()), 1)
}

/// A number of a file with at most two decimals and separated thousands.
#[must_use]
pub fn number(value: f64) -> String {
    number_with(value, 2)
}

/// A number with exactly so many decimals, for figures that are compared: `0.812`.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write!(text, "{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if value < 0.0 && text.contains(|c: char| ('1'..='9').contains(&c)) { "-" } else { "" };
    let whole = if whole.bytes().all(|byte| byte.is_ascii_digit()) { grouped(whole) } else { whole.to_owned() };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{}{rest}", decimal()) }
}

/// The same without needless zeros at its end.
fn number_with(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if !text.contains(decimal()) || decimals == 0 {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches(decimal()).to_owned()
}

#[cfg(test)]
mod tests;
