//! Finds the customer of every row: by CustomerID, else DUNS number, else tenant, else TPID, else web domain.
//!
//! The order of rows and files changes only how customers are numbered. A key that stands for several customers joins
//! nothing; a row without keys is a customer of its own; names never join.

use crate::portfolio::CustomerIndex;
use crate::portfolio::doubts::{DoubtKind, Doubts, JoinKey, RowPlace};
use crate::portfolio::keys::{KeyForms, KeyId, KeyKind};
use crate::portfolio::weak_keys::WeakRows;
use crate::support::interner::{Interner, TextId};

/// The key columns of one table, each as long as its rows, or empty when the table has no such column.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KeyColumns<'a> {
    /// The sheet's row numbers.
    pub rows: &'a [u32],
    pub customer_id: &'a [TextId],
    pub duns: &'a [TextId],
    pub tenant: &'a [TextId],
    pub tpid: &'a [TextId],
    pub domain: &'a [TextId],
    pub name: &'a [TextId],
}

impl KeyColumns<'_> {
    pub(super) fn place(&self, file: usize, row: usize) -> RowPlace {
        RowPlace { file, row: self.rows.get(row).copied().unwrap_or(0) }
    }
}

/// Whose each row is.
#[derive(Debug)]
pub(super) struct Joined {
    /// The customer of each row of each table; customers are numbered as they first appear.
    pub customers: Vec<Vec<CustomerIndex>>,
    /// How many there are.
    pub count: usize,
}

/// A row whose customer is not found yet.
pub(super) const NOBODY: CustomerIndex = CustomerIndex::MAX;

/// The customers that a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    None,
    One(CustomerIndex),
    Several,
}

/// Owners by key.
pub(super) struct Owners(Vec<u32>);

impl Owners {
    const SEVERAL: u32 = u32::MAX;

    pub(super) fn new(key_count: usize) -> Self {
        Self(vec![0; key_count])
    }

    pub(super) fn of(&self, key: KeyId) -> Owner {
        match self.0.get(key as usize) {
            None | Some(0) => Owner::None,
            Some(&Self::SEVERAL) => Owner::Several,
            Some(customer) => Owner::One(customer - 1),
        }
    }

    /// `customer` has `key` too.
    pub(super) fn register(&mut self, key: KeyId, customer: CustomerIndex) {
        let Some(slot) = self.0.get_mut(key as usize).filter(|_| key != 0) else { return };
        if *slot == 0 {
            *slot = customer + 1;
        } else if *slot != customer + 1 {
            *slot = Self::SEVERAL;
        }
    }
}

/// The customer of every row of `tables`, and what is doubtful about it.
pub(super) fn identify(texts: &Interner, tables: &[KeyColumns<'_>], doubts: &mut Doubts) -> Joined {
    let sure = SureKeys::of(texts, tables);
    let id_of_duns = sure.ids_of_duns(texts, tables, doubts);
    let mut count: CustomerIndex = 0;
    let mut customers: Vec<Vec<CustomerIndex>> = Vec::with_capacity(tables.len());
    let mut weak = Vec::new();
    let (mut by_id, mut by_duns) = (Owners::new(texts.id_count()), Owners::new(texts.id_count()));
    for (file, table) in tables.iter().enumerate() {
        let mut of_rows = Vec::with_capacity(table.rows.len());
        for row in 0..table.rows.len() {
            let (mut id, duns) = sure.of_row(file, row);
            if id == 0 && duns != 0 {
                id = match id_of_duns.get(duns as usize).copied().unwrap_or(0) {
                    SEVERAL_IDS => {
                        doubts.add(DoubtKind::SharedKey(JoinKey::Duns), table.place(file, row));
                        0
                    }
                    id => id,
                };
            }
            let (owners, key) = if id != 0 { (&mut by_id, id) } else { (&mut by_duns, duns) };
            if key == 0 {
                weak.push((file, row));
                of_rows.push(NOBODY);
                continue;
            }
            let customer = match owners.of(key) {
                Owner::One(customer) => customer,
                Owner::None | Owner::Several => {
                    owners.register(key, count);
                    count += 1;
                    count - 1
                }
            };
            of_rows.push(customer);
        }
        customers.push(of_rows);
    }
    if !weak.is_empty() {
        drop((sure, by_id, by_duns));
        WeakRows::new(texts, tables, weak).join(&mut customers, &mut count, doubts);
        number_by_appearance(&mut customers, count);
    }
    Joined { customers, count: count as usize }
}

/// CustomerIDs and DUNS numbers by table and row; empty where a table has none.
struct SureKeys {
    ids: Vec<Vec<KeyId>>,
    duns: Vec<Vec<KeyId>>,
}

/// Stands among CustomerIDs for more than one.
const SEVERAL_IDS: KeyId = KeyId::MAX;

impl SureKeys {
    fn of(texts: &Interner, tables: &[KeyColumns<'_>]) -> Self {
        let ids: Vec<&[TextId]> = tables.iter().map(|table| table.customer_id).collect();
        let duns: Vec<&[TextId]> = tables.iter().map(|table| table.duns).collect();
        Self { ids: keys_of(texts, KeyKind::Id, &ids), duns: keys_of(texts, KeyKind::Duns, &duns) }
    }

    fn of_row(&self, file: usize, row: usize) -> (KeyId, KeyId) {
        let key = |keys: &[Vec<KeyId>]| keys.get(file).and_then(|keys| keys.get(row)).copied().unwrap_or(0);
        (key(&self.ids), key(&self.duns))
    }

    /// The CustomerID that some row has beside a DUNS number, [`SEVERAL_IDS`] where rows differ.
    fn ids_of_duns(&self, texts: &Interner, tables: &[KeyColumns<'_>], doubts: &mut Doubts) -> Vec<KeyId> {
        let mut id_of_duns = vec![0; texts.id_count()];
        for (file, ((ids, all_duns), table)) in self.ids.iter().zip(&self.duns).zip(tables).enumerate() {
            for (row, (&id, &duns)) in ids.iter().zip(all_duns).enumerate() {
                let Some(known) = id_of_duns.get_mut(duns as usize).filter(|_| id != 0 && duns != 0) else { continue };
                if *known == 0 {
                    *known = id;
                } else if *known != id && *known != SEVERAL_IDS {
                    *known = SEVERAL_IDS;
                    doubts.add(DoubtKind::DunsOfSeveralIds, table.place(file, row));
                }
            }
        }
        id_of_duns
    }
}

/// The keys of one kind in each of `columns`.
pub(super) fn keys_of(texts: &Interner, kind: KeyKind, columns: &[&[TextId]]) -> Vec<Vec<KeyId>> {
    if columns.iter().all(|column| column.is_empty()) {
        return vec![Vec::new(); columns.len()];
    }
    let mut forms = KeyForms::new(texts, kind, columns);
    columns.iter().map(|column| column.iter().map(|id| forms.key(*id)).collect()).collect()
}

fn number_by_appearance(customers: &mut [Vec<CustomerIndex>], count: CustomerIndex) {
    let mut numbers = vec![NOBODY; count as usize];
    let mut next = 0;
    for customer in customers.iter_mut().flatten() {
        let Some(number) = numbers.get_mut(*customer as usize) else { continue };
        if *number == NOBODY {
            *number = next;
            next += 1;
        }
        *customer = *number;
    }
}
