//! Which columns the table shows, in which order, and how many of them stay while the others scroll.

use crate::domain::model::Model;
use crate::insight::table::TableColumn;

/// How many columns may stay: more would leave no room for the others.
pub const MOST_FROZEN: usize = 6;

/// The columns of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableLayout {
    shown: Vec<TableColumn>,
    hidden: Vec<TableColumn>,
    frozen: usize,
    /// Widths given by hand, in points.
    widths: Vec<(TableColumn, u16)>,
    /// The model that was chosen when the columns were told last.
    model: Option<Model>,
}

impl TableLayout {
    /// The columns that are shown, in their order.
    #[must_use]
    pub fn shown(&self) -> &[TableColumn] {
        &self.shown
    }

    /// The columns that are hidden.
    #[must_use]
    pub fn hidden(&self) -> &[TableColumn] {
        &self.hidden
    }

    /// The widths given by hand, in points.
    pub fn widths(&self) -> impl Iterator<Item = (TableColumn, u16)> + '_ {
        self.widths.iter().copied()
    }

    /// The width that `column` was given by hand, in points.
    #[must_use]
    pub fn width(&self, column: TableColumn) -> Option<u16> {
        self.widths.iter().find(|(known, _)| *known == column).map(|(_, width)| *width)
    }

    /// How many of the first columns stay while the others scroll.
    #[must_use]
    pub fn frozen(&self) -> usize {
        self.frozen.min(self.shown.len())
    }

    /// These columns, before it is told which there are.
    pub(super) fn of(
        shown: Vec<TableColumn>,
        hidden: Vec<TableColumn>,
        frozen: usize,
        widths: Vec<(TableColumn, u16)>,
    ) -> Self {
        Self { shown, hidden, frozen: frozen.min(MOST_FROZEN), widths, model: None }
    }

    /// Gives `column` this width, in points.
    pub(super) fn resize(&mut self, column: TableColumn, width: u16) {
        self.widths.retain(|(known, _)| *known != column);
        self.widths.push((column, width));
    }

    /// Takes note of the columns that there are by now. Those that stay keep their place, order and whether they are
    /// shown; what was a part of the model chosen now takes the place of the same part of the one before.
    pub(super) fn fit(&mut self, available: &[TableColumn], model: Option<Model>) {
        if self.shown.is_empty() {
            let widths = std::mem::take(&mut self.widths);
            *self = Self { shown: available.to_vec(), hidden: Vec::new(), frozen: 1, widths, model };
            return;
        }
        if let (Some(before), Some(now)) = (self.model, model)
            && before != now
        {
            for column in self.shown.iter_mut().chain(&mut self.hidden) {
                if let TableColumn::Of(model, part) = *column
                    && model == now
                {
                    *column = TableColumn::Of(before, part);
                }
            }
        }
        self.model = model;
        self.shown.retain(|column| available.contains(column));
        self.hidden.retain(|column| available.contains(column));
        let is_new = |column: &&TableColumn| !self.shown.contains(column) && !self.hidden.contains(column);
        let new: Vec<TableColumn> = available.iter().filter(is_new).copied().collect();
        for column in new {
            // Beside the column that stands before it where nothing was moved.
            let before = available.iter().take_while(|known| **known != column);
            let at = before.filter_map(|known| self.shown.iter().position(|shown| shown == known)).max();
            self.shown.insert(at.map_or(0, |at| at + 1), column);
        }
    }

    /// Shows `columns` of those there are and hides the others.
    pub(super) fn choose(&mut self, columns: Vec<TableColumn>, frozen: usize) {
        let mut all: Vec<TableColumn> = self.shown.drain(..).chain(self.hidden.drain(..)).collect();
        self.shown = columns.into_iter().filter(|column| all.contains(column)).collect();
        all.retain(|column| !self.shown.contains(column));
        self.hidden = all;
        self.frozen = frozen.min(MOST_FROZEN);
    }

    /// Hides `column`; the last one stays.
    pub(super) fn hide(&mut self, column: TableColumn) {
        let at = self.shown.iter().position(|shown| *shown == column);
        if let Some(at) = at.filter(|_| self.shown.len() > 1) {
            self.hidden.push(self.shown.remove(at));
            if at < self.frozen {
                self.frozen -= 1;
            }
        }
    }

    /// Shows `column` again, behind those that are shown.
    pub(super) fn show(&mut self, column: TableColumn) {
        if let Some(at) = self.hidden.iter().position(|hidden| *hidden == column) {
            self.shown.push(self.hidden.remove(at));
        }
    }

    /// Moves `column` to the place `to`, counted from 0.
    pub(super) fn move_to(&mut self, column: TableColumn, to: usize) {
        if let Some(at) = self.shown.iter().position(|shown| *shown == column) {
            let column = self.shown.remove(at);
            self.shown.insert(to.min(self.shown.len()), column);
        }
    }

    /// Lets the first `count` columns stay while the others scroll.
    pub(super) fn freeze(&mut self, count: usize) {
        self.frozen = count.min(MOST_FROZEN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::table::ModelPart;

    const NAME: TableColumn = TableColumn::Name;
    const FIT: TableColumn = TableColumn::Fit;
    const SEGMENT: TableColumn = TableColumn::Segment;

    fn layout(columns: &[TableColumn]) -> TableLayout {
        let mut layout = TableLayout::default();
        layout.fit(columns, Some(Model::M365));
        layout
    }

    #[test]
    fn columns_are_hidden_shown_moved_and_frozen() {
        let mut layout = layout(&[NAME, FIT, SEGMENT]);
        layout.freeze(2);
        layout.hide(FIT);
        assert_eq!((layout.shown(), layout.hidden(), layout.frozen()), (&[NAME, SEGMENT][..], &[FIT][..], 1));
        layout.show(FIT);
        layout.move_to(FIT, 0);
        layout.move_to(NAME, 99);
        assert_eq!(layout.shown(), [FIT, SEGMENT, NAME]);
        layout.hide(FIT);
        layout.hide(SEGMENT);
        layout.hide(NAME);
        assert_eq!(layout.shown(), [NAME], "one column stays");
        layout.freeze(99);
        assert_eq!(layout.frozen(), 1);
    }

    #[test]
    fn another_model_takes_the_place_of_the_one_before_and_new_columns_stand_where_they_belong() {
        let of = |model| TableColumn::Of(model, ModelPart::Fit);
        let mut layout = layout(&[NAME, FIT, of(Model::Azure), SEGMENT]);
        layout.move_to(of(Model::Azure), 0);
        layout.fit(&[NAME, FIT, TableColumn::Intent, of(Model::M365), SEGMENT], Some(Model::Azure));
        assert_eq!(layout.shown(), [of(Model::M365), NAME, FIT, TableColumn::Intent, SEGMENT]);
        layout.hide(SEGMENT);
        layout.fit(&[NAME, FIT, SEGMENT], Some(Model::Azure));
        assert_eq!((layout.shown(), layout.hidden()), (&[NAME, FIT][..], &[SEGMENT][..]), "what is hidden stays so");
    }
}
