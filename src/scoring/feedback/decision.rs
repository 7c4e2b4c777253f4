//! Fit and Intent as log-odds, the scale on which parts add up.
//!
//! Our own scores are log-odds from the start. A file's score of 0 to 100 becomes logit(score / 100), the score kept
//! within .5 to 99.5: reports round to whole numbers, so a 0 means "below .5" and no score is ever certain. A file's
//! word stands for the middle of its band, from the band's limit to the next one or to the end of the scale.

use crate::domain::band::{Band, BandLimits};
use crate::domain::profile::ModelLimits;
use crate::domain::rating::Rating;
use crate::portfolio::model_columns::ModelColumns;
use crate::support::statistics::logit;

/// The least score that is told from 0; as near to 100 on the other side.
const NEAREST: f64 = 0.5;

/// One model's log-odds, one a customer; a list is empty when nothing is known of any.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decisions {
    /// Of Fit.
    pub fit: Vec<Option<f64>>,
    /// Of Intent.
    pub intent: Vec<Option<f64>>,
}

impl Decisions {
    /// What a file's own scores say.
    #[must_use]
    pub fn of_file(columns: &ModelColumns, limits: ModelLimits) -> Self {
        let all = |ratings: &[Option<Rating>], limits| {
            ratings.iter().map(|rating| rating.map(|rating| of_rating(rating, limits))).collect()
        };
        Self { fit: all(&columns.fit, limits.fit), intent: all(&columns.intent, limits.intent) }
    }
}

/// The log-odds of a score of 0 to 100.
#[must_use]
pub fn of_score(score: f64) -> f64 {
    logit(score.clamp(NEAREST, 100.0 - NEAREST) / 100.0)
}

/// The log-odds of a file's score or word.
#[must_use]
pub fn of_rating(rating: Rating, limits: BandLimits) -> f64 {
    match rating {
        Rating::Score(score) => of_score(f64::from(score.value())),
        Rating::Band(band) => of_score(middle(band, limits)),
    }
}

/// The score in the middle of `band`.
fn middle(band: Band, limits: BandLimits) -> f64 {
    let [high, medium, low] = [limits.high, limits.medium, limits.low].map(f64::from);
    let (from, to) = match band {
        Band::High => (high, 100.0),
        Band::Medium => (medium, high),
        Band::Low => (low, medium),
        Band::VeryLow => (0.0, low),
    };
    f64::midpoint(from, to)
}
