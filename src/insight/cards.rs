//! The figures on top: how big is it.

use crate::domain::fiscal_year::FiscalYear;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use std::collections::HashSet;

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
        let mut expiring = 0;
        let mut numbers = HashSet::new();
        let mut revenue = Money::ZERO;
        let rows = agreements.customer.iter().zip(&agreements.number).zip(&agreements.terms);
        for ((customer, number), terms) in rows.filter(|((customer, _), _)| shows(**customer as usize)) {
            // Several rows of one agreement count once; a row without a number is an agreement of its own.
            if terms.expires_in(fiscal_year) && (number.is_missing() || numbers.insert((customer, number))) {
                expiring += 1;
            }
            if terms.is_open_on(scored.as_of) {
                revenue += terms.expiring_revenue.unwrap_or(Money::ZERO);
            }
        }
        cards.expiring_agreements = agreements.have_dates.then_some(expiring);
        cards.open_expiring_revenue = agreements.have_open_revenue.then_some(revenue);
        cards
    }
}
