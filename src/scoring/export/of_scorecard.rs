//! A fitted scorecard as the card that leaves.
//!
//! The decision counts from the average customer, so Fit is 100 / (1 + exp(-decision)) and 50 is average. A missing
//! value that the fit never saw has 0 points, as on the scorecard. A pair's coarse bins leave as attributes whose points
//! are the bins' numbers.

use crate::scoring::export::card::{Attribute, NO_BIN, PairPoints, PointCard, Rule};
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::{Attribute as Fitted, Pair, Scorecard};

impl PointCard {
    /// The card that leaves for `scorecard`, its neighbours merged.
    #[must_use]
    pub fn of(scorecard: &Scorecard) -> Self {
        let pairs = scorecard.pairs.iter().filter_map(|pair| of_pair(pair, &scorecard.attributes));
        let card = Self {
            constant: scorecard.base - scorecard.average,
            base: scorecard.average,
            attributes: scorecard.attributes.iter().map(|own| attribute(own, &own.points, 0.0, own.unknown)).collect(),
            pairs: pairs.collect(),
        };
        card.merged()
    }
}

/// The attribute with `points` by code; `missing` where no row was missing, `unknown` for other words.
fn attribute(fitted: &Fitted, points: &[f64], missing: f64, unknown: f64) -> Attribute {
    let levels = fitted.bins.levels();
    let missing = points.get(levels).copied().filter(|_| fitted.bins.has_missing()).unwrap_or(missing);
    let rule = match &fitted.bins {
        Bins::Numbers { cuts, .. } => Rule::Number {
            cuts: cuts.clone(),
            points: points.iter().take(levels).copied().collect(),
            rows: fitted.rows.iter().take(levels).map(|rows| *rows as f64).collect(),
        },
        Bins::Words { levels, .. } => {
            Rule::Word { levels: levels.iter().cloned().zip(points.iter().copied()).collect(), unknown }
        }
    };
    Attribute { name: fitted.name.clone(), missing, rule }
}

fn of_pair(pair: &Pair, attributes: &[Fitted]) -> Option<PairPoints> {
    let coarse = |at: usize, bins: &[u16]| {
        let numbers: Vec<f64> = bins.iter().copied().map(f64::from).collect();
        Some(attribute(attributes.get(at)?, &numbers, NO_BIN, NO_BIN))
    };
    Some(PairPoints {
        first: coarse(pair.first, &pair.first_coarse)?,
        second: coarse(pair.second, &pair.second_coarse)?,
        width: pair.width,
        points: pair.points.clone(),
    })
}
