//! Why a customer has the scores it has, customer by customer, on demand.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::scoring::engine::attributes::attribute_table;
use crate::scoring::intent::{IntentExplanation, explain};
use crate::scoring::local::Learnt;
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::Scorecard;
use crate::scoring::scorecard::reasons::{Explanation, Part};
use crate::support::data_table::{DataTable, DataValues};

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
        let learnt = self.learnt()?;
        let card = &learnt.card;
        let local = self.scored.local_model(self.model)?;
        let above_average = local.decision.get(customer as usize).copied().filter(|decision| !decision.is_nan())?;
        let table = self.table(&[customer]);
        let mut base = card.base - card.average;
        let mut parts = parts_of(card, &table);
        if let Some(shared) = &learnt.shared {
            base += shared.base;
            for more in parts_of(shared, &table) {
                match parts.iter_mut().find(|part| part.attribute == more.attribute) {
                    // The product's own card tells how far it departs from what holds for all.
                    Some(part) => part.points += more.points,
                    None => parts.push(more),
                }
            }
        }
        let sum = parts.iter().fold(base, |sum, part| sum + part.points);
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

fn parts_of(card: &Scorecard, table: &DataTable) -> Vec<FitPart> {
    let reader = card.parts(table);
    Explanation::of(card, &reader, 0).parts.into_iter().map(|part| named(card, table, part)).collect()
}

fn named(card: &Scorecard, table: &DataTable, Part { position, code, points, error }: Part) -> FitPart {
    let Some(attribute) = card.attributes.get(position) else {
        let pair = card.pairs.get(position - card.attributes.len());
        let name = |at: usize| card.attributes.get(at).map_or("", |attribute| attribute.name.as_str());
        let attribute = pair.map(|pair| format!("{} & {}", name(pair.first), name(pair.second))).unwrap_or_default();
        return FitPart { attribute, value: PartValue::Pair, points, error };
    };
    let value = match (&attribute.bins, code) {
        (bins, Some(code)) if code >= bins.levels() => PartValue::Missing,
        (Bins::Words { levels, .. }, Some(code)) => levels.get(code).cloned().map_or(PartValue::Rare, PartValue::Word),
        (Bins::Words { .. }, None) => match table.column(&attribute.name).map(|column| &column.values) {
            Some(DataValues::Words(words)) if words.word(0).is_some() => PartValue::Rare,
            _ => PartValue::Missing,
        },
        (Bins::Numbers { cuts, .. }, Some(code)) => {
            PartValue::Between(code.checked_sub(1).and_then(|below| cuts.get(below)).copied(), cuts.get(code).copied())
        }
        (Bins::Numbers { .. }, None) => PartValue::Missing,
    };
    FitPart { attribute: attribute.name.clone(), value, points, error }
}
