//! The rail on the left: the pages of the desk.

use crate::session::action::Action;
use crate::session::view::View;
use crate::ui::commands::Command;
use crate::ui::icons;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use egui::accesskit::Role;
use egui::{Align2, Frame, Margin, Panel, Rect, Sense, Stroke, Ui, WidgetInfo, vec2};

const WIDTH: f32 = 76.0;
/// In a window narrower than this the rail shows signs alone.
const NARROW: f32 = 720.0;
const NARROW_WIDTH: f32 = 44.0;
const ENTRY_HEIGHT: f32 = 56.0;
const NARROW_HEIGHT: f32 = 40.0;

/// Draws the rail; nothing while no portfolio is open.
#[must_use]
pub(super) fn rail(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    screen.scored?;
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(4, 8));
    let is_narrow = ui.available_width() < NARROW;
    let width = if is_narrow { NARROW_WIDTH } else { WIDTH };
    let panel = Panel::left("rail").resizable(false).show_separator_line(false).exact_size(width).frame(frame);
    let shown = panel.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut chosen = None;
        for view in View::ALL.iter().copied() {
            chosen = chosen.or(entry(ui, screen, view, is_narrow));
        }
        chosen
    });
    let line = shown.response.rect;
    ui.painter().vline(line.right() - 0.5, line.y_range(), Stroke::new(1.0, palette.hairline));
    shown.inner
}

fn entry(ui: &mut Ui, screen: &Screen<'_>, view: View, is_narrow: bool) -> Option<Action> {
    let palette = Palette::of(ui);
    let command = Command::Show(view);
    let name = command.label(screen.words);
    let is_shown = screen.page == view;
    let is_enabled = command.is_enabled(screen);
    let sense = if is_enabled { Sense::click() } else { Sense::hover() };
    let height = if is_narrow { NARROW_HEIGHT } else { ENTRY_HEIGHT };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    if is_shown {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.accent_soft);
        let mark = Rect::from_min_size(rect.min + vec2(0.0, 14.0), vec2(3.0, rect.height() - 28.0));
        ui.painter().rect_filled(mark, 2, palette.accent);
    } else if response.hovered() && is_enabled {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
    }
    let ink = if is_shown { palette.accent_strong } else { palette.weak };
    if is_narrow {
        icons::page(ui.painter(), rect.center(), view, ink);
    } else {
        icons::page(ui.painter(), rect.center() - vec2(0.0, 10.0), view, ink);
        let text = if is_shown { palette.accent_strong } else { palette.text };
        let below = rect.center() + vec2(0.0, 14.0);
        ui.painter().text(below, Align2::CENTER_CENTER, name, theme::small(), text);
    }
    focus_ring(ui, &response, rect.shrink(2.0));
    response.widget_info(|| WidgetInfo::selected(Role::Tab, is_enabled, is_shown, name));
    let clicked = response.clicked();
    let tooltip = command.tooltip(ui, screen.words);
    response.on_hover_text(tooltip);
    clicked.then(|| command.action(screen)).flatten()
}
