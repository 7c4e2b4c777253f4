//! The white panels that everything stands on.

use crate::ui::icons;
use crate::ui::theme::{self, CONTROL_RADIUS, INSET, PANEL_RADIUS, Palette};
use egui::accesskit::Role;
use egui::{Layout, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};

/// Draws `content` on a panel that takes exactly `rect`.
pub(super) fn panel<R>(ui: &mut Ui, name: &'static str, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    panel_with_inset(ui, name, rect, INSET, content)
}

/// A panel whose content stands `inset` from its edge.
pub(super) fn panel_with_inset<R>(
    ui: &mut Ui,
    name: &'static str,
    rect: Rect,
    inset: f32,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    let palette = Palette::of(ui);
    let edge = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, PANEL_RADIUS, palette.surface, edge, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(inset, inset.min(12.0)));
    region(ui, name, inner, Layout::top_down(egui::Align::Min), |ui| {
        ui.shrink_clip_rect(rect);
        content(ui)
    })
}

/// Draws `content` in exactly `rect`, wherever the cursor is, under an id of its own.
pub(super) fn region<R>(
    ui: &mut Ui,
    name: &'static str,
    rect: Rect,
    layout: Layout,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect).layout(layout));
    content(&mut child)
}

/// A panel's title, with the definition of what it shows behind a small mark.
pub(super) fn title(ui: &mut Ui, text: &str, definition: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(egui::Label::new(theme::heavy(text, theme::title())).truncate()).on_hover_text(definition);
        info(ui, definition);
    });
}

/// The small mark that holds a definition.
pub(super) fn info(ui: &mut Ui, definition: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    let palette = Palette::of(ui);
    let color = if response.hovered() { palette.accent } else { palette.weak };
    icons::info(ui.painter(), rect.center(), color);
    response.widget_info(|| WidgetInfo::labeled(Role::Note, true, definition));
    response.on_hover_text(definition)
}

/// Rings `rect` when the keyboard is on `response`.
pub(super) fn focus_ring(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        let ring = Stroke::new(2.0, Palette::of(ui).accent);
        ui.painter().rect_stroke(rect, CONTROL_RADIUS, ring, StrokeKind::Outside);
    }
}
