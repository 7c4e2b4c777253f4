//! Why a customer has its Fit: each attribute's points as a multiplier of the odds, the largest first.
//!
//! Points are centred, so a multiplier compares with the average customer: `Industry = Legal: x1.8`. All parts and the
//! base add up to the decision above the average, of which Fit is made. Degenerate: a card without attributes has the
//! base alone.

use crate::scoring::scorecard::card::{CardReader, Scorecard};

/// How many parts lead.
pub const LEADING: usize = 3;

/// All parts of one customer's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What every customer has: the base less the average, log-odds.
    pub base: f64,
    /// The parts in the card's order: attributes, then pairs.
    pub parts: Vec<Part>,
}

/// What one attribute, or one pair, adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// The position among the card's attributes; from their number on that of a pair.
    pub position: usize,
    /// The code of the customer's bin; `None` for a pair, and where the fit never saw the value.
    pub code: Option<usize>,
    /// Log-odds.
    pub points: f64,
    /// The standard error of the points; `None` where it is not known.
    pub error: Option<f64>,
}

impl Part {
    /// By what the odds are multiplied, against the average customer.
    #[must_use]
    pub fn multiplier(&self) -> f64 {
        self.points.exp()
    }
}

impl Explanation {
    /// The explanation of `row` of the table that `reader` reads by `card`.
    #[must_use]
    pub fn of(card: &Scorecard, reader: &CardReader<'_>, row: usize) -> Self {
        let part = |(position, points): (usize, f64)| {
            let code = reader.code(position, row);
            let attribute = card.attributes.get(position);
            let error = attribute.zip(code).and_then(|(attribute, code)| attribute.errors.get(code)).copied();
            Part { position, code, points, error }
        };
        Self { base: card.base - card.average, parts: reader.row(row).into_iter().enumerate().map(part).collect() }
    }

    /// The decision above the average, log-odds: what Fit is made of.
    #[must_use]
    pub fn above_average(&self) -> f64 {
        self.base + self.parts.iter().map(|part| part.points).sum::<f64>()
    }

    /// The parts that move the odds most, up or down, at most [`LEADING`].
    #[must_use]
    pub fn leading(&self) -> Vec<Part> {
        let mut parts = self.parts.clone();
        parts.sort_by(|one, two| two.points.abs().total_cmp(&one.points.abs()).then(one.position.cmp(&two.position)));
        parts.truncate(LEADING);
        parts
    }
}
