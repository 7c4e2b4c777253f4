//! The owners of a product that resemble a customer, with their names and what they pay.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::reasons::{Described, Explainer};
use crate::insight::similar::ComparedOwners;
use crate::portfolio::CustomerIndex;
use crate::scoring::engine::owners::Owners;
use crate::support::progress::{Cancelled, Progress};

/// The owners of one model that are most like one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarOwners {
    /// Whom they resemble.
    pub customer: CustomerIndex,
    /// What they own.
    pub model: Model,
    /// The most alike first.
    pub owners: Vec<SimilarLine>,
}

/// An owner that resembles the customer.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarLine {
    /// Who.
    pub customer: CustomerIndex,
    /// Its name; empty when no file tells.
    pub name: String,
    /// Its segment.
    pub segment: Segment,
    /// Number of employees.
    pub employees: Option<u32>,
    /// What it pays for the product in a year.
    pub revenue: Option<Money>,
    /// How far apart both are in log-odds; 0 is alike in all that counts.
    pub distance: f64,
}

impl SimilarOwners {
    /// The owners of `model` most like `customer`. Looks at every owner, so it is for a job of its own.
    ///
    /// # Errors
    /// [`Cancelled`] when another customer is asked for meanwhile.
    pub fn compute(
        scored: &ScoredPortfolio,
        model: Model,
        customer: CustomerIndex,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let mut similar = Self { customer, model, owners: Vec::new() };
        let Some(described) = Described::of(scored, vec![customer]) else { return Ok(similar) };
        let Some(explainer) = Explainer::new(scored, model, &described) else { return Ok(similar) };
        let compared = ComparedOwners::of(scored, model);
        let closest = compared.map(|owners| explainer.similar(&owners, 0)).unwrap_or_default();
        progress.advance(0)?;
        let owners = Owners::of(&scored.portfolio, model);
        let people = &scored.portfolio.customers;
        similar.owners = closest
            .into_iter()
            .map(|owner| {
                let at = owner.customer as usize;
                let pays = owners.as_ref().and_then(|owners| owners.revenue.get(at)).copied();
                SimilarLine {
                    customer: owner.customer,
                    name: people.name.get(at).map_or("", |id| scored.portfolio.texts.text(*id)).to_owned(),
                    segment: scored.scores.segments.get(at).copied().unwrap_or(Segment::Unknown),
                    employees: people.employees.get(at).copied().flatten(),
                    revenue: pays.filter(|pays| pays.is_finite()).and_then(Money::from_units),
                    distance: f64::from(owner.distance),
                }
            })
            .collect();
        Ok(similar)
    }
}
