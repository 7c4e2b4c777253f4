//! Whether models that are kept still fit: what has moved in the data, and what deals were closed, since they were fitted.
//!
//! A card holds how many customers stood in each of its bins. Their shares are held against those of today by the
//! population stability index with its chance bound ([`crate::support::statistics::stability`]), over the customers that
//! a card would learn from now, in tenths as months are compared ([`crate::scoring::drift::bins`]). Deals count from the number on that can judge models: fewer could teach them nothing
//! that is not chance.

use crate::domain::Date;
use crate::scoring::engine::outcomes::Evidences;
use crate::scoring::feedback::ENOUGH;
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::Attribute;
use crate::support::statistics::stability::Stability;

/// How many groups the bins of a number are compared in: with one a value, chance alone would hide any change.
const TENTHS: u64 = 10;
/// Levels with fewer customers at both times together share a group.
const FEW: u64 = 10;

/// The customers of an attribute's bins when it was fitted and `now`: neighbours of a number in tenths of both, rare levels
/// of a category together, "missing" and what the fit never saw apart.
pub(super) fn compared(attribute: &Attribute, now: &[u64]) -> Vec<(u64, u64)> {
    let bins: Vec<(u64, u64)> = attribute.rows.iter().copied().chain([0]).zip(now.iter().copied()).collect();
    let (levels, others) = bins.split_at_checked(attribute.bins.levels()).unwrap_or((&bins, &[]));
    let mut groups: Vec<(u64, u64)> = Vec::new();
    match &attribute.bins {
        Bins::Numbers { .. } => {
            let all: u64 = levels.iter().map(|(old, new)| old + new).sum();
            let mut before = 0;
            for (old, new) in levels {
                // By where the bin begins, so that a heavy value does not share its group with the next.
                let group = (before * TENTHS / all.max(1)).min(TENTHS - 1) as usize;
                groups.resize(groups.len().max(group + 1), (0, 0));
                if let Some(sum) = groups.get_mut(group) {
                    *sum = (sum.0 + old, sum.1 + new);
                }
                before += old + new;
            }
        }
        Bins::Words { .. } => {
            let (rare, frequent): (Vec<_>, Vec<_>) = levels.iter().partition(|(old, new)| old + new < FEW);
            groups = frequent;
            groups.push(rare.iter().fold((0, 0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1)));
        }
    }
    groups.extend(others);
    groups
}

/// What has moved since models were fitted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Freshness {
    /// The day of the data that they were fitted to.
    pub fitted_as_of: Option<Date>,
    /// The columns that have moved by more than chance, the most moved first.
    pub moved: Vec<(String, Stability)>,
    /// Deals won since that day.
    pub wins: u32,
    /// Deals lost since that day.
    pub losses: u32,
}

impl Freshness {
    pub(super) fn of(
        fitted_as_of: Option<Date>,
        moved: Vec<(String, Stability)>,
        evidences: Option<&Evidences>,
    ) -> Self {
        let (wins, losses) = evidences.map_or((0, 0), |evidences| evidences.closed_after(fitted_as_of));
        Self { fitted_as_of, moved, wins, losses }
    }

    /// Whether it is worth fitting anew.
    #[must_use]
    pub fn is_refit_due(&self) -> bool {
        !self.moved.is_empty() || self.has_enough_deals()
    }

    /// Whether enough deals were closed since to judge models by.
    #[must_use]
    pub fn has_enough_deals(&self) -> bool {
        self.wins >= ENOUGH && self.losses >= ENOUGH
    }
}
