//! Which columns a marked-up copy gets, asked before its place is.

use crate::session::action::Action;
use crate::session::saving::{CopyAction, CopyPage};
use crate::ui::controls::tick_box;
use crate::ui::dialog::{Answer, answers, dialog};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Label, RichText, ScrollArea, Ui};

const WIDTH: f32 = 560.0;

/// Draws the question while it is asked. Enter goes on with what is ticked; Escape and a click beside it save nothing.
#[must_use]
pub(super) fn copy_columns(ui: &Ui, screen: &Screen<'_>) -> Option<Action> {
    let page = screen.copy_page.as_ref()?;
    let action = dialog(ui, "copy columns", WIDTH, CopyAction::Close, |ui| {
        let room = ui.ctx().content_rect().height();
        ui.add(Label::new(theme::heavy(title(screen, page), theme::heading())).wrap());
        note(ui, &screen.words.copy.definition);
        ui.add_space(GAP);
        let area = ScrollArea::vertical().max_height((room - 280.0).max(120.0)).id_salt("copy columns");
        let ticked = area.show(ui, |ui| choices(ui, screen, page)).inner;
        ui.add_space(GAP);
        ticked.or(foot(ui, screen, page))
    });
    action.map(Action::Copy)
}

fn title(screen: &Screen<'_>, page: &CopyPage) -> String {
    fill(&screen.words.copy.title, &[("file", &visible(&page.file))])
}

/// Models at the left, parts at the right.
fn choices(ui: &mut Ui, screen: &Screen<'_>, page: &CopyPage) -> Option<CopyAction> {
    ui.columns(2, |sides| {
        let [left, right] = sides else { return None };
        // Columns of themselves stretch lines of text to both edges.
        let model = left.vertical(|ui| models(ui, screen, page)).inner;
        let part = right.vertical(|ui| parts(ui, screen, page)).inner;
        model.or(part)
    })
}

fn models(ui: &mut Ui, screen: &Screen<'_>, page: &CopyPage) -> Option<CopyAction> {
    let words = &screen.words.copy;
    ui.label(theme::heavy(&words.models, theme::strong()));
    let mut action = None;
    for (model, is_chosen, is_own) in &page.models {
        let text = if *is_own { &words.model_own_tooltip } else { &words.model_other_tooltip };
        let tooltip = fill(text, &[("model", model.product_name())]);
        let mut is_ticked = *is_chosen;
        let tick = |ui: &mut Ui| tick_box(ui, &mut is_ticked, model.product_name(), &tooltip).clicked();
        if ui.scope(|ui| emphasised(ui, *is_own, tick)).inner {
            action = Some(CopyAction::ToggleModel(*model));
        }
    }
    if page.models.iter().any(|(_, _, is_own)| *is_own) {
        note(ui, &words.models_hint);
    }
    action
}

fn parts(ui: &mut Ui, screen: &Screen<'_>, page: &CopyPage) -> Option<CopyAction> {
    let words = &screen.words.copy;
    ui.label(theme::heavy(&words.parts, theme::strong()));
    let mut action = None;
    for (part, is_chosen) in &page.parts {
        let (name, tooltip) = words.part(*part);
        let mut is_ticked = *is_chosen;
        if tick_box(ui, &mut is_ticked, name, tooltip).clicked() {
            action = Some(CopyAction::TogglePart(*part));
        }
    }
    note(ui, &words.parts_hint);
    action
}

/// In heavy type where `is_heavy`.
fn emphasised<R>(ui: &mut Ui, is_heavy: bool, content: impl FnOnce(&mut Ui) -> R) -> R {
    if is_heavy {
        ui.style_mut().override_font_id = Some(theme::strong());
    }
    content(ui)
}

/// How many columns are added, and the ways on and back.
fn foot(ui: &mut Ui, screen: &Screen<'_>, page: &CopyPage) -> Option<CopyAction> {
    let words = screen.words;
    let count = format::count(page.columns as u64);
    let text = if page.columns == 1 { &words.copy.count_one } else { &words.copy.count_many };
    note(ui, &fill(text, &[("count", &count)]));
    let choose = [words.copy.choose.as_str(), &words.copy.choose_tooltip];
    Some(match answers(ui, choose, (RichText::new(&words.cancel), &words.copy.cancel_tooltip))? {
        Answer::Leading => CopyAction::ChooseTarget,
        Answer::Other => CopyAction::Close,
    })
}

/// Text of less weight that may take several lines.
fn note(ui: &mut Ui, text: &str) {
    let palette = Palette::of(ui);
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(palette.weak)).wrap());
}
