//! What is missing of a customer, and what would lift it a band.
//!
//! Each chance changes one thing and asks the model again: the best value of a fact that is not known, a product or
//! technology that it does not have, or new signals of one kind, of today and naming the product. So the score told with
//! a chance is the one that it would get, pairs and shared cards included.
//!
//! Degenerate: bins without rows are no chance; where no file has signals there is no Intent to lift.

use crate::domain::band::Band;
use crate::domain::intent_weights::SignalKind;
use crate::domain::score::Score;
use crate::insight::reasons::{Explainer, PartValue, value_of};
use crate::scoring::intent::intent_of;
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::{Attribute, fit_of};
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words};
use std::collections::BTreeSet;

/// Most signals of one kind that are hoped for.
const MOST_SIGNALS: u32 = 3;
/// How many kinds of signals are named.
const KINDS: usize = 3;

/// What one fact could do for Fit.
#[derive(Debug, Clone, PartialEq)]
pub struct FitChance {
    /// The dictionary's name of the column.
    pub attribute: String,
    /// Whether it is not known of the customer; else it is a "No" that could become a "Yes".
    pub is_missing: bool,
    /// The value that would help most.
    pub best: PartValue,
    /// Our own Fit with it.
    pub fit: Score,
    /// Its band.
    pub band: Band,
    /// Whether that is a better band than now.
    pub lifts: bool,
}

/// What signals of one kind could do for Intent.
#[derive(Debug, Clone, PartialEq)]
pub struct IntentChance {
    /// The kind.
    pub kind: SignalKind,
    /// How many new ones it takes, each of ordinary strength and naming the product.
    pub count: u32,
    /// Our own Intent with them.
    pub intent: Score,
    /// Its band, better than now.
    pub band: Band,
}

/// A value to try in a column.
struct Trial<'a> {
    attribute: &'a Attribute,
    value: TrialValue<'a>,
    code: usize,
    is_missing: bool,
}

enum TrialValue<'a> {
    Number(f64),
    Word(&'a str),
}

impl Explainer<'_> {
    /// What each unknown fact, and each "No", of the customer at `row` could do for our own Fit; those that would do most
    /// first. Empty where Fit was not learnt.
    #[must_use]
    pub fn fit_chances(&self, row: usize) -> Vec<FitChance> {
        let Some((learnt, now)) = self.learnt_and_decision(row) else { return Vec::new() };
        let cards = std::iter::once(&learnt.card).chain(learnt.shared.as_deref());
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let attributes = cards.flat_map(|card| &card.attributes).filter(|attribute| seen.insert(&attribute.name));
        let trials: Vec<Trial<'_>> = attributes.flat_map(|attribute| trials(attribute, self.table(), row)).collect();
        // The first row is the customer as it is.
        let mut table = self.table().with_rows(&vec![row; trials.len() + 1]);
        for (at, trial) in (1..).zip(&trials) {
            set(&mut table, &trial.attribute.name, at, &trial.value);
        }
        let decisions = learnt.decide(&table);
        let Some(as_it_is) = decisions.first().copied() else { return Vec::new() };
        let limits = self.limits().fit;
        let band_now = Score::new(f64::from(fit_of(now))).map(|fit| limits.band(fit));
        let mut best: Vec<(f64, FitChance)> = Vec::new();
        for (trial, decision) in trials.iter().zip(decisions.iter().skip(1)) {
            let above = now + decision - as_it_is;
            let Some(fit) = Score::new(f64::from(fit_of(above))) else { continue };
            let band = limits.band(fit);
            let chance = FitChance {
                attribute: trial.attribute.name.clone(),
                is_missing: trial.is_missing,
                best: value_of(trial.attribute, trial.code),
                fit,
                band,
                lifts: band_now.is_some_and(|now| band.index() < now.index()),
            };
            match best.iter_mut().find(|(_, known)| known.attribute == chance.attribute) {
                Some(known) if known.0 < above => *known = (above, chance),
                Some(_) => {}
                None => best.push((above, chance)),
            }
        }
        best.retain(|(above, _)| *above > now);
        best.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.attribute.cmp(&other.1.attribute)));
        best.into_iter().map(|(_, chance)| chance).collect()
    }

    /// The kinds of signals of which few would lift our own Intent of the customer at `row` a band; the fewest first.
    #[must_use]
    pub fn intent_chances(&self, row: usize) -> Vec<IntentChance> {
        let Some(intent) = self.intent(row) else { return Vec::new() };
        let weights = self.intent_weights();
        let limits = self.limits().intent;
        let shown = |decision: f64| Score::new(intent_of(decision).round());
        let Some(now) = shown(intent.decision).map(|score| limits.band(score)) else { return Vec::new() };
        // What ends, and what nobody knows the kind of, is no event to hope for.
        let hoped = |kind: &SignalKind| {
            !matches!(kind, SignalKind::Renewal | SignalKind::TechnologyRetirement | SignalKind::Other)
        };
        let mut chances: Vec<IntentChance> = Vec::new();
        for kind in SignalKind::ALL.into_iter().filter(hoped) {
            let weight = weights.of(kind);
            let part = intent.parts.iter().find(|part| part.kind == kind);
            let (points, days_30, days_90) =
                part.map_or((0.0, 0.0, 0.0), |part| (part.points, part.activity_30, part.activity_90));
            let with = |count: u32| {
                let more = f64::from(count) * weights.relevance.product.value();
                let own = weight.days_30.value() * (days_30 + more).ln_1p()
                    + weight.days_90.value() * (days_90 + more).ln_1p();
                shown(intent.decision - points + own)
            };
            let found = (1..=MOST_SIGNALS).find_map(|count| {
                let score = with(count)?;
                let band = limits.band(score);
                (band.index() < now.index()).then_some(IntentChance { kind, count, intent: score, band })
            });
            chances.extend(found);
        }
        chances.sort_by(|one, other| {
            one.count.cmp(&other.count).then(other.intent.value().total_cmp(&one.intent.value()))
        });
        chances.truncate(KINDS);
        chances
    }
}

/// The values that the customer of `row` could have in `attribute` and has not: all where it has none, a "Yes" for a "No".
fn trials<'a>(attribute: &'a Attribute, table: &DataTable, row: usize) -> Vec<Trial<'a>> {
    let values = table.column(&attribute.name).map(|column| &column.values);
    let (is_missing, is_no) = match values {
        None => (true, false),
        Some(DataValues::Numbers(numbers)) => (numbers.get(row).is_none_or(|number| !number.is_finite()), false),
        Some(DataValues::Words(words)) => (words.word(row).is_none(), words.word(row) == Some("No")),
    };
    let all = (0..attribute.bins.levels()).filter(|code| attribute.rows.get(*code).is_some_and(|rows| *rows > 0));
    let value = |code: usize| match &attribute.bins {
        Bins::Numbers { cuts, .. } => {
            let above = |cut: &f64| cut + cut.abs().max(1.0);
            cuts.get(code).copied().or_else(|| cuts.last().map(above)).map(TrialValue::Number)
        }
        Bins::Words { levels, .. } => levels.get(code).map(|level| TrialValue::Word(level)),
    };
    let trial = |code| Some(Trial { attribute, value: value(code)?, code, is_missing });
    let is_open = |trial: &Trial<'_>| is_missing || (is_no && matches!(trial.value, TrialValue::Word("Yes")));
    all.filter_map(trial).filter(is_open).collect()
}

/// Puts `value` into the column called `name`, which is made where there is none.
fn set(table: &mut DataTable, name: &str, row: usize, value: &TrialValue<'_>) {
    let rows = table.rows;
    if table.column(name).is_none() {
        let values = match value {
            TrialValue::Number(_) => DataValues::Numbers(vec![f64::NAN; rows]),
            TrialValue::Word(_) => DataValues::Words(Words { codes: vec![Words::MISSING; rows], words: Vec::new() }),
        };
        table.columns.push(DataColumn { name: name.to_owned(), values });
    }
    let Some(column) = table.columns.iter_mut().find(|column| column.name == name) else { return };
    match (&mut column.values, value) {
        (DataValues::Numbers(numbers), TrialValue::Number(number)) => {
            if let Some(slot) = numbers.get_mut(row) {
                *slot = *number;
            }
        }
        (DataValues::Words(words), TrialValue::Word(word)) => {
            let code = words.words.iter().position(|known| known == word).unwrap_or_else(|| {
                words.words.push((*word).to_owned());
                words.words.len() - 1
            });
            if let (Some(slot), Ok(code)) = (words.codes.get_mut(row), u32::try_from(code)) {
                *slot = code;
            }
        }
        _ => {}
    }
}
