//! The figures on top: how big is it.

use crate::domain::fiscal_year::FiscalYear;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::insight::counts::Counts;
use crate::insight::dashboard::Question;
use crate::insight::whitespace::WhitespaceTotals;
use crate::support::progress::{Cancelled, Progress};

/// The cards, for the customers that the filter leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cards {
    /// How many distinct customers.
    pub customers: u32,
    /// The fiscal year of the as-of day, which "current" refers to.
    pub fiscal_year: FiscalYear,
    /// Agreements that end in that year; `None` when no file has end dates.
    pub expiring_agreements: Option<u32>,
    /// Expiring revenue of the agreements still open; `None` when no file tells revenue and what is open.
    pub open_expiring_revenue: Option<Money>,
    /// Whitespace revenue of all models.
    pub whitespace: WhitespaceTotals,
    /// Customers in the cluster Act Now of the model shown; `None` when it has no clusters.
    pub act_now: Option<u32>,
}

impl Cards {
    /// The cards alone that answer `question`.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn of(scored: &ScoredPortfolio, question: &Question, progress: &Progress) -> Result<Self, Cancelled> {
        let narrowed = scored.narrowed(question.model, &question.filter, progress)?;
        let (counts, _) = Counts::of(scored, question, narrowed.as_ref(), progress)?;
        Ok(Self::new(scored, question.model, &counts))
    }

    /// The cards of the customers counted in `counts`, where `model` is shown.
    #[must_use]
    pub(super) fn new(scored: &ScoredPortfolio, model: Option<Model>, counts: &Counts) -> Self {
        let scores = scored.scores.models.iter().find(|scores| Some(scores.model) == model);
        let agreements = scored.portfolio.agreements.as_ref();
        let tells_days = agreements.is_some_and(|agreements| agreements.have_dates);
        let tells_revenue = agreements.is_some_and(|agreements| agreements.have_open_revenue);
        Self {
            customers: counts.shown,
            fiscal_year: scored.profile.fiscal_year_start.year_of(scored.as_of),
            expiring_agreements: tells_days.then_some(counts.expiring),
            open_expiring_revenue: tells_revenue.then_some(counts.open_revenue),
            whitespace: counts.whitespace.clone(),
            act_now: scores.is_some_and(|scores| !scores.cluster.is_empty()).then_some(counts.act_now),
        }
    }
}
