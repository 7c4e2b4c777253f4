//! Long work that is waited for.

use crate::session::action::Action;
use crate::session::{Running, Task};
use crate::ui::commands::Command;
use crate::ui::controls::command_button;
use crate::ui::format;
use crate::ui::panel::{panel_with_inset, region};
use crate::ui::root::strip;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, Palette};
use crate::ui::words::terms::visible;
use crate::ui::words::{Words, fill};
use egui::accesskit::Role;
use egui::{Align, Label, Layout, Margin, Rect, Response, RichText, Sense, Ui, WidgetInfo, vec2};

/// Room for what is being done, beside its bar.
const BESIDE_TASK: f32 = 190.0;
/// How many files are named.
const FILES_NAMED: usize = 6;

/// Draws work that goes on beside what is open, in the line that tells which customers are shown: no page moves when it
/// begins or ends.
#[must_use]
pub(super) fn beside(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let running = screen.running.as_ref()?;
    let task = task(running, screen.words);
    let action = cancel(ui, screen);
    percent(ui, running);
    let width = (ui.available_width() - BESIDE_TASK).clamp(40.0, 160.0);
    bar(ui, width, running, &task, screen.words);
    ui.add(Label::new(RichText::new(&task).color(Palette::of(ui).weak)).truncate());
    action
}

/// The room that [`beside`] takes in a line of `width`.
pub(super) fn beside_width(width: f32) -> f32 {
    (width * 0.45).min(460.0)
}

/// The same as a thin line along the top edge of `page`, for pages without such a line.
pub(super) fn edge(ui: &Ui, screen: &Screen<'_>, page: Rect) {
    let Some(running) = &screen.running else { return };
    let place = Rect::from_min_size(page.min, vec2(page.width(), 3.0));
    let task = task(running, screen.words);
    let response = ui.interact(place, ui.scope_id().with("progress edge"), Sense::hover());
    fill_bar(ui, place, &response, running, &task, screen.words);
    response.on_hover_text(task);
}

/// Draws a slim bar above what is open already.
#[must_use]
pub(super) fn slim_bar(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let running = screen.running.as_ref()?;
    let mut action = None;
    let side = GUTTER as i8;
    strip(ui, "progress", Margin { left: side + 4, right: side + 4, top: 8, bottom: 0 }, |ui| {
        ui.horizontal(|ui| {
            let task = task(running, screen.words);
            ui.add(Label::new(theme::heavy(&task, theme::strong())).truncate());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                action = cancel(ui, screen);
                percent(ui, running);
                let width = (ui.available_width() - 12.0).clamp(40.0, 320.0);
                bar(ui, width, running, &task, screen.words);
            });
        });
    });
    action
}

/// Says that what stands below is not all there is.
pub(super) fn preview_line(ui: &mut Ui, screen: &Screen<'_>) {
    let (words, palette) = (screen.words, Palette::of(ui));
    strip(ui, "preview line", Margin { left: 16, right: 16, top: 6, bottom: 6 }, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(28.0);
            ui.label(theme::heavy(&words.preview_title, theme::strong()).color(palette.accent));
            ui.label(RichText::new(&words.preview_text).color(palette.weak));
        });
    });
}

/// Draws the page of the first opening.
#[must_use]
pub(super) fn opening_page(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let running = screen.running.as_ref()?;
    let palette = Palette::of(ui);
    let room = ui.max_rect();
    let named = running.files.len().min(FILES_NAMED) as f32;
    let size = vec2(480.0_f32.min(room.width()), 134.0 + named * 21.0);
    let place = Rect::from_center_size(room.center() - vec2(0.0, 24.0), size);
    panel_with_inset(ui, "opening", place, 0.0, |ui| {
        let inner = place.shrink(28.0);
        region(ui, "content", inner, Layout::top_down(Align::Min), |ui| {
            ui.label(theme::heavy(&screen.words.progress_reading, theme::heading()));
            for name in running.files.iter().take(FILES_NAMED) {
                ui.spacing_mut().item_spacing.y = 4.0;
                ui.add(Label::new(RichText::new(visible(name)).color(palette.weak)).truncate());
            }
            ui.add_space(10.0);
            bar(ui, inner.width(), running, &task(running, screen.words), screen.words);
            ui.add_space(10.0);
            ui.horizontal(|ui| {
                percent(ui, running);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| cancel(ui, screen)).inner
            })
            .inner
        })
    })
}

fn cancel(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let clicked = command_button(ui, screen, Command::Cancel).clicked();
    clicked.then(|| Command::Cancel.action(screen)).flatten()
}

fn percent(ui: &mut Ui, running: &Running) {
    let text = running.fraction.map_or(String::new(), format::progress);
    let size = vec2(36.0, ui.spacing().interact_size.y);
    ui.add_sized(size, Label::new(theme::heavy(text, theme::strong())));
}

fn task(running: &Running, words: &Words) -> String {
    let text = match running.task {
        Task::Opening => &words.progress_opening,
        Task::Saving => &words.progress_saving,
        Task::Scoring => &words.progress_scoring,
        Task::Marking => &words.marks.marking,
    };
    let files = match running.files.as_slice() {
        [] => String::new(),
        [only] => visible(only).into_owned(),
        [first, rest @ ..] => {
            fill(&words.and_more, &[("first", &visible(first)), ("count", &format::count(rest.len() as u64))])
        }
    };
    fill(text, &[("files", &files)])
}

/// A bar filled by the share done. While that is unknown it stays empty: nothing moves that does not mean anything.
fn bar(ui: &mut Ui, width: f32, running: &Running, task: &str, words: &Words) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 6.0), Sense::hover());
    fill_bar(ui, rect, &response, running, task, words);
    response
}

fn fill_bar(ui: &Ui, rect: Rect, response: &Response, running: &Running, task: &str, words: &Words) {
    let palette = Palette::of(ui);
    ui.painter().rect_filled(rect, 3, palette.hairline);
    let fraction = running.fraction.unwrap_or(0.0).clamp(0.0, 1.0);
    if fraction > 0.0 {
        let width = (rect.width() * fraction).max(rect.height());
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(width, rect.height())), 3, palette.accent);
    }
    let label = fill(&words.progress_label, &[("task", task), ("share", &format::progress(fraction))]);
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &label));
    // Progress is read, not announced: look again while the work goes on.
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
}
