//! Who calls whom.

use super::{SellerList, Territory, WorkItem, WorkPlan};
use crate::insight::ScoredPortfolio;
use crate::insight::marks::Marks;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::support::interner::TextId;
use crate::support::text::comparison_key;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Most territories that a column may have; one with more tells customers apart, not regions.
const MOST_TERRITORIES: usize = 500;

/// The columns that could be territories: texts of few kinds, by the dictionary's name and their header.
#[must_use]
pub fn territories(scored: &ScoredPortfolio) -> Vec<(String, String)> {
    let few = |attribute: &&Attribute| match &attribute.data {
        AttributeData::Text(cells) => {
            let mut kinds: Vec<TextId> = Vec::new();
            // A look at some customers tells enough; what is chosen is dealt out whatever it holds.
            for id in cells.iter().take(2000).filter(|id| !id.is_missing()) {
                if !kinds.contains(id) {
                    kinds.push(*id);
                }
                if kinds.len() > MOST_TERRITORIES / 5 {
                    return false;
                }
            }
            kinds.len() > 1
        }
        _ => false,
    };
    let columns = scored.portfolio.attributes.iter().filter(few);
    columns.map(|attribute| (attribute.name.clone(), attribute.header.clone())).collect()
}

/// The lists of all sellers: `ranked` from the best on, up to what each has time for; and whose each territory is.
pub(super) fn deal(
    scored: &ScoredPortfolio,
    marks: &Marks,
    ranked: &[WorkItem],
    plan: &WorkPlan,
) -> (Vec<SellerList>, Vec<Territory>) {
    let named = |name: &String| SellerList { name: name.clone(), ..SellerList::default() };
    let mut sellers: Vec<SellerList> = plan.sellers.iter().map(named).collect();
    if sellers.is_empty() {
        sellers.push(SellerList::default());
    }
    let room = plan.calls_per_seller();
    let owners: HashMap<String, usize> =
        sellers.iter().enumerate().map(|(at, seller)| (comparison_key(&seller.name), at)).rev().collect();
    let owner = |item: &WorkItem| {
        let owner = (!marks.is_empty()).then(|| marks.shown(item.customer, item.model).owner)?;
        owners.get(&comparison_key(&owner)).copied().filter(|_| !owner.is_empty())
    };
    let by_territory = plan.territory.as_ref().and_then(|name| cells(scored, name));
    let mut territories = Vec::new();
    let of_territory = by_territory.map(|cells| {
        let by_hand = |name: &str| owners.get(&comparison_key(plan.assigned.get(name)?)).copied();
        let shared = share(scored, ranked, cells, sellers.len(), by_hand);
        for (_, territory) in &shared {
            if let Some(seller) = sellers.get_mut(territory.seller) {
                seller.territories.push(territory.name.clone());
            }
        }
        sellers.iter_mut().for_each(|seller| seller.territories.sort());
        let sellers: HashMap<TextId, usize> = shared.iter().map(|(id, territory)| (*id, territory.seller)).collect();
        territories = shared.into_iter().map(|(_, territory)| territory).collect();
        territories.sort_by(|a, b| a.name.cmp(&b.name));
        (cells, sellers)
    });
    let mut turn = 0;
    let mut full = 0;
    for item in ranked {
        let fixed = owner(item).or_else(|| {
            let (cells, shared) = of_territory.as_ref()?;
            shared.get(&cells.get(item.customer as usize).copied().unwrap_or(TextId::MISSING)).copied()
        });
        let chosen = fixed.unwrap_or_else(|| next_with_room(&sellers, &mut turn, room));
        let Some(seller) = sellers.get_mut(chosen).filter(|seller| seller.calls.len() < room) else { continue };
        seller.calls.push(*item);
        full += usize::from(seller.calls.len() == room);
        if full == sellers.len() {
            break;
        }
    }
    (sellers, territories)
}

/// The next seller in turn who has room; whoever it is when nobody has.
fn next_with_room(sellers: &[SellerList], turn: &mut usize, room: usize) -> usize {
    for _ in 0..sellers.len() {
        let seller = *turn % sellers.len();
        *turn += 1;
        if sellers.get(seller).is_some_and(|list| list.calls.len() < room) {
            return seller;
        }
    }
    0
}

fn cells<'a>(scored: &'a ScoredPortfolio, name: &str) -> Option<&'a [TextId]> {
    let attribute = scored.portfolio.attributes.iter().find(|attribute| attribute.name == name)?;
    match &attribute.data {
        AttributeData::Text(cells) => Some(cells),
        _ => None,
    }
}

/// Each territory's seller: those given `by_hand` first, then the largest, to whoever has the fewest customers so far.
/// Customers without a territory are one of their own.
fn share(
    scored: &ScoredPortfolio,
    ranked: &[WorkItem],
    cells: &[TextId],
    sellers: usize,
    by_hand: impl Fn(&str) -> Option<usize>,
) -> Vec<(TextId, Territory)> {
    let mut counts: HashMap<TextId, usize> = HashMap::new();
    for item in ranked {
        *counts.entry(cells.get(item.customer as usize).copied().unwrap_or(TextId::MISSING)).or_default() += 1;
    }
    let by_name: BTreeMap<&str, (TextId, usize)> =
        counts.into_iter().map(|(id, count)| (scored.portfolio.texts.text(id), (id, count))).collect();
    let mut order: Vec<(&str, TextId, usize, Option<usize>)> =
        by_name.into_iter().map(|(name, (id, count))| (name, id, count, by_hand(name))).collect();
    order.sort_by_key(|(_, _, count, chosen)| (chosen.is_none(), Reverse(*count)));
    let mut loads = vec![0; sellers];
    let give = |(name, id, customers, chosen): (&str, TextId, usize, Option<usize>)| {
        let fewest = || (0..loads.len()).min_by_key(|seller| loads.get(*seller).copied().unwrap_or(0)).unwrap_or(0);
        let seller = chosen.unwrap_or_else(fewest);
        if let Some(load) = loads.get_mut(seller) {
            *load += customers;
        }
        (id, Territory { name: name.to_owned(), customers, seller, by_hand: chosen.is_some() })
    };
    order.into_iter().map(give).collect()
}
