//! Fit of every model, learnt from who owns its product.
//!
//! At most [`MOST_LEARNT_FROM`] customers are learnt from, those with the smallest keys: which they are depends on their
//! ids alone. The standard error of a share of that many is a tenth of a percent, far below what a band can show, and a
//! million customers stay a matter of seconds. Owners of a product that few own come in beside them: a share of owners that
//! is too high moves the constant of a logistic model and not its points (J. Prentice, R. Pyke, Biometrika 66, 1979), and
//! Fit is measured from that share.
//!
//! Customers of whom the files do not tell whether they own the product, or tell nothing at all, teach nothing.

use crate::domain::model::Model;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::engine::Request;
use crate::scoring::engine::attributes::{all_customers, attribute_table};
use crate::scoring::engine::freshness::compared;
use crate::scoring::engine::kept::KeptModel;
use crate::scoring::engine::owners::Owners;
use crate::scoring::engine::products::AttributeRules;
use crate::scoring::local::{Learnt, LocalModel};
use crate::scoring::scorecard::card::{Scorecard, fit_of};
use crate::scoring::scorecard::fit::{FitError, FitOptions, FitReport, FittedCard, Target, fit_scorecard};
use crate::scoring::scorecard::folds::row_key;
use crate::scoring::scorecard::shared::{Product, fit_shared};
use crate::support::data_table::{DataTable, DataValues, Words};
use crate::support::progress::{Cancelled, Progress};
use crate::support::statistics::stability::{Change, Stability, stability};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Customers that a card is fitted to, at most.
const MOST_LEARNT_FROM: usize = 250_000;
/// With fewer owners a product leans on what all products' owners have in common: it lifted the AUC of 5 owners from .608
/// to .664 on public data, and told nothing beside hundreds.
const FEW_OWNERS: usize = 100;
/// Products with fewer owners take all of them along.
const FEWER_ARE_RARE: usize = 20_000;
/// Customers whose attributes are gathered at a time for scoring.
const BLOCK: usize = 1 << 16;

/// Learns one model after the other.
pub(super) struct Learner<'a> {
    portfolio: &'a Portfolio,
    segments: &'a [Segment],
    request: &'a Request<'a>,
    progress: &'a Progress,
    /// Those learnt from, and their keys.
    customers: Vec<CustomerIndex>,
    keys: Vec<u64>,
    table: DataTable,
    /// What makes a customer buy anything, once it was asked for.
    shared: Option<Option<Arc<Shared>>>,
    /// What was learnt before, for models with the same owners and columns.
    done: Vec<Done>,
    /// The columns that have moved since kept models were fitted.
    moved: BTreeMap<String, Stability>,
}

struct Done {
    owned: Vec<bool>,
    weights: Vec<f64>,
    options: FitOptions,
    learnt: Arc<Learnt>,
    /// Whose decisions are the same.
    model: Model,
}

/// What all products' owners have in common.
struct Shared {
    card: Arc<Scorecard>,
    /// For each distinct set of owners, for each row, what the card says.
    offsets: Vec<Vec<f64>>,
    /// For each model, in the order of [`Model::ALL`], which set its owners are.
    places: [Option<usize>; 8],
}

impl<'a> Learner<'a> {
    pub(super) fn new(
        portfolio: &'a Portfolio,
        segments: &'a [Segment],
        request: &'a Request<'a>,
        progress: &'a Progress,
    ) -> Self {
        let mut keyed: Vec<(u64, CustomerIndex)> =
            (0..).zip(0..portfolio.customer_count()).map(|(index, at)| (customer_key(portfolio, at), index)).collect();
        if keyed.len() > MOST_LEARNT_FROM {
            keyed.sort_unstable();
            let rare = rare_owners(portfolio);
            let (learnt, others) = keyed.split_at(MOST_LEARNT_FROM);
            let is_rare = |(_, customer): &&(u64, CustomerIndex)| rare.binary_search(customer).is_ok();
            keyed = learnt.iter().chain(others.iter().filter(is_rare)).copied().collect();
            keyed.sort_unstable_by_key(|(_, customer)| *customer);
        }
        let (keys, customers): (Vec<u64>, Vec<CustomerIndex>) = keyed.into_iter().unzip();
        let table = attribute_table(portfolio, segments, &customers);
        Self {
            portfolio,
            segments,
            request,
            progress,
            customers,
            keys,
            table,
            shared: None,
            done: Vec::new(),
            moved: BTreeMap::new(),
        }
    }

    /// Fits the model of `local`, where the files tell its owners and there is something to learn. `earlier` are the models
    /// that were learnt before.
    pub(super) fn learn(&mut self, local: &mut LocalModel, earlier: &[LocalModel]) -> Result<(), Cancelled> {
        let owners = Owners::of(self.portfolio, local.model);
        if let Some(kept) = self.request.kept.and_then(|kept| kept.models.get(&local.model)) {
            self.look_for_change(&kept.card, owners.as_ref());
            return self.score_by(kept, owners.as_ref(), local);
        }
        let Some(owners) = owners else { return Ok(()) };
        let options = self.options(local.model);
        let weights = owners.weights();
        let same = |done: &&Done| {
            done.owned == owners.owned
                && done.weights == weights
                && (&done.options.excluded, &done.options.put_back) == (&options.excluded, &options.put_back)
        };
        if let Some(done) = self.done.iter().find(same)
            && let Some(known) = earlier.iter().find(|known| known.model == done.model)
        {
            take(local, Arc::clone(&done.learnt), known.decision.clone());
            return Ok(());
        }
        let told = |row: &usize| self.of_row(&owners.told, *row).unwrap_or(false) && is_known_in(&self.table, *row);
        let rows: Vec<usize> = (0..self.customers.len()).filter(told).collect();
        let owned: Vec<bool> = rows.iter().map(|row| self.of_row(&owners.owned, *row).unwrap_or(false)).collect();
        let few = owned.iter().filter(|owned| **owned).count() < FEW_OWNERS;
        let shared = if few { self.shared()? } else { None };
        let offset: Option<Vec<f64>> = shared.as_ref().and_then(|shared| {
            let place = shared.places.get(local.model.index()).copied().flatten()?;
            let own = shared.offsets.get(place)?;
            Some(rows.iter().map(|row| own.get(*row).copied().unwrap_or(0.0)).collect())
        });
        let row_weights: Vec<f64> = rows.iter().map(|row| self.of_row(&weights, *row).unwrap_or(1.0)).collect();
        let keys: Vec<u64> = rows.iter().filter_map(|row| self.keys.get(*row).copied()).collect();
        let target = Target { owners: &owned, weights: Some(&row_weights), keys: &keys, offset: offset.as_deref() };
        let fitted = match fit_scorecard(&self.table.with_rows(&rows), &target, &options, self.progress) {
            Ok(fitted) => fitted,
            Err(FitError::Cancelled(cancelled)) => return Err(cancelled),
            // What all products' owners have in common is all there is to say.
            Err(FitError::NoOwner | FitError::NoAttribute) if shared.is_some() => FittedCard {
                card: Scorecard::constant(0.0),
                out_of_fold: vec![0.0; rows.len()],
                report: FitReport::default(),
            },
            Err(FitError::NoOwner | FitError::OnlyOwners | FitError::NoAttribute) => return Ok(()),
        };
        let mut learnt = Learnt {
            card: fitted.card,
            shared: shared.map(|shared| Arc::clone(&shared.card)),
            report: Some(fitted.report),
            told_by: owners.told_by.clone(),
            owners: owners.count(),
            told: owners.told.iter().filter(|told| **told).count(),
            lessons: Vec::new(),
        };
        let mut decision = self.decisions(&learnt)?;
        // Owners that the card was fitted to are shown by cards that did not see them.
        let offset = offset.unwrap_or_default();
        for (at, (row, unseen)) in
            rows.iter().zip(&fitted.out_of_fold).enumerate().filter(|(at, _)| owned.get(*at) == Some(&true))
        {
            let customer = self.customers.get(*row).map_or(usize::MAX, |customer| *customer as usize);
            if let Some(slot) = decision.get_mut(customer).filter(|slot| !slot.is_nan()) {
                let shown = unseen + offset.get(at).unwrap_or(&0.0) - learnt.card.average;
                learnt.lessons.extend(keys.get(at).map(|key| (*key, *slot - shown)));
                *slot = shown;
            }
        }
        learnt.lessons.sort_unstable_by_key(|(key, _)| *key);
        let learnt = Arc::new(learnt);
        take(local, Arc::clone(&learnt), decision);
        self.done.push(Done { owned: owners.owned, weights, options, learnt, model: local.model });
        Ok(())
    }

    /// Scores by models that were fitted before.
    fn score_by(&self, kept: &KeptModel, owners: Option<&Owners>, local: &mut LocalModel) -> Result<(), Cancelled> {
        let mut learnt = kept.learnt();
        if let Some(owners) = owners {
            learnt.told_by.clone_from(&owners.told_by);
            learnt.owners = owners.count();
            learnt.told = owners.told.iter().filter(|told| **told).count();
        }
        let mut decision = self.decisions(&learnt)?;
        let owned = owners.map(|owners| owners.owned.as_slice()).unwrap_or_default();
        for (at, (slot, _)) in decision.iter_mut().zip(owned).enumerate().filter(|(_, (_, owned))| **owned) {
            let key = customer_key(self.portfolio, at);
            let place = learnt.lessons.partition_point(|(known, _)| *known < key);
            if let Some((_, lesson)) = learnt.lessons.get(place).filter(|(known, _)| *known == key) {
                *slot -= lesson;
            }
        }
        take(local, Arc::new(learnt), decision);
        Ok(())
    }

    /// Notes the columns of `card` that have moved since it was fitted, among the customers that it would learn from now.
    fn look_for_change(&mut self, card: &Scorecard, owners: Option<&Owners>) {
        let Some(owners) = owners else { return };
        let told = |row: &usize| self.of_row(&owners.told, *row).unwrap_or(false) && is_known_in(&self.table, *row);
        let rows: Vec<usize> = (0..self.customers.len()).filter(told).collect();
        for attribute in &card.attributes {
            let bins = compared(attribute, &attribute.rows_in(&self.table, &rows));
            if let Some(stability) = stability(&bins).filter(|stability| stability.change() != Change::None) {
                let known = self.moved.entry(attribute.name.clone()).or_insert(stability);
                if known.index < stability.index {
                    *known = stability;
                }
            }
        }
    }

    /// The columns that have moved since kept models were fitted, the most moved first.
    pub(super) fn moved(self) -> Vec<(String, Stability)> {
        let mut moved: Vec<(String, Stability)> = self.moved.into_iter().collect();
        moved.sort_by(|one, two| two.1.index.total_cmp(&one.1.index).then_with(|| one.0.cmp(&two.0)));
        moved
    }

    /// What `column` says of the customer of `row` of the table.
    fn of_row<T: Copy>(&self, column: &[T], row: usize) -> Option<T> {
        column.get(*self.customers.get(row)? as usize).copied()
    }

    /// What makes a customer buy anything, learnt once from the owners of all products; `None` where there are none.
    fn shared(&mut self) -> Result<Option<Arc<Shared>>, Cancelled> {
        if let Some(shared) = &self.shared {
            return Ok(shared.clone());
        }
        let mut distinct: Vec<Owners> = Vec::new();
        // Where each model's owners stand among those that differ.
        let places = Model::ALL.map(|model| {
            let owners = Owners::of(self.portfolio, model)?;
            let known = distinct.iter().position(|known| known.owned == owners.owned);
            Some(known.unwrap_or_else(|| {
                distinct.push(owners);
                distinct.len() - 1
            }))
        });
        let rows = |column: &[bool]| -> Vec<bool> {
            (0..self.customers.len()).map(|row| self.of_row(column, row).unwrap_or(false)).collect()
        };
        let sides: Vec<(Vec<bool>, Vec<bool>)> =
            distinct.iter().map(|owners| (rows(&owners.owned), rows(&owners.told))).collect();
        let mut options = FitOptions::default();
        for model in Model::ALL {
            let own = self.options(model);
            options.excluded.extend(own.excluded);
            options.put_back.extend(own.put_back);
        }
        let products: Vec<Product<'_>> = sides.iter().map(|(owned, told)| Product { owned, told }).collect();
        let shared = match fit_shared(&self.table, &products, &self.keys, &options, self.progress) {
            Ok(shared) => Some(Shared { card: Arc::new(shared.card), offsets: shared.offsets, places }),
            Err(FitError::Cancelled(cancelled)) => return Err(cancelled),
            Err(FitError::NoOwner | FitError::OnlyOwners | FitError::NoAttribute) => None,
        };
        let shared = shared.map(Arc::new);
        self.shared = Some(shared.clone());
        Ok(shared)
    }

    /// What the model may not learn from.
    fn options(&self, model: Model) -> FitOptions {
        let rule = AttributeRules::get().product(model);
        let switches = self.request.profile.switches_for(model);
        let names = self.table.columns.iter().map(|column| &column.name);
        FitOptions {
            excluded: names.filter(|name| rule.is_own(name) || switches.off.contains(*name)).cloned().collect(),
            supplied: Vec::new(),
            put_back: switches.put_back.into_iter().collect(),
            pairs: self.request.pairs,
            card_only: false,
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
            let shown = |(row, decision): (usize, f64)| if is_known_in(&table, row) { decision } else { f64::NAN };
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

/// The owners of products that few own, in the order of the portfolio.
fn rare_owners(portfolio: &Portfolio) -> Vec<CustomerIndex> {
    let mut rare = Vec::new();
    for owners in Model::ALL.into_iter().filter_map(|model| Owners::of(portfolio, model)) {
        if owners.count() < FEWER_ARE_RARE {
            rare.extend((0..).zip(&owners.owned).filter(|(_, owned)| **owned).map(|(customer, _)| customer));
        }
    }
    rare.sort_unstable();
    rare.dedup();
    rare
}

/// Whether anything is known of the customer of `row`.
fn is_known_in(table: &DataTable, row: usize) -> bool {
    table.columns.iter().any(|column| is_known(&column.values, row))
}

fn is_known(values: &DataValues, row: usize) -> bool {
    match values {
        DataValues::Numbers(numbers) => numbers.get(row).is_some_and(|number| !number.is_nan()),
        DataValues::Words(words) => words.codes.get(row).is_some_and(|code| *code != Words::MISSING),
    }
}

/// The key of the customer at `at`, from what tells it from others and not from its place in the files.
pub(super) fn customer_key(portfolio: &Portfolio, at: usize) -> u64 {
    let people = &portfolio.customers;
    let texts = [&people.customer_id, &people.duns, &people.domain, &people.name];
    let known = texts.iter().filter_map(|column| column.get(at)).find(|id| !id.is_missing());
    row_key(known.map_or("", |id| portfolio.texts.text(*id)))
}
