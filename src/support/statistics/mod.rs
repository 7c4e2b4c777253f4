//! Figures about numbers and outcomes, one statistic a file. Pure: no state, no randomness, sums in the given order.
//!
//! Each file names its source and says what it answers where there is nothing to compute: `None`, never a number that
//! looks like one.

pub mod auc;
pub mod beta;
pub mod brier;
pub mod calibration;
pub mod chi_square;
mod gamma;
pub mod kappa;
pub mod lift;
pub mod log_loss;
pub mod normal;
mod quantile;
pub mod ranks;
pub mod spearman;
pub mod stability;
#[cfg(test)]
mod tests;

/// The logistic function: a log-odds as a probability. Does not overflow.
#[must_use]
pub fn sigmoid(log_odds: f64) -> f64 {
    if log_odds >= 0.0 {
        1.0 / (1.0 + (-log_odds).exp())
    } else {
        let odds = log_odds.exp();
        odds / (1.0 + odds)
    }
}

/// The log-odds of a probability; infinite at 0 and 1.
#[must_use]
pub fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}
