//! How well a hidden item is foreseen: of every customer with two items or more one is hidden, and ranked among all
//! that the customer then does not own, by weights learnt from the other three quarters of the customers.
//!
//! Measure: NDCG@5 (Järvelin, Kekäläinen 2002), with one item to be found 1 / log2(1 + rank) up to rank 5, else 0.
//! Parts and hidden items are chosen by the customer's id, so that the order of rows changes nothing. What is summed
//! are whole numbers of hits by rank, so that the order of threads changes nothing either.
//!
//! Constant: 50,000 customers at most are judged; the figure then is right to .002 (its standard deviation a customer
//! is below .5), and a million customers cost no more.

use crate::scoring::next::model::{FOLDS, LAMBDAS, Next, fold, order, sum, weights};
use crate::scoring::next::ownership::{Ownership, mixed};
use crate::support::progress::{Cancelled, Progress};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

const RANKS: usize = 5;
const MOST_JUDGED: usize = 50_000;

/// How well hidden items are foreseen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// How many customers had an item hidden.
    pub customers: u64,
    /// By each lambda, in the order of [`LAMBDAS`].
    pub by_lambda: Vec<ByLambda>,
    /// NDCG@5 when items are ranked by the number of their owners, 0 to 1.
    pub popularity: f64,
}

/// What one lambda achieves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLambda {
    /// The ridge.
    pub lambda: f64,
    /// NDCG@5, 0 to 1.
    pub ndcg: f64,
}

impl Judgement {
    /// The best lambda; of equal ones the largest, which trusts the data least.
    #[must_use]
    pub fn best(&self) -> ByLambda {
        let nothing = ByLambda { lambda: LAMBDAS.into_iter().fold(0.0, f64::max), ndcg: 0.0 };
        self.by_lambda.iter().fold(nothing, |best, one| {
            let is_better = one.ndcg > best.ndcg || one.ndcg >= best.ndcg && one.lambda > best.lambda;
            if is_better { *one } else { best }
        })
    }
}

/// Hits at each of the first ranks.
type Hits = [u64; RANKS];

/// Judges every lambda and popularity.
pub(super) fn judge(
    ownership: &Ownership,
    counts: &[Vec<u64>; FOLDS],
    owners: &[u64],
    progress: &Progress,
) -> Result<Judgement, Cancelled> {
    let judged = judged_customers(ownership);
    let items = ownership.items().len();
    let mut by_lambda = [[0; RANKS]; LAMBDAS.len()];
    let mut popular = [0; RANKS];
    for part in 0..FOLDS {
        let of_part: Vec<usize> =
            judged.iter().copied().filter(|customer| fold(ownership, *customer) == part).collect();
        let others = sum(counts, |fold| fold != part);
        let popularity: Vec<f64> = others.iter().step_by(items + 1).map(|count| *count as f64).collect();
        add(&mut popular, hits(ownership, &of_part, owners, |_, scores| scores.clone_from(&popularity)));
        for (hits_of, lambda) in by_lambda.iter_mut().zip(LAMBDAS) {
            progress.advance(0)?;
            let weights = weights(&others, items, lambda);
            let score = |owned: &[u16], scores: &mut Vec<f64>| {
                scores.clear();
                scores.resize(items, 0.0);
                for item in owned {
                    let from = usize::from(*item) * items;
                    let row = weights.get(from..from + items).unwrap_or(&[]);
                    scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight);
                }
            };
            add(hits_of, hits(ownership, &of_part, owners, score));
        }
    }
    let count = judged.len();
    let by_lambda = by_lambda.iter().zip(LAMBDAS).map(|(hits, lambda)| ByLambda { lambda, ndcg: ndcg(hits, count) });
    Ok(Judgement { customers: count as u64, by_lambda: by_lambda.collect(), popularity: ndcg(&popular, count) })
}

/// Customers with two items or more; of too many a share chosen by their ids.
fn judged_customers(ownership: &Ownership) -> Vec<usize> {
    let able: Vec<usize> = (0..ownership.customers()).filter(|at| ownership.of(*at).len() > 1).collect();
    if able.len() <= MOST_JUDGED {
        return able;
    }
    let limit = u64::MAX / able.len() as u64 * MOST_JUDGED as u64;
    able.into_iter().filter(|customer| mixed(ownership.key(*customer).wrapping_add(1)) < limit).collect()
}

fn hits(
    ownership: &Ownership,
    customers: &[usize],
    owners: &[u64],
    score: impl Fn(&[u16], &mut Vec<f64>) + Sync,
) -> Hits {
    let room = || ([0; RANKS], Vec::new(), Vec::new());
    let judged = customers.par_iter().fold(room, |(mut hits, mut rest, mut scores), customer| {
        let owned = ownership.of(*customer);
        let hidden = (mixed(ownership.key(*customer).wrapping_add(2)) % owned.len().max(1) as u64) as usize;
        if let Some(item) = owned.get(hidden) {
            rest.clear();
            rest.extend(owned.iter().filter(|other| *other != item));
            score(&rest, &mut scores);
            let own = Next { item: *item, score: scores.get(usize::from(*item)).copied().unwrap_or(0.0) };
            let is_before = |(at, score): &(u16, &f64)| {
                order(Next { item: *at, score: **score }, own, owners).is_lt() && rest.binary_search(at).is_err()
            };
            let rank = (0_u16..).zip(&scores).filter(is_before).count();
            if let Some(hits) = hits.get_mut(rank) {
                *hits += 1;
            }
        }
        (hits, rest, scores)
    });
    judged.map(|(hits, _, _)| hits).reduce(Hits::default, |mut all, some| {
        add(&mut all, some);
        all
    })
}

fn add(all: &mut Hits, some: Hits) {
    all.iter_mut().zip(some).for_each(|(all, some)| *all += some);
}

fn ndcg(hits: &Hits, customers: usize) -> f64 {
    let gains = (2_u32..).zip(hits).map(|(place, hits)| *hits as f64 / f64::from(place).log2());
    if customers == 0 { 0.0 } else { gains.sum::<f64>() / customers as f64 }
}
