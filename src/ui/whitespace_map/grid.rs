//! The grid: names and totals stand still at the left, everything else scrolls both ways.

use crate::insight::whitespace_map::WhitespaceMap;
use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette, SCROLL_BAR_ROOM};
use crate::ui::whitespace_map::place::{MapPlace, keys};
use crate::ui::whitespace_map::{cell, header, summary};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{
    Align, Align2, Context, Id, Label, Layout, Rangef, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo, vec2,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableDelegate, TableState};

const ROW_HEIGHT: f32 = 28.0;
const HEADER_HEIGHT: f32 = 48.0;
const NAME_WIDTH: f32 = 240.0;
const TOTAL_WIDTH: f32 = 132.0;
const PRODUCT_WIDTH: f32 = 168.0;
/// The columns that stand still: the name and the total.
const FROZEN: usize = 2;
const INSET: f32 = 10.0;

/// Draws the grid in `room`.
#[must_use]
pub(super) fn grid(
    ui: &mut Ui,
    room: Rect,
    screen: &Screen<'_>,
    map: &WhitespaceMap,
    place: &mut MapPlace,
) -> Option<Action> {
    // The total can be selected as well as the products, the name cannot.
    let columns = map.models().len() + 1;
    place.keep_within(map.rows.len(), columns);
    let focus = focusable(ui, room, screen, map, place);
    let mut action = None;
    if focus.has_focus() && keys(ui, focus.id, place, map.rows.len(), columns) {
        action = map.rows.get(place.row).map(|customer| Action::OpenCustomer(*customer));
    }
    let mut view = Grid { screen, map, place, has_focus: focus.has_focus(), focus: focus.id, action };
    let mut child = ui.new_child(UiBuilder::new().max_rect(room));
    child.shrink_clip_rect(room);
    child.spacing_mut().item_spacing = Vec2::ZERO;
    view.show(&mut child, room);
    let action = view.action;
    focus_ring(ui, &focus, room.shrink(1.0));
    action
}

/// The map as a whole takes the keyboard, and tells which cell is selected.
fn focusable(ui: &Ui, rect: Rect, screen: &Screen<'_>, map: &WhitespaceMap, place: &MapPlace) -> Response {
    let response = ui.interact(rect, ui.scope_id().with("cells"), Sense::focusable_noninteractive());
    let selected = map.rows.get(place.row).map(|customer| cell::label(screen, map, *customer, place.column));
    let selected = selected.unwrap_or_default();
    let label = fill(&screen.words.map.label, &[("summary", &summary(screen, map)), ("cell", &selected)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, &label));
    response
}

/// What the grid draws from while it is asked for its cells.
struct Grid<'a> {
    screen: &'a Screen<'a>,
    map: &'a WhitespaceMap,
    place: &'a mut MapPlace,
    has_focus: bool,
    focus: Id,
    action: Option<Action>,
}

impl Grid<'_> {
    fn show(&mut self, ui: &mut Ui, room: Rect) {
        let mut widths = vec![NAME_WIDTH, TOTAL_WIDTH];
        widths.resize(FROZEN + self.map.models().len(), PRODUCT_WIDTH);
        let needed: f32 = widths.iter().sum();
        let is_wide = needed > room.width();
        let bar = if is_wide { SCROLL_BAR_ROOM } else { 0.0 };
        // What is left over goes to the names.
        if let Some(first) = widths.first_mut().filter(|_| !is_wide) {
            *first = (*first + room.width() - needed - SCROLL_BAR_ROOM).clamp(NAME_WIDTH, 420.0);
        }
        let shown = ((room.height() - HEADER_HEIGHT - bar) / ROW_HEIGHT).floor().max(1.0);
        self.place.page = shown as usize;
        let first = widths.iter().take(FROZEN).sum::<f32>();
        let columns: Vec<Column> = (0..)
            .zip(&widths)
            .map(|(at, width)| {
                Column::new(*width).range(Rangef::new(*width, *width)).id(Id::unique(("map column", at)))
            })
            .collect();
        let mut table = Table::new()
            .id_salt("whitespace map")
            .num_rows(self.map.rows.len() as u64)
            .num_sticky_cols(FROZEN)
            .headers([HeaderRow::new(HEADER_HEIGHT)])
            .columns(columns);
        if std::mem::take(&mut self.place.is_moved) {
            // Without an edge to align to, only what is out of sight is brought into it.
            table = table.scroll_to_row(self.place.row as u64, None);
            if let Some(product) = self.place.column.checked_sub(1) {
                table = table.scroll_to_column(product + FROZEN, None);
            }
        }
        let mut child = ui.new_child(UiBuilder::new().max_rect(room));
        child.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
        let id = table.get_id(&child);
        if TableState::load(ui.ctx(), id).is_none() {
            TableState::default().store(ui.ctx(), id);
        }
        let palette = Palette::of(ui);
        let head = Rect::from_min_size(room.min, vec2(room.width(), HEADER_HEIGHT));
        ui.painter().rect_filled(head, 0, palette.raised);
        ui.painter().hline(head.x_range(), head.bottom() - 0.5, (1.0, palette.outline));
        let height = HEADER_HEIGHT + shown * ROW_HEIGHT + bar;
        child.set_max_size(vec2(room.width(), height.min(room.height())));
        table.show(&mut child, self);
        if is_wide {
            let under = room.left_top() + vec2(0.0, height - bar);
            ui.painter().rect_filled(Rect::from_min_size(under, vec2(first, bar)), 0, palette.page);
        }
    }

    /// The customer of a row.
    fn customer(&self, row: u64) -> Option<CustomerIndex> {
        usize::try_from(row).ok().and_then(|row| self.map.rows.get(row)).copied()
    }

    fn name_cell(&mut self, ui: &mut Ui, customer: CustomerIndex) {
        let name = cell::name(self.screen, self.map, customer);
        let inner = ui.max_rect().shrink2(vec2(INSET, 0.0));
        let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
        let response =
            child.add(Label::new(RichText::new(name.as_ref()).font(theme::body())).truncate().sense(Sense::click()));
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name.as_ref()));
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            self.action = Some(Action::OpenCustomer(customer));
        }
    }

    fn value_cell(&mut self, ui: &mut Ui, row: usize, column: usize, customer: CustomerIndex) {
        let rect = ui.max_rect();
        let palette = Palette::of(ui);
        let response = ui.interact(rect, ui.scope_id().with("map cell"), Sense::click());
        match column.checked_sub(1) {
            Some(at) => cell::paint(ui, rect, self.screen, &self.map.cell(customer, at, self.screen.marks)),
            None => {
                let amount =
                    self.map.row_total(customer).map(|amount| format::money_whole(amount, self.screen.currency));
                let ink = if amount.is_some() { palette.text } else { palette.weak };
                let text = amount.unwrap_or_else(|| self.screen.words.missing_mark.clone());
                let right = rect.right_center() - vec2(INSET, 0.0);
                ui.painter().text(right, Align2::RIGHT_CENTER, text, theme::body(), ink);
            }
        }
        let is_selected = (self.place.row, self.place.column) == (row, column);
        if is_selected && self.has_focus {
            ui.painter().rect_stroke(rect.shrink(1.0), 2, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
        }
        let label = || cell::label(self.screen, self.map, customer, column);
        response.widget_info(|| WidgetInfo::selected(Role::Cell, true, is_selected, label()));
        if response.clicked() {
            (self.place.row, self.place.column) = (row, column);
            ui.memory_mut(|memory| memory.request_focus(self.focus));
        }
        if response.double_clicked() {
            self.action = Some(Action::OpenCustomer(customer));
        }
        response.on_hover_ui(|ui| {
            ui.label(label());
            ui.label(RichText::new(&self.screen.words.map.open_hint).color(palette.weak));
        });
    }
}

impl TableDelegate for Grid<'_> {
    fn prepare(&mut self, _info: &PrefetchInfo) {}

    fn header_cell_ui(&mut self, ui: &mut Ui, info: &HeaderCellInfo) {
        let action = header::header(ui, self.screen, self.map, info.col_range.start);
        self.action = self.action.take().or(action);
    }

    fn row_ui(&mut self, ui: &mut Ui, _row: u64) {
        let (palette, rect) = (Palette::of(ui), ui.max_rect());
        if ui.rect_contains_pointer(rect) {
            ui.painter().rect_filled(rect, 0, palette.raised);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        let Some(customer) = self.customer(info.row_nr) else { return };
        let (palette, rect) = (Palette::of(ui), ui.max_rect());
        match info.col_nr.checked_sub(1) {
            None => self.name_cell(ui, customer),
            Some(column) => {
                let row = usize::try_from(info.row_nr).unwrap_or(usize::MAX);
                self.value_cell(ui, row, column, customer);
            }
        }
        ui.painter().vline(rect.right() - 0.5, rect.y_range(), (1.0, palette.hairline));
    }

    fn default_row_height(&self) -> f32 {
        ROW_HEIGHT
    }

    fn row_top_offset(&self, _ctx: &Context, _table: Id, row: u64) -> f32 {
        row as f32 * ROW_HEIGHT
    }
}
