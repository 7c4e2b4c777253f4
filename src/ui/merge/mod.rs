//! A colleague's copy held against the marks: ours and theirs side by side, and which of them stays.

use crate::domain::mark::MarkEdit;
use crate::session::action::Action;
use crate::session::marks::MarkAction;
use crate::session::marks::merge::{MergePage, MergeRow};
use crate::ui::controls::{plain_button, strong_button};
use crate::ui::format;
use crate::ui::panel::{panel_with_inset, title};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, GUTTER, INSET, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::accesskit::Role;
use egui::{Align, Button, Label, Layout, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

const HEIGHT: f32 = 36.0;

/// Draws the page.
#[must_use]
pub(super) fn page(ui: &mut Ui, screen: &Screen<'_>, merge: &MergePage) -> Option<Action> {
    let words = &screen.words.merge;
    let mut action = None;
    // No line above it tells which customers are shown.
    let room = ui.max_rect();
    let room = room.with_min_y(room.top() + GUTTER);
    panel_with_inset(ui, "merge", room, INSET, |ui| {
        let name = merge.source.name();
        title(ui, &fill(&words.title, &[("file", &visible(&name))]), &words.definition);
        ui.add(Label::new(RichText::new(summary(screen, merge)).color(Palette::of(ui).weak)).wrap());
        problems(ui, screen, merge);
        ui.add_space(GAP);
        action = buttons(ui, screen, merge);
        ui.add_space(GAP);
        header(ui, screen);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, HEIGHT, merge.rows.len(), |ui, shown| {
            for (at, row) in merge.rows.iter().enumerate().skip(shown.start).take(shown.len()) {
                action = action.take().or(ui.push_id(at, |ui| line(ui, screen, at, row)).inner);
            }
        });
    });
    action
}

fn summary(screen: &Screen<'_>, merge: &MergePage) -> String {
    let conflicts = merge.rows.iter().filter(|row| row.is_conflict()).count();
    let counts = [conflicts, merge.rows.len() - conflicts, merge.same].map(|count| format::count(count as u64));
    let [conflicts, new, same] = &counts;
    fill(&screen.words.merge.summary, &[("conflicts", conflicts), ("new", new), ("same", same)])
}

fn problems(ui: &mut Ui, screen: &Screen<'_>, merge: &MergePage) {
    if merge.problem_count == 0 {
        return;
    }
    let words = &screen.words.merge;
    let cells: Vec<String> = merge
        .problems
        .iter()
        .map(|problem| {
            let row = format::count(problem.row);
            fill(&words.problem, &[("row", &row), ("content", &screen.private(&problem.content))])
        })
        .collect();
    let count = format::count(merge.problem_count as u64);
    let told = fill(&words.problems, &[("count", &count), ("cells", &cells.join(&screen.words.list_separator))]);
    ui.add(Label::new(RichText::new(told).font(theme::small()).color(Palette::of(ui).bad)).wrap());
}

fn buttons(ui: &mut Ui, screen: &Screen<'_>, merge: &MergePage) -> Option<Action> {
    let words = &screen.words.merge;
    let taken = merge.rows.iter().filter(|row| row.takes_theirs).count();
    let apply = fill(&words.apply, &[("count", &format::count(taken as u64))]);
    let choices = [
        (apply.as_str(), &words.apply_tooltip, taken > 0, MarkAction::ApplyMerge),
        (&words.take_all, &words.take_all_tooltip, true, MarkAction::ChooseAllMerges(true)),
        (&words.keep_all, &words.keep_all_tooltip, true, MarkAction::ChooseAllMerges(false)),
        (&screen.words.cancel, &words.cancel_tooltip, true, MarkAction::CloseMerge),
    ];
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        for (position, (name, tooltip, is_enabled, chosen)) in choices.into_iter().enumerate() {
            let add = if position == 0 { strong_button } else { plain_button };
            if ui.add_enabled_ui(is_enabled, |ui| add(ui, name, tooltip)).inner.clicked() {
                action = Some(Action::Marks(chosen));
            }
        }
    });
    action
}

/// The places of customer, part, ours and theirs in a line.
fn places(line: Rect) -> [Rect; 4] {
    let at = |from: f32, to: f32| {
        let x = |share: f32| line.left() + line.width() * share;
        Rect::from_min_max(pos2(x(from), line.top()), pos2(x(to) - GAP, line.bottom()))
    };
    [at(0.0, 0.27), at(0.27, 0.42), at(0.42, 0.71), at(0.71, 1.0)]
}

fn inside<R>(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, content).inner
}

fn header(ui: &mut Ui, screen: &Screen<'_>) {
    let (words, palette) = (&screen.words.merge, Palette::of(ui));
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let names = [&words.column_customer, &words.column_part, &words.column_ours, &words.column_theirs];
    for (place, name) in places(rect).into_iter().zip(names) {
        let text = theme::heavy(name, theme::small()).color(palette.weak);
        inside(ui, place, |ui| ui.add(Label::new(text).truncate()));
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.outline));
}

fn line(ui: &mut Ui, screen: &Screen<'_>, at: usize, row: &MergeRow) -> Option<Action> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    let [customer, part, ours, theirs] = places(rect);
    let name = if row.name.is_empty() { &row.key.customer.0 } else { &row.name };
    let name = screen.name_of(row.customer, name);
    inside(ui, customer, |ui| ui.add(Label::new(theme::heavy(name.as_ref(), theme::strong())).truncate()));
    let mut part_name = words.marks.part(row.theirs.part()).to_owned();
    if let Some(model) = row.key.model {
        part_name = format!("{part_name} · {}", model.product_name());
    }
    inside(ui, part, |ui| ui.add(Label::new(&part_name).truncate()));
    let mut action = None;
    for (place, edit, takes_theirs) in [(ours, &row.ours, false), (theirs, &row.theirs, true)] {
        let is_chosen = row.takes_theirs == takes_theirs;
        let value = value(screen, edit);
        let side = if takes_theirs { &words.merge.take_label } else { &words.merge.keep_label };
        let label = fill(side, &[("customer", &name), ("part", &part_name), ("value", &value)]);
        let response = inside(ui, place, |ui| {
            ui.add_sized(vec2(place.width(), 26.0), Button::selectable(is_chosen, value.as_str()).truncate())
        });
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &label));
        if response.on_hover_text(&label).clicked() && !is_chosen {
            action = Some(Action::Marks(MarkAction::ChooseMerge { row: at, takes_theirs }));
        }
    }
    action
}

fn value(screen: &Screen<'_>, edit: &MarkEdit) -> String {
    let words = screen.words;
    match edit {
        edit if edit.is_empty() => words.missing_mark.clone(),
        MarkEdit::Status(status) => status.map(|status| words.marks.status_name(status).to_owned()).unwrap_or_default(),
        MarkEdit::Owner(text) => visible(text).into_owned(),
        MarkEdit::Note(text) => screen.private(text).into_owned(),
        MarkEdit::Target(_) => words.marks.target.clone(),
        MarkEdit::Closed(day) => day.map(|day| format::day(day, words.language)).unwrap_or_default(),
        MarkEdit::Revenue(amount) => amount.map(|amount| format::money(amount, screen.currency)).unwrap_or_default(),
    }
}
