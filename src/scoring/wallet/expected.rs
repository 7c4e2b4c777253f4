//! What may be expected of a customer within a year: how likely it takes the product up, times what its likes spend.
//!
//! probability = sigmoid(logit(r) + D_fit + min(D_intent - a, 3) / 2), expected = mean x probability - what it buys
//! already, at least 0. r is the yearly adoption rate; D_fit the log-odds above the average owner share; D_intent the
//! decision of Intent, and a the one without any signal (-2.2 unless the profile says otherwise).
//!
//! Constants: Intent counts half, and at most 1.5 log-odds, because nothing here has learnt yet how far signals carry.
//!
//! Degenerate cases: without a Fit there is no probability, and nothing is expected; without signals the term of
//! Intent is 0. Figures are shown with 3 digits; sums take them unrounded.

/// The most that signals can say.
const MOST_INTENT: f64 = 3.0;
/// How much of it counts.
const INTENT_COUNTS: f64 = 0.5;

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
}

impl ExpectedRevenue {
    /// What is expected of a customer whose likes spend `mean`, and which spends `already`.
    ///
    /// `adoption_rate` lies between 0 and 1; `fit_decision` is above the average, `intent_above` above no signals, both log-odds.
    #[must_use]
    pub fn of(mean: f64, already: f64, adoption_rate: f64, fit_decision: f64, intent_above: Option<f64>) -> Self {
        let rate = adoption_rate.clamp(1e-9, 1.0 - 1e-9);
        let adoption = (rate / (1.0 - rate)).ln();
        let intent = intent_above.map_or(0.0, |above| above.min(MOST_INTENT) * INTENT_COUNTS);
        let probability = 1.0 / (1.0 + (-(adoption + fit_decision + intent)).exp());
        let expected = (mean * probability - already).max(0.0);
        Self { adoption_rate: rate, adoption, fit: fit_decision, intent, probability, mean, already, expected }
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
        let expected = ExpectedRevenue::of(10_000.0, 100.0, 0.06, 0.5, Some(1.0));
        // logit(.06) = -2.75154, + .5 + 1 / 2: sigmoid(-1.75154) = .14785.
        assert!((expected.probability - 0.147_85).abs() < 1e-5, "{expected:?}");
        assert!((expected.expected - 1378.5).abs() < 0.1, "{expected:?}");
        assert_eq!(ExpectedRevenue::of(10.0, 100.0, 0.06, 0.5, None).expected, 0.0);
        let strong = ExpectedRevenue::of(1.0, 0.0, 0.06, 0.0, Some(11.2));
        assert_eq!((strong.intent, ExpectedRevenue::of(1.0, 0.0, 0.06, 0.0, Some(0.0)).intent), (1.5, 0.0));
    }

    #[test]
    fn figures_have_three_digits() {
        let shown = [123_456.0, 0.001_234_5, -99.95, 1_000_000.0, 12.0, 0.0].map(three_figures);
        assert_eq!(shown, [123_000.0, 0.001_23, -100.0, 1_000_000.0, 12.0, 0.0]);
        assert!(three_figures(f64::NAN).is_nan());
    }
}
