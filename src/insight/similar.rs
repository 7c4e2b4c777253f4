//! The owners that a customer resembles.
//!
//! Two customers are as far apart as their points differ, summed over all attributes: what does not count for the product
//! does not count for the likeness either. Of more than 5,000 owners those that spend most are looked at, for they are the
//! ones that the model looks for; equal ones by their place. So a whole portfolio can be compared.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::reasons::readers;
use crate::portfolio::CustomerIndex;
use crate::scoring::engine::attributes::attribute_table;
use crate::scoring::engine::owners::Owners;
use crate::scoring::scorecard::card::{CardReader, Scorecard};

/// How many are named.
const NAMED: usize = 3;
/// Most owners that customers are compared with.
const MOST: usize = 5_000;

/// An owner that resembles a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarOwner {
    /// Who.
    pub customer: CustomerIndex,
    /// How far apart the two are: the sum over all attributes of the difference in log-odds; 0 is alike in all that counts.
    pub distance: f32,
}

/// The owners of one model's product, by what counts for it.
pub struct ComparedOwners {
    customers: Vec<CustomerIndex>,
    /// The points of each, one after the other.
    points: Vec<f32>,
    width: usize,
}

impl ComparedOwners {
    /// The owners of `model`'s product; `None` where Fit was not learnt.
    #[must_use]
    pub fn of(scored: &ScoredPortfolio, model: Model) -> Option<Self> {
        let local = scored.local.as_deref()?;
        let learnt = local.model(model)?.learnt.as_deref()?;
        let owners = Owners::of(&scored.portfolio, model)?;
        let weights = owners.weights();
        let weight = |owner: CustomerIndex| weights.get(owner as usize).copied().unwrap_or(1.0);
        let owned = (0..).zip(&owners.owned).filter(|(_, owned)| **owned);
        let mut ranked: Vec<(f64, CustomerIndex)> = owned.map(|(owner, _)| (weight(owner), owner)).collect();
        if ranked.len() > MOST {
            ranked.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            ranked.truncate(MOST);
        }
        let mut customers: Vec<CustomerIndex> = ranked.into_iter().map(|(_, owner)| owner).collect();
        customers.sort_unstable();
        let table = attribute_table(&scored.portfolio, &local.segments, &customers);
        let cards = readers(learnt, &table);
        let points: Vec<f32> = (0..customers.len()).flat_map(|row| points_of(&cards, row)).collect();
        let width = points.len().checked_div(customers.len()).unwrap_or(0);
        (width > 0).then_some(Self { customers, points, width })
    }

    /// The owners closest to the customer with these points, the closest first, itself left out.
    #[must_use]
    pub fn closest(&self, customer: CustomerIndex, points: &[f32]) -> Vec<SimilarOwner> {
        let mut closest: Vec<SimilarOwner> = Vec::with_capacity(NAMED + 1);
        for (owner, theirs) in self.customers.iter().zip(self.points.chunks_exact(self.width)) {
            if *owner == customer {
                continue;
            }
            let distance: f32 = theirs.iter().zip(points).map(|(theirs, own)| (theirs - own).abs()).sum();
            if closest.len() < NAMED || closest.last().is_some_and(|last| distance < last.distance) {
                let place = closest.partition_point(|known| known.distance <= distance);
                closest.insert(place, SimilarOwner { customer: *owner, distance });
                closest.truncate(NAMED);
            }
        }
        closest
    }
}

/// The points of a row by each of the cards.
pub(super) fn points_of(cards: &[(&Scorecard, CardReader<'_>)], row: usize) -> Vec<f32> {
    cards.iter().flat_map(|(_, reader)| reader.row(row)).map(|points| points as f32).collect()
}
