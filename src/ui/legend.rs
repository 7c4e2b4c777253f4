//! The clusters with their counts, below the matrix.

use crate::domain::cluster::Cluster;
use crate::insight::dashboard::Dashboard;
use crate::session::action::Action;
use crate::ui::controls::cluster_swatch;
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

/// Draws the four clusters across `rect`.
#[must_use]
pub(super) fn cluster_legend(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, answer: &Dashboard) -> Option<Action> {
    let width = rect.width() / Cluster::ALL.len() as f32;
    let mut clicked = None;
    for (position, cluster) in Cluster::ALL.into_iter().enumerate() {
        let left = rect.left() + width * position as f32;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width - 4.0, rect.height()));
        if entry(ui, place, screen, answer, cluster) {
            clicked = Some(Action::ToggleCluster(cluster));
        }
    }
    clicked
}

fn entry(ui: &Ui, rect: Rect, screen: &Screen<'_>, answer: &Dashboard, cluster: Cluster) -> bool {
    let palette = Palette::of(ui);
    let words = screen.words;
    let count = answer.clusters.get(cluster.index()).copied().unwrap_or(0);
    let chosen = screen.question.filter.clusters;
    let is_chosen = chosen.has(cluster);
    let response = ui.interact(rect, ui.scope_id().with(cluster), Sense::click());
    let label =
        fill(&words.cluster_count, &[("cluster", words.cluster(cluster)), ("customers", &words.customers(count))]);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
    if is_chosen {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
    }
    let is_dim = !chosen.is_empty() && !is_chosen;
    let swatch = Rect::from_center_size(rect.left_center() + vec2(15.0, 0.0), vec2(20.0, 20.0));
    cluster_swatch(ui, swatch, cluster);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let left = rect.left() + 31.0;
    let ink = if is_dim { palette.weak } else { palette.text };
    let (name_y, count_y) = (rect.center().y - 8.0, rect.center().y + 8.0);
    painter.text(pos2(left, name_y), Align2::LEFT_CENTER, words.cluster(cluster), theme::small(), palette.weak);
    painter.text(pos2(left, count_y), Align2::LEFT_CENTER, format::count(count), theme::strong(), ink);
    focus_ring(ui, &response, rect);
    response.on_hover_text(format!("{label}\n{}", words.cluster_tooltip(cluster))).clicked()
}
