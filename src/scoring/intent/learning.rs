//! The weights of Intent learnt from won and lost deals.
//!
//! Computes the mode of a logistic regression of won against `ln(1 + A_30)` and `ln(1 + A_90)` of each kind, as they
//! were on the day the deal was opened. The prior of each weight is normal around `c` times its default, with
//! precision 4 when the feature has a standard deviation of 1; `c`, one scale for all, is free; no weight is below 0.
//!
//! Source: the project's method (scoring.md 2); projected Newton after Bertsekas, "Projected Newton methods for
//! optimization problems with simple constraints" (1982). Constants: precision 4 (`PRECISION`) lets about 100 deals
//! speak as loudly as the defaults; fewer than 30 wins or losses ([`FEWEST`]) say nothing of 36 weights (100 outcomes
//! without a prior lowered the AUC from .78 to .68).
//!
//! Edges: a feature that never varies among the deals keeps its default times `c`; signals without a day, or after
//! the day the deal was opened, take no part, since they may be its result; deals without a day or a product known are
//! left out. The constant of Intent stays: how many deals are won says nothing of customers without signals. What is
//! learnt is a candidate, for the champion gate to judge on later deals.

use crate::domain::Date;
use crate::domain::intent_weights::{Factor, IntentWeights, KindWeight, SignalKind};
use crate::domain::model::Model;
use crate::portfolio::events::Signals;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::feedback::products::model_of;
use crate::scoring::intent::activity::{Activities, decision, left_after};
use crate::scoring::intent::reported::{Meanings, distinct_rows, strength};
use crate::scoring::intent::{OLDEST_DAYS, days_between};

/// Wins, and losses, that it takes.
pub const FEWEST: usize = 30;
/// Precision of a standardised weight's prior.
const PRECISION: f64 = 4.0;
/// Newton steps at most; ten are usual.
const MOST_STEPS: usize = 200;
/// Features: two half-lives a kind.
const FEATURES: usize = 2 * SignalKind::ALL.len();

/// A closed deal and what was known of its customer when it was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct DealActivity {
    /// Activity by kind, in the order of [`SignalKind::ALL`], by the half-lives of 30 and 90 days.
    pub activity: [[f64; 2]; SignalKind::ALL.len()],
    /// The day it was opened, else closed.
    pub day: Date,
    /// Whether it was won.
    pub won: bool,
    /// Whose it was.
    pub customer: CustomerIndex,
    /// The model of its product.
    pub model: Model,
}

/// The decision value of Intent at such activity, by `weights`.
#[must_use]
pub fn decision_of(activity: &Activities, weights: &IntentWeights) -> f64 {
    decision(activity, weights)
}

/// Fewer deals than can teach anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{wins} wins and {losses} losses: at least {FEWEST} of each are needed")]
pub struct TooFew {
    /// Deals won.
    pub wins: usize,
    /// Deals lost.
    pub losses: usize,
}

/// Learnt weights, not yet judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The weights; all but those of kinds are the defaults'.
    pub weights: IntentWeights,
    /// What the log-odds of winning are without any signal.
    pub level: f64,
    /// How many times the defaults the prior's centre is.
    pub scale: f64,
    /// Deals learnt from.
    pub deals: usize,
}

impl Candidate {
    /// The log-odds of winning a deal.
    #[must_use]
    pub fn log_odds(&self, deal: &DealActivity) -> f64 {
        let features = features(&deal.activity);
        let weights = flat(&self.weights);
        weights.iter().zip(&features).fold(self.level, |sum, (weight, feature)| sum + weight * feature)
    }
}

/// The closed deals of `portfolio` whose day and product are known, in the order of the report.
#[must_use]
pub fn deal_activities(portfolio: &Portfolio, weights: &IntentWeights) -> Vec<DealActivity> {
    let (Some(outcomes), Some(signals)) = (&portfolio.outcomes, &portfolio.signals) else { return Vec::new() };
    let meanings = Meanings::of(&portfolio.texts, signals);
    let rows = distinct_rows(signals, weights.ordinary_strength.value());
    let customer_of = |row: &usize| signals.customer.get(*row).copied();
    let deals = outcomes.customer.iter().enumerate().filter_map(|(at, customer)| {
        let won = outcomes.won.get(at).copied().flatten()?;
        let opened = outcomes.opened.get(at).copied().flatten();
        let day = opened.or_else(|| outcomes.closed.get(at).copied().flatten())?;
        let model = model_of(portfolio.texts.text(*outcomes.product.get(at)?))?;
        let start = rows.partition_point(|row| customer_of(row) < Some(*customer));
        let own = rows.get(start..)?.iter().take_while(|row| customer_of(row) == Some(*customer));
        let mut activity = Activities::default();
        for row in own {
            add(&mut activity, (signals, *row), &meanings, (model, day), weights);
        }
        Some(DealActivity { activity, day, won, customer: *customer, model })
    });
    deals.collect()
}

/// Adds the signal at a row to `activity`, if it was there on `day`.
fn add(
    activity: &mut Activities,
    (signals, row): (&Signals, usize),
    meanings: &Meanings,
    (model, day): (Model, Date),
    weights: &IntentWeights,
) {
    let Some(seen) = signals.day.get(row).copied().flatten() else { return };
    let Some(age) = u16::try_from(days_between(seen, day)).ok().filter(|age| *age <= OLDEST_DAYS) else { return };
    let strength = strength(signals, row).map_or(1.0, |strength| strength / weights.ordinary_strength.value());
    if !(strength.is_finite() && strength > 0.0) {
        return;
    }
    let worth = strength * weights.relevance.of(meanings.topics(signals, row), Some(model));
    let Some(own) = activity.get_mut(meanings.kind(signals, row).index()) else { return };
    for (sum, left) in own.iter_mut().zip(left_after(age)) {
        *sum += worth * left;
    }
}

/// The weights that `deals` teach.
///
/// # Errors
/// [`TooFew`] below 30 wins or 30 losses.
pub fn learn_weights(deals: &[DealActivity], defaults: &IntentWeights) -> Result<Candidate, TooFew> {
    let wins = deals.iter().filter(|deal| deal.won).count();
    let losses = deals.len() - wins;
    if wins < FEWEST || losses < FEWEST {
        return Err(TooFew { wins, losses });
    }
    let problem = Problem::new(deals, defaults);
    let found = problem.minimise();
    let scale = if problem.has_scale { found.get(1).copied().unwrap_or(1.0) } else { 1.0 };
    let mut learnt: Vec<f64> = flat(defaults).iter().map(|weight| scale * weight).collect();
    let mut level = found.first().copied().unwrap_or(0.0);
    for (column, standardised) in problem.columns.iter().zip(found.iter().skip(2)) {
        let weight = standardised / column.deviation;
        level -= weight * column.mean;
        if let Some(slot) = learnt.get_mut(column.feature) {
            *slot = weight;
        }
    }
    let mut weights = defaults.clone();
    for (kind, pair) in SignalKind::ALL.into_iter().zip(learnt.chunks_exact(2)) {
        let factor = |at: usize| Factor::new(pair.get(at).copied().unwrap_or(0.0).max(0.0)).unwrap_or_default();
        weights.kinds.insert(kind, KindWeight { days_30: factor(0), days_90: factor(1) });
    }
    Ok(Candidate { weights, level, scale, deals: deals.len() })
}

fn features(activity: &Activities) -> [f64; FEATURES] {
    let mut features = [0.0; FEATURES];
    for (feature, activity) in features.iter_mut().zip(activity.as_flattened()) {
        *feature = activity.ln_1p();
    }
    features
}

/// The weights in the order of the features.
fn flat(weights: &IntentWeights) -> Vec<f64> {
    let of_kind = |kind| {
        let KindWeight { days_30, days_90 } = weights.of(kind);
        [days_30.value(), days_90.value()]
    };
    SignalKind::ALL.into_iter().flat_map(of_kind).collect()
}

/// A feature that varies, standardised.
struct Column {
    feature: usize,
    mean: f64,
    deviation: f64,
    /// The standardised default weight.
    default: f64,
    values: Vec<f64>,
}

/// What is minimised, over the level, the scale and the standardised weights in this order.
struct Problem {
    columns: Vec<Column>,
    won: Vec<bool>,
    /// Whether any default is above 0, so that there is something to scale.
    has_scale: bool,
}

impl Problem {
    fn new(deals: &[DealActivity], defaults: &IntentWeights) -> Self {
        let rows: Vec<[f64; FEATURES]> = deals.iter().map(|deal| features(&deal.activity)).collect();
        let count = rows.len() as f64;
        let columns = flat(defaults).into_iter().enumerate().filter_map(|(feature, default)| {
            let raw: Vec<f64> = rows.iter().filter_map(|row| row.get(feature).copied()).collect();
            let mean = raw.iter().sum::<f64>() / count;
            let variance = raw.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
            let deviation = variance.sqrt();
            let values = raw.iter().map(|value| (value - mean) / deviation).collect();
            // Below this a feature differs only by rounding.
            (deviation > 1e-9).then_some(Column { feature, mean, deviation, default: default * deviation, values })
        });
        let columns: Vec<Column> = columns.collect();
        let has_scale = columns.iter().any(|column| column.default > 0.0);
        Self { columns, won: deals.iter().map(|deal| deal.won).collect(), has_scale }
    }

    /// The log-odds of each deal.
    fn log_odds(&self, at: &[f64]) -> Vec<f64> {
        let mut odds = vec![at.first().copied().unwrap_or(0.0); self.won.len()];
        for (column, weight) in self.columns.iter().zip(at.iter().skip(2)) {
            odds.iter_mut().zip(&column.values).for_each(|(odds, value)| *odds += weight * value);
        }
        odds
    }

    /// How far each standardised weight is from the prior's centre.
    fn distances(&self, at: &[f64]) -> Vec<f64> {
        let scale = at.get(1).copied().unwrap_or(1.0);
        self.columns.iter().zip(at.iter().skip(2)).map(|(column, weight)| weight - scale * column.default).collect()
    }

    fn cost(&self, at: &[f64]) -> f64 {
        let loss = |(odds, won): (f64, &bool)| {
            let against = if *won { -odds } else { odds };
            // ln(1 + e^x), without e^x becoming endless.
            against.max(0.0) + (-against.abs()).exp().ln_1p()
        };
        let prior: f64 = self.distances(at).iter().map(|distance| distance * distance).sum();
        self.log_odds(at).into_iter().zip(&self.won).map(loss).sum::<f64>() + PRECISION / 2.0 * prior
    }

    fn slope_and_curvature(&self, at: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let chances: Vec<f64> = self.log_odds(at).into_iter().map(|odds| 1.0 / (1.0 + (-odds).exp())).collect();
        let errors: Vec<f64> =
            chances.iter().zip(&self.won).map(|(chance, won)| chance - f64::from(u8::from(*won))).collect();
        let spread: Vec<f64> = chances.iter().map(|chance| chance * (1.0 - chance)).collect();
        let distances = self.distances(at);
        let defaults = || self.columns.iter().map(|column| column.default);
        let fixed = if self.has_scale { 0.0 } else { 1.0 };
        let pull: f64 = distances.iter().zip(defaults()).map(|(distance, default)| distance * default).sum();
        let mut slope = vec![errors.iter().sum(), -PRECISION * pull];
        slope.extend(
            self.columns.iter().zip(&distances).map(|(column, d)| dot(&column.values, &errors) + PRECISION * d),
        );
        let weighted: Vec<Vec<f64>> =
            self.columns.iter().map(|column| column.values.iter().zip(&spread).map(|(v, s)| v * s).collect()).collect();
        // One row a variable; the scale meets only the prior.
        let mut level = vec![spread.iter().sum(), 0.0];
        level.extend(weighted.iter().map(|column| column.iter().sum::<f64>()));
        let mut scale = vec![0.0, PRECISION * defaults().map(|default| default * default).sum::<f64>() + fixed];
        scale.extend(defaults().map(|default| -PRECISION * default));
        let mut curvature = vec![level, scale];
        for (at, (column, own)) in self.columns.iter().zip(&weighted).enumerate() {
            let mut row = vec![own.iter().sum(), -PRECISION * column.default];
            row.extend(
                self.columns
                    .iter()
                    .enumerate()
                    .map(|(other, column)| dot(own, &column.values) + if other == at { PRECISION } else { 0.0 }),
            );
            curvature.push(row);
        }
        (slope, curvature)
    }

    /// The least cost with scale and weights not below 0.
    fn minimise(&self) -> Vec<f64> {
        let mut at = vec![0.0, 1.0];
        at.extend(self.columns.iter().map(|column| column.default));
        let mut cost = self.cost(&at);
        for _ in 0..MOST_STEPS {
            let (slope, curvature) = self.slope_and_curvature(&at);
            // What stands at 0 and would go below stays there for this step.
            let is_free = |index: usize| {
                let is_bound = at.get(index).is_some_and(|value| *value <= 0.0) && slope.get(index) > Some(&0.0);
                index == 0 || !is_bound
            };
            let free: Vec<usize> = (0..at.len()).filter(|index| is_free(*index)).collect();
            let of_free: Vec<f64> = free.iter().filter_map(|index| slope.get(*index).copied()).collect();
            if of_free.iter().all(|slope| slope.abs() < 1e-9) {
                break;
            }
            let Some(step) = newton_step(&free, &of_free, &curvature) else { break };
            let Some((next, lower)) = self.shorten(&at, cost, &free, &step) else { break };
            at = next;
            cost = lower;
        }
        at
    }

    /// The longest of the halved steps that lowers the cost; `None` when none does.
    fn shorten(&self, at: &[f64], cost: f64, free: &[usize], step: &[f64]) -> Option<(Vec<f64>, f64)> {
        let mut share = 1.0;
        for _ in 0..60 {
            let mut next = at.to_vec();
            for (index, step) in free.iter().zip(step) {
                if let Some(value) = next.get_mut(*index) {
                    let moved = *value - share * step;
                    *value = if *index == 0 { moved } else { moved.max(0.0) };
                }
            }
            let lower = self.cost(&next);
            if lower < cost {
                return Some((next, lower));
            }
            share /= 2.0;
        }
        None
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The Newton step of the `free` variables, by Cholesky's factors; `None` when the curvature is not positive.
fn newton_step(free: &[usize], slope: &[f64], curvature: &[Vec<f64>]) -> Option<Vec<f64>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(free.len());
    for (at, row) in free.iter().enumerate() {
        let full = curvature.get(*row)?;
        let mut own: Vec<f64> = Vec::with_capacity(at + 1);
        for (before, column) in free.iter().take(at + 1).enumerate() {
            // A trace on the diagonal keeps nearly equal features apart.
            let value = full.get(*column)? + if before == at { 1e-9 } else { 0.0 };
            if before == at {
                own.push(Some(value - dot(&own, &own)).filter(|square| *square > 0.0)?.sqrt());
            } else {
                let other = factor.get(before)?;
                own.push((value - dot(&own, other.get(..before)?)) / other.get(before)?);
            }
        }
        factor.push(own);
    }
    let mut step: Vec<f64> = Vec::with_capacity(free.len());
    for (at, row) in factor.iter().enumerate() {
        step.push((slope.get(at)? - dot(&step, row.get(..at)?)) / row.get(at)?);
    }
    for at in (0..step.len()).rev() {
        let below: f64 = (at + 1..step.len()).filter_map(|row| Some(factor.get(row)?.get(at)? * step.get(row)?)).sum();
        let value = (step.get(at)? - below) / factor.get(at)?.get(at)?;
        *step.get_mut(at)? = value;
    }
    Some(step)
}

#[cfg(test)]
mod tests;
