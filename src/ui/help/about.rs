//! About: what this program is, whose, and from whose work it is built.

use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, Palette};
use crate::ui::words::fill;
use egui::{Frame, Label, RichText, ScrollArea, Sense, Stroke, Ui, vec2};
use std::sync::LazyLock;

/// Made by `packaging/third_party.py`; a check finds a page that is behind Cargo.lock.
const THIRD_PARTY: &str = include_str!("../../../assets/licences/third-party.txt");

static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| THIRD_PARTY.lines().collect());

/// The side of the program's mark.
const MARK: f32 = 56.0;
/// Lines of a licence, in points.
const LINE: f32 = 16.0;

/// Draws it.
pub(super) fn about(ui: &mut Ui, screen: &Screen<'_>) {
    let (words, palette) = (screen.words, Palette::of(ui));
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(MARK, MARK), Sense::hover());
        theme::paint_mark(ui.painter(), rect);
        ui.add_space(GAP);
        ui.vertical(|ui| {
            ui.add_space(4.0);
            ui.label(theme::heavy(&words.product_name, theme::heading()));
            let version = fill(&words.help.version, &[("version", env!("CARGO_PKG_VERSION"))]);
            ui.add(Label::new(RichText::new(version).color(palette.weak)).selectable(true));
        });
    });
    ui.add_space(GAP);
    for text in [&words.help.privacy, &words.help.licence, &words.help.trademarks] {
        ui.add(Label::new(text.as_str()).wrap());
    }
    ui.add_space(GAP * 2.0);
    ui.label(theme::heavy(&words.help.third_party, theme::title()));
    ui.add(Label::new(RichText::new(&words.help.third_party_text).color(palette.weak)).wrap());
    let frame = Frame::new().fill(palette.raised).corner_radius(CONTROL_RADIUS).inner_margin(12.0);
    frame.stroke(Stroke::new(1.0, palette.hairline)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // Only the lines in sight are laid out: the page has thousands.
        ScrollArea::both().auto_shrink(false).show_rows(ui, LINE, LINES.len(), |ui, rows| {
            for line in LINES.get(rows).unwrap_or_default() {
                let text = RichText::new(*line).monospace().line_height(Some(LINE));
                ui.add(Label::new(text).extend().selectable(true));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_licences_of_what_is_built_in_are_there() {
        assert!(LINES.len() > 1000 && LINES.iter().all(|line| line.chars().count() <= 200), "lines of a page");
        for needed in
            ["egui 0.37", "BIZ UDPGothic", "SIL OPEN FONT LICENSE", "Apache License", "Permission is hereby granted"]
        {
            assert!(THIRD_PARTY.contains(needed), "{needed}");
        }
    }
}
