//! The page of months: what has moved since an older month's report.

mod export;
mod list;
mod summary;

pub(super) use list::name;

use crate::insight::ScoredPortfolio;
use crate::insight::filter::ListReason;
use crate::insight::months::comparison::ModelMonths;
use crate::session::action::Action;
use crate::session::drawing::Chart;
use crate::session::months::{Compared, MonthsAction, MonthsState};
use crate::ui::controls::{plain_button, strong_button};
use crate::ui::dashboard::in_halves;
use crate::ui::flows::{FlowTable, standings};
use crate::ui::format;
use crate::ui::model_picker::model_picker;
use crate::ui::panel::{panel, title};
use crate::ui::save_menu::save_menu_with_table;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use crate::workbook::source::Source;
use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};

/// From this width on the list stands beside what is clicked.
const BESIDE: f32 = 900.0;
/// The list takes this share of the width there.
const LIST_SHARE: f32 = 0.42;
/// How many recent files are offered.
const RECENT_OFFERED: usize = 5;

/// Draws the page.
#[must_use]
pub(super) fn page(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let state = screen.months;
    let room = ui.max_rect();
    let Some(compared) = state.compared else {
        return panel(ui, "no older month", room, |ui| empty(ui, screen, state)).map(Action::Months);
    };
    in_halves(ui, BESIDE, 1.0 - LIST_SHARE, |ui, left, right| {
        let shown = panel(ui, "months", left, |ui| {
            let mut action = head(ui, screen, scored, compared);
            let body = ScrollArea::vertical().auto_shrink(false);
            body.show(ui, |ui| action = action.take().or(moves(ui, screen, compared).map(Action::Months)));
            action
        });
        shown.or(panel(ui, "month list", right, |ui| list::list(ui, screen, compared)).map(Action::Months))
    })
}

/// Draws what has moved: the figures, and the ways from cluster to cluster and from cell to cell.
pub(super) fn moves(ui: &mut Ui, screen: &Screen<'_>, compared: &Compared) -> Option<MonthsAction> {
    let months = screen.question.model.and_then(|model| compared.comparison.model(model));
    let action = summary::figures(ui, screen, compared, months);
    let Some(months) = months.filter(|months| months.has_before) else {
        let model = screen.question.model.map_or("", |model| model.product_name());
        ui.add_space(GAP);
        ui.add(Label::new(fill(&screen.words.months.no_scores, &[("model", model)])).wrap());
        return action;
    };
    action.or(ways(ui, screen, months))
}

/// The two days, the model, and the way to let go of the older month.
fn head(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, compared: &Compared) -> Option<Action> {
    let (words, palette) = (&screen.words.months, Palette::of(ui));
    let mut action = None;
    ui.horizontal(|ui| {
        title(ui, &words.title, &words.tooltip);
        let day = |day| format::day_short(day, screen.words.language);
        let [before, after] = [day(compared.comparison.since), day(compared.comparison.until)];
        let text = fill(&words.since, &[("before", &before), ("after", &after)]);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            action = save_menu_with_table(ui, screen, Chart::Months, || export::table(screen, compared));
            if plain_button(ui, &words.forget, &words.forget_tooltip).clicked() {
                action = Some(Action::Months(MonthsAction::Forget));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(text).color(palette.weak)).truncate());
            });
        });
    });
    ui.horizontal(|ui| {
        let width = ui.available_width();
        action = action.take().or(model_picker(ui, width, screen, scored));
    });
    action
}

/// From cluster to cluster, and from cell to cell.
fn ways(ui: &mut Ui, screen: &Screen<'_>, months: &ModelMonths) -> Option<MonthsAction> {
    let words = &screen.words.months;
    ui.add_space(GAP);
    title(ui, &words.flows, &words.flows_tooltip);
    let table = FlowTable {
        words: screen.words,
        flows: &months.flows,
        standings: &standings(&months.flows),
        currency: screen.currency,
        reason: ListReason::Moved,
        chosen: screen.months.listed,
        has_money: months.has_money == [true, true],
    };
    let chosen = table.show(ui);
    ui.add_space(GAP);
    title(ui, &words.cells, &words.cells_tooltip);
    chosen.or(summary::cell_moves(ui, screen, months)).map(MonthsAction::List)
}

/// What the page is for, and the ways in.
fn empty(ui: &mut Ui, screen: &Screen<'_>, state: MonthsState<'_>) -> Option<MonthsAction> {
    let (words, palette) = (&screen.words.months, Palette::of(ui));
    let mut action = None;
    ui.add_space((ui.available_height() * 0.18).max(GAP));
    ui.vertical_centered(|ui| {
        ui.set_max_width(560.0_f32.min(ui.available_width()));
        if state.is_loading {
            ui.label(theme::heavy(&words.loading, theme::heading()));
            ui.add_space(GAP);
            let bar = egui::ProgressBar::new(state.fraction.unwrap_or(0.0)).desired_width(240.0);
            ui.add(bar.fill(palette.accent));
            return;
        }
        ui.label(theme::heavy(&words.empty_title, theme::heading()));
        ui.add(Label::new(RichText::new(&words.empty_text).color(palette.weak)).wrap());
        ui.add_space(GAP);
        if strong_button(ui, &words.load, &words.load_tooltip).clicked() {
            action = Some(MonthsAction::AskOlder);
        }
        ui.add_space(GAP * 2.0);
        action = action.take().or(recent(ui, screen));
    });
    action
}

/// Recent files that are not open.
fn recent(ui: &mut Ui, screen: &Screen<'_>) -> Option<MonthsAction> {
    let (words, palette) = (&screen.words.months, Palette::of(ui));
    let files = screen.scored.iter().flat_map(|scored| &scored.portfolio.files);
    let open: Vec<&Source> = files.map(|file| &file.origin.source).collect();
    let is_open = |path: &std::path::Path| open.iter().any(|source| source.path() == Some(path));
    let offered: Vec<_> = screen.recent.iter().filter(|path| !is_open(path)).take(RECENT_OFFERED).collect();
    if !offered.is_empty() {
        ui.label(RichText::new(&words.load_recent).font(theme::small()).color(palette.weak));
    }
    let mut action = None;
    for path in offered {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let name = visible(&name);
        let tooltip = fill(&words.load_recent_tooltip, &[("file", &visible(&path.to_string_lossy()))]);
        if plain_button(ui, &name, &tooltip).clicked() {
            action = Some(MonthsAction::Load(vec![Source::File(path.clone())]));
        }
    }
    action
}
