//! Whom to call, seller by seller and week by week.
//!
//! The rule. Of each customer the model with the best cluster counts, and of equal ones that with the most expected
//! revenue. Customers whose status is won, lost or not now are left out, be it as a whole or for that model. The rest is
//! ranked by cluster first: Act Now, then Evaluate; Nurture and Educate follow, so that they are called only when
//! capacity is left. Within a cluster the score decides: expected revenue x urgency. Customers without an expected
//! revenue follow those with one, by urgency, open expiring revenue, cell and the order of the files.
//!
//! Expected revenue is the file's whitespace revenue of a year, else what our own estimate expects.
//!
//! Urgency is the product of two factors. An open agreement that ends within 30 days counts 2, within 60 days 1.5,
//! within 90 days 1.25: its time is up soonest, and within a month it comes before a customer worth up to twice as much.
//! Software whose support has ended, or ends within half a year, counts 1.25, within a year or on a day unknown 1.1:
//! they must move anyway, yet nobody else decides the day. The factors are judgement, not learnt; they are small so that
//! money still leads.
//!
//! Calls are dealt out in the order of the ranking, one to each seller in turn, so that all get alike; or by a column
//! of territories, of which each goes whole to the seller with the fewest customers so far, the largest first; those
//! that were given to a seller by hand come before the others. A customer whose owner is one of the sellers stays with them in either case.

use crate::domain::Date;
use crate::domain::cluster::Cluster;
use crate::domain::mark::MarkStatus;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::insight::marks::Marks;
use crate::portfolio::CustomerIndex;
use crate::scoring::end_of_service::Urgency;
use crate::support::progress::{Cancelled, Progress};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

mod deal;
#[cfg(test)]
mod tests;

pub use deal::territories;

/// Days until an agreement ends, and what that counts; the nearest first.
const RENEWALS: [(i64, f64); 3] = [(30, 2.0), (60, 1.5), (90, 1.25)];
/// What ending support counts when it has ended or ends within half a year.
const SUPPORT_SOON: f64 = 1.25;
/// What ending support counts when it ends within a year, or nobody knows when.
const SUPPORT_LATER: f64 = 1.1;
/// The most calls of a list: more than anybody makes, and few enough to show.
pub const MOST_CALLS: usize = 1_000_000;
/// How many customers pass between two looks at the cancel flag.
const CUSTOMERS_PER_STEP: usize = 1 << 16;

/// How much can be done, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkPlan {
    /// Calls that each seller makes in a week, at least 1.
    pub calls_per_week: u32,
    /// Weeks, at least 1.
    pub weeks: u32,
    /// The sellers by name; none is one seller without a name.
    pub sellers: Vec<String>,
    /// The column of territories by the dictionary's name; `None` deals customers out evenly.
    pub territory: Option<String>,
    /// Territories given to a seller by hand: the seller's name by the territory's. One who is not in the plan counts as
    /// nobody.
    pub assigned: BTreeMap<String, String>,
}

impl Default for WorkPlan {
    fn default() -> Self {
        Self { calls_per_week: 20, weeks: 4, sellers: Vec::new(), territory: None, assigned: BTreeMap::new() }
    }
}

impl WorkPlan {
    /// Calls that one seller makes in all.
    #[must_use]
    pub fn calls_per_seller(&self) -> usize {
        let calls = (self.calls_per_week.max(1) as usize).saturating_mul(self.weeks.max(1) as usize);
        calls.min(MOST_CALLS / self.seller_count())
    }

    /// How many sellers there are, at least 1.
    #[must_use]
    pub fn seller_count(&self) -> usize {
        self.sellers.len().max(1)
    }
}

/// Something that a person changed in the proposed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkEdit {
    /// Not this customer; the next one takes the place.
    Remove(CustomerIndex),
    /// This customer at that place of that seller's list, whether it was proposed or not.
    Put {
        /// Who.
        customer: CustomerIndex,
        /// The seller's position in the plan.
        seller: usize,
        /// The place in their list, from 0.
        place: usize,
    },
}

impl WorkEdit {
    /// Whom it is about.
    #[must_use]
    pub fn customer(&self) -> CustomerIndex {
        match self {
            Self::Remove(customer) | Self::Put { customer, .. } => *customer,
        }
    }
}

/// One call, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkItem {
    /// Whom to call.
    pub customer: CustomerIndex,
    /// About what; `None` when no model says anything of them.
    pub model: Option<Model>,
    /// The model's cluster.
    pub cluster: Option<Cluster>,
    /// The model's cell.
    pub cell: Option<Cell>,
    /// What the model is expected to bring in a year.
    pub expected: Option<Money>,
    /// When the next open agreement ends, where that is within 90 days.
    pub renewal: Option<Renewal>,
    /// What support ends.
    pub support: Option<Urgency>,
    /// By what the expected revenue is multiplied, at least 1.
    pub urgency: f64,
}

/// An agreement that ends soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// On which day.
    pub ends: Date,
    /// In how many days, 0 to 90.
    pub days: i64,
    /// The expiring revenue of all open agreements; `None` where no file tells.
    pub revenue: Option<Money>,
}

impl WorkItem {
    /// Expected revenue x urgency; `None` without an expected revenue.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        self.expected.map(|amount| amount.units() * self.urgency)
    }

    /// The smaller, the earlier: what the ranking compares.
    fn rank(&self) -> impl Ord + use<> {
        let tier = self.cluster.map_or(Cluster::ALL.len(), Cluster::index);
        let score = self.score().map(|score| Reverse(in_hundredths(score)));
        let open = self.renewal.and_then(|renewal| renewal.revenue).map_or(0, Money::hundredths);
        let cell = self.cell.map_or(Cell::COUNT, Cell::index);
        (tier, score.is_none(), score, Reverse(in_hundredths(self.urgency)), Reverse(open), cell, self.customer)
    }
}

/// A whole number to compare by; sums of money stay far below what it holds.
fn in_hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

/// One seller's calls.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SellerList {
    /// The seller's name; empty for the one without.
    pub name: String,
    /// Their territories, in their order; empty when customers are dealt out evenly.
    pub territories: Vec<String>,
    /// The calls in their order; the first of them make the first week.
    pub calls: Vec<WorkItem>,
    /// What they are expected to bring in all.
    pub expected: Money,
}

/// Whose a territory is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Territory {
    /// Its name as the files have it; empty for customers without one.
    pub name: String,
    /// How many customers it has that could be called.
    pub customers: usize,
    /// The seller's position in the plan.
    pub seller: usize,
    /// Whether it was given to them by hand.
    pub by_hand: bool,
}

/// The whole list.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkList {
    /// What it was made for.
    pub plan: WorkPlan,
    /// The sellers, in the order of the plan; at least one.
    pub sellers: Vec<SellerList>,
    /// The territories in the order of their names; none when customers are dealt out evenly.
    pub territories: Vec<Territory>,
    /// Customers that could be called, without those left out.
    pub candidates: usize,
    /// Customers left out because they are won, lost or not now.
    pub closed: usize,
    /// Calls in each cluster, in the order of [`Cluster::ALL`], and those without one.
    pub clusters: [usize; 5],
}

impl WorkList {
    /// Ranks `customers` and deals them out by `plan`, then does what `edits` say, the oldest first.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn compute(
        scored: &ScoredPortfolio,
        marks: &Marks,
        customers: &[CustomerIndex],
        plan: &WorkPlan,
        edits: &[WorkEdit],
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let removed: HashSet<CustomerIndex> = removed(edits);
        let mut closed = 0;
        let mut ranked = Vec::new();
        for (position, customer) in customers.iter().enumerate() {
            if position % CUSTOMERS_PER_STEP == 0 {
                progress.advance(0)?;
            }
            match item(scored, marks, *customer) {
                Some(item) if !removed.contains(customer) => ranked.push(item),
                Some(_) => {}
                None => closed += 1,
            }
        }
        let candidates = ranked.len();
        ranked.sort_by_cached_key(WorkItem::rank);
        progress.advance(0)?;
        let (mut sellers, territories) = deal::deal(scored, marks, &ranked, plan);
        for edit in edits {
            put(scored, marks, &mut sellers, edit);
        }
        let mut clusters = [0; 5];
        for seller in &mut sellers {
            seller.calls.truncate(plan.calls_per_seller());
            seller.expected = seller.calls.iter().filter_map(|call| call.expected).sum();
            for call in &seller.calls {
                if let Some(count) = clusters.get_mut(call.cluster.map_or(Cluster::ALL.len(), Cluster::index)) {
                    *count += 1;
                }
            }
        }
        Ok(Self { plan: plan.clone(), sellers, territories, candidates, closed, clusters })
    }

    /// How many calls there are.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.sellers.iter().map(|seller| seller.calls.len()).sum()
    }

    /// How many calls there is time for.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.plan.calls_per_seller() * self.plan.seller_count()
    }

    /// What all calls are expected to bring.
    #[must_use]
    pub fn expected(&self) -> Money {
        self.sellers.iter().map(|seller| seller.expected).sum()
    }

    /// The week of the call at `place` of a seller's list, from 1.
    #[must_use]
    pub fn week(&self, place: usize) -> usize {
        place / self.plan.calls_per_week.max(1) as usize + 1
    }
}

/// Those who were removed and not put back after that.
fn removed(edits: &[WorkEdit]) -> HashSet<CustomerIndex> {
    let mut removed = HashSet::new();
    for edit in edits {
        match edit {
            WorkEdit::Remove(customer) => removed.insert(*customer),
            WorkEdit::Put { customer, .. } => removed.remove(customer),
        };
    }
    removed
}

/// Does what `edit` says of a place.
fn put(scored: &ScoredPortfolio, marks: &Marks, sellers: &mut [SellerList], edit: &WorkEdit) {
    let WorkEdit::Put { customer, seller, place } = *edit else { return };
    let is_known = (customer as usize) < scored.portfolio.customer_count();
    let Some(item) = item(scored, marks, customer).filter(|_| is_known) else { return };
    for list in sellers.iter_mut() {
        list.calls.retain(|call| call.customer != customer);
    }
    let last = sellers.len().saturating_sub(1);
    if let Some(list) = sellers.get_mut(seller.min(last)) {
        list.calls.insert(place.min(list.calls.len()), item);
    }
}

/// What one model says of a customer.
struct Offer {
    model: Model,
    cell: Option<Cell>,
    cluster: Option<Cluster>,
    expected: Option<Money>,
}

impl Offer {
    /// The smaller, the better: the cluster, then the money.
    fn rank(&self) -> (usize, Reverse<Option<Money>>) {
        (self.cluster.map_or(Cluster::ALL.len(), Cluster::index), Reverse(self.expected))
    }
}

/// What there is to say to `customer`; `None` when they are won, lost or not now.
fn item(scored: &ScoredPortfolio, marks: &Marks, customer: CustomerIndex) -> Option<WorkItem> {
    let is_closed = |model| marks.of(customer, model).status.is_some_and(MarkStatus::needs_no_call);
    let is_marked = !marks.is_empty();
    if is_marked && is_closed(None) {
        return None;
    }
    let at = customer as usize;
    let mut best: Option<Offer> = None;
    let mut any_closed = false;
    for scores in &scored.scores.models {
        let cluster = scores.cluster(at);
        let expected = scored.expected_revenue(scores.model, customer);
        if cluster.is_none() && expected.is_none() {
            continue;
        }
        if is_marked && is_closed(Some(scores.model)) {
            any_closed = true;
            continue;
        }
        let offer = Offer { model: scores.model, cell: scores.cell(at), cluster, expected };
        if best.as_ref().is_none_or(|known| offer.rank() < known.rank()) {
            best = Some(offer);
        }
    }
    if best.is_none() && any_closed {
        return None;
    }
    let renewal = renewal(scored, at);
    let support = scored.local.as_ref().and_then(|local| local.end_of_service.as_ref()?.urgency(at));
    let support = support.filter(|urgency| *urgency > Urgency::Later);
    let urgency = renewal.map_or(1.0, |renewal| renewal_factor(renewal.days)) * support.map_or(1.0, support_factor);
    let (cell, cluster) = best.as_ref().map_or((None, None), |offer| (offer.cell, offer.cluster));
    let (model, expected) = best.as_ref().map_or((None, None), |offer| (Some(offer.model), offer.expected));
    Some(WorkItem { customer, model, cluster, cell, expected, renewal, support, urgency })
}

fn renewal(scored: &ScoredPortfolio, customer: usize) -> Option<Renewal> {
    let ends = scored.agreements.next_end.get(customer).copied().flatten()?;
    let days = i64::from(scored.as_of.until(ends).ok()?.get_days());
    let [.., (last, _)] = RENEWALS;
    let revenue = scored.agreements.open_revenue.get(customer).copied().flatten();
    (0..=last).contains(&days).then_some(Renewal { ends, days, revenue })
}

fn renewal_factor(days: i64) -> f64 {
    RENEWALS.iter().find(|(within, _)| days <= *within).map_or(1.0, |(_, factor)| *factor)
}

fn support_factor(urgency: Urgency) -> f64 {
    match urgency {
        Urgency::Ended | Urgency::Soon => SUPPORT_SOON,
        Urgency::Undated | Urgency::WithinYear => SUPPORT_LATER,
        Urgency::Later => 1.0,
    }
}
