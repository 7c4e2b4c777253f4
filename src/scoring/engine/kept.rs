//! Fitted models as they are kept, so that a portfolio is scored by the same cards until others are promoted.
//!
//! Owners that a card was fitted to are shown by cards that did not see them. What that takes off their decision, the
//! lesson of their own ownership, is kept by their key: an owner whose facts change keeps being shown without it.

use crate::domain::Date;
use crate::domain::intent_weights::IntentWeights;
use crate::domain::model::Model;
use crate::domain::profile::{AttributeSwitches, ScoringProfile};
use crate::portfolio::Portfolio;
use crate::scoring::engine::learn::customer_key;
use crate::scoring::feedback::shelf::ModelShelf;
use crate::scoring::local::{Learnt, LocalScores};
use crate::scoring::scorecard::card::{CardError, Scorecard};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many customers' keys are kept: their share that two portfolios have in common is known within a few percent.
const KEYS_KEPT: usize = 512;

/// The models of a portfolio: champion, challenger, and the one before.
pub type PortfolioShelf = ModelShelf<KeptModels>;

/// All models fitted together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptModels {
    /// The day of the data they were fitted to.
    #[serde(with = "crate::domain::day_text")]
    pub fitted_as_of: Option<Date>,
    /// The smallest keys of the customers at that time, ascending, by which they are known again.
    #[serde(default)]
    pub customers: Vec<u64>,
    /// The attribute switches of all models, and of single ones, that they were fitted by.
    #[serde(default)]
    pub switches: (AttributeSwitches, BTreeMap<Model, AttributeSwitches>),
    /// The weights of Intent, where closed deals taught other ones than the profile's.
    pub intent: Option<IntentWeights>,
    /// Each model's cards.
    pub models: BTreeMap<Model, KeptModel>,
}

/// One model's cards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptModel {
    /// The product's own.
    pub card: Scorecard,
    /// That of what makes a customer buy anything, for a product with few owners.
    pub shared: Option<Scorecard>,
    /// The columns that told who owns the product.
    pub told_by: Vec<String>,
    /// How many owners there were.
    pub owners: usize,
    /// Of how many customers it was known whether they own the product.
    pub told: usize,
    /// For the key of each owner fitted to, by how much its decision is lowered; in the order of the keys.
    pub lessons: Vec<(u64, f64)>,
}

impl KeptModels {
    /// What `local`, the scores of `portfolio`, was scored by, as of the day `as_of`.
    #[must_use]
    pub fn of(local: &LocalScores, portfolio: &Portfolio, as_of: Date) -> Self {
        let kept = |learnt: &Learnt| KeptModel {
            card: learnt.card.clone(),
            shared: learnt.shared.as_deref().cloned(),
            told_by: learnt.told_by.clone(),
            owners: learnt.owners,
            told: learnt.told,
            lessons: learnt.lessons.clone(),
        };
        let models = local.models.iter().filter_map(|model| Some((model.model, kept(model.learnt.as_deref()?))));
        Self {
            fitted_as_of: Some(as_of),
            customers: smallest_keys(portfolio),
            switches: switches(&local.profile),
            intent: (local.intent_weights != local.profile.intent).then(|| local.intent_weights.clone()),
            models: models.collect(),
        }
    }

    /// Whether they may score by `profile`: what they were allowed to learn from is what it allows.
    #[must_use]
    pub fn serves(&self, profile: &ScoringProfile) -> bool {
        self.switches == switches(profile)
    }

    /// Whether most of the customers that these models and `portfolio` could share are the same.
    #[must_use]
    pub fn knows(&self, portfolio: &Portfolio) -> bool {
        let others = smallest_keys(portfolio);
        // Of each only the keys that the other would have kept as well.
        let end = |keys: &[u64]| keys.last().filter(|_| keys.len() == KEYS_KEPT).copied().unwrap_or(u64::MAX);
        let limit = end(&self.customers).min(end(&others));
        let within = |keys: &[u64]| keys.partition_point(|key| *key <= limit);
        let (own, theirs) = (within(&self.customers), within(&others));
        let shared = others.iter().take(theirs).filter(|key| self.customers.binary_search(key).is_ok()).count();
        shared > 0 && 2 * shared >= own.min(theirs)
    }

    /// Takes in the models of `other` that are not among these; whether there were any.
    pub fn take_in(&mut self, other: Self) -> bool {
        let before = self.models.len();
        for (model, kept) in other.models {
            self.models.entry(model).or_insert(kept);
        }
        self.models.len() > before
    }

    /// How many models have pairs of attributes.
    #[must_use]
    pub fn with_pairs(&self) -> usize {
        self.models.values().filter(|model| !model.card.pairs.is_empty()).count()
    }

    /// Checks what a file of them holds.
    ///
    /// # Errors
    /// A card whose numbers do not fit together.
    pub fn check(&self) -> Result<(), CardError> {
        let mut cards = self.models.values().flat_map(|model| std::iter::once(&model.card).chain(&model.shared));
        cards.try_for_each(Scorecard::check)
    }
}

/// The keys by which customers are known again.
fn smallest_keys(portfolio: &Portfolio) -> Vec<u64> {
    let mut keys: Vec<u64> = (0..portfolio.customer_count()).map(|at| customer_key(portfolio, at)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(KEYS_KEPT);
    keys
}

fn switches(profile: &ScoringProfile) -> (AttributeSwitches, BTreeMap<Model, AttributeSwitches>) {
    (profile.attributes.clone(), profile.attributes_by_model.clone())
}

impl KeptModel {
    /// As a model that scores; it has no report of its fit any more.
    #[must_use]
    pub fn learnt(&self) -> Learnt {
        Learnt {
            card: self.card.clone(),
            shared: self.shared.clone().map(Arc::new),
            report: None,
            told_by: self.told_by.clone(),
            owners: self.owners,
            told: self.told,
            lessons: self.lessons.clone(),
        }
    }
}
