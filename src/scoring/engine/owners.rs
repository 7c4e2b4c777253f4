//! Who owns a product, as far as the opened files tell.
//!
//! Computes, for each customer, whether it is an owner (a flag says so, or it has seats, tenants or revenue of the product)
//! and whether the files tell at all. An owner weighs .5 + its rank by revenue among owners, from 0 to 1: the mean is 1, and
//! the owner that pays most counts three times the one that pays least ("customers like the best ones"). Source: the
//! project's method (docs/scoring.md, Fit, rows). Degenerate: without any revenue all owners weigh 1; a product of which no
//! column tells has no owners at all, which is not "nobody".

use crate::domain::model::Model;
use crate::portfolio::Portfolio;
use crate::portfolio::attribute::AttributeData;
use crate::scoring::engine::products::AttributeRules;

/// The owners of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Owners {
    /// Whether each customer is known to own it.
    pub owned: Vec<bool>,
    /// Whether the files tell of each customer if it owns the product. Of the others nothing can be learnt: that a report
    /// leaves a customer out says nothing of what it owns.
    pub told: Vec<bool>,
    /// What each customer paid for it in a year, in units of the portfolio's currency; NaN where no file tells. Empty
    /// when no file tells of any customer.
    pub revenue: Vec<f64>,
    /// The columns that tell.
    pub told_by: Vec<String>,
}

impl Owners {
    /// The owners of `model`; `None` when no column of the portfolio tells.
    #[must_use]
    pub fn of(portfolio: &Portfolio, model: Model) -> Option<Self> {
        let count = portfolio.customer_count();
        let (owned, told) = (vec![false; count], vec![false; count]);
        let mut owners = Self { owned, told, revenue: Vec::new(), told_by: Vec::new() };
        let rule = AttributeRules::get().product(model);
        for attribute in portfolio.attributes.iter().filter(|attribute| rule.owner.contains(&attribute.name)) {
            owners.take(&attribute.name, &attribute.data, portfolio);
        }
        if model == Model::Azure && portfolio.customers.azure_revenue.iter().any(Option::is_some) {
            owners.told_by.push("AzureConsumedRevenueUSD".to_owned());
            for (owned, revenue) in owners.owned.iter_mut().zip(&portfolio.customers.azure_revenue) {
                *owned |= revenue.is_some_and(|revenue| revenue.hundredths() > 0);
            }
        }
        owners.take_holdings(portfolio, model);
        // What tells owners only, such as a bill, tells of all others that they are none.
        let tells_both = owners.told.iter().zip(&owners.owned).any(|(told, owned)| *told && !*owned);
        for (told, owned) in owners.told.iter_mut().zip(&owners.owned) {
            *told |= *owned || !tells_both;
        }
        (!owners.told_by.is_empty()).then_some(owners)
    }

    /// Who pays for the product or has seats of it.
    fn take_holdings(&mut self, portfolio: &Portfolio, model: Model) {
        let Some(holdings) = &portfolio.holdings else { return };
        let own = || holdings.with_products().filter(|(_, product)| product.model == Some(model));
        let mut kinds: Vec<&str> = own().map(|(_, product)| product.kind.name()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        self.told_by.extend(kinds.into_iter().map(str::to_owned));
        for (line, product) in own() {
            let customer = line.customer as usize;
            let has_seats = line.seats.is_some_and(|seats| seats > 0.0);
            let pays = line.revenue.is_some_and(|revenue| revenue.hundredths() > 0);
            if let Some(owned) = self.owned.get_mut(customer) {
                *owned |= has_seats || pays;
            }
            if let Some(revenue) = line.revenue {
                self.revenue.resize(self.owned.len(), f64::NAN);
                if let Some(sum) = self.revenue.get_mut(customer) {
                    *sum = product.yearly(revenue) + if sum.is_nan() { 0.0 } else { *sum };
                }
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.owned.iter().filter(|owned| **owned).count()
    }

    /// The weight of every customer in a fit: of owners 0.5 and their rank by revenue, so 1 in the mean, which makes the
    /// model look for the best of them; of all others 1. Empty where no revenue is told, and all weigh 1.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        if self.revenue.is_empty() {
            return Vec::new();
        }
        let mut weights = vec![1.0; self.owned.len()];
        let mut ranked: Vec<(f64, usize)> = (self.revenue.iter().zip(&self.owned).enumerate())
            .filter(|(_, (revenue, owned))| **owned && revenue.is_finite())
            .map(|(customer, (revenue, _))| (*revenue, customer))
            .collect();
        ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let count = ranked.len() as f64;
        let mut start = 0;
        while let Some((revenue, _)) = ranked.get(start).copied() {
            let equal = ranked.iter().skip(start).take_while(|(other, _)| *other == revenue).count();
            // Equal revenue is an equal rank.
            let rank = (start as f64 + equal as f64 / 2.0) / count;
            for (_, customer) in ranked.iter().skip(start).take(equal) {
                if let Some(weight) = weights.get_mut(*customer) {
                    *weight = 0.5 + rank;
                }
            }
            start += equal;
        }
        weights
    }

    fn take(&mut self, name: &str, data: &AttributeData, portfolio: &Portfolio) {
        let mut is_told = false;
        let mut tell = |customer: usize, owns: Option<bool>| {
            is_told |= owns.is_some();
            if let (Some(_), Some(told)) = (owns, self.told.get_mut(customer)) {
                *told = true;
            }
            if let (Some(true), Some(owned)) = (owns, self.owned.get_mut(customer)) {
                *owned = true;
            }
        };
        match data {
            AttributeData::Flag(flags) => flags.iter().enumerate().for_each(|(at, flag)| tell(at, *flag)),
            AttributeData::Number(numbers) => {
                numbers.iter().enumerate().for_each(|(at, number)| tell(at, number.map(|number| number > 0.0)));
            }
            AttributeData::Money(amounts) => {
                amounts.iter().enumerate().for_each(|(at, sum)| tell(at, sum.map(|sum| sum.hundredths() > 0)));
            }
            AttributeData::Text(ids) => {
                let is_filled = |id| (!portfolio.texts.text(id).trim().is_empty()).then_some(true);
                ids.iter().enumerate().for_each(|(at, id)| tell(at, is_filled(*id)));
            }
            AttributeData::Day(_) => {}
        }
        if is_told {
            self.told_by.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_weigh_by_their_rank_and_one_in_the_mean() {
        let owners = Owners {
            owned: vec![true, false, true, true, true],
            told: vec![true; 5],
            revenue: vec![10.0, 999.0, 30.0, 30.0, f64::NAN],
            told_by: vec!["Has M365".to_owned()],
        };
        let weights = owners.weights();
        assert_eq!(weights, [0.5 + 1.0 / 6.0, 1.0, 0.5 + 2.0 / 3.0, 0.5 + 2.0 / 3.0, 1.0]);
        assert!(((weights[0] + weights[2] + weights[3]) / 3.0 - 1.0).abs() < 1e-12);
    }
}
