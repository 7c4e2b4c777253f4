//! Widths of columns: the session keeps those given by hand, the table's own state draws and changes them.

use crate::insight::ScoredPortfolio;
use crate::insight::table::TableColumn;
use crate::session::action::Action;
use crate::session::layout::TableLayout;
use crate::session::table::TableAction;
use crate::ui::table::columns;
use egui::{Context, Id};
use egui_table::{Column, TableState};

/// Smaller differences are those of rounding.
const NOTICED: f32 = 0.75;

/// The columns as they are drawn, behind the first `gutter` ones, which keep their width.
pub(super) struct Widths<'a> {
    pub(super) table: Id,
    pub(super) scored: &'a ScoredPortfolio,
    pub(super) columns: &'a [TableColumn],
    pub(super) gutter: usize,
    /// Where widths are kept; `None` where the table's own state is all there is.
    pub(super) kept: Option<&'a TableLayout>,
}

impl Widths<'_> {
    /// Gives `columns` their widths: those that are kept, or while an edge `is_dragged` those of the table's own state.
    /// The widths that are kept come back.
    pub(super) fn give(&self, ctx: &Context, columns: &mut [Column], is_dragged: bool) -> Vec<f32> {
        // Without a state the table would size every column by its content.
        let mut state = TableState::load(ctx, self.table).unwrap_or_default();
        let mut widths = Vec::with_capacity(columns.len());
        for (at, drawn) in columns.iter_mut().enumerate() {
            let id = drawn.id_for(at);
            let known = state.col_widths.get(&id).map_or(drawn.current, |width| drawn.range.clamp(*width));
            let column = at.checked_sub(self.gutter).and_then(|at| self.columns.get(at));
            let kept = match (self.kept, column) {
                (Some(kept), Some(column)) => {
                    kept.width(*column).map_or(drawn.current, |width| drawn.range.clamp(f32::from(width)))
                }
                _ => known,
            };
            drawn.current = if is_dragged { known } else { kept };
            state.col_widths.insert(id, drawn.current);
            widths.push(kept);
        }
        state.store(ctx, self.table);
        widths
    }

    /// What has another width now than was `kept`, as an action each.
    pub(super) fn changed(&self, ctx: &Context, kept: &[f32]) -> Vec<Action> {
        let (Some(state), true) = (TableState::load(ctx, self.table), self.kept.is_some()) else { return Vec::new() };
        let resized = self.columns.iter().enumerate().filter_map(|(at, column)| {
            let width = *state.col_widths.get(&columns::id(self.scored, *column))?;
            let is_changed = (width - kept.get(at + self.gutter)?).abs() > NOTICED;
            is_changed.then(|| Action::Table(TableAction::Resize { column: *column, width: width.round() as u16 }))
        });
        resized.collect()
    }
}
