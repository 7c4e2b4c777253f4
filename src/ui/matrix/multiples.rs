//! The matrices of all models side by side, small: where is most to be done.

use crate::domain::matrix::Cell;
use crate::insight::dashboard::Dashboard;
use crate::insight::matrix::{Matrix, Measure};
use crate::session::action::Action;
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const NAME_HEIGHT: f32 = 20.0;
const GAP: f32 = 10.0;

/// Draws a small matrix a model in `rect`; a click shows that model alone.
#[must_use]
pub(super) fn multiples(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, answer: &Dashboard) -> Option<Action> {
    let models = &answer.all_models;
    let columns = match models.len() {
        0..=1 => 1,
        2..=4 => 2,
        _ => 3,
    };
    let rows = models.len().div_ceil(columns).max(1);
    let size = vec2(
        (rect.width() - GAP * (columns as f32 - 1.0)) / columns as f32,
        (rect.height() - GAP * (rows as f32 - 1.0)) / rows as f32,
    );
    let mut clicked = None;
    for (position, matrix) in models.iter().enumerate() {
        let at = vec2((position % columns) as f32, (position / columns) as f32) * (size + vec2(GAP, GAP));
        if small(ui, Rect::from_min_size(rect.min + at, size), screen, matrix) {
            clicked = Some(matrix.model);
        }
    }
    clicked.map(Action::ShowModelAlone)
}

fn small(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, matrix: &Matrix) -> bool {
    let palette = Palette::of(ui);
    let words = screen.words;
    let response = ui.interact(rect, ui.scope_id().with(("small", matrix.model)), Sense::click());
    let act_now = matrix.in_cluster(crate::domain::cluster::Cluster::ActNow);
    let cluster = words.cluster(crate::domain::cluster::Cluster::ActNow);
    let customers = words.customers(act_now);
    let count = fill(&words.cluster_count, &[("cluster", cluster), ("customers", &customers)]);
    let label = format!("{}: {count}", matrix.model.product_name());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand(3.0), CONTROL_RADIUS, palette.raised);
    }
    if screen.question.model == Some(matrix.model) {
        let edge = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(rect.expand(3.0), CONTROL_RADIUS, edge, StrokeKind::Inside);
    }
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let name = pos2(rect.left() + 4.0, rect.top() + NAME_HEIGHT / 2.0);
    let amount = painter.text(
        pos2(rect.right() - 4.0, name.y),
        Align2::RIGHT_CENTER,
        format::count(act_now),
        theme::small(),
        palette.text,
    );
    painter.with_clip_rect(rect.with_max_x(amount.left() - 6.0)).text(
        name,
        Align2::LEFT_CENTER,
        matrix.model.product_name(),
        theme::small(),
        palette.text,
    );
    let cells = rect.with_min_y(rect.top() + NAME_HEIGHT).shrink2(vec2(4.0, 3.0));
    let size = vec2(cells.width() / 4.0, cells.height() / 4.0);
    for cell in Cell::all() {
        let min = cells.min + vec2(cell.intent.index() as f32, cell.fit.index() as f32) * size;
        let place = Rect::from_min_size(min, size).shrink(1.0);
        let strength = 0.25 + 0.75 * matrix.fullness(cell, Measure::Customers) as f32;
        painter.rect_filled(place, 2, palette.cluster_fill(matrix.map.cluster(cell), strength));
        if size.y >= 15.0 && size.x >= 34.0 {
            let count = format::count(matrix.in_cell(cell));
            painter.text(place.center(), Align2::CENTER_CENTER, count, theme::tiny(), palette.text);
        }
    }
    focus_ring(ui, &response, rect);
    response.on_hover_text(label).clicked()
}
