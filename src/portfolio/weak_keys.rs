//! Joins the rows that have neither CustomerID nor DUNS number, by what may be shared: tenant, TPID, web domain.
//!
//! One sort of key after the other, so that a row finds only customers known by something surer, whatever the order
//! of the rows.

use crate::portfolio::CustomerIndex;
use crate::portfolio::doubts::{DoubtKind, Doubts, JoinKey};
use crate::portfolio::identity::{KeyColumns, NOBODY, Owner, Owners, keys_of};
use crate::portfolio::keys::{KeyId, KeyKind};
use crate::support::interner::{Interner, TextId};

/// The weak keys, the surest first.
const KEYS: [JoinKey; 3] = [JoinKey::Tenant, JoinKey::Tpid, JoinKey::Domain];

/// Rows without a sure key.
pub(super) struct WeakRows<'a> {
    tables: &'a [KeyColumns<'a>],
    /// Their table and row.
    rows: Vec<(usize, usize)>,
    /// Keys by sort, table and row.
    keys: [Vec<Vec<KeyId>>; 3],
    key_count: usize,
}

impl<'a> WeakRows<'a> {
    pub(super) fn new(texts: &Interner, tables: &'a [KeyColumns<'a>], rows: Vec<(usize, usize)>) -> Self {
        let tenants: Vec<&[TextId]> = tables.iter().map(|table| table.tenant).collect();
        let tpids: Vec<&[TextId]> = tables.iter().map(|table| table.tpid).collect();
        let domains: Vec<&[TextId]> = tables.iter().map(|table| table.domain).collect();
        let keys = [
            keys_of(texts, KeyKind::Id, &tenants),
            keys_of(texts, KeyKind::Id, &tpids),
            keys_of(texts, KeyKind::Domain, &domains),
        ];
        Self { tables, rows, keys, key_count: texts.id_count() }
    }

    pub(super) fn join(self, customers: &mut [Vec<CustomerIndex>], count: &mut CustomerIndex, doubts: &mut Doubts) {
        for level in 0..KEYS.len() {
            self.join_level(level, customers, count, doubts);
        }
        // What has no key at all is a customer of its own.
        for customer in customers.iter_mut().flatten().filter(|customer| **customer == NOBODY) {
            *customer = *count;
            *count += 1;
        }
    }

    /// Joins the rows whose surest key is that of `level`.
    fn join_level(
        &self,
        level: usize,
        customers: &mut [Vec<CustomerIndex>],
        count: &mut CustomerIndex,
        doubts: &mut Doubts,
    ) {
        let (Some(sort), Some(keys)) = (KEYS.get(level), self.keys.get(level)) else { return };
        let key_of = |&(file, row): &(usize, usize)| at(keys, file, row);
        let is_open = |customers: &[Vec<CustomerIndex>], &(file, row): &(usize, usize)| {
            customers.get(file).and_then(|rows| rows.get(row)) == Some(&NOBODY)
        };
        let rows: Vec<(usize, usize)> =
            self.rows.iter().copied().filter(|place| key_of(place) != 0 && is_open(customers, place)).collect();
        if rows.is_empty() {
            return;
        }
        let owners = self.owners(keys, customers);
        let by_next = self.owners_by_next_key(level, &rows, customers);
        let ambiguous = if *sort == JoinKey::Domain { self.names_differ(&rows) } else { Vec::new() };
        // Customers that are known by this key alone, or by sharing it.
        let mut own = Owners::new(self.key_count);
        for place in &rows {
            let key = key_of(place);
            let (file, row) = *place;
            let doubt = |doubts: &mut Doubts, sort| {
                if let Some(table) = self.tables.get(file) {
                    doubts.add(DoubtKind::SharedKey(sort), table.place(file, row));
                }
            };
            let found = match (owners.of(key), by_next.get(key as usize)) {
                (Owner::One(customer), _) => Some(customer),
                (Owner::Several, _) => {
                    doubt(doubts, *sort);
                    None
                }
                (Owner::None, Some(NextKey::Customer(customer))) => Some(*customer),
                (Owner::None, _) => None,
            };
            let is_ambiguous = found.is_none() && ambiguous.get(key as usize) == Some(&true);
            let customer = match (found, own.of(key)) {
                (Some(customer), _) => customer,
                (None, Owner::One(customer)) if !is_ambiguous => customer,
                (None, _) => {
                    if is_ambiguous {
                        doubt(doubts, *sort);
                    } else {
                        own.register(key, *count);
                    }
                    *count += 1;
                    *count - 1
                }
            };
            if let Some(slot) = customers.get_mut(file).and_then(|rows| rows.get_mut(row)) {
                *slot = customer;
            }
        }
    }

    /// Who has which key, of the customers found so far.
    fn owners(&self, keys: &[Vec<KeyId>], customers: &[Vec<CustomerIndex>]) -> Owners {
        let mut owners = Owners::new(self.key_count);
        for (keys, customers) in keys.iter().zip(customers) {
            for (key, customer) in keys.iter().zip(customers).filter(|(_, customer)| **customer != NOBODY) {
                owners.register(*key, *customer);
            }
        }
        owners
    }

    /// For tenants that no customer has: the one customer whose TPID all rows of the tenant have.
    fn owners_by_next_key(
        &self,
        level: usize,
        rows: &[(usize, usize)],
        customers: &[Vec<CustomerIndex>],
    ) -> Vec<NextKey> {
        if KEYS.get(level) != Some(&JoinKey::Tenant) {
            return Vec::new();
        }
        let [tenants, tpids, _] = &self.keys;
        let owners = self.owners(tpids, customers);
        let mut next = vec![NextKey::Unknown; self.key_count];
        for &(file, row) in rows {
            let tpid = at(tpids, file, row);
            let Some(slot) = next.get_mut(at(tenants, file, row) as usize).filter(|_| tpid != 0) else { continue };
            *slot = match (*slot, owners.of(tpid)) {
                (NextKey::Unknown, Owner::One(customer)) => NextKey::Customer(customer),
                (NextKey::Customer(known), Owner::One(customer)) if known == customer => NextKey::Customer(known),
                _ => NextKey::Several,
            };
        }
        next
    }

    /// Domains that stand beside several names: a group's companies share one.
    fn names_differ(&self, rows: &[(usize, usize)]) -> Vec<bool> {
        let [_, _, domains] = &self.keys;
        let mut names = vec![TextId::MISSING; self.key_count];
        let mut differ = vec![false; self.key_count];
        for &(file, row) in rows {
            let key = at(domains, file, row) as usize;
            let name = self.tables.get(file).and_then(|table| table.name.get(row)).copied().unwrap_or(TextId::MISSING);
            let (Some(known), Some(differs)) = (names.get_mut(key), differ.get_mut(key)) else { continue };
            if known.is_missing() {
                *known = name;
            }
            *differs |= !name.is_missing() && *known != name;
        }
        differ
    }
}

/// What a tenant's TPID says.
#[derive(Debug, Clone, Copy)]
enum NextKey {
    Unknown,
    Customer(CustomerIndex),
    Several,
}

fn at(keys: &[Vec<KeyId>], file: usize, row: usize) -> KeyId {
    keys.get(file).and_then(|keys| keys.get(row)).copied().unwrap_or(0)
}
