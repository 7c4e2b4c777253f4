//! High, Medium, Low, Very Low: the four bands of a score.

use crate::domain::score::Score;
use crate::support::text::comparison_key;
use serde::{Deserialize, Serialize};

/// A band of Fit or Intent, the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 75 to 100 by default.
    High,
    /// 55 to 74 by default.
    Medium,
    /// 30 to 54 by default.
    Low,
    /// 0 to 29 by default.
    VeryLow,
}

impl Band {
    /// All bands, the highest first.
    pub const ALL: [Self; 4] = [Self::High, Self::Medium, Self::Low, Self::VeryLow];

    /// 0 for High to 3 for Very Low.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// The band that a report names in words, English or Japanese; `None` for anything else.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match comparison_key(word).as_str() {
            "high" | "高" | "高い" => Some(Self::High),
            "medium" | "mid" | "中" | "中程度" => Some(Self::Medium),
            "low" | "低" | "低い" => Some(Self::Low),
            "verylow" | "非常に低い" | "とても低い" | "最低" => Some(Self::VeryLow),
            _ => None,
        }
    }
}

/// The lowest score of each band but the last; what is below `low` is Very Low.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ToldLimits")]
pub struct BandLimits {
    /// Lowest score that is High.
    pub high: f32,
    /// Lowest score that is Medium.
    pub medium: f32,
    /// Lowest score that is Low.
    pub low: f32,
}

/// Limits as they stand in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldLimits {
    high: f32,
    medium: f32,
    low: f32,
}

impl TryFrom<ToldLimits> for BandLimits {
    type Error = &'static str;

    fn try_from(ToldLimits { high, medium, low }: ToldLimits) -> Result<Self, Self::Error> {
        let limits = Self { high, medium, low };
        limits.is_ordered().then_some(limits).ok_or("limits must fall from high to low, above 0 and up to 100")
    }
}

impl Default for BandLimits {
    /// Microsoft's limits: 75, 55, 30.
    fn default() -> Self {
        Self { high: 75.0, medium: 55.0, low: 30.0 }
    }
}

impl BandLimits {
    /// The band whose lower limit the score has reached, so 74.5 is Medium.
    #[must_use]
    pub fn band(&self, score: Score) -> Band {
        // Counted and not decided one by one: of a million scores nobody guesses the next.
        let missed = [self.high, self.medium, self.low].map(|lowest| usize::from(score.value() < lowest));
        Band::ALL.get(missed.iter().sum::<usize>()).copied().unwrap_or(Band::VeryLow)
    }

    /// The same with the lowest score of `band` moved to `score`, held within the whole scores that leave every band at
    /// least one of them; limits in its way are pushed along. Very Low begins at 0, so nothing moves for it.
    #[must_use]
    pub fn moved(self, band: Band, score: f32) -> Self {
        let score = if score.is_finite() { score.round() } else { return self };
        let Self { high, medium, low } = self;
        match band {
            Band::High => {
                let high = score.clamp(3.0, 100.0);
                let medium = medium.min(high - 1.0);
                Self { high, medium, low: low.min(medium - 1.0) }
            }
            Band::Medium => {
                let medium = score.clamp(2.0, 99.0);
                Self { high: high.max(medium + 1.0), medium, low: low.min(medium - 1.0) }
            }
            Band::Low => {
                let low = score.clamp(1.0, 98.0);
                let medium = medium.max(low + 1.0);
                Self { high: high.max(medium + 1.0), medium, low }
            }
            Band::VeryLow => self,
        }
    }

    /// Whether the limits fall from High to Low and stay within 0 to 100.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.high <= 100.0 && self.high > self.medium && self.medium > self.low && self.low > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_belongs_to_the_band_whose_limit_it_has_reached() {
        let limits = BandLimits::default();
        let cases = [
            (100.0, Band::High),
            (75.0, Band::High),
            (74.999, Band::Medium),
            (74.5, Band::Medium),
            (55.0, Band::Medium),
            (54.999, Band::Low),
            (30.0, Band::Low),
            (29.5, Band::VeryLow),
            (0.0, Band::VeryLow),
        ];
        for (value, band) in cases {
            assert_eq!(limits.band(Score::new(value).unwrap()), band, "{value}");
        }
    }

    #[test]
    fn a_moved_limit_pushes_the_others_and_the_limits_stay_in_order() {
        let limits = BandLimits::default();
        let of = |limits: BandLimits| [limits.high, limits.medium, limits.low];
        assert_eq!(of(limits.moved(Band::High, 40.0)), [40.0, 39.0, 30.0]);
        assert_eq!(of(limits.moved(Band::High, -5.0)), [3.0, 2.0, 1.0]);
        assert_eq!(of(limits.moved(Band::Low, 99.0)), [100.0, 99.0, 98.0]);
        assert_eq!(of(limits.moved(Band::Medium, 75.4)), [76.0, 75.0, 30.0]);
        for band in Band::ALL {
            for score in [-1.0, 0.0, 1.0, 29.0, 50.5, 99.0, 101.0, f32::NAN, f32::INFINITY] {
                assert!(limits.moved(band, score).is_ordered(), "{band:?} {score}");
            }
        }
    }

    #[test]
    fn words_in_both_languages_name_bands() {
        assert_eq!(Band::from_word("Very Low"), Some(Band::VeryLow));
        assert_eq!(Band::from_word(" VERY_LOW "), Some(Band::VeryLow));
        assert_eq!(Band::from_word("高"), Some(Band::High));
        assert_eq!(Band::from_word("n/a"), None);
    }
}
