//! Where the table is scrolled to, and scrolling by keys.

use crate::insight::filter::Filter;
use crate::insight::table::Sort;
use egui::{EventFilter, Id, Key, Modifiers, Ui};
use std::ops::Range;

/// The part of the table that is seen.
#[derive(Debug, Clone, Default)]
pub struct TablePlace {
    rows: Range<u64>,
    columns: Range<usize>,
    target_row: Option<u64>,
    target_column: Option<usize>,
    /// The order that was drawn last; another one begins at the top.
    pub(super) sort: Sort,
    /// The filter that was drawn last; another one begins at the top.
    pub(super) filter: Filter,
}

impl TablePlace {
    /// Takes note of what the table draws.
    pub(super) fn saw(&mut self, rows: Range<u64>, columns: Range<usize>) {
        self.rows = rows;
        self.columns = columns;
    }

    /// Brings `row` to the top with the next drawing.
    pub(super) fn jump_to(&mut self, row: u64) {
        self.target_row = Some(row);
    }

    pub(super) fn take_target_row(&mut self) -> Option<u64> {
        self.target_row.take()
    }

    pub(super) fn take_target_column(&mut self) -> Option<usize> {
        self.target_column.take()
    }

    /// The row on top after `key`; `None` for keys that do not scroll up or down.
    fn row_after(&self, key: Key, row_count: u64) -> Option<u64> {
        let seen = self.rows.end.saturating_sub(self.rows.start);
        // One row of the old page stays in sight.
        let page = seen.saturating_sub(2).max(1);
        let last_top = row_count.saturating_sub(seen.saturating_sub(1).max(1));
        let top = match key {
            Key::ArrowUp => self.rows.start.saturating_sub(1),
            Key::ArrowDown => self.rows.start.saturating_add(1),
            Key::PageUp => self.rows.start.saturating_sub(page),
            Key::PageDown => self.rows.start.saturating_add(page),
            Key::Home => 0,
            Key::End => last_top,
            _ => return None,
        };
        Some(top.min(last_top))
    }

    /// The column at the left after `key`; the first column never scrolls.
    fn column_after(&self, key: Key, column_count: usize) -> Option<usize> {
        let column = match key {
            Key::ArrowLeft => self.columns.start.saturating_sub(1),
            Key::ArrowRight => self.columns.start.saturating_add(1),
            _ => return None,
        };
        Some(column.clamp(1, column_count.saturating_sub(1).max(1)))
    }
}

/// Scrolls by the keys that were pressed while the table has the keyboard.
pub(super) fn scroll_by_keys(ui: &Ui, table: Id, place: &mut TablePlace, row_count: u64, column_count: usize) {
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table, arrows));
    let keys = [
        Key::ArrowUp,
        Key::ArrowDown,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::ArrowLeft,
        Key::ArrowRight,
    ];
    for key in keys {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            place.target_row = place.row_after(key, row_count).or(place.target_row);
            place.target_column =
                place.column_after(key, column_count).filter(|_| column_count > 1).or(place.target_column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_by_rows_and_pages_and_stop_at_the_ends() {
        let place = TablePlace { rows: 100..110, ..TablePlace::default() };
        let after = |key| place.row_after(key, 1_000_000);
        assert_eq!(after(Key::ArrowDown), Some(101));
        assert_eq!(after(Key::PageDown), Some(108));
        assert_eq!(after(Key::PageUp), Some(92));
        assert_eq!(after(Key::Home), Some(0));
        assert_eq!(after(Key::End), Some(999_991));
        assert_eq!(after(Key::ArrowRight), None);
        let top = TablePlace { rows: 0..10, ..TablePlace::default() };
        assert_eq!(top.row_after(Key::PageUp, 50), Some(0));
        assert_eq!(top.row_after(Key::End, 0), Some(0));
        assert_eq!(top.column_after(Key::ArrowLeft, 5), Some(1));
    }
}
