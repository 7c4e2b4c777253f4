//! Fit: an empirical-Bayes additive scorecard.
//!
//! A table and its owners ([`fit`]) become bins ([`bins`], [`attributes`], [`leaks`]), codes ([`design`]), coefficients
//! ([`solve`], which also fits other targets) and a table of points ([`card`]).

pub mod attributes;
pub mod bins;
pub mod card;
pub mod design;
pub mod fit;
pub mod fitted;
pub mod folds;
pub mod histogram;
pub mod leaks;
pub mod matrix;
pub mod pair_search;
pub mod pairs;
pub mod prior;
pub mod quarters;
pub mod reasons;
pub mod rule_prior;
pub mod shared;
pub mod solve;
pub mod supplied;
pub mod surface;
pub mod surface_fit;

#[cfg(test)]
mod tests;
