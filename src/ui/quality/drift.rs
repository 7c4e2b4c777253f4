//! What has moved in the data since the older month, column by column.

use crate::scoring::drift::{ColumnDrift, Drift};
use crate::support::statistics::stability::{Change, STRONG};
use crate::ui::format;
use crate::ui::quality::note;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW_HEIGHT: f32 = 24.0;

/// Draws the columns that moved, and how many did not.
pub(super) fn drift(ui: &mut Ui, screen: &Screen<'_>, drift: &Drift) {
    let words = screen.words;
    let moved: Vec<&ColumnDrift> = drift.columns.iter().filter(|column| column.change() != Change::None).collect();
    if moved.is_empty() {
        note(ui, &words.drift_nothing);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for column in &moved {
        row(ui, screen, column);
    }
    ui.spacing_mut().item_spacing.y = theme::GAP;
    let unmoved = format::count((drift.columns.len() - moved.len()) as u64);
    note(ui, &fill(&words.drift_unmoved, &[("count", &unmoved)]));
    for (text, columns) in [(&words.drift_only_old, &drift.only_old), (&words.drift_only_new, &drift.only_new)] {
        if !columns.is_empty() {
            let columns: Vec<_> = columns.iter().map(|column| visible(column)).collect();
            note(ui, &fill(text, &[("columns", &columns.join(&words.list_separator))]));
        }
    }
}

fn row(ui: &mut Ui, screen: &Screen<'_>, column: &ColumnDrift) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let Some(stability) = column.stability else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    let middle = rect.center().y;
    let is_strong = column.change() == Change::Strong;
    let bar_left = rect.left() + rect.width() * 0.5;
    let room = rect.width() * 0.26;
    let length = room * (stability.index / (STRONG * 2.0)).min(1.0) as f32;
    let bar = Rect::from_min_size(pos2(bar_left, middle - 4.0), vec2(length, 8.0));
    ui.painter().rect_filled(bar, 2, if is_strong { palette.bad } else { palette.bar });
    let named = Rect::from_min_max(rect.min, pos2(bar_left - 8.0, rect.bottom()));
    let painter = ui.painter().with_clip_rect(named.intersect(ui.clip_rect()));
    painter.text(rect.left_center(), Align2::LEFT_CENTER, visible(&column.name), theme::small(), palette.text);
    let change = if is_strong { &words.drift_strong } else { &words.drift_notable };
    let figure = format!("{} · {change}", format::fixed(stability.index, 2));
    ui.painter().text(pos2(rect.right(), middle), Align2::RIGHT_CENTER, &figure, theme::small(), palette.text);
    let bound = format::fixed(stability.bound, 2);
    let name = fill(&words.drift_column, &[("column", &visible(&column.name)), ("bound", &bound)]);
    let label = format!("{name}: {figure}");
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &label));
    response.on_hover_text(format!("{label}\n{}", words.quality.drift_tooltip));
}
