//! The question before the source file itself is written to.

use crate::session::action::Action;
use crate::ui::dialog::{Answer, answers, dialog};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Label, RichText, Ui};

const WIDTH: f32 = 440.0;

/// Draws the question while it is asked. Escape, Enter and a click beside it keep the file.
#[must_use]
pub(super) fn confirm(ui: &Ui, screen: &Screen<'_>) -> Option<Action> {
    let target = screen.overwrite_asked?;
    let (words, palette) = (screen.words, Palette::of(ui));
    let name = target.file_name().unwrap_or(target.as_os_str()).to_string_lossy();
    dialog(ui, "overwrite question", WIDTH, Action::DeclineOverwrite, |ui| {
        ui.label(theme::heavy(&words.confirm_title, theme::heading()));
        let text = fill(&words.confirm_text, &[("file", &visible(&name))]);
        ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
        ui.add_space(GAP * 2.0);
        // The safe choice leads.
        let replace = RichText::new(&words.confirm_accept).color(palette.bad);
        let keep = [words.confirm_decline.as_str(), &words.confirm_decline_tooltip];
        Some(match answers(ui, keep, (replace, &words.confirm_accept_tooltip))? {
            Answer::Leading => Action::DeclineOverwrite,
            Answer::Other => Action::ConfirmOverwrite,
        })
    })
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
