//! Who owns what: a matrix of 0 and 1, kept as the list of items of each customer.
//!
//! Items are in the order of their names and customers carry a number made of their id, so that neither the order of
//! rows nor that of items in a file changes anything.
//!
//! Limit: the 512 items that most own (a model of n items takes n^3 steps); further items are named, not used.

use std::cmp::Reverse;

/// Most items that a model is made of.
pub const MAX_ITEMS: usize = 512;

/// The items of each customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ownership {
    items: Vec<String>,
    left_out: Vec<String>,
    keys: Vec<u64>,
    /// Where the items of each customer begin, and at last where they end.
    starts: Vec<usize>,
    owned: Vec<u16>,
}

impl Ownership {
    /// The ownership of as many customers as there are `keys` ([`row_key`](crate::scoring::scorecard::folds::row_key) of their ids). `owned` are pairs of a
    /// customer and an item of `names`; a pair may occur several times, and one beyond either end is left out.
    #[must_use]
    pub fn new(names: &[&str], keys: Vec<u64>, mut owned: Vec<(u32, u32)>) -> Self {
        owned.retain(|(customer, item)| (*customer as usize) < keys.len() && (*item as usize) < names.len());
        owned.sort_unstable();
        owned.dedup();
        let mut owners = vec![0_u64; names.len()];
        for (_, item) in &owned {
            if let Some(count) = owners.get_mut(*item as usize) {
                *count += 1;
            }
        }
        let mut order: Vec<(&u64, &str, usize)> =
            owners.iter().zip(names).enumerate().map(|(at, (count, name))| (count, *name, at)).collect();
        order.sort_by_key(|(count, name, _)| (Reverse(**count), *name));
        let left_out = order.split_off(order.len().min(MAX_ITEMS)).into_iter().map(|(_, name, _)| name.to_owned());
        let left_out = left_out.collect();
        order.sort_by_key(|(_, name, _)| *name);
        let mut new_place = vec![u16::MAX; names.len()];
        for (place, (_, _, at)) in (0_u16..).zip(&order) {
            if let Some(slot) = new_place.get_mut(*at) {
                *slot = place;
            }
        }
        let mut ownership = Self {
            items: order.iter().map(|(_, name, _)| (*name).to_owned()).collect(),
            left_out,
            keys,
            starts: vec![0],
            owned: Vec::with_capacity(owned.len()),
        };
        ownership.fill(&owned, &new_place);
        ownership
    }

    fn fill(&mut self, owned: &[(u32, u32)], new_place: &[u16]) {
        let mut pairs = owned.iter().peekable();
        self.starts.reserve_exact(self.keys.len());
        for customer in (0_u32..).take(self.keys.len()) {
            let from = self.owned.len();
            while let Some((_, item)) = pairs.next_if(|(of, _)| *of == customer) {
                self.owned.extend(new_place.get(*item as usize).filter(|place| **place != u16::MAX));
            }
            if let Some(own) = self.owned.get_mut(from..) {
                own.sort_unstable();
            }
            self.starts.push(self.owned.len());
        }
    }

    /// The items' names, in their order.
    #[must_use]
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// The items that were too many.
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// How many customers there are.
    #[must_use]
    pub fn customers(&self) -> usize {
        self.keys.len()
    }

    /// The positions of the items that `customer` owns, rising; none beyond the last customer.
    #[must_use]
    pub fn of(&self, customer: usize) -> &[u16] {
        let (Some(from), Some(to)) = (self.starts.get(customer), self.starts.get(customer + 1)) else { return &[] };
        self.owned.get(*from..*to).unwrap_or(&[])
    }

    /// The number made of the id of `customer`.
    #[must_use]
    pub fn key(&self, customer: usize) -> u64 {
        self.keys.get(customer).copied().unwrap_or(0)
    }
}

/// Another number made of a number, by the finaliser of `SplitMix64`.
#[must_use]
pub(super) fn mixed(number: u64) -> u64 {
    let first = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let second = (first ^ (first >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    second ^ (second >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_count_once_and_items_stand_by_name() {
        let owned = vec![(1, 0), (0, 1), (1, 0), (1, 1), (7, 0), (0, 9)];
        let ownership = Ownership::new(&["Storage", "Backup"], vec![5, 6, 7], owned);
        assert_eq!(ownership.items(), ["Backup", "Storage"]);
        let all: Vec<&[u16]> = (0..4).map(|customer| ownership.of(customer)).collect();
        assert_eq!(all, [&[0_u16][..], &[0, 1], &[], &[]]);
    }

    #[test]
    fn of_too_many_items_the_rarest_are_left_out() {
        let names: Vec<String> = (0..MAX_ITEMS + 2).map(|item| format!("{item:04}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let owned = (2..=MAX_ITEMS as u32 + 1).map(|item| (0, item)).collect();
        let ownership = Ownership::new(&names, vec![1], owned);
        assert_eq!(
            (ownership.left_out(), ownership.of(0).len()),
            (&["0000".to_owned(), "0001".to_owned()][..], MAX_ITEMS)
        );
    }
}
