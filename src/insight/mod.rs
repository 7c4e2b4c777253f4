//! What a view shows: cards, shares, matrix counts, distributions, table rows. No files, no toolkit.

pub mod agreements;
pub mod cards;
pub mod dashboard;
pub mod distribution;
pub mod filter;
pub mod matrix;
pub mod table;

use crate::domain::Date;
use crate::domain::profile::ScoringProfile;
use crate::insight::agreements::CustomerAgreements;
use crate::portfolio::Portfolio;
use crate::scoring::Scores;
use crate::workbook::table::{AsOf, KnownBy};

/// A portfolio with all that is computed once from it, shared by every question asked of it.
#[derive(Debug)]
pub struct ScoredPortfolio {
    /// The customers.
    pub portfolio: Portfolio,
    /// Their scores.
    pub scores: Scores,
    /// Their agreements, customer by customer.
    pub agreements: CustomerAgreements,
    /// The profile they were scored by.
    pub profile: ScoringProfile,
    /// The day the data speak of.
    pub as_of: Date,
    /// How that day is known.
    pub as_of_known_by: KnownBy,
}

impl ScoredPortfolio {
    /// Scores `portfolio` by `profile`, as of the day `as_of`.
    #[must_use]
    pub fn new(portfolio: Portfolio, profile: ScoringProfile, as_of: AsOf) -> Self {
        let scores = Scores::compute(&portfolio, &profile);
        let agreements = CustomerAgreements::compute(&portfolio, as_of.day);
        Self { portfolio, scores, agreements, profile, as_of: as_of.day, as_of_known_by: as_of.known_by }
    }
}
