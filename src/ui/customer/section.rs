//! The panels of the page, as high as what they hold, and the lines in them.

use crate::ui::panel::title;
use crate::ui::theme::{self, PANEL_RADIUS, Palette};
use egui::{Align, Frame, Label, Layout, Margin, RichText, Stroke, Ui, vec2};

/// A panel with a title and its definition.
pub(in crate::ui) fn section<R>(
    ui: &mut Ui,
    name: &'static str,
    text: &str,
    definition: &str,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    let palette = Palette::of(ui);
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(PANEL_RADIUS)
        .inner_margin(Margin::symmetric(16, 12));
    let shown = ui.push_id(name, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            title(ui, text, definition);
            content(ui)
        })
    });
    shown.inner.inner
}

/// A name and what it is, side by side.
pub(in crate::ui) fn pair(ui: &mut Ui, name: &str, value: &str, note: Option<&str>) {
    let palette = Palette::of(ui);
    let width = ui.available_width();
    ui.horizontal_top(|ui| {
        let names = (width * 0.38).floor();
        ui.allocate_ui_with_layout(vec2(names, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(names);
            ui.add(Label::new(RichText::new(name).font(theme::small()).color(palette.weak)).wrap());
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(RichText::new(value).font(theme::body())).wrap());
            if let Some(note) = note {
                ui.add(Label::new(RichText::new(note).font(theme::small()).color(palette.weak)).wrap());
            }
        });
    });
}

/// A line with something at its right end.
pub(in crate::ui) fn ends(ui: &mut Ui, left: &str, right: &str) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(RichText::new(right).font(theme::body())));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(left).font(theme::body())).truncate());
            });
        });
    });
}

/// Small text of less weight.
pub(in crate::ui) fn note(ui: &mut Ui, text: &str) {
    let color = Palette::of(ui).weak;
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(color)).wrap());
}

/// Text over several lines.
pub(in crate::ui) fn text(ui: &mut Ui, text: &str) {
    ui.add(Label::new(RichText::new(text).font(theme::body())).wrap());
}

/// A thin line between entries.
pub(in crate::ui) fn rule(ui: &mut Ui) {
    let palette = Palette::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, palette.hairline));
}
