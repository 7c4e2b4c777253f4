//! Why a customer has its scores, in one plain sentence.

use crate::domain::model::Model;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::reasons::{Explainer, FitPart, FitReasons, PartValue};
use crate::scoring::engine::attributes::{EMPLOYEES, SEGMENT};
use crate::scoring::local::ScoreSource;
use crate::scoring::scorecard::rule_prior::Rule;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use crate::workbook::dictionary::ScorePart;

/// How many reasons a sentence gives.
const MOST: usize = 3;
/// Multipliers nearer to 1 are no reason.
const WORTH_TELLING: f64 = 0.095;
/// Log-odds this near to 0 are the average: Fit 45 to 55.
const NEAR_AVERAGE: f64 = 0.2;

impl Words {
    /// Why the customer at `row` of those of `explainer` has its own scores, in one sentence; empty where nothing is known.
    ///
    /// Fit above the average is told by what lifts it, below by what lowers it.
    #[must_use]
    pub fn reason(&self, scored: &ScoredPortfolio, model: Model, explainer: &Explainer<'_>, row: usize) -> String {
        let fit = explainer.fit(row).map(|reasons| self.fit_reason(scored, model, &reasons));
        let fit = fit.or_else(|| explainer.rules(row).map(|rules| self.rule_reason(&rules)));
        // The file's Fit is none of ours to explain: the sentence says that it speaks of another.
        let is_beside = scored.source(model, ScorePart::Fit) == Some(ScoreSource::File);
        let fit = match explainer.shown_fit(row).filter(|_| is_beside) {
            Some(own) => fit.map(|reason| self.beside_file(own, &reason)),
            None => fit,
        };
        let intent = explainer.intent(row).map(|intent| self.intent_reasons(&intent, MOST));
        let parts = fit.into_iter().chain(intent.filter(|text| !text.is_empty()));
        parts.collect::<Vec<String>>().join(&self.reason_separator)
    }

    fn beside_file(&self, fit: Score, reason: &str) -> String {
        fill(&self.reason_beside_file, &[("fit", &format::number(f64::from(fit.value()))), ("reason", reason)])
    }

    fn fit_reason(&self, scored: &ScoredPortfolio, model: Model, reasons: &FitReasons) -> String {
        let is_like = reasons.above_average > 0.0;
        let tells = |part: &&FitPart| (part.points > 0.0) == is_like && part.points.abs() > WORTH_TELLING;
        let parts = reasons.parts.iter().filter(tells).take(MOST).map(|part| self.fit_part(scored, part));
        let parts: Vec<String> = parts.collect();
        let text = match (is_like, parts.is_empty()) {
            (_, true) if reasons.above_average.abs() < NEAR_AVERAGE => &self.reason_average,
            (true, true) => &self.reason_more,
            (false, true) => &self.reason_less,
            (true, false) => &self.reason_like,
            (false, false) => &self.reason_unlike,
        };
        let list = parts.join(&self.list_separator);
        fill(text, &[("product", model.product_name()), ("reasons", &list)])
    }

    fn rule_reason(&self, rules: &[(Rule, f64)]) -> String {
        let rule = |(rule, points): &(Rule, f64)| {
            fill(&self.rule_part, &[("rule", self.rule_name(*rule)), ("multiplier", &multiplier(points.exp()))])
        };
        let rules: Vec<String> = rules.iter().map(rule).collect();
        let list = if rules.is_empty() { self.rule_none.clone() } else { rules.join(&self.list_separator) };
        fill(&self.reason_rules, &[("reasons", &list)])
    }

    /// What `rule` says of a customer.
    #[must_use]
    pub fn rule_name(&self, rule: Rule) -> &str {
        match rule {
            Rule::UpperMedium => self.segment(Segment::UpperMedium),
            Rule::VerySmall => self.segment(Segment::VerySmall),
            Rule::Competitor => &self.rule_competitor,
            Rule::NoMicrosoft => &self.rule_no_microsoft,
        }
    }

    /// One part of Fit: `Industry: Legal (x1.8)`.
    #[must_use]
    pub fn fit_part(&self, scored: &ScoredPortfolio, part: &FitPart) -> String {
        let name = self.attribute_name(scored, &part.attribute);
        let value = self.part_value(&part.attribute, &part.value);
        fill(
            &self.reason_part,
            &[("attribute", &name), ("value", &value), ("multiplier", &multiplier(part.multiplier()))],
        )
    }

    /// What a customer has, or could have, in `attribute`.
    #[must_use]
    pub fn part_value(&self, attribute: &str, value: &PartValue) -> String {
        match value {
            PartValue::Missing => self.reason_missing.clone(),
            PartValue::Rare => self.reason_rare.clone(),
            PartValue::Pair => self.reason_pair.clone(),
            PartValue::Word(word) => self.attribute_word(attribute, word),
            PartValue::Between(above, up_to) => self.range(*above, *up_to),
        }
    }

    /// Numbers above one end and up to the other. Cuts stand half way between whole numbers where all numbers are whole.
    fn range(&self, above: Option<f64>, up_to: Option<f64>) -> String {
        let is_whole = |cut: Option<f64>| cut.is_none_or(|cut| cut.abs().fract() == 0.5);
        if is_whole(above) && is_whole(up_to) {
            let (least, most) = (above.map(f64::ceil), up_to.map(f64::floor));
            return match (least, most) {
                (Some(least), Some(most)) if least == most => format::number(least),
                (Some(least), Some(most)) => self.between(least, most),
                (Some(least), None) => fill(&self.reason_least, &[("number", &format::number(least))]),
                (None, Some(most)) => fill(&self.reason_up_to, &[("number", &format::number(most))]),
                (None, None) => String::new(),
            };
        }
        match (above, up_to) {
            (Some(above), Some(up_to)) => self.between(above, up_to),
            (Some(above), None) => fill(&self.reason_above, &[("number", &format::number(above))]),
            (None, Some(up_to)) => fill(&self.reason_up_to, &[("number", &format::number(up_to))]),
            (None, None) => String::new(),
        }
    }

    fn between(&self, above: f64, up_to: f64) -> String {
        fill(&self.reason_between, &[("above", &format::number(above)), ("up_to", &format::number(up_to))])
    }

    /// The header of the column with the dictionary's name `name`, or what the program calls it.
    #[must_use]
    pub fn attribute_name(&self, scored: &ScoredPortfolio, name: &str) -> String {
        match name {
            EMPLOYEES => self.column_employees.clone(),
            SEGMENT => self.column_segment.clone(),
            _ => {
                let attribute = scored.portfolio.attributes.iter().find(|attribute| attribute.name == name);
                attribute.map_or_else(|| name.to_owned(), |attribute| attribute.header.clone())
            }
        }
    }

    fn attribute_word(&self, attribute: &str, word: &str) -> String {
        match (attribute, word) {
            (_, "Yes") => self.yes.clone(),
            (_, "No") => self.no.clone(),
            (SEGMENT, word) => {
                let named = Segment::ALL.into_iter().find(|segment| format!("{segment:?}") == word);
                named.map_or_else(|| word.to_owned(), |segment| self.segment(segment).to_owned())
            }
            (_, word) => word.to_owned(),
        }
    }
}

/// By what odds are multiplied, in as many digits as tell something.
fn multiplier(factor: f64) -> String {
    match factor {
        10.0.. => format!("{factor:.0}"),
        0.1.. => format!("{factor:.1}"),
        _ => format::fixed(factor.max(0.01), 2),
    }
}
