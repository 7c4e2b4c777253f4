//! The page before anything is open.

use crate::session::action::Action;
use crate::ui::commands::Command;
use crate::ui::controls::{command_button, elided, primary_button};
use crate::ui::icons;
use crate::ui::panel::region;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, PANEL_RADIUS, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use crate::workbook::source::Source;
use egui::accesskit::Role;
use egui::{Align, Align2, Button, Label, Layout, Rect, RichText, ScrollArea, Shape, Stroke, Ui, WidgetInfo, vec2};
use std::path::PathBuf;

const WIDTH: f32 = 560.0;
const DROP_HEIGHT: f32 = 204.0;
/// Recent portfolios that are offered.
const RECENT_SHOWN: usize = 5;

/// Draws the page.
#[must_use]
pub(super) fn welcome(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let room = ui.max_rect();
    let width = WIDTH.min(room.width() - GAP * 2.0);
    let offered = screen.portfolios.len().min(RECENT_SHOWN) as f32;
    let list_height = if offered > 0.0 { 44.0 + offered * 40.0 } else { 0.0 };
    let height = 88.0 + DROP_HEIGHT + list_height;
    let mut action = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(((room.height() - height) * 0.45).max(GAP * 2.0));
            ui.set_max_width(width);
            let (words, palette) = (screen.words, Palette::of(ui));
            ui.label(theme::heavy(&words.welcome_title, theme::figure()));
            ui.add_space(2.0);
            ui.add(Label::new(RichText::new(&words.welcome_text).color(palette.weak)).wrap());
            ui.add_space(GAP * 2.0);
            action = drop_target(ui, width, screen);
            if offered > 0.0 {
                ui.add_space(GAP * 2.0);
                action = action.take().or(recent(ui, width, screen));
            }
            ui.add_space(GAP * 2.0);
        });
    });
    action
}

fn drop_target(ui: &mut Ui, width: f32, screen: &Screen<'_>) -> Option<Action> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (rect, _) = ui.allocate_exact_size(vec2(width, DROP_HEIGHT), egui::Sense::hover());
    ui.painter().rect_filled(rect, PANEL_RADIUS, palette.surface);
    dashed_outline(ui, rect.shrink(1.0), palette);
    let inner = rect.shrink(24.0);
    region(ui, "drop target", inner, Layout::top_down(Align::Center), |ui| {
        let (icon, _) = ui.allocate_exact_size(vec2(44.0, 48.0), egui::Sense::hover());
        icons::drop_sheet(ui.painter(), icon.center(), palette.accent);
        ui.label(theme::heavy(&words.welcome_drop, theme::title()));
        ui.add(Label::new(RichText::new(&words.welcome_formats).font(theme::small()).color(palette.weak)).wrap());
        ui.add_space(GAP);
        let mut action = None;
        let padding = ui.spacing().button_padding.x * 2.0;
        let [open_width, sample_width] = [Command::Open, Command::Sample].map(|command| {
            let text = command.label(words).to_owned();
            ui.painter().layout_no_wrap(text, theme::body(), palette.text).size().x + padding
        });
        let gap = ui.spacing().item_spacing.x;
        let needed = open_width + gap + sample_width;
        let (line, _) = ui.allocate_exact_size(vec2(inner.width(), 32.0), egui::Sense::hover());
        let pair = Rect::from_center_size(line.center(), vec2(needed, line.height()));
        let open = pair.with_max_x(pair.left() + open_width);
        let sample = pair.with_min_x(open.right() + gap);
        let fill = Layout::centered_and_justified(egui::Direction::LeftToRight);
        region(ui, "open", open, fill, |ui| {
            if primary_button(ui, screen, Command::Open).clicked() {
                action = Command::Open.action(screen);
            }
        });
        region(ui, "sample", sample, fill, |ui| {
            if command_button(ui, screen, Command::Sample).clicked() {
                action = Command::Sample.action(screen);
            }
        });
        action
    })
}

fn dashed_outline(ui: &Ui, rect: Rect, palette: &Palette) {
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    let stroke = Stroke::new(1.5, palette.outline);
    ui.painter().extend(Shape::dashed_line(&corners, stroke, 6.0, 5.0));
}

fn recent(ui: &mut Ui, width: f32, screen: &Screen<'_>) -> Option<Action> {
    let palette = Palette::of(ui);
    let mut clicked = None;
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(RichText::new(&screen.words.portfolios.recent).font(theme::small()).color(palette.weak));
        for (position, files) in screen.portfolios.iter().take(RECENT_SHOWN).enumerate() {
            if ui.push_id(position, |ui| portfolio(ui, width, screen, files)).inner {
                clicked = Some(Action::Open(files.iter().cloned().map(Source::File).collect()));
            }
        }
    });
    clicked
}

fn portfolio(ui: &mut Ui, width: f32, screen: &Screen<'_>, files: &[PathBuf]) -> bool {
    let palette = Palette::of(ui);
    let words = &screen.words.portfolios;
    let name = words.name(files);
    let folder = files.first().and_then(|path| path.parent()).map(|folder| folder.display().to_string());
    let folder = folder.unwrap_or_default();
    let folder = visible(&folder);
    let response = ui.add_sized(vec2(width, 36.0), Button::new("").frame_when_inactive(false));
    let label = fill(&words.open, &[("files", &name)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let rect = response.rect.shrink2(vec2(10.0, 0.0));
    let painter = ui.painter().with_clip_rect(rect);
    let shown = painter.text(rect.left_center(), Align2::LEFT_CENTER, &name, theme::strong(), palette.text);
    let room = rect.right() - shown.right() - GAP * 3.0;
    if room > 60.0 {
        let galley = elided(&painter, folder.to_string(), theme::small(), room, palette.weak);
        let at = rect.right_center() - vec2(galley.size().x, galley.size().y / 2.0);
        painter.galley(at, galley, palette.weak);
    }
    let tooltip = || {
        let files = files.iter().map(|path| visible(&path.display().to_string()).into_owned());
        files.chain([words.recent_tooltip.clone()]).collect::<Vec<_>>().join("\n")
    };
    response.on_hover_ui(|ui| drop(ui.label(tooltip()))).clicked()
}

/// While files hang over the window, says what dropping them does.
pub(super) fn drop_overlay(ui: &Ui, screen: &Screen<'_>) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let palette = Palette::of(ui);
    let rect = ui.ctx().content_rect();
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop overlay")));
    painter.rect_filled(rect, 0, palette.page.gamma_multiply(0.92));
    let ring = Stroke::new(3.0, palette.accent);
    painter.rect_stroke(rect.shrink(8.0), PANEL_RADIUS, ring, egui::StrokeKind::Inside);
    icons::drop_sheet(&painter, rect.center() - vec2(0.0, 48.0), palette.accent);
    let words = screen.words;
    icons::centred(&painter, rect.center(), words.drop_release.clone(), theme::heading(), palette.text);
    if screen.scored.is_some() {
        let below = rect.center() + vec2(0.0, 26.0);
        icons::centred(&painter, below, words.drop_release_detail.clone(), theme::body(), palette.weak);
    }
}
