//! What was understood of each file, and what was left out.

mod file;

use crate::insight::ScoredPortfolio;
use crate::session::action::Action;
use crate::ui::controls::close_button;
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, INSET, Palette};
use egui::{Align, CentralPanel, Frame, Label, Layout, Panel, RichText, ScrollArea, Ui, vec2};

const WIDTH: f32 = 400.0;
/// Lines longer than this are hard to read.
const MAX_WIDTH: f32 = 720.0;

/// Draws it at the right of the dashboard.
#[must_use]
pub(super) fn side_panel(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(INSET);
    let panel = Panel::right("understanding").resizable(false).exact_size(WIDTH).show_separator_line(false);
    let shown = panel.frame(frame).show(ui, |ui| content(ui, screen, scored));
    let rect = shown.response.rect;
    ui.painter().vline(rect.left() + 0.5, rect.y_range(), (1.0, palette.hairline));
    shown.inner
}

/// Draws it in place of the dashboard.
#[must_use]
pub(super) fn page(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(INSET);
    CentralPanel::no_frame()
        .frame(frame)
        .show(ui, |ui| {
            let side = ((ui.available_width() - MAX_WIDTH) / 2.0).max(0.0);
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.allocate_ui_with_layout(
                    vec2(ui.available_width() - side, ui.available_height()),
                    Layout::top_down(Align::Min),
                    |ui| content(ui, screen, scored),
                )
                .inner
            })
            .inner
        })
        .inner
}

fn content(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let mut action = None;
    ui.horizontal(|ui| {
        ui.label(theme::heavy(&words.understanding, theme::heading()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if close_button(ui, &words.close).clicked() {
                action = Some(Action::ToggleUnderstanding);
            }
        });
    });
    ui.add(Label::new(RichText::new(&words.understanding_text).color(palette.weak)).wrap());
    let doubts: u64 = scored.portfolio.doubts.iter().map(|doubt| doubt.count).sum();
    if doubts > 0 {
        let text = format!("{}: {}", words.understanding_doubts, format::count(doubts));
        ui.label(theme::heavy(&text, theme::strong())).on_hover_text(&words.understanding_doubts_tooltip);
    }
    ui.add_space(8.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (position, opened) in scored.portfolio.files.iter().enumerate() {
            let chosen = ui.push_id(position, |ui| file::file(ui, screen, opened)).inner;
            action = action.take().or(chosen);
            ui.add_space(16.0);
        }
    });
    action
}
