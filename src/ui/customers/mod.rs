//! The page of all customers: search, columns, views and export above the table.

mod column_list;
pub(super) mod column_menu;
pub(super) mod facts;
mod slicer;
mod typed;
mod views;

use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::table::TableColumn;
use crate::session::action::Action;
use crate::session::layout::TableLayout;
use crate::session::table::TableAction;
use crate::ui::customers::column_menu::ColumnEdit;
use crate::ui::screen::{Screen, ViewState};
use crate::ui::table::{self, Rows, Setup};
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use egui::{Align, Id, Key, KeyboardShortcut, Layout, Modifiers, Rect, RichText, TextEdit, Ui, UiBuilder, pos2, vec2};

const TOOLBAR_HEIGHT: f32 = 36.0;
const SEARCH_WIDTH: f32 = 320.0;

/// Draws the page.
#[must_use]
pub(super) fn page(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
    view: &mut ViewState,
) -> Vec<Action> {
    let room = ui.max_rect();
    let layout = screen.layout.filter(|layout| !layout.shown().is_empty());
    let columns = layout.map_or(answer.all_columns.as_slice(), |layout| layout.shown());
    let frozen = layout.map_or(1, TableLayout::frozen);
    let bar = Rect::from_min_size(room.min, vec2(room.width(), TOOLBAR_HEIGHT));
    let line = Layout::left_to_right(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().id_salt("table tools").max_rect(bar).layout(line));
    let mut actions = toolbar(&mut child, screen, scored, columns, &mut view.columns);
    let below = pos2(room.left(), bar.bottom() + GAP);
    let rect = Rect::from_min_max(below, room.max);
    let rect = rect.with_max_y(rect.bottom() - table::left_over(rect.height()));
    let setup = Setup { columns, frozen, edit: Some(&mut view.columns) };
    actions.extend(table::table(ui, rect, screen, scored, answer, setup, &mut view.customers));
    actions
}

fn toolbar(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    columns: &[TableColumn],
    edit: &mut ColumnEdit,
) -> Vec<Action> {
    let words = &screen.words.customer_table;
    let mut actions: Vec<Action> = search(ui, screen).into_iter().collect();
    actions.extend(column_list::column_list(ui, screen, scored, edit));
    actions.extend(views::views(ui, screen, edit));
    if ui.button(&words.export).on_hover_text(&words.export_tooltip).clicked() {
        let piece = table::piece(screen, scored, columns, Rows::All);
        actions.push(Action::Table(TableAction::AskExport(piece)));
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if screen.selection.is_empty() {
            let hint = RichText::new(&words.keys_hint).font(theme::small()).color(Palette::of(ui).weak);
            ui.add(egui::Label::new(hint).truncate());
        } else if ui.button(&words.copy_selected).on_hover_text(&words.copy_selected_tooltip).clicked() {
            let piece = table::piece(screen, scored, columns, Rows::Chosen(None));
            actions.push(Action::Table(TableAction::Copy { piece, has_headers: true }));
        }
    });
    actions
}

/// The field that searches as one types; Ctrl+F goes there.
fn search(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let words = &screen.words.customer_table;
    let id = Id::unique("customer search");
    let shortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::F);
    if ui.input_mut(|input| input.consume_shortcut(&shortcut)) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let mut text = screen.question.filter.search.clone();
    let width = SEARCH_WIDTH.min(ui.available_width() * 0.4);
    let is_covered = screen.pseudonyms.is_some();
    let field = TextEdit::singleline(&mut text).id(id).hint_text(words.search.clone()).desired_width(width);
    let response = ui.add(field.password(is_covered));
    let is_enabled = response.enabled();
    response.widget_info(|| column_menu::named_field(is_enabled, &screen.private(&text), &words.search_label));
    let changed = response.changed();
    response.on_hover_text(fill(
        &screen.words.with_shortcut,
        &[("tooltip", &words.search_tooltip), ("shortcut", &ui.ctx().format_shortcut(&shortcut))],
    ));
    changed.then_some(Action::Search(text))
}
