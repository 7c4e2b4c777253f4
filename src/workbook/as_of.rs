//! The day that a file's data speak of.

use crate::domain::Date;
use crate::workbook::source::Source;
use crate::workbook::table::{AsOf, KnownBy};

/// The surest day there is for `source`: in its name, in its properties (`modified`), or its time on disk.
#[must_use]
pub fn as_of(source: &Source, modified: Option<Date>) -> Option<AsOf> {
    let by = |known_by| move |day| AsOf { day, known_by };
    day_in_name(&source.name())
        .map(by(KnownBy::FileName))
        .or_else(|| modified.map(by(KnownBy::Properties)))
        .or_else(|| file_time(source).map(by(KnownBy::FileTime)))
}

fn file_time(source: &Source) -> Option<Date> {
    let written = std::fs::metadata(source.path()?).ok()?.modified().ok()?;
    let since = written.duration_since(std::time::UNIX_EPOCH).ok()?;
    let days = i64::try_from(since.as_secs() / 86_400).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// A day written with the year first: `2026-10-01`, `2026_10_01`, `20261001`.
fn day_in_name(name: &str) -> Option<Date> {
    let digits: Vec<(usize, char)> = name.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect();
    digits.windows(8).find_map(|window| {
        let [(start, _), .., (end, _)] = window else { return None };
        let between = name.get(*start..=*end)?;
        let separated = match between.len() {
            8 => true,
            10 => between.char_indices().all(|(at, c)| c.is_ascii_digit() != matches!(at, 4 | 7)),
            _ => false,
        };
        let number: String = window.iter().map(|(_, c)| *c).collect();
        let day = Date::new(
            number.get(0..4)?.parse().ok()?,
            number.get(4..6)?.parse().ok()?,
            number.get(6..8)?.parse().ok()?,
        );
        day.ok().filter(|day| separated && (2000..2100).contains(&day.year()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_with_a_day_tell_it() {
        for name in ["CLASM365_2026-10-01.xlsx", "20261001 report.xlsx", "a-2026_10_01-b.xlsx", "東京2026-10-01.xlsx"]
        {
            assert_eq!(day_in_name(name), Some(date(2026, 10, 1)), "{name}");
        }
        for name in ["report.xlsx", "CLASM365 (12).xlsx", "99999999.xlsx", "1-2-3-4-5-6-7-8.xlsx"] {
            assert_eq!(day_in_name(name), None, "{name}");
        }
    }
}
