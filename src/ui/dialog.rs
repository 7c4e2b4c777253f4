//! A question in front of the page: its frame, and the two answers at its foot.

use crate::ui::controls::strong_button;
use crate::ui::theme::{PANEL_RADIUS, Palette};
use egui::{Align, Button, Frame, Id, Layout, Modal, RichText, Stroke, Ui};

const INSET: f32 = 24.0;

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The one that stands out, and that Enter gives.
    Leading,
    /// The other one.
    Other,
}

/// The frame around what stands in front of the page.
pub(super) fn frame(ui: &Ui, inset: f32) -> Frame {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.outline))
        .corner_radius(PANEL_RADIUS)
        .shadow(ui.visuals().window_shadow)
        .inner_margin(inset)
}

/// Draws `content` in front of the page, at most `width` wide; `closed` is what Escape and a click beside it mean.
pub(super) fn dialog<A>(
    ui: &Ui,
    name: &'static str,
    width: f32,
    closed: A,
    content: impl FnOnce(&mut Ui) -> Option<A>,
) -> Option<A> {
    let response = Modal::new(Id::unique(name)).frame(frame(ui, INSET)).show(ui.ctx(), |ui| {
        ui.set_width(width.min(ui.ctx().content_rect().width() - 96.0));
        content(ui)
    });
    let clicked_beside = response.backdrop_response.clicked();
    response.inner.or(clicked_beside.then_some(closed))
}

/// Draws the answers from the right, each a text with its tooltip. The leading one has the keyboard until the person
/// moves it to something else.
pub(super) fn answers(ui: &mut Ui, leading: [&str; 2], other: (RichText, &str)) -> Option<Answer> {
    let mut answer = None;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let [text, tooltip] = leading;
        let leading = strong_button(ui, text, tooltip);
        let (text, tooltip) = other;
        let other = ui.add(Button::new(text)).on_hover_text(tooltip);
        if ui.memory(|memory| memory.focused().is_none()) {
            leading.request_focus();
        }
        if leading.clicked() {
            answer = Some(Answer::Leading);
        } else if other.clicked() {
            answer = Some(Answer::Other);
        }
    });
    answer
}
