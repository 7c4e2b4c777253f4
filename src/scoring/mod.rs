//! From what the files say to bands, cells, clusters and segments, by a [`ScoringProfile`].
//!
//! No files, threads, clock or randomness: the same portfolio and profile give the same scores.

pub mod end_of_service;
pub mod intent;
pub mod model_scores;

use crate::domain::profile::ScoringProfile;
use crate::domain::segment::Segment;
use crate::portfolio::Portfolio;
use crate::scoring::model_scores::ModelScores;

/// The scores of a portfolio, one vector a property, as long as there are customers.
#[derive(Debug, Default)]
pub struct Scores {
    /// The models that files say something of, in the order of the portfolio.
    pub models: Vec<ModelScores>,
    /// Every customer's segment: the file's, else by the profile's rule.
    pub segments: Vec<Segment>,
}

impl Scores {
    /// Scores `portfolio` by `profile`.
    #[must_use]
    pub fn compute(portfolio: &Portfolio, profile: &ScoringProfile) -> Self {
        let customers = &portfolio.customers;
        let named = customers.named_segment.iter().zip(&customers.sub_segment);
        let by_rule = customers.employees.iter().zip(&customers.azure_revenue);
        let segments = named.zip(by_rule).map(|((summary, finer), (employees, azure_revenue))| {
            summary.or(*finer).unwrap_or_else(|| profile.segment_rule.segment(*employees, *azure_revenue))
        });
        Self {
            segments: segments.collect(),
            models: portfolio.models.iter().map(|columns| ModelScores::compute(columns, profile)).collect(),
        }
    }
}
