//! Why a customer has the scores it has, customer by customer, on demand.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::scoring::engine::attributes::attribute_table;
use crate::scoring::intent::{IntentExplanation, explain};
use crate::scoring::local::Learnt;
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::{CardReader, Scorecard};
use crate::support::data_table::DataTable;

/// How many of the most similar owners are named.
const SIMILAR: usize = 3;

/// Why our own Fit is what it is: the base and all parts' points add up to the decision that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct FitReasons {
    /// What every customer has: the average customer's decision above that of the average odds.
    pub base: f64,
    /// One part an attribute, those that move the odds most first.
    pub parts: Vec<FitPart>,
    /// For an owner: what its own ownership had taught the card, which its Fit leaves out; else 0.
    pub own_lesson: f64,
    /// The decision above the average odds, log-odds.
    pub above_average: f64,
}

/// What one attribute adds.
#[derive(Debug, Clone, PartialEq)]
pub struct FitPart {
    /// The dictionary's name of the column; of a pair both, with " & " between.
    pub attribute: String,
    /// What the customer has there.
    pub value: PartValue,
    /// Log-odds; the odds are multiplied by its exponential.
    pub points: f64,
    /// The standard error of the points; `None` where it is not known.
    pub error: Option<f64>,
}

/// What a customer has in an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum PartValue {
    /// Nothing is known.
    Missing,
    /// This word.
    Word(String),
    /// A word too rare to learn from.
    Rare,
    /// A number above the first and up to the second.
    Between(Option<f64>, Option<f64>),
    /// Two attributes together.
    Pair,
}

impl FitPart {
    /// By what the odds are multiplied, against the average customer.
    #[must_use]
    pub fn multiplier(&self) -> f64 {
        self.points.exp()
    }
}

/// An owner that resembles a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarOwner {
    /// Who.
    pub customer: CustomerIndex,
    /// How far apart the two are: the sum over all attributes of the difference in log-odds; 0 is alike in all that counts.
    pub distance: f64,
}

/// Explains customers of one model, one after the other.
pub struct Explainer<'a> {
    scored: &'a ScoredPortfolio,
    model: Model,
}

impl<'a> Explainer<'a> {
    /// Explains customers of `scored` for `model`.
    #[must_use]
    pub fn new(scored: &'a ScoredPortfolio, model: Model) -> Self {
        Self { scored, model }
    }

    fn learnt(&self) -> Option<&'a Learnt> {
        self.scored.local_model(self.model)?.learnt.as_deref()
    }

    fn table(&self, customers: &[CustomerIndex]) -> DataTable {
        attribute_table(&self.scored.portfolio, &self.scored.scores.segments, customers)
    }

    /// Why our own Fit of `customer` is what it is; `None` where there is none.
    #[must_use]
    pub fn fit(&self, customer: CustomerIndex) -> Option<FitReasons> {
        let card = &self.learnt()?.card;
        let local = self.scored.local_model(self.model)?;
        let above_average = local.decision.get(customer as usize).copied().filter(|decision| !decision.is_nan())?;
        let table = self.table(&[customer]);
        let reader = card.parts(&table);
        let points = reader.row(0);
        let base = card.base - card.average;
        let sum = points.iter().fold(base, |sum, points| sum + points);
        let mut parts: Vec<FitPart> =
            points.into_iter().enumerate().map(|(at, points)| part(card, &reader, &table, at, points)).collect();
        parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then_with(|| a.attribute.cmp(&b.attribute)));
        Some(FitReasons { base, parts, own_lesson: above_average - sum, above_average })
    }

    /// Why our own Intent of `customer` is what it is; `None` when there are no signals at all.
    #[must_use]
    pub fn intent(&self, customer: CustomerIndex) -> Option<IntentExplanation> {
        let local = self.scored.local.as_ref()?;
        explain(&local.signals, customer as usize, Some(self.model), &self.scored.profile.intent)
    }

    /// The owners most like `customer` in what counts for the model; the closest first, itself left out.
    #[must_use]
    pub fn similar(&self, customer: CustomerIndex, owners: &[CustomerIndex]) -> Vec<SimilarOwner> {
        let Some(learnt) = self.learnt() else { return Vec::new() };
        let own_table = self.table(&[customer]);
        let own = learnt.card.parts(&own_table).row(0);
        let mut closest: Vec<SimilarOwner> = Vec::new();
        for block in owners.chunks(1 << 14) {
            let table = self.table(block);
            let reader = learnt.card.parts(&table);
            closest.extend(block.iter().enumerate().filter(|(_, owner)| **owner != customer).map(|(row, owner)| {
                let distance = reader.row(row).iter().zip(&own).map(|(theirs, ours)| (theirs - ours).abs()).sum();
                SimilarOwner { customer: *owner, distance }
            }));
            closest.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.customer.cmp(&b.customer)));
            closest.truncate(SIMILAR);
        }
        closest
    }
}

fn part(card: &Scorecard, reader: &CardReader<'_>, table: &DataTable, position: usize, points: f64) -> FitPart {
    let Some(attribute) = card.attributes.get(position) else {
        let pair = card.pairs.get(position - card.attributes.len());
        let name = |at: usize| card.attributes.get(at).map_or("", |attribute| attribute.name.as_str());
        let attribute = pair.map(|pair| format!("{} & {}", name(pair.first), name(pair.second))).unwrap_or_default();
        return FitPart { attribute, value: PartValue::Pair, points, error: None };
    };
    let code = reader.code(position, 0);
    let value = match (&attribute.bins, code) {
        (bins, Some(code)) if code >= bins.levels() => PartValue::Missing,
        (Bins::Words { levels, .. }, Some(code)) => levels.get(code).cloned().map_or(PartValue::Rare, PartValue::Word),
        (Bins::Words { .. }, None) => {
            let cell = table.column(&attribute.name).map(|column| &column.values);
            let is_known =
                matches!(cell, Some(crate::support::data_table::DataValues::Words(words)) if words.word(0).is_some());
            if is_known { PartValue::Rare } else { PartValue::Missing }
        }
        (Bins::Numbers { cuts, .. }, Some(code)) => {
            PartValue::Between(code.checked_sub(1).and_then(|below| cuts.get(below)).copied(), cuts.get(code).copied())
        }
        (Bins::Numbers { .. }, None) => PartValue::Missing,
    };
    let error = code.and_then(|code| attribute.errors.get(code)).copied();
    FitPart { attribute: attribute.name.clone(), value, points, error }
}
