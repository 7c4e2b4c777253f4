//! The customers in a table that draws only what is seen.

mod cells;
mod columns;
mod header;
mod keys;

use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::table::table_cell;
use crate::session::action::Action;
use crate::ui::icons;
use crate::ui::panel::{focus_ring, panel_with_inset};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align, Context, Id, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use egui_table::{CellInfo, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableDelegate, TableState};

pub use keys::TablePlace;

const ROW_HEIGHT: f32 = 28.0;
const HEADER_HEIGHT: f32 = 32.0;
const CELL_INSET: f32 = 10.0;

/// Draws the table in `rect`.
#[must_use]
pub(super) fn table(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
    place: &mut TablePlace,
) -> Option<Action> {
    panel_with_inset(ui, "table", rect, 1.0, |ui| {
        let inner = rect.shrink(1.0);
        let focus = focusable(ui, inner, screen, answer);
        if answer.question.sort != place.sort || answer.question.filter != place.filter {
            place.show_first_row();
            (place.sort, place.filter) = (answer.question.sort, answer.question.filter);
        }
        if focus.has_focus() {
            keys::scroll_by_keys(ui, focus.id, place, answer.rows.len() as u64, answer.columns.len());
        }
        let mut view = TableView { screen, scored, answer, place, action: None };
        let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
        child.shrink_clip_rect(inner);
        // Scrolling to a row would stop this far before it.
        child.spacing_mut().item_spacing = egui::Vec2::ZERO;
        view.show(&mut child);
        let action = view.action;
        if answer.rows.is_empty() {
            let text = screen.words.table_empty.clone();
            let palette = Palette::of(ui);
            icons::centred(ui.painter(), inner.center() + vec2(0.0, 12.0), text, theme::body(), palette.weak);
        }
        focus_ring(ui, &focus, inner.shrink(1.0));
        action
    })
}

/// The table as a whole takes the keyboard, so that it can be scrolled by keys.
fn focusable(ui: &Ui, rect: Rect, screen: &Screen<'_>, answer: &Dashboard) -> Response {
    let response = ui.interact(rect, ui.scope_id().with("rows"), Sense::focusable_noninteractive());
    let label = fill(&screen.words.table_label, &[("customers", &screen.words.customers(answer.shown()))]);
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, &label));
    response
}

/// What the table draws from while it asks for its cells.
struct TableView<'a> {
    screen: &'a Screen<'a>,
    scored: &'a ScoredPortfolio,
    answer: &'a Dashboard,
    place: &'a mut TablePlace,
    action: Option<Action>,
}

impl TableView<'_> {
    fn show(&mut self, ui: &mut Ui) {
        let columns: Vec<_> = self.answer.columns.iter().map(|column| columns::column(self.scored, *column)).collect();
        let mut table = Table::new()
            .id_salt("customers")
            .num_rows(self.answer.rows.len() as u64)
            .columns(columns)
            .num_sticky_cols(1)
            .headers([HeaderRow::new(HEADER_HEIGHT)]);
        // The table aligns both ways at once, so both targets are always named.
        if let Some((row, column)) = self.place.take_target() {
            table = table.scroll_to_row(row, Some(Align::TOP)).scroll_to_column(column, Some(Align::LEFT));
        }
        // Without a state the table would size every column by its content, in which elided text counts as nothing.
        let id = table.get_id(ui);
        if TableState::load(ui.ctx(), id).is_none() {
            TableState::default().store(ui.ctx(), id);
        }
        table.show(ui, self);
    }
}

impl TableDelegate for TableView<'_> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        self.place.saw(info.visible_rows.clone(), info.visible_columns.clone());
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, info: &HeaderCellInfo) {
        let Some(column) = self.answer.columns.get(info.col_range.start).copied() else { return };
        if header::header(ui, self.screen, self.scored, column, info.col_range.start == 0) {
            self.action = Some(Action::SortBy(column));
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, _row: u64) {
        let palette = Palette::of(ui);
        let rect = ui.max_rect();
        if ui.rect_contains_pointer(rect) {
            ui.painter().rect_filled(rect, 0, palette.raised);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        let row = usize::try_from(info.row_nr).ok().and_then(|row| self.answer.rows.get(row));
        let (Some(customer), Some(column)) = (row, self.answer.columns.get(info.col_nr)) else { return };
        let cell = table_cell(self.scored, self.answer.question.model, *column, *customer);
        cells::cell(ui, self.screen, cell, columns::is_right(self.scored, *column));
    }

    fn default_row_height(&self) -> f32 {
        ROW_HEIGHT
    }

    fn row_top_offset(&self, _ctx: &Context, _table: Id, row: u64) -> f32 {
        row as f32 * ROW_HEIGHT
    }
}
