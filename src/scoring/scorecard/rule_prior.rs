//! The rule prior: a decision where nobody owns any product, so that nothing can be learnt. Shown as rule-based.
//!
//! The sum of an editable table's log-odds ([`RulePrior`]): larger customers and those with a competitor's product buy
//! more, very small ones and those without anything of Microsoft less. The numbers are judgement, not measured.
//!
//! Degenerate cases: what is not known adds nothing; log-odds that are not finite add nothing.

use crate::domain::rule_prior::RulePrior;
use crate::domain::segment::Segment;

/// What the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The segment.
    pub segment: Segment,
    /// Whether a competitor's product is in use.
    pub has_competitor: Option<bool>,
    /// Whether anything of Microsoft is in use.
    pub has_microsoft: Option<bool>,
}

/// A rule that held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The customer is Upper Medium.
    UpperMedium,
    /// The customer is Very Small.
    VerySmall,
    /// A competitor's product is in use.
    Competitor,
    /// Nothing of Microsoft is in use.
    NoMicrosoft,
}

/// The rules that hold with their log-odds; their sum is the decision above the average.
#[must_use]
pub fn rules(prior: &RulePrior, known: Known) -> Vec<(Rule, f64)> {
    let all = [
        (known.segment == Segment::UpperMedium, Rule::UpperMedium, prior.upper_medium),
        (known.segment == Segment::VerySmall, Rule::VerySmall, prior.very_small),
        (known.has_competitor == Some(true), Rule::Competitor, prior.competitor),
        (known.has_microsoft == Some(false), Rule::NoMicrosoft, prior.no_microsoft),
    ];
    let holds = all.into_iter().filter(|(holds, _, points)| *holds && points.is_finite());
    holds.map(|(_, rule, points)| (rule, points)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_add_up_and_the_unknown_adds_nothing() {
        let sum = |known| rules(&RulePrior::default(), known).iter().map(|(_, points)| points).sum::<f64>();
        let known = Known { segment: Segment::UpperMedium, has_competitor: Some(true), has_microsoft: Some(false) };
        assert!((sum(known) - 0.6).abs() < 1e-12);
        assert_eq!(sum(Known { segment: Segment::Unknown, has_competitor: None, has_microsoft: None }), 0.0);
    }
}
