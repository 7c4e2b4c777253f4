//! One column of the file: its header, its first values, and what it is read as.

use crate::session::action::Action;
use crate::ui::columns::meanings;
use crate::ui::icons;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use crate::workbook::choices::ReadAs;
use crate::workbook::peek::ColumnPeek;
use egui::accesskit::Role;
use egui::{Align, ComboBox, Label, Layout, PopupCloseBehavior, Rect, RichText, Ui, UiBuilder, WidgetInfo, pos2, vec2};

pub(super) const HEIGHT: f32 = 38.0;
const TITLES_HEIGHT: f32 = 30.0;
const INSET: f32 = 12.0;

/// The places of header, values and choice in a line.
fn places(line: Rect) -> [Rect; 3] {
    let inner = line.shrink2(vec2(INSET, 0.0));
    let at = |from: f32, to: f32| {
        let x = |share: f32| inner.left() + inner.width() * share;
        Rect::from_min_max(pos2(x(from), inner.top()), pos2(x(to) - INSET, inner.bottom()))
    };
    let last = Rect::from_min_max(at(0.64, 1.0).min, inner.max);
    [at(0.0, 0.30), at(0.30, 0.64), last]
}

fn inside<R>(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, content).inner
}

/// Draws the titles of the three columns.
pub(super) fn titles(ui: &mut Ui, screen: &Screen<'_>) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), TITLES_HEIGHT), egui::Sense::hover());
    ui.painter().rect_filled(line, 0, palette.raised);
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, (1.0, palette.outline));
    let titles = [&words.columns_header, &words.columns_samples, &words.columns_read_as];
    for (place, title) in places(line).into_iter().zip(titles) {
        let text = theme::heavy(title, theme::small()).color(palette.weak);
        let response = inside(ui, place, |ui| ui.add(Label::new(text).truncate()));
        if title == &words.columns_read_as {
            response.on_hover_text(&words.columns_read_as_tooltip);
        }
    }
}

/// Draws `column`; `chosen` is what it is read as by hand.
pub(super) fn row(
    ui: &mut Ui,
    screen: &Screen<'_>,
    column: &ColumnPeek,
    chosen: Option<&ReadAs>,
    search: &mut String,
) -> Option<Action> {
    let palette = Palette::of(ui);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), egui::Sense::hover());
    if chosen.is_some() {
        ui.painter().rect_filled(line, 0, palette.accent_soft);
    }
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, (1.0, palette.hairline));
    let [header, samples, choice] = places(line);
    let text = theme::heavy(visible(&column.header), theme::strong()).color(palette.text);
    inside(ui, header, |ui| ui.add(Label::new(text).truncate()));
    let values: Vec<_> = column.samples.iter().map(|value| screen.private(value)).collect();
    let (values, ink) = match values.as_slice() {
        [] => (screen.words.missing_mark.clone(), palette.weak),
        values => (values.join("  ·  "), palette.text),
    };
    let text = RichText::new(values).font(theme::small()).color(ink);
    inside(ui, samples, |ui| ui.add(Label::new(text).truncate()));
    inside(ui, choice, |ui| choose(ui, screen, column, chosen, search))
}

fn choose(
    ui: &mut Ui,
    screen: &Screen<'_>,
    column: &ColumnPeek,
    chosen: Option<&ReadAs>,
    search: &mut String,
) -> Option<Action> {
    let words = screen.words;
    let automatic = column.known.as_ref().map_or_else(
        || words.columns_automatic_none.clone(),
        |known| fill(&words.columns_automatic, &[("column", &visible(meanings::name(known, words)))]),
    );
    let shown = match chosen {
        None => automatic.clone(),
        Some(ReadAs::Nothing) => words.columns_ignore.clone(),
        Some(ReadAs::Column(name)) => meanings::name_of(name, words).to_owned(),
    };
    let list = ComboBox::from_id_salt("read as")
        .width(ui.available_width() - 8.0)
        .height(340.0)
        .truncate()
        .selected_text(&shown)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
    let mut picked = None;
    let response = list.show_ui(ui, |ui| {
        picked = meanings::list(ui, words, &automatic, chosen, search);
        if picked.is_some() {
            ui.close();
        }
    });
    let label = fill(&words.columns_choice_label, &[("header", &visible(&column.header)), ("choice", &shown)]);
    let response = response.response;
    if response.clicked() {
        search.clear();
    }
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    response.on_hover_text(&words.columns_read_as_tooltip);
    picked.map(|read_as| Action::MapColumn { header: column.header.clone(), read_as })
}
