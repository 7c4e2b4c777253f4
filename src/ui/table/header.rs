//! The header cells: what a column means, and the order of the table.

use crate::insight::ScoredPortfolio;
use crate::insight::table::TableColumn;
use crate::ui::icons;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::table::{CELL_INSET, columns};
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Sense, Ui, WidgetInfo, pos2, vec2};

/// Room for the arrow beside the words.
const ARROW_WIDTH: f32 = 14.0;

/// Draws the header of `column`; true when the table is to be ordered by it.
pub(super) fn header(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    column: TableColumn,
    is_first: bool,
) -> bool {
    let (words, palette) = (screen.words, Palette::of(ui));
    let rect = ui.max_rect();
    let sort = screen.question.sort.of(column);
    let is_sorted = sort.is_some();
    let is_descending = sort.is_some_and(|(_, sort)| sort.descending);
    let text = words.column_header(scored, column);
    let label = match (is_sorted, is_descending) {
        (false, _) => text.to_string(),
        (true, false) => fill(&words.table_sorted_up, &[("header", &text)]),
        (true, true) => fill(&words.table_sorted_down, &[("header", &text)]),
    };
    let response = ui.interact(rect, ui.scope_id().with("header"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, is_sorted, &label));
    let fill_color = if response.hovered() { palette.hairline } else { palette.raised };
    ui.painter().rect_filled(rect, 0, fill_color);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.outline));
    let is_right = columns::is_right(scored, column) && !is_first;
    let ink = if is_sorted { palette.text } else { palette.weak };
    let room = rect.width() - CELL_INSET * 2.0 - if is_sorted { ARROW_WIDTH } else { 0.0 };
    let mut job = LayoutJob::simple_singleline(text.to_string(), theme::small(), ink);
    job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
    let galley = ui.painter().layout_job(job);
    let (width, top) = (galley.size().x, rect.center().y - galley.size().y / 2.0);
    let left = if is_right { rect.right() - CELL_INSET - width } else { rect.left() + CELL_INSET };
    let arrow = if is_right { left - ARROW_WIDTH / 2.0 - 1.0 } else { left + width + ARROW_WIDTH / 2.0 + 1.0 };
    ui.painter().galley(pos2(left, top), galley, ink);
    if is_sorted {
        icons::sort_arrow(ui.painter(), pos2(arrow, rect.center().y), is_descending, palette.accent);
    }
    focus_ring(ui, &response, rect.shrink2(vec2(3.0, 3.0)));
    let tooltip = words.column_tooltip(scored, column);
    let response = response.on_hover_ui(|ui| {
        ui.label(theme::heavy(&*text, theme::strong()));
        ui.label(&*tooltip);
        ui.label(egui::RichText::new(&words.table_sort_hint).color(palette.weak));
    });
    response.clicked()
}
