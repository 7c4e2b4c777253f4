//! From what the files say to bands, cells, clusters and segments, by a [`ScoringProfile`].
//!
//! No files, threads, clock or randomness: the same portfolio and profile give the same scores.

pub mod drift;
pub mod end_of_service;
pub mod engine;
pub mod export;
pub mod feedback;
pub mod intent;
pub mod local;
pub mod model_scores;
pub mod next;
pub mod scorecard;
pub mod wallet;

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::profile::ScoringProfile;
use crate::domain::segment::{Segment, SegmentRule};
use crate::portfolio::Portfolio;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::local::{LocalModel, LocalScores, shown_columns};
use crate::scoring::model_scores::ModelScores;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::sync::Arc;

/// The scores of a portfolio, one vector a property, as long as there are customers.
#[derive(Debug, Default)]
pub struct Scores {
    /// The models that files or our engine say something of, in the order of [`Model::ALL`].
    pub models: Vec<ModelScores>,
    /// Every customer's segment: the file's, else by the profile's rule.
    pub segments: Arc<[Segment]>,
    /// The rule that they were told apart by.
    segment_rule: SegmentRule,
    /// The columns of models to which our engine adds what no file has.
    filled: Arc<[ModelColumns]>,
}

impl Scores {
    /// Scores `portfolio` by `profile`; `local` are our own scores, once they are there.
    #[must_use]
    pub fn compute(portfolio: &Portfolio, local: Option<&LocalScores>, profile: &ScoringProfile) -> Self {
        let own = |model: Model| portfolio.models.iter().find(|columns| columns.model == model);
        let locals = local.map(|local| local.models.as_slice()).unwrap_or_default();
        let fill = |local: &LocalModel| shown_columns(own(local.model), local);
        let filled = locals.iter().filter_map(fill).collect();
        Self::banded(portfolio, filled, profile, || segments(portfolio, profile).into())
    }

    /// The same scores of the same `portfolio`, banded by `profile`.
    #[must_use]
    pub fn banded_anew(&self, portfolio: &Portfolio, profile: &ScoringProfile) -> Self {
        Self::banded(portfolio, Arc::clone(&self.filled), profile, || match self.segment_rule == profile.segment_rule {
            true => Arc::clone(&self.segments),
            false => segments(portfolio, profile).into(),
        })
    }

    fn banded(
        portfolio: &Portfolio,
        filled: Arc<[ModelColumns]>,
        profile: &ScoringProfile,
        segments: impl FnOnce() -> Arc<[Segment]> + Send,
    ) -> Self {
        let mut models: Vec<Model> = portfolio.models.iter().map(|columns| columns.model).collect();
        models.extend(filled.iter().map(|columns| columns.model));
        models.sort_unstable_by_key(|model| model.index());
        models.dedup();
        let segment_rule = profile.segment_rule;
        let mut scores = Self { models: Vec::new(), segments: Arc::default(), segment_rule, filled };
        let band = |model: &Model| Some(ModelScores::compute(scores.columns(portfolio, *model)?, profile));
        let (models, segments) = rayon::join(|| models.par_iter().filter_map(band).collect(), segments);
        (scores.models, scores.segments) = (models, segments);
        scores
    }

    /// The columns of `model` as they are shown: the file's, with what no file has from our own scores.
    #[must_use]
    pub fn columns<'a>(&'a self, portfolio: &'a Portfolio, model: Model) -> Option<&'a ModelColumns> {
        let mut all = self.filled.iter().chain(&portfolio.models);
        all.find(|columns| columns.model == model)
    }
}

/// Every customer's segment: the file's, else by the profile's rule.
#[must_use]
pub fn segments(portfolio: &Portfolio, profile: &ScoringProfile) -> Vec<Segment> {
    segments_of(portfolio, |employees, azure_revenue| profile.segment_rule.segment(employees, azure_revenue))
}

/// Every customer's segment: the file's, else by its employees alone.
#[must_use]
pub fn segments_by_size(portfolio: &Portfolio, profile: &ScoringProfile) -> Vec<Segment> {
    segments_of(portfolio, |employees, _| profile.segment_rule.segment(employees, None))
}

fn segments_of(portfolio: &Portfolio, rule: impl Fn(Option<u32>, Option<Money>) -> Segment) -> Vec<Segment> {
    let customers = &portfolio.customers;
    let named = customers.named_segment.iter().zip(&customers.sub_segment);
    let by_rule = customers.employees.iter().zip(&customers.azure_revenue);
    named
        .zip(by_rule)
        .map(|((summary, finer), (employees, revenue))| {
            summary.or(*finer).unwrap_or_else(|| rule(*employees, *revenue))
        })
        .collect()
}
