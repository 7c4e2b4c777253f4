//! The customers that are selected in the table, for what is done to several at once.

use crate::portfolio::CustomerIndex;
use crate::support::bits::Bits;
use std::sync::LazyLock;

/// Which customers are selected. Only customers that are shown can be: a narrower filter lets the others go, so that
/// nothing is done to a customer out of sight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    customers: Bits,
    /// Where a stretch of rows begins.
    anchor: Option<CustomerIndex>,
}

/// How a row is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// Alone.
    Alone,
    /// Beside the others; let go when it is selected.
    Beside,
    /// With all rows from the one selected last.
    Through,
}

impl Selection {
    /// Nobody, for as long as the program runs.
    #[must_use]
    pub fn nobody() -> &'static Self {
        static NOBODY: LazyLock<Selection> = LazyLock::new(Selection::default);
        &NOBODY
    }

    /// Whether `customer` is selected.
    #[must_use]
    pub fn has(&self, customer: CustomerIndex) -> bool {
        self.customers.has(customer as usize)
    }

    /// How many are selected.
    #[must_use]
    pub fn len(&self) -> usize {
        self.customers.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }

    /// Those selected, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = CustomerIndex> + '_ {
        self.customers.iter().filter_map(|customer| CustomerIndex::try_from(customer).ok())
    }

    /// Selects the customer at position `row` of `rows`, of `count` customers in all.
    pub(super) fn pick(&mut self, rows: &[CustomerIndex], count: usize, row: usize, pick: Pick) {
        let Some(customer) = rows.get(row).copied() else { return };
        if self.customers.count() != count {
            *self = Self { customers: Bits::none(count), anchor: None };
        }
        match pick {
            Pick::Alone => {
                self.customers = Bits::none(count);
                self.customers.set(customer as usize, true);
                self.anchor = Some(customer);
            }
            Pick::Beside => {
                self.customers.set(customer as usize, !self.has(customer));
                self.anchor = Some(customer);
            }
            Pick::Through => {
                let anchor = self.anchor.and_then(|anchor| rows.iter().position(|row| *row == anchor)).unwrap_or(row);
                self.customers = Bits::none(count);
                for between in rows.get(anchor.min(row)..=anchor.max(row)).unwrap_or_default() {
                    self.customers.set(*between as usize, true);
                }
                self.anchor = rows.get(anchor).copied();
            }
        }
    }

    /// Selects all of `rows`, of `count` customers in all.
    pub(super) fn all(rows: &[CustomerIndex], count: usize) -> Self {
        let mut customers = Bits::none(count);
        rows.iter().for_each(|customer| customers.set(*customer as usize, true));
        Self { customers, anchor: rows.first().copied() }
    }

    /// Lets go whom `rows` do not show.
    pub(super) fn keep_shown(&mut self, rows: &[CustomerIndex]) {
        if !self.is_empty() {
            let shown = Self::all(rows, self.customers.count());
            self.customers.keep(&shown.customers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [CustomerIndex; 6] = [5, 3, 8, 0, 9, 1];

    fn selected(selection: &Selection) -> Vec<CustomerIndex> {
        selection.iter().collect()
    }

    #[test]
    fn rows_are_selected_alone_beside_others_and_as_a_stretch_of_the_order_shown() {
        let mut selection = Selection::default();
        selection.pick(&ROWS, 10, 1, Pick::Alone);
        selection.pick(&ROWS, 10, 4, Pick::Through);
        assert_eq!(selected(&selection), [0, 3, 8, 9]);
        selection.pick(&ROWS, 10, 0, Pick::Through);
        assert_eq!(selected(&selection), [3, 5], "from the same row, the other way");
        selection.pick(&ROWS, 10, 5, Pick::Beside);
        selection.pick(&ROWS, 10, 0, Pick::Beside);
        assert_eq!(selected(&selection), [1, 3]);
        selection.pick(&ROWS, 10, 99, Pick::Alone);
        assert_eq!(selection.len(), 2, "there is no such row");
    }

    #[test]
    fn whom_the_filter_hides_is_not_selected_any_more() {
        let mut selection = Selection::all(&ROWS, 10);
        assert_eq!(selection.len(), 6);
        selection.keep_shown(&[9, 2, 3]);
        assert_eq!(selected(&selection), [3, 9]);
        selection.keep_shown(&[]);
        assert!(selection.is_empty() && !selection.has(3));
    }
}
