//! What is noted of the customer: status, target, owner and note, to be changed here.

use crate::domain::mark::{Mark, MarkEdit, MarkPart, MarkStatus};
use crate::domain::model::Model;
use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::session::marks::MarkAction;
use crate::ui::customer::section::section;
use crate::ui::names;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{ComboBox, Label, RichText, TextEdit, Ui, WidgetInfo};

/// What is being written, until it is taken over.
#[derive(Debug, Clone, Default)]
pub struct MarkDraft {
    customer: Option<CustomerIndex>,
    owner: String,
    note: String,
}

/// Draws the marks of `customer`: as a whole, and the status for `model`.
#[must_use]
pub(super) fn marks(
    ui: &mut Ui,
    screen: &Screen<'_>,
    customer: CustomerIndex,
    model: Option<Model>,
    draft: &mut MarkDraft,
) -> Vec<Action> {
    let words = &screen.words.customer;
    let mark = screen.marks.of(customer, None);
    let mut edits: Vec<(Option<Model>, MarkEdit)> = Vec::new();
    section(ui, "marks", &words.marks, &words.marks_tooltip, |ui| {
        if !screen.may_mark {
            ui.disable();
        }
        edits.extend(status(ui, screen, mark, None).map(|edit| (None, edit)));
        if let Some(model) = model {
            let of_model = screen.marks.of(customer, Some(model));
            edits.extend(status(ui, screen, of_model, Some(model)).map(|edit| (Some(model), edit)));
        }
        let mut target = mark.target;
        let texts = &screen.words.marks;
        let checkbox = ui.scope(|ui| {
            // The colour of scroll handles would make an empty box look ticked.
            ui.visuals_mut().widgets.inactive.bg_fill = Palette::of(ui).surface;
            ui.checkbox(&mut target, texts.part(MarkPart::Target))
        });
        let checkbox = checkbox.inner;
        if checkbox.on_hover_text(texts.part_tooltip(MarkPart::Target)).changed() {
            edits.push((None, MarkEdit::Target(target)));
        }
        if draft.customer != Some(customer) {
            *draft = MarkDraft { customer: Some(customer), owner: mark.owner.clone(), note: mark.note.clone() };
        }
        if let Some(owner) = written(ui, screen, MarkPart::Owner, &mark.owner, &mut draft.owner) {
            edits.push((None, MarkEdit::Owner(owner)));
        }
        if let Some(note) = written(ui, screen, MarkPart::Note, &mark.note, &mut draft.note) {
            edits.push((None, MarkEdit::Note(note)));
        }
    });
    let change = |(model, edit)| Action::Marks(MarkAction::Change { customers: vec![customer], model, edit });
    edits.into_iter().map(change).collect()
}

/// The status, to be chosen from a list.
fn status(ui: &mut Ui, screen: &Screen<'_>, mark: &Mark, model: Option<Model>) -> Option<MarkEdit> {
    let texts = &screen.words.marks;
    let of = model.map_or(texts.customer_as_a_whole.as_str(), Model::product_name);
    let name =
        |status: Option<MarkStatus>| status.map_or(texts.status_none.as_str(), |status| texts.status_name(status));
    let what = fill(&screen.words.customer.status_of, &[("what", of)]);
    let mut chosen = mark.status;
    ui.horizontal(|ui| {
        let combo =
            ComboBox::from_id_salt(("status", model.map(Model::key))).selected_text(name(chosen)).show_ui(ui, |ui| {
                for status in std::iter::once(None).chain(MarkStatus::ALL.map(Some)) {
                    ui.selectable_value(&mut chosen, status, name(status));
                }
            });
        let label = format!("{what}: {}", name(mark.status));
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
        combo.response.on_hover_text(texts.part_tooltip(MarkPart::Status));
        ui.add(Label::new(RichText::new(&what).font(theme::small()).color(Palette::of(ui).weak)).truncate());
    });
    (chosen != mark.status).then_some(MarkEdit::Status(chosen))
}

/// A text, which is taken over when the keyboard leaves it; the text, if it is another one than is noted.
fn written(ui: &mut Ui, screen: &Screen<'_>, part: MarkPart, noted: &str, draft: &mut String) -> Option<String> {
    let texts = &screen.words.marks;
    let name = ui.add(Label::new(RichText::new(texts.part(part)).font(theme::small()).color(Palette::of(ui).weak)));
    if part == MarkPart::Note && screen.pseudonyms.is_some() {
        names::covered_note(ui, screen, noted);
        return None;
    }
    let edit = match part {
        MarkPart::Note => TextEdit::multiline(draft).desired_rows(2),
        _ => TextEdit::singleline(draft),
    };
    let response = ui.add(edit.id_salt(part).desired_width(f32::INFINITY).font(theme::body()));
    let response = response.labelled_by(name.id).on_hover_text(texts.part_tooltip(part));
    if response.lost_focus() {
        return (draft.trim() != noted).then(|| draft.clone());
    }
    // Undo and other windows change what is noted while nobody writes here.
    if !response.has_focus() && draft != noted {
        noted.clone_into(draft);
    }
    None
}
