//! The figures on top: how big is it.

use crate::domain::cluster::Cluster;
use crate::domain::fiscal_year::FiscalYear;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::insight::whitespace::{WhitespaceColumns, WhitespaceTotals};
use crate::portfolio::CustomerIndex;
use crate::scoring::model_scores::ModelScores;
use crate::support::bits::Bits;

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
    /// The cards of the customers in `left`, which are `customers`; `scores` are those of the model shown.
    #[must_use]
    pub fn compute(scored: &ScoredPortfolio, scores: Option<&ModelScores>, customers: u32, left: &Bits) -> Self {
        let fiscal_year = scored.profile.fiscal_year_start.year_of(scored.as_of);
        let indices = || left.iter().filter_map(|customer| CustomerIndex::try_from(customer).ok());
        let is_act_now = |scores: &ModelScores, customer| scores.cluster(customer) == Some(Cluster::ActNow);
        let act_now = scores.map(|scores| left.iter().filter(|customer| is_act_now(scores, *customer)).count());
        let mut cards = Self {
            customers,
            fiscal_year,
            expiring_agreements: None,
            open_expiring_revenue: None,
            whitespace: WhitespaceColumns::of(scored).totals(indices()),
            act_now: act_now.and_then(|count| u32::try_from(count).ok()),
        };
        let Some(agreements) = &scored.portfolio.agreements else { return cards };
        let per_customer = &scored.agreements;
        let expiring = left.iter().filter_map(|customer| per_customer.expiring.get(customer)).sum();
        let revenue =
            left.iter().filter_map(|customer| per_customer.open_revenue.get(customer).copied().flatten()).sum();
        cards.expiring_agreements = agreements.have_dates.then_some(expiring);
        cards.open_expiring_revenue = agreements.have_open_revenue.then_some(revenue);
        cards
    }
}
