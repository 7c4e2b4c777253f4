//! The propensity matrix.

mod cell;

use crate::domain::band::Band;
use crate::domain::matrix::Cell;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::filter::Filter;
use crate::insight::matrix::Matrix;
use crate::session::action::Action;
use crate::ui::legend::cluster_legend;
use crate::ui::model_picker::model_picker;
use crate::ui::panel::{info, panel};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::{Words, fill};
use crate::ui::{format, icons};
use cell::CellView;
use egui::{Align, Align2, Label, Layout, Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};

const HEADER_HEIGHT: f32 = 28.0;
const LEGEND_HEIGHT: f32 = 38.0;
const NOTES_HEIGHT: f32 = 18.0;
const TOTAL_WIDTH: f32 = 50.0;
const TOTAL_HEIGHT: f32 = 18.0;
/// Room for the axis title and the band names above the cells.
const TOP_HEIGHT: f32 = 34.0;
const CELL_GAP: f32 = 3.0;

/// Draws the matrix with its model picker, notes and clusters in `rect`.
#[must_use]
pub(super) fn matrix_panel(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
) -> Option<Action> {
    panel(ui, "matrix", rect, |ui| {
        let chosen_model = header(ui, screen, scored);
        let room = ui.available_rect_before_wrap();
        let Some(matrix) = &answer.matrix else {
            missing(ui, room, screen);
            return chosen_model;
        };
        let legend = Rect::from_min_max(pos2(room.left(), room.bottom() - LEGEND_HEIGHT), room.max);
        let notes = legend.translate(vec2(0.0, -NOTES_HEIGHT - 2.0));
        let has_notes = matrix.unscored > 0 || answer.differing_clusters > 0;
        let bottom = if has_notes { notes.top() } else { legend.top() - 4.0 };
        let grid = Rect::from_min_max(room.min, pos2(room.right(), bottom));
        let chosen_cell = matrix_view(ui, grid, matrix, &screen.question.filter, screen.words);
        if has_notes {
            let line = Rect::from_min_size(notes.min, vec2(notes.width(), NOTES_HEIGHT));
            notes_line(ui, line, screen, matrix.unscored, answer);
        }
        let chosen_cluster = cluster_legend(ui, legend, screen, answer);
        chosen_model.or(chosen_cell).or(chosen_cluster)
    })
}

fn header(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let mut action = None;
    let size = vec2(ui.available_width(), HEADER_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(Label::new(theme::heavy(&screen.words.matrix, theme::title())).extend())
            .on_hover_text(&screen.words.matrix_tooltip);
        info(ui, &screen.words.matrix_tooltip);
        let width = ui.available_width() - GAP;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            action = model_picker(ui, width, screen, scored);
        });
    });
    action
}

fn missing(ui: &Ui, room: Rect, screen: &Screen<'_>) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (what, why) = match screen.question.model {
        Some(model) => {
            (fill(&words.matrix_missing, &[("model", model.product_name())]), words.matrix_missing_cause.clone())
        }
        None => (words.matrix_no_model.clone(), words.matrix_no_model_cause.clone()),
    };
    icons::centred(ui.painter(), room.center() - vec2(0.0, 12.0), what, theme::strong(), palette.text);
    icons::centred(ui.painter(), room.center() + vec2(0.0, 10.0), why, theme::small(), palette.weak);
}

fn notes_line(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, unscored: u32, answer: &Dashboard) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let with_cluster = fill(&words.unscored_with_cluster, &[("count", &format::count(answer.clusters_without_cell))]);
    let unscored_tooltip = match answer.clusters_without_cell {
        0 => words.unscored_tooltip.clone(),
        _ => format!("{} {with_cluster}", words.unscored_tooltip),
    };
    let builder = UiBuilder::new().id_salt("notes").max_rect(rect).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let notes = [
            (unscored, &words.unscored, &unscored_tooltip),
            (answer.differing_clusters, &words.differing, &words.differing_tooltip),
        ];
        for (count, text, tooltip) in notes.into_iter().filter(|(count, ..)| *count > 0) {
            let text = RichText::new(fill(text, &[("count", &format::count(count))]));
            let text = text.font(theme::small()).color(palette.weak);
            ui.add(Label::new(text).extend().sense(Sense::hover())).on_hover_text(tooltip);
            info(ui, tooltip);
            ui.add_space(10.0);
        }
    });
}

/// Where the cells stand in `rect`.
struct Grid {
    rect: Rect,
    /// Left edge of the first cell.
    left: f32,
    size: egui::Vec2,
}

impl Grid {
    fn new(rect: Rect, row_names: f32) -> Self {
        let left = rect.left() + row_names;
        let width = (rect.right() - TOTAL_WIDTH - left) / 4.0;
        let height = (rect.height() - TOP_HEIGHT - TOTAL_HEIGHT) / 4.0;
        Self { rect, left, size: vec2(width, height) }
    }

    fn cell(&self, fit: usize, intent: usize) -> Rect {
        let offset = vec2(self.size.x * intent as f32, self.size.y * fit as f32);
        let whole = Rect::from_min_size(pos2(self.left, self.rect.top() + TOP_HEIGHT) + offset, self.size);
        Rect::from_min_max(whole.min, whole.max - vec2(CELL_GAP, CELL_GAP))
    }
}

/// Draws the 16 cells with their names and totals; returns the cell that was chosen or let go.
#[must_use]
pub(super) fn matrix_view(ui: &mut Ui, rect: Rect, matrix: &Matrix, filter: &Filter, words: &Words) -> Option<Action> {
    let palette = Palette::of(ui);
    let widest = Band::ALL.into_iter().map(|band| text_width(ui, words.band(band))).fold(0.0, f32::max);
    let grid = Grid::new(rect, widest.max(text_width(ui, &words.fit)) + 10.0);
    axes(ui, &grid, matrix, words);
    let mut clicked = None;
    for cell in Cell::all() {
        let place = grid.cell(cell.fit.index(), cell.intent.index());
        let is_chosen = filter.cells.has(cell) || filter.clusters.has(matrix.map.cluster(cell));
        let is_dim = !is_chosen && !(filter.cells.is_empty() && filter.clusters.is_empty());
        let view = CellView { cell, matrix, words, is_chosen, is_dim };
        if view.show(ui, place, palette).clicked() {
            clicked = Some(Action::ToggleCell(cell));
        }
    }
    clicked
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), theme::small(), ui.visuals().text_color()).size().x
}

/// The titles of the axes, the names of the bands, and the totals.
fn axes(ui: &Ui, grid: &Grid, matrix: &Matrix, words: &Words) {
    let (painter, palette) = (ui.painter(), Palette::of(ui));
    let (small, strong) = (theme::small(), theme::small());
    let rect = grid.rect;
    let columns_middle = grid.left + grid.size.x * 2.0 - CELL_GAP / 2.0;
    let title_y = rect.top() + 8.0;
    let names_y = rect.top() + 24.0;
    painter.text(pos2(columns_middle, title_y), Align2::CENTER_CENTER, &words.intent, strong.clone(), palette.weak);
    painter.text(pos2(rect.left(), names_y), Align2::LEFT_CENTER, &words.fit, strong.clone(), palette.weak);
    painter.text(pos2(rect.right(), names_y), Align2::RIGHT_CENTER, &words.matrix_total, small.clone(), palette.weak);
    let totals_y = grid.cell(3, 0).bottom() + TOTAL_HEIGHT / 2.0 + 2.0;
    painter.text(pos2(rect.left(), totals_y), Align2::LEFT_CENTER, &words.matrix_total, small.clone(), palette.weak);
    for band in Band::ALL {
        let position = band.index();
        let (column, row) = (grid.cell(0, position).center().x, grid.cell(position, 0).center().y);
        painter.text(pos2(column, names_y), Align2::CENTER_CENTER, words.band(band), small.clone(), palette.text);
        painter.text(pos2(rect.left(), row), Align2::LEFT_CENTER, words.band(band), small.clone(), palette.text);
        let (below, beside) = (matrix.column_total(position), matrix.row_total(position));
        let (below, beside) = (format::count(below), format::count(beside));
        painter.text(pos2(column, totals_y), Align2::CENTER_CENTER, below, small.clone(), palette.weak);
        painter.text(pos2(rect.right(), row), Align2::RIGHT_CENTER, beside, small.clone(), palette.weak);
    }
    let scored = format::count(matrix.scored());
    painter.text(pos2(rect.right(), totals_y), Align2::RIGHT_CENTER, scored, strong, palette.text);
}

#[cfg(test)]
mod tests;
