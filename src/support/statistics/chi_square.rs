//! Quantiles of the chi-square distribution (K. Pearson, 1900), by halving its distribution function. Degenerate: no
//! degree of freedom, or a probability outside 0 to 1, has no quantile; 1 is reached only at infinity.

use crate::support::statistics::gamma::lower_share;
use crate::support::statistics::quantile::halve;

/// The value that a chi-square variable of `freedom` degrees stays below with `probability`.
#[must_use]
pub fn quantile(probability: f64, freedom: u32) -> Option<f64> {
    if freedom == 0 || !(0.0..1.0).contains(&probability) {
        return None;
    }
    let half = f64::from(freedom) / 2.0;
    let share = |value: f64| lower_share(half, value / 2.0);
    let mut high = f64::from(freedom) + 10.0;
    while share(high) < probability && high < 1e9 {
        high *= 2.0;
    }
    Some(halve(0.0, high, probability, share))
}
