//! Choosing a file's sheet and columns by hand, in place of the dashboard.

mod meanings;
mod row;
mod trial;

use crate::session::action::Action;
use crate::session::columns::ColumnPage;
use crate::ui::controls::close_button;
use crate::ui::format;
use crate::ui::icons;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, INSET, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use crate::workbook::peek::SheetPeek;
use egui::accesskit::Role;
use egui::{
    Align, Button, CentralPanel, ComboBox, Frame, Label, Layout, RichText, ScrollArea, Stroke, Ui, WidgetInfo, vec2,
};

/// Wider than this the eye loses the line from a header to its choice.
const MAX_WIDTH: f32 = 1120.0;

/// Draws the page. `search` is what was typed to find a column.
#[must_use]
pub(super) fn page(ui: &mut Ui, screen: &Screen<'_>, page: &ColumnPage, search: &mut String) -> Option<Action> {
    let frame = Frame::new().fill(Palette::of(ui).surface).inner_margin(INSET);
    let shown = CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let side = ((ui.available_width() - MAX_WIDTH) / 2.0).max(0.0);
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            let size = vec2((ui.available_width() - side).max(0.0), ui.available_height());
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| content(ui, screen, page, search)).inner
        })
        .inner
    });
    shown.inner
}

fn content(ui: &mut Ui, screen: &Screen<'_>, page: &ColumnPage, search: &mut String) -> Option<Action> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let mut action = None;
    ui.horizontal(|ui| {
        let title = fill(&words.columns_title, &[("file", &visible(&page.source.name()))]);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if close_button(ui, &words.close).clicked() {
                action = Some(Action::CloseColumns);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(theme::heavy(title, theme::heading())).truncate());
            });
        });
    });
    ui.add(Label::new(RichText::new(&words.columns_text).color(palette.weak)).wrap());
    ui.add_space(GAP);
    let empty = match (&page.sheets, page.chosen_sheet()) {
        (None, _) => Some(&words.columns_loading),
        (_, None) => Some(&words.columns_none),
        _ => None,
    };
    if let Some(text) = empty {
        ui.add_space(GAP * 2.0);
        ui.label(RichText::new(text).color(palette.text));
    }
    let Some(sheet) = page.chosen_sheet() else { return action };
    action = action.or(toolbar(ui, screen, page, sheet));
    ui.add_space(GAP);
    trial::trial(ui, screen, page);
    ui.add_space(GAP);
    action.or(table(ui, screen, page, sheet, search))
}

/// The sheet at the left, what is done with the choice at the right.
fn toolbar(ui: &mut Ui, screen: &Screen<'_>, page: &ColumnPage, sheet: &SheetPeek) -> Option<Action> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let mut action = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 30.0;
        ui.label(theme::heavy(&words.columns_sheet, theme::strong())).on_hover_text(&words.columns_sheet_tooltip);
        action = sheets(ui, screen, page, sheet);
        let row = format::count(u64::from(sheet.header_row));
        let facts = [("row", row.as_str()), ("count", &format::count(sheet.columns.len() as u64))];
        let facts = RichText::new(fill(&words.columns_sheet_facts, &facts)).color(palette.weak);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = RichText::new(&words.columns_use).color(palette.on_accent);
            let button = Button::new(text).fill(palette.accent).stroke(Stroke::new(1.0, palette.accent));
            if ui.add(button).on_hover_text(&words.columns_use_tooltip).clicked() {
                action = Some(Action::UseColumns);
            }
            let reset = ui.add_enabled(!page.columns.is_empty(), Button::new(&words.columns_reset));
            if reset.on_hover_text(&words.columns_reset_tooltip).clicked() {
                action = Some(Action::ResetColumns);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(Label::new(facts).truncate()));
        });
    });
    action
}

fn sheet_name(screen: &Screen<'_>, sheet: &SheetPeek) -> String {
    let name = visible(&sheet.name);
    if sheet.is_hidden { fill(&screen.words.columns_sheet_hidden, &[("sheet", &name)]) } else { name.into_owned() }
}

fn sheets(ui: &mut Ui, screen: &Screen<'_>, page: &ColumnPage, sheet: &SheetPeek) -> Option<Action> {
    let shown = sheet_name(screen, sheet);
    let mut action = None;
    let list = ComboBox::from_id_salt("sheets").width(220.0).truncate().selected_text(&shown);
    let list = list.icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
    let response = list.show_ui(ui, |ui| {
        for (position, other) in page.sheets.iter().flatten().enumerate() {
            if ui.selectable_label(position == page.sheet, sheet_name(screen, other)).clicked() {
                action = Some(Action::ChooseSheet(position));
            }
        }
    });
    let label = format!("{}: {shown}", screen.words.columns_sheet);
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    response.response.on_hover_text(&screen.words.columns_sheet_tooltip);
    action
}

fn table(
    ui: &mut Ui,
    screen: &Screen<'_>,
    page: &ColumnPage,
    sheet: &SheetPeek,
    search: &mut String,
) -> Option<Action> {
    let palette = Palette::of(ui);
    let mut action = None;
    let frame = Frame::new().stroke(Stroke::new(1.0, palette.hairline)).corner_radius(CONTROL_RADIUS);
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        row::titles(ui, screen);
        let rows = ScrollArea::vertical().auto_shrink([false, true]);
        rows.show_rows(ui, row::HEIGHT, sheet.columns.len(), |ui, seen| {
            for (position, column) in sheet.columns.iter().enumerate().skip(seen.start).take(seen.len()) {
                let chosen = page.columns.get(&column.header);
                let drawn = ui.push_id(position, |ui| row::row(ui, screen, column, (page, chosen), search));
                action = action.take().or(drawn.inner);
            }
        });
    });
    action
}
