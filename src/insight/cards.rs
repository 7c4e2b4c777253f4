//! The figures on top: how big is it.

use crate::domain::fiscal_year::FiscalYear;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;

/// The three cards, for the customers that the filter leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cards {
    /// How many distinct customers.
    pub customers: u32,
    /// The fiscal year of the as-of day, which "current" refers to.
    pub fiscal_year: FiscalYear,
    /// Agreements that end in that year; `None` when no file has end dates.
    pub expiring_agreements: Option<u32>,
    /// Expiring revenue of the agreements still open; `None` when no file tells revenue and what is open.
    pub open_expiring_revenue: Option<Money>,
}

impl Cards {
    /// The cards of the customers that `shows` lets through; `customers` is how many those are.
    #[must_use]
    pub fn compute(scored: &ScoredPortfolio, customers: u32, shows: impl Fn(usize) -> bool) -> Self {
        let fiscal_year = scored.profile.fiscal_year_start.year_of(scored.as_of);
        let mut cards = Self { customers, fiscal_year, expiring_agreements: None, open_expiring_revenue: None };
        let Some(agreements) = &scored.portfolio.agreements else { return cards };
        let per_customer = &scored.agreements;
        let left = || (0..scored.portfolio.customer_count()).filter(|customer| shows(*customer));
        let expiring = left().filter_map(|customer| per_customer.expiring.get(customer)).sum();
        let revenue = left().filter_map(|customer| per_customer.open_revenue.get(customer).copied().flatten()).sum();
        cards.expiring_agreements = agreements.have_dates.then_some(expiring);
        cards.open_expiring_revenue = agreements.have_open_revenue.then_some(revenue);
        cards
    }
}
