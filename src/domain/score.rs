//! The scale of Fit and Intent.

/// A score of 0 to 100, fractions allowed.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Score(f32);

impl Score {
    /// The score `value`, or `None` outside 0 to 100: a score is never clamped.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=100.0).contains(&value).then_some(Self(value as f32))
    }

    /// The number, 0 to 100.
    #[must_use]
    pub fn value(self) -> f32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_outside_the_scale_are_refused_not_clamped() {
        for value in [-5.0, -0.001, 100.001, 150.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Score::new(value), None, "{value}");
        }
        for value in [0.0, 0.87, 74.5, 100.0] {
            assert_eq!(Score::new(value).map(Score::value), Some(value as f32));
        }
    }
}
