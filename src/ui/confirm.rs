//! The question before the source file itself is written to.

use crate::session::action::Action;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, PANEL_RADIUS, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Align, Button, Frame, Id, Label, Layout, Modal, RichText, Stroke, Ui};

/// Draws the question while it is asked. Escape, Enter and a click beside it keep the file.
#[must_use]
pub(super) fn confirm(ui: &Ui, screen: &Screen<'_>) -> Option<Action> {
    let target = screen.overwrite_asked?;
    let (words, palette) = (screen.words, Palette::of(ui));
    let name = target.file_name().unwrap_or(target.as_os_str()).to_string_lossy();
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.outline))
        .corner_radius(PANEL_RADIUS)
        .shadow(ui.visuals().window_shadow)
        .inner_margin(24.0);
    let modal = Modal::new(Id::unique("overwrite question")).frame(frame);
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(440.0_f32.min(ui.ctx().content_rect().width() - 96.0));
        ui.label(theme::heavy(&words.confirm_title, theme::heading()));
        let text = fill(&words.confirm_text, &[("file", &visible(&name))]);
        ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
        ui.add_space(GAP * 2.0);
        let mut action = None;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let keep = Button::new(RichText::new(&words.confirm_decline).color(palette.on_accent)).fill(palette.accent);
            let keep = ui.add(keep).on_hover_text(&words.confirm_decline_tooltip);
            let replace = Button::new(RichText::new(&words.confirm_accept).color(palette.bad));
            let replace = ui.add(replace).on_hover_text(&words.confirm_accept_tooltip);
            // The safe choice has the keyboard unless the person moved it.
            if !replace.has_focus() && !keep.has_focus() {
                keep.request_focus();
            }
            if keep.clicked() {
                action = Some(Action::DeclineOverwrite);
            } else if replace.clicked() {
                action = Some(Action::ConfirmOverwrite);
            }
        });
        action
    });
    let clicked_beside = response.backdrop_response.clicked();
    response.inner.or(clicked_beside.then_some(Action::DeclineOverwrite))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::dashboard::Question;
    use egui::{Key, vec2};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;
    use std::path::Path;

    fn harness() -> Harness<'static, Vec<Action>> {
        let mut harness =
            Harness::builder().with_context_setup(crate::ui::install).with_size(vec2(800.0, 400.0)).build_ui_state(
                |ui, actions: &mut Vec<Action>| {
                    let question = Question::default();
                    let screen =
                        Screen { overwrite_asked: Some(Path::new("/data/report.xlsx")), ..Screen::empty(&question) };
                    actions.extend(confirm(ui, &screen));
                },
                Vec::new(),
            );
        harness.run();
        harness
    }

    #[test]
    fn enter_takes_the_safe_choice() {
        let mut harness = harness();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state(), &[Action::DeclineOverwrite]);
    }

    #[test]
    fn the_file_is_named_and_replacing_takes_a_click_of_its_own() {
        let mut harness = harness();
        harness.get_by_label_contains("“report.xlsx”");
        harness.get_by_label("Replace it").click();
        harness.run();
        assert_eq!(harness.state(), &[Action::ConfirmOverwrite]);
    }
}
