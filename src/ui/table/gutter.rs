//! The place before the first column at which rows are selected.

use crate::insight::ScoredPortfolio;
use crate::insight::pseudonym::covered;
use crate::insight::table::{TableColumn, table_cell};
use crate::portfolio::CustomerIndex;
use crate::session::selection::Pick;
use crate::session::table::TableAction;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::table::cells;
use crate::ui::theme::Palette;
use crate::ui::words::fill;
use crate::ui::{format, icons};
use egui::accesskit::Role;
use egui::{Id, Rangef, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use egui_table::Column;

const WIDTH: f32 = 36.0;

/// The place as the table lays it out.
pub(super) fn column() -> Column {
    Column::new(WIDTH).range(Rangef::new(WIDTH, WIDTH)).resizable(false).id(Id::unique("gutter"))
}

/// A box with a tick in it where something is selected.
fn tick_box(ui: &Ui, rect: Rect, is_ticked: bool, is_near: bool) {
    let palette = Palette::of(ui);
    let place = Rect::from_center_size(rect.center(), vec2(16.0, 16.0));
    let (fill, edge) = match (is_ticked, is_near) {
        (true, _) => (palette.accent, palette.accent),
        (false, true) => (palette.surface, palette.accent),
        (false, false) => (palette.surface, palette.outline),
    };
    ui.painter().rect(place, 4, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if is_ticked {
        icons::tick(ui.painter(), place.center(), 4.0, palette.on_accent);
    }
}

/// The box of a row; how it is picked when it is clicked.
pub(super) fn cell(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    row: usize,
    customer: CustomerIndex,
) -> Option<Pick> {
    let is_selected = screen.selection.has(customer);
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.scope_id().with("box"), Sense::CLICK);
    response.widget_info(|| {
        let instead = screen.pseudonyms.map(|names| names.of(customer));
        let cell = covered(table_cell(scored, None, TableColumn::Name, customer), instead.as_ref());
        let name = cells::text(screen, cell);
        let values = [("row", &*format::count(row as u64 + 1)), ("name", &*name)];
        let label = fill(&screen.words.customer_table.select_row, &values);
        WidgetInfo::selected(Role::CheckBox, true, is_selected, label)
    });
    tick_box(ui, rect, is_selected, response.hovered());
    let shift = ui.input(|input| input.modifiers.shift);
    let clicked = response.clicked();
    response.on_hover_text(&screen.words.customer_table.select_row_tooltip);
    clicked.then_some(if shift { Pick::Through } else { Pick::Beside })
}

/// The box that selects all rows that are shown, or none.
pub(super) fn header(ui: &mut Ui, screen: &Screen<'_>, rows: usize) -> Option<TableAction> {
    let selected = screen.selection.len();
    let is_all = selected > 0 && selected == rows;
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.scope_id().with("all"), Sense::click());
    let words = &screen.words.customer_table;
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, rows > 0, is_all, &words.select_all));
    tick_box(ui, rect, is_all, response.hovered());
    focus_ring(ui, &response, rect.shrink(3.0));
    let clicked = response.clicked();
    response.on_hover_text(&words.select_all_tooltip);
    clicked.then_some(if is_all { TableAction::SelectNone } else { TableAction::SelectAll })
}
