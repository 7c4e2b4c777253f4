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

/// `text` as it was typed, in the form that Rust reads numbers in: without separated thousands, and with a point.
#[must_use]
pub fn typed(text: &str) -> String {
    let form = FORM.get();
    let kept = text.chars().filter(|c| !c.is_whitespace());
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
        _ => format!("{sign}{before}{units}{}{cents:02}", FORM.get().decimal),
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
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{}{rest}", FORM.get().decimal) }
}

/// The same without needless zeros at its end.
fn number_with(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if !text.contains(FORM.get().decimal) || decimals == 0 {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches(FORM.get().decimal).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn counts_have_separated_thousands() {
        for (value, text) in [(0_u64, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(value), text);
        }
    }

    #[test]
    fn signed_numbers_have_their_sign() {
        assert_eq!([62, -1_035, 0].map(signed), ["+62", "-1,035", "0"]);
    }

    #[test]
    fn a_small_share_is_not_nothing() {
        for (share, text) in [(0.0, "0.0%"), (0.0004, "<0.1%"), (0.0005, "0.1%"), (0.3904, "39.0%"), (1.0, "100.0%")] {
            assert_eq!(percent(share), text, "{share}");
        }
        assert_eq!(progress(0.999), "99%");
    }

    #[test]
    fn amounts_are_exact_or_of_three_digits() {
        let usd = |hundredths| Money::from_hundredths(hundredths);
        assert_eq!(money(usd(124_050_025), Currency::Usd), "$1,240,500.25");
        assert_eq!(money(usd(-5), Currency::Usd), "-$0.05");
        assert_eq!(money(usd(120_000), Currency::Jpy), "¥1,200");
        assert_eq!(money_whole(usd(-40), Currency::Usd), "$0");
        assert_eq!(money_whole(usd(99_950), Currency::Usd), "$1,000");
        for (units, text) in [
            (640.4, "$640"),
            (999.6, "$1.00K"),
            (1_239.0, "$1.24K"),
            (99_960.0, "$100K"),
            (999_600.0, "$1.00M"),
            (12_345_678.0, "$12.3M"),
            (-2e9, "-$2.00B"),
        ] {
            assert_eq!(money_compact(Money::from_units(units).unwrap(), Currency::Usd), text, "{units}");
        }
    }

    #[test]
    fn days_are_written_as_the_language_does() {
        assert_eq!(day(date(2026, 10, 1), Language::English), "1 Oct 2026");
        assert_eq!(day(date(2026, 10, 1), Language::Japanese), "2026年10月1日");
        assert_eq!(day_short(date(2026, 10, 1), Language::Japanese), "2026/10/1");
    }

    #[test]
    fn numbers_lose_only_needless_zeros() {
        for (value, text) in [(0.0, "0"), (-0.001, "0"), (1_000.5, "1,000.5"), (-12.345, "-12.35"), (100.0, "100")] {
            assert_eq!(number(value), text, "{value}");
        }
        assert_eq!(score(Score::new(74.5).unwrap()), "74.5");
    }

    /// What `write` writes under `preferences`.
    fn written<T>(preferences: Preferences, language: Language, write: impl FnOnce() -> T) -> T {
        Form::of(&preferences, language).apply();
        let text = write();
        PLAIN.apply();
        text
    }

    #[test]
    fn separators_and_currencies_follow_what_is_preferred() {
        let amount = Money::from_hundredths(124_050_025);
        for (numbers, count_text, percent_text, money_text) in [
            (NumberForm::Point, "28,000", "39.0%", "$1,240,500.25"),
            (NumberForm::Comma, "28.000", "39,0%", "$1.240.500,25"),
            (NumberForm::Space, "28\u{a0}000", "39,0%", "$1\u{a0}240\u{a0}500,25"),
        ] {
            let preferences = Preferences { numbers, ..Preferences::default() };
            let texts = written(preferences, Language::English, || {
                (count(28_000_u32), percent(0.39), money(amount, Currency::Usd), number(1_000.0), fixed(0.5, 3))
            });
            let whole = count_text.replace("28", "1");
            let half = if numbers == NumberForm::Point { "0.500" } else { "0,500" };
            let expected = (count_text.into(), percent_text.into(), money_text.into(), whole, half.into());
            assert_eq!(texts, expected, "{numbers:?}");
        }
        let preferences = Preferences { currency: CurrencyForm::Code, ..Preferences::default() };
        let texts = written(preferences, Language::English, || {
            [money(amount, Currency::Eur), money_compact(Money::from_hundredths(-124_050_025), Currency::Usd)]
        });
        assert_eq!(texts, ["EUR\u{a0}1,240,500.25", "-USD\u{a0}1.24M"]);
        assert_eq!(count(28_000_u32), "28,000", "what is preferred ends with the window");
    }

    #[test]
    fn amounts_are_shortened_as_the_language_does() {
        let compact = |units: f64| money_compact(Money::from_units(units).unwrap(), Currency::Usd);
        written(Preferences::default(), Language::Japanese, || {
            for (units, text) in [
                (640.4, "$640"),
                (9_999.4, "$9,999"),
                (9_999.5, "$1.00万"),
                (27_800.0, "$2.78万"),
                (999_960.0, "$100万"),
                (12_345_678.0, "$1,235万"),
                (99_994_999.0, "$9,999万"),
                (99_996_000.0, "$1.00億"),
                (-2e12, "-$2.00兆"),
            ] {
                assert_eq!(compact(units), text, "{units}");
            }
        });
        let whole = Preferences { abbreviations: Abbreviations::Whole, ..Preferences::default() };
        assert_eq!(written(whole, Language::Japanese, || compact(12_345_678.0)), "$12,345,678");
        let thousands = Preferences { abbreviations: Abbreviations::Thousands, ..Preferences::default() };
        assert_eq!(written(thousands, Language::Japanese, || compact(27_800.0)), "$27.8K");
    }

    #[test]
    fn days_in_japanese_may_be_told_by_era() {
        let preferences = Preferences { calendar: Calendar::Japanese, ..Preferences::default() };
        let told = |date| {
            written(preferences, Language::Japanese, || {
                let language = Language::Japanese;
                [day(date, language), month_of_year(date, language), day_short(date, language)]
            })
        };
        assert_eq!(told(date(2026, 10, 1)), ["令和8年10月1日", "令和8年10月", "R8/10/1"]);
        assert_eq!(told(date(2019, 5, 1)), ["令和元年5月1日", "令和元年5月", "R1/5/1"]);
        assert_eq!(told(date(2019, 4, 30))[0], "平成31年4月30日");
        assert_eq!(told(date(1868, 1, 1)), ["1868年1月1日", "1868年1月", "1868/1/1"]);
        let english = written(preferences, Language::English, || day(date(2026, 10, 1), Language::English));
        assert_eq!(english, "1 Oct 2026");
    }

    #[test]
    fn what_is_typed_is_read_in_the_form_that_is_written() {
        assert_eq!(["1,234.5", " 7 "].map(typed), ["1234.5", "7"]);
        let comma = Preferences { numbers: NumberForm::Comma, ..Preferences::default() };
        let read =
            written(comma, Language::English, || ["1.234,5", "1.234", "74.5", "74,5", "1.234.567", "-0,25"].map(typed));
        assert_eq!(read, ["1234.5", "1234", "74.5", "74.5", "1234567", "-0.25"]);
    }
}
