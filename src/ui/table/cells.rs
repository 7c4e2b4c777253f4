//! The cells of the table.

use crate::domain::rating::Rating;
use crate::insight::table::TableCell;
use crate::ui::controls::cluster_pill;
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::table::CELL_INSET;
use crate::ui::theme::{self, Palette};
use crate::ui::words::terms::visible;
use egui::{Align, Label, Layout, RichText, Ui, UiBuilder, vec2};
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

fn missing(ui: &mut Ui, screen: &Screen<'_>) {
    let text = RichText::new(&screen.words.missing_mark).color(Palette::of(ui).weak);
    ui.add(Label::new(text)).on_hover_text(&screen.words.not_in_file);
}
