//! Why a customer has the scores it has, customer by customer, on demand.

use crate::domain::intent_weights::IntentWeights;
use crate::domain::model::Model;
use crate::domain::profile::ModelLimits;
use crate::domain::score::Score;
use crate::insight::ScoredPortfolio;
use crate::insight::similar::{ComparedOwners, SimilarOwner, points_of};
use crate::portfolio::CustomerIndex;
use crate::scoring::engine::attributes::attribute_table;
use crate::scoring::engine::known_by_rules;
use crate::scoring::intent::{IntentExplanation, explain};
use crate::scoring::local::{Learnt, LocalScores};
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::{Attribute, CardReader, Scorecard};
use crate::scoring::scorecard::reasons::{Explanation, Part};
use crate::scoring::scorecard::rule_prior::{Rule, rules};
use crate::support::data_table::{DataTable, DataValues};

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

/// The attributes of some customers, from which they are explained.
pub struct Described {
    customers: Vec<CustomerIndex>,
    table: DataTable,
}

impl Described {
    /// Those of `customers`; `None` before our own scores are there.
    #[must_use]
    pub fn of(scored: &ScoredPortfolio, customers: Vec<CustomerIndex>) -> Option<Self> {
        let table = attribute_table(&scored.portfolio, &scored.local.as_deref()?.segments, &customers);
        Some(Self { customers, table })
    }

    /// How many customers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.customers.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }
}

/// Explains described customers for one model.
pub struct Explainer<'a> {
    scored: &'a ScoredPortfolio,
    local: &'a LocalScores,
    model: Model,
    described: &'a Described,
    /// The product's own card, and the shared one where there is one, each with its reader.
    cards: Vec<(&'a Scorecard, CardReader<'a>)>,
}

impl<'a> Explainer<'a> {
    /// Explains `described` of `scored` for `model`; `None` before our own scores are there.
    #[must_use]
    pub fn new(scored: &'a ScoredPortfolio, model: Model, described: &'a Described) -> Option<Self> {
        let local = scored.local.as_deref()?;
        let learnt = local.model(model).and_then(|local| local.learnt.as_deref());
        let cards = learnt.map(|learnt| readers(learnt, &described.table)).unwrap_or_default();
        Some(Self { scored, local, model, described, cards })
    }

    /// Why our own Fit of the customer at `row` of those it was made for is what it is; `None` where it was not learnt.
    #[must_use]
    pub fn fit(&self, row: usize) -> Option<FitReasons> {
        let local = self.local.model(self.model)?;
        let average = local.learnt.as_deref()?.card.average;
        let customer = *self.described.customers.get(row)? as usize;
        let above_average = local.decision.get(customer).copied().filter(|decision| !decision.is_nan())?;
        let mut base = -average;
        let mut parts: Vec<FitPart> = Vec::new();
        for (card, reader) in &self.cards {
            base += card.base;
            for part in Explanation::of(card, reader, row).parts {
                let more = named(card, &self.described.table, row, part);
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

    /// Our own Fit of the customer at `row`, as it is shown.
    #[must_use]
    pub fn shown_fit(&self, row: usize) -> Option<Score> {
        let customer = *self.described.customers.get(row)? as usize;
        self.local.model(self.model)?.fit.get(customer).copied().flatten()
    }

    /// The rules that hold for the customer at `row`, where our own Fit is by rules; with their log-odds.
    #[must_use]
    pub fn rules(&self, row: usize) -> Option<Vec<(Rule, f64)>> {
        let local = self.local.model(self.model)?;
        let customer = *self.described.customers.get(row)? as usize;
        let is_by_rules = local.learnt.is_none() && local.fit.get(customer).is_some_and(Option::is_some);
        let known = is_by_rules.then(|| known_by_rules(&self.scored.portfolio, &self.local.segments, customer))?;
        Some(rules(&self.local.profile.rule_prior, known))
    }

    /// Why our own Intent of the customer at `row` is what it is; `None` when there are no signals at all.
    #[must_use]
    pub fn intent(&self, row: usize) -> Option<IntentExplanation> {
        let customer = *self.described.customers.get(row)? as usize;
        explain(&self.local.signals, customer, Some(self.model), &self.local.intent_weights)
    }

    /// The owners among `owners` most like the customer at `row` in what counts for the model; the closest first, itself
    /// left out.
    #[must_use]
    pub fn similar(&self, owners: &ComparedOwners, row: usize) -> Vec<SimilarOwner> {
        let customer = self.described.customers.get(row).copied();
        let of = |customer| owners.closest(customer, &points_of(&self.cards, row));
        customer.filter(|_| !self.cards.is_empty()).map(of).unwrap_or_default()
    }

    /// What Fit was learnt from, and the decision that the customer at `row` is shown by.
    pub(super) fn learnt_and_decision(&self, row: usize) -> Option<(&Learnt, f64)> {
        let local = self.local.model(self.model)?;
        let customer = *self.described.customers.get(row)? as usize;
        let decision = local.decision.get(customer).copied().filter(|decision| !decision.is_nan())?;
        Some((local.learnt.as_deref()?, decision))
    }

    pub(super) fn table(&self) -> &DataTable {
        &self.described.table
    }

    pub(super) fn limits(&self) -> ModelLimits {
        self.scored.profile.limits_for(self.model)
    }

    pub(super) fn intent_weights(&self) -> &IntentWeights {
        &self.local.intent_weights
    }
}

/// The cards of a model with their readers of `table`: the product's own, then the shared one.
pub(super) fn readers<'a>(learnt: &'a Learnt, table: &'a DataTable) -> Vec<(&'a Scorecard, CardReader<'a>)> {
    let cards = std::iter::once(&learnt.card).chain(learnt.shared.as_deref());
    cards.map(|card| (card, card.parts(table))).collect()
}

fn named(card: &Scorecard, table: &DataTable, row: usize, Part { position, code, points, error }: Part) -> FitPart {
    let Some(attribute) = card.attributes.get(position) else {
        let pair = card.pairs.get(position - card.attributes.len());
        let name = |at: usize| card.attributes.get(at).map_or("", |attribute| attribute.name.as_str());
        let attribute = pair.map(|pair| format!("{} & {}", name(pair.first), name(pair.second))).unwrap_or_default();
        return FitPart { attribute, value: PartValue::Pair, points, error };
    };
    let value = match (&attribute.bins, code) {
        (_, Some(code)) => value_of(attribute, code),
        (Bins::Words { .. }, None) => match table.column(&attribute.name).map(|column| &column.values) {
            Some(DataValues::Words(words)) if words.word(row).is_some() => PartValue::Rare,
            _ => PartValue::Missing,
        },
        (Bins::Numbers { .. }, None) => PartValue::Missing,
    };
    FitPart { attribute: attribute.name.clone(), value, points, error }
}

/// What a customer has in `attribute` that falls into the bin `code`.
pub(super) fn value_of(attribute: &Attribute, code: usize) -> PartValue {
    match &attribute.bins {
        bins if code >= bins.levels() => PartValue::Missing,
        Bins::Words { levels, .. } => levels.get(code).cloned().map_or(PartValue::Rare, PartValue::Word),
        Bins::Numbers { cuts, .. } => {
            PartValue::Between(code.checked_sub(1).and_then(|below| cuts.get(below)).copied(), cuts.get(code).copied())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::ScoringProfile;
    use crate::portfolio::PortfolioBuilder;
    use crate::portfolio::tests::report;
    use crate::scoring::engine::{Request, score};
    use crate::support::progress::Progress;
    use crate::workbook::table::{AsOf, KnownBy};
    use std::sync::Arc;

    fn size(id: usize) -> usize {
        1 + id * 7 % 50 * 10
    }

    /// Owners are large retailers, mostly.
    fn is_owner(id: usize) -> bool {
        (size(id) > 250 && id.is_multiple_of(3)) != id.is_multiple_of(11)
    }

    fn scored() -> ScoredPortfolio {
        let lines: Vec<String> = (0..400)
            .map(|id| {
                let (employees, industry) = (size(id), ["Retail", "Legal", "Health"][id % 3]);
                let owner = if is_owner(id) { "Yes" } else { "No" };
                format!("C{id}|Customer {id}|{employees}|{industry}|{owner}")
            })
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut builder = PortfolioBuilder::default();
        builder.add(report("CustomerID|AccountName|OrgSize|Industry|Has Azure", &lines)).unwrap();
        let (portfolio, day) = (Arc::new(builder.finish()), jiff::civil::date(2026, 10, 1));
        let profile = ScoringProfile::default();
        let local = score(&portfolio, &Request::new(&profile, day), &Progress::default()).unwrap();
        ScoredPortfolio::with_local(portfolio, Some(Arc::new(local)), profile, AsOf { day, known_by: KnownBy::User })
    }

    #[test]
    fn the_parts_of_fit_add_up_to_what_is_shown_and_lead_with_what_counts() {
        let scored = scored();
        let local = scored.local_model(Model::Azure).unwrap();
        let described = Described::of(&scored, (0..400).collect()).unwrap();
        let explainer = Explainer::new(&scored, Model::Azure, &described).unwrap();
        for row in 0..400 {
            let reasons = explainer.fit(row).unwrap();
            let sum = reasons.base + reasons.parts.iter().map(|part| part.points).sum::<f64>() + reasons.own_lesson;
            assert!((sum - local.decision[row]).abs() < 1e-9, "{row}");
            assert!(is_owner(row) || reasons.own_lesson.abs() < 1e-9, "only of owners a lesson is left out: {row}");
            assert_eq!(reasons.parts.len(), 3, "size, segment and industry");
        }
        let retailer = explainer.fit(396).unwrap();
        assert!(
            retailer.parts.iter().any(|part| part.value == PartValue::Word("Retail".to_owned()) && part.points > 0.5)
        );
        let owners = ComparedOwners::of(&scored, Model::Azure).unwrap();
        let similar = explainer.similar(&owners, 396);
        assert_eq!(similar.len(), 3);
        assert!(similar.windows(2).all(|pair| pair[0].distance <= pair[1].distance));
        assert!(similar.iter().all(|owner| is_owner(owner.customer as usize) && owner.customer != 396));
    }
}
