//! Fit: an empirical-Bayes additive scorecard.

pub mod design;
pub mod fitted;
pub mod histogram;
pub mod matrix;
pub mod prior;
pub mod solve;
