//! What can be done with the customers that are selected, at the bottom of the page.

use super::{Form, Marked, Who, mark_editor};
use crate::session::action::Action;
use crate::session::table::TableAction;
use crate::session::work_list::WorkListAction;
use crate::ui::controls::segmented;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, Palette};
use crate::ui::words::fill;
use egui::{Frame, Margin, Panel, Stroke, Ui};

/// Draws the bar; nothing while no customer is selected.
#[must_use]
pub(in crate::ui) fn selection_bar(ui: &mut Ui, screen: &Screen<'_>, for_model: &mut bool) -> Option<Action> {
    let selection = screen.selection;
    if selection.is_empty() || screen.is_preview {
        return None;
    }
    let (words, palette) = (screen.words, Palette::of(ui));
    let side = GUTTER as i8;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(side, 8));
    let panel = Panel::bottom("selection bar").resizable(false).show_separator_line(false).frame(frame);
    let shown = panel.show(ui, |ui| {
        let mut action = None;
        ui.horizontal_wrapped(|ui| {
            let customers = words.customers(u32::try_from(selection.len()).unwrap_or(u32::MAX));
            let count = fill(&words.marks.selected, &[("customers", &customers)]);
            ui.label(theme::heavy(count, theme::strong()));
            if let Some(model) = screen.question.model {
                let choices = [
                    (false, words.marks.for_whole.as_str(), words.marks.for_whole_tooltip.clone()),
                    (true, model.product_name(), words.marks.for_model_tooltip.clone()),
                ];
                *for_model = segmented(ui, &choices, *for_model).unwrap_or(*for_model);
            }
            let model = screen.question.model.filter(|_| *for_model);
            action = mark_editor(ui, screen, Marked { who: Who::Selected(selection), model }, Form::Line);
            if ui.button(&words.marks.add_to_list).on_hover_text(&words.marks.add_to_list_tooltip).clicked() {
                action = Some(Action::WorkList(WorkListAction::Add(selection.iter().collect())));
            }
            if ui.button(&words.marks.deselect).on_hover_text(&words.marks.deselect_tooltip).clicked() {
                action = Some(Action::Table(TableAction::SelectNone));
            }
        });
        action
    });
    let line = shown.response.rect;
    ui.painter().hline(line.x_range(), line.top() + 0.5, Stroke::new(1.0, palette.hairline));
    shown.inner
}
