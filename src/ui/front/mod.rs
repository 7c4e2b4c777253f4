//! What stands in front of the page: settings, the palette of commands, the overview of keys.

mod keys;
mod palette;
mod settings;

use crate::session::action::Action;
use crate::session::front::Front;
use crate::ui::controls::close_button;
use crate::ui::dialog::frame;
use crate::ui::front::palette::PalettePlace;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP};
use egui::{Align, Id, Layout, Modal, ScrollArea, Ui};

/// Distance of the content from the window's edge.
const INSET: f32 = 20.0;
/// What is left free around it, at least.
const AROUND: f32 = 24.0;

/// What is typed in front of the page.
#[derive(Debug, Clone, Default)]
pub struct FrontPlace {
    /// The palette of commands.
    palette: PalettePlace,
    /// What was typed as the as-of day, while it is being typed.
    as_of: Option<String>,
}

/// Draws what stands in front; a click beside it takes it away.
#[must_use]
pub(super) fn front(ui: &Ui, screen: &Screen<'_>, place: &mut FrontPlace) -> Vec<Action> {
    if screen.front != Some(Front::Palette) {
        place.palette = PalettePlace::default();
    }
    // The question about overwriting comes before everything.
    let Some(front) = screen.front.filter(|_| screen.overwrite_asked.is_none()) else { return Vec::new() };
    match front {
        Front::Palette => palette::palette(ui, screen, &mut place.palette),
        Front::Keys => window(ui, screen, front, &screen.words.keys.title, 860.0, |ui| {
            keys::keys(ui, screen);
            Vec::new()
        }),
        Front::Settings => window(ui, screen, front, &screen.words.settings.title, 640.0, |ui| {
            settings::settings(ui, screen, &mut place.as_of)
        }),
    }
}

/// A titled window whose content scrolls where the window is low.
fn window(
    ui: &Ui,
    screen: &Screen<'_>,
    front: Front,
    title: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> Vec<Action>,
) -> Vec<Action> {
    let room = ui.ctx().content_rect().size() - egui::Vec2::splat((AROUND + INSET) * 2.0);
    let modal = Modal::new(Id::unique(("front", front as u8))).frame(frame(ui, INSET));
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(width.min(room.x));
        let mut actions = Vec::new();
        ui.horizontal(|ui| {
            ui.label(theme::heavy(title, theme::heading()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = close_button(ui, &screen.words.close);
                // The keyboard begins here, and not behind the window.
                if ui.memory(|memory| memory.focused().is_none()) {
                    close.request_focus();
                }
                if close.clicked() {
                    actions.push(Action::ToggleFront(front));
                }
            });
        });
        ui.add_space(GAP / 2.0);
        let height = (room.y - 44.0).max(120.0);
        let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
        actions.extend(area.show(ui, content).inner);
        actions
    });
    let mut actions = shown.inner;
    if shown.backdrop_response.clicked() {
        actions.push(Action::ToggleFront(front));
    }
    actions
}
