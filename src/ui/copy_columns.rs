//! Which columns a marked-up copy gets, asked before its place is.

use crate::session::action::Action;
use crate::session::saving::{CopyAction, CopyPage};
use crate::ui::controls::tick_box;
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, PANEL_RADIUS, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Align, Button, Frame, Id, Label, Layout, Modal, RichText, ScrollArea, Stroke, Ui};

const WIDTH: f32 = 560.0;

/// Draws the question while it is asked. Enter goes on with what is ticked; Escape and a click beside it save nothing.
#[must_use]
pub(super) fn copy_columns(ui: &Ui, screen: &Screen<'_>) -> Option<Action> {
    let page = screen.copy_page.as_ref()?;
    let palette = Palette::of(ui);
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.outline))
        .corner_radius(PANEL_RADIUS)
        .shadow(ui.visuals().window_shadow)
        .inner_margin(24.0);
    let modal = Modal::new(Id::unique("copy columns")).frame(frame);
    let response = modal.show(ui.ctx(), |ui| {
        let room = ui.ctx().content_rect().size();
        ui.set_width(WIDTH.min(room.x - 96.0));
        ui.add(Label::new(theme::heavy(title(screen, page), theme::heading())).wrap());
        note(ui, &screen.words.copy.definition);
        ui.add_space(GAP);
        let area = ScrollArea::vertical().max_height((room.y - 280.0).max(120.0)).id_salt("copy columns");
        let ticked = area.show(ui, |ui| choices(ui, screen, page)).inner;
        ui.add_space(GAP);
        ticked.or(buttons(ui, screen, page))
    });
    let clicked_beside = response.backdrop_response.clicked();
    response.inner.or(clicked_beside.then_some(CopyAction::Close)).map(Action::Copy)
}

fn title(screen: &Screen<'_>, page: &CopyPage) -> String {
    fill(&screen.words.copy.title, &[("file", &visible(&page.file))])
}

/// Models at the left, parts at the right.
fn choices(ui: &mut Ui, screen: &Screen<'_>, page: &CopyPage) -> Option<CopyAction> {
    let words = &screen.words.copy;
    let mut action = None;
    ui.columns(2, |sides| {
        let [left, right] = sides else { return };
        left.label(theme::heavy(&words.models, theme::strong()));
        for (model, is_chosen, is_own) in &page.models {
            let text = if *is_own { &words.model_own_tooltip } else { &words.model_other_tooltip };
            let tooltip = fill(text, &[("model", model.product_name())]);
            let mut is_ticked = *is_chosen;
            let tick = |ui: &mut Ui| tick_box(ui, &mut is_ticked, model.product_name(), &tooltip).clicked();
            if left.scope(|ui| emphasised(ui, *is_own, tick)).inner {
                action = Some(CopyAction::ToggleModel(*model));
            }
        }
        if page.models.iter().any(|(_, _, is_own)| *is_own) {
            note(left, &words.models_hint);
        }
        right.label(theme::heavy(&words.parts, theme::strong()));
        for (part, is_chosen) in &page.parts {
            let (name, tooltip) = words.part(*part);
            let mut is_ticked = *is_chosen;
            if tick_box(right, &mut is_ticked, name, tooltip).clicked() {
                action = Some(CopyAction::TogglePart(*part));
            }
        }
        note(right, &words.parts_hint);
    });
    action
}

/// In heavy type where `is_heavy`.
fn emphasised<R>(ui: &mut Ui, is_heavy: bool, content: impl FnOnce(&mut Ui) -> R) -> R {
    if is_heavy {
        ui.style_mut().override_font_id = Some(theme::strong());
    }
    content(ui)
}

fn buttons(ui: &mut Ui, screen: &Screen<'_>, page: &CopyPage) -> Option<CopyAction> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let count = format::count(page.columns as u64);
    let text = if page.columns == 1 { &words.copy.count_one } else { &words.copy.count_many };
    note(ui, &fill(text, &[("count", &count)]));
    let mut action = None;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let choose = Button::new(RichText::new(&words.copy.choose).color(palette.on_accent)).fill(palette.accent);
        let choose = ui.add(choose).on_hover_text(&words.copy.choose_tooltip);
        let cancel = ui.button(&words.cancel).on_hover_text(&words.copy.cancel_tooltip);
        // Enter goes on until the person moves the keyboard to something else.
        if ui.memory(|memory| memory.focused().is_none()) {
            choose.request_focus();
        }
        if choose.clicked() {
            action = Some(CopyAction::ChooseTarget);
        } else if cancel.clicked() {
            action = Some(CopyAction::Close);
        }
    });
    action
}

/// Text of less weight that may take several lines.
fn note(ui: &mut Ui, text: &str) {
    let palette = Palette::of(ui);
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(palette.weak)).wrap().halign(Align::LEFT));
}
