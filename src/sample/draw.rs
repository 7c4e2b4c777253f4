//! Draws that give the same bits on every machine.
//!
//! `ln`, `exp` and `cos` may differ in the last bit from one platform to the next; sums, products, quotients and
//! square roots may not. So the sample is made of these alone, and the same request gives the same file anywhere.

use crate::support::random::Random;

/// What a sequence of draws is for. Each purpose has a sequence of its own, so that a draw added to one leaves the
/// others as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Size, industry, maturity.
    Firm,
    /// Affinity, ownership, scores and spend.
    Products,
    /// What is known beside the products.
    Traits,
    /// Name and place.
    Identity,
    /// What is blank, and what is a number stored as text.
    Blemishes,
    /// Agreements.
    Agreements,
    /// Which Azure services are used.
    Workloads,
    /// Subscriptions and their usage.
    Usage,
    /// The play at this position of its report.
    Play(u16),
    /// Whether this flag is blank.
    Flag(u16),
}

impl Purpose {
    fn stream(self) -> u64 {
        match self {
            Self::Firm => 1,
            Self::Products => 2,
            Self::Traits => 3,
            Self::Identity => 4,
            Self::Blemishes => 5,
            Self::Agreements => 6,
            Self::Workloads => 7,
            Self::Usage => 8,
            Self::Play(position) => 0x1_0000 + u64::from(position),
            Self::Flag(position) => 0x2_0000 + u64::from(position),
        }
    }
}

/// The draws of one customer for one purpose; nothing else goes in, so row counts and reports do not matter.
#[must_use]
pub fn random_for(seed: u64, customer: u64, purpose: Purpose) -> Random {
    Random::new(mixed(seed ^ mixed(customer)), purpose.stream())
}

/// SplitMix64's finaliser (Steele, Lea and Flood, 2014): neighbouring numbers become unrelated ones.
#[must_use]
pub fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A bell-shaped draw with mean 0 and variance 1, never beyond 6: the sum of twelve uniform draws less 6.
pub fn bell(random: &mut Random) -> f64 {
    (0..12).map(|_| random.unit()).sum::<f64>() - 6.0
}

/// Any number to the open interval 0 to 1, rising, 0 to one half: an S curve without `exp`.
#[must_use]
pub fn squash(x: f64) -> f64 {
    0.5 * (1.0 + x / (1.0 + x * x).sqrt())
}

/// e to the power of `x` as (1 + x/1024)^1024, within 2 percent for |x| up to 6; never negative.
#[must_use]
pub fn growth(x: f64) -> f64 {
    (0..10).fold((1.0 + x / 1024.0).max(0.0), |power, _| power * power)
}

/// One of the weighted `choices`, by [`Random::below`] on the weights' sum; `None` when all weigh nothing.
pub fn weighted<'a, T>(random: &mut Random, choices: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
    let total = choices.iter().map(&weight).fold(0, u32::saturating_add);
    let mut left = random.below(total);
    choices.iter().find(|choice| {
        let weight = weight(choice);
        let found = left < weight;
        left = left.saturating_sub(weight);
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bell_has_mean_zero_and_variance_one() {
        let mut random = random_for(1, 1, Purpose::Firm);
        let draws: Vec<f64> = (0..20_000).map(|_| bell(&mut random)).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / draws.len() as f64;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }

    #[test]
    fn growth_is_close_to_the_exponential() {
        for x in [-6.0, -1.0, 0.0, 0.5, 2.0, 6.0] {
            let exact = f64::exp(x);
            assert!((growth(x) / exact - 1.0).abs() < 0.02, "{x}");
        }
    }

    #[test]
    fn choices_come_up_by_their_weight() {
        let mut random = random_for(1, 2, Purpose::Firm);
        let heavy = (0..10_000).filter(|_| weighted(&mut random, &[1, 9, 0], |w| *w) == Some(&9)).count();
        assert!((8_800..9_200).contains(&heavy), "{heavy}");
        assert_eq!(weighted(&mut random, &[0_u32], |w| *w), None);
    }

    #[test]
    fn neighbouring_customers_draw_apart() {
        let mean = (0..4_000).map(|customer| random_for(5, customer, Purpose::Firm).unit()).sum::<f64>() / 4_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
    }
}
