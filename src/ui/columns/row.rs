//! One column of the file: its header, its first values, and what it is read as.

use crate::session::action::Action;
use crate::session::columns::ColumnPage;
use crate::ui::columns::meanings;
use crate::ui::format;
use crate::ui::icons;
use crate::ui::screen::Screen;
use crate::ui::table::cell_text;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use crate::workbook::choices::ReadAs;
use crate::workbook::peek::ColumnPeek;
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, ComboBox, Label, Layout, PopupCloseBehavior, Rect, RichText, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

pub(super) const HEIGHT: f32 = 38.0;
const TITLES_HEIGHT: f32 = 30.0;
const INSET: f32 = 12.0;

/// The places of header, values, values as they would be read, and choice in a line.
fn places(line: Rect) -> [Rect; 4] {
    let inner = line.shrink2(vec2(INSET, 0.0));
    let at = |from: f32, to: f32| {
        let x = |share: f32| inner.left() + inner.width() * share;
        Rect::from_min_max(pos2(x(from), inner.top()), pos2(x(to) - INSET, inner.bottom()))
    };
    let last = Rect::from_min_max(at(0.72, 1.0).min, inner.max);
    [at(0.0, 0.22), at(0.22, 0.45), at(0.45, 0.72), last]
}

fn inside<R>(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, content).inner
}

/// Draws the titles of the columns.
pub(super) fn titles(ui: &mut Ui, screen: &Screen<'_>) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), TITLES_HEIGHT), egui::Sense::hover());
    ui.painter().rect_filled(line, 0, palette.raised);
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, (1.0, palette.outline));
    let as_read = &words.column_words.as_read;
    let titles = [&words.columns_header, &words.columns_samples, as_read, &words.columns_read_as];
    for (place, title) in places(line).into_iter().zip(titles) {
        let text = theme::heavy(title, theme::small()).color(palette.weak);
        let response = inside(ui, place, |ui| ui.add(Label::new(text).truncate()));
        if title == &words.columns_read_as {
            response.on_hover_text(&words.columns_read_as_tooltip);
        } else if title == as_read {
            response.on_hover_text(&words.column_words.as_read_tooltip);
        }
    }
}

/// Draws `column`; `chosen` is what it is read as by hand.
pub(super) fn row(
    ui: &mut Ui,
    screen: &Screen<'_>,
    column: &ColumnPeek,
    (page, chosen): (&ColumnPage, Option<&ReadAs>),
    search: &mut String,
) -> Option<Action> {
    let palette = Palette::of(ui);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), egui::Sense::hover());
    if chosen.is_some() {
        ui.painter().rect_filled(line, 0, palette.accent_soft);
    }
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, (1.0, palette.hairline));
    let [header, samples, read, choice] = places(line);
    let text = theme::heavy(visible(&column.header), theme::strong()).color(palette.text);
    inside(ui, header, |ui| ui.add(Label::new(text).truncate()));
    let values: Vec<_> = column.samples.iter().map(|value| screen.private(value)).collect();
    let (values, ink) = match values.as_slice() {
        [] => (screen.words.missing_mark.clone(), palette.weak),
        values => (values.join("  ·  "), palette.text),
    };
    let text = RichText::new(values).font(theme::small()).color(ink);
    inside(ui, samples, |ui| ui.add(Label::new(text).truncate()));
    inside(ui, read, |ui| as_read(ui, screen, column, page));
    inside(ui, choice, |ui| choose(ui, screen, column, chosen, search))
}

/// The first values as they would be read; behind them, crossed out, what would not be.
fn as_read(ui: &mut Ui, screen: &Screen<'_>, column: &ColumnPeek, page: &ColumnPage) {
    let (words, palette) = (&screen.words.column_words, Palette::of(ui));
    let Some(Ok(first)) = page.trial.first() else { return };
    let (text, ink) = match first.values(&column.header) {
        None => (words.not_read.clone(), palette.weak),
        Some(values) => {
            let values: Vec<_> = values.map(|value| cell_text(screen, value)).collect();
            match values.as_slice() {
                [] => {
                    (fill(&words.nothing_there, &[("count", &format::count(first.row_count() as u64))]), palette.weak)
                }
                values => (values.join("  ·  "), palette.text),
            }
        }
    };
    let mut job = LayoutJob::simple_singleline(text.clone(), theme::small(), ink);
    let mut told = vec![text];
    for cell in first.unparsed(&column.header) {
        let crossed = TextFormat {
            font_id: theme::small(),
            color: palette.bad,
            strikethrough: Stroke::new(1.0, palette.bad),
            ..TextFormat::default()
        };
        job.append(&visible(&cell.content), 12.0, crossed);
        let values = [("place", cell.place.as_str()), ("content", &visible(&cell.content))];
        told.push(fill(&words.unparsed, &values));
    }
    let label = [("header", &*visible(&column.header)), ("values", &told.join(", "))];
    let label = fill(&words.as_read_label, &label);
    let response = ui.add(Label::new(job).truncate());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    response.on_hover_text(told.join("\n"));
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
