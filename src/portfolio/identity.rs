//! Finds the customer of a row: by CustomerID, else by DUNS number, else by TPID or tenant.
//!
//! A row with none of them is a customer of its own; names and domains are never enough to join by.

use crate::portfolio::CustomerIndex;
use crate::support::interner::TextId;
use std::collections::{HashMap, HashSet};

/// The keys of a row, the surest first.
#[derive(Debug, Clone, Copy)]
pub struct RowKeys {
    /// Partner Center's id.
    pub customer_id: TextId,
    /// Dun & Bradstreet number.
    pub duns: TextId,
    /// Top parent id.
    pub tpid: TextId,
    /// Tenant id.
    pub tenant: TextId,
}

/// All customers by their keys.
#[derive(Debug, Default)]
pub struct Identities {
    by_key: [HashMap<TextId, CustomerIndex>; 4],
    /// Those whose CustomerID is known.
    identified: HashSet<CustomerIndex>,
    count: CustomerIndex,
}

impl Identities {
    /// The customer of `keys`, and whether it is new.
    pub fn customer(&mut self, keys: RowKeys) -> (CustomerIndex, bool) {
        let has_own_id = !keys.customer_id.is_missing();
        let keys = [keys.customer_id, keys.duns, keys.tpid, keys.tenant];
        let known = keys.iter().zip(&self.by_key).enumerate().find_map(|(rank, (key, customers))| {
            let customer = customers.get(key).copied()?;
            // Two different CustomerIDs are two customers even where they share a lesser key.
            (rank == 0 || !has_own_id || !self.identified.contains(&customer)).then_some(customer)
        });
        let customer = known.unwrap_or(self.count);
        if known.is_none() {
            self.count += 1;
        }
        for (key, customers) in keys.into_iter().zip(&mut self.by_key) {
            if !key.is_missing() {
                customers.entry(key).or_insert(customer);
            }
        }
        if has_own_id {
            self.identified.insert(customer);
        }
        (customer, known.is_none())
    }

    /// How many customers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::interner::Interner;

    fn keys(texts: &mut Interner, customer_id: &str, duns: &str) -> RowKeys {
        let mut id = |text: &str| texts.intern(text).unwrap();
        RowKeys { customer_id: id(customer_id), duns: id(duns), tpid: id(""), tenant: id("") }
    }

    #[test]
    fn rows_join_by_customer_id_else_by_duns() {
        let mut texts = Interner::default();
        let mut identities = Identities::default();
        let mut customer = |id: &str, duns: &str| identities.customer(keys(&mut texts, id, duns));
        assert_eq!(customer("C1", "001"), (0, true));
        assert_eq!(customer("C1", ""), (0, false));
        assert_eq!(customer("", "001"), (0, false));
        assert_eq!(customer("C2", "001"), (1, true), "another CustomerID is another customer");
        assert_eq!(customer("", "002"), (2, true));
        assert_eq!(customer("C3", "002"), (2, false), "the DUNS number was known before its CustomerID");
        assert_eq!(customer("C3", ""), (2, false));
        assert_eq!(customer("", ""), (3, true));
        assert_eq!(customer("", ""), (4, true), "rows without keys never join");
    }
}
