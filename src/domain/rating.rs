//! A Fit or Intent value as a report gives it.

use crate::domain::band::{Band, BandLimits};
use crate::domain::score::Score;

/// What a Fit or Intent column holds: a number, or only the word of its band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rating {
    /// A number, to be put in a band by the profile's limits.
    Score(Score),
    /// The report names the band itself.
    Band(Band),
}

impl Rating {
    /// The band: by `limits` for a number, as named for a word.
    #[must_use]
    pub fn band(self, limits: BandLimits) -> Band {
        match self {
            Self::Score(score) => limits.band(score),
            Self::Band(band) => band,
        }
    }
}
