//! The header cells: what a column means, the order of the table, and the way to the column's menu.

use crate::insight::column_facts::FactsQuestion;
use crate::insight::table::TableColumn;
use crate::session::action::Action;
use crate::session::table::TableAction;
use crate::ui::controls::elided;
use crate::ui::customers::{column_menu, facts};
use crate::ui::icons;
use crate::ui::panel::focus_ring;
use crate::ui::table::{CELL_INSET, TableView, columns};
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{
    Align2, CursorIcon, Id, Modifiers, Popup, PopupCloseBehavior, Rect, Response, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

/// Room for the arrow beside the words.
const ARROW_WIDTH: f32 = 14.0;
/// Room for the sign of the menu.
const MENU_WIDTH: f32 = 22.0;
/// What a menu leaves of the window's height; what does not fit is scrolled to.
const AROUND_MENU: f32 = 24.0;

/// The menu of `column`.
pub(in crate::ui) fn menu_id(column: TableColumn) -> Id {
    Id::unique(("column menu", column))
}

/// Draws the header of `column`, which stands at place `at`.
pub(super) fn header(ui: &mut Ui, view: &mut TableView<'_>, column: TableColumn, at: usize) {
    let (screen, scored) = (view.screen, view.scored);
    let (words, palette) = (screen.words, Palette::of(ui));
    let text = words.column_header(scored, column);
    let has_menu = view.setup.edit.is_some();
    if ui.is_sizing_pass() {
        let width = ui.painter().layout_no_wrap(text.to_string(), theme::small(), palette.text).size().x;
        let menu = if has_menu { MENU_WIDTH } else { 0.0 };
        ui.allocate_space(vec2(width + CELL_INSET * 2.0 + ARROW_WIDTH + menu, 1.0));
        return;
    }
    let sort = screen.question.sort.of(column);
    let label = match sort {
        None => text.to_string(),
        Some((_, sort)) if sort.descending => fill(&words.table_sorted_down, &[("header", &text)]),
        Some(_) => fill(&words.table_sorted_up, &[("header", &text)]),
    };
    let rect = ui.max_rect();
    let sense = if has_menu { Sense::click_and_drag() } else { Sense::click() };
    let response = ui.interact(rect, ui.scope_id().with("header"), sense);
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, sort.is_some(), &label));
    let fill_color = if response.hovered() || response.dragged() { palette.hairline } else { palette.raised };
    ui.painter().rect_filled(rect, 0, fill_color);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.outline));
    let words_rect = rect.with_max_x(rect.right() - if has_menu { MENU_WIDTH - 6.0 } else { 0.0 });
    let is_right = columns::is_right(scored, column) && at > 0;
    paint_words(ui, words_rect, &text, is_right, sort.map(|(key, sort)| (key, sort.descending)), view);
    focus_ring(ui, &response, rect.shrink2(vec2(3.0, 3.0)));
    if response.clicked() {
        let also = ui.input(|input| input.modifiers.contains(Modifiers::SHIFT));
        view.actions.push(if also { Action::SortAlsoBy(column) } else { Action::SortBy(column) });
    }
    if has_menu {
        moved(ui, view, &response, column);
        menu_button(ui, view, rect, column, at, &text);
    }
    tooltip(response, view, column, has_menu);
}

/// Draws the words of a header, with an arrow where the table is ordered by it: its key among several, from 0, and
/// whether it is descending.
fn paint_words(ui: &Ui, rect: Rect, text: &str, is_right: bool, sort: Option<(usize, bool)>, view: &TableView<'_>) {
    let palette = Palette::of(ui);
    let ink = if sort.is_some() { palette.text } else { palette.weak };
    let is_one_of_several = view.screen.question.sort.keys().len() > 1;
    let arrow_width = match sort {
        None => 0.0,
        Some(_) if is_one_of_several => ARROW_WIDTH * 2.0,
        Some(_) => ARROW_WIDTH,
    };
    let room = rect.width() - CELL_INSET * 2.0 - arrow_width;
    let galley = elided(ui.painter(), text.to_owned(), theme::small(), room, ink);
    let (width, top) = (galley.size().x, rect.center().y - galley.size().y / 2.0);
    let left = if is_right { rect.right() - CELL_INSET - width } else { rect.left() + CELL_INSET };
    ui.painter().galley(pos2(left, top), galley, ink);
    let Some((key, descending)) = sort else { return };
    let arrow = if is_right { left - ARROW_WIDTH / 2.0 - 1.0 } else { left + width + ARROW_WIDTH / 2.0 + 1.0 };
    icons::sort_arrow(ui.painter(), pos2(arrow, rect.center().y), descending, palette.accent);
    if is_one_of_several {
        let beside = if is_right { arrow - ARROW_WIDTH + 2.0 } else { arrow + ARROW_WIDTH - 2.0 };
        let number = (key + 1).to_string();
        let place = pos2(beside, rect.center().y);
        ui.painter().text(place, Align2::CENTER_CENTER, number, theme::small(), palette.accent_strong);
    }
}

/// A header that is dragged to another place; the keys Ctrl+Shift+arrow move the column of the cursor.
fn moved(ui: &Ui, view: &mut TableView<'_>, response: &Response, column: TableColumn) {
    if !response.dragged() && !response.drag_stopped() {
        return;
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let Some(pointer) = response.interact_pointer_pos() else { return };
    let Some((to, range)) = view.seen.iter().copied().find(|(_, range)| range.contains(pointer.x)) else { return };
    let from = view.setup.columns.iter().position(|known| *known == column).unwrap_or(to);
    if from == to {
        return;
    }
    if response.drag_stopped() {
        view.actions.push(Action::Table(TableAction::Move { column, to }));
    } else {
        let line = if to > from { range.max } else { range.min };
        let painter = ui.ctx().layer_painter(ui.layer_id());
        painter.vline(line, view.body.top() - super::HEADER_HEIGHT..=view.body.bottom(), (2.0, Palette::of(ui).accent));
    }
}

/// The sign that opens the column's menu; a funnel where the column is filtered.
fn menu_button(ui: &mut Ui, view: &mut TableView<'_>, rect: Rect, column: TableColumn, at: usize, text: &str) {
    let (screen, scored) = (view.screen, view.scored);
    let (words, palette) = (&screen.words.customer_table, Palette::of(ui));
    let place = Rect::from_min_max(pos2(rect.right() - MENU_WIDTH, rect.top() + 4.0), rect.max - vec2(5.0, 4.0));
    let button = ui.interact(place, ui.scope_id().with("menu"), Sense::click());
    let is_filtered = screen.question.filter.condition(column.fixed(screen.question.model)).is_some();
    let label = fill(if is_filtered { &words.menu_filtered } else { &words.menu }, &[("column", text)]);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if button.hovered() {
        ui.painter().rect_filled(place, 4, palette.accent_soft);
    }
    if is_filtered {
        icons::funnel(ui.painter(), place.center(), palette.accent);
    } else {
        icons::chevron_down(ui.painter(), place.center(), palette.weak);
    }
    focus_ring(ui, &button, place);
    let id = menu_id(column);
    if button.clicked() {
        Popup::toggle_id(ui.ctx(), id);
    }
    let popup = Popup::menu(&button).id(id).open_memory(None).gap(4.0).width(column_menu::WIDTH);
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let frozen = view.setup.frozen;
    let Some(edit) = view.setup.edit.as_deref_mut() else { return };
    let cells = view.cells.get(at).copied();
    let shown = popup.show(|ui| {
        let room = ui.ctx().content_rect().height() - AROUND_MENU;
        // It moves up before it scrolls.
        let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
        let menu =
            |ui: &mut _| cells.map(|cells| column_menu::menu(ui, screen, scored, column, cells, (at, frozen), edit));
        area.show(ui, menu).inner
    });
    view.actions.extend(shown.and_then(|shown| shown.inner).unwrap_or_default());
    button.on_hover_text(label);
}

fn tooltip(response: Response, view: &mut TableView<'_>, column: TableColumn, has_menu: bool) {
    let (screen, scored) = (view.screen, view.scored);
    if has_menu && response.hovered() {
        ask_facts(screen, column, &mut view.actions);
    }
    let words = screen.words;
    response.on_hover_ui(|ui| {
        let weak = Palette::of(ui).weak;
        ui.label(theme::heavy(&*words.column_header(scored, column), theme::strong()));
        ui.label(&*words.column_tooltip(scored, column));
        if has_menu {
            ui.add_space(4.0);
            facts::facts(ui, screen, view.scored, column);
            ui.add_space(4.0);
        }
        let hint = if has_menu { &words.customer_table.header_hint } else { &words.table_sort_hint };
        ui.label(egui::RichText::new(hint).color(weak));
    });
}

/// Asks what `column` holds, unless that is known for the filter as it is.
pub(in crate::ui) fn ask_facts(screen: &crate::ui::Screen<'_>, column: TableColumn, actions: &mut Vec<Action>) {
    let question = FactsQuestion::new(column, screen.question.model, &screen.question.filter);
    if screen.facts.is_none_or(|facts| facts.question != question) {
        actions.push(Action::Table(TableAction::AskFacts(column)));
    }
}
