//! Each customer's open agreements.

use crate::domain::Date;
use crate::domain::fiscal_year::FiscalYear;
use crate::domain::money::Money;
use crate::insight::expiry::CountedOnce;
use crate::portfolio::Portfolio;

/// What is open for each customer; the vectors are empty when no file has the column.
#[derive(Debug, Default)]
pub struct CustomerAgreements {
    /// The day on which the next open agreement ends.
    pub next_end: Vec<Option<Date>>,
    /// The expiring revenue of all open agreements.
    pub open_revenue: Vec<Option<Money>>,
    /// How many agreements end in the fiscal year of the as-of day. Several rows of one agreement count once; a row
    /// without a number is an agreement of its own.
    pub expiring: Vec<u32>,
}

impl CustomerAgreements {
    /// The agreements of `portfolio` that are still open on `as_of`, and those that end in `fiscal_year`.
    #[must_use]
    pub fn compute(portfolio: &Portfolio, as_of: Date, fiscal_year: FiscalYear) -> Self {
        let mut open = Self::default();
        let Some(agreements) = &portfolio.agreements else { return open };
        if agreements.have_dates {
            open.next_end.resize(portfolio.customer_count(), None);
            open.expiring.resize(portfolio.customer_count(), 0);
        }
        if agreements.have_open_revenue {
            open.open_revenue.resize(portfolio.customer_count(), None);
        }
        let mut once = CountedOnce::default();
        let rows = agreements.customer.iter().zip(&agreements.number).zip(&agreements.terms);
        for ((customer, number), terms) in rows {
            if terms.expires_in(fiscal_year)
                && once.counts(*customer, *number)
                && let Some(count) = open.expiring.get_mut(*customer as usize)
            {
                *count += 1;
            }
            if !terms.is_open_on(as_of) {
                continue;
            }
            let customer = *customer as usize;
            if let (Some(next), Some(ends)) = (open.next_end.get_mut(customer), terms.ends) {
                *next = Some(next.map_or(ends, |known| known.min(ends)));
            }
            if let (Some(sum), Some(revenue)) = (open.open_revenue.get_mut(customer), terms.expiring_revenue) {
                *sum = Some(sum.unwrap_or(Money::ZERO) + revenue);
            }
        }
        open
    }
}
