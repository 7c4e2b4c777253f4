//! The customers of one month found again in another.
//!
//! As within one portfolio the CustomerID comes first, then the DUNS number, then the web domain; names never join.

use crate::portfolio::keys::{KeyKind, normal_key};
use crate::portfolio::{CustomerIndex, Portfolio};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// How many sorts of keys customers are found again by.
pub const KEY_KINDS: usize = 3;

/// The sorts of keys, the surest first.
const KINDS: [KeyKind; KEY_KINDS] = [KeyKind::Id, KeyKind::Duns, KeyKind::Domain];

fn form(portfolio: &Portfolio, kind: KeyKind, customer: CustomerIndex) -> Option<String> {
    let customers = &portfolio.customers;
    let column = match kind {
        KeyKind::Id => &customers.customer_id,
        KeyKind::Duns => &customers.duns,
        KeyKind::Domain => &customers.domain,
    };
    let id = column.get(customer as usize).filter(|id| !id.is_missing())?;
    normal_key(kind, portfolio.texts.text(*id))
}

/// The customers of one month found again in another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SameCustomers {
    /// For each customer of the new month who it was in the old one.
    pub before: Vec<Option<CustomerIndex>>,
    /// Customers of the old month who are not in the new one, in its order.
    pub gone: Vec<CustomerIndex>,
    /// How many customers of the new month have no key, so that nobody can tell whether they were there before.
    pub without_key: u32,
    /// How many customers of the new month were found by their id, their DUNS number, their web domain.
    pub found_by: [u32; KEY_KINDS],
    /// How many were not found as the only keys that both months have stand for several customers.
    pub shared: u32,
}

impl SameCustomers {
    /// Finds the customers of `old` again in `new`: by their id, those left by their DUNS number, those left by their web
    /// domain. A key that several of one month share joins nothing.
    #[must_use]
    pub fn find(old: &Portfolio, new: &Portfolio) -> Self {
        let mut same = Self { before: vec![None; new.customer_count()], ..Self::default() };
        let mut is_found = vec![false; old.customer_count()];
        let mut has_key = vec![false; new.customer_count()];
        let mut shares_key = vec![false; new.customer_count()];
        for (kind, found_by) in KINDS.into_iter().zip(&mut same.found_by) {
            let (earlier_keys, keys) = (keys(old, kind), keys(new, kind));
            let earlier_owners = owners(&earlier_keys, |customer| is_found.get(customer) == Some(&false));
            let own = owners(&keys, |_| true);
            for (at, key) in keys.iter().enumerate() {
                let Some(key) = key else { continue };
                if let Some(has_key) = has_key.get_mut(at) {
                    *has_key = true;
                }
                let is_shared = own.get(key.as_str()).copied().flatten().is_none();
                let known = earlier_owners.get(key.as_str()).copied();
                let earlier = known.flatten().filter(|_| !is_shared);
                if let Some(shares_key) = shares_key.get_mut(at).filter(|_| known.is_some() && earlier.is_none()) {
                    *shares_key = true;
                }
                let Some(slot) = same.before.get_mut(at).filter(|slot| slot.is_none()) else { continue };
                let Some(earlier) = earlier else { continue };
                *slot = Some(earlier);
                *found_by += 1;
                if let Some(found) = is_found.get_mut(earlier as usize) {
                    *found = true;
                }
            }
        }
        let is_shared = |(before, shares): &(&Option<CustomerIndex>, &bool)| before.is_none() && **shares;
        same.shared = count(same.before.iter().zip(&shares_key).filter(is_shared).count());
        same.gone = (0..).zip(&is_found).filter(|(_, found)| !**found).map(|(customer, _)| customer).collect();
        same.without_key = count(has_key.iter().filter(|has| !**has).count());
        same
    }
}

fn count(customers: usize) -> u32 {
    u32::try_from(customers).unwrap_or(u32::MAX)
}

/// Every customer's key of one sort.
fn keys(portfolio: &Portfolio, kind: KeyKind) -> Vec<Option<String>> {
    (0..).zip(0..portfolio.customer_count()).map(|(customer, _)| form(portfolio, kind, customer)).collect()
}

/// Whose each key is; `None` where it is of several.
fn owners(keys: &[Option<String>], takes: impl Fn(usize) -> bool) -> HashMap<&str, Option<CustomerIndex>> {
    let mut owners = HashMap::with_capacity(keys.len());
    for ((customer, at), key) in (0..).zip(0..).zip(keys) {
        let Some(key) = key.as_deref().filter(|_| takes(at)) else { continue };
        match owners.entry(key) {
            Entry::Vacant(free) => {
                free.insert(Some(customer));
            }
            Entry::Occupied(mut taken) => {
                taken.insert(None);
            }
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::PortfolioBuilder;
    use crate::portfolio::tests::report;

    fn portfolio(headers: &str, rows: &[&str]) -> Portfolio {
        let mut builder = PortfolioBuilder::default();
        builder.add(report(headers, rows)).unwrap();
        builder.finish()
    }

    #[test]
    fn customers_are_found_again_by_any_key_that_is_theirs_alone() {
        let headers = "CustomerID | DUNS | AccountName | M365Fit";
        let old = portfolio(
            headers,
            &["C1 | 111111111 | One | 80", "C2 | | Two | 60", " | 333333333 | Three | 50", "C4 | | Four | 5"],
        );
        let new = portfolio(
            headers,
            &["C9 | 333333333 | Three Ltd | 80", "c1 | | One | 60", "C5 | | Five | 1", " | | Four | 5"],
        );
        let same = SameCustomers::find(&old, &new);
        assert_eq!(same.before, [Some(2), Some(0), None, None]);
        assert_eq!(same.gone, [1, 3]);
        assert_eq!(same.without_key, 1, "a name alone does not tell");
        assert_eq!((same.found_by, same.shared), ([1, 1, 0], 0));
    }

    #[test]
    fn a_key_of_several_customers_finds_none_of_them_and_is_counted() {
        let headers = "CustomerID | Website | AccountName";
        let old = portfolio(headers, &["C1 | group.com | One", "C2 | group.com | Two", "C3 | three.com | Three"]);
        let new = portfolio(headers, &["C7 | group.com | Seven", "C8 | three.com | Three", "C2 | group.com | Two"]);
        let same = SameCustomers::find(&old, &new);
        assert_eq!(same.before, [None, Some(2), Some(1)]);
        assert_eq!((same.found_by, same.shared), ([1, 0, 1], 1));
    }
}
