//! Why a customer has its scores, in one plain sentence.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::reasons::{Explainer, FitPart, PartValue};
use crate::portfolio::CustomerIndex;
use crate::scoring::engine::attributes::{EMPLOYEES, SEGMENT};
use crate::ui::format;
use crate::ui::words::{Words, fill};

/// How many reasons a sentence gives.
const MOST: usize = 3;
/// Multipliers nearer to 1 are no reason.
const WORTH_TELLING: f64 = 0.095;

impl Words {
    /// Why `customer` has its own scores for `model`, in one sentence; empty where nothing is known.
    ///
    /// Fit above the average is told by what lifts it, below by what lowers it.
    #[must_use]
    pub fn reason(&self, scored: &ScoredPortfolio, model: Model, customer: CustomerIndex) -> String {
        let explainer = Explainer::new(scored, model);
        let product = [("product", model.product_name())];
        let fit = explainer.fit(customer).map(|reasons| {
            let is_like = reasons.above_average > 0.0;
            let tells = |part: &&FitPart| (part.points > 0.0) == is_like && part.points.abs() > WORTH_TELLING;
            let parts = reasons.parts.iter().filter(tells).take(MOST).map(|part| self.fit_part(scored, part));
            let parts: Vec<String> = parts.collect();
            let text = match (is_like, parts.is_empty()) {
                (_, true) => &self.reason_average,
                (true, false) => &self.reason_like,
                (false, false) => &self.reason_unlike,
            };
            let list = parts.join(&self.list_separator);
            fill(text, &[product.as_slice(), &[("reasons", list.as_str())]].concat())
        });
        let intent = explainer.intent(customer).map(|intent| self.intent_reasons(&intent, MOST));
        let parts = fit.into_iter().chain(intent.filter(|text| !text.is_empty()));
        parts.collect::<Vec<String>>().join(&self.reason_separator)
    }

    /// One part of Fit: `Industry: Legal (x1.8)`.
    #[must_use]
    pub fn fit_part(&self, scored: &ScoredPortfolio, part: &FitPart) -> String {
        let name = self.attribute_name(scored, &part.attribute);
        let value = match &part.value {
            PartValue::Missing => self.reason_missing.clone(),
            PartValue::Rare => self.reason_rare.clone(),
            PartValue::Pair => self.reason_pair.clone(),
            PartValue::Word(word) => self.attribute_word(&part.attribute, word),
            PartValue::Between(above, up_to) => self.range(*above, *up_to),
        };
        let multiplier = format!("{:.1}", part.multiplier());
        fill(&self.reason_part, &[("attribute", &name), ("value", &value), ("multiplier", &multiplier)])
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

    fn attribute_name(&self, scored: &ScoredPortfolio, name: &str) -> String {
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
                let named =
                    crate::domain::segment::Segment::ALL.into_iter().find(|segment| format!("{segment:?}") == word);
                named.map_or_else(|| word.to_owned(), |segment| self.segment(segment).to_owned())
            }
            (_, word) => word.to_owned(),
        }
    }
}
