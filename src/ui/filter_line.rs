//! Which customers are shown, and the choices that narrow them down.

use crate::insight::dashboard::Dashboard;
use crate::insight::filter::Filter;
use crate::session::action::Action;
use crate::session::view::View;
use crate::ui::commands::Command;
use crate::ui::controls::{chip, command_button};
use crate::ui::panel::region;
use crate::ui::root::strip;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, Palette};
use crate::ui::words::fill;
use crate::ui::{format, progress};
use egui::{Align, Layout, Margin, RichText, Ui};

/// Draws the line.
#[must_use]
pub(super) fn filter_line(ui: &mut Ui, screen: &Screen<'_>, answer: &Dashboard) -> Option<Action> {
    let words = screen.words;
    let palette = Palette::of(ui);
    let filter = &screen.question.filter;
    let all = format::count(answer.all_customers);
    let text = if answer.question.filter.is_empty() {
        fill(&words.filter_all, &[("all", &all)])
    } else {
        fill(&words.filter_shown, &[("shown", &format::count(answer.shown())), ("all", &all)])
    };
    let mut action = None;
    let margin = Margin { left: 16, right: 16, top: 6, bottom: 6 };
    strip(ui, "filter line", margin, |ui| {
        let line = ui.max_rect();
        if screen.running.is_some() {
            let place =
                line.with_min_x(line.right() - progress::beside_width(line.width())).with_max_y(line.top() + 28.0);
            region(ui, "beside", place, Layout::right_to_left(Align::Center), |ui| {
                action = progress::beside(ui, screen);
            });
            ui.set_max_width(line.width() - progress::beside_width(line.width()) - GUTTER);
        }
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(28.0);
            ui.label(theme::heavy(text, theme::strong()));
            for (part, let_go) in choices(screen, filter) {
                if chip(ui, &part, &fill(&words.filter_remove, &[("filter", &part)])).clicked() {
                    action = Some(let_go);
                }
            }
            if !filter.is_empty() {
                if command_button(ui, screen, Command::ClearFilter).clicked() {
                    action = Command::ClearFilter.action(screen);
                }
            } else if screen.page == View::Overview {
                ui.label(RichText::new(&words.filter_hint).color(palette.weak));
            }
            if answer.question != *screen.question {
                ui.label(RichText::new(&words.filter_updating).color(palette.weak));
            }
        });
    });
    action
}

/// Each choice in words, with what lets it go.
fn choices(screen: &Screen<'_>, filter: &Filter) -> Vec<(String, Action)> {
    let words = screen.words;
    let searched = filter.search.trim();
    let search = (!searched.is_empty()).then(|| {
        let chip = fill(&words.customer_table.chip_search, &[("words", &screen.private(searched))]);
        (chip, Action::Search(String::new()))
    });
    let cells = filter.cells.iter().map(|cell| (words.filter_cell(cell), Action::ChooseCellBeside(cell)));
    let clusters =
        filter.clusters.iter().map(|cluster| (words.filter_cluster(cluster), Action::ChooseClusterBeside(cluster)));
    let segments =
        filter.segments.iter().map(|segment| (words.filter_segment(segment), Action::ChooseSegmentBeside(segment)));
    let conditions = filter.conditions.iter().filter_map(|(column, condition)| {
        let scored = screen.scored?;
        let text = if screen.covers(scored, *column) {
            let column = words.column_header(scored, *column);
            fill(&words.customer_table.chip_contains, &[("column", &column), ("text", &words.names.covered)])
        } else {
            words.condition(scored, screen.currency, *column, condition)
        };
        Some((text, Action::SetCondition { column: *column, condition: None }))
    });
    let list = filter.among.iter().map(|list| (words.months.reason(words, list.reason), Action::LeaveList));
    search.into_iter().chain(cells).chain(clusters).chain(segments).chain(conditions).chain(list).collect()
}
