//! When agreements expire: by month of the fiscal year and by the clusters of their customers, and how many soon.

use crate::domain::Date;
use crate::domain::fiscal_year::FiscalYear;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::scoring::model_scores::ModelScores;
use crate::support::interner::TextId;
use std::collections::HashSet;

/// The stretches that are told of, in days from the as-of day.
pub const SOON: [i32; 3] = [30, 60, 90];

/// The agreements of the customers shown, as the cards count them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiryCalendar {
    /// The months of the fiscal year.
    pub months: Vec<ExpiryMonth>,
    /// Open agreements that end within each of [`SOON`]'s days; the longer stretches hold the shorter.
    pub soon: [Soon; 3],
}

/// The agreements that end in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiryMonth {
    /// The month's first day.
    pub first: Date,
    /// Agreements whose customers are in each cluster, in the order of [`crate::domain::cluster::Cluster::ALL`].
    pub by_cluster: [u32; 4],
    /// Agreements whose customers are in none.
    pub without_cluster: u32,
    /// Revenue that expires with those still open.
    pub open_revenue: Money,
}

impl ExpiryMonth {
    /// All agreements of the month.
    #[must_use]
    pub fn agreements(&self) -> u32 {
        self.by_cluster.iter().sum::<u32>() + self.without_cluster
    }
}

/// Open agreements that end soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Soon {
    /// How many.
    pub agreements: u32,
    /// Revenue that expires with them.
    pub revenue: Money,
}

/// Which rows of agreements count: several rows of one agreement once, a row without a number as one of its own.
#[derive(Debug, Default)]
pub struct CountedOnce {
    numbers: HashSet<(CustomerIndex, TextId)>,
}

impl CountedOnce {
    /// Whether a row of this customer and number is the first of its agreement.
    pub fn counts(&mut self, customer: CustomerIndex, number: TextId) -> bool {
        number.is_missing() || self.numbers.insert((customer, number))
    }
}

impl ExpiryCalendar {
    /// The agreements of the customers that `shows` lets through; `None` when no file has their days.
    #[must_use]
    pub fn compute(
        scored: &ScoredPortfolio,
        scores: Option<&ModelScores>,
        year: FiscalYear,
        shows: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let agreements = scored.portfolio.agreements.as_ref().filter(|agreements| agreements.have_dates)?;
        let month = |first| ExpiryMonth { first, by_cluster: [0; 4], without_cluster: 0, open_revenue: Money::ZERO };
        let mut calendar = Self { months: year.months().map(month).collect(), soon: [Soon::default(); 3] };
        let (mut in_year, mut soon) = (CountedOnce::default(), CountedOnce::default());
        let rows = agreements.customer.iter().zip(&agreements.number).zip(&agreements.terms);
        for ((customer, number), terms) in rows.filter(|((customer, _), _)| shows(**customer as usize)) {
            let Some(ends) = terms.ends else { continue };
            let is_open = terms.is_open_on(scored.as_of);
            let revenue = terms.expiring_revenue.filter(|_| is_open).unwrap_or(Money::ZERO);
            if terms.expires_in(year)
                && let Some(month) = calendar.months.iter_mut().find(|month| month.first == ends.first_of_month())
            {
                month.open_revenue += revenue;
                if in_year.counts(*customer, *number) {
                    let cluster = scores.and_then(|scores| scores.cluster(*customer as usize));
                    match cluster.and_then(|cluster| month.by_cluster.get_mut(cluster.index())) {
                        Some(count) => *count += 1,
                        None => month.without_cluster += 1,
                    }
                }
            }
            let days = days_between(scored.as_of, ends);
            let is_near = |limit: i32| is_open && (0..=limit).contains(&days);
            if is_near(*SOON.last().unwrap_or(&0)) {
                let first = soon.counts(*customer, *number);
                for (stretch, limit) in calendar.soon.iter_mut().zip(SOON) {
                    if is_near(limit) {
                        stretch.revenue += revenue;
                        stretch.agreements += u32::from(first);
                    }
                }
            }
        }
        Some(calendar)
    }
}

/// Days from `from` to `to`; negative when `to` comes before.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    from.duration_until(to).as_hours().div_euclid(24).try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_counted_across_months_and_back() {
        assert_eq!(days_between(date(2026, 10, 1), date(2026, 10, 31)), 30);
        assert_eq!(days_between(date(2026, 2, 28), date(2026, 3, 1)), 1);
        assert_eq!(days_between(date(2026, 10, 1), date(2026, 9, 30)), -1);
    }

    #[test]
    fn an_agreement_of_several_rows_counts_once() {
        let mut once = CountedOnce::default();
        assert!(once.counts(1, TextId::MISSING) && once.counts(1, TextId::MISSING), "rows without a number");
    }
}
