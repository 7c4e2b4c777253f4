//! The logarithmic loss: minus the mean log of the probability given to what happened (I. J. Good, "Rational
//! decisions", 1952), in nats. Degenerate: nothing to judge has no loss; a probability of exactly 0 or 1 that is wrong
//! would cost infinitely much, so probabilities are kept 1e-15 away from both ends.

/// How close to 0 and 1 a probability may be.
const LEAST: f64 = 1e-15;

/// What one probability costs.
#[must_use]
pub fn loss(probability: f64, positive: bool) -> f64 {
    let kept = probability.clamp(LEAST, 1.0 - LEAST);
    if positive { -kept.ln() } else { -(-kept).ln_1p() }
}

/// The mean loss of `probabilities` against `positive`, which are as long.
#[must_use]
pub fn log_loss(probabilities: &[f64], positive: &[bool]) -> Option<f64> {
    let losses = probabilities.iter().zip(positive).map(|(probability, is)| loss(*probability, *is));
    (!probabilities.is_empty()).then(|| losses.sum::<f64>() / probabilities.len() as f64)
}
