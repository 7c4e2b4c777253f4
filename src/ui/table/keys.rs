//! Where the table is scrolled to, and scrolling by keys.

use crate::insight::filter::Filter;
use crate::insight::table::SortOrder;
use egui::{EventFilter, Id, Key, Modifiers, Ui};
use std::ops::Range;

/// Scrolling shows with the next frame or the one after; at the very end it stops short, so waiting has a limit.
const FRAMES_TO_ARRIVE: u8 = 3;

/// The part of the table that is seen.
#[derive(Debug, Clone, Default)]
pub struct TablePlace {
    rows: Seen,
    columns: Seen,
    target: bool,
    /// How many frames may still draw the old place before the one that was scrolled to.
    on_the_way: u8,
    /// Whether the wheel moved the rows since they last stood still.
    wheeled: bool,
    /// The order that was drawn last; another one begins at the top.
    pub(super) sort: SortOrder,
    /// The filter that was drawn last; another one begins at the top.
    pub(super) filter: Filter,
}

/// What is seen of the rows, or of the columns.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// The first that is seen whole.
    first: u64,
    /// How many are drawn.
    count: u64,
}

impl Seen {
    /// Whether drawing from `start` shows the first one. What was scrolled to has one before it, by a hair's breadth.
    fn is_first(&self, start: u64) -> bool {
        start == self.first || start.saturating_add(1) == self.first
    }

    /// Takes note of what is drawn.
    fn saw(&mut self, drawn: Range<u64>) {
        if !self.is_first(drawn.start) {
            self.first = drawn.start;
        }
        self.count = drawn.end.saturating_sub(drawn.start);
    }
}

impl TablePlace {
    /// Takes note of what the table draws.
    pub(super) fn saw(&mut self, rows: Range<u64>, columns: Range<usize>) {
        let columns = columns.start as u64..columns.end as u64;
        let has_arrived = self.rows.is_first(rows.start) && self.columns.is_first(columns.start);
        if self.on_the_way > 0 && !has_arrived {
            self.on_the_way -= 1;
            return;
        }
        self.on_the_way = 0;
        self.rows.saw(rows);
        self.columns.saw(columns);
    }

    /// Shows the first row with the next drawing.
    pub(super) fn show_first_row(&mut self) {
        (self.rows.first, self.target) = (0, true);
    }

    /// Lets the rows come to rest with a whole one on top once the wheel stands still; true when they move for it.
    /// `row` is the first that is seen, `hidden` the share of it that is not.
    pub(super) fn settle(&mut self, is_wheeling: bool, row: u64, hidden: f32) -> bool {
        if is_wheeling {
            self.wheeled = true;
            return false;
        }
        if !std::mem::take(&mut self.wheeled) || !(0.02..=0.98).contains(&hidden) {
            return false;
        }
        self.rows.first = row + u64::from(hidden > 0.5);
        self.target = true;
        true
    }

    /// The row and the column to scroll to, once. The column at position 0 never scrolls.
    pub(super) fn take_target(&mut self) -> Option<(u64, usize)> {
        let column = usize::try_from(self.columns.first).unwrap_or(usize::MAX).max(1);
        if !std::mem::take(&mut self.target) {
            return None;
        }
        self.on_the_way = FRAMES_TO_ARRIVE;
        Some((self.rows.first, column))
    }

    /// Scrolls as `key` says.
    fn press(&mut self, key: Key, row_count: u64, column_count: usize) {
        // One row of the old page stays in sight.
        let page = self.rows.count.saturating_sub(2).max(1);
        let last_first = row_count.saturating_sub(self.rows.count.saturating_sub(1).max(1));
        let last_column = (column_count as u64).saturating_sub(1).max(1);
        let (row, column) = (self.rows.first, self.columns.first.max(1));
        let (row, column) = match key {
            Key::ArrowUp => (row.saturating_sub(1), column),
            Key::ArrowDown => (row.saturating_add(1), column),
            Key::PageUp => (row.saturating_sub(page), column),
            Key::PageDown => (row.saturating_add(page), column),
            Key::Home => (0, column),
            Key::End => (last_first, column),
            Key::ArrowLeft => (row, column.saturating_sub(1)),
            Key::ArrowRight => (row, column.saturating_add(1)),
            _ => return,
        };
        self.rows.first = row.min(last_first);
        self.columns.first = column.clamp(1, last_column);
        self.target = column_count > 1;
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
            place.press(key, row_count, column_count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(rows: Range<u64>, key: Key, row_count: u64) -> Option<(u64, usize)> {
        let mut place = TablePlace::default();
        place.saw(rows, 1..5);
        place.press(key, row_count, 12);
        place.take_target()
    }

    #[test]
    fn keys_move_by_rows_and_pages_and_stop_at_the_ends() {
        let rows = || 100..110;
        assert_eq!(after(rows(), Key::ArrowDown, 1_000_000), Some((101, 1)));
        assert_eq!(after(rows(), Key::PageDown, 1_000_000), Some((108, 1)));
        assert_eq!(after(rows(), Key::PageUp, 1_000_000), Some((92, 1)));
        assert_eq!(after(rows(), Key::Home, 1_000_000), Some((0, 1)));
        assert_eq!(after(rows(), Key::End, 1_000_000), Some((999_991, 1)));
        assert_eq!(after(rows(), Key::ArrowRight, 1_000_000), Some((100, 2)));
        assert_eq!(after(0..10, Key::PageUp, 50), Some((0, 1)));
        assert_eq!(after(0..10, Key::End, 0), Some((0, 1)));
        assert_eq!(after(rows(), Key::A, 50), None);
    }

    #[test]
    fn a_row_scrolled_to_counts_as_the_first_though_the_one_before_is_drawn_too() {
        let mut place = TablePlace::default();
        place.saw(0..10, 1..5);
        for expected in [1, 2, 3] {
            place.press(Key::ArrowDown, 100, 12);
            assert_eq!(place.take_target(), Some((expected, 1)));
            if expected > 1 {
                place.saw(expected - 2..expected + 9, 0..5);
            }
            assert_eq!(place.rows.first, expected, "the frame that scrolls still draws the old rows");
            place.saw(expected - 1..expected + 10, 0..5);
        }
        place.saw(40..50, 1..5);
        place.press(Key::ArrowUp, 100, 12);
        assert_eq!(place.take_target(), Some((39, 1)));
    }

    #[test]
    fn after_the_wheel_a_whole_row_stands_on_top_and_then_rows_rest() {
        let mut place = TablePlace::default();
        assert!(!place.settle(false, 7, 0.4), "rows that were not wheeled stay");
        assert!(!place.settle(true, 7, 0.6), "not while it turns");
        assert!(place.settle(false, 7, 0.6));
        assert_eq!(place.take_target().map(|(row, _)| row), Some(8));
        assert!(!place.settle(false, 7, 0.6), "once: at the end of the table no row can be on top");
        place.settle(true, 7, 0.0);
        assert!(!place.settle(false, 7, 0.0), "a whole row stays");
    }
}
