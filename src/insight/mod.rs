//! What a view shows: cards, shares, matrix counts, distributions, table rows. No files, no toolkit.

pub mod agreements;
pub mod breakdown;
pub mod cards;
pub mod chances;
pub mod column_facts;
pub mod condition;
mod counts;
pub mod customer;
pub mod dashboard;
pub mod distribution;
pub mod expiry;
pub mod filter;
pub mod first_rows;
pub mod learnt_map;
pub mod marks;
pub mod matrix;
pub mod months;
pub mod movers;
pub mod named_customers;
pub mod narrow;
pub mod profile_difference;
pub mod pseudonym;
pub mod quality;
pub mod reasons;
pub mod report;
pub mod revenue;
pub mod score_table;
pub mod similar;
pub mod table;
pub mod tuning;
pub mod upsell;
pub mod whitespace;
pub mod whitespace_map;
pub mod work_list;

use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::profile::ScoringProfile;
use crate::insight::agreements::CustomerAgreements;
use crate::insight::narrow::Narrowing;
use crate::portfolio::model_columns::ModelColumns;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::Scores;
use crate::scoring::local::{LocalModel, LocalScores, ScoreSource};
use crate::workbook::dictionary::ScorePart;
use crate::workbook::table::{AsOf, KnownBy};
use std::sync::Arc;

/// A portfolio with all that is computed once from it, shared by every question asked of it.
#[derive(Debug)]
pub struct ScoredPortfolio {
    /// The customers.
    pub portfolio: Arc<Portfolio>,
    /// Our own scores of them, once they are worked out.
    pub local: Option<Arc<LocalScores>>,
    /// Their scores.
    pub scores: Scores,
    /// Their agreements, customer by customer.
    pub agreements: Arc<CustomerAgreements>,
    /// The profile they were scored by.
    pub profile: ScoringProfile,
    /// The day the data speak of.
    pub as_of: Date,
    /// How that day is known.
    pub as_of_known_by: KnownBy,
    /// The models of which some customer has whitespace revenue, in the order they are shown.
    whitespace_models: Vec<Model>,
    /// What search, conditions and orders left for the next question.
    narrowing: Narrowing,
}

impl ScoredPortfolio {
    /// Scores `portfolio` by `profile`, as of the day `as_of`, by what its files say alone.
    #[must_use]
    pub fn new(portfolio: Portfolio, profile: ScoringProfile, as_of: AsOf) -> Self {
        Self::with_local(Arc::new(portfolio), None, profile, as_of)
    }

    /// Scores `portfolio` by `profile`, as of the day `as_of`; `local` are our own scores, where they are there already.
    #[must_use]
    pub fn with_local(
        portfolio: Arc<Portfolio>,
        local: Option<Arc<LocalScores>>,
        profile: ScoringProfile,
        as_of: AsOf,
    ) -> Self {
        let scores = Scores::compute(&portfolio, local.as_deref(), &profile);
        let agreements =
            CustomerAgreements::compute(&portfolio, as_of.day, profile.fiscal_year_start.year_of(as_of.day));
        let whitespace_models = whitespace::models_told(&scores, &portfolio);
        Self {
            portfolio,
            local,
            scores,
            agreements: Arc::new(agreements),
            profile,
            as_of: as_of.day,
            as_of_known_by: as_of.known_by,
            whitespace_models,
            narrowing: Narrowing::default(),
        }
    }

    /// The same scores, banded by `profile` as of the day `as_of`: what neither changes is not worked out again.
    #[must_use]
    pub fn banded_anew(&self, profile: ScoringProfile, as_of: AsOf) -> Self {
        let year = |profile: &ScoringProfile, day: Date| (day, profile.fiscal_year_start.year_of(day));
        let agreements = if year(&self.profile, self.as_of) == year(&profile, as_of.day) {
            Arc::clone(&self.agreements)
        } else {
            let (day, year) = year(&profile, as_of.day);
            Arc::new(CustomerAgreements::compute(&self.portfolio, day, year))
        };
        Self {
            portfolio: Arc::clone(&self.portfolio),
            local: self.local.clone(),
            scores: self.scores.banded_anew(&self.portfolio, &profile),
            agreements,
            profile,
            as_of: as_of.day,
            as_of_known_by: as_of.known_by,
            whitespace_models: self.whitespace_models.clone(),
            narrowing: Narrowing::default(),
        }
    }

    /// The models that there is something to say of, in the order they are shown.
    pub fn models(&self) -> impl Iterator<Item = Model> + '_ {
        self.scores.models.iter().map(|scores| scores.model)
    }

    /// The columns of `model` as they are shown: the file's, with what no file has from our own scores.
    #[must_use]
    pub fn columns(&self, model: Model) -> Option<&ModelColumns> {
        self.scores.columns(&self.portfolio, model)
    }

    /// The columns of `model` that the files bring.
    #[must_use]
    pub fn file_columns(&self, model: Model) -> Option<&ModelColumns> {
        self.portfolio.models.iter().find(|columns| columns.model == model)
    }

    /// What our engine says of `model`.
    #[must_use]
    pub fn local_model(&self, model: Model) -> Option<&LocalModel> {
        self.local.as_ref()?.model(model)
    }

    /// What `model` is expected to bring at `customer` in a year: the file's whitespace revenue, which wins, else what our
    /// own estimate expects; `None` where nothing tells.
    #[must_use]
    pub fn expected_revenue(&self, model: Model, customer: CustomerIndex) -> Option<Money> {
        let at = customer as usize;
        if self.source(model, ScorePart::WhitespaceRevenue) == Some(ScoreSource::File) {
            return self.columns(model)?.whitespace_revenue.get(at).copied().flatten();
        }
        self.local_model(model)?.expected_revenue.get(at).copied().flatten()
    }

    /// Where `part` of `model` comes from; `None` when nothing says it.
    #[must_use]
    pub fn source(&self, model: Model, part: ScorePart) -> Option<ScoreSource> {
        let is_there = |columns: &&ModelColumns| match part {
            ScorePart::Fit => !columns.fit.is_empty(),
            ScorePart::Intent => !columns.intent.is_empty(),
            ScorePart::Cluster => !columns.cluster.is_empty(),
            ScorePart::WhitespaceRevenue => !columns.whitespace_revenue.is_empty(),
        };
        if self.file_columns(model).filter(is_there).is_some() {
            return Some(ScoreSource::File);
        }
        self.columns(model).filter(is_there)?;
        let by_rules = part == ScorePart::Fit && self.local_model(model).is_some_and(|local| local.learnt.is_none());
        Some(if by_rules { ScoreSource::Rules } else { ScoreSource::Local })
    }
}
