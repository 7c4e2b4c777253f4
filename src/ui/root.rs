//! The whole window.

use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::session::action::Action;
use crate::session::view::View;
use crate::session::{Running, Task};
use crate::ui::format::Form;
use crate::ui::screen::{RootState, Screen, ViewState};
use crate::ui::theme::{GUTTER, Palette};
use crate::ui::{
    columns, commands, confirm, copy_columns, customer, customers, dashboard, filter_line, front, help, marks, merge,
    months, names, notices, progress, quality, rail, top_bar, tuning, understanding, welcome, whitespace_map,
    work_list,
};
use crate::workbook::source::Source;
use egui::{CentralPanel, Frame, Margin, Panel, Ui};

/// From this width on, what was understood stands beside the dashboard; below, in its place.
const BESIDE_WIDTH: f32 = 1160.0;

/// Draws the window and returns what the person did, in its order.
#[must_use]
pub fn root(ui: &mut Ui, state: RootState<'_>) -> Vec<Action> {
    let RootState { screen, view } = state;
    Form::of(&screen.preferences, screen.words.language).apply();
    let mut actions: Vec<Action> = commands::pressed(ui, screen).into_iter().collect();
    actions.extend(dropped(ui));
    actions.extend(came_back(ui));
    actions.extend(top_bar::top_bar(ui, screen));
    actions.extend(names::banner(ui, screen));
    if screen.help_shown {
        // It explains what is open, and leaves it as it is.
        actions.extend(help::help(ui, screen, &mut view.help));
        actions.extend(front::front(ui, screen, &mut view.front));
        actions.extend(confirm::confirm(ui, screen));
        welcome::drop_overlay(ui, screen);
        return actions;
    }
    actions.extend(rail::rail(ui, screen));
    let chooses_columns = screen.column_page.filter(|_| screen.is_free());
    // The pages of what is open show by themselves what goes on beside them.
    let shows_pages = screen.scored.is_some() && screen.dashboard.is_some() && !screen.is_preview;
    let is_page = shows_pages && chooses_columns.is_none() && screen.merge_page.is_none();
    let is_beside = |running: &Running| matches!(running.task, Task::Saving | Task::Scoring | Task::Marking);
    if !is_page && (screen.scored.is_some() || screen.running.as_ref().is_some_and(is_beside)) {
        actions.extend(progress::slim_bar(ui, screen));
    }
    // The page is the way out of what the notices tell; they wait.
    if chooses_columns.is_none() {
        actions.extend(notices::notices(ui, screen));
    }
    match (screen.scored, screen.dashboard) {
        _ if chooses_columns.is_none()
            && screen.scored.is_some()
            && let Some(merge) = screen.merge_page =>
        {
            page(ui, |ui| actions.extend(merge::page(ui, screen, merge)));
        }
        _ if let Some(page) = chooses_columns => {
            actions.extend(columns::page(ui, screen, page, &mut view.column_search));
        }
        (Some(scored), Some(answer)) if screen.is_preview => {
            progress::preview_line(ui, screen);
            page(ui, |ui| {
                actions.extend(dashboard::dashboard(ui, screen, scored, answer, view));
            });
        }
        (Some(scored), Some(answer)) => {
            let is_beside = ui.available_width() >= BESIDE_WIDTH;
            if screen.understanding_shown && is_beside {
                actions.extend(understanding::side_panel(ui, screen, scored));
            }
            if screen.understanding_shown && !is_beside {
                progress::edge(ui, screen, ui.max_rect());
                actions.extend(understanding::page(ui, screen, scored));
            } else {
                actions.extend(desk_page(ui, screen, scored, answer, view));
            }
        }
        // The first answer takes a moment; an empty page does not flicker.
        (Some(_), None) => page(ui, |_| {}),
        (None, _) => page(ui, |ui| {
            let is_opening = screen.running.as_ref().is_some_and(|running| running.task == Task::Opening);
            let action = if is_opening { progress::opening_page(ui, screen) } else { welcome::welcome(ui, screen) };
            actions.extend(action);
        }),
    }
    actions.extend(copy_columns::copy_columns(ui, screen));
    actions.extend(front::front(ui, screen, &mut view.front));
    actions.extend(confirm::confirm(ui, screen));
    welcome::drop_overlay(ui, screen);
    actions
}

/// The page that is chosen on the rail.
fn desk_page(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
    view: &mut ViewState,
) -> Vec<Action> {
    if let Some(shown) = &screen.customer {
        let mut actions = Vec::new();
        page(ui, |ui| {
            progress::edge(ui, screen, ui.max_rect());
            ui.add_space(GUTTER);
            actions = customer::customer(ui, screen, scored, shown);
        });
        return actions;
    }
    let mut actions: Vec<Action> = filter_line::filter_line(ui, screen, answer).into_iter().collect();
    actions.extend(marks::selection_bar(ui, screen, &mut view.mark_for_model));
    page(ui, |ui| match screen.page {
        View::WorkList => actions.extend(work_list::work_list(ui, screen, scored, &mut view.work_list)),
        View::Months => actions.extend(months::page(ui, screen, scored)),
        View::Quality => actions.extend(quality::page(ui, screen, scored, &mut view.quality)),
        View::Tuning => actions.extend(tuning::page(ui, screen, scored, &mut view.tuning)),
        View::WhitespaceMap => {
            actions.extend(whitespace_map::whitespace_map(ui, screen, &mut view.whitespace_map));
        }
        View::Customers => actions.extend(customers::page(ui, screen, scored, answer, view)),
        _ => actions.extend(dashboard::dashboard(ui, screen, scored, answer, view)),
    });
    actions
}

fn page(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let palette = Palette::of(ui);
    let margin = Margin { left: GUTTER as i8, right: GUTTER as i8, top: 0, bottom: GUTTER as i8 };
    CentralPanel::no_frame().frame(Frame::new().fill(palette.page).inner_margin(margin)).show(ui, content);
}

/// Workbooks dropped on the window are opened in place of what is open.
fn dropped(ui: &Ui) -> Option<Action> {
    let files = ui.input(|input| {
        input.raw.dropped_files.iter().map(|file| Source::File(file.path().to_owned())).collect::<Vec<_>>()
    });
    (!files.is_empty()).then_some(Action::Open(files))
}

/// When the window gets the focus again, the files may have changed meanwhile.
fn came_back(ui: &Ui) -> Option<Action> {
    let has_come = ui.input(|input| input.events.contains(&egui::Event::WindowFocused(true)));
    has_come.then_some(Action::LookAtFiles)
}

/// A panel across the window's width in the colour of the page.
pub(super) fn strip(ui: &mut Ui, name: &'static str, margin: Margin, content: impl FnOnce(&mut Ui)) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.page).inner_margin(margin);
    Panel::top(name).resizable(false).show_separator_line(false).frame(frame).show(ui, content);
}
