//! Quantiles of the standard normal distribution: the square of a normal is chi-square of one degree. Degenerate: a
//! probability of 0 or 1 or outside has none.

use crate::support::statistics::chi_square;

/// The value that a standard normal variable stays below with `probability`.
#[must_use]
pub fn quantile(probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let both_sides = chi_square::quantile((2.0 * probability - 1.0).abs(), 1)?.sqrt();
    Some(if probability < 0.5 { -both_sides } else { both_sides })
}
