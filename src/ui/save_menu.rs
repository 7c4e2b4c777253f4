//! The small menu in the corner of a chart: saves it as a picture, and its numbers as a table.

use crate::session::action::Action;
use crate::session::drawing::Chart;
use crate::session::list_table::ListTable;
use crate::ui::icons;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{CONTROL_RADIUS, Palette};
use egui::accesskit::Role;
use egui::{Button, Popup, Sense, Ui, WidgetInfo, vec2};
use std::sync::Arc;

/// How wide the button is.
pub(super) const WIDTH: f32 = 26.0;

/// Draws the button; nothing on a picture or while only first rows are shown.
#[must_use]
pub(super) fn save_menu(ui: &mut Ui, screen: &Screen<'_>, chart: Chart) -> Option<Action> {
    menu(ui, screen, chart, |_| None)
}

/// The same with the table that `table` makes when it is asked for.
#[must_use]
pub(super) fn save_menu_with_table(
    ui: &mut Ui,
    screen: &Screen<'_>,
    chart: Chart,
    table: impl FnOnce() -> ListTable,
) -> Option<Action> {
    let ask = || {
        let name = format!("{}.xlsx", screen.words.pictures.file_name(chart));
        Action::AskList { name, table: Arc::new(table()) }
    };
    menu(ui, screen, chart, |ui| table_item(ui, screen).then(ask))
}

/// The item that saves a table; whether it was clicked.
pub(super) fn table_item(ui: &mut Ui, screen: &Screen<'_>) -> bool {
    let words = &screen.words.pictures;
    item(ui, &words.save_table, &words.save_table_tooltip)
}

/// The item that saves the picture of `chart`, for panels that have a menu already.
#[must_use]
pub(super) fn picture_item(ui: &mut Ui, screen: &Screen<'_>, chart: Chart) -> Option<Action> {
    let words = &screen.words.pictures;
    item(ui, &words.save_picture, &words.save_picture_tooltip).then_some(Action::AskPicture(chart))
}

/// The menu, with what `more` adds to it.
#[must_use]
pub(super) fn menu(
    ui: &mut Ui,
    screen: &Screen<'_>,
    chart: Chart,
    more: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    if screen.is_picture || screen.is_preview {
        return None;
    }
    let words = &screen.words.pictures;
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, WIDTH), Sense::click());
    let palette = Palette::of(ui);
    if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
    }
    let ink = if response.hovered() { palette.text } else { palette.weak };
    icons::save(ui.painter(), rect.center(), ink);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words.menu));
    let response = response.on_hover_text(&words.menu_tooltip);
    let shown = Popup::menu(&response).gap(4.0).width(200.0).show(|ui| {
        ui.set_min_width(160.0);
        let picture = picture_item(ui, screen, chart);
        picture.or(more(ui))
    });
    shown.and_then(|shown| shown.inner)
}

fn item(ui: &mut Ui, name: &str, tooltip: &str) -> bool {
    let clicked = ui.add(Button::new(name).frame_when_inactive(false)).on_hover_text(tooltip).clicked();
    if clicked {
        ui.close();
    }
    clicked
}
