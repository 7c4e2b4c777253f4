//! Finds the customer of a row: by CustomerID, else by DUNS number, else by TPID or tenant.
//!
//! A key that stands for several customers joins nothing, and a row without keys is a customer of its own; names and
//! domains are never enough to join by.

use crate::portfolio::CustomerIndex;
use crate::support::interner::{Interner, TextId, TooMuchText};
use crate::workbook::values::says_nothing;
use std::collections::{HashMap, HashSet};

/// The keys of a row as texts of the report; empty where it has none.
#[derive(Debug, Clone, Copy)]
pub struct RowKeys<'a> {
    /// Partner Center's id.
    pub customer_id: &'a str,
    /// Dun & Bradstreet number.
    pub duns: &'a str,
    /// Top parent id.
    pub tpid: &'a str,
    /// Tenant id.
    pub tenant: &'a str,
}

/// All customers by their keys.
#[derive(Debug, Default)]
pub struct Identities {
    texts: Interner,
    by_key: [HashMap<TextId, Owner>; 4],
    /// Customers of rows that have nothing but a key that several customers share.
    by_shared_key: [HashMap<TextId, CustomerIndex>; 4],
    /// The CustomerID that some row has beside a DUNS number; `None` where rows differ.
    id_of_duns: HashMap<TextId, Option<TextId>>,
    /// Those whose CustomerID is known.
    identified: HashSet<CustomerIndex>,
    count: CustomerIndex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    One(CustomerIndex),
    Several,
}

/// Position of the DUNS number among the keys.
const DUNS: usize = 1;

/// How many keys say for sure who a customer is: CustomerID and DUNS number.
const SURE_KEYS: usize = 2;

impl Identities {
    /// Learns which CustomerID goes with which DUNS number, before any row is joined, so that the order of the files
    /// does not matter.
    ///
    /// # Errors
    /// [`TooMuchText`] when the keys together pass 4 GB.
    pub fn learn(&mut self, keys: RowKeys<'_>) -> Result<(), TooMuchText> {
        let [id, duns, ..] = self.ids(keys)?;
        if !id.is_missing() && !duns.is_missing() {
            let known = self.id_of_duns.entry(duns).or_insert(Some(id));
            if *known != Some(id) {
                *known = None;
            }
        }
        Ok(())
    }

    /// The customer of a row.
    ///
    /// # Errors
    /// [`TooMuchText`] when the keys together pass 4 GB.
    pub fn customer(&mut self, keys: RowKeys<'_>) -> Result<CustomerIndex, TooMuchText> {
        let mut ids = self.ids(keys)?;
        let [id, duns, ..] = &mut ids;
        if id.is_missing() {
            *id = self.id_of_duns.get(duns).copied().flatten().unwrap_or(TextId::MISSING);
        }
        let has_id = !id.is_missing();
        let is_sure = has_id || !duns.is_missing();
        // A parent's id is shared by its subsidiaries: it decides only where nothing surer is there.
        let ranks = if is_sure { 0..SURE_KEYS } else { SURE_KEYS..ids.len() };
        let known = ranks.clone().find_map(|rank| self.known(rank, *ids.get(rank)?, has_id));
        let customer = known.unwrap_or(self.count);
        if known.is_none() {
            self.count += 1;
            self.keep_shared_key(&ids, ranks, customer);
        }
        self.register(&ids, customer);
        if has_id {
            self.identified.insert(customer);
        }
        Ok(customer)
    }

    /// How many customers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// The customer that the key at `rank` stands for.
    fn known(&self, rank: usize, key: TextId, has_id: bool) -> Option<CustomerIndex> {
        match self.by_key.get(rank)?.get(&key)? {
            // Two different CustomerIDs are two customers even where they share a DUNS number.
            Owner::One(customer) if rank == DUNS && has_id && self.identified.contains(customer) => None,
            Owner::One(customer) => Some(*customer),
            Owner::Several => self.by_shared_key.get(rank)?.get(&key).copied(),
        }
    }

    fn keep_shared_key(&mut self, ids: &[TextId; 4], ranks: std::ops::Range<usize>, customer: CustomerIndex) {
        for rank in ranks {
            let (Some(key), Some(owners), Some(shared)) =
                (ids.get(rank), self.by_key.get(rank), self.by_shared_key.get_mut(rank))
            else {
                continue;
            };
            if owners.get(key) == Some(&Owner::Several) {
                shared.entry(*key).or_insert(customer);
            }
        }
    }

    fn register(&mut self, ids: &[TextId; 4], customer: CustomerIndex) {
        for (key, owners) in ids.iter().zip(&mut self.by_key).filter(|(key, _)| !key.is_missing()) {
            let owner = owners.entry(*key).or_insert(Owner::One(customer));
            if *owner != Owner::One(customer) {
                *owner = Owner::Several;
            }
        }
    }

    fn ids(&mut self, keys: RowKeys<'_>) -> Result<[TextId; 4], TooMuchText> {
        let mut intern = |key: Option<String>| key.map_or(Ok(TextId::MISSING), |key| self.texts.intern(&key));
        Ok([
            intern(normal_id(keys.customer_id))?,
            intern(normal_duns(keys.duns))?,
            intern(normal_id(keys.tpid))?,
            intern(normal_id(keys.tenant))?,
        ])
    }
}

/// An id without regard to case; `None` for what people write where there is none.
fn normal_id(text: &str) -> Option<String> {
    let has_content = text.chars().any(|c| c.is_alphanumeric() && c != '0');
    (has_content && !says_nothing(text)).then(|| text.trim().to_lowercase())
}

/// Nine digits, with the leading zeros that spreadsheets drop.
fn normal_duns(text: &str) -> Option<String> {
    let id = normal_id(text)?;
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    Some(if digits.is_empty() || id.contains(char::is_alphabetic) { id } else { format!("{digits:0>9}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys<'a>(customer_id: &'a str, duns: &'a str, tpid: &'a str) -> RowKeys<'a> {
        RowKeys { customer_id, duns, tpid, tenant: "" }
    }

    /// The customers of `rows`, each a CustomerID, DUNS number and TPID.
    fn joined(rows: &[(&str, &str, &str)]) -> Vec<CustomerIndex> {
        let mut identities = Identities::default();
        for (id, duns, tpid) in rows {
            identities.learn(keys(id, duns, tpid)).unwrap();
        }
        rows.iter().map(|(id, duns, tpid)| identities.customer(keys(id, duns, tpid)).unwrap()).collect()
    }

    #[test]
    fn rows_join_by_customer_id_else_by_duns_in_any_order() {
        assert_eq!(joined(&[("C1", "1", ""), ("C1", "", ""), ("", "1", ""), ("c1", "2", "")]), [0, 0, 0, 0]);
        assert_eq!(joined(&[("C1", "", ""), ("", "1", ""), ("C1", "1", "")]), [0, 0, 0]);
        assert_eq!(joined(&[("", "1", ""), ("C1", "1", ""), ("C1", "", "")]), [0, 0, 0]);
    }

    #[test]
    fn another_customer_id_is_another_customer() {
        assert_eq!(joined(&[("C1", "1", ""), ("C2", "1", "")]), [0, 1]);
        assert_eq!(joined(&[("C1", "1", ""), ("C2", "1", ""), ("", "1", ""), ("", "1", "")]), [0, 1, 2, 2]);
    }

    #[test]
    fn a_parents_id_joins_only_what_has_nothing_surer() {
        assert_eq!(joined(&[("", "1", "P"), ("", "2", "P"), ("", "3", "P")]), [0, 1, 2]);
        assert_eq!(joined(&[("", "", "P"), ("", "", "P"), ("", "", "Q")]), [0, 0, 1]);
        assert_eq!(joined(&[("C1", "", "P"), ("", "", "P")]), [0, 0]);
        assert_eq!(joined(&[("C1", "", "P"), ("C2", "", "P"), ("", "", "P"), ("", "", "P")]), [0, 1, 2, 2]);
    }

    #[test]
    fn placeholders_are_no_keys_and_lost_zeros_come_back() {
        for nothing in ["", "N/A", "-", "NULL", "0", "000000000", "#N/A"] {
            assert_eq!(joined(&[(nothing, nothing, nothing), (nothing, nothing, nothing)]), [0, 1], "{nothing}");
        }
        assert_eq!(joined(&[("", "001234567", ""), ("", "1234567", ""), ("", "00-123-4567", "")]), [0, 0, 0]);
    }
}
