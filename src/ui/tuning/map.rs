//! The cell map: which cluster each of the 16 cells belongs to.

use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::profile::ClusterMap;
use crate::insight::ScoredPortfolio;
use crate::insight::learnt_map::LearntMap;
use crate::ui::controls::{cluster_swatch, plain_button};
use crate::ui::format;
use crate::ui::panel::{focus_ring, title};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::tuning::{Change, note};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align2, Button, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const CELL_HEIGHT: f32 = 34.0;
const HEAD_HEIGHT: f32 = 20.0;
const NAMES_WIDTH: f32 = 72.0;
const GAP: f32 = 3.0;

/// Draws the map with its presets.
pub(super) fn map(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, draft: &mut Change<'_>) {
    let words = &screen.words.tuning;
    title(ui, &words.map, &words.map_tooltip);
    if let Some((cell, cluster)) = grid(ui, screen, &draft.profile.clusters) {
        draft.edit().clusters.set(cell, cluster);
    }
    let learnt = learnt(screen, scored, draft);
    ui.horizontal_wrapped(|ui| {
        let presets = [
            (&words.preset_microsoft, &words.preset_microsoft_tooltip, ClusterMap::default()),
            (&words.preset_intent, &words.preset_intent_tooltip, ClusterMap::intent_counts()),
        ];
        for (name, tooltip, map) in presets {
            if plain_button(ui, name, tooltip).clicked() {
                draft.edit().clusters = map;
            }
        }
        let button = ui.add_enabled(learnt.is_some(), Button::new(&words.preset_learnt));
        let button = button.on_hover_text(&words.preset_learnt_tooltip);
        if button.on_disabled_hover_text(&words.preset_learnt_none).clicked()
            && let Some(learnt) = &learnt
        {
            draft.edit().clusters = learnt.map;
        }
    });
    let Some(learnt) = learnt.filter(|learnt| learnt.map == draft.profile.clusters) else { return };
    if let Some(purity) = learnt.purity() {
        note(ui, &fill(&words.learnt_purity, &[("purity", &format::percent(purity))]));
    }
    let impure = Cell::all().zip(&learnt.cells).filter_map(|(cell, known)| Some((cell, known.as_ref()?)));
    for (cell, known) in impure.filter(|(_, known)| known.agreeing < known.customers) {
        let share = format::percent(f64::from(known.agreeing) / f64::from(known.customers.max(1)));
        let values = [
            ("cell", screen.words.filter_cell(cell)),
            ("cluster", screen.words.cluster(learnt.map.cluster(cell)).to_owned()),
            ("share", share),
            ("customers", screen.words.customers(known.customers)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        note(ui, &fill(&words.learnt_cell, &values));
    }
}

/// The map that the file's clusters follow, worked out when the preview was; `None` where no file names clusters.
fn learnt(screen: &Screen<'_>, scored: &ScoredPortfolio, draft: &Change<'_>) -> Option<LearntMap> {
    let model = screen.question.model?;
    let known = screen.tuning.learnt.filter(|learnt| learnt.model == model)?;
    // Cells where nobody stands keep what the draft says of them.
    let mut learnt = known.learnt.clone();
    for (cell, seen) in Cell::all().zip(&known.learnt.cells) {
        if seen.is_none() {
            learnt.map.set(cell, draft.profile.clusters.cluster(cell));
        }
    }
    scored.file_columns(model).filter(|columns| !columns.cluster.is_empty()).map(|_| learnt)
}

/// Draws the cells; returns the one that was changed, with its new cluster.
fn grid(ui: &mut Ui, screen: &Screen<'_>, map: &ClusterMap) -> Option<(Cell, Cluster)> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let size = vec2(ui.available_width(), HEAD_HEIGHT + CELL_HEIGHT * 4.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let width = (rect.width() - NAMES_WIDTH) / 4.0;
    let corner = pos2(rect.left(), rect.top() + HEAD_HEIGHT / 2.0);
    ui.painter().text(corner, Align2::LEFT_CENTER, &words.tuning.map_cell, theme::letters(), palette.weak);
    for band in Band::ALL {
        let at = band.index() as f32;
        let column = pos2(rect.left() + NAMES_WIDTH + width * (at + 0.5), corner.y);
        ui.painter().text(column, Align2::CENTER_CENTER, words.band(band), theme::small(), palette.weak);
        let row = pos2(rect.left(), rect.top() + HEAD_HEIGHT + CELL_HEIGHT * (at + 0.5));
        ui.painter().text(row, Align2::LEFT_CENTER, words.band(band), theme::small(), palette.weak);
    }
    let mut changed = None;
    for cell in Cell::all() {
        let left = rect.left() + NAMES_WIDTH + width * cell.intent.index() as f32;
        let top = rect.top() + HEAD_HEIGHT + CELL_HEIGHT * cell.fit.index() as f32;
        let place = Rect::from_min_size(pos2(left, top), vec2(width - GAP, CELL_HEIGHT - GAP));
        let response = draw(ui, screen, place, cell, map.cluster(cell));
        if response.clicked() {
            changed = Some((cell, next(map.cluster(cell))));
        }
        response.context_menu(|ui| {
            for cluster in Cluster::ALL {
                let is_own = cluster == map.cluster(cell);
                if ui.selectable_label(is_own, words.cluster(cluster)).clicked() {
                    changed = Some((cell, cluster));
                    ui.close();
                }
            }
        });
    }
    changed
}

/// The cluster that a click brings.
fn next(cluster: Cluster) -> Cluster {
    let after = (cluster.index() + 1) % Cluster::ALL.len();
    Cluster::ALL.into_iter().nth(after).unwrap_or(cluster)
}

fn draw(ui: &Ui, screen: &Screen<'_>, rect: Rect, cell: Cell, cluster: Cluster) -> Response {
    let (words, palette) = (screen.words, Palette::of(ui));
    let response = ui.interact(rect, ui.scope_id().with(("map", cell.index())), Sense::click());
    let strength = 1.0 - cell.intent.index() as f32 / 3.0;
    ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.cluster_fill(cluster, strength));
    let differs = screen.tuning.in_use.clusters.cluster(cell) != cluster;
    if differs || response.hovered() {
        let width = if differs { 2.0 } else { 1.0 };
        ui.painter().rect_stroke(rect, CONTROL_RADIUS, Stroke::new(width, palette.text), StrokeKind::Inside);
    }
    let at = pos2(rect.left() + 8.0, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, cell.code(), theme::small(), palette.text);
    let swatch = Rect::from_center_size(pos2(rect.right() - 16.0, rect.center().y), vec2(18.0, 18.0));
    cluster_swatch(ui, swatch, cluster);
    focus_ring(ui, &response, rect);
    let values = [("cell", words.filter_cell(cell)), ("cluster", words.cluster(cluster).to_owned())];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let label = fill(&words.tuning.map_cell_tooltip, &values);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    response.on_hover_text(label)
}
