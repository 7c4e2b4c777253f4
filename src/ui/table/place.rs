//! Where the table is scrolled to, where its cursor stands, and how both move.

use crate::insight::filter::Filter;
use crate::insight::table::SortOrder;
use egui::{Event, EventFilter, Id, Key, Modifiers, Ui};
use std::ops::{Range, RangeInclusive};

/// Scrolling shows with the next frame or the one after; at the very end it stops short, so waiting has a limit.
const FRAMES_TO_ARRIVE: u8 = 3;

/// A cell by its row and its column, both counted from 0.
pub(super) type CellAt = (usize, usize);

/// The part of the table that is seen, and the cells that are chosen.
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
    cursor: Option<CellAt>,
    /// The other corner of the block of cells.
    anchor: Option<CellAt>,
    /// Whether the pointer draws a block of cells.
    pub(super) is_dragging: bool,
    /// Whether the pointer drags a column's edge.
    pub(super) is_resizing: bool,
    pub(super) extent: Extent,
}

/// How large the table is, and what of it is seen at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct Extent {
    pub rows: usize,
    /// The widths of all columns.
    pub widths: Vec<f32>,
    /// How many columns do not scroll.
    pub sticky: usize,
    /// Columns before the first with cells.
    pub gutter: usize,
    /// The width in which columns scroll.
    pub room: f32,
    /// How many rows are seen whole.
    pub whole_rows: usize,
}

impl Extent {
    fn columns(&self) -> usize {
        self.widths.len().saturating_sub(self.gutter)
    }
}

/// What is seen of the rows, or of the columns.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// The first that is seen whole.
    first: u64,
}

impl Seen {
    /// Whether drawing from `start` shows the first one. What was scrolled to has one before it, by a hair's breadth.
    fn is_first(&self, start: u64) -> bool {
        start == self.first || start.saturating_add(1) == self.first
    }

    /// Takes note of what is drawn.
    fn saw(&mut self, start: u64) {
        if !self.is_first(start) {
            self.first = start;
        }
    }
}

impl TablePlace {
    /// Takes note of what the table draws.
    pub(super) fn saw(&mut self, rows: Range<u64>, columns: Range<usize>) {
        let columns = columns.start as u64;
        let has_arrived = self.rows.is_first(rows.start) && self.columns.is_first(columns);
        if self.on_the_way > 0 && !has_arrived {
            self.on_the_way -= 1;
            return;
        }
        self.on_the_way = 0;
        self.rows.saw(rows.start);
        self.columns.saw(columns);
    }

    /// Shows the first row with the next drawing.
    pub(super) fn show_first_row(&mut self) {
        (self.rows.first, self.target) = (0, true);
        if let Some((_, column)) = self.cursor {
            self.put((0, column), false);
        }
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

    /// The row and the column to scroll to, once. Sticky columns never scroll.
    pub(super) fn take_target(&mut self) -> Option<(u64, usize)> {
        if !std::mem::take(&mut self.target) || self.extent.widths.len() <= self.extent.sticky {
            return None;
        }
        let last = self.extent.widths.len() - 1;
        let column = usize::try_from(self.columns.first).unwrap_or(usize::MAX).clamp(self.extent.sticky, last);
        self.on_the_way = FRAMES_TO_ARRIVE;
        Some((self.rows.first, column))
    }

    /// The cell at which the cursor stands, while there is one.
    pub(super) fn cursor(&self) -> Option<CellAt> {
        self.cursor.filter(|(row, column)| *row < self.extent.rows && *column < self.extent.columns())
    }

    /// The rows and columns of the block of cells that is chosen.
    pub(super) fn block(&self) -> Option<(RangeInclusive<usize>, RangeInclusive<usize>)> {
        let (row, column) = self.cursor()?;
        let (other_row, other_column) = self.anchor.unwrap_or((row, column));
        let other_row = other_row.min(self.extent.rows.saturating_sub(1));
        let other_column = other_column.min(self.extent.columns().saturating_sub(1));
        Some((row.min(other_row)..=row.max(other_row), column.min(other_column)..=column.max(other_column)))
    }

    /// Puts the cursor at `cell`; a block that `extends` keeps its other corner.
    pub(super) fn put(&mut self, cell: CellAt, extends: bool) {
        let cell =
            (cell.0.min(self.extent.rows.saturating_sub(1)), cell.1.min(self.extent.columns().saturating_sub(1)));
        self.anchor = if extends { self.anchor.or(self.cursor) } else { None }.or(Some(cell));
        self.cursor = Some(cell);
        self.show(cell);
    }

    /// Scrolls no further than `cell` needs to be seen.
    fn show(&mut self, (row, column): CellAt) {
        let (first, whole) = (usize::try_from(self.rows.first).unwrap_or(usize::MAX), self.extent.whole_rows.max(1));
        let first = if row < first { row } else { first.max((row + 1).saturating_sub(whole)) };
        if first as u64 != self.rows.first {
            (self.rows.first, self.target) = (first as u64, true);
        }
        let column = column + self.extent.gutter;
        if column < self.extent.sticky {
            return;
        }
        let first = usize::try_from(self.columns.first).unwrap_or(usize::MAX).max(self.extent.sticky);
        let mut start = first.min(column);
        let width = |from: usize| self.extent.widths.get(from..=column).unwrap_or_default().iter().sum::<f32>();
        while start < column && width(start) > self.extent.room {
            start += 1;
        }
        if start != first {
            (self.columns.first, self.target) = (start as u64, true);
        }
    }

    /// Moves the cursor as `key` says; `far` goes to the end, `extends` draws a block.
    fn press(&mut self, key: Key, far: bool, extends: bool) {
        let Some((row, column)) = self.cursor() else {
            let first = usize::try_from(self.rows.first).unwrap_or(0);
            return self.put((first, 0), false);
        };
        // One row of the old page stays in sight.
        let page = self.extent.whole_rows.saturating_sub(1).max(1);
        let (last_row, last_column) = (self.extent.rows.saturating_sub(1), self.extent.columns().saturating_sub(1));
        let cell = match (key, far) {
            (Key::ArrowUp, true) => (0, column),
            (Key::ArrowUp, false) => (row.saturating_sub(1), column),
            (Key::ArrowDown, true) => (last_row, column),
            (Key::ArrowDown, false) => (row.saturating_add(1), column),
            (Key::ArrowLeft, true) => (row, 0),
            (Key::ArrowLeft, false) => (row, column.saturating_sub(1)),
            (Key::ArrowRight, true) => (row, last_column),
            (Key::ArrowRight, false) => (row, column.saturating_add(1)),
            (Key::PageUp, _) => (row.saturating_sub(page), column),
            (Key::PageDown, _) => (row.saturating_add(page), column),
            (Key::Home, true) => (0, 0),
            (Key::Home, false) => (row, 0),
            (Key::End, true) => (last_row, last_column),
            (Key::End, false) => (row, last_column),
            _ => return,
        };
        self.put(cell, extends);
    }
}

/// What the keys ask of the rest of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Select the row of the cursor, or let it go.
    Row,
    /// Select all rows from the one selected last to the cursor's.
    RowsThrough,
    /// Select all rows.
    All,
    /// Copy, with the headers or without.
    Copy { has_headers: bool },
    /// Open the customer of the cursor's row.
    Open,
    /// Open the menu of the cursor's column.
    Menu,
    /// Move the cursor's column to the left or to the right.
    MoveColumn { right: bool },
}

/// The keys that move the cursor.
const MOVES: [Key; 8] =
    [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight, Key::PageUp, Key::PageDown, Key::Home, Key::End];

/// Moves the cursor by the keys that were pressed while the table has the keyboard, and tells what else they ask for.
pub(super) fn take_keys(ui: &Ui, table: Id, place: &mut TablePlace) -> Option<Pressed> {
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table, arrows));
    let (command, shift) = (Modifiers::COMMAND, Modifiers::SHIFT);
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    // The longer combinations first: a shorter one also matches with more modifiers.
    let others = [
        (command.plus(shift), Key::C, Pressed::Copy { has_headers: true }),
        (command.plus(shift), Key::ArrowLeft, Pressed::MoveColumn { right: false }),
        (command.plus(shift), Key::ArrowRight, Pressed::MoveColumn { right: true }),
        (Modifiers::ALT, Key::ArrowDown, Pressed::Menu),
        (command, Key::A, Pressed::All),
        (shift, Key::Space, Pressed::RowsThrough),
        (Modifiers::NONE, Key::Space, Pressed::Row),
        (Modifiers::NONE, Key::Enter, Pressed::Open),
    ];
    if let Some((_, _, asked)) = others.into_iter().find(|(modifiers, key, _)| pressed(*modifiers, *key)) {
        return Some(asked);
    }
    for key in MOVES {
        for (modifiers, far, extends) in [
            (command.plus(shift), true, true),
            (command, true, false),
            (shift, false, true),
            (Modifiers::NONE, false, false),
        ] {
            if pressed(modifiers, key) {
                place.press(key, far, extends);
            }
        }
    }
    let copies = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
    copies.then_some(Pressed::Copy { has_headers: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of `rows` and twelve columns of which four are seen at a time beside the first.
    fn place(rows: usize) -> TablePlace {
        let extent = Extent { rows, widths: vec![100.0; 12], sticky: 1, gutter: 0, room: 400.0, whole_rows: 10 };
        TablePlace { extent, ..TablePlace::default() }
    }

    #[test]
    fn the_cursor_moves_like_in_a_spreadsheet_and_stops_at_the_ends() {
        let mut place = place(1_000_000);
        place.press(Key::ArrowDown, false, false);
        assert_eq!(place.cursor(), Some((0, 0)), "the first key only shows the cursor");
        let moves = [
            (Key::ArrowDown, false, (1, 0)),
            (Key::PageDown, false, (10, 0)),
            (Key::End, false, (10, 11)),
            (Key::ArrowRight, false, (10, 11)),
            (Key::Home, false, (10, 0)),
            (Key::ArrowRight, true, (10, 11)),
            (Key::End, true, (999_999, 11)),
            (Key::ArrowDown, false, (999_999, 11)),
            (Key::ArrowUp, true, (0, 11)),
            (Key::Home, true, (0, 0)),
            (Key::PageUp, false, (0, 0)),
        ];
        for (key, far, cell) in moves {
            place.press(key, far, false);
            assert_eq!(place.cursor(), Some(cell), "{key:?}");
        }
    }

    #[test]
    fn the_table_scrolls_no_further_than_the_cursor_needs() {
        let mut place = place(100);
        place.put((9, 0), false);
        assert_eq!(place.take_target(), None, "it is in sight");
        place.put((10, 4), false);
        assert_eq!(place.take_target(), Some((1, 1)));
        place.put((10, 5), false);
        assert_eq!(place.take_target(), Some((1, 2)), "one column further");
        place.put((0, 0), false);
        assert_eq!(place.take_target(), Some((0, 2)), "the first column is always in sight");
    }

    #[test]
    fn shift_draws_a_block_from_where_it_began() {
        let mut place = place(100);
        place.put((5, 5), false);
        place.press(Key::ArrowDown, false, true);
        place.press(Key::ArrowLeft, false, true);
        assert_eq!(place.block(), Some((5..=6, 4..=5)));
        place.press(Key::ArrowUp, true, true);
        assert_eq!(place.block(), Some((0..=5, 4..=5)));
        place.press(Key::ArrowUp, false, false);
        assert_eq!(place.block(), Some((0..=0, 4..=4)));
        place.extent.rows = 0;
        assert_eq!(place.block(), None, "no row is left");
    }

    #[test]
    fn a_row_scrolled_to_counts_as_the_first_though_the_one_before_is_drawn_too() {
        let mut place = place(100);
        place.saw(0..10, 1..5);
        place.put((9, 1), false);
        for expected in [1, 2, 3] {
            place.press(Key::ArrowDown, false, false);
            assert_eq!(place.take_target(), Some((expected, 1)));
            if expected > 1 {
                place.saw(expected - 2..expected + 9, 0..5);
            }
            assert_eq!(place.rows.first, expected, "the frame that scrolls still draws the old rows");
            place.saw(expected - 1..expected + 10, 0..5);
        }
    }

    #[test]
    fn after_the_wheel_a_whole_row_stands_on_top_and_then_rows_rest() {
        let mut place = place(100);
        assert!(!place.settle(false, 7, 0.4), "rows that were not wheeled stay");
        assert!(!place.settle(true, 7, 0.6), "not while it turns");
        assert!(place.settle(false, 7, 0.6));
        assert_eq!(place.take_target().map(|(row, _)| row), Some(8));
        assert!(!place.settle(false, 7, 0.6), "once: at the end of the table no row can be on top");
        place.settle(true, 7, 0.0);
        assert!(!place.settle(false, 7, 0.0), "a whole row stays");
    }
}
