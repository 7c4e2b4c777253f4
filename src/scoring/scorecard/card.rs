//! A fitted scorecard: a table of points, which is the whole model.
//!
//! decision = base + the sum of the points of each attribute's bin (+ those of pairs' cells), a log-odds. Points are
//! centred: over the rows fitted to, those of each attribute have the mean 0, so a part says how far the attribute lifts
//! or lowers a customer. Fit = 100 / (1 + exp(-(decision - logit(base rate)))), so 50 is the average, 75 means three
//! times the average odds; the band is read off the whole number.
//!
//! Degenerate cases: what the fit never saw, a level or a missing value, has the points of what nothing is known of:
//! the average for numbers, the prior's middle for categories. A column that is not there is missing.

use crate::scoring::scorecard::bins::{Bins, Coder};
use crate::support::data_table::DataTable;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

/// What a model's file begins with.
const FORMAT: &str = "propensity-desk scorecard";
/// The version of the file's structure.
const VERSION: u32 = 1;
/// Rows that are scored together.
const BLOCK: usize = 2048;
/// No points are larger: the odds would be e^50.
const LARGEST: f64 = 1e6;

/// A table of points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scorecard {
    format: String,
    version: u32,
    /// The decision of an average customer, log-odds.
    pub base: f64,
    /// The logit of the share of owners among the rows fitted to: Fit 50.
    pub average: f64,
    /// Where the numbers come from.
    pub origin: Origin,
    /// The column that names the customer, where the table had one.
    #[serde(default)]
    pub id: Option<String>,
    /// The attributes, in the order in which their points are added.
    pub attributes: Vec<Attribute>,
    /// Pairs of attributes, added after them.
    pub pairs: Vec<Pair>,
}

/// Where a card's numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Learnt from owners.
    Owners,
    /// There were no owners, or nothing to tell them by: everybody is average.
    Nothing,
}

/// One attribute's points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// The column.
    pub name: String,
    /// Its bins.
    pub bins: Bins,
    /// For each code its points, a log-odds; "missing" last where it has a code.
    pub points: Vec<f64>,
    /// For each code the standard error of its points.
    pub errors: Vec<f64>,
    /// For each code how many of the rows fitted to had it.
    pub rows: Vec<u64>,
    /// The points of a level, or of a missing value, that the fit never saw.
    pub unknown: f64,
}

/// What two attributes say together, beyond what each says alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The position of one attribute.
    pub first: usize,
    /// The position of the other.
    pub second: usize,
    /// For each code of the first its coarse bin.
    pub first_coarse: Vec<u16>,
    /// For each code of the second its coarse bin.
    pub second_coarse: Vec<u16>,
    /// How many coarse bins the second has.
    pub width: usize,
    /// The points of each cell, row by row of the first; a code without a coarse bin has none.
    pub points: Vec<f64>,
}

impl Attribute {
    /// For each code how many of these rows of `table` have it; behind them, how many have a level that the fit never saw.
    #[must_use]
    pub fn rows_in(&self, table: &DataTable, rows: &[usize]) -> Vec<u64> {
        let column = table.columns.iter().find(|column| column.name == self.name);
        let coder = Coder::new(&self.bins, column.map(|column| &column.values));
        let mut counts = vec![0; self.bins.size() + 1];
        for row in rows {
            let code = usize::from(coder.code(*row)).min(self.bins.size());
            if let Some(count) = counts.get_mut(code) {
                *count += 1;
            }
        }
        counts
    }
}

/// Why a text is no scorecard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// It is not the text of one, or it is damaged.
    #[error("not a scorecard, or a damaged one: {0}")]
    Damaged(String),
    /// It was written by a newer version of the program.
    #[error("a scorecard of version {0}, and this program reads version {VERSION}; a newer one is needed")]
    Newer(u32),
}

impl Scorecard {
    /// A card in which everybody is average, `average` log-odds.
    #[must_use]
    pub fn constant(average: f64) -> Self {
        let (format, attributes, pairs) = (FORMAT.to_owned(), Vec::new(), Vec::new());
        let origin = Origin::Nothing;
        Self { format, version: VERSION, base: average, average, origin, id: None, attributes, pairs }
    }

    /// The card's text, from which [`Scorecard::from_json`] makes the same bits again.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The card of a text.
    ///
    /// # Errors
    /// Why it is none.
    pub fn from_json(text: &str) -> Result<Self, CardError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let damaged = |error: serde_json::Error| CardError::Damaged(error.to_string());
        let head: Head = serde_json::from_str(text).map_err(damaged)?;
        if head.format != FORMAT {
            return Err(CardError::Damaged(format!("its format is {:?}", head.format)));
        }
        if head.version > VERSION {
            return Err(CardError::Newer(head.version));
        }
        let card: Self = serde_json::from_str(text).map_err(damaged)?;
        card.check()?;
        Ok(card)
    }

    /// Checks that the card's numbers fit together.
    ///
    /// # Errors
    /// What does not.
    pub fn check(&self) -> Result<(), CardError> {
        self.fault().map_or(Ok(()), |fault| Err(CardError::Damaged(fault)))
    }

    /// What is wrong with the card's numbers.
    fn fault(&self) -> Option<String> {
        let sane = |values: &[f64]| values.iter().all(|value| value.is_finite() && value.abs() <= LARGEST);
        if !sane(&[self.base, self.average]) {
            return Some("its base is no log-odds".to_owned());
        }
        for attribute in &self.attributes {
            let size = attribute.bins.size();
            let lengths = [attribute.points.len(), attribute.errors.len(), attribute.rows.len()];
            if lengths.iter().any(|length| *length != size) || size >= usize::from(u16::MAX) {
                return Some(format!("{:?} has {size} bins and other numbers of points", attribute.name));
            }
            if !sane(&attribute.points) || !sane(&attribute.errors) || !sane(&[attribute.unknown]) {
                return Some(format!("{:?} has points that are no log-odds", attribute.name));
            }
            if let Bins::Numbers { cuts, .. } = &attribute.bins {
                let ascending = cuts.windows(2).all(|pair| pair.first() < pair.last());
                if !ascending || !cuts.iter().all(|cut| cut.is_finite()) {
                    return Some(format!("the cuts of {:?} do not ascend", attribute.name));
                }
            }
        }
        let whole = |pair: &&Pair| {
            let size = |at: usize| self.attributes.get(at).map(|attribute| attribute.bins.size());
            let height = pair.points.len().checked_div(pair.width).unwrap_or(0);
            size(pair.first) == Some(pair.first_coarse.len())
                && size(pair.second) == Some(pair.second_coarse.len())
                && pair.first_coarse.iter().all(|coarse| usize::from(*coarse) < height)
                && pair.second_coarse.iter().all(|coarse| usize::from(*coarse) < pair.width)
                && height * pair.width == pair.points.len()
                && sane(&pair.points)
        };
        let broken = self.pairs.iter().find(|pair| !whole(pair));
        broken.map(|pair| format!("the pair of attributes {} and {} is incomplete", pair.first, pair.second))
    }

    /// The decision of every row of `table`, log-odds.
    #[must_use]
    pub fn decide(&self, table: &DataTable) -> Vec<f64> {
        let reader = CardReader::new(self, table);
        let blocks = (0..table.rows.div_ceil(BLOCK)).into_par_iter().map(|block| {
            let rows = block * BLOCK..((block + 1) * BLOCK).min(table.rows);
            reader.decide(rows)
        });
        blocks.collect::<Vec<_>>().concat()
    }

    /// Every row's parts: for each attribute, then for each pair, its points. With [`Scorecard::base`] their sum, in
    /// this order, is the decision to the last bit.
    #[must_use]
    pub fn parts<'a>(&'a self, table: &'a DataTable) -> CardReader<'a> {
        CardReader::new(self, table)
    }

    /// The names of the parts, in the order of [`CardReader::row`].
    pub fn part_names(&self) -> impl Iterator<Item = String> {
        let name = |at: usize| self.attributes.get(at).map(|attribute| attribute.name.as_str()).unwrap_or_default();
        let pairs = self.pairs.iter().map(move |pair| format!("{} x {}", name(pair.first), name(pair.second)));
        self.attributes.iter().map(|attribute| attribute.name.clone()).chain(pairs)
    }

    /// The probability of being recorded as an owner that a decision stands for, 0 to 1.
    #[must_use]
    pub fn probability(decision: f64) -> f64 {
        1.0 / (1.0 + (-decision).exp())
    }

    /// Fit of a decision, 0 to 100, of which the band is read.
    #[must_use]
    pub fn fit(&self, decision: f64) -> u8 {
        fit_of(decision - self.average)
    }
}

/// Fit of a decision above the average, log-odds: 0 to 100, 50 for the average.
#[must_use]
pub fn fit_of(above_average: f64) -> u8 {
    (100.0 / (1.0 + (-above_average).exp())).round() as u8
}

/// Reads the parts of a table's rows off a card.
pub struct CardReader<'a> {
    card: &'a Scorecard,
    coders: Vec<Coder<'a>>,
}

impl<'a> CardReader<'a> {
    fn new(card: &'a Scorecard, table: &'a DataTable) -> Self {
        let column = |attribute: &Attribute| table.column(&attribute.name).map(|column| &column.values);
        let coders = card.attributes.iter().map(|attribute| Coder::new(&attribute.bins, column(attribute))).collect();
        Self { card, coders }
    }

    fn decide(&self, rows: std::ops::Range<usize>) -> Vec<f64> {
        let mut sums = vec![self.card.base; rows.len()];
        for (attribute, coder) in self.card.attributes.iter().zip(&self.coders) {
            for (sum, row) in sums.iter_mut().zip(rows.clone()) {
                *sum += attribute.points_of(coder, row);
            }
        }
        if !self.card.pairs.is_empty() {
            for (sum, row) in sums.iter_mut().zip(rows) {
                for pair in &self.card.pairs {
                    *sum += self.pair_points(pair, row);
                }
            }
        }
        sums
    }

    /// The parts of `row`: attributes, then pairs.
    #[must_use]
    pub fn row(&self, row: usize) -> Vec<f64> {
        let alone =
            self.card.attributes.iter().zip(&self.coders).map(|(attribute, coder)| attribute.points_of(coder, row));
        alone.chain(self.card.pairs.iter().map(|pair| self.pair_points(pair, row))).collect()
    }

    /// The code of `row` in the attribute at this position; `None` where there is none.
    #[must_use]
    pub fn code(&self, attribute: usize, row: usize) -> Option<usize> {
        let code = usize::from(self.coders.get(attribute)?.code(row));
        (code < self.card.attributes.get(attribute)?.points.len()).then_some(code)
    }

    fn pair_points(&self, pair: &Pair, row: usize) -> f64 {
        let points = || {
            let first = pair.first_coarse.get(self.code(pair.first, row)?)?;
            let second = pair.second_coarse.get(self.code(pair.second, row)?)?;
            pair.points.get(usize::from(*first) * pair.width + usize::from(*second)).copied()
        };
        points().unwrap_or(0.0)
    }
}

impl Attribute {
    fn points_of(&self, coder: &Coder<'_>, row: usize) -> f64 {
        self.points.get(usize::from(coder.code(row))).copied().unwrap_or(self.unknown)
    }
}
