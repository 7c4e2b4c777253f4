//! Cells chosen with the pointer: a click puts the cursor, a drag draws a block, a double click opens the customer.

use crate::session::action::Action;
use crate::ui::table::place::CellAt;
use crate::ui::table::{ROW_HEIGHT, TableView};
use egui::{PointerButton, Pos2, Response, Ui};

impl TableView<'_> {
    /// The cell at `position`; one beyond the rows that are seen when it is above or below them.
    fn cell_at(&self, position: Pos2) -> Option<CellAt> {
        let (first, top) = self.top?;
        let offset = ((position.y - top) / ROW_HEIGHT).floor();
        let row = usize::try_from(first).ok()?.checked_add_signed(offset as isize).unwrap_or(0);
        // Columns that stay are drawn over those that scroll under them.
        let mut seen = self.seen.iter().filter(|(_, range)| range.contains(position.x));
        let column = seen.clone().find(|(at, _)| at + self.gutter() < self.place.extent.sticky).or_else(|| seen.next());
        column.map(|(at, _)| (row, *at))
    }

    /// Does what the pointer asks for.
    pub(super) fn pointer(&mut self, ui: &Ui, focus: &Response) {
        let (pressed, down, double, position, shift) = ui.input(|input| {
            let pointer = &input.pointer;
            let double = pointer.button_double_clicked(PointerButton::Primary);
            (pointer.primary_pressed(), pointer.primary_down(), double, pointer.interact_pos(), input.modifiers.shift)
        });
        let Some(position) = position else { return };
        let is_inside = ui.rect_contains_pointer(self.body) && self.body.contains(position);
        if !down {
            self.place.is_dragging = false;
        }
        let Some(cell) = self.cell_at(position) else { return };
        if is_inside && double {
            let customer = self.answer.rows.get(cell.0).copied();
            self.actions.extend(customer.map(Action::OpenCustomer));
        } else if is_inside && pressed {
            focus.request_focus();
            self.place.is_dragging = true;
            self.place.put(cell, shift);
        } else if self.place.is_dragging && self.place.cursor() != Some(cell) {
            self.place.put(cell, true);
            ui.ctx().request_repaint();
        }
    }
}
