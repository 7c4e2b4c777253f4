//! The menu of a column: its order, its filter, what it holds, and its place.

use crate::insight::ScoredPortfolio;
use crate::insight::condition::{Condition, Span};
use crate::insight::table::{ColumnCells, Sort, TableColumn};
use crate::session::action::Action;
use crate::session::table::TableAction;
use crate::ui::customers::{facts, slicer, typed};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::table;
use crate::ui::theme::{self, Palette};
use egui::{Align, Align2, Button, Label, Layout, RichText, TextEdit, Ui, WidgetInfo, vec2};

/// Width of the menu.
pub(in crate::ui) const WIDTH: f32 = 288.0;

const ITEM_HEIGHT: f32 = 24.0;

/// What is typed in the menu of a column, until it is one.
#[derive(Debug, Clone, Default)]
pub struct ColumnEdit {
    /// The column whose menu is open.
    column: Option<TableColumn>,
    least: String,
    most: String,
    contains: String,
    /// What was typed to find a value.
    pub(super) find: String,
    /// The column that is to be fitted to its content.
    pub(in crate::ui) fitted: Option<TableColumn>,
    /// What was typed to find a column.
    pub(super) column_search: String,
    /// The name under which a view is to be kept.
    pub(super) view_name: String,
}

impl ColumnEdit {
    /// Begins with what the filter says of `column`.
    fn begin(&mut self, column: TableColumn, condition: Option<&Condition>) {
        if self.column == Some(column) {
            return;
        }
        self.column = Some(column);
        self.find.clear();
        (self.least, self.most, self.contains) = (String::new(), String::new(), String::new());
        let mut ends = |least: Option<String>, most: Option<String>| {
            (self.least, self.most) = (least.unwrap_or_default(), most.unwrap_or_default());
        };
        match condition {
            Some(Condition::Numbers(span)) => {
                let text = |number: crate::insight::condition::Number| format::editable(number.value());
                ends(span.least.map(text), span.most.map(text));
            }
            Some(Condition::Amounts(span)) => {
                let text = |amount: crate::domain::money::Money| format::editable(amount.units());
                ends(span.least.map(text), span.most.map(text));
            }
            Some(Condition::Days(span)) => ends(span.least.map(|d| d.to_string()), span.most.map(|d| d.to_string())),
            Some(Condition::Contains(text)) => self.contains.clone_from(text),
            Some(Condition::Values(_)) | None => {}
        }
    }
}

/// Draws the menu of `column`, whose `place` is its position and how many columns are frozen.
pub(in crate::ui) fn menu(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    column: TableColumn,
    cells: ColumnCells<'_>,
    place: (usize, usize),
    edit: &mut ColumnEdit,
) -> Vec<Action> {
    let words = &screen.words.customer_table;
    let mut actions = Vec::new();
    let filtered = column.fixed(screen.question.model);
    let condition = screen.question.filter.condition(filtered);
    edit.begin(column, condition);
    table::ask_facts(screen, column, &mut actions);
    ui.set_width(WIDTH - 16.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.label(theme::heavy(&*screen.words.column_header(scored, column), theme::title()));
    ui.with_layout(Layout::top_down_justified(Align::LEFT), |ui| order(ui, screen, column, cells, &mut actions));
    ui.separator();
    let is_filtered = condition.is_some();
    let mut is_cleared = false;
    ui.horizontal(|ui| {
        caption(ui, &words.caption_filter);
        if is_filtered {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                is_cleared = ui.link(RichText::new(&words.clear_column).font(theme::small())).clicked();
            });
        }
    });
    let mut changed: Option<Option<Condition>> = None;
    match cells {
        ColumnCells::Texts(..) if screen.covers(scored, filtered) => {
            ui.add(Label::new(RichText::new(&screen.words.names.covered_values).color(Palette::of(ui).weak)).wrap());
        }
        ColumnCells::Texts(..) => {
            contains(ui, screen, edit, &mut changed);
            slicer::slicer(ui, screen, column, condition, edit, &mut changed);
        }
        ColumnCells::Ratings(..) | ColumnCells::Scores(..) => {
            range(ui, screen, edit, typed::number, Condition::Numbers, &mut changed);
            slicer::slicer(ui, screen, column, condition, edit, &mut changed);
        }
        ColumnCells::Counts(_) | ColumnCells::Numbers(_) => {
            range(ui, screen, edit, typed::number, Condition::Numbers, &mut changed);
        }
        ColumnCells::Amounts(_) | ColumnCells::Estimates(_) => {
            range(ui, screen, edit, typed::amount, Condition::Amounts, &mut changed);
        }
        ColumnCells::Days(_) => range(ui, screen, edit, typed::day, Condition::Days, &mut changed),
        _ => slicer::slicer(ui, screen, column, condition, edit, &mut changed),
    }
    if is_cleared {
        changed = Some(None);
        edit.column = None;
    }
    actions.extend(changed.map(|condition| Action::SetCondition { column: filtered, condition }));
    ui.separator();
    caption(ui, &words.caption_facts);
    facts::facts(ui, screen, scored, column);
    ui.separator();
    ui.with_layout(Layout::top_down_justified(Align::LEFT), |ui| {
        arrange(ui, screen, column, place, edit, &mut actions);
    });
    actions
}

/// What the part of the menu below is about.
fn caption(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::letters()).color(Palette::of(ui).weak));
}

/// A line of the menu, marked where it is what holds already.
fn item(ui: &mut Ui, name: &str, tooltip: &str, is_chosen: bool) -> bool {
    let button = Button::selectable(is_chosen, name).min_size(vec2(0.0, ITEM_HEIGHT));
    ui.add(button).on_hover_text(tooltip).clicked()
}

/// The order of the table by this column, as a spreadsheet calls it.
fn order(ui: &mut Ui, screen: &Screen<'_>, column: TableColumn, cells: ColumnCells<'_>, actions: &mut Vec<Action>) {
    let words = &screen.words.customer_table;
    let names = match cells {
        ColumnCells::Texts(..) => [&words.sort_texts_up, &words.sort_texts_down],
        ColumnCells::Days(_) => [&words.sort_days_up, &words.sort_days_down],
        _ => [&words.sort_up, &words.sort_down],
    };
    let order = &screen.question.sort;
    for (name, descending) in names.into_iter().zip([false, true]) {
        let sort = Sort { column, descending };
        if item(ui, name, &words.sort_tooltip, order.keys() == [sort]) {
            actions.push(Action::OrderBy(sort));
        }
    }
    // Of a single column there is nothing to follow.
    if order.keys().iter().any(|key| key.column != column) {
        let is_key = order.of(column).is_some_and(|(key, _)| key > 0);
        if item(ui, &words.sort_also, &words.sort_also_tooltip, is_key) {
            actions.push(Action::SortAlsoBy(column));
        }
    }
}

/// What a screen reader is told of a field that holds `text` and is called `name`.
pub(super) fn named_field(is_enabled: bool, text: &str, name: &str) -> WidgetInfo {
    WidgetInfo { label: Some(name.to_owned()), ..WidgetInfo::text_edit(is_enabled, text, text, name) }
}

/// A field for text, called `name` by a screen reader.
pub(super) fn field(ui: &mut Ui, text: &mut String, name: &str, width: f32) -> bool {
    let edit = TextEdit::singleline(text).hint_text(name.to_owned()).desired_width(width);
    let response = ui.add(edit.align(Align2::LEFT_CENTER));
    let (is_enabled, typed) = (response.enabled(), text.clone());
    response.widget_info(|| named_field(is_enabled, &typed, name));
    response.changed()
}

fn contains(ui: &mut Ui, screen: &Screen<'_>, edit: &mut ColumnEdit, changed: &mut Option<Option<Condition>>) {
    let words = &screen.words.customer_table;
    if field(ui, &mut edit.contains, &words.contains, f32::INFINITY) {
        *changed = Some(Some(Condition::Contains(edit.contains.clone())));
    }
}

/// Two fields for the ends of a range; what cannot be read narrows nothing and is told.
fn range<T: Copy + PartialOrd>(
    ui: &mut Ui,
    screen: &Screen<'_>,
    edit: &mut ColumnEdit,
    read: impl Fn(&str) -> Option<T>,
    condition: impl Fn(Span<T>) -> Condition,
    changed: &mut Option<Option<Condition>>,
) {
    let words = &screen.words.customer_table;
    let mut is_changed = false;
    ui.horizontal(|ui| {
        is_changed |= field(ui, &mut edit.least, &words.least, 116.0);
        is_changed |= field(ui, &mut edit.most, &words.most, 116.0);
    });
    let end = |text: &str| if text.trim().is_empty() { Some(None) } else { read(text).map(Some) };
    let (least, most) = (end(&edit.least), end(&edit.most));
    let problem = match (least, most) {
        (Some(Some(least)), Some(Some(most))) if least > most => Some(&words.range_crosses),
        (Some(_), Some(_)) => None,
        _ => Some(&words.range_unread),
    };
    if let Some(problem) = problem {
        ui.label(RichText::new(problem).font(theme::small()).color(Palette::of(ui).bad));
    } else if let (true, Some(least), Some(most)) = (is_changed, least, most) {
        *changed = Some(Some(condition(Span { least, most })));
    }
}

/// Where the column stands, and how wide it is.
fn arrange(
    ui: &mut Ui,
    screen: &Screen<'_>,
    column: TableColumn,
    (at, frozen): (usize, usize),
    edit: &mut ColumnEdit,
    actions: &mut Vec<Action>,
) {
    let words = &screen.words.customer_table;
    let mut act = |ui: &mut Ui, name: &str, tooltip: &str, action: TableAction| {
        if item(ui, name, tooltip, false) {
            actions.push(Action::Table(action));
            ui.close();
        }
    };
    act(ui, &words.hide, &words.hide_tooltip, TableAction::Hide(column));
    let left = TableAction::Move { column, to: at.saturating_sub(1) };
    act(ui, &words.move_left, &words.move_tooltip, left);
    act(ui, &words.move_right, &words.move_tooltip, TableAction::Move { column, to: at + 1 });
    if frozen == at + 1 {
        act(ui, &words.unfreeze, &words.freeze_tooltip, TableAction::Freeze(0));
    } else {
        act(ui, &words.freeze, &words.freeze_tooltip, TableAction::Freeze(at + 1));
    }
    if item(ui, &words.fit, &words.fit_tooltip, false) {
        edit.fitted = Some(column);
        ui.close();
    }
}
