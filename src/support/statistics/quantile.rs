//! Where a rising distribution function reaches a probability, by halving: slow, but it cannot miss.

/// Halvings until an interval of doubles has no middle, with room to spare.
const HALVINGS: u32 = 2_100;

/// The place between `low` and `high` where `distribution` reaches `probability`.
pub(super) fn halve(mut low: f64, mut high: f64, probability: f64, distribution: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if distribution(middle) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}
