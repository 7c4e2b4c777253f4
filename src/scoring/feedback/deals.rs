//! Closed deals, one a row of the Outcomes report.
//!
//! An open deal, or one whose word says neither won nor lost, is no evidence yet. A deal that names no product counts
//! for the only model where there is one, else for none.

use crate::domain::Date;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::feedback::decision::Decisions;
use crate::scoring::feedback::products::model_of;
use crate::scoring::model_scores::ModelScores;
use std::collections::BTreeSet;

/// A deal that was won or lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deal {
    /// Whose it was.
    pub customer: CustomerIndex,
    /// The model of its product.
    pub model: Model,
    /// The day it was closed, where the report says.
    pub closed: Option<Date>,
    /// Whether it was won.
    pub won: bool,
}

/// The deals of a portfolio.
#[derive(Debug, Default)]
pub struct Deals {
    /// Those that are closed, the earliest first and undated ones last; of one day by customer id, so that the order
    /// of the file's rows means nothing.
    pub closed: Vec<Deal>,
    /// How many are open, or say neither won nor lost.
    pub open: u32,
    /// How many closed ones name no product that is known.
    pub without_product: u32,
}

/// A closed deal of one model with what was known of its customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredDeal {
    /// Whether it was won.
    pub won: bool,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// Log-odds of Fit.
    pub fit: Option<f64>,
    /// Log-odds of Intent.
    pub intent: Option<f64>,
    /// The customer's cell.
    pub cell: Option<Cell>,
    /// The cluster that was recommended.
    pub cluster: Option<Cluster>,
}

impl Deals {
    /// The deals that `portfolio` holds; none when it has no Outcomes report.
    #[must_use]
    pub fn of(portfolio: &Portfolio) -> Self {
        let mut deals = Self::default();
        let Some(outcomes) = &portfolio.outcomes else { return deals };
        let only = match portfolio.models.as_slice() {
            [one] => Some(one.model),
            _ => None,
        };
        let rows = outcomes.customer.iter().zip(&outcomes.product).zip(outcomes.closed.iter().zip(&outcomes.won));
        for ((customer, product), (closed, won)) in rows {
            let Some(won) = *won else {
                deals.open += 1;
                continue;
            };
            let model = if product.is_missing() { only } else { model_of(portfolio.texts.text(*product)) };
            match model {
                Some(model) => deals.closed.push(Deal { customer: *customer, model, closed: *closed, won }),
                None => deals.without_product += 1,
            }
        }
        deals.sort(portfolio);
        deals
    }

    /// Adds deals that are noted elsewhere; of one customer and model those of the report win.
    pub fn add(&mut self, portfolio: &Portfolio, noted: impl Iterator<Item = Deal>) {
        let known: BTreeSet<(CustomerIndex, Model)> =
            self.closed.iter().map(|deal| (deal.customer, deal.model)).collect();
        self.closed.extend(noted.filter(|deal| !known.contains(&(deal.customer, deal.model))));
        self.sort(portfolio);
    }

    fn sort(&mut self, portfolio: &Portfolio) {
        let name = |deal: &Deal| {
            let text = |ids: &[crate::support::interner::TextId]| {
                ids.get(deal.customer as usize).map_or("", |id| portfolio.texts.text(*id))
            };
            let customers = &portfolio.customers;
            [text(&customers.customer_id), text(&customers.duns), text(&customers.name), text(&customers.domain)]
        };
        self.closed.sort_by(|a, b| {
            let day = |deal: &Deal| (deal.closed.is_none(), deal.closed, deal.model);
            day(a).cmp(&day(b)).then_with(|| name(a).cmp(&name(b))).then(a.won.cmp(&b.won))
        });
    }

    /// The deals of one model, each with the decisions on its customer; in the order of the deals.
    #[must_use]
    pub fn scored(&self, decisions: &Decisions, scores: &ModelScores) -> Vec<ScoredDeal> {
        let of_model = self.closed.iter().filter(|deal| deal.model == scores.model);
        let scored = of_model.map(|deal| {
            let customer = deal.customer as usize;
            ScoredDeal {
                won: deal.won,
                closed: deal.closed,
                fit: decisions.fit.get(customer).copied().flatten(),
                intent: decisions.intent.get(customer).copied().flatten(),
                cell: scores.cell(customer),
                cluster: scores.cluster(customer),
            }
        });
        scored.collect()
    }
}
