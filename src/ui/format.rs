//! How numbers, amounts and days are written. The window and the command line write them alike.

use crate::domain::Date;
use crate::domain::money::{Currency, Money};
use crate::domain::score::Score;
use crate::session::settings::Language;
use std::fmt::Write;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A whole number with separated thousands: `28,000`.
#[must_use]
pub fn count(value: impl Into<u64>) -> String {
    grouped(&value.into().to_string())
}

/// `digits` with a comma before every third from the end.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
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
    if share > 0.0 && share < 0.000_5 { "<0.1%".to_owned() } else { format!("{:.1}%", share * 100.0) }
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
    match currency {
        Currency::Jpy if cents == 0 => format!("{sign}{}{units}", currency.symbol()),
        _ => format!("{sign}{}{units}.{cents:02}", currency.symbol()),
    }
}

/// An amount in whole units, for columns of a table: `$1,240,500`.
#[must_use]
pub fn money_whole(amount: Money, currency: Currency) -> String {
    let units = (amount.hundredths().unsigned_abs() + 50) / 100;
    let sign = if amount.hundredths() < 0 && units > 0 { "-" } else { "" };
    format!("{sign}{}{}", currency.symbol(), grouped(&units.to_string()))
}

/// An amount in three digits: `$1.24M`, `$982K`, `$640`.
#[must_use]
pub fn money_compact(amount: Money, currency: Currency) -> String {
    let units = amount.units().abs();
    let sign = if amount.hundredths() < 0 { "-" } else { "" };
    let steps = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")];
    // A number that rounds up to the next step is written in that step.
    let step = steps.into_iter().find(|(size, _)| units / size >= 0.999_5);
    let Some((size, letter)) = step else { return format!("{sign}{}{units:.0}", currency.symbol()) };
    let scaled = units / size;
    let decimals = match scaled {
        value if value < 9.995 => 2,
        value if value < 99.95 => 1,
        _ => 0,
    };
    format!("{sign}{}{scaled:.decimals$}{letter}", currency.symbol())
}

/// The dollar limit of a segment rule: `$1,000`.
#[must_use]
pub fn usd_limit(amount: Money) -> String {
    money_whole(amount, Currency::Usd)
}

/// A day: `1 Oct 2026`, `2026年10月1日`.
#[must_use]
pub fn day(day: Date, language: Language) -> String {
    match language {
        Language::English => {
            format!("{} {} {}", day.day(), english_month(day), day.year())
        }
        Language::Japanese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
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

/// A month of a year: `Oct 2026`, `2026年10月`.
#[must_use]
pub fn month_of_year(day: Date, language: Language) -> String {
    match language {
        Language::English => format!("{} {}", english_month(day), day.year()),
        Language::Japanese => format!("{}年{}月", day.year(), day.month()),
    }
}

fn english_month(day: Date) -> &'static str {
    usize::from(day.month().unsigned_abs()).checked_sub(1).and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}

/// A day where there is little room: `1 Oct 2026`, `2026/10/1`.
#[must_use]
pub fn day_short(date: Date, language: Language) -> String {
    match language {
        Language::English => day(date, language),
        Language::Japanese => format!("{}/{}/{}", date.year(), date.month(), date.day()),
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

fn number_with(value: f64, decimals: usize) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write!(text, "{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let rest = rest.trim_end_matches('0');
    let sign = if value < 0.0 && text.contains(|c: char| ('1'..='9').contains(&c)) { "-" } else { "" };
    let whole = if whole.bytes().all(|byte| byte.is_ascii_digit()) { grouped(whole) } else { whole.to_owned() };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
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
}
