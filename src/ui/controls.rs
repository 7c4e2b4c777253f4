//! Buttons, chips and pills.

use crate::domain::cluster::Cluster;
use crate::ui::commands::Command;
use crate::ui::icons;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::Words;
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Button, Color32, FontId, Galley, Painter, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};
use std::sync::Arc;

/// The button of `command`, disabled while it cannot be done.
pub(super) fn command_button(ui: &mut Ui, screen: &Screen<'_>, command: Command) -> Response {
    let button = Button::new(command.label(screen.words));
    add_command(ui, screen, command, button)
}

/// The button of the command that the page is about.
pub(super) fn primary_button(ui: &mut Ui, screen: &Screen<'_>, command: Command) -> Response {
    let palette = Palette::of(ui);
    let text = RichText::new(command.label(screen.words)).color(palette.on_accent);
    let button = Button::new(text).fill(palette.accent);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, edge) in [
            (&mut widgets.inactive, palette.accent),
            (&mut widgets.hovered, palette.accent_strong),
            (&mut widgets.open, palette.accent_strong),
        ] {
            visuals.bg_stroke = Stroke::new(1.0, edge);
        }
        widgets.active.bg_stroke = Stroke::new(2.0, palette.text);
        add_command(ui, screen, command, button)
    })
    .inner
}

fn add_command(ui: &mut Ui, screen: &Screen<'_>, command: Command, button: Button<'_>) -> Response {
    let tooltip = command.tooltip(ui, screen.words);
    let response = ui.add_enabled(command.is_enabled(screen), button);
    response.on_hover_text(&tooltip).on_disabled_hover_text(tooltip)
}

/// A button with `text` and a tooltip.
pub(super) fn plain_button(ui: &mut Ui, text: &str, tooltip: &str) -> Response {
    ui.add(Button::new(text)).on_hover_text(tooltip)
}

/// The button that a page leads up to.
pub(super) fn strong_button(ui: &mut Ui, text: &str, tooltip: &str) -> Response {
    let palette = Palette::of(ui);
    let text = RichText::new(text).color(palette.on_accent);
    let button = Button::new(text).fill(palette.accent).stroke(Stroke::new(1.0, palette.accent));
    ui.add(button).on_hover_text(tooltip)
}

/// One line of text, at most `width` wide, that ends in an ellipsis where there is no room.
pub(super) fn elided(painter: &Painter, text: String, font: FontId, width: f32, ink: Color32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text, font, ink);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    painter.layout_job(job)
}

/// A box to tick, empty while it is not.
pub(super) fn tick_box(ui: &mut Ui, is_ticked: &mut bool, name: &str, tooltip: &str) -> Response {
    let palette = Palette::of(ui);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, edge) in [
            (&mut widgets.inactive, palette.outline),
            (&mut widgets.hovered, palette.accent),
            (&mut widgets.active, palette.accent),
        ] {
            visuals.bg_fill = palette.surface;
            visuals.bg_stroke = Stroke::new(if edge == palette.outline { 1.0 } else { 1.5 }, edge);
            visuals.fg_stroke = Stroke::new(2.0, palette.accent_strong);
        }
        let text = RichText::new(name).color(palette.text);
        ui.checkbox(is_ticked, text).on_hover_text(tooltip)
    })
    .inner
}

/// A button with a cross that says `name` when it is pointed at.
pub(super) fn close_button(ui: &mut Ui, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
    let palette = Palette::of(ui);
    if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.hairline);
    }
    icons::cross(ui.painter(), rect.center(), 4.0, palette.weak);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(name)
}

/// A choice of the filter that goes when it is clicked.
pub(super) fn chip(ui: &mut Ui, text: &str, remove: &str) -> Response {
    let palette = Palette::of(ui);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::small(), palette.accent_strong);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 36.0, 24.0), Sense::click());
    let edge = if response.hovered() { palette.accent } else { palette.accent_soft };
    ui.painter().rect(rect, 12, palette.accent_soft, Stroke::new(1.0, edge), StrokeKind::Inside);
    let left = rect.left_center() + vec2(12.0, -galley.size().y / 2.0);
    ui.painter().galley(left, galley, palette.accent_strong);
    icons::cross(ui.painter(), rect.right_center() - vec2(14.0, 0.0), 3.0, palette.accent_strong);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, remove));
    response.on_hover_text(remove)
}

/// A cluster's colour with its letters, the sign that stands for it everywhere.
pub(super) fn cluster_swatch(ui: &Ui, rect: Rect, cluster: Cluster) {
    let palette = Palette::of(ui);
    let fill = palette.cluster(cluster);
    ui.painter().rect_filled(rect, 4, fill);
    let ink = palette.text_on(fill);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, cluster.letters(), theme::letters(), ink);
}

/// A cluster as a small coloured pill with its name, from the left of `ui`.
pub(super) fn cluster_pill(ui: &mut Ui, cluster: Cluster, words: &Words) -> Response {
    let palette = Palette::of(ui);
    let galley = ui.painter().layout_no_wrap(words.cluster(cluster).to_owned(), theme::small(), palette.text);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 28.0, 20.0), Sense::hover());
    ui.painter().rect_filled(rect, 10, palette.cluster_fill(cluster, 0.15));
    ui.painter().circle_filled(rect.left_center() + vec2(11.0, 0.0), 4.0, palette.cluster(cluster));
    ui.painter().galley(rect.left_center() + vec2(20.0, -galley.size().y / 2.0), galley, palette.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.cluster(cluster)));
    response.on_hover_text(words.cluster_tooltip(cluster))
}

/// Buttons side by side of which one is pressed; returns the one that was clicked.
pub(super) fn segmented<T: Copy + PartialEq>(ui: &mut Ui, choices: &[(T, &str, String)], chosen: T) -> Option<T> {
    segmented_of(ui, choices, chosen, false)
}

/// The same; where `tells_all`, the tooltips are the buttons' names too, as they tell what the choice is of.
pub(super) fn segmented_of<T: Copy + PartialEq>(
    ui: &mut Ui,
    choices: &[(T, &str, String)],
    chosen: T,
    tells_all: bool,
) -> Option<T> {
    let mut clicked = None;
    let palette = Palette::of(ui);
    let frame = egui::Frame::new().fill(palette.hairline).corner_radius(CONTROL_RADIUS + 1).inner_margin(2.0);
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().button_padding = vec2(10.0, 3.0);
        ui.spacing_mut().interact_size.y = 24.0;
        for (choice, name, tooltip) in choices {
            let is_chosen = *choice == chosen;
            let (fill, ink) =
                if is_chosen { (palette.surface, palette.text) } else { (Color32::TRANSPARENT, palette.weak) };
            let text = RichText::new(*name).font(theme::small()).color(ink);
            let edge = if is_chosen { palette.outline } else { Color32::TRANSPARENT };
            ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, edge);
            ui.visuals_mut().widgets.hovered.bg_stroke = Stroke::new(1.0, palette.outline);
            let response = ui.add(Button::new(text).fill(fill).corner_radius(CONTROL_RADIUS - 1));
            let label = if tells_all { tooltip } else { *name };
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, label));
            if response.on_hover_text(tooltip).clicked() && !is_chosen {
                clicked = Some(*choice);
            }
        }
    });
    clicked
}
