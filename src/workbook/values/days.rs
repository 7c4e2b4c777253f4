//! Days as people in several countries write them.
//!
//! The two ways: first, the month before the day, as in the United States; second, the day before the month.

use crate::domain::Date;
use crate::workbook::values::{Reading, day_of_serial};

/// The day that `text` says, free of spaces around it. Times are passed over.
pub(super) fn read(text: &str, date_1904: bool) -> Reading<Date> {
    if let Some(day) = year_first(text.as_bytes()) {
        return Reading::Plain(day);
    }
    if let Some(reading) = digits_only(text, date_1904) {
        return reading;
    }
    let day = without_time(text);
    let (parts, count, dots) = parts_of(day);
    let parts = parts.get(..count).unwrap_or(&[]);
    match parts {
        [Part::Era(base), Part::Number(year, _), Part::Number(month, _), Part::Number(day, _)] => {
            plain(if (1..100).contains(year) { date(base + year, *month, *day) } else { None })
        }
        [Part::Number(year, 4), Part::Number(month, _), Part::Number(day, _)] => plain(date(*year, *month, *day)),
        [Part::Number(day, 1 | 2), Part::Month(month), Part::Number(year, digits)]
        | [Part::Month(month), Part::Number(day, 1 | 2), Part::Number(year, digits)] => {
            plain(full_year(*year, *digits).and_then(|year| date(year, *month, *day)))
        }
        [Part::Number(year, 4), Part::Month(month), Part::Number(day, 1 | 2)] => plain(date(*year, *month, *day)),
        [Part::Number(one, 1 | 2), Part::Number(two, 1 | 2), Part::Number(year, 4)] => {
            day_and_month(*one, *two, *year, dots)
        }
        _ => Reading::NotUnderstood,
    }
}

/// `2026-03-31`, alone or before a time: how programs write days.
fn year_first(text: &[u8]) -> Option<Date> {
    let [a, b, c, d, b'-' | b'/', e, f, b'-' | b'/', g, h, rest @ ..] = text else { return None };
    if !matches!(rest.first(), None | Some(b'T' | b' ')) {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0i32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))
    };
    date(number(&[*a, *b, *c, *d])?, number(&[*e, *f])?, number(&[*g, *h])?)
}

/// `20260331`, or the serial number of a spreadsheet of our time.
fn digits_only(text: &str, date_1904: bool) -> Option<Reading<Date>> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i32>().ok();
    match text.find('.').unwrap_or(text.len()) {
        8 if text.len() == 8 => Some(plain(date(number(0..4)?, number(4..6)?, number(6..8)?))),
        5 => {
            let serial = text.parse::<f64>().ok().filter(|serial| (20_000.0..80_000.0).contains(serial))?;
            Some(plain(day_of_serial(serial, date_1904)))
        }
        _ => None,
    }
}

/// With dots the day comes first; else only a number past 12 tells, and one equal to the other does not matter.
fn day_and_month(one: i32, two: i32, year: i32, dots: bool) -> Reading<Date> {
    let (month_first, day_first) = (date(year, one, two), date(year, two, one));
    match (month_first, day_first) {
        (_, Some(day)) if dots => Reading::Plain(day),
        (Some(first), Some(second)) if first == second => Reading::Plain(first),
        (Some(first), Some(second)) if !dots => Reading::Open { first, second, usual: false },
        (Some(day), None) if !dots => Reading::First(day),
        (None, Some(day)) => Reading::Second(day),
        _ => Reading::NotUnderstood,
    }
}

fn plain(day: Option<Date>) -> Reading<Date> {
    day.map_or(Reading::NotUnderstood, Reading::Plain)
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok().filter(|year| *year > 0)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
}

/// Of two digits the nearest year: this is about agreements, not births.
fn full_year(year: i32, digits: usize) -> Option<i32> {
    match digits {
        4 => Some(year),
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// The text before a time of day.
fn without_time(text: &str) -> &str {
    let time = text.find([':', '時']).map_or(text, |at| {
        text.get(..at)
            .unwrap_or("")
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end_matches("午前")
            .trim_end_matches("午後")
    });
    let time = time.trim_end();
    time.strip_suffix('T').unwrap_or(time)
}

#[derive(Debug, Clone, Copy)]
enum Part {
    /// A number, and how many digits it has.
    Number(i32, usize),
    /// A month's name.
    Month(i32),
    /// The year before an era's first.
    Era(i32),
}

/// The numbers and names in `text`, at most four; a fifth, or a word that is neither, makes it no day. Whether dots
/// stand between the numbers.
fn parts_of(text: &str) -> ([Part; 5], usize, bool) {
    let (mut parts, mut count) = ([Part::Number(0, 0); 5], 0);
    let mut push = |part| {
        if let Some(slot) = parts.get_mut(count.min(4)) {
            *slot = part;
        }
        count += 1;
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let of_sort = |test: fn(&char) -> bool| rest.chars().take_while(test).map(char::len_utf8).sum::<usize>();
        let length = if c.is_ascii_digit() {
            of_sort(char::is_ascii_digit)
        } else if c.is_alphabetic() {
            of_sort(|c| c.is_alphabetic())
        } else {
            c.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        rest = after;
        if c.is_ascii_digit() {
            push(Part::Number(word.parse().unwrap_or(-1), word.len()));
        } else if c.is_alphabetic() {
            match word {
                "年" | "月" | "日" | "st" | "nd" | "rd" | "th" | "of" => {}
                _ if word.ends_with("元年") => match named(word.trim_end_matches("元年")) {
                    Some(era @ Part::Era(_)) => {
                        push(era);
                        push(Part::Number(1, 1));
                    }
                    _ => return (parts, 0, false),
                },
                _ => match named(word) {
                    Some(part) => push(part),
                    None if is_weekday(word) => {}
                    None => return (parts, 0, false),
                },
            }
        } else if !matches!(c, ' ' | '-' | '/' | '.' | ',' | '(' | ')' | '–') {
            return (parts, 0, false);
        }
    }
    (parts, count, text.contains('.') && !text.contains(['/', '-']))
}

fn named(word: &str) -> Option<Part> {
    let era = match word {
        "令和" | "R" => 2018,
        "平成" | "H" => 1988,
        "昭和" | "S" => 1925,
        "大正" | "T" => 1911,
        _ => 0,
    };
    if era != 0 {
        return Some(Part::Era(era));
    }
    let lower = word.to_lowercase();
    let month = match lower.as_str() {
        "jan" | "january" | "januar" | "jänner" => 1,
        "feb" | "february" | "februar" => 2,
        "mar" | "march" | "mär" | "mrz" | "märz" | "maerz" => 3,
        "apr" | "april" => 4,
        "may" | "mai" => 5,
        "jun" | "june" | "juni" => 6,
        "jul" | "july" | "juli" => 7,
        "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "oct" | "october" | "okt" | "oktober" => 10,
        "nov" | "november" => 11,
        "dec" | "december" | "dez" | "dezember" => 12,
        _ => return None,
    };
    Some(Part::Month(month))
}

fn is_weekday(word: &str) -> bool {
    let lower = word.to_lowercase();
    let words = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
    ];
    let is_short = (2..=4).contains(&lower.len()) && words.iter().any(|day| day.starts_with(&lower));
    is_short
        || words.contains(&lower.as_str())
        || matches!(
            lower.as_str(),
            "月曜日"
                | "火曜日"
                | "水曜日"
                | "木曜日"
                | "金曜日"
                | "土曜日"
                | "日曜日"
                | "火"
                | "水"
                | "木"
                | "金"
                | "土"
        )
}
