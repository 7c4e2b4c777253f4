//! One column of a plain table: numbers as long as every cell is one.

use super::too_large;
use crate::support::data_table::Words;
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::values::CellValue;
use hashbrown::HashMap;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Most bytes of different words in one column.
const MAX_WORD_BYTES: u64 = 1 << 30;

/// What stands for nothing in a column of numbers, in small letters.
const GAPS: [&str; 22] = [
    "",
    "na",
    "n/a",
    "n.a.",
    "#n/a",
    "<na>",
    "nan",
    "null",
    "(null)",
    "nil",
    "none",
    "missing",
    "?",
    ".",
    "-",
    "--",
    "\u{2014}",
    "inf",
    "+inf",
    "-inf",
    "infinity",
    "-infinity",
];

/// A column's numbers, until a cell is none.
pub(super) struct NumberColumn {
    numbers: Vec<f64>,
    is_words: bool,
}

impl NumberColumn {
    pub(super) fn new(is_words: bool) -> Self {
        Self { numbers: Vec::new(), is_words }
    }

    pub(super) fn is_words(&self) -> bool {
        self.is_words
    }

    pub(super) fn take(&mut self, row: usize, value: &CellValue<'_>) {
        if self.is_words {
            return;
        }
        match number_of(value) {
            Ok(None) => {}
            Ok(Some(number)) => {
                self.numbers.resize(row, f64::NAN);
                self.numbers.push(number);
            }
            Err(NotANumber) => {
                self.is_words = true;
                self.numbers = Vec::new();
            }
        }
    }

    pub(super) fn finish(mut self, rows: usize) -> Vec<f64> {
        self.numbers.resize(rows, f64::NAN);
        self.numbers
    }
}

/// A cell that makes its column one of words.
struct NotANumber;

fn number_of(value: &CellValue<'_>) -> Result<Option<f64>, NotANumber> {
    match value {
        CellValue::Number(number) => Ok(Some(*number).filter(|number| number.is_finite())),
        CellValue::Error => Ok(None),
        CellValue::Bool(_) | CellValue::Day(_) => Err(NotANumber),
        CellValue::Text(text) if text.is_ascii() => number_of_text(text.trim()),
        CellValue::Text(text) => number_of_text(text.nfkc().collect::<String>().trim()),
    }
}

fn number_of_text(text: &str) -> Result<Option<f64>, NotANumber> {
    if GAPS.iter().any(|gap| gap.eq_ignore_ascii_case(text)) {
        return Ok(None);
    }
    let digits = text.trim_start_matches(['-', '+']).as_bytes();
    // A postal code or an id.
    if let [b'0', next, ..] = digits
        && next.is_ascii_digit()
    {
        return Err(NotANumber);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        // Past the largest number: as good as infinite.
        Ok(_) => Ok(None),
        Err(_) => Err(NotANumber),
    }
}

/// A column's words.
#[derive(Default)]
pub(super) struct WordColumn {
    words: Words,
    known: HashMap<Box<str>, u32>,
    bytes: u64,
}

impl WordColumn {
    pub(super) fn take(&mut self, row: usize, value: &CellValue<'_>) -> Result<(), OpenProblem> {
        let text = text_of(value);
        let word = text.trim();
        if word.is_empty() {
            return Ok(());
        }
        let code = match self.known.get(word) {
            Some(code) => *code,
            None => {
                self.bytes += word.len() as u64 + 64;
                let code = u32::try_from(self.words.words.len()).ok().filter(|_| self.bytes <= MAX_WORD_BYTES);
                let code = code.ok_or_else(|| too_large(Unit::TextBytes, MAX_WORD_BYTES))?;
                self.words.words.push(word.to_owned());
                self.known.insert(word.into(), code);
                code
            }
        };
        self.words.codes.resize(row, Words::MISSING);
        self.words.codes.push(code);
        Ok(())
    }

    pub(super) fn finish(mut self, rows: usize) -> Words {
        self.words.codes.resize(rows, Words::MISSING);
        self.words
    }
}

/// A cell's text, as separated text would have it.
pub(super) fn text_of<'a>(value: &CellValue<'a>) -> Cow<'a, str> {
    match value {
        CellValue::Text(text) => Cow::Borrowed(text),
        CellValue::Number(number) => Cow::Owned(number.to_string()),
        CellValue::Bool(flag) => Cow::Borrowed(if *flag { "TRUE" } else { "FALSE" }),
        CellValue::Day(day) => Cow::Owned(day.to_string()),
        CellValue::Error => Cow::Borrowed(""),
    }
}
