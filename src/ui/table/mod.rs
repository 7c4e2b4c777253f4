//! The customers in a table that draws only what is seen.
//!
//! One table serves the overview, where it shows the deciding columns, and the page of customers, where columns are
//! filtered, moved and hidden, and rows are selected.

mod cells;
mod columns;
mod gutter;
mod header;
mod piece;
mod place;
mod pointer;
mod widths;

use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::pseudonym::covered;
use crate::insight::table::{ColumnCells, TableColumn};
use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::session::selection::Pick;
use crate::session::table::TableAction;
use crate::ui::customers::column_menu::ColumnEdit;
use crate::ui::icons;
use crate::ui::panel::{focus_ring, panel_with_inset};
use crate::ui::screen::Screen;
use crate::ui::table::place::Pressed;
use crate::ui::table::widths::Widths;
use crate::ui::theme::{self, Palette, SCROLL_BAR_ROOM};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{
    Align, Context, Id, Rangef, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, vec2,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableDelegate};

pub(super) use cells::text as cell_text;
pub(super) use header::{ask_facts, menu_id};
pub(super) use piece::{Rows, piece};
pub use place::TablePlace;

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

/// Which columns the table shows, and how.
pub(super) struct Setup<'a> {
    /// The columns, in their order.
    pub columns: &'a [TableColumn],
    /// How many of the first columns stay while the others scroll.
    pub frozen: usize,
    /// What is typed in the menu of a column; `None` where columns have no menu and rows are not selected.
    pub edit: Option<&'a mut ColumnEdit>,
}

/// Draws the table in `rect`.
#[must_use]
pub(super) fn table(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
    setup: Setup<'_>,
    place: &mut TablePlace,
) -> Vec<Action> {
    panel_with_inset(ui, "table", rect, EDGE, |ui| {
        let inner = rect.shrink(EDGE);
        let focus = focusable(ui, inner);
        if answer.question.sort != place.sort || answer.question.filter != place.filter {
            place.show_first_row();
            (place.sort, place.filter) = (answer.question.sort.clone(), answer.question.filter.clone());
        }
        let model = answer.question.model;
        let cells = setup.columns.iter().map(|column| ColumnCells::of(scored, model, *column)).collect();
        let mut view = TableView {
            screen,
            scored,
            answer,
            setup,
            cells,
            place,
            body: inner,
            top: None,
            seen: Vec::new(),
            block: None,
            has_focus: focus.has_focus(),
            actions: Vec::new(),
        };
        let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
        child.shrink_clip_rect(inner);
        // Scrolling to a row would stop this far before it.
        child.spacing_mut().item_spacing = Vec2::ZERO;
        if focus.has_focus() {
            view.keys(ui, focus.id);
        }
        view.block = view.place.block();
        view.show(&mut child, inner);
        view.pointer(ui, &focus);
        view.tell(&focus);
        let (actions, top) = (view.actions, view.top);
        settle(ui, place, inner.top() + HEADER_HEIGHT, top);
        if answer.rows.is_empty() {
            let text = screen.words.table_empty.clone();
            let palette = Palette::of(ui);
            icons::centred(ui.painter(), inner.center() + vec2(0.0, 12.0), text, theme::body(), palette.weak);
        }
        focus_ring(ui, &focus, inner.shrink(1.0));
        actions
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

/// The table as a whole takes the keyboard.
fn focusable(ui: &Ui, rect: Rect) -> Response {
    ui.interact(rect, ui.scope_id().with("rows"), Sense::focusable_noninteractive())
}

/// What the table draws from while it asks for its cells.
struct TableView<'a> {
    screen: &'a Screen<'a>,
    scored: &'a ScoredPortfolio,
    answer: &'a Dashboard,
    setup: Setup<'a>,
    /// The values of each column.
    cells: Vec<ColumnCells<'a>>,
    place: &'a mut TablePlace,
    /// Where the rows are seen.
    body: Rect,
    /// The first row that is drawn, and where.
    top: Option<(u64, f32)>,
    /// The columns that are seen, and where.
    seen: Vec<(usize, Rangef)>,
    /// The cells that are chosen.
    block: Option<(std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>)>,
    has_focus: bool,
    actions: Vec<Action>,
}

impl TableView<'_> {
    /// Whether rows have a place to be selected at, before the first column.
    fn gutter(&self) -> usize {
        usize::from(self.setup.edit.is_some())
    }

    /// What is shown instead of the text in the column at this position.
    fn instead(&self, column: usize, customer: CustomerIndex) -> Option<String> {
        self.screen.pseudonyms?.instead(self.scored, *self.setup.columns.get(column)?, customer)
    }

    fn show(&mut self, ui: &mut Ui, room: Rect) {
        let (gutter, palette) = (self.gutter(), Palette::of(ui));
        let mut columns: Vec<Column> = Vec::with_capacity(self.setup.columns.len() + gutter);
        columns.extend((0..gutter).map(|_| gutter::column()));
        columns.extend(self.setup.columns.iter().map(|column| columns::column(self.scored, *column, gutter > 0)));
        let sticky = (self.setup.frozen + gutter).min(columns.len());
        let mut table = Table::new()
            .id_salt(if gutter > 0 { "all customers" } else { "customers" })
            .num_rows(self.answer.rows.len() as u64)
            .num_sticky_cols(sticky)
            .headers([HeaderRow::new(HEADER_HEIGHT)]);
        let mut child = ui.new_child(UiBuilder::new().max_rect(room));
        // The table's own lines between columns would run over the scroll bar.
        child.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
        let widths = Widths {
            table: table.get_id(&child),
            scored: self.scored,
            columns: self.setup.columns,
            gutter,
            kept: self.screen.layout.filter(|_| gutter > 0),
        };
        let is_down = ui.input(|input| input.pointer.any_down());
        let kept = widths.give(ui.ctx(), &mut columns, self.place.is_resizing);
        if let Some(fitted) = self.setup.edit.as_mut().and_then(|edit| edit.fitted.take()) {
            let at = self.setup.columns.iter().position(|column| *column == fitted);
            if let Some(column) = at.and_then(|at| columns.get_mut(at + gutter)) {
                column.auto_size_this_frame = true;
            }
        }
        let bars = self.lay_out(room, &columns, sticky);
        // The table aligns both ways at once, so both targets are always named.
        if let Some((row, column)) = self.place.take_target() {
            table = table.scroll_to_row(row, Some(Align::TOP)).scroll_to_column(column, Some(Align::LEFT));
        }
        let header = Rect::from_min_size(room.min, vec2(room.width(), HEADER_HEIGHT));
        ui.painter().rect_filled(header, 0, palette.raised);
        ui.painter().hline(header.x_range(), header.bottom() - 0.5, (1.0, palette.outline));
        child.set_max_size(self.body.max + bars - room.min);
        let sticky_width: f32 = columns.iter().take(sticky).map(|column| column.current).sum();
        table.columns(columns).show(&mut child, self);
        let resized = widths.changed(ui.ctx(), &kept);
        self.place.is_resizing = is_down && (self.place.is_resizing || !resized.is_empty());
        if !is_down {
            self.actions.extend(resized);
        }
        // The first columns do not scroll sideways: they run on beside the scroll bar, under this.
        let corner = Rect::from_min_size(self.body.left_bottom(), vec2(sticky_width, bars.y));
        ui.painter().rect_filled(corner, 0, palette.page);
    }

    /// Sets where the rows are seen, and returns the room that the scroll bars take at its right and below.
    fn lay_out(&mut self, room: Rect, columns: &[Column], sticky: usize) -> Vec2 {
        let needed = columns.iter().map(|column| column.current).sum::<f32>();
        let rows = self.answer.rows.len() as f32 * ROW_HEIGHT;
        let height = room.height() - HEADER_HEIGHT;
        let bar = |is_shown: bool| if is_shown { SCROLL_BAR_ROOM } else { 0.0 };
        // Either bar can take the room that makes the other one needed.
        let is_wide = needed > room.width() - bar(rows > height);
        let is_long = rows > height - bar(is_wide);
        let bars = vec2(bar(is_long), bar(is_wide));
        let shown = ((height - bars.y) / ROW_HEIGHT).floor().max(1.0);
        let size = vec2(room.width() - bars.x, shown * ROW_HEIGHT);
        self.body = Rect::from_min_size(room.left_top() + vec2(0.0, HEADER_HEIGHT), size);
        let gutter = self.gutter();
        let extent = &mut self.place.extent;
        extent.widths.clear();
        extent.widths.extend(columns.iter().map(|column| column.current));
        (extent.rows, extent.sticky, extent.gutter) = (self.answer.rows.len(), sticky, gutter);
        extent.whole_rows = shown as usize;
        extent.room = size.x - extent.widths.iter().take(sticky).sum::<f32>();
        bars
    }

    /// Does what the pressed keys ask for.
    fn keys(&mut self, ui: &Ui, table: Id) {
        let Some(pressed) = place::take_keys(ui, table, self.place) else { return };
        let cursor = self.place.cursor();
        let selects = self.setup.edit.is_some();
        let column = cursor.and_then(|(_, column)| self.setup.columns.get(column).copied().zip(Some(column)));
        let asked = match (pressed, cursor) {
            (Pressed::Row, Some((row, _))) if selects => TableAction::Pick { row, pick: Pick::Beside },
            (Pressed::RowsThrough, Some((row, _))) if selects => TableAction::Pick { row, pick: Pick::Through },
            (Pressed::All, _) if selects => TableAction::SelectAll,
            (Pressed::Copy { has_headers }, _) => {
                let piece = piece(self.screen, self.scored, self.setup.columns, Rows::Chosen(self.place.block()));
                TableAction::Copy { piece, has_headers }
            }
            (Pressed::Open, Some((row, _))) => {
                let customer = self.answer.rows.get(row).copied();
                self.actions.extend(customer.map(Action::OpenCustomer));
                return;
            }
            (Pressed::Menu, _) if selects => {
                if let Some((column, _)) = column {
                    egui::Popup::toggle_id(ui.ctx(), menu_id(column));
                }
                return;
            }
            (Pressed::MoveColumn { right }, _) if selects => {
                let Some((column, at)) = column else { return };
                let to = if right { at + 1 } else { at.saturating_sub(1) };
                if let Some((row, _)) = cursor.filter(|_| to < self.setup.columns.len()) {
                    self.place.put((row, to), false);
                }
                TableAction::Move { column, to }
            }
            _ => return,
        };
        self.actions.push(Action::Table(asked));
    }

    /// Tells a screen reader what the table is and where its cursor stands.
    fn tell(&self, focus: &Response) {
        let words = self.screen.words;
        focus.widget_info(|| {
            let mut label = fill(&words.table_label, &[("customers", &words.customers(self.answer.shown()))]);
            if let Some((row, column)) = self.place.cursor().filter(|_| self.has_focus) {
                let customer = self.answer.rows.get(row).copied();
                let text = customer.zip(self.cells.get(column)).map(|(customer, cells)| {
                    let instead = self.instead(column, customer);
                    cells::text(self.screen, covered(cells.cell(customer), instead.as_ref())).into_owned()
                });
                let header = self.setup.columns.get(column).map(|column| words.column_header(self.scored, *column));
                let values = [
                    ("row", crate::ui::format::count(row as u64 + 1)),
                    ("column", header.unwrap_or_default().into_owned()),
                    ("value", text.unwrap_or_default()),
                ];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                label = format!("{label}{}", fill(&words.customer_table.at_cell, &values));
            }
            WidgetInfo::labeled(Role::Table, true, label)
        });
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
        let whole = self.place.extent.whole_rows as u64;
        self.place.saw(first..first.saturating_add(whole + 1), info.visible_columns.clone());
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, info: &HeaderCellInfo) {
        let Some(at) = info.col_range.start.checked_sub(self.gutter()) else {
            let picked = gutter::header(ui, self.screen, self.answer.rows.len());
            self.actions.extend(picked.map(Action::Table));
            return;
        };
        if let Some(column) = self.setup.columns.get(at).copied() {
            header::header(ui, self, column, at);
        }
        column_line(ui);
    }

    fn row_ui(&mut self, ui: &mut Ui, row: u64) {
        let palette = Palette::of(ui);
        let rect = ui.max_rect();
        if self.top.is_none_or(|(first, _)| row <= first) {
            self.top = Some((row, rect.top()));
        }
        let customer = usize::try_from(row).ok().and_then(|row| self.answer.rows.get(row));
        let is_selected = self.gutter() > 0 && customer.is_some_and(|customer| self.screen.selection.has(*customer));
        if is_selected {
            ui.painter().rect_filled(rect, 0, palette.accent_soft);
        } else if ui.rect_contains_pointer(rect) {
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
        let Some(row) = usize::try_from(info.row_nr).ok() else { return };
        let Some(customer) = self.answer.rows.get(row).copied() else { return };
        let Some(at) = info.col_nr.checked_sub(self.gutter()) else {
            let picked = gutter::cell(ui, self.screen, self.scored, row, customer);
            self.actions.extend(picked.map(|pick| Action::Table(TableAction::Pick { row, pick })));
            column_line(ui);
            return;
        };
        let (Some(column), Some(cells)) = (self.setup.columns.get(at), self.cells.get(at)) else { return };
        let rect = ui.max_rect();
        if !self.seen.iter().any(|(seen, _)| *seen == at) {
            self.seen.push((at, ui.clip_rect().intersect(rect).x_range()));
        }
        let palette = Palette::of(ui);
        let is_in_block =
            self.block.as_ref().is_some_and(|(rows, columns)| rows.contains(&row) && columns.contains(&at));
        let is_single = self
            .block
            .as_ref()
            .is_some_and(|(rows, columns)| rows.start() == rows.end() && columns.start() == columns.end());
        if is_in_block && !is_single {
            ui.painter().rect_filled(rect, 0, palette.accent_soft);
        }
        column_line(ui);
        let instead = self.instead(at, customer);
        let cell = covered(cells.cell(customer), instead.as_ref());
        // Where rows are selected, a click on a name selects too.
        if *column == TableColumn::Name && self.gutter() == 0 && !ui.is_sizing_pass() {
            if cells::name_link(ui, self.screen, cell) {
                self.actions.push(Action::OpenCustomer(customer));
            }
        } else {
            cells::cell(ui, self.screen, cell, columns::is_right(self.scored, *column));
        }
        if self.place.cursor() == Some((row, at)) {
            let ink = if self.has_focus { palette.accent } else { palette.outline };
            ui.painter().rect_stroke(rect.shrink(1.0), 2, Stroke::new(2.0, ink), StrokeKind::Inside);
        }
    }

    fn default_row_height(&self) -> f32 {
        ROW_HEIGHT
    }

    fn row_top_offset(&self, _ctx: &Context, _table: Id, row: u64) -> f32 {
        row as f32 * ROW_HEIGHT
    }
}
