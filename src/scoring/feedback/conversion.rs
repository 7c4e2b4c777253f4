//! How often deals are won, of few deals drawn towards all: (wins + 10 x overall rate) / (deals + 10).
//!
//! The mean of a Beta distribution that starts as ten deals of the overall rate (I. J. Good, 1965), and its 90 percent
//! interval. Ten is what scoring deals of one cell needs to be trusted half. Degenerate: without any deal at all there
//! is no overall rate; where all were won or all lost, the interval has no width.

use crate::support::statistics::beta;
use serde::Serialize;

/// How many deals of the overall rate each group starts with.
const PRIOR_DEALS: f64 = 10.0;

/// The deals of one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Conversion {
    /// Deals won.
    pub wins: u32,
    /// Deals lost.
    pub losses: u32,
    /// The drawn rate, 0 to 1.
    pub rate: f64,
    /// Its 90 percent interval.
    pub interval: [f64; 2],
}

/// The conversion of `groups` groups; each deal is a group's position and whether it was won. Deals of no group count
/// for the overall rate only. `None` without a deal.
#[must_use]
pub fn by_group<const N: usize>(deals: &[(Option<usize>, bool)]) -> Option<[Conversion; N]> {
    let all_wins = deals.iter().filter(|(_, won)| *won).count() as f64;
    let overall = all_wins / deals.len() as f64;
    if deals.is_empty() {
        return None;
    }
    let mut counts = [(0_u32, 0_u32); N];
    for (group, won) in deals {
        let Some((wins, losses)) = group.and_then(|group| counts.get_mut(group)) else { continue };
        if *won { *wins += 1 } else { *losses += 1 }
    }
    Some(counts.map(|(wins, losses)| {
        let (a, b) = (f64::from(wins) + PRIOR_DEALS * overall, f64::from(losses) + PRIOR_DEALS * (1.0 - overall));
        let rate = a / (a + b);
        let end = |probability| beta::quantile(probability, a, b).unwrap_or(rate);
        Conversion { wins, losses, rate, interval: [end(0.05), end(0.95)] }
    }))
}
