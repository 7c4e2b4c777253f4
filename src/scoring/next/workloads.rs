//! The Azure workload that a customer will run next, from those it runs.
//!
//! What it runs stands in the list "Existing Workloads" of the Azure report and in the services of the usage report; both
//! count. The model is [`NextModel`]; a workload is offered only when its prerequisites hold. Where the file brings
//! recommended workloads, they stand beside ours, and how far both agree is counted.
//!
//! Lists are text: divided at semicolons, bars and line ends, and where a list has none of these, at commas. Names that
//! differ in width, case, spaces or punctuation are one workload, shown as it is written most often.
//!
//! Degenerate cases: a customer that runs nothing gets nothing next (it is a customer for Azure whitespace); files
//! without workloads give a model without items.

use crate::portfolio::Portfolio;
use crate::portfolio::attribute::AttributeData;
use crate::scoring::next::model::{Next, NextModel};
use crate::scoring::next::ownership::Ownership;
use crate::scoring::next::prerequisites::{ItemPrerequisites, Prerequisites};
use crate::scoring::scorecard::folds::row_key;
use crate::support::interner::TextId;
use crate::support::progress::{Cancelled, Progress};
use crate::support::text::comparison_key;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many workloads are kept for a customer.
pub const KEPT: usize = 3;
/// The dictionary's names of the lists.
const EXISTING: &str = "ExistingWorkloads";
const RECOMMENDED: &str = "RecommendedWorkloads";
/// An item or place that is none.
const NONE: u16 = u16::MAX;
/// Customers ranked between two looks at whether to stop.
const BLOCK: usize = 1 << 13;

/// The next workloads of all customers.
#[derive(Debug, Clone, PartialEq)]
pub struct NextWorkloads {
    /// What ranks them.
    pub model: NextModel,
    /// What each customer runs.
    pub running: Ownership,
    /// How far the files' recommendations and ours agree; `None` when no file recommends any.
    pub agreement: Option<Agreement>,
    prerequisites: ItemPrerequisites,
    /// What the files recommend, by customer, in the files' order; empty when no file does.
    recommended: Vec<Vec<u16>>,
    items: Vec<[u16; KEPT]>,
    scores: Vec<[f32; KEPT]>,
}

/// How far the files' recommendations and ours agree, over customers that have both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Customers that have both.
    pub customers: u64,
    /// Those whose first of ours is among the file's.
    pub first: u64,
    /// Those of whose three of ours one is among the file's.
    pub any: u64,
}

/// One of a customer's next workloads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NextWorkload<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its score: the sum of its reasons.
    pub score: f32,
    /// Whether the file recommends it as well.
    pub is_recommended: bool,
}

/// Why a workload is next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason<'a> {
    /// The workload that the customer runs.
    pub because: &'a str,
    /// What it adds to the score; negative when it speaks against.
    pub adds: f64,
}

/// Ranks the workloads that the customers of `portfolio` do not run yet.
///
/// # Errors
/// [`Cancelled`] on request.
pub fn next_workloads(portfolio: &Portfolio, progress: &Progress) -> Result<NextWorkloads, Cancelled> {
    let mut names = Names::default();
    let existing = names.list(portfolio, EXISTING);
    let told = names.list(portfolio, RECOMMENDED);
    let services = names.services(portfolio);
    let (shown, canonical) = names.finish();
    let place = |name: u32| canonical.get(name as usize).copied().unwrap_or(u32::MAX);
    let owned = existing.iter().chain(&services).map(|(customer, name)| (*customer, place(*name)));
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let running = Ownership::new(&shown, keys(portfolio), owned.collect());
    let model = NextModel::fit(&running, progress)?;
    let prerequisites = Prerequisites::built_in().among(&model.items);
    let of_items: Vec<u16> = shown.iter().map(|name| model.item(name).unwrap_or(NONE)).collect();
    let mut recommended = Vec::new();
    if !told.is_empty() {
        recommended.resize(running.customers(), Vec::new());
        for (customer, name) in told {
            let item = of_items.get(place(name) as usize).copied().unwrap_or(NONE);
            if let Some(list) = recommended.get_mut(customer as usize) {
                list.push(item);
            }
        }
    }
    let mut next = NextWorkloads {
        model,
        running,
        agreement: None,
        prerequisites,
        recommended,
        items: Vec::new(),
        scores: Vec::new(),
    };
    next.rank(progress)?;
    next.agreement = (!next.recommended.is_empty()).then(|| next.agree());
    Ok(next)
}

impl NextWorkloads {
    /// The next workloads of `customer`, the likeliest first, at most [`KEPT`]; none for one that runs nothing.
    pub fn of(&self, customer: usize) -> impl Iterator<Item = NextWorkload<'_>> {
        let recommended = self.recommended.get(customer).map_or(&[][..], Vec::as_slice);
        let pairs = self.items.get(customer).into_iter().flatten().zip(self.scores.get(customer).into_iter().flatten());
        pairs.filter_map(move |(item, score)| {
            let name = self.model.items.get(usize::from(*item))?;
            Some(NextWorkload { name, score: *score, is_recommended: recommended.contains(item) })
        })
    }

    /// What the file recommends to `customer`, in its order.
    pub fn recommended(&self, customer: usize) -> impl Iterator<Item = &str> {
        let items = self.recommended.get(customer).map_or(&[][..], Vec::as_slice);
        items.iter().filter_map(|item| self.model.items.get(usize::from(*item)).map(String::as_str))
    }

    /// Whether any file recommends workloads.
    #[must_use]
    pub fn has_recommendations(&self) -> bool {
        !self.recommended.is_empty()
    }

    /// Why the workload called `name` is next for `customer`, what says most first. Empty under popularity, which asks
    /// only how many run it.
    #[must_use]
    pub fn reasons(&self, customer: usize, name: &str) -> Vec<Reason<'_>> {
        let Some(item) = self.model.item(name) else { return Vec::new() };
        let mut reasons = self.model.reasons(self.running.of(customer), item);
        reasons.sort_by(|one, other| other.score.abs().total_cmp(&one.score.abs()));
        let named = |reason: Next| {
            let because = self.model.items.get(usize::from(reason.item))?;
            Some(Reason { because, adds: reason.score })
        };
        reasons.into_iter().filter_map(named).collect()
    }

    fn rank(&mut self, progress: &Progress) -> Result<(), Cancelled> {
        let customers = self.running.customers();
        progress.expect(customers as u64);
        for from in (0..customers).step_by(BLOCK) {
            let to = (from + BLOCK).min(customers);
            let ranked = (from..to).into_par_iter().map_init(Vec::new, |room, customer| self.ranked(customer, room));
            let ranked: Vec<([u16; KEPT], [f32; KEPT])> = ranked.collect();
            self.items.extend(ranked.iter().map(|(items, _)| *items));
            self.scores.extend(ranked.iter().map(|(_, scores)| *scores));
            progress.advance((to - from) as u64)?;
        }
        Ok(())
    }

    fn ranked(&self, customer: usize, room: &mut Vec<f64>) -> ([u16; KEPT], [f32; KEPT]) {
        let (mut items, mut scores) = ([NONE; KEPT], [f32::NAN; KEPT]);
        let owned = self.running.of(customer);
        if !owned.is_empty() {
            let next = self.model.next(owned, KEPT, |item| self.prerequisites.hold(owned, item), room);
            for ((item, score), next) in items.iter_mut().zip(&mut scores).zip(next) {
                *item = next.item;
                *score = next.score as f32;
            }
        }
        (items, scores)
    }

    fn agree(&self) -> Agreement {
        let mut agreement = Agreement::default();
        for (ours, theirs) in self.items.iter().zip(&self.recommended) {
            let ours: Vec<u16> = ours.iter().copied().filter(|item| *item != NONE).collect();
            if let Some(first) = ours.first().filter(|_| !theirs.is_empty()) {
                agreement.customers += 1;
                agreement.first += u64::from(theirs.contains(first));
                agreement.any += u64::from(ours.iter().any(|item| theirs.contains(item)));
            }
        }
        agreement
    }
}

/// A number for each customer, made of what names it, so that another order of rows changes nothing.
pub(super) fn keys(portfolio: &Portfolio) -> Vec<u64> {
    let people = &portfolio.customers;
    let columns = [&people.customer_id, &people.duns, &people.domain, &people.name];
    let key = |customer: usize| {
        let id = columns.iter().find_map(|ids| ids.get(customer).filter(|id| !id.is_missing()));
        id.map_or_else(|| row_key(&customer.to_string()), |id| row_key(portfolio.texts.text(*id)))
    };
    (0..portfolio.customer_count()).map(key).collect()
}

/// A list's parts, as they are written.
pub fn list_parts(list: &str) -> impl Iterator<Item = &str> {
    const STRONG: &[char] = &[';', '；', '|', '\n', '\r'];
    const WEAK: &[char] = &[',', '、', '，'];
    let separators = if list.contains(STRONG) { STRONG } else { WEAK };
    list.split(separators).map(str::trim).filter(|part| !part.is_empty())
}

/// The names of workloads as they are met, and how often.
#[derive(Default)]
struct Names {
    known: BTreeMap<String, u32>,
    written: Vec<(String, u64)>,
}

impl Names {
    fn number(&mut self, name: &str, times: u64) -> u32 {
        let next = u32::try_from(self.written.len()).unwrap_or(u32::MAX);
        let number = *self.known.entry(name.to_owned()).or_insert(next);
        if number == next {
            self.written.push((name.to_owned(), 0));
        }
        if let Some((_, count)) = self.written.get_mut(number as usize) {
            *count += times;
        }
        number
    }

    /// The customers and the parts of the list called `name`. Each different list is divided once.
    fn list(&mut self, portfolio: &Portfolio, name: &str) -> Vec<(u32, u32)> {
        let attribute = portfolio.attributes.iter().find(|attribute| attribute.name == name);
        let Some(AttributeData::Text(cells)) = attribute.map(|attribute| &attribute.data) else { return Vec::new() };
        let mut divided: BTreeMap<TextId, Vec<u32>> = BTreeMap::new();
        let mut pairs = Vec::new();
        for (customer, list) in (0..).zip(cells).filter(|(_, list)| !list.is_missing()) {
            let parts = divided
                .entry(*list)
                .or_insert_with(|| list_parts(portfolio.texts.text(*list)).map(|part| self.number(part, 1)).collect());
            pairs.extend(parts.iter().map(|part| (customer, *part)));
        }
        pairs
    }

    fn services(&mut self, portfolio: &Portfolio) -> Vec<(u32, u32)> {
        let Some(holdings) = &portfolio.holdings else { return Vec::new() };
        let held = holdings.with_products().filter(|(_, product)| product.is_workload());
        held.map(|(line, product)| (line.customer, self.number(portfolio.texts.text(product.name), 1))).collect()
    }

    /// The workloads' names as shown, and for each name met its place among them.
    fn finish(self) -> (Vec<String>, Vec<u32>) {
        let mut spellings: BTreeMap<String, Vec<(Reverse<u64>, &str)>> = BTreeMap::new();
        for (name, count) in &self.written {
            spellings.entry(comparison_key(name)).or_default().push((Reverse(*count), name));
        }
        let places: BTreeMap<&str, u32> = spellings.keys().map(String::as_str).zip(0..).collect();
        let place = |name: &String| places.get(comparison_key(name).as_str()).copied().unwrap_or(u32::MAX);
        let canonical = self.written.iter().map(|(name, _)| place(name)).collect();
        let shown = spellings.values().map(|names| names.iter().min().map_or("", |(_, name)| name).to_owned());
        (shown.collect(), canonical)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_divided_as_people_write_them() {
        let parts = |list| list_parts(list).collect::<Vec<_>>();
        assert_eq!(parts("Storage; SQL, managed ;Backup;"), ["Storage", "SQL, managed", "Backup"]);
        assert_eq!(parts("Storage, Backup"), ["Storage", "Backup"]);
        assert_eq!(parts("ストレージ、バックアップ"), ["ストレージ", "バックアップ"]);
        assert_eq!(parts(" ;, "), [","]);
        assert_eq!(parts(""), [""; 0]);
    }
}
