//! The card as it leaves: a constant, points by attribute, and points of pairs.
//!
//! A number falls into the first bin whose cut it does not pass (`<=`), else into the last. A word has its own points,
//! one that the card does not know those of the unknown. A missing value has points of its own, and what is no finite
//! number is missing. Neighbouring bins whose points differ
//! by less than .01 (a hundredth of a log-odds moves no score of 0 to 100 by more than a quarter) become one, with the
//! mean of their points by rows. Degenerate: an attribute of one bin without cuts is a constant, and stays.

use crate::support::data_table::{DataColumn, DataValues};
use crate::support::statistics::sigmoid;

/// Bins that differ by less are one.
const SAME: f64 = 0.01;

/// A card that can leave.
#[derive(Debug, Clone, PartialEq)]
pub struct PointCard {
    /// The decision of a row without any points.
    pub constant: f64,
    /// The log-odds of the overall rate: decision plus this is the log-odds of owning.
    pub base: f64,
    /// The attributes, in the order in which points are added.
    pub attributes: Vec<Attribute>,
    /// What pairs of attributes add.
    pub pairs: Vec<PairPoints>,
}

/// The points of two attributes together.
#[derive(Debug, Clone, PartialEq)]
pub struct PairPoints {
    /// Which coarse bin of one attribute a value falls into: its "points" are the bin's number, [`NO_BIN`] for none.
    pub first: Attribute,
    /// The same of the other attribute.
    pub second: Attribute,
    /// How many coarse bins the second has.
    pub width: usize,
    /// The points of each cell, row by row of the first; without a bin in either there are none.
    pub points: Vec<f64>,
}

/// The number of no coarse bin.
pub const NO_BIN: f64 = -1.0;

/// The points of one attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The column's header.
    pub name: String,
    /// Points where there is no value.
    pub missing: f64,
    /// Points where there is one.
    pub rule: Rule,
}

/// How a value gets its points.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Bins of a number.
    Number {
        /// The upper ends, inclusive and rising, of all bins but the last.
        cuts: Vec<f64>,
        /// Points of each bin, one more than cuts.
        points: Vec<f64>,
        /// How many rows each bin was fitted to.
        rows: Vec<f64>,
    },
    /// Words.
    Word {
        /// Levels with their points.
        levels: Vec<(String, f64)>,
        /// The points of any other word.
        unknown: f64,
    },
}

impl PointCard {
    /// The card with bins merged that say nearly the same.
    #[must_use]
    pub fn merged(mut self) -> Self {
        let of_pairs = self.pairs.iter_mut().flat_map(|pair| [&mut pair.first, &mut pair.second]);
        for attribute in self.attributes.iter_mut().chain(of_pairs) {
            if let Rule::Number { cuts, points, rows } = &mut attribute.rule {
                (*cuts, *points, *rows) = merge(cuts, points, rows);
            }
        }
        self
    }

    /// The decision of `row` of a table.
    #[must_use]
    pub fn decision(&self, columns: &[DataColumn], row: usize) -> f64 {
        let alone: f64 = self.attributes.iter().map(|attribute| attribute.points_in(columns, row)).sum();
        self.constant + alone + self.pairs.iter().map(|pair| pair.points(columns, row).2).sum::<f64>()
    }

    /// The parts of `row`: each attribute's points, then of each pair the two coarse bins and the points.
    #[must_use]
    pub fn parts(&self, columns: &[DataColumn], row: usize) -> Vec<f64> {
        let alone = self.attributes.iter().map(|attribute| attribute.points_in(columns, row));
        let pairs = self.pairs.iter().flat_map(|pair| <[f64; 3]>::from(pair.points(columns, row)));
        alone.chain(pairs).collect()
    }

    /// The score of a decision, 0 to 100.
    #[must_use]
    pub fn fit(decision: f64) -> f64 {
        100.0 * sigmoid(decision)
    }
}

impl PairPoints {
    /// The coarse bins of `row`, and the points of their cell.
    fn points(&self, columns: &[DataColumn], row: usize) -> (f64, f64, f64) {
        let (first, second) = (self.first.points_in(columns, row), self.second.points_in(columns, row));
        let cell = first * self.width as f64 + second;
        let points = if first < 0.0 || second < 0.0 { None } else { self.points.get(cell as usize).copied() };
        (first, second, points.unwrap_or(0.0))
    }
}

impl Attribute {
    fn points_in(&self, columns: &[DataColumn], row: usize) -> f64 {
        self.points(columns.iter().find(|column| column.name == self.name), row)
    }

    /// The points of `row` in `column`. Words where numbers were are missing, and numbers where words were are unknown.
    #[must_use]
    pub fn points(&self, column: Option<&DataColumn>, row: usize) -> f64 {
        let Some(column) = column else { return self.missing };
        match (&self.rule, &column.values) {
            (Rule::Number { cuts, points, .. }, DataValues::Numbers(values)) => {
                let value = values.get(row).copied().filter(|value| value.is_finite());
                let bin = value.map(|value| cuts.partition_point(|cut| *cut < value));
                bin.map_or(self.missing, |bin| points.get(bin).copied().unwrap_or(0.0))
            }
            (Rule::Number { .. }, DataValues::Words(_)) => self.missing,
            (Rule::Word { levels, unknown }, DataValues::Words(words)) => match words.word(row) {
                None => self.missing,
                Some(word) => levels.iter().find(|(level, _)| level == word).map_or(*unknown, |(_, points)| *points),
            },
            (Rule::Word { unknown, .. }, DataValues::Numbers(values)) => {
                if values.get(row).is_some_and(|value| value.is_finite()) { *unknown } else { self.missing }
            }
        }
    }
}

/// Merges from the left: a bin joins the one before while all that are in it stay within `SAME` of each other.
fn merge(cuts: &[f64], points: &[f64], rows: &[f64]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    struct Open {
        low: f64,
        high: f64,
        sum: f64,
        rows: f64,
    }
    let (mut ends, mut merged, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    let mut open: Option<Open> = None;
    let close = |open: &Open, merged: &mut Vec<f64>, counts: &mut Vec<f64>| {
        // The mean stays within what it is the mean of, whatever rounding does.
        merged.push((open.sum / open.rows).clamp(open.low, open.high));
        counts.push(open.rows);
    };
    for (at, own) in points.iter().copied().enumerate() {
        // A bin without rows weighs next to nothing, but not nothing.
        let weight = rows.get(at).copied().unwrap_or(1.0).max(1e-9);
        if let Some(current) = &mut open {
            let (low, high) = (current.low.min(own), current.high.max(own));
            if high - low < SAME {
                *current = Open { low, high, sum: current.sum + own * weight, rows: current.rows + weight };
                continue;
            }
            close(current, &mut merged, &mut counts);
            ends.extend(at.checked_sub(1).and_then(|before| cuts.get(before)));
        }
        open = Some(Open { low: own, high: own, sum: own * weight, rows: weight });
    }
    if let Some(open) = &open {
        close(open, &mut merged, &mut counts);
    }
    (ends, merged, counts)
}
