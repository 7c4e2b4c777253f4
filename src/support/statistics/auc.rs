//! The area under the ROC curve: how probable it is that a positive scores above a negative, a tie counting half.
//!
//! Variance: E. DeLong, D. DeLong, D. Clarke-Pearson, Biometrics 44 (1988), computed by ranks as X. Sun and W. Xu
//! (IEEE Signal Processing Letters 21, 2014) do. Degenerate: without a positive or without a negative there is no AUC;
//! with only one of either there is no variance; where all positives score above all negatives, DeLong's variance is 0
//! and the interval has no width.

use crate::support::statistics::normal;
use crate::support::statistics::ranks::mid_ranks;

/// An AUC and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Auc {
    /// The area, 0 to 1; .5 is chance.
    pub area: f64,
    /// DeLong's standard error; `None` with fewer than two positives or negatives.
    pub standard_error: Option<f64>,
}

impl Auc {
    /// The 95 percent interval, within 0 to 1; `None` where the standard error is not known.
    #[must_use]
    pub fn interval(&self) -> Option<[f64; 2]> {
        let half = normal::quantile(0.975)? * self.standard_error?;
        Some([(self.area - half).max(0.0), (self.area + half).min(1.0)])
    }
}

/// The AUC of `scores` against `positive`, which are as long.
#[must_use]
pub fn auc(scores: &[f64], positive: &[bool]) -> Option<Auc> {
    let of = |wanted: bool| -> Vec<f64> {
        scores.iter().zip(positive).filter(|(_, is)| **is == wanted).map(|(score, _)| *score).collect()
    };
    let (positives, negatives) = (of(true), of(false));
    if positives.is_empty() || negatives.is_empty() {
        return None;
    }
    let (m, n) = (positives.len() as f64, negatives.len() as f64);
    let among_all = mid_ranks(&[positives.as_slice(), negatives.as_slice()].concat());
    let (of_positives, of_negatives) = among_all.split_at(positives.len());
    // The share of negatives below each positive, and of positives above each negative.
    let above: Vec<f64> = of_positives.iter().zip(mid_ranks(&positives)).map(|(all, own)| (all - own) / n).collect();
    let below: Vec<f64> =
        of_negatives.iter().zip(mid_ranks(&negatives)).map(|(all, own)| 1.0 - (all - own) / m).collect();
    let area = above.iter().sum::<f64>() / m;
    let variance = variance(&above).zip(variance(&below)).map(|(positive, negative)| positive / m + negative / n);
    Some(Auc { area, standard_error: variance.map(f64::sqrt) })
}

fn variance(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.len() > 1).then(|| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0))
}
