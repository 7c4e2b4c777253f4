//! What a customer will own next, from what it owns: EASE.
//!
//! Source: H. Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019. With X the matrix of who owns
//! what, P = (X'X + lambda I)^-1 and B = -P / diag(P) with a diagonal of zeros, the score of an item is the sum of B
//! over the items that a customer owns. So every score is a sum of reasons, one an owned item.
//!
//! Constants: lambda is chosen among 30, 100, 300 and 1000, a span from a portfolio of some dozen owners an item to one
//! of thousands, by [`crate::scoring::next::judge`]. Below 30 customers with two items there is too little to learn:
//! then, and where plain popularity foresees hidden items better, items are ranked by popularity. Association-rule
//! lift is not offered: it ranks rare items first and is worse than popularity.
//!
//! Degenerate cases: no customer or no item gives a model without items; a customer without items scores 0
//! everywhere and is told the most popular ones first; equal scores stand by popularity, then by name.

use crate::scoring::next::judge::{Judgement, judge};
use crate::scoring::next::ownership::Ownership;
use crate::scoring::scorecard::matrix::{Factor, Symmetric};
use crate::support::progress::{Cancelled, Progress};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What lambda is chosen among.
pub const LAMBDAS: [f64; 4] = [30.0, 100.0, 300.0, 1000.0];
/// Fewest customers with two items from which weights are learnt.
pub const FEWEST_CUSTOMERS: u64 = 30;
/// Parts that customers are divided in for choosing lambda.
pub(super) const FOLDS: usize = 4;
/// Customers counted by one job.
const BLOCK: usize = 1 << 14;

/// How items are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Method {
    /// By the items that a customer owns.
    Ease {
        /// The ridge.
        lambda: f64,
    },
    /// By the share of customers that own an item, since too few customers have two.
    TooFew,
    /// By the share of customers that own an item, since that foresees hidden items better.
    PopularityIsBetter,
}

/// A model of what is owned next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextModel {
    /// How items are ranked.
    pub method: Method,
    /// The items, in the order of their names.
    pub items: Vec<String>,
    /// How many customers own each item.
    pub owners: Vec<u64>,
    /// How many customers the model has seen.
    pub customers: u64,
    /// How many of them own two items or more.
    pub customers_with_two: u64,
    /// How well hidden items are foreseen; `None` when too few customers have two.
    pub judgement: Option<Judgement>,
    /// One row an owned item, in it one weight an item that could be next; empty when popularity ranks.
    weights: Vec<Vec<f64>>,
}

/// An item and what it scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Next {
    /// The item's position.
    pub item: u16,
    /// The score: larger is likelier. Not a probability under EASE; the share of owners under popularity.
    pub score: f64,
}

impl NextModel {
    /// Learns from `ownership`.
    ///
    /// # Errors
    /// [`Cancelled`] on request.
    pub fn fit(ownership: &Ownership, progress: &Progress) -> Result<Self, Cancelled> {
        let items = ownership.items().len();
        let counts = fold_counts(ownership, progress)?;
        let all = sum(&counts, |_| true);
        let owners = (0..items).map(|item| all.get(item * (items + 1)).copied().unwrap_or(0)).collect();
        let with_two = (0..ownership.customers()).filter(|customer| ownership.of(*customer).len() > 1).count() as u64;
        let mut model = Self {
            method: Method::TooFew,
            items: ownership.items().to_vec(),
            owners,
            customers: ownership.customers() as u64,
            customers_with_two: with_two,
            judgement: None,
            weights: Vec::new(),
        };
        if with_two < FEWEST_CUSTOMERS {
            return Ok(model);
        }
        let judgement = judge(ownership, &counts, &model.owners, progress)?;
        let best = judgement.best();
        model.method = if judgement.popularity > best.ndcg {
            Method::PopularityIsBetter
        } else {
            let flat = weights(&all, items, best.lambda);
            model.weights = flat.chunks(items.max(1)).map(<[f64]>::to_vec).collect();
            Method::Ease { lambda: best.lambda }
        };
        model.judgement = Some(judgement);
        Ok(model)
    }

    /// The score of every item for a customer that owns `owned`, in the items' order, put into `scores`.
    pub fn score(&self, owned: &[u16], scores: &mut Vec<f64>) {
        scores.clear();
        if let Method::Ease { .. } = self.method {
            scores.resize(self.items.len(), 0.0);
            for row in owned.iter().filter_map(|item| self.weights.get(usize::from(*item))) {
                scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight);
            }
        } else {
            let share = |owners: &u64| if self.customers == 0 { 0.0 } else { *owners as f64 / self.customers as f64 };
            scores.extend(self.owners.iter().map(share));
        }
    }

    /// The `most` best items that a customer owning `owned` does not own and that `may` be next, the best first.
    /// `scores` is room to work in.
    pub fn next(&self, owned: &[u16], most: usize, may: impl Fn(u16) -> bool, scores: &mut Vec<f64>) -> Vec<Next> {
        self.score(owned, scores);
        let open = (0_u16..).zip(scores.iter()).filter(|(item, _)| owned.binary_search(item).is_err() && may(*item));
        let mut ranked: Vec<Next> = open.map(|(item, score)| Next { item, score: *score }).collect();
        let order = |one: &Next, other: &Next| order(*one, *other, &self.owners);
        if most < ranked.len() {
            ranked.select_nth_unstable_by(most, order);
            ranked.truncate(most);
        }
        ranked.sort_unstable_by(order);
        ranked
    }

    /// What each item of `owned` adds to the score of `item`, in their order; they sum to it. Empty when popularity
    /// ranks, for then nothing that the customer owns counts.
    #[must_use]
    pub fn reasons(&self, owned: &[u16], item: u16) -> Vec<Next> {
        let weight = |of: &u16| self.weights.get(usize::from(*of))?.get(usize::from(item)).copied();
        owned.iter().filter_map(|of| Some(Next { item: *of, score: weight(of)? })).collect()
    }

    /// The weights, one row an owned item, in it one an item that could be next: a sheet of products by products.
    #[must_use]
    pub fn weights(&self) -> &[Vec<f64>] {
        &self.weights
    }

    /// The position of the item called `name`, in exactly these letters.
    #[must_use]
    pub fn item(&self, name: &str) -> Option<u16> {
        let at = self.items.binary_search_by(|item| item.as_str().cmp(name)).ok()?;
        u16::try_from(at).ok()
    }
}

/// The better first; equal scores by owners, then by name.
pub(super) fn order(one: Next, other: Next, owners: &[u64]) -> Ordering {
    let owners_of = |next: Next| owners.get(usize::from(next.item)).copied().unwrap_or(0);
    other
        .score
        .total_cmp(&one.score)
        .then_with(|| owners_of(other).cmp(&owners_of(one)))
        .then(one.item.cmp(&other.item))
}

/// The weights B from counts of customers that own both items, row by row.
pub(super) fn weights(counts: &[u64], items: usize, lambda: f64) -> Vec<f64> {
    let mut gram = Symmetric::zero(items);
    for (row, of) in counts.chunks(items.max(1)).enumerate() {
        for (column, count) in of.iter().enumerate().take(row + 1) {
            gram.set(row, column, *count as f64 + if row == column { lambda } else { 0.0 });
        }
    }
    let inverse = Factor::of(&gram).inverse().full();
    let mut weights = Vec::with_capacity(items * items);
    for row in 0..items {
        let of = inverse.row(row).iter().enumerate();
        weights.extend(of.map(|(column, value)| if row == column { 0.0 } else { -value / inverse.at(column, column) }));
    }
    weights
}

/// For each part of the customers how many own both of two items. Whole numbers: their sums know no order.
fn fold_counts(ownership: &Ownership, progress: &Progress) -> Result<[Vec<u64>; FOLDS], Cancelled> {
    let size = ownership.items().len().pow(2);
    let nothing = || [const { Vec::new() }; FOLDS].map(|_: Vec<u64>| vec![0_u64; size]);
    let blocks = (0..ownership.customers().div_ceil(BLOCK)).into_par_iter();
    let counted = blocks.try_fold(nothing, |mut counts, block| {
        progress.advance(0)?;
        for customer in block * BLOCK..((block + 1) * BLOCK).min(ownership.customers()) {
            count(&mut counts, ownership, customer);
        }
        Ok(counts)
    });
    counted.try_reduce(nothing, |mut all, some| {
        for (all, some) in all.iter_mut().zip(&some) {
            all.iter_mut().zip(some).for_each(|(all, some)| *all += some);
        }
        Ok(all)
    })
}

fn count(counts: &mut [Vec<u64>; FOLDS], ownership: &Ownership, customer: usize) {
    let (owned, items) = (ownership.of(customer), ownership.items().len());
    let Some(counts) = counts.get_mut(fold(ownership, customer)) else { return };
    for row in owned {
        let from = usize::from(*row) * items;
        let Some(row) = counts.get_mut(from..from + items) else { continue };
        for column in owned {
            if let Some(count) = row.get_mut(usize::from(*column)) {
                *count += 1;
            }
        }
    }
}

/// The part that `customer` belongs to, by its id.
pub(super) fn fold(ownership: &Ownership, customer: usize) -> usize {
    (ownership.key(customer) % FOLDS as u64) as usize
}

/// The sum of those `counts` whose part is wanted.
pub(super) fn sum(counts: &[Vec<u64>; FOLDS], is_wanted: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut all = vec![0; counts.first().map_or(0, Vec::len)];
    for (_, some) in counts.iter().enumerate().filter(|(fold, _)| is_wanted(*fold)) {
        all.iter_mut().zip(some).for_each(|(all, some)| *all += some);
    }
    all
}
