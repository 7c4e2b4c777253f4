//! What the user should be told: banners that stay until they are dismissed.

use crate::session::action::Action;
use crate::session::marks::MarkAction;
use crate::session::notice::{MarkNotice, Notice};
use crate::ui::controls::close_button;
use crate::ui::icons;
use crate::ui::root::strip;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, PANEL_RADIUS, Palette};
use crate::ui::words::{Problem, Words, fill};
use crate::workbook::markup::SaveError;
use egui::{Align, Frame, Label, Layout, Margin, RichText, ScrollArea, Sense, Stroke, Ui, vec2};

/// More notices than fit in this height scroll.
const MAX_HEIGHT: f32 = 236.0;

/// Draws the notices, the latest on top.
#[must_use]
pub(super) fn notices(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    if screen.notices.is_empty() {
        return None;
    }
    let mut dismissed = None;
    let side = GUTTER as i8;
    strip(ui, "notices", Margin { left: side, right: side, top: side, bottom: 0 }, |ui| {
        let height = MAX_HEIGHT.min(ui.ctx().content_rect().height() * 0.4);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            for (position, notice) in screen.notices.iter().enumerate().rev() {
                dismissed =
                    dismissed.take().or(ui.push_id(position, |ui| banner(ui, notice, position, screen.words)).inner);
            }
        });
    });
    dismissed
}

/// Draws the notice at `position`, with what can be done about it and a way to dismiss it.
fn banner(ui: &mut Ui, notice: &Notice, position: usize, words: &Words) -> Option<Action> {
    let palette = Palette::of(ui);
    let is_change =
        matches!(notice, Notice::FileChanged(_) | Notice::ProfileOfPortfolio | Notice::Marks(_)) && !notice.is_error();
    let edge = match (notice.is_error(), is_change) {
        (true, _) => palette.bad,
        (false, true) => palette.accent,
        (false, false) => palette.good,
    };
    let fill_color = palette.surface.lerp_to_gamma(edge, 0.07);
    let frame = Frame::new()
        .fill(fill_color)
        .stroke(Stroke::new(1.0, palette.surface.lerp_to_gamma(edge, 0.45)))
        .corner_radius(PANEL_RADIUS)
        .inner_margin(Margin::symmetric(12, 10));
    let problem = words.notice(notice);
    let mut action = None;
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
            if notice.is_error() {
                icons::warning(ui.painter(), rect.center(), 9.0, edge, palette.surface);
            } else if is_change {
                icons::info(ui.painter(), rect.center(), edge);
            } else {
                ui.painter().circle_filled(rect.center(), 9.0, edge);
                icons::tick(ui.painter(), rect.center(), 4.5, palette.surface);
            }
            ui.add_space(4.0);
            let width = ui.available_width() - 32.0;
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                texts(ui, &problem, words, palette);
                action = remedy(ui, notice, words);
            });
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if close_button(ui, &words.dismiss).clicked() {
                    action = Some(Action::DismissNotice(position));
                }
            });
        });
    });
    action
}

/// The button that does something about it, if there is something to do.
fn remedy(ui: &mut Ui, notice: &Notice, words: &Words) -> Option<Action> {
    if let Notice::Marks(MarkNotice::Recovered(_)) = notice {
        return recovered(ui, words);
    }
    let (name, tooltip, action) = match notice {
        Notice::OpenFailed { error, source, sources } if error.problem.may_be_mapped() => {
            let action = Action::ShowColumns { source: source.clone(), sources: sources.clone() };
            (&words.choose_columns, &words.choose_columns_tooltip, action)
        }
        Notice::FileChanged(_) => (&words.reread, &words.reread_tooltip, Action::Reread),
        Notice::SaveFailed(error) if matches!(**error, SaveError::SourceChanged) => {
            (&words.reread, &words.reread_tooltip, Action::Reread)
        }
        _ => return None,
    };
    ui.add_space(4.0);
    ui.button(name).on_hover_text(tooltip).clicked().then_some(action)
}

/// The two answers to what was recovered.
fn recovered(ui: &mut Ui, words: &Words) -> Option<Action> {
    let texts = &words.marks;
    let answers = [
        (&texts.recovered_keep, &texts.recovered_keep_tooltip, MarkAction::KeepRecovered),
        (&texts.recovered_discard, &texts.recovered_discard_tooltip, MarkAction::DiscardRecovered),
    ];
    ui.add_space(4.0);
    let clicked = ui.horizontal(|ui| {
        answers.into_iter().filter(|(name, tooltip, _)| ui.button(*name).on_hover_text(*tooltip).clicked()).last()
    });
    clicked.inner.map(|(_, _, action)| Action::Marks(action))
}

fn texts(ui: &mut Ui, problem: &Problem, words: &Words, palette: &Palette) {
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.add(Label::new(theme::heavy(&problem.title, theme::strong()).color(palette.text)).wrap());
    if !problem.cause.is_empty() {
        ui.add(Label::new(RichText::new(&problem.cause).color(palette.text)).wrap());
    }
    if !problem.way_out.is_empty() {
        let way_out = fill(&words.problem_way_out, &[("way_out", &problem.way_out)]);
        ui.add(Label::new(RichText::new(way_out).color(palette.weak)).wrap());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::settings::Language;
    use crate::workbook::error::{LooksLike, OpenError, OpenProblem};
    use crate::workbook::source::Source;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;
    use std::sync::Arc;

    #[test]
    fn a_banner_tells_cause_and_way_out_and_can_be_dismissed() {
        let error = OpenError { file: "scan.pdf".to_owned(), problem: OpenProblem::NotAWorkbook(LooksLike::Pdf) };
        let source = Source::File("scan.pdf".into());
        let notice = Notice::OpenFailed { error: Arc::new(error), source: source.clone(), sources: vec![source] };
        let mut harness =
            Harness::builder().with_context_setup(crate::ui::install).with_size(vec2(800.0, 200.0)).build_ui_state(
                |ui, actions: &mut Vec<Action>| actions.extend(banner(ui, &notice, 3, Words::of(Language::English))),
                Vec::new(),
            );
        harness.run();
        harness.get_by_label_contains("“scan.pdf” could not be opened");
        harness.get_by_label_contains("it looks like a PDF");
        harness.get_by_label_contains("What to do: Download the report again");
        harness.get_by_label("Dismiss").click();
        harness.run();
        assert_eq!(harness.state(), &[Action::DismissNotice(3)]);
    }
}
