//! The white panels that everything stands on.

use crate::ui::icons;
use crate::ui::theme::{self, CONTROL_RADIUS, INSET, PANEL_RADIUS, Palette};
use egui::accesskit::Role;
use egui::{Layout, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};

/// Tags a picture that nobody points at: what would only answer a pointer is not drawn.
pub(super) const STILL: &str = "still";

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

/// The small mark that holds a definition, for the pointer and for the keyboard.
pub(super) fn info(ui: &mut Ui, definition: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::focusable_noninteractive());
    let palette = Palette::of(ui);
    let color = if response.hovered() || response.has_focus() { palette.accent } else { palette.weak };
    if !ui.stack().iter().any(|outer| outer.tags().contains(STILL)) {
        icons::info(ui.painter(), rect.center(), color);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Note, true, definition));
    focus_ring(ui, &response, rect);
    if response.has_focus() {
        response.show_tooltip_ui(|ui| {
            ui.set_max_width(ui.spacing().tooltip_width);
            ui.label(definition);
        });
        return response;
    }
    response.on_hover_text(definition)
}

/// Rings `rect` when the keyboard is on `response`.
pub(super) fn focus_ring(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        let ring = Stroke::new(2.0, Palette::of(ui).accent);
        ui.painter().rect_stroke(rect, CONTROL_RADIUS, ring, StrokeKind::Outside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn a_definition_is_shown_to_the_keyboard() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(|ui| {
            info(ui, "Customers of the files");
        });
        harness.run();
        let shown = |harness: &Harness<'_>| harness.query_all_by_label("Customers of the files").count();
        assert_eq!(shown(&harness), 1, "the mark alone");
        harness.key_press(egui::Key::Tab);
        harness.run();
        assert_eq!(shown(&harness), 2, "the mark and what it says");
    }
}
