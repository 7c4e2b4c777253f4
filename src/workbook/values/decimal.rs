//! Decimal numbers as people in several countries write them.
//!
//! The two ways: first, a point before the decimals; second, a comma. `1.234` and `1,234` can be either; three digits
//! after a comma are thousands unless the column says otherwise, because no amount has three decimals.

use crate::workbook::values::Reading;

/// The number that `text` says, free of spaces around it.
pub(super) fn read(text: &str) -> Reading<f64> {
    if let Some(number) = plain_digits(text) {
        return number;
    }
    let bare = without_currency(text);
    let in_brackets = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let signed = bare.strip_prefix(MINUS).or_else(|| bare.strip_suffix(MINUS));
    let magnitude = without_currency(in_brackets.or(signed).unwrap_or(bare));
    let is_negative = in_brackets.is_some() || signed.is_some();
    let magnitude = magnitude.strip_prefix('+').unwrap_or(magnitude);
    let sign = if is_negative { -1.0 } else { 1.0 };
    scaled(&magnitude.chars().filter(|c| !is_between_thousands(*c)).collect::<String>()).map(|number| number * sign)
}

/// Digits, with a point and at most two digits after it: what most cells hold, read without a copy.
fn plain_digits(text: &str) -> Option<Reading<f64>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    let decimals = match digits.find('.') {
        Some(at) => digits.len() - at - 1,
        None => 0,
    };
    let mut points = 0;
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {}
            b'.' => points += 1,
            _ => return None,
        }
    }
    let starts_with_digit = digits.as_bytes().first().is_some_and(u8::is_ascii_digit);
    match (points, decimals) {
        (0, _) => text.parse().ok().map(Reading::Plain),
        (1, 1..=2) if starts_with_digit => text.parse().ok().map(Reading::First),
        _ => None,
    }
}

/// Signs of a negative amount; accountants in Japan write a triangle.
const MINUS: [char; 6] = ['-', '−', '–', '▲', '△', '▼'];

fn is_between_thousands(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\'' | '’' | '_')
}

/// Without the signs and codes that stand before or after an amount.
fn without_currency(text: &str) -> &str {
    const ENDS: [&str; 14] =
        ["US$", "USD", "JPY", "EUR", "GBP", "CHF", "$", "€", "¥", "£", "円", "ドル", "ユーロ", "%"];
    let mut bare = text.trim();
    loop {
        let inner = ENDS.iter().find_map(|end| bare.strip_prefix(end).or_else(|| bare.strip_suffix(end)));
        match inner {
            Some(inner) => bare = inner.trim(),
            None => return bare,
        }
    }
}

/// A number with words for thousands and more: `27.81K`, `1.5億`, `1億2,000万`, `3百万`, `1,5 Mio.`.
fn scaled(text: &str) -> Reading<f64> {
    for (word, scale) in [
        ("Tsd.", 1e3),
        ("Tsd", 1e3),
        ("Mio.", 1e6),
        ("Mio", 1e6),
        ("Mrd.", 1e9),
        ("Mrd", 1e9),
        ("K", 1e3),
        ("k", 1e3),
        ("M", 1e6),
    ] {
        if let Some(digits) = text.strip_suffix(word) {
            return separated(digits).map(|number| number * scale);
        }
    }
    let is_scale = |c: char| matches!(c, '兆' | '億' | '万' | '千' | '百');
    if !text.contains(is_scale) {
        return separated(text);
    }
    let (mut sum, mut rest, mut last_scale) = (Reading::Plain(0.0), text, f64::INFINITY);
    while !rest.is_empty() {
        let digits_end = rest.find(is_scale).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(digits_end);
        let scale_end = after.find(|c| !is_scale(c)).unwrap_or(after.len());
        let (words, after) = after.split_at(scale_end);
        let scale: f64 = words.chars().map(scale_of).product();
        // The parts fall, as in 1億2000万: else this is no number.
        if scale >= last_scale {
            return Reading::NotUnderstood;
        }
        sum = sum.and(separated(digits), |sum, number| sum + number * scale);
        (rest, last_scale) = (after, scale);
    }
    sum
}

fn scale_of(word: char) -> f64 {
    match word {
        '兆' => 1e12,
        '億' => 1e8,
        '万' => 1e4,
        '千' => 1e3,
        _ => 1e2,
    }
}

/// Digits with separators between thousands and before decimals.
fn separated(digits: &str) -> Reading<f64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
        return Reading::NotUnderstood;
    }
    let count = |separator| digits.matches(separator).count();
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let (points, commas) = (count('.'), count(','));
    let last_is_point = digits.rfind('.') > digits.rfind(',');
    let reading = match (points, commas) {
        (0, 0) => number(digits).map(Reading::Plain),
        (1, commas) if commas > 0 && last_is_point => {
            let whole = digits.split('.').next().unwrap_or("");
            are_thousands(whole, ',').then(|| number(&digits.replace(',', ""))).flatten().map(Reading::First)
        }
        (points, 1) if points > 0 && !last_is_point => {
            let whole = digits.split(',').next().unwrap_or("");
            let plain = digits.replace('.', "").replace(',', ".");
            are_thousands(whole, '.').then(|| number(&plain)).flatten().map(Reading::Second)
        }
        (1, 0) | (0, 1) => return one_separator(digits),
        (0, _) if are_thousands(digits, ',') => number(&digits.replace(',', "")).map(Reading::First),
        (_, 0) if are_thousands(digits, '.') => number(&digits.replace('.', "")).map(Reading::Second),
        _ => None,
    };
    reading.unwrap_or(Reading::NotUnderstood)
}

/// A single point or comma: decimals, or thousands where three digits follow.
fn one_separator(digits: &str) -> Reading<f64> {
    let Some((whole, tail)) = digits.split_once(['.', ',']) else { return Reading::NotUnderstood };
    let is_point = digits.contains('.');
    if tail.is_empty() || whole.is_empty() && !is_point {
        return Reading::NotUnderstood;
    }
    let Ok(decimal) = format!("{whole}.{tail}").parse::<f64>() else { return Reading::NotUnderstood };
    let can_be_thousands = tail.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    match (can_be_thousands.then(|| format!("{whole}{tail}").parse::<f64>()), is_point) {
        (Some(Ok(thousands)), true) => Reading::Open { first: decimal, second: thousands, usual: false },
        (Some(Ok(thousands)), false) => Reading::Open { first: thousands, second: decimal, usual: true },
        (_, true) => Reading::First(decimal),
        (_, false) => Reading::Second(decimal),
    }
}

/// Groups of three behind the first; in India of two before the last three.
fn are_thousands(whole: &str, separator: char) -> bool {
    let groups: Vec<usize> = whole.split(separator).map(str::len).collect();
    let [first, middle @ .., last] = groups.as_slice() else { return false };
    let three = middle.iter().all(|length| *length == 3);
    let two = separator == ',' && middle.iter().all(|length| *length == 2);
    (1..=3).contains(first) && *last == 3 && (three || two)
}
