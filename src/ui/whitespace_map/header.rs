//! The heads of the columns: the product, what it would bring over all rows, and the order.

use crate::insight::whitespace_map::{MapKey, WhitespaceMap};
use crate::session::action::Action;
use crate::session::whitespace_map::MapAction;
use crate::ui::controls::elided;
use crate::ui::format;
use crate::ui::icons;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align2, Sense, Ui, WidgetInfo, pos2, vec2};

const INSET: f32 = 8.0;

/// Draws the head of the column at `column`: 0 is the customer, 1 the total, then the products.
#[must_use]
pub(super) fn header(ui: &mut Ui, screen: &Screen<'_>, map: &WhitespaceMap, column: usize) -> Option<Action> {
    let (words, palette) = (&screen.words.map, Palette::of(ui));
    let model = column.checked_sub(2).and_then(|at| map.models().get(at)).copied();
    let (name, key, action) = match (column, model) {
        (0, _) => (words.customer.as_str(), MapKey::Table, MapAction::SortAsTable),
        (_, Some(model)) => (model.product_name(), MapKey::Product(model), MapAction::SortByProduct(model)),
        _ => (words.total.as_str(), MapKey::Total, MapAction::SortByTotal),
    };
    let total = match model {
        Some(model) => map.totals.of(model),
        None => map.totals.all.filter(|_| column == 1),
    };
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.scope_id().with("map header"), Sense::click());
    let is_sorted = map.order.key == key;
    let fill_color = if response.hovered() { palette.hairline } else { palette.raised };
    ui.painter().rect_filled(rect, 0, fill_color);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.outline));
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), (1.0, palette.hairline));
    let ink = if is_sorted { palette.text } else { palette.weak };
    let room = rect.width() - INSET * 2.0 - 14.0;
    let galley = elided(ui.painter(), name.to_owned(), theme::small(), room, ink);
    let (top, width) = (rect.top() + 7.0, galley.size().x);
    ui.painter().galley(pos2(rect.left() + INSET, top), galley, ink);
    if is_sorted {
        let arrow = pos2(rect.left() + INSET + width + 9.0, top + 8.0);
        icons::sort_arrow(ui.painter(), arrow, map.order.descending, palette.accent);
    }
    if column > 0 {
        let text = total.map(|total| format::money_whole(total, screen.currency));
        let text = text.as_deref().unwrap_or(&screen.words.missing_mark);
        let place = pos2(rect.right() - INSET, rect.bottom() - 14.0);
        ui.painter().text(place, Align2::RIGHT_CENTER, text, theme::strong(), palette.text);
    }
    focus_ring(ui, &response, rect.shrink2(vec2(3.0, 3.0)));
    let label = match (is_sorted, map.order.descending) {
        (false, _) => name.to_owned(),
        (true, true) => fill(&words.sorted_down, &[("name", name)]),
        (true, false) => fill(&words.sorted_up, &[("name", name)]),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, is_sorted, &label));
    let tooltip = tooltip(screen, map, column);
    let clicked = response.clicked();
    response.on_hover_ui(|ui| {
        ui.label(tooltip);
        ui.label(egui::RichText::new(&words.sort_hint).color(palette.weak));
    });
    clicked.then_some(Action::WhitespaceMap(action))
}

/// What the column adds up to, to the hundredth.
fn tooltip(screen: &Screen<'_>, map: &WhitespaceMap, column: usize) -> String {
    let words = &screen.words.map;
    let Some(at) = column.checked_sub(2) else {
        return match map.totals.all {
            _ if column == 0 => words.customer_tooltip.clone(),
            Some(total) => fill(&words.total_tooltip, &[("total", &format::money(total, screen.currency))]),
            None => words.total_tooltip_untold.clone(),
        };
    };
    let Some(model) = map.models().get(at).copied() else { return String::new() };
    let total = map.totals.of(model).map(|total| format::money(total, screen.currency));
    let owners = map.owners.get(at).copied().flatten();
    let owners = owners.map_or_else(
        || words.owners_untold.clone(),
        |count| fill(&words.owners, &[("count", &format::count(u64::from(count)))]),
    );
    let total = total.as_deref().unwrap_or(&words.amount_untold);
    fill(&words.product_tooltip, &[("product", model.product_name()), ("total", total), ("owners", &owners)])
}
