//! Fit of every model, learnt from who owns its product.
//!
//! At most [`MOST_LEARNT_FROM`] customers are learnt from, those with the smallest keys: which they are depends on their
//! ids alone. The standard error of a share of that many is a tenth of a percent, far below what a band can show, and a
//! million customers stay a matter of seconds.

use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::engine::attributes::{all_customers, attribute_table};
use crate::scoring::engine::owners::Owners;
use crate::scoring::engine::products::AttributeRules;
use crate::scoring::local::{Learnt, LocalModel};
use crate::scoring::scorecard::card::{Scorecard, fit_of};
use crate::scoring::scorecard::fit::{FitError, FitOptions, Target, expected_units, fit_scorecard};
use crate::scoring::scorecard::folds::row_key;
use crate::scoring::scorecard::pairs::PairChoice;
use crate::support::data_table::{DataTable, DataValues, Words};
use crate::support::progress::{Cancelled, Progress};
use std::sync::Arc;

/// Customers that a card is fitted to, at most.
const MOST_LEARNT_FROM: usize = 250_000;
/// Customers whose attributes are gathered at a time for scoring.
const BLOCK: usize = 1 << 16;

/// Learns one model after the other.
pub(super) struct Learner<'a> {
    portfolio: &'a Portfolio,
    segments: &'a [Segment],
    profile: &'a ScoringProfile,
    progress: &'a Progress,
    /// Those learnt from, and their keys.
    customers: Vec<CustomerIndex>,
    keys: Vec<u64>,
    table: DataTable,
    /// What was learnt before, for models with the same owners and columns.
    done: Vec<Done>,
}

struct Done {
    owned: Vec<bool>,
    options: FitOptions,
    learnt: Arc<Learnt>,
    decision: Vec<f64>,
}

impl<'a> Learner<'a> {
    pub(super) fn new(
        portfolio: &'a Portfolio,
        segments: &'a [Segment],
        profile: &'a ScoringProfile,
        progress: &'a Progress,
    ) -> Self {
        let mut keyed: Vec<(u64, CustomerIndex)> =
            (0..).zip(0..portfolio.customer_count()).map(|(index, at)| (customer_key(portfolio, at), index)).collect();
        if keyed.len() > MOST_LEARNT_FROM {
            keyed.sort_unstable();
            keyed.truncate(MOST_LEARNT_FROM);
            keyed.sort_unstable_by_key(|(_, customer)| *customer);
        }
        let (keys, customers): (Vec<u64>, Vec<CustomerIndex>) = keyed.into_iter().unzip();
        let table = attribute_table(portfolio, segments, &customers);
        Self { portfolio, segments, profile, progress, customers, keys, table, done: Vec::new() }
    }

    /// Fits the model of `local`, where the files tell its owners and there is something to learn.
    pub(super) fn learn(&mut self, local: &mut LocalModel) -> Result<(), Cancelled> {
        let Some(owners) = Owners::of(self.portfolio, local.model) else { return Ok(()) };
        let options = self.options(local.model);
        let same = |done: &&Done| {
            done.owned == owners.owned
                && (&done.options.excluded, &done.options.put_back) == (&options.excluded, &options.put_back)
        };
        if let Some(done) = self.done.iter().find(same) {
            take(local, Arc::clone(&done.learnt), done.decision.clone());
            return Ok(());
        }
        let weights = owners.weights();
        let of_learnt = |customer: &CustomerIndex| *customer as usize;
        let owned: Vec<bool> =
            self.customers.iter().map(|at| owners.owned.get(of_learnt(at)).copied().unwrap_or(false)).collect();
        let weights: Vec<f64> =
            self.customers.iter().map(|at| weights.get(of_learnt(at)).copied().unwrap_or(1.0)).collect();
        let target = Target { owners: &owned, weights: Some(&weights), keys: &self.keys, offset: None };
        self.progress.expect(expected_units());
        let fitted = match fit_scorecard(&self.table, &target, &options, self.progress) {
            Ok(fitted) => fitted,
            Err(FitError::Cancelled(cancelled)) => return Err(cancelled),
            Err(FitError::NoOwner | FitError::OnlyOwners | FitError::NoAttribute) => return Ok(()),
        };
        let mut decision = self.decisions(&fitted.card)?;
        // Owners that the card was fitted to are shown by cards that did not see them.
        for ((customer, owned), unseen) in self.customers.iter().zip(&owned).zip(&fitted.out_of_fold) {
            if let Some(slot) = decision.get_mut(*customer as usize).filter(|slot| *owned && !slot.is_nan()) {
                *slot = unseen - fitted.card.average;
            }
        }
        let learnt = Arc::new(Learnt {
            card: fitted.card,
            report: Some(fitted.report),
            told_by: owners.told_by.clone(),
            owners: owners.count(),
        });
        take(local, Arc::clone(&learnt), decision.clone());
        self.done.push(Done { owned: owners.owned, options, learnt, decision });
        Ok(())
    }

    /// What the model may not learn from.
    fn options(&self, model: Model) -> FitOptions {
        let rule = AttributeRules::get().product(model);
        let switches = self.profile.switches_for(model);
        let names = self.table.columns.iter().map(|column| &column.name);
        FitOptions {
            excluded: names.filter(|name| rule.is_own(name) || switches.off.contains(*name)).cloned().collect(),
            supplied: Vec::new(),
            put_back: switches.put_back.into_iter().collect(),
            pairs: PairChoice::default(),
        }
    }

    /// Every customer's decision above the average; NaN for those of whom nothing is known.
    fn decisions(&self, card: &Scorecard) -> Result<Vec<f64>, Cancelled> {
        let all = all_customers(self.portfolio);
        let mut decisions = Vec::with_capacity(all.len());
        for block in all.chunks(BLOCK) {
            self.progress.advance(0)?;
            let table = attribute_table(self.portfolio, self.segments, block);
            let decided = card.decide(&table);
            let known = |row: usize| table.columns.iter().any(|column| is_known(&column.values, row));
            let shown = |(row, decision): (usize, f64)| if known(row) { decision - card.average } else { f64::NAN };
            decisions.extend(decided.into_iter().enumerate().map(shown));
        }
        Ok(decisions)
    }
}

fn take(local: &mut LocalModel, learnt: Arc<Learnt>, decision: Vec<f64>) {
    let fit = |above: &f64| if above.is_nan() { None } else { Score::new(f64::from(fit_of(*above))) };
    local.fit = decision.iter().map(fit).collect();
    local.decision = decision;
    local.learnt = Some(learnt);
}

fn is_known(values: &DataValues, row: usize) -> bool {
    match values {
        DataValues::Numbers(numbers) => numbers.get(row).is_some_and(|number| !number.is_nan()),
        DataValues::Words(words) => words.codes.get(row).is_some_and(|code| *code != Words::MISSING),
    }
}

/// The key of the customer at `at`, from what tells it from others and not from its place in the files.
fn customer_key(portfolio: &Portfolio, at: usize) -> u64 {
    let people = &portfolio.customers;
    let texts = [&people.customer_id, &people.duns, &people.domain, &people.name];
    let known = texts.iter().filter_map(|column| column.get(at)).find(|id| !id.is_missing());
    row_key(known.map_or("", |id| portfolio.texts.text(*id)))
}
