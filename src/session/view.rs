//! The pages of the desk.

use crate::insight::ScoredPortfolio;
use serde::{Deserialize, Serialize};

/// A page of the desk, in the order of the rail on the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// How big, who, why: cards, segments, matrix, and the customers under them.
    #[default]
    Overview,
    /// All customers and all columns: filters, search, selection.
    Customers,
    /// Customers by products: what is owned, and what is left to sell.
    WhitespaceMap,
    /// Whom to call, week by week.
    WorkList,
    /// What moved since the month before.
    Months,
    /// How well the scores foretold what was won and lost.
    Quality,
    /// Limits, cell map, rules and weights.
    Tuning,
}

impl View {
    /// All pages, in the order of the rail.
    pub const ALL: &[Self] = &[
        Self::Overview,
        Self::Customers,
        Self::WhitespaceMap,
        Self::WorkList,
        Self::Months,
        Self::Quality,
        Self::Tuning,
    ];

    /// Whether there is something to show of `scored`, or of nothing.
    #[must_use]
    pub fn is_reachable(self, scored: Option<&ScoredPortfolio>) -> bool {
        self == Self::Overview || scored.is_some()
    }
}
