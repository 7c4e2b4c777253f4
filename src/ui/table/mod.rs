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
use crate::ui::theme::{self, Palette, SCROLL_BAR_ROOM};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align, Context, Id, Rect, Response, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, vec2};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableDelegate, TableState};

pub use keys::TablePlace;

const ROW_HEIGHT: f32 = 28.0;
const HEADER_HEIGHT: f32 = 32.0;
const CELL_INSET: f32 = 10.0;
/// The panel's edge.
const EDGE: f32 = 1.0;

/// The part of `height` that a table with both scroll bars cannot fill with whole rows.
pub(super) fn left_over(height: f32) -> f32 {
    let rows = height - EDGE * 2.0 - HEADER_HEIGHT - SCROLL_BAR_ROOM;
    if rows > 0.0 { rows % ROW_HEIGHT } else { 0.0 }
}

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
    panel_with_inset(ui, "table", rect, EDGE, |ui| {
        let inner = rect.shrink(EDGE);
        let focus = focusable(ui, inner, screen, answer);
        if answer.question.sort != place.sort || answer.question.filter != place.filter {
            place.show_first_row();
            (place.sort, place.filter) = (answer.question.sort.clone(), answer.question.filter.clone());
        }
        if focus.has_focus() {
            keys::scroll_by_keys(ui, focus.id, place, answer.rows.len() as u64, answer.columns.len());
        }
        let mut view = TableView { screen, scored, answer, place, body: inner, whole_rows: 0, top: None, action: None };
        let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
        child.shrink_clip_rect(inner);
        // Scrolling to a row would stop this far before it.
        child.spacing_mut().item_spacing = Vec2::ZERO;
        view.show(&mut child, inner);
        let (action, top) = (view.action, view.top);
        settle(ui, place, inner.top() + HEADER_HEIGHT, top);
        if answer.rows.is_empty() {
            let text = screen.words.table_empty.clone();
            let palette = Palette::of(ui);
            icons::centred(ui.painter(), inner.center() + vec2(0.0, 12.0), text, theme::body(), palette.weak);
        }
        focus_ring(ui, &focus, inner.shrink(1.0));
        action
    })
}

/// After the wheel, no row stays cut at the top.
fn settle(ui: &Ui, place: &mut TablePlace, body_top: f32, top: Option<(u64, f32)>) {
    let is_wheeling = ui.input(|input| input.smooth_scroll_delta().y != 0.0 || input.pointer.any_down());
    let Some((row, at)) = top else { return };
    if place.settle(is_wheeling, row, (body_top - at) / ROW_HEIGHT) {
        ui.ctx().request_repaint();
    }
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
    /// Where the rows are seen.
    body: Rect,
    /// How many rows that shows whole.
    whole_rows: u64,
    /// The first row that is drawn, and where.
    top: Option<(u64, f32)>,
    action: Option<Action>,
}

impl TableView<'_> {
    fn show(&mut self, ui: &mut Ui, room: Rect) {
        let mut columns: Vec<_> =
            self.answer.columns.iter().map(|column| columns::column(self.scored, *column)).collect();
        let mut table = Table::new()
            .id_salt("customers")
            .num_rows(self.answer.rows.len() as u64)
            .num_sticky_cols(1)
            .headers([HeaderRow::new(HEADER_HEIGHT)]);
        // The table aligns both ways at once, so both targets are always named.
        if let Some((row, column)) = self.place.take_target() {
            table = table.scroll_to_row(row, Some(Align::TOP)).scroll_to_column(column, Some(Align::LEFT));
        }
        let mut child = ui.new_child(UiBuilder::new().max_rect(room));
        // The table's own lines between columns would run over the scroll bar.
        child.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
        // Without a state the table would size every column by its content, in which elided text counts as nothing.
        let id = table.get_id(&child);
        match TableState::load(ui.ctx(), id) {
            Some(state) => keep_widths(&mut columns, &state),
            None => TableState::default().store(ui.ctx(), id),
        }
        let palette = Palette::of(ui);
        let bars = self.lay_out(room, &columns);
        let header = Rect::from_min_size(room.min, vec2(room.width(), HEADER_HEIGHT));
        ui.painter().rect_filled(header, 0, palette.raised);
        ui.painter().hline(header.x_range(), header.bottom() - 0.5, (1.0, palette.outline));
        child.set_max_size(self.body.max + bars - room.min);
        let first_width = columns.first().map_or(0.0, |column| column.current);
        table.columns(columns).show(&mut child, self);
        // The first column does not scroll sideways: it runs on beside the scroll bar, under this.
        let corner = Rect::from_min_size(self.body.left_bottom(), vec2(first_width, bars.y));
        ui.painter().rect_filled(corner, 0, palette.page);
    }

    /// Sets where the rows are seen, and returns the room that the scroll bars take at its right and below.
    fn lay_out(&mut self, room: Rect, columns: &[Column]) -> Vec2 {
        let needed = columns.iter().map(|column| column.current).sum::<f32>();
        let rows = self.answer.rows.len() as f32 * ROW_HEIGHT;
        let height = room.height() - HEADER_HEIGHT;
        let bar = |is_shown: bool| if is_shown { SCROLL_BAR_ROOM } else { 0.0 };
        // Either bar can take the room that makes the other one needed.
        let is_wide = needed > room.width() - bar(rows > height);
        let is_long = rows > height - bar(is_wide);
        let bars = vec2(bar(is_long), bar(is_wide));
        let shown = ((height - bars.y) / ROW_HEIGHT).floor().max(1.0);
        self.whole_rows = shown as u64;
        let size = vec2(room.width() - bars.x, shown * ROW_HEIGHT);
        self.body = Rect::from_min_size(room.left_top() + vec2(0.0, HEADER_HEIGHT), size);
        bars
    }
}

/// Takes the widths that the user gave.
fn keep_widths(columns: &mut [Column], state: &TableState) {
    for (position, column) in columns.iter_mut().enumerate() {
        if let Some(width) = state.col_widths.get(&column.id_for(position)) {
            column.current = column.range.clamp(*width);
        }
    }
}

/// The line at the right of a cell.
fn column_line(ui: &Ui) {
    let rect = ui.max_rect();
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), (1.0, Palette::of(ui).hairline));
}

impl TableDelegate for TableView<'_> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        // However the rows stand, as many are seen whole, and one in part.
        let first = info.visible_rows.start;
        self.place.saw(first..first.saturating_add(self.whole_rows + 1), info.visible_columns.clone());
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, info: &HeaderCellInfo) {
        let Some(column) = self.answer.columns.get(info.col_range.start).copied() else { return };
        if header::header(ui, self.screen, self.scored, column, info.col_range.start == 0) {
            self.action = Some(Action::SortBy(column));
        }
        column_line(ui);
    }

    fn row_ui(&mut self, ui: &mut Ui, row: u64) {
        let palette = Palette::of(ui);
        let rect = ui.max_rect();
        if self.top.is_none_or(|(first, _)| row <= first) {
            self.top = Some((row, rect.top()));
        }
        if ui.rect_contains_pointer(rect) {
            ui.painter().rect_filled(rect, 0, palette.raised);
        }
        // Rows end where the panel does, though the columns may end before.
        let mut seen = ui.clip_rect();
        if seen.left() > self.body.left() {
            seen.max.x = self.body.right();
        }
        let rule = ui.painter().with_clip_rect(seen);
        rule.hline(seen.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        let row = usize::try_from(info.row_nr).ok().and_then(|row| self.answer.rows.get(row));
        let (Some(customer), Some(column)) = (row, self.answer.columns.get(info.col_nr)) else { return };
        let cell = table_cell(self.scored, self.answer.question.model, *column, *customer);
        column_line(ui);
        cells::cell(ui, self.screen, cell, columns::is_right(self.scored, *column));
    }

    fn default_row_height(&self) -> f32 {
        ROW_HEIGHT
    }

    fn row_top_offset(&self, _ctx: &Context, _table: Id, row: u64) -> f32 {
        row as f32 * ROW_HEIGHT
    }
}
