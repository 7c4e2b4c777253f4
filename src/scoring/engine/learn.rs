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
use crate::scoring::scorecard::card::fit_of;
use crate::scoring::scorecard::fit::{FitError, FitOptions, Target, expected_units, fit_scorecard};
use crate::scoring::scorecard::folds::row_key;
use crate::scoring::scorecard::pairs::PairChoice;
use crate::scoring::scorecard::shared::{SharedCard, fit_shared};
use crate::support::data_table::{DataTable, DataValues, Words};
use crate::support::progress::{Cancelled, Progress};
use std::sync::Arc;

/// Customers that a card is fitted to, at most.
const MOST_LEARNT_FROM: usize = 250_000;
/// With fewer owners a product leans on what all products' owners have in common: it lifted the AUC of 5 owners from .608
/// to .664 on public data, and told nothing beside hundreds.
const FEW_OWNERS: usize = 100;
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
    /// What makes a customer buy anything, once it was asked for.
    shared: Option<Option<Arc<SharedCard>>>,
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
        Self { portfolio, segments, profile, progress, customers, keys, table, shared: None, done: Vec::new() }
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
        let told = |row: &usize| self.of_row(&owners.told, *row).unwrap_or(false);
        let rows: Vec<usize> = (0..self.customers.len()).filter(told).collect();
        let owned: Vec<bool> = rows.iter().map(|row| self.of_row(&owners.owned, *row).unwrap_or(false)).collect();
        let few = owned.iter().filter(|owned| **owned).count() < FEW_OWNERS;
        let shared = if few { self.shared()? } else { None };
        let offset: Option<Vec<f64>> = shared.as_ref().and_then(|shared| {
            let own = shared.offsets.get(local.model.index())?;
            Some(rows.iter().map(|row| own.get(*row).copied().unwrap_or(0.0)).collect())
        });
        let weights = owners.weights();
        let weights: Vec<f64> = rows.iter().map(|row| self.of_row(&weights, *row).unwrap_or(1.0)).collect();
        let keys: Vec<u64> = rows.iter().filter_map(|row| self.keys.get(*row).copied()).collect();
        let target = Target { owners: &owned, weights: Some(&weights), keys: &keys, offset: offset.as_deref() };
        self.progress.expect(expected_units());
        let fitted = match fit_scorecard(&self.table.with_rows(&rows), &target, &options, self.progress) {
            Ok(fitted) => fitted,
            Err(FitError::Cancelled(cancelled)) => return Err(cancelled),
            Err(FitError::NoOwner | FitError::OnlyOwners | FitError::NoAttribute) => return Ok(()),
        };
        let learnt = Arc::new(Learnt {
            card: fitted.card,
            shared: shared.map(|shared| Arc::new(shared.card.clone())),
            report: Some(fitted.report),
            told_by: owners.told_by.clone(),
            owners: owners.count(),
        });
        let mut decision = self.decisions(&learnt)?;
        // Owners that the card was fitted to are shown by cards that did not see them.
        let offset = offset.unwrap_or_default();
        for (at, (row, unseen)) in
            rows.iter().zip(&fitted.out_of_fold).enumerate().filter(|(at, _)| owned.get(*at) == Some(&true))
        {
            let customer = self.customers.get(*row).map_or(usize::MAX, |customer| *customer as usize);
            if let Some(slot) = decision.get_mut(customer).filter(|slot| !slot.is_nan()) {
                *slot = unseen + offset.get(at).unwrap_or(&0.0) - learnt.card.average;
            }
        }
        take(local, Arc::clone(&learnt), decision.clone());
        self.done.push(Done { owned: owners.owned, options, learnt, decision });
        Ok(())
    }

    /// What `column` says of the customer of `row` of the table.
    fn of_row<T: Copy>(&self, column: &[T], row: usize) -> Option<T> {
        column.get(*self.customers.get(row)? as usize).copied()
    }

    /// What makes a customer buy anything, learnt once from the owners of all products; `None` where there are none.
    fn shared(&mut self) -> Result<Option<Arc<SharedCard>>, Cancelled> {
        if let Some(shared) = &self.shared {
            return Ok(shared.clone());
        }
        let owners = Model::ALL.map(|model| Owners::of(self.portfolio, model));
        let owned = owners.each_ref().map(|owners| {
            let owned =
                |row: usize| owners.as_ref().and_then(|owners| self.of_row(&owners.owned, row)).unwrap_or(false);
            (0..self.customers.len()).map(owned).collect::<Vec<bool>>()
        });
        let mut options = FitOptions::default();
        for model in Model::ALL {
            let own = self.options(model);
            options.excluded.extend(own.excluded);
            options.put_back.extend(own.put_back);
        }
        self.progress.expect(expected_units());
        let products = owned.each_ref().map(Vec::as_slice);
        let shared = match fit_shared(&self.table, &products, &self.keys, &options, self.progress) {
            Ok(shared) => Some(Arc::new(shared)),
            Err(FitError::Cancelled(cancelled)) => return Err(cancelled),
            Err(FitError::NoOwner | FitError::OnlyOwners | FitError::NoAttribute) => None,
        };
        self.shared = Some(shared.clone());
        Ok(shared)
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
    fn decisions(&self, learnt: &Learnt) -> Result<Vec<f64>, Cancelled> {
        let all = all_customers(self.portfolio);
        let mut decisions = Vec::with_capacity(all.len());
        for block in all.chunks(BLOCK) {
            self.progress.advance(0)?;
            let table = attribute_table(self.portfolio, self.segments, block);
            let decided = learnt.decide(&table);
            let known = |row: usize| table.columns.iter().any(|column| is_known(&column.values, row));
            let shown = |(row, decision): (usize, f64)| if known(row) { decision } else { f64::NAN };
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
