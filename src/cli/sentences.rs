//! What `score` tells of customers in words, worked out block by block as the table is written.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::reasons::{Described, Explainer};
use crate::insight::score_table::ModelPart;
use crate::insight::similar::ComparedOwners;
use crate::ui::words::Words;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Customers whose words are worked out together.
const BLOCK: u32 = 1 << 13;
/// How many facts, and how many signals, are named.
const NAMED: usize = 3;

/// For each column the block that is known, and its texts.
type Blocks = BTreeMap<(Model, ModelPart), (u32, Vec<String>)>;

/// Reasons and what goes with them, in words.
pub(super) struct Sentences<'a> {
    scored: &'a ScoredPortfolio,
    /// The words.
    pub(super) words: &'a Words,
    /// What is known of the customers of a block.
    described: RefCell<Option<(u32, Rc<Described>)>>,
    owners: RefCell<BTreeMap<Model, Option<Rc<ComparedOwners>>>>,
    known: RefCell<Blocks>,
}

impl<'a> Sentences<'a> {
    pub(super) fn new(scored: &'a ScoredPortfolio, words: &'a Words) -> Self {
        let (described, owners, known) = (RefCell::default(), RefCell::default(), RefCell::default());
        Self { scored, words, described, owners, known }
    }

    /// The portfolio that they are about.
    pub(super) fn scored(&self) -> &'a ScoredPortfolio {
        self.scored
    }

    /// What `part` tells of `customer`; given once, empty where there is nothing to tell.
    pub(super) fn of(&self, model: Model, part: ModelPart, customer: u32) -> String {
        let block = customer / BLOCK;
        let mut known = self.known.borrow_mut();
        let key = (model, part);
        if known.get(&key).is_none_or(|(of, _)| *of != block) {
            known.insert(key, (block, self.block(model, part, block)));
        }
        let found = known.get_mut(&key).and_then(|(_, sentences)| sentences.get_mut((customer % BLOCK) as usize));
        found.map(std::mem::take).unwrap_or_default()
    }

    fn described(&self, block: u32) -> Option<Rc<Described>> {
        let mut described = self.described.borrow_mut();
        if described.as_ref().is_none_or(|(of, _)| *of != block) {
            let count = u32::try_from(self.scored.portfolio.customer_count()).unwrap_or(u32::MAX);
            let customers = (block * BLOCK..count.min((block + 1).saturating_mul(BLOCK))).collect();
            *described = Some((block, Rc::new(Described::of(self.scored, customers)?)));
        }
        described.as_ref().map(|(_, described)| Rc::clone(described))
    }

    fn owners(&self, model: Model) -> Option<Rc<ComparedOwners>> {
        let mut owners = self.owners.borrow_mut();
        let known = owners.entry(model).or_insert_with(|| ComparedOwners::of(self.scored, model).map(Rc::new));
        known.clone()
    }

    fn block(&self, model: Model, part: ModelPart, block: u32) -> Vec<String> {
        let Some(described) = self.described(block) else { return Vec::new() };
        let Some(explainer) = Explainer::new(self.scored, model, &described) else { return Vec::new() };
        let rows = (0..described.len()).into_par_iter();
        // Neither the counted pointers nor the cells of this struct may cross threads; what they hold may.
        let (scored, words, explainer) = (self.scored, self.words, &explainer);
        match part {
            ModelPart::Similar => {
                let Some(owners) = self.owners(model) else { return Vec::new() };
                let owners: &ComparedOwners = &owners;
                rows.map(|row| similar(scored, explainer, owners, row)).collect()
            }
            ModelPart::Missing => rows.map(|row| missing(scored, words, explainer, row)).collect(),
            ModelPart::NextBand => rows.map(|row| next_band(scored, words, explainer, row)).collect(),
            _ => rows.map(|row| words.reason(scored, model, explainer, row)).collect(),
        }
    }
}

fn similar(scored: &ScoredPortfolio, explainer: &Explainer<'_>, owners: &ComparedOwners, row: usize) -> String {
    let people = &scored.portfolio.customers;
    let name = |customer: u32| {
        let ids = [&people.name, &people.customer_id, &people.duns];
        let id = ids.iter().filter_map(|ids| ids.get(customer as usize)).find(|id| !id.is_missing());
        id.map_or("", |id| scored.portfolio.texts.text(*id))
    };
    let names = explainer.similar(owners, row).into_iter().map(|owner| name(owner.customer));
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join("; ")
}

fn missing(scored: &ScoredPortfolio, words: &Words, explainer: &Explainer<'_>, row: usize) -> String {
    let chances = explainer.fit_chances(row);
    let names = chances.iter().filter(|chance| chance.is_missing);
    names.map(|chance| words.attribute_name(scored, &chance.attribute)).collect::<Vec<_>>().join("; ")
}

fn next_band(scored: &ScoredPortfolio, words: &Words, explainer: &Explainer<'_>, row: usize) -> String {
    let chances = explainer.fit_chances(row);
    let facts = chances.iter().filter(|chance| chance.lifts).take(NAMED).map(|chance| words.fit_chance(scored, chance));
    let signals = explainer.intent_chances(row).into_iter().map(|chance| words.intent_chance(&chance));
    facts.chain(signals).collect::<Vec<_>>().join("; ")
}
