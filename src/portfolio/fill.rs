//! Puts a table's column into the portfolio's: the first value known of a customer stays.

use crate::portfolio::CustomerIndex;
use crate::support::interner::TextId;

/// The rows of a table and the customers that they belong to.
pub(super) struct Rows<'a> {
    customers: &'a [CustomerIndex],
    count: usize,
    /// The rows are the first customers, in their order: a column can be taken over as it is.
    in_order: bool,
}

impl<'a> Rows<'a> {
    /// Rows of `customers` among `count`.
    pub(super) fn new(customers: &'a [CustomerIndex], count: usize) -> Self {
        let in_order = (0..).zip(customers).all(|(row, customer): (CustomerIndex, _)| row == *customer);
        Self { customers, count, in_order }
    }

    /// Fills `column`, which is empty until some table fills it; `other` hears of the cells that differ or come too
    /// late: their row, the value that stays, and their own.
    pub(super) fn fill<T: Clone>(
        &self,
        column: &mut Vec<Option<T>>,
        mut cells: Vec<Option<T>>,
        mut other: impl FnMut(usize, &T, &T),
    ) {
        if column.is_empty() && self.in_order {
            cells.resize(self.count, None);
            *column = cells;
            return;
        }
        column.resize(self.count, None);
        for (row, (customer, cell)) in self.customers.iter().zip(cells).enumerate() {
            let (Some(slot), Some(cell)) = (column.get_mut(*customer as usize), cell) else { continue };
            match slot {
                None => *slot = Some(cell),
                Some(known) => other(row, known, &cell),
            }
        }
    }

    /// As [`Rows::fill`], for texts.
    pub(super) fn fill_texts(&self, column: &mut Vec<TextId>, mut cells: Vec<TextId>) {
        if column.is_empty() && self.in_order {
            cells.resize(self.count, TextId::MISSING);
            *column = cells;
            return;
        }
        column.resize(self.count, TextId::MISSING);
        for (customer, cell) in self.customers.iter().zip(cells) {
            if let Some(slot) = column.get_mut(*customer as usize).filter(|slot| slot.is_missing()) {
                *slot = cell;
            }
        }
    }
}
