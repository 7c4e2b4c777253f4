//! The propensity matrix.

mod cell;
mod look;
mod multiples;

pub use look::MatrixLook;

use crate::domain::band::Band;
use crate::domain::matrix::Cell;
use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::filter::Filter;
use crate::insight::matrix::{Matrix, Measure};
use crate::session::action::Action;
use crate::ui::legend::cluster_legend;
use crate::ui::model_picker::model_picker;
use crate::ui::panel::{info, panel};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, Palette};
use crate::ui::words::{Words, fill};
use crate::ui::{format, icons};
use cell::CellView;
use egui::{Align, Align2, Label, Layout, Pos2, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

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
    look: &mut MatrixLook,
) -> Option<Action> {
    panel(ui, "matrix", rect, |ui| {
        let chosen_model = header(ui, screen, scored, answer, look);
        let room = ui.available_rect_before_wrap();
        chosen_model.or(body(ui, room, screen, answer, look))
    })
}

/// Draws what stands under the panel's header in `room`.
#[must_use]
pub(super) fn body(
    ui: &mut Ui,
    room: Rect,
    screen: &Screen<'_>,
    answer: &Dashboard,
    look: &mut MatrixLook,
) -> Option<Action> {
    if screen.question.all_models {
        return multiples::multiples(ui, room, screen, answer);
    }
    let Some(matrix) = &answer.matrix else {
        missing(ui, room, screen);
        return None;
    };
    let legend = Rect::from_min_max(pos2(room.left(), room.bottom() - LEGEND_HEIGHT), room.max);
    let notes = legend.translate(vec2(0.0, -NOTES_HEIGHT - 2.0));
    let has_notes = matrix.unscored > 0 || answer.differing_clusters > 0;
    let bottom = if has_notes { notes.top() } else { legend.top() - 4.0 };
    let grid = Rect::from_min_max(room.min, pos2(room.right(), bottom));
    let place = MatrixPlace { matrix, filter: &screen.question.filter, currency: screen.currency };
    let chosen_cell = matrix_view(ui, grid, &place, look, screen.words);
    if has_notes {
        let line = Rect::from_min_size(notes.min, vec2(notes.width(), NOTES_HEIGHT));
        notes_line(ui, line, screen, matrix.unscored, answer);
    }
    let chosen_cluster = cluster_legend(ui, legend, screen, answer);
    chosen_cell.or(chosen_cluster)
}

fn header(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
    look: &mut MatrixLook,
) -> Option<Action> {
    let mut action = None;
    let size = vec2(ui.available_width(), HEADER_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(Label::new(theme::heavy(&screen.words.matrix, theme::title())).extend())
            .on_hover_text(&screen.words.matrix_tooltip);
        info(ui, &screen.words.matrix_tooltip);
        let width = ui.available_width() - GAP;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let asked = look::options(ui, screen, answer, look);
            action = asked.or(model_picker(ui, width - look::OPTIONS_WIDTH, screen, scored));
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

    /// The cell at `point`; beyond the edge the nearest one.
    fn at(&self, point: Pos2) -> Option<Cell> {
        let offset = (point - pos2(self.left, self.rect.top() + TOP_HEIGHT)) / self.size;
        let clamped = |value: f32| if value.is_finite() { value.clamp(0.0, 3.0) as usize } else { 0 };
        Cell::from_index(clamped(offset.y) * 4 + clamped(offset.x))
    }
}

/// What the cells are drawn from.
pub(super) struct MatrixPlace<'a> {
    matrix: &'a Matrix,
    filter: &'a Filter,
    currency: Currency,
}

/// Draws the 16 cells with their names and totals; returns the choice that was made.
///
/// A click chooses a cell alone, with Ctrl beside the others; a drag, or Shift with the arrows, a block of cells.
#[must_use]
pub(super) fn matrix_view(
    ui: &mut Ui,
    rect: Rect,
    place: &MatrixPlace<'_>,
    look: &mut MatrixLook,
    words: &Words,
) -> Option<Action> {
    let palette = Palette::of(ui);
    let MatrixPlace { matrix, filter, currency } = *place;
    let widest = Band::ALL.into_iter().map(|band| text_width(ui, words.band(band))).fold(0.0, f32::max);
    let grid = Grid::new(rect, widest.max(text_width(ui, &words.fit)) + 10.0);
    axes(ui, &grid, matrix, words);
    let measure = if matrix.amounts(look.measure).is_some() { look.measure } else { Measure::Customers };
    let on_one_line = cell::fit_one_line(ui, grid.cell(0, 0), matrix, measure, currency);
    let mut action = None;
    for cell in Cell::all() {
        let place = grid.cell(cell.fit.index(), cell.intent.index());
        let is_chosen = filter.cells.has(cell) || filter.clusters.has(matrix.map.cluster(cell));
        let is_any_chosen = !filter.cells.is_empty() || !filter.clusters.is_empty();
        let is_dim = is_any_chosen && !is_chosen;
        let view = CellView { cell, matrix, words, is_chosen, is_dim, measure, heat: look.heat, currency, on_one_line };
        let response = view.show(ui, place, palette);
        if response.drag_started() {
            look.anchor = Some(cell);
        }
        if response.clicked() {
            look.anchor = Some(cell);
            let beside = ui.input(|input| input.modifiers.command);
            action = Some(if beside { Action::ChooseCellBeside(cell) } else { Action::ToggleCell(cell) });
        }
        if let Some((next, stretches)) = cell::arrow(ui, &response, cell) {
            ui.memory_mut(|memory| memory.request_focus(cell::id(ui, next)));
            if stretches {
                let from = *look.anchor.get_or_insert(cell);
                action = Some(Action::ChooseCells(look::block(from, next)));
            } else {
                look.anchor = None;
            }
        }
        if response.dragged() || response.drag_stopped() {
            let pointed = ui.input(|input| input.pointer.latest_pos()).and_then(|at| grid.at(at));
            if let Some((from, to)) = look.anchor.zip(pointed) {
                outline(ui, &grid, from, to, palette);
                if response.drag_stopped() {
                    action = Some(Action::ChooseCells(look::block(from, to)));
                }
            }
        }
    }
    action
}

/// Frames the block that a drag would choose.
fn outline(ui: &Ui, grid: &Grid, from: Cell, to: Cell, palette: &Palette) {
    let place = |cell: Cell| grid.cell(cell.fit.index(), cell.intent.index());
    let block = place(from).union(place(to)).expand(2.0);
    ui.painter().rect_stroke(block, CONTROL_RADIUS, Stroke::new(2.0, palette.accent), StrokeKind::Outside);
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
