//! What may be expected of a customer within a year: how likely it takes the product up, times what its likes spend.
//!
//! probability = sigmoid(logit(r) + w_fit D_fit + w_intent min(D_intent - a, 3)), expected = mean x probability - what it buys
//! already, at least 0. r is the yearly adoption rate; D_fit the log-odds above the average owner share; D_intent the
//! decision of Intent, and a the one without any signal (-2.2 unless the profile says otherwise).
//!
//! Constants: Fit counts once and Intent half (w_fit = 1, w_intent = 1/2), and signals at most 3 log-odds, where nothing
//! has been learnt of how far they carry. Enough deals won and lost teach the weights; the cap stays, for nobody has so
//! many signals among deals.
//!
//! Degenerate cases: without a Fit there is no probability, and nothing is expected; without signals the term of
//! Intent is 0. Figures are shown with 3 digits; sums take them unrounded.

use crate::scoring::feedback::calibrate::Calibration;

/// The most that signals can say.
const MOST_INTENT: f64 = 3.0;

/// How much Fit and Intent count for a chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChanceWeights {
    /// Of Fit.
    pub fit: f64,
    /// Of Intent.
    pub intent: f64,
    /// The closed deals that they were learnt from; 0 where they are the method's own.
    pub deals: u32,
}

impl Default for ChanceWeights {
    fn default() -> Self {
        Self { fit: 1.0, intent: 0.5, deals: 0 }
    }
}

impl ChanceWeights {
    /// Those of `calibration`; what took no part in it keeps the method's weight, and none is below 0.
    #[must_use]
    pub fn learnt(calibration: &Calibration) -> Self {
        let own = Self::default();
        let weight = |took_part: bool, learnt: f64, own: f64| if took_part { learnt.max(0.0) } else { own };
        Self {
            fit: weight(calibration.typical_fit.is_some(), calibration.fit_weight, own.fit),
            intent: weight(calibration.typical_intent.is_some(), calibration.intent_weight, own.intent),
            deals: calibration.deals,
        }
    }
}

/// What is expected of a customer, and the numbers of the formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedRevenue {
    /// r, the yearly adoption rate, between 0 and 1.
    pub adoption_rate: f64,
    /// logit(r).
    pub adoption: f64,
    /// What Fit adds in log-odds.
    pub fit: f64,
    /// What Intent adds in log-odds.
    pub intent: f64,
    /// 0 to 1.
    pub probability: f64,
    /// What the customer's likes spend in the mean, a year.
    pub mean: f64,
    /// What it spends already, a year; negative when more was credited than billed.
    pub already: f64,
    /// mean x probability - already, at least 0.
    pub expected: f64,
    /// How much Fit and Intent count; they are in `fit` and `intent` already.
    pub weights: ChanceWeights,
}

impl ExpectedRevenue {
    /// What is expected of a customer whose likes spend `mean`, and which spends `already`.
    ///
    /// `adoption_rate` lies between 0 and 1; the decisions are Fit's above the average and Intent's above no signals, both
    /// log-odds.
    #[must_use]
    pub fn of(
        mean: f64,
        already: f64,
        adoption_rate: f64,
        (fit_decision, intent_above): (f64, Option<f64>),
        weights: ChanceWeights,
    ) -> Self {
        let rate = adoption_rate.clamp(1e-9, 1.0 - 1e-9);
        let adoption = (rate / (1.0 - rate)).ln();
        let fit = fit_decision * weights.fit;
        let intent = intent_above.map_or(0.0, |above| above.min(MOST_INTENT) * weights.intent);
        let probability = 1.0 / (1.0 + (-(adoption + fit + intent)).exp());
        let expected = (mean * probability - already).max(0.0);
        Self { adoption_rate: rate, adoption, fit, intent, probability, mean, already, expected, weights }
    }
}

/// `amount` with 3 digits, halves away from zero; what is not finite stays so.
#[must_use]
pub fn three_figures(amount: f64) -> f64 {
    if amount == 0.0 || !amount.is_finite() {
        return amount;
    }
    let digits = amount.abs().log10().floor() as i32 - 2;
    // Whole powers of ten are exact where their inverses are not.
    if digits >= 0 {
        let unit = 10_f64.powi(digits);
        (amount / unit).round() * unit
    } else {
        let unit = 10_f64.powi(-digits);
        (amount * unit).round() / unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_by_hand() {
        let own = ChanceWeights::default();
        let expected = ExpectedRevenue::of(10_000.0, 100.0, 0.06, (0.5, Some(1.0)), own);
        // logit(.06) = -2.75154, + .5 + 1 / 2: sigmoid(-1.75154) = .14785.
        assert!((expected.probability - 0.147_85).abs() < 1e-5, "{expected:?}");
        assert!((expected.expected - 1378.5).abs() < 0.1, "{expected:?}");
        assert_eq!(ExpectedRevenue::of(10.0, 100.0, 0.06, (0.5, None), own).expected, 0.0);
        let strong = ExpectedRevenue::of(1.0, 0.0, 0.06, (0.0, Some(11.2)), own);
        assert_eq!((strong.intent, ExpectedRevenue::of(1.0, 0.0, 0.06, (0.0, Some(0.0)), own).intent), (1.5, 0.0));
        let learnt = ChanceWeights { fit: 2.0, intent: 0.0, deals: 50 };
        let moved = ExpectedRevenue::of(10_000.0, 100.0, 0.06, (0.5, Some(1.0)), learnt);
        // logit(.06) + 2 x .5: sigmoid(-1.75154) again, but all of it from Fit.
        assert!((moved.fit - 1.0).abs() < 1e-12 && moved.intent == 0.0 && (moved.expected - 1378.5).abs() < 0.1);
    }

    #[test]
    fn figures_have_three_digits() {
        let shown = [123_456.0, 0.001_234_5, -99.95, 1_000_000.0, 12.0, 0.0].map(three_figures);
        assert_eq!(shown, [123_000.0, 0.001_23, -100.0, 1_000_000.0, 12.0, 0.0]);
        assert!(three_figures(f64::NAN).is_nan());
    }
}
