//! Which cell is selected, and the keys that move it.

use egui::{EventFilter, Id, Key, Modifiers, Ui};

/// The selected cell: a row of the map, and a column, of which 0 is the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MapPlace {
    /// The row, counted from 0.
    pub row: usize,
    /// The column, counted from 0: the total, then the products.
    pub column: usize,
    /// Whether it is to be brought into sight.
    pub(super) is_moved: bool,
    /// How many rows are seen whole.
    pub(super) page: usize,
}

impl MapPlace {
    /// Keeps the selection inside of `rows` and `columns`.
    pub(super) fn keep_within(&mut self, rows: usize, columns: usize) {
        self.row = self.row.min(rows.saturating_sub(1));
        self.column = self.column.min(columns.saturating_sub(1));
    }

    fn press(&mut self, key: Key, rows: usize, columns: usize) {
        let page = self.page.saturating_sub(1).max(1);
        match key {
            Key::ArrowUp => self.row = self.row.saturating_sub(1),
            Key::ArrowDown => self.row = self.row.saturating_add(1),
            Key::PageUp => self.row = self.row.saturating_sub(page),
            Key::PageDown => self.row = self.row.saturating_add(page),
            Key::Home => self.row = 0,
            Key::End => self.row = usize::MAX,
            Key::ArrowLeft => self.column = self.column.saturating_sub(1),
            Key::ArrowRight => self.column = self.column.saturating_add(1),
            _ => return,
        }
        self.keep_within(rows, columns);
        self.is_moved = true;
    }
}

/// Moves the selection by the keys that were pressed while the map has the keyboard; true when its customer is to be
/// opened.
pub(super) fn keys(ui: &Ui, map: Id, place: &mut MapPlace, rows: usize, columns: usize) -> bool {
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(map, arrows));
    let moves = [
        Key::ArrowUp,
        Key::ArrowDown,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::ArrowLeft,
        Key::ArrowRight,
    ];
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for key in moves {
        if pressed(key) {
            place.press(key, rows, columns);
        }
    }
    pressed(Key::Enter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(row: usize, column: usize, key: Key) -> (usize, usize) {
        let mut place = MapPlace { row, column, page: 10, ..MapPlace::default() };
        place.press(key, 100, 4);
        (place.row, place.column)
    }

    #[test]
    fn keys_move_by_cells_and_pages_and_stop_at_the_edges() {
        assert_eq!(after(5, 1, Key::ArrowDown), (6, 1));
        assert_eq!(after(5, 1, Key::PageDown), (14, 1));
        assert_eq!(after(5, 1, Key::PageUp), (0, 1));
        assert_eq!(after(99, 3, Key::ArrowDown), (99, 3));
        assert_eq!(after(5, 3, Key::ArrowRight), (5, 3));
        assert_eq!(after(5, 0, Key::ArrowLeft), (5, 0));
        assert_eq!(after(5, 2, Key::End), (99, 2));
    }
}
