//! The cells of the table.

use crate::domain::rating::Rating;
use crate::insight::table::TableCell;
use crate::ui::controls::cluster_pill;
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::table::CELL_INSET;
use crate::ui::theme::{self, Palette};
use crate::ui::words::terms::visible;
use egui::accesskit::Role;
use egui::{Align, CursorIcon, Label, Layout, RichText, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2};
use std::borrow::Cow;

/// What stands in `cell`.
pub(in crate::ui) fn text<'a>(screen: &Screen<'a>, cell: TableCell<'a>) -> Cow<'a, str> {
    let words = screen.words;
    match cell {
        TableCell::Missing => Cow::Borrowed(words.missing_mark.as_str()),
        TableCell::Cluster(cluster) => Cow::Borrowed(words.cluster(cluster)),
        TableCell::Text(text) => visible(text),
        TableCell::Rating(Rating::Score(score)) => Cow::Owned(format::score(score)),
        TableCell::Rating(Rating::Band(band)) => Cow::Borrowed(words.band(band)),
        TableCell::Cell(cell) => Cow::Borrowed(cell.code()),
        TableCell::Segment(segment) => Cow::Borrowed(words.segment(segment)),
        TableCell::Count(count) => Cow::Owned(format::count(count)),
        TableCell::Number(number) => Cow::Owned(format::number(number)),
        TableCell::Money(amount) => Cow::Owned(format::money_whole(amount, screen.currency)),
        TableCell::Day(day) => Cow::Owned(format::day(day, words.language)),
        TableCell::Flag(true) => Cow::Borrowed(words.yes.as_str()),
        TableCell::Flag(false) => Cow::Borrowed(words.no.as_str()),
    }
}

/// Room beside the words of a cluster.
const PILL_ROOM: f32 = 28.0;

/// Draws one cell.
pub(super) fn cell(ui: &mut Ui, screen: &Screen<'_>, cell: TableCell<'_>, is_right: bool) {
    if ui.is_sizing_pass() {
        // The column is being fitted to what stands in it.
        let text = text(screen, cell).into_owned();
        let width = ui.painter().layout_no_wrap(text, theme::body(), Palette::of(ui).text).size().x;
        let pill = if matches!(cell, TableCell::Cluster(_)) { PILL_ROOM } else { 0.0 };
        ui.allocate_space(vec2(width + pill + CELL_INSET * 2.0 + 2.0, 1.0));
        return;
    }
    let inner = ui.max_rect().shrink2(vec2(CELL_INSET, 0.0));
    let layout = if is_right { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
    let ui = &mut ui;
    match cell {
        TableCell::Missing => return missing(ui, screen),
        TableCell::Cluster(cluster) => {
            cluster_pill(ui, cluster, screen.words);
            return;
        }
        _ => {}
    }
    let mut text = RichText::new(text(screen, cell)).font(theme::body());
    if matches!(cell, TableCell::Flag(false)) {
        text = text.color(Palette::of(ui).weak);
    }
    let response = ui.add(Label::new(text).truncate());
    match cell {
        TableCell::Money(amount) if amount.hundredths() % 100 != 0 => {
            response.on_hover_text(format::money(amount, screen.currency));
        }
        TableCell::Cell(cell) => {
            response.on_hover_text(screen.words.cell_place(cell));
        }
        _ => {}
    }
}

/// Draws the name of a customer as the way to its page; tells whether it was clicked.
pub(super) fn name_link(ui: &mut Ui, screen: &Screen<'_>, cell: TableCell<'_>) -> bool {
    let inner = ui.max_rect().shrink2(vec2(CELL_INSET, 0.0));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    let name = text(screen, cell);
    let ink = Palette::of(&ui).accent_strong;
    let label = Label::new(RichText::new(name.as_ref()).font(theme::body()).color(ink)).truncate();
    let response = ui.add(label.sense(Sense::CLICK));
    if response.hovered() {
        ui.painter().hline(response.rect.x_range(), response.rect.bottom() - 1.0, Stroke::new(1.0, ink));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name.as_ref()));
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(&screen.words.customer_table.open_page).clicked()
}

fn missing(ui: &mut Ui, screen: &Screen<'_>) {
    let text = RichText::new(&screen.words.missing_mark).color(Palette::of(ui).weak);
    ui.add(Label::new(text)).on_hover_text(&screen.words.not_in_file);
}
