//! Bins of an attribute: cuts of a number, levels of a category, "missing" a bin of its own.
//!
//! A number with few distinct values gets a bin each. Else values heavier than an even share of the rest get a bin of
//! their own, because revenue and seats are 0 for most customers (worth .014 AUC on public data), and the rest goes to
//! bins of equal mass; bins under max(5, rows / 5,000) rows merge left to right, as too few to tell anything. A
//! category keeps the levels with at least 5 rows, the most frequent first.
//!
//! Degenerate cases: no value, or one for all rows, gives one bin, which the caller leaves out; numbers that are not
//! finite count as missing.

use crate::support::data_table::{DataValues, Words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewest rows of a level or bin.
const FEWEST_ROWS: usize = 5;
/// Share of the rows that a bin of a number must have.
const SMALLEST_SHARE: f64 = 1.0 / 5000.0;
/// Most values that can be heavier than an even share.
const MOST_HEAVY: usize = 257;

/// How values become codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Bins {
    /// A number's bins: code 0 holds the values up to and with the first cut, and so on.
    Numbers {
        /// Ascending upper ends of all bins but the last.
        cuts: Vec<f64>,
        /// Whether the last code stands for a missing value.
        missing: bool,
    },
    /// A category's levels, in the order of their codes.
    Words {
        /// The levels.
        levels: Vec<String>,
        /// Whether the last code stands for a missing value.
        missing: bool,
    },
}

impl Bins {
    /// How many bins or levels there are, without "missing".
    #[must_use]
    pub fn levels(&self) -> usize {
        match self {
            Self::Numbers { cuts, .. } => cuts.len() + 1,
            Self::Words { levels, .. } => levels.len(),
        }
    }

    /// Whether there is a code for missing values.
    #[must_use]
    pub fn has_missing(&self) -> bool {
        match self {
            Self::Numbers { missing, .. } | Self::Words { missing, .. } => *missing,
        }
    }

    /// How many codes there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.levels() + usize::from(self.has_missing())
    }
}

/// What is known of a column of numbers before the number of bins is chosen.
pub struct NumberProfile {
    distinct: Vec<f64>,
    /// How many rows have this value or a smaller one.
    up_to: Vec<usize>,
    /// The values with the most rows: rows, position; the most first.
    heaviest: Vec<(usize, usize)>,
    missing: bool,
}

impl NumberProfile {
    /// The profile of `values`.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let mut keys: Vec<i64> = values.iter().filter(|value| value.is_finite()).map(|value| key(*value)).collect();
        let missing = keys.len() < values.len();
        keys.sort_unstable();
        let (mut distinct, mut up_to) = (Vec::new(), Vec::new());
        let mut heaviest = Vec::new();
        let mut before = 0;
        for run in keys.chunk_by(|one, two| one == two) {
            if let Some(first) = run.first() {
                if run.len() > 1 {
                    heaviest.push((run.len(), distinct.len()));
                }
                before += run.len();
                distinct.push(number(*first));
                up_to.push(before);
            }
        }
        heaviest.sort_unstable_by(|one, two| two.0.cmp(&one.0).then(one.1.cmp(&two.1)));
        heaviest.truncate(MOST_HEAVY);
        Self { distinct, up_to, heaviest, missing }
    }

    /// How many different values there are.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.distinct.len()
    }

    /// Whether the values are whole numbers that count the rows, each once and hardly one left out: a row number.
    #[must_use]
    pub fn counts_rows(&self) -> bool {
        let rows = self.rows();
        let (Some(first), Some(last)) = (self.distinct.first(), self.distinct.last()) else { return false };
        let whole = || self.distinct.iter().all(|value| value.fract() == 0.0);
        rows >= 50 && !self.missing && self.distinct.len() == rows && last - first < rows as f64 * 1.5 && whole()
    }

    fn rows(&self) -> usize {
        self.up_to.last().copied().unwrap_or(0)
    }

    /// The bins, about `most` of them, and where each lies: its mean, centred and scaled to variance 1 over the rows,
    /// of the logarithm where the values are skewed; `None` with fewer than 3 bins.
    #[must_use]
    pub fn bins(&self, most: usize) -> (Bins, Option<Vec<f64>>) {
        let ends = self.merged(self.ends(most));
        let middle = |end: &usize| {
            let (below, above) = (self.distinct.get(*end).copied()?, self.distinct.get(end + 1).copied()?);
            let middle = below / 2.0 + above / 2.0;
            Some(if middle >= below && middle < above { middle } else { below })
        };
        let cuts: Vec<f64> = ends.iter().filter_map(middle).collect();
        let position = if ends.len() >= 2 { self.position(&ends) } else { None };
        (Bins::Numbers { cuts, missing: self.missing }, position)
    }

    /// The positions of the last values of all bins but the last.
    fn ends(&self, most: usize) -> Vec<usize> {
        let last = self.distinct.len().saturating_sub(1);
        if self.distinct.len() <= most {
            return (0..last).collect();
        }
        let heavy = self.heavy(most);
        let heavy_rows: usize = heavy.iter().map(|at| self.rows_from_to(*at, *at)).sum();
        let share = (self.rows() - heavy_rows) as f64 / most.saturating_sub(heavy.len()).max(1) as f64;
        let (mut ends, mut from) = (Vec::new(), 0);
        for until in heavy.into_iter().chain([last + 1]) {
            while from < until {
                let before = if from == 0 { 0 } else { self.up_to.get(from - 1).copied().unwrap_or(0) };
                let wanted = before as f64 + share;
                let end = self.up_to.partition_point(|rows| (*rows as f64) < wanted).min(until - 1);
                ends.push(end);
                from = end + 1;
            }
            if until <= last {
                ends.push(until);
                from = until + 1;
            }
        }
        ends.retain(|end| *end < last);
        ends.dedup();
        ends
    }

    /// The values heavier than an even share of the rest, ascending.
    fn heavy(&self, most: usize) -> Vec<usize> {
        let (mut count, mut rows) = (0, 0);
        for _ in 0..4 {
            let share = (self.rows() - rows) as f64 / most.saturating_sub(count).max(1) as f64;
            let next = self.heaviest.iter().take_while(|(own, _)| *own as f64 > share).count().max(count);
            if next == count || next + 1 >= most {
                break;
            }
            count = next;
            rows = self.heaviest.iter().take(count).map(|(own, _)| own).sum();
        }
        let mut heavy: Vec<usize> = self.heaviest.iter().take(count).map(|(_, at)| *at).collect();
        heavy.sort_unstable();
        heavy
    }

    /// Rows with the values from one position to another, both included.
    fn rows_from_to(&self, from: usize, to: usize) -> usize {
        let before = from.checked_sub(1).and_then(|at| self.up_to.get(at)).copied().unwrap_or(0);
        self.up_to.get(to).copied().unwrap_or(0).saturating_sub(before)
    }

    /// `ends` without those of bins that are too small.
    fn merged(&self, ends: Vec<usize>) -> Vec<usize> {
        let fewest = FEWEST_ROWS.max((self.rows() as f64 * SMALLEST_SHARE) as usize);
        let mut begun = 0;
        let mut is_large = |end: &usize| {
            let up_to = self.up_to.get(*end).copied().unwrap_or(0);
            let is_large = up_to - begun >= fewest && self.rows() - up_to >= fewest;
            if is_large {
                begun = up_to;
            }
            is_large
        };
        ends.into_iter().filter(|end| is_large(end)).collect()
    }

    /// Where the bins lie.
    fn position(&self, ends: &[usize]) -> Option<Vec<f64>> {
        let middle = self.up_to.partition_point(|rows| *rows * 2 < self.rows());
        let median = self.distinct.get(middle).copied()?;
        let (least, largest) = (*self.distinct.first()?, *self.distinct.last()?);
        let is_skewed = least >= 0.0 && largest > 20.0 * median.max(1e-9);
        let scale = largest.abs().max(least.abs()).max(f64::MIN_POSITIVE);
        let (mut means, mut rows, mut from) = (Vec::new(), Vec::new(), 0);
        for end in ends.iter().copied().chain([self.distinct.len() - 1]) {
            let own = self.rows_from_to(from, end) as f64;
            let values = self.distinct.get(from..=end)?.iter().enumerate();
            let sum: f64 = values
                .map(|(at, value)| {
                    let value = if is_skewed { value.ln_1p() } else { value / scale };
                    value * self.rows_from_to(from + at, from + at) as f64
                })
                .sum();
            means.push(sum / own);
            rows.push(own);
            from = end + 1;
        }
        let all: f64 = rows.iter().sum();
        let mean = means.iter().zip(&rows).map(|(value, rows)| value * rows).sum::<f64>() / all;
        let spread = means.iter().zip(&rows).map(|(value, rows)| (value - mean).powi(2) * rows).sum::<f64>() / all;
        let spread = spread.sqrt();
        // Beyond 4 standard deviations an outlier would pull the line.
        (spread > 0.0).then(|| means.iter().map(|value| ((value - mean) / spread).clamp(-4.0, 4.0)).collect())
    }
}

/// Orders as the numbers do.
fn key(value: f64) -> i64 {
    let bits = (value + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

fn number(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
}

/// What is known of a column of words.
pub struct WordProfile {
    /// Levels with their rows, the most frequent first.
    pub levels: Vec<(String, usize)>,
    /// Rows without a word.
    pub missing: usize,
}

impl WordProfile {
    /// The profile of `words`.
    #[must_use]
    pub fn of(words: &Words) -> Self {
        let mut rows = vec![0_usize; words.words.len()];
        let mut missing = 0;
        for code in &words.codes {
            match usize::try_from(*code).ok().and_then(|code| rows.get_mut(code)) {
                Some(rows) => *rows += 1,
                None => missing += 1,
            }
        }
        let counted = words.words.iter().cloned().zip(rows).filter(|(_, rows)| *rows > 0);
        let mut levels: Vec<(String, usize)> = counted.collect();
        levels.sort_unstable_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        Self { levels, missing }
    }

    /// The bins of the `most` most frequent levels.
    #[must_use]
    pub fn bins(&self, most: usize) -> Bins {
        let kept = self.levels.iter().take(most).filter(|(_, rows)| *rows >= FEWEST_ROWS);
        Bins::Words { levels: kept.map(|(level, _)| level.clone()).collect(), missing: self.missing > 0 }
    }
}

/// Gives rows their codes.
pub enum Coder<'a> {
    /// By cuts.
    Numbers {
        /// The values.
        values: &'a [f64],
        /// Ascending cuts.
        cuts: &'a [f64],
        /// The code of a missing value.
        missing: u16,
    },
    /// By the word's own code.
    Words {
        /// The words' own codes.
        codes: &'a [u32],
        /// The bin of each.
        bins: Vec<u16>,
        /// The code of a missing word.
        missing: u16,
    },
    /// Words that are numbers, met as numbers.
    NumberedWords {
        /// The values.
        values: &'a [f64],
        /// The levels as numbers, ascending, with their codes.
        places: Vec<(f64, u16)>,
        /// The code of a missing value.
        missing: u16,
    },
    /// The same for all rows.
    Absent(u16),
}

/// The code of a row that has none of the levels.
pub const UNKNOWN: u16 = u16::MAX;

impl<'a> Coder<'a> {
    /// The coder of `bins` for a column; without a column all is missing. Words where numbers were, or the other way
    /// round, are read as what they would be.
    #[must_use]
    pub fn new(bins: &'a Bins, column: Option<&'a DataValues>) -> Self {
        let missing = if bins.has_missing() { u16::try_from(bins.levels()).unwrap_or(UNKNOWN) } else { UNKNOWN };
        match (bins, column) {
            (_, None) => Self::Absent(missing),
            (Bins::Numbers { cuts, .. }, Some(DataValues::Numbers(values))) => Self::Numbers { values, cuts, missing },
            (Bins::Numbers { cuts, .. }, Some(DataValues::Words(words))) => {
                let read = |word: &String| match word.trim().parse::<f64>() {
                    Ok(value) if value.is_finite() => bin(cuts, value),
                    _ => missing,
                };
                Self::Words { codes: &words.codes, bins: words.words.iter().map(read).collect(), missing }
            }
            (Bins::Words { levels, .. }, Some(DataValues::Words(words))) => {
                let places: BTreeMap<&str, u16> = levels.iter().map(String::as_str).zip(0..).collect();
                let place = |word: &String| places.get(word.as_str()).copied().unwrap_or(UNKNOWN);
                Self::Words { codes: &words.codes, bins: words.words.iter().map(place).collect(), missing }
            }
            (Bins::Words { levels, .. }, Some(DataValues::Numbers(values))) => {
                Self::of_numbers(levels, values, missing)
            }
        }
    }

    /// Levels that are numbers in words, such as `1` and `2`, met as numbers.
    fn of_numbers(levels: &[String], values: &'a [f64], missing: u16) -> Self {
        let read = |(level, place): (&String, u16)| Some((level.trim().parse::<f64>().ok()? + 0.0, place));
        let mut places: Vec<(f64, u16)> = levels.iter().zip(0..).filter_map(read).collect();
        places.sort_by(|one, two| one.0.total_cmp(&two.0));
        Self::NumberedWords { values, places, missing }
    }

    /// The code of `row`.
    #[must_use]
    pub fn code(&self, row: usize) -> u16 {
        match self {
            Self::Numbers { values, cuts, missing } => match values.get(row) {
                Some(value) if value.is_finite() => bin(cuts, *value),
                _ => *missing,
            },
            Self::Words { codes, bins, missing } => {
                let code = codes.get(row).copied().unwrap_or(Words::MISSING);
                usize::try_from(code).ok().and_then(|code| bins.get(code)).copied().unwrap_or(*missing)
            }
            Self::NumberedWords { values, places, missing } => match values.get(row) {
                Some(value) if value.is_finite() => {
                    let found = places.binary_search_by(|(level, _)| level.total_cmp(&(value + 0.0)));
                    found.ok().and_then(|at| places.get(at)).map_or(UNKNOWN, |(_, place)| *place)
                }
                _ => *missing,
            },
            Self::Absent(code) => *code,
        }
    }
}

fn bin(cuts: &[f64], value: f64) -> u16 {
    u16::try_from(cuts.partition_point(|cut| *cut < value)).unwrap_or(UNKNOWN)
}
