//! The head of the page: the way back, the name, and the way to the customers before and after.

use crate::session::action::Action;
use crate::session::customer::CustomerAction;
use crate::ui::customer::CustomerView;
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align, Button, Label, Layout, RichText, Ui, WidgetInfo, vec2};
use std::borrow::Cow;

const HEIGHT: f32 = 40.0;

/// Draws the head.
#[must_use]
pub(super) fn header(ui: &mut Ui, screen: &Screen<'_>, view: &CustomerView<'_>) -> Option<Action> {
    let words = &screen.words.customer;
    let palette = Palette::of(ui);
    let mut action = None;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), HEIGHT), Layout::left_to_right(Align::Center), |ui| {
        let back = ui.add(Button::new(format!("‹ {}", words.back)));
        back.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words.back));
        if back.on_hover_text(&words.back_tooltip).clicked() {
            action = Some(Action::Customer(CustomerAction::Close));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let brief = ui.add_enabled(view.page.is_some(), Button::new(&words.brief));
            if brief.on_hover_text(&words.brief_tooltip).clicked() {
                action = Some(Action::Customer(CustomerAction::AskBrief));
            }
            let places = [
                (
                    "›",
                    &words.next,
                    &words.next_tooltip,
                    CustomerAction::Next,
                    view.position.is_none_or(|at| at + 1 < view.rows),
                ),
                (
                    "‹",
                    &words.previous,
                    &words.previous_tooltip,
                    CustomerAction::Previous,
                    view.position.is_none_or(|at| at > 0),
                ),
            ];
            for (sign, name, tooltip, goes, is_there) in places {
                let response = ui.add_enabled(is_there && view.rows > 0, Button::new(sign).min_size(vec2(32.0, 28.0)));
                response.widget_info(|| WidgetInfo::labeled(Role::Button, is_there, name));
                if response.on_hover_text(tooltip).on_disabled_hover_text(tooltip).clicked() {
                    action = Some(Action::Customer(goes));
                }
            }
            let all = format::count(view.rows as u64);
            let place = view.position.map(|at| format::count(at as u64 + 1));
            let text = place.map_or_else(
                || fill(&words.position_filtered, &[("all", &all)]),
                |place| fill(&words.position, &[("place", &place), ("all", &all)]),
            );
            ui.label(RichText::new(text).font(theme::small()).color(palette.weak));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let identity = view.page.map(|page| &page.identity);
                let name = identity.map(|identity| identity.name.as_deref());
                let name = name.map(|name| name.map(|name| screen.name_of(view.customer, name)));
                let name = name.map(|name| name.unwrap_or(Cow::Borrowed(&words.unnamed)));
                ui.add(Label::new(theme::heavy(name.unwrap_or_default(), theme::heading())).truncate());
            });
        });
    });
    action
}
