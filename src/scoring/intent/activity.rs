//! Decayed activity, the decision value and Intent, each part explained.
//!
//! Computes A_h, D and Intent as [`crate::scoring::intent`] writes them. Constants: half-lives of 30 and 90 days
//! (`HALF_LIVES`), a month's news and a quarter's report; both together let a fresh burst and a long interest differ.
//! A signal's age is a whole number of days, so what is left of it is looked up and not worked out. Degenerate: a
//! customer without signals has the constant alone; sums are made in the order of the store, whatever the files' order.

use crate::domain::intent_weights::{IntentWeights, SignalKind};
use crate::domain::model::Model;
use crate::scoring::intent::OLDEST_DAYS;
use crate::scoring::intent::store::{Signal, SignalOrigin, SignalStore};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::sync::LazyLock;

/// Days of the half-lives.
const HALF_LIVES: [f64; 2] = [30.0, 90.0];

/// What is left of a signal after `age` days by the half-lives of 30 and of 90 days, 0 to 1; nothing past
/// [`OLDEST_DAYS`].
#[must_use]
pub fn left_after(age: u16) -> [f64; 2] {
    DECAY.of(age)
}

/// What is left of a signal by its age in days, for each half-life: a table, as there are 731 ages and millions of
/// signals.
struct Decay([Vec<f64>; 2]);

static DECAY: LazyLock<Decay> = LazyLock::new(Decay::new);

impl Decay {
    fn new() -> Self {
        Self(HALF_LIVES.map(|half_life| (0..=OLDEST_DAYS).map(|age| f64::exp2(-f64::from(age) / half_life)).collect()))
    }

    /// What is left after `age` days, for 30 and 90 days.
    fn of(&self, age: u16) -> [f64; 2] {
        self.0.each_ref().map(|table| table.get(usize::from(age)).copied().unwrap_or(0.0))
    }
}

/// The Intent of every customer for one product.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelIntent {
    /// The product; `None` when signals are of no product in particular, and each counts whole.
    pub model: Option<Model>,
    /// The decision value of each customer, as long as there are customers.
    pub decision: Vec<f64>,
}

impl ModelIntent {
    /// The Intent of all customers of `store` for `model`; `None` when there are no signals at all.
    #[must_use]
    pub fn compute(store: &SignalStore, model: Option<Model>, weights: &IntentWeights) -> Option<Self> {
        if store.is_empty() {
            return None;
        }
        let customers = 0..store.customer_count();
        let decision = |customer| decision(&activities(store.of(customer), model, weights), weights);
        Some(Self { model, decision: customers.into_par_iter().map(decision).collect() })
    }

    /// The Intent of `customer`, 0 to 100, not rounded; `None` for a customer that there is not.
    #[must_use]
    pub fn intent(&self, customer: usize) -> Option<f64> {
        self.decision.get(customer).copied().map(intent_of)
    }
}

/// Intent, 0 to 100, of a decision value.
#[must_use]
pub fn intent_of(decision: f64) -> f64 {
    100.0 / (1.0 + (-decision).exp())
}

/// Activity by kind, in the order of [`SignalKind::ALL`]: by the half-life of 30 days and by that of 90.
pub type Activities = [[f64; 2]; SignalKind::ALL.len()];

fn activities(signals: &[Signal], model: Option<Model>, weights: &IntentWeights) -> Activities {
    let mut activities = Activities::default();
    for signal in signals {
        let Some([days_30, days_90]) = activities.get_mut(signal.kind.index()) else { continue };
        let [left_30, left_90] = DECAY.of(signal.age);
        let worth = f64::from(signal.strength) * weights.relevance.of(signal.topics, model);
        *days_30 += worth * left_30;
        *days_90 += worth * left_90;
    }
    activities
}

/// The points of each kind.
fn points(activities: &Activities, weights: &IntentWeights) -> [f64; SignalKind::ALL.len()] {
    let mut points = [0.0; SignalKind::ALL.len()];
    for ((kind, [days_30, days_90]), points) in SignalKind::ALL.into_iter().zip(activities).zip(&mut points) {
        let weight = weights.of(kind);
        *points = weight.days_30.value() * days_30.ln_1p() + weight.days_90.value() * days_90.ln_1p();
    }
    points
}

pub(super) fn decision(activities: &Activities, weights: &IntentWeights) -> f64 {
    points(activities, weights).iter().fold(weights.constant.value(), |sum, points| sum + points)
}

/// Why an Intent is what it is. The constant and the parts' points, added in this order, are the decision value to
/// the last bit.
#[derive(Debug, Clone, PartialEq)]
pub struct IntentExplanation {
    /// The decision value without signals.
    pub constant: f64,
    /// The kinds with points, in the order of [`SignalKind::ALL`].
    pub parts: Vec<IntentPart>,
    /// The decision value.
    pub decision: f64,
    /// Intent, 0 to 100, not rounded.
    pub intent: f64,
}

/// What the signals of one kind bring.
#[derive(Debug, Clone, PartialEq)]
pub struct IntentPart {
    /// The kind.
    pub kind: SignalKind,
    /// What they add to the decision value; above 0.
    pub points: f64,
    /// Activity by the half-life of 30 days.
    pub activity_30: f64,
    /// Activity by the half-life of 90 days.
    pub activity_90: f64,
    /// How many there are of at most 30 days.
    pub within_30_days: u32,
    /// How many there are of at most 90 days, those of 30 included.
    pub within_90_days: u32,
    /// How many there are.
    pub count: u32,
    /// Of these, without a day.
    pub undated: u32,
    /// Age of the newest with a day, in days.
    pub newest_age: Option<u16>,
    /// Where they come from, each once: positions in [`SignalStore::origins`].
    pub origins: Vec<usize>,
}

impl IntentExplanation {
    /// The parts, those with the most points first.
    #[must_use]
    pub fn leading(&self) -> Vec<&IntentPart> {
        let mut parts: Vec<&IntentPart> = self.parts.iter().collect();
        parts.sort_by(|one, other| other.points.total_cmp(&one.points).then(one.kind.cmp(&other.kind)));
        parts
    }
}

/// Explains the Intent of `customer` for `model`; `None` when there are no signals at all.
#[must_use]
pub fn explain(
    store: &SignalStore,
    customer: usize,
    model: Option<Model>,
    weights: &IntentWeights,
) -> Option<IntentExplanation> {
    if store.is_empty() || customer >= store.customer_count() {
        return None;
    }
    let signals = store.of(customer);
    let activities = activities(signals, model, weights);
    let decision = decision(&activities, weights);
    let counts = |signal: &&Signal| weights.relevance.of(signal.topics, model) > 0.0;
    let all = SignalKind::ALL.into_iter().zip(&activities).zip(points(&activities, weights));
    let parts = all.filter(|(_, points)| *points > 0.0).map(|((kind, [activity_30, activity_90]), points)| {
        let own: Vec<&Signal> = signals.iter().filter(|signal| signal.kind == kind).filter(counts).collect();
        let dated = || own.iter().filter(|signal| !signal.origin.is_undated());
        let within = |days| count(dated().filter(|signal| signal.age <= days).count());
        let mut origins: Vec<usize> = own.iter().map(|signal| signal.origin.position()).collect();
        origins.sort_unstable();
        origins.dedup();
        IntentPart {
            kind,
            points,
            activity_30: *activity_30,
            activity_90: *activity_90,
            within_30_days: within(30),
            within_90_days: within(90),
            count: count(own.len()),
            undated: count(own.len() - dated().count()),
            newest_age: dated().map(|signal| signal.age).min(),
            origins,
        }
    });
    let parts = parts.collect();
    Some(IntentExplanation { constant: weights.constant.value(), parts, decision, intent: intent_of(decision) })
}

fn count(signals: usize) -> u32 {
    u32::try_from(signals).unwrap_or(u32::MAX)
}

/// The origins of a part, resolved.
impl IntentPart {
    /// Where its signals come from.
    pub fn origins_in<'a>(&'a self, store: &'a SignalStore) -> impl Iterator<Item = &'a SignalOrigin> {
        self.origins.iter().filter_map(|position| store.origins.get(*position))
    }
}
