//! What is noted of the customer, to be changed here: the mark editor line under line, and the status for the model.

use crate::domain::model::Model;
use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::ui::customer::section::section;
use crate::ui::marks::{Form, Marked, Who, mark_editor, named_status};
use crate::ui::screen::Screen;
use egui::Ui;

/// Draws the marks of `customer`: as a whole, and the status for `model`.
#[must_use]
pub(super) fn marks(ui: &mut Ui, screen: &Screen<'_>, customer: CustomerIndex, model: Option<Model>) -> Option<Action> {
    let words = &screen.words.customer;
    let who = Who::One(customer);
    section(ui, "marks", &words.marks, &words.marks_tooltip, |ui| {
        let of_model = model.and_then(|model| named_status(ui, screen, Marked { who, model: Some(model) }));
        let whole = mark_editor(ui, screen, Marked { who, model: None }, Form::Lines);
        whole.or(of_model)
    })
}
