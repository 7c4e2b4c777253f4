//! The bins by which two months of a column are compared.
//!
//! Numbers fall into tenths of both months together (the last bin has no end), so that neither month is favoured; a value
//! that fills a tenth alone has a bin of its own. Words are their own bins; those of fewer than ten customers in both
//! months together share one, because the chance bound does not hold for nearly empty bins. Missing is a bin: a column
//! that empties is the drift most worth knowing.
//!
//! Constants: ten bins are credit scoring's custom for the index (D. Wu, D. Olson, 2010); ten customers are twice what the
//! chi-square distribution asks of a cell (W. Cochran, 1954), as a bin is split between two months; more than 50 words,
//! and one for every five customers, are names. Degenerate: a column with one value, or none, has no bins.

use crate::domain::band::Band;
use std::collections::BTreeMap;

/// How many bins numbers have at most.
const TENTHS: usize = 10;
/// Fewer customers than this share a bin with others.
const FEW: u64 = 10;
/// More different words than this, and than a fifth of the customers, are names.
const MANY_WORDS: usize = 50;

/// A column of one month.
#[derive(Debug, Clone, PartialEq)]
pub enum Values<'a> {
    /// Numbers.
    Numbers(Vec<Option<f64>>),
    /// Words.
    Words(Vec<Option<&'a str>>),
    /// Scores as words.
    Bands(Vec<Option<Band>>),
    /// Scores as numbers, and the bands they are in.
    Scores {
        /// The numbers.
        numbers: Vec<Option<f64>>,
        /// Their bands.
        bands: Vec<Option<Band>>,
    },
}

/// What a bin holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// No value.
    Missing,
    /// Numbers above the first and up to the second, without an end where there is none.
    Range(Option<f64>, Option<f64>),
    /// One word.
    Word(String),
    /// A band.
    Band(Band),
    /// Words of few customers.
    Others,
}

/// A bin with its customers.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// What it holds.
    pub content: Content,
    /// Customers of the old month.
    pub old: u64,
    /// Customers of the new month.
    pub new: u64,
}

impl Values<'_> {
    /// Whether any customer has a value.
    #[must_use]
    pub fn any(&self) -> bool {
        match self {
            Self::Numbers(values) | Self::Scores { numbers: values, .. } => values.iter().any(Option::is_some),
            Self::Words(values) => values.iter().any(Option::is_some),
            Self::Bands(values) => values.iter().any(Option::is_some),
        }
    }
}

/// The bins of a column in both months; `None` where it holds names, or numbers in one month and words in the other.
#[must_use]
pub fn bins(old: &Values<'_>, new: &Values<'_>) -> Option<Vec<Bin>> {
    use Values::{Bands, Numbers, Scores, Words};
    match (old, new) {
        (Numbers(old) | Scores { numbers: old, .. }, Numbers(new) | Scores { numbers: new, .. }) => {
            Some(of_numbers(old, new))
        }
        (Bands(old) | Scores { bands: old, .. }, Bands(new) | Scores { bands: new, .. }) => Some(of_bands(old, new)),
        (Words(old), Words(new)) => of_words(old, new),
        _ => None,
    }
}

fn of_numbers(old: &[Option<f64>], new: &[Option<f64>]) -> Vec<Bin> {
    let mut all: Vec<f64> = old.iter().chain(new).flatten().copied().filter(|value| !value.is_nan()).collect();
    all.sort_by(f64::total_cmp);
    let mut ends: Vec<f64> = Vec::new();
    // Rows since the last end.
    let (mut open, mut before) = (0, None);
    for equal in all.chunk_by(|a, b| a == b) {
        let value = equal.first().copied().unwrap_or_default();
        let is_heavy = equal.len() * TENTHS >= all.len();
        // A heavy value closes the bin before it too.
        if let Some(last) = before.filter(|_| is_heavy && open > 0) {
            ends.push(last);
            open = 0;
        }
        open += equal.len();
        if open * TENTHS >= all.len() {
            ends.push(value);
            open = 0;
        }
        before = Some(value);
    }
    if open == 0 {
        ends.pop();
    }
    let count = |values: &[Option<f64>]| {
        let mut counts = vec![0_u64; ends.len() + 2];
        for value in values {
            let bin =
                value.filter(|value| !value.is_nan()).map_or(0, |value| 1 + ends.partition_point(|end| *end < value));
            if let Some(count) = counts.get_mut(bin) {
                *count += 1;
            }
        }
        counts
    };
    let content = |at: usize| match at.checked_sub(1) {
        None => Content::Missing,
        Some(bin) => {
            Content::Range(bin.checked_sub(1).and_then(|before| ends.get(before)).copied(), ends.get(bin).copied())
        }
    };
    let both = count(old).into_iter().zip(count(new)).enumerate();
    both.map(|(at, (old, new))| Bin { content: content(at), old, new }).filter(Bin::is_filled).collect()
}

impl Bin {
    fn is_filled(&self) -> bool {
        self.old + self.new > 0
    }
}

fn of_bands(old: &[Option<Band>], new: &[Option<Band>]) -> Vec<Bin> {
    let of = |values: &[Option<Band>], band: Option<Band>| values.iter().filter(|value| **value == band).count() as u64;
    let bands = Band::ALL.into_iter().map(Some).chain([None]);
    let bin = |band: Option<Band>| Bin {
        content: band.map_or(Content::Missing, Content::Band),
        old: of(old, band),
        new: of(new, band),
    };
    bands.map(bin).filter(Bin::is_filled).collect()
}

fn of_words(old: &[Option<&str>], new: &[Option<&str>]) -> Option<Vec<Bin>> {
    let mut counts: BTreeMap<Option<&str>, (u64, u64)> = BTreeMap::new();
    for word in old {
        counts.entry(*word).or_default().0 += 1;
    }
    for word in new {
        counts.entry(*word).or_default().1 += 1;
    }
    if counts.len() > MANY_WORDS.max((old.len() + new.len()) / 5) {
        return None;
    }
    let mut bins = Vec::new();
    let mut others = Bin { content: Content::Others, old: 0, new: 0 };
    for (word, (old, new)) in counts {
        match word {
            Some(_) if old + new < FEW => {
                others.old += old;
                others.new += new;
            }
            Some(word) => bins.push(Bin { content: Content::Word(word.to_owned()), old, new }),
            None => bins.push(Bin { content: Content::Missing, old, new }),
        }
    }
    if others.is_filled() {
        bins.push(others);
    }
    Some(bins)
}
