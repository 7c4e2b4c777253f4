//! What closed deals say of the scores: won or lost against Fit, Intent and cluster.
//!
//! From the Outcomes report to labelled deals (`deals`), joined to log-odds (`decision`), a chance of winning
//! (`calibrate`), how good all that is (`quality`), whether another model is better (`challenge`, `champion`, `shelf`), and how far
//! our scores agree with a file's (`agreement`).

pub mod agreement;
pub mod calibrate;
pub mod challenge;
pub mod champion;
pub mod conversion;
pub mod deals;
pub mod decision;
pub mod evaluation;
pub mod products;
pub mod quality;
pub mod shelf;
#[cfg(test)]
mod tests;

/// Below so many wins, or so many losses, nothing is judged: an AUC of 20 against 20 still has an interval of about
/// .35 from end to end.
pub const ENOUGH: u32 = 20;
