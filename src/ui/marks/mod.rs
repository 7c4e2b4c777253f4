//! Marks as they are changed: status, target, owner, note, and how a deal ended, of one customer or of many at once.

mod amounts;
mod selection_bar;

pub(super) use selection_bar::selection_bar;

use crate::domain::mark::{Mark, MarkEdit, MarkPart, MarkStatus};
use crate::domain::model::Model;
use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::session::marks::MarkAction;
use crate::session::selection::Selection;
use crate::ui::icons;
use crate::ui::names;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Button, Checkbox, ComboBox, Id, Key, Label, RichText, TextEdit, Ui, WidgetInfo, vec2};

/// Of a larger selection no common mark is shown.
const LOOKED_AT: usize = 1000;

/// One customer, or those that are selected.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who<'a> {
    /// This one.
    One(CustomerIndex),
    /// All of these; they all get the same.
    Selected(&'a Selection),
}

impl Who<'_> {
    fn len(self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Selected(selection) => selection.len(),
        }
    }

    fn first(self) -> Option<CustomerIndex> {
        match self {
            Self::One(customer) => Some(customer),
            Self::Selected(selection) => selection.iter().next(),
        }
    }
}

/// Whose marks are changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked<'a> {
    /// The customers.
    pub who: Who<'a>,
    /// For which model; `None` for the customers as a whole.
    pub model: Option<Model>,
}

impl Marked<'_> {
    /// What they have: of one customer the mark, of several nothing, as each may have another.
    fn shown(self, screen: &Screen<'_>) -> Mark {
        match self.who.first() {
            Some(customer) if self.who.len() == 1 => screen.marks.of(customer, self.model).clone(),
            _ => Mark::default(),
        }
    }

    fn change(self, edit: MarkEdit) -> Action {
        let customers = match self.who {
            Who::One(customer) => vec![customer],
            Who::Selected(selection) => selection.iter().collect(),
        };
        Action::Marks(MarkAction::Change { customers, model: self.model, edit })
    }

    fn id(self, ui: &Ui, part: MarkPart) -> Id {
        ui.scope_id().with((part, self.who.first(), self.who.len(), self.model))
    }
}

/// How the editor is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In one line that wraps.
    Line,
    /// Each part on lines of its own, under its name.
    Lines,
}

/// Draws the whole editor; disabled where marks can only be looked at.
#[must_use]
pub(super) fn mark_editor(ui: &mut Ui, screen: &Screen<'_>, marked: Marked<'_>, form: Form) -> Option<Action> {
    let shown = marked.shown(screen);
    let is_enabled = screen.may_mark && marked.who.len() > 0;
    let parts = |ui: &mut Ui| {
        let status = match form {
            Form::Line => status_picker(ui, screen, marked, shown.status),
            Form::Lines => named_status(ui, screen, marked),
        };
        let others = [
            target(ui, screen, marked, shown.target),
            text(ui, screen, marked, MarkPart::Owner, &shown.owner, form),
            text(ui, screen, marked, MarkPart::Note, &shown.note, form),
        ];
        let is_closed = shown.status.is_some_and(MarkStatus::is_closed);
        let closing = is_closed.then(|| amounts::closing(ui, screen, marked, &shown, form)).flatten();
        others.into_iter().fold(status, Option::or).or(closing)
    };
    ui.add_enabled_ui(is_enabled, |ui| match form {
        Form::Line => ui.horizontal_wrapped(parts).inner,
        Form::Lines => ui.vertical(parts).inner,
    })
    .inner
}

/// The choice of a status; its accessible name is `Status`, with what it is.
#[must_use]
pub(super) fn status_picker(
    ui: &mut Ui,
    screen: &Screen<'_>,
    marked: Marked<'_>,
    shown: Option<MarkStatus>,
) -> Option<Action> {
    pick_status(ui, screen, marked, shown, &screen.words.marks.status)
}

/// The choice of a status, with whose it is beside it.
#[must_use]
pub(super) fn named_status(ui: &mut Ui, screen: &Screen<'_>, marked: Marked<'_>) -> Option<Action> {
    let words = screen.words;
    let of = marked.model.map_or(words.marks.customer_as_a_whole.as_str(), Model::product_name);
    let name = fill(&words.customer.status_of, &[("what", of)]);
    let shown = marked.shown(screen).status;
    ui.horizontal(|ui| {
        let action = ui.add_enabled_ui(screen.may_mark, |ui| pick_status(ui, screen, marked, shown, &name)).inner;
        ui.add(Label::new(RichText::new(&name).font(theme::small()).color(Palette::of(ui).weak)).truncate());
        action
    })
    .inner
}

fn pick_status(
    ui: &mut Ui,
    screen: &Screen<'_>,
    marked: Marked<'_>,
    shown: Option<MarkStatus>,
    label: &str,
) -> Option<Action> {
    let texts = &screen.words.marks;
    let name = shown.map_or(&*texts.status_none, |status| texts.status_name(status));
    let list = ComboBox::from_id_salt(marked.id(ui, MarkPart::Status))
        .width(116.0)
        .selected_text(RichText::new(name))
        .icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
    let mut picked = None;
    let response = list.show_ui(ui, |ui| {
        for status in MarkStatus::ALL.into_iter().map(Some).chain([None]) {
            let name = status.map_or(&*texts.status_none, |status| texts.status_name(status));
            let button = Button::selectable(shown == status, name).min_size(vec2(140.0, 24.0));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, shown == status, name));
            if response.clicked() {
                picked = Some(status);
                ui.close();
            }
        }
    });
    let is_enabled = ui.is_enabled();
    let label = format!("{label}: {name}");
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, is_enabled, &label));
    response.response.on_hover_text(&texts.status_tooltip);
    picked.map(|status| marked.change(MarkEdit::Status(status)))
}

/// Whether they are targets; of several customers the box sets, and a second click takes back.
fn target(ui: &mut Ui, screen: &Screen<'_>, marked: Marked<'_>, shown: bool) -> Option<Action> {
    let texts = &screen.words.marks;
    // Of several the box is ticked when all are; a look at more than these is not for every frame.
    let all = match marked.who {
        Who::Selected(selection) if selection.len() <= LOOKED_AT => {
            selection.iter().all(|customer| screen.marks.of(customer, marked.model).target)
        }
        _ => false,
    };
    let mut is_target = shown || all;
    let checkbox = ui.scope(|ui| {
        // The colour of scroll handles would make an empty box look ticked.
        ui.visuals_mut().widgets.inactive.bg_fill = Palette::of(ui).surface;
        ui.add(Checkbox::new(&mut is_target, &texts.target)).on_hover_text(&texts.target_tooltip)
    });
    checkbox.inner.changed().then(|| marked.change(MarkEdit::Target(is_target)))
}

/// A part that is written; it is taken in by Enter and when the keyboard leaves it.
fn text(
    ui: &mut Ui,
    screen: &Screen<'_>,
    marked: Marked<'_>,
    part: MarkPart,
    shown: &str,
    form: Form,
) -> Option<Action> {
    let written = written(ui, screen, marked, part, shown, form)?;
    Some(marked.change(if part == MarkPart::Owner { MarkEdit::Owner(written) } else { MarkEdit::Note(written) }))
}

/// A field for `part`; the text, once it is finished and another than `shown`.
fn written(
    ui: &mut Ui,
    screen: &Screen<'_>,
    marked: Marked<'_>,
    part: MarkPart,
    shown: &str,
    form: Form,
) -> Option<String> {
    if part == MarkPart::Note && screen.pseudonyms.is_some() {
        names::covered_note(ui, screen, shown);
        return None;
    }
    let texts = &screen.words.marks;
    let width = match (form, part) {
        (Form::Lines, _) => f32::INFINITY,
        (Form::Line, MarkPart::Note) => 170.0,
        (Form::Line, MarkPart::Owner) => 108.0,
        (Form::Line, _) => 96.0,
    };
    let id = marked.id(ui, part);
    let mut written = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| shown.to_owned());
    let weak = Palette::of(ui).weak;
    let field = match (form, part) {
        (Form::Lines, MarkPart::Note) => TextEdit::multiline(&mut written).desired_rows(2),
        _ => TextEdit::singleline(&mut written),
    };
    let field = field.id(id.with("field")).desired_width(width);
    let response = if form == Form::Lines {
        let name = ui.label(RichText::new(texts.part(part)).font(theme::small()).color(weak));
        ui.add(field).labelled_by(name.id)
    } else {
        let response = ui.add(field.hint_text(RichText::new(texts.part(part)).color(weak)));
        let is_enabled = ui.is_enabled();
        let name = texts.part(part);
        let label = if shown.is_empty() { name.to_owned() } else { format!("{name}: {shown}") };
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, is_enabled, &label));
        response
    };
    let is_left = response.lost_focus();
    let is_given_up = is_left && ui.input(|input| input.key_pressed(Key::Escape));
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, written));
        response.on_hover_text(texts.part_tooltip(part));
        return None;
    }
    response.on_hover_text(texts.part_tooltip(part));
    ui.data_mut(|data| data.remove_temp::<String>(id));
    (is_left && !is_given_up && written.trim() != shown).then_some(written)
}
