//! The population stability index: how far the shares of bins have moved from one month to another, the symmetric
//! divergence sum (new - old) ln(new / old) (H. Jeffreys, 1946; as a credit-scoring index, D. Wu and D. Olson, 2010).
//!
//! By chance alone it is about chi-square with one degree fewer than bins, times (1/old + 1/new) (B. Yurdakul, 2018):
//! with 100 customers and ten bins .17 on the average. So a change counts only above both the customary .10 (.25 is a
//! strong one) and that distribution's 99 percent bound. Degenerate: fewer than two filled bins, or an empty month,
//! have no index. Every bin is given half a row more, so that a bin that is empty in one month is not infinite.

use crate::support::statistics::chi_square;

/// From here a change is worth a look.
pub const NOTABLE: f64 = 0.10;
/// From here it is a strong one.
pub const STRONG: f64 = 0.25;
/// How sure it must be that it is no chance.
const SURE: f64 = 0.99;
/// What every bin is given, for the empty ones.
const HALF: f64 = 0.5;

/// A change between two months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// The index, from 0.
    pub index: f64,
    /// What chance alone passes in one of a hundred months.
    pub bound: f64,
    /// How many bins were compared.
    pub bins: u32,
}

/// How much a change means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Small, or no more than chance.
    None,
    /// Above .10 and above chance.
    Notable,
    /// Above .25 and above chance.
    Strong,
}

impl Stability {
    /// What the change means.
    #[must_use]
    pub fn change(&self) -> Change {
        match self.index {
            index if index <= self.bound || index <= NOTABLE => Change::None,
            index if index <= STRONG => Change::Notable,
            _ => Change::Strong,
        }
    }
}

/// The stability of bins, each with its count in the old and in the new month. Bins empty in both do not count.
#[must_use]
pub fn stability(bins: &[(u64, u64)]) -> Option<Stability> {
    let filled: Vec<(f64, f64)> =
        bins.iter().filter(|(old, new)| old + new > 0).map(|(old, new)| (*old as f64, *new as f64)).collect();
    let count = u32::try_from(filled.len()).ok()?;
    let (old, new) = filled.iter().fold((0.0, 0.0), |(old, new), bin| (old + bin.0, new + bin.1));
    if count < 2 || old <= 0.0 || new <= 0.0 {
        return None;
    }
    let added = HALF * f64::from(count);
    let index = filled.iter().map(|bin| {
        let (before, after) = ((bin.0 + HALF) / (old + added), (bin.1 + HALF) / (new + added));
        (after - before) * (after / before).ln()
    });
    let bound = chi_square::quantile(SURE, count - 1)? * (1.0 / old + 1.0 / new);
    Some(Stability { index: index.sum(), bound, bins: count })
}
