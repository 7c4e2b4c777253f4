//! The chance of winning: P(win) = sigmoid(a + b1 D_fit + b2 D_intent), fitted to closed deals.
//!
//! Platt's scaling of two scores (J. Platt, 1999) with normal priors, at the mode of the posterior. b1 ~ N(1, .5^2):
//! Fit is meant to be a log-likelihood ratio, so its odds should count once. b2 ~ N(.5, .5^2): signals overlap and are
//! only about half as good as they say. a ~ N(0, 10^2), at typical scores: as good as free, but finite when all deals
//! were won.
//!
//! Missing: a score that is not known counts as the mean of those that are, so that it moves nothing. A score that no
//! deal has takes no part at all. Without a deal that has a score, or with wins or losses only of no deal, there is
//! nothing to fit.

use crate::support::statistics::sigmoid;
use serde::{Deserialize, Serialize};

/// Prior means of a, b1, b2.
const PRIOR: [f64; 3] = [0.0, 1.0, 0.5];
/// Prior precisions: 1 / 10^2, 1 / .5^2, 1 / .5^2.
const PRECISION: [f64; 3] = [0.01, 4.0, 4.0];
/// Newton steps; about six are needed.
const STEPS: u32 = 60;

/// A closed deal, as the chance is fitted to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Log-odds of Fit.
    pub fit: Option<f64>,
    /// Log-odds of Intent.
    pub intent: Option<f64>,
    /// Whether it was won.
    pub won: bool,
}

/// A fitted chance of winning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// a: the log-odds of winning where both log-odds are 0.
    pub level: f64,
    /// b1: how much Fit counts.
    pub fit_weight: f64,
    /// b2: how much Intent counts.
    pub intent_weight: f64,
    /// What a customer without Fit is taken for; `None` when no deal had one, and then Fit takes no part.
    pub typical_fit: Option<f64>,
    /// What a customer without Intent is taken for; `None` when no deal had one, and then Intent takes no part.
    pub typical_intent: Option<f64>,
    /// How many deals it was fitted to.
    pub deals: u32,
}

impl Calibration {
    /// Fits the chance to `deals`; those without any score are passed over. `None` when none is left.
    #[must_use]
    pub fn fit(deals: &[Evidence]) -> Option<Self> {
        let known: Vec<Evidence> =
            deals.iter().copied().filter(|deal| deal.fit.is_some() || deal.intent.is_some()).collect();
        let typical_fit = mean(known.iter().filter_map(|deal| deal.fit));
        let typical_intent = mean(known.iter().filter_map(|deal| deal.intent));
        let away =
            |value: Option<f64>, typical: Option<f64>| value.zip(typical).map_or(0.0, |(v, typical)| v - typical);
        let rows: Vec<([f64; 3], f64)> = known
            .iter()
            .map(|deal| {
                let row = [1.0, away(deal.fit, typical_fit), away(deal.intent, typical_intent)];
                (row, f64::from(u8::from(deal.won)))
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let [level, fit_weight, intent_weight] = mode(&rows);
        let moved = fit_weight * typical_fit.unwrap_or(0.0) + intent_weight * typical_intent.unwrap_or(0.0);
        let deals = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Some(Self { level: level - moved, fit_weight, intent_weight, typical_fit, typical_intent, deals })
    }

    /// The log-odds of winning; `None` for a customer of whom nothing is known that takes part.
    #[must_use]
    pub fn log_odds(&self, fit: Option<f64>, intent: Option<f64>) -> Option<f64> {
        let fit_counts = fit.filter(|_| self.typical_fit.is_some());
        let intent_counts = intent.filter(|_| self.typical_intent.is_some());
        if fit_counts.is_none() && intent_counts.is_none() {
            return None;
        }
        let fit = fit_counts.or(self.typical_fit).unwrap_or(0.0);
        let intent = intent_counts.or(self.typical_intent).unwrap_or(0.0);
        Some(self.level + self.fit_weight * fit + self.intent_weight * intent)
    }

    /// The chance of winning, 0 to 1; `None` as for [`Self::log_odds`].
    #[must_use]
    pub fn probability(&self, fit: Option<f64>, intent: Option<f64>) -> Option<f64> {
        self.log_odds(fit, intent).map(sigmoid)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// The mode of the posterior, by Newton steps that are halved until they help.
fn mode(rows: &[([f64; 3], f64)]) -> [f64; 3] {
    let mut weights = PRIOR;
    let mut now = penalised_loss(rows, weights);
    for _ in 0..STEPS {
        let (mut slope, mut curvature) = ([0.0; 3], [[0.0; 3]; 3]);
        for (index, ((weight, prior), precision)) in weights.iter().zip(PRIOR).zip(PRECISION).enumerate() {
            if let (Some(slope), Some(own)) =
                (slope.get_mut(index), curvature.get_mut(index).and_then(|row| row.get_mut(index)))
            {
                *slope = -precision * (weight - prior);
                *own = precision;
            }
        }
        for (row, won) in rows {
            let chance = sigmoid(product(*row, weights));
            for ((x, slope), curved) in row.iter().zip(&mut slope).zip(&mut curvature) {
                *slope += (won - chance) * x;
                for (y, curved) in row.iter().zip(curved) {
                    *curved += chance * (1.0 - chance) * x * y;
                }
            }
        }
        let step = solve(curvature, slope);
        let mut length = 1.0;
        let mut next = moved(weights, step, length);
        while penalised_loss(rows, next) > now && length > 1e-9 {
            length /= 2.0;
            next = moved(weights, step, length);
        }
        weights = next;
        now = penalised_loss(rows, weights);
        if step.iter().all(|part| part.abs() < 1e-10) {
            break;
        }
    }
    weights
}

fn product(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn moved(from: [f64; 3], step: [f64; 3], length: f64) -> [f64; 3] {
    [from[0] + length * step[0], from[1] + length * step[1], from[2] + length * step[2]]
}

fn penalised_loss(rows: &[([f64; 3], f64)], weights: [f64; 3]) -> f64 {
    let penalty: f64 =
        weights.iter().zip(PRIOR).zip(PRECISION).map(|((w, prior), precision)| precision * (w - prior).powi(2)).sum();
    let loss = |(row, won): &([f64; 3], f64)| {
        let odds = product(*row, weights);
        odds.max(0.0) + (-odds.abs()).exp().ln_1p() - won * odds
    };
    penalty / 2.0 + rows.iter().map(loss).sum::<f64>()
}

/// Solves a symmetric positive definite system of three by Cholesky's factors. The priors keep it definite.
fn solve(m: [[f64; 3]; 3], right: [f64; 3]) -> [f64; 3] {
    let a = m[0][0].sqrt();
    let (b, c) = (m[1][0] / a, m[2][0] / a);
    let d = (m[1][1] - b * b).sqrt();
    let e = (m[2][1] - c * b) / d;
    let f = (m[2][2] - c * c - e * e).sqrt();
    let x = right[0] / a;
    let y = (right[1] - b * x) / d;
    let z = (right[2] - c * x - e * y) / f;
    let third = z / f;
    let second = (y - e * third) / d;
    [(x - b * second - c * third) / a, second, third]
}
