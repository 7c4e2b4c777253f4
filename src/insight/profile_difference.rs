//! How two profiles differ, part by part, so that a person can read it.

use crate::domain::Date;
use crate::domain::band::{Band, BandLimits};
use crate::domain::cluster::Cluster;
use crate::domain::fiscal_year::FiscalYearStart;
use crate::domain::intent_weights::{KindWeight, SignalKind};
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Currency;
use crate::domain::profile::{AttributeSwitches, ModelLimits, ScoringProfile};
use crate::domain::segment::SegmentRule;
use crate::scoring::feedback::evaluation::ScoreKind;
use std::collections::BTreeSet;

/// One part in which two profiles differ, as the first has it and as the second has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// The lowest score of a band; of all models where none is named.
    Limit {
        /// The model whose own limit it is.
        model: Option<Model>,
        /// Fit or Intent.
        score: ScoreKind,
        /// The band that begins there.
        band: Band,
        /// In both profiles.
        limits: [f32; 2],
    },
    /// Which cluster a cell belongs to.
    Cell(Cell, [Cluster; 2]),
    /// The rule of segments.
    SegmentRule([SegmentRule; 2]),
    /// When fiscal years begin.
    FiscalYearStart([FiscalYearStart; 2]),
    /// The currency of all amounts.
    Currency([Currency; 2]),
    /// The day the data speak of, where the profile says it.
    AsOf([Option<Date>; 2]),
    /// What one kind of signal counts.
    Weight(SignalKind, [KindWeight; 2]),
    /// The decision value of Intent without signals.
    WithoutSignals([f64; 2]),
    /// The share of owners that takes a product in a year.
    AdoptionOfOwners([f64; 2]),
    /// The yearly adoption rate of one model.
    Adoption(Model, [Option<f64>; 2]),
    /// Whether an attribute may be learnt from; of all models where none is named.
    AttributeAllowed(Option<Model>, String, [bool; 2]),
    /// Whether an attribute is learnt from although the leak alarm rang.
    AttributePutBack(Option<Model>, String, [bool; 2]),
    /// Parts that are only changed in the file itself.
    Other(OtherPart),
}

/// A part of a profile that the window does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherPart {
    /// How much it matters which products a signal names, and how strong ordinary signals are.
    Relevance,
    /// Days on which support ends.
    SupportCalendar,
    /// The rules that hold where nobody is known to own anything.
    RulePrior,
    /// The partner's own prices.
    PriceBook,
}

/// Every part in which `one` and `other` differ.
#[must_use]
pub fn differences(one: &ScoringProfile, other: &ScoringProfile) -> Vec<Difference> {
    let mut found = Vec::new();
    limits(None, one.limits, other.limits, &mut found);
    for model in Model::ALL {
        let has_own = |profile: &ScoringProfile| profile.limits_by_model.contains_key(&model);
        if has_own(one) || has_own(other) {
            limits(Some(model), one.limits_for(model), other.limits_for(model), &mut found);
        }
    }
    let cells = Cell::all().map(|cell| (cell, [one, other].map(|profile| profile.clusters.cluster(cell))));
    found.extend(cells.filter(|(_, [a, b])| a != b).map(|(cell, clusters)| Difference::Cell(cell, clusters)));
    found.extend(differing(one.segment_rule, other.segment_rule).map(Difference::SegmentRule));
    found.extend(differing(one.fiscal_year_start, other.fiscal_year_start).map(Difference::FiscalYearStart));
    found.extend(differing(one.currency, other.currency).map(Difference::Currency));
    found.extend(differing(one.as_of, other.as_of).map(Difference::AsOf));
    for kind in SignalKind::ALL {
        found.extend(differing(one.intent.of(kind), other.intent.of(kind)).map(|both| Difference::Weight(kind, both)));
    }
    let without = [one, other].map(|profile| profile.intent.constant.value());
    found.extend(differing(without[0], without[1]).map(Difference::WithoutSignals));
    let adoption = [one, other].map(|profile| profile.wallet.adoption_of_owners);
    found.extend(differing(adoption[0], adoption[1]).map(Difference::AdoptionOfOwners));
    for model in Model::ALL {
        let [a, b] = [one, other].map(|profile| profile.wallet.adoption_by_model.get(&model).copied());
        found.extend(differing(a, b).map(|rates| Difference::Adoption(model, rates)));
    }
    switches(None, [&one.attributes, &other.attributes], &mut found);
    let none = AttributeSwitches::default();
    for model in Model::ALL {
        let of = |profile: &'_ ScoringProfile| profile.attributes_by_model.get(&model).cloned();
        let [a, b] = [of(one), of(other)];
        switches(Some(model), [a.as_ref().unwrap_or(&none), b.as_ref().unwrap_or(&none)], &mut found);
    }
    others(one, other, &mut found);
    found
}

fn differing<T: PartialEq>(one: T, other: T) -> Option<[T; 2]> {
    (one != other).then_some([one, other])
}

fn limits(model: Option<Model>, one: ModelLimits, other: ModelLimits, found: &mut Vec<Difference>) {
    for (score, a, b) in [(ScoreKind::Fit, one.fit, other.fit), (ScoreKind::Intent, one.intent, other.intent)] {
        let limits = |of: BandLimits| [(Band::High, of.high), (Band::Medium, of.medium), (Band::Low, of.low)];
        for ((band, before), (_, after)) in limits(a).into_iter().zip(limits(b)) {
            let both = differing(before, after);
            found.extend(both.map(|limits| Difference::Limit { model, score, band, limits }));
        }
    }
}

fn switches(model: Option<Model>, [one, other]: [&AttributeSwitches; 2], found: &mut Vec<Difference>) {
    let differing = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<(String, bool)> {
        a.symmetric_difference(b).map(|name| (name.clone(), a.contains(name))).collect()
    };
    for (name, is_off) in differing(&one.off, &other.off) {
        found.push(Difference::AttributeAllowed(model, name, [!is_off, is_off]));
    }
    for (name, is_back) in differing(&one.put_back, &other.put_back) {
        found.push(Difference::AttributePutBack(model, name, [is_back, !is_back]));
    }
}

fn others(one: &ScoringProfile, other: &ScoringProfile, found: &mut Vec<Difference>) {
    let strengths = |profile: &ScoringProfile| (profile.intent.relevance, profile.intent.ordinary_strength);
    for (differs, part) in [
        (strengths(one) != strengths(other), OtherPart::Relevance),
        (one.support_calendar != other.support_calendar, OtherPart::SupportCalendar),
        (one.rule_prior != other.rule_prior, OtherPart::RulePrior),
        (one.price_book != other.price_book, OtherPart::PriceBook),
    ] {
        found.extend(differs.then_some(Difference::Other(part)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::ClusterMap;

    #[test]
    fn every_part_that_differs_is_told_once_and_equal_profiles_in_none() {
        let one = ScoringProfile::default();
        assert!(differences(&one, &one).is_empty());
        let mut other = one.clone();
        other.limits.fit = other.limits.fit.moved(Band::High, 80.0);
        other.clusters = ClusterMap::intent_counts();
        other.segment_rule.medium_employees = 20;
        other.wallet.adoption_by_model.insert(Model::Azure, 0.1);
        other.attributes.off.insert("City".to_owned());
        other.limits_by_model.insert(Model::M365, other.limits);
        let found = differences(&one, &other);
        let limit = |model| Difference::Limit { model, score: ScoreKind::Fit, band: Band::High, limits: [75.0, 80.0] };
        assert_eq!(found[..2], [limit(None), limit(Some(Model::M365))]);
        let cells = found.iter().filter(|difference| matches!(difference, Difference::Cell(..))).count();
        assert_eq!(
            cells,
            Cell::all().filter(|cell| one.clusters.cluster(*cell) != other.clusters.cluster(*cell)).count()
        );
        assert!(found.contains(&Difference::Adoption(Model::Azure, [None, Some(0.1)])));
        assert!(found.contains(&Difference::AttributeAllowed(None, "City".to_owned(), [true, false])));
        assert_eq!(found.len(), 2 + cells + 3);
    }
}
