//! How the scores of the chosen customers spread.

use crate::domain::band::BandLimits;
use crate::domain::rating::Rating;

/// Counts of scores in steps of five points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distribution {
    /// Customers with a score from 5 × position up to the next step; the last step includes 100.
    pub steps: [u32; Self::STEPS],
    /// Customers whose report names only a band.
    pub in_words: u32,
    /// Customers without a score.
    pub missing: u32,
    /// Where the bands begin.
    pub limits: BandLimits,
}

impl Distribution {
    /// How many steps there are.
    pub const STEPS: usize = 20;
    /// Points of a step.
    pub const WIDTH: f32 = 5.0;

    pub(crate) fn new(limits: BandLimits) -> Self {
        Self { steps: [0; Self::STEPS], in_words: 0, missing: 0, limits }
    }

    pub(crate) fn count(&mut self, rating: Option<Rating>) {
        match rating {
            None => self.missing += 1,
            Some(Rating::Band(_)) => self.in_words += 1,
            Some(Rating::Score(score)) => {
                let step = ((score.value() / Self::WIDTH) as usize).min(Self::STEPS - 1);
                if let Some(count) = self.steps.get_mut(step) {
                    *count += 1;
                }
            }
        }
    }

    /// Adds the counts of other customers.
    pub(crate) fn add(&mut self, others: &Self) {
        self.steps.iter_mut().zip(others.steps).for_each(|(sum, count)| *sum += count);
        self.in_words += others.in_words;
        self.missing += others.missing;
    }

    /// Customers with a number.
    #[must_use]
    pub fn counted(&self) -> u32 {
        self.steps.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::score::Score;

    #[test]
    fn every_score_falls_into_one_step() {
        let mut spread = Distribution::new(BandLimits::default());
        for value in [0.0, 4.999, 5.0, 74.5, 95.0, 100.0] {
            spread.count(Score::new(value).map(Rating::Score));
        }
        spread.count(None);
        assert_eq!((spread.steps[0], spread.steps[1], spread.steps[14], spread.steps[19]), (2, 1, 1, 2));
        assert_eq!((spread.counted(), spread.missing), (6, 1));
    }
}
