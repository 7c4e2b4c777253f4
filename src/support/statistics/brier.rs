//! The Brier score: the mean squared distance of a probability from what happened (G. W. Brier, "Verification of
//! forecasts expressed in terms of probability", 1950; the form for two outcomes). 0 is best, .25 is what "one in two"
//! for all gets. Degenerate: nothing to judge has no score.

/// The Brier score of `probabilities` against `positive`, which are as long.
#[must_use]
pub fn brier(probabilities: &[f64], positive: &[bool]) -> Option<f64> {
    let distances = probabilities.iter().zip(positive).map(|(p, is)| (p - f64::from(u8::from(*is))).powi(2));
    (!probabilities.is_empty()).then(|| distances.sum::<f64>() / probabilities.len() as f64)
}
