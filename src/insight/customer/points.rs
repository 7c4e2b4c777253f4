//! Reasons as whole points that add up exactly to the decision that they explain.
//!
//! A point is a hundredth of log-odds. Each part is rounded down, and the points that are left over go to the parts that
//! lost most by it (largest remainder, Hamilton's method), so that the points shown add up to the rounded decision,
//! however many parts there are. 0 points are Fit or Intent 50, 110 points are 75.
//!
//! Edges: a part that is no number counts 0; small parts beyond the first few stand together in one line.

use crate::insight::reasons::{FitPart, FitReasons};
use crate::scoring::intent::{IntentExplanation, IntentPart};
use crate::scoring::scorecard::rule_prior::Rule;

/// How many parts stand in a line of their own.
const ALONE: usize = 8;
/// Points of one log-odds.
const POINTS: f64 = 100.0;
/// Nobody has more points.
const MOST: f64 = 1e12;

/// A decision, and what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct ReasonSum {
    /// The parts, in the order they are shown.
    pub bars: Vec<ReasonBar>,
    /// What they add up to, log-odds.
    pub decision: f64,
    /// What their points add up to, exactly.
    pub points: i64,
}

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub struct ReasonBar {
    /// What it is.
    pub what: ReasonWhat,
    /// What it adds, log-odds.
    pub value: f64,
    /// What it adds in points.
    pub points: i64,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
pub enum ReasonWhat {
    /// What every customer has.
    Base,
    /// What one attribute says.
    Fit(FitPart),
    /// So many smaller parts together.
    Others(usize),
    /// What the customer itself taught the card, which its own Fit leaves out.
    OwnLesson,
    /// A rule that holds.
    Rule(Rule),
    /// Signals of one kind.
    Signals(IntentPart),
}

impl ReasonSum {
    /// Why our own Fit is what it is.
    #[must_use]
    pub fn of_fit(reasons: &FitReasons) -> Self {
        let mut parts = vec![(ReasonWhat::Base, reasons.base)];
        let named = reasons.parts.iter().take(ALONE);
        parts.extend(named.map(|part| (ReasonWhat::Fit(part.clone()), part.points)));
        let others = reasons.parts.get(ALONE..).unwrap_or(&[]);
        if !others.is_empty() {
            parts.push((ReasonWhat::Others(others.len()), others.iter().map(|part| part.points).sum()));
        }
        // What is left by the last bits of a sum is no lesson.
        if reasons.own_lesson.abs() > 1e-9 {
            parts.push((ReasonWhat::OwnLesson, reasons.own_lesson));
        }
        Self::new(parts, reasons.above_average)
    }

    /// Why our own Intent is what it is.
    #[must_use]
    pub fn of_intent(explanation: &IntentExplanation) -> Self {
        let mut parts = vec![(ReasonWhat::Base, explanation.constant)];
        let leading = explanation.leading().into_iter();
        parts.extend(leading.map(|part| (ReasonWhat::Signals(part.clone()), part.points)));
        Self::new(parts, explanation.decision)
    }

    /// Why a Fit by rules is what it is.
    #[must_use]
    pub fn of_rules(rules: &[(Rule, f64)]) -> Self {
        let parts = rules.iter().map(|(rule, points)| (ReasonWhat::Rule(*rule), *points));
        let decision = rules.iter().map(|(_, points)| points).sum();
        Self::new(parts.collect(), decision)
    }

    fn new(parts: Vec<(ReasonWhat, f64)>, decision: f64) -> Self {
        let points = whole_points(&parts.iter().map(|(_, value)| *value).collect::<Vec<f64>>(), decision);
        let bars = parts.into_iter().zip(points).map(|((what, value), points)| ReasonBar { what, value, points });
        let bars: Vec<ReasonBar> = bars.collect();
        let points = bars.iter().map(|bar| bar.points).sum();
        Self { bars, decision, points }
    }
}

/// Whole points of `values` that add up to those of `sum`.
fn whole_points(values: &[f64], sum: f64) -> Vec<i64> {
    let scaled = |value: f64| if value.is_finite() { (value * POINTS).clamp(-MOST, MOST) } else { 0.0 };
    let mut points: Vec<i64> = values.iter().map(|value| scaled(*value).floor() as i64).collect();
    let mut by_loss: Vec<usize> = (0..values.len()).collect();
    let lost = |at: &usize| values.get(*at).map_or(0.0, |value| scaled(*value) - scaled(*value).floor());
    by_loss.sort_by(|a, b| lost(b).total_cmp(&lost(a)).then(a.cmp(b)));
    let mut left = scaled(sum).round() as i64 - points.iter().sum::<i64>();
    // Values that do not add up to the sum would leave more than one point each.
    while left != 0 && !by_loss.is_empty() {
        for at in &by_loss {
            if let Some(points) = points.get_mut(*at).filter(|_| left != 0) {
                *points += left.signum();
                left -= left.signum();
            }
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_rounded_away_goes_where_most_was_lost() {
        assert_eq!(whole_points(&[0.004, 0.004, 0.004], 0.012), [1, 0, 0]);
        assert_eq!(whole_points(&[-1.006, 0.503], -0.503), [-100, 50]);
        assert_eq!(whole_points(&[], 0.0), [0_i64; 0]);
        assert_eq!(whole_points(&[f64::NAN, 0.25], 0.25), [0, 25]);
    }

    proptest! {
        #[test]
        fn points_always_add_up_to_the_decision(values in prop::collection::vec(-6.0..6.0_f64, 1..40)) {
            let sum: f64 = values.iter().sum();
            let points = whole_points(&values, sum);
            prop_assert_eq!(points.iter().sum::<i64>(), (sum * 100.0).round() as i64);
            for (points, value) in points.iter().zip(&values) {
                prop_assert!((*points as f64 - value * 100.0).abs() <= 1.0 + 1e-9);
            }
        }
    }
}
