//! One cell of the matrix.

use crate::domain::matrix::Cell;
use crate::insight::matrix::Matrix;
use crate::ui::controls::cluster_swatch;
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::{Words, fill};
use egui::accesskit::Role;
use egui::{Align2, EventFilter, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

/// From this height on the share stands below the count, else beside it.
const TWO_LINES_HEIGHT: f32 = 56.0;
/// The least room between a code and the share beside it.
const CODE_GAP: f32 = 6.0;
/// From this width on the count is written large.
const LARGE_WIDTH: f32 = 92.0;

/// A cell and how it is to look.
pub(super) struct CellView<'a> {
    pub(super) cell: Cell,
    pub(super) matrix: &'a Matrix,
    pub(super) words: &'a Words,
    pub(super) is_chosen: bool,
    pub(super) is_dim: bool,
}

impl CellView<'_> {
    /// Draws the cell in `rect`.
    pub(super) fn show(&self, ui: &Ui, rect: Rect, palette: &Palette) -> Response {
        let response = ui.interact(rect, id(ui, self.cell), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.is_chosen, self.label()));
        move_focus(ui, &response, self.cell);
        self.paint(ui, rect, palette, response.hovered());
        focus_ring(ui, &response, rect);
        response.on_hover_ui(|ui| self.tooltip(ui))
    }

    fn count(&self) -> u32 {
        self.matrix.in_cell(self.cell)
    }

    fn label(&self) -> String {
        let (words, cell) = (self.words, self.cell);
        let (customers, part) = (words.customers(self.count()), format::percent(self.matrix.share(cell)));
        let values = [
            ("code", cell.code()),
            ("fit", words.band(cell.fit)),
            ("intent", words.band(cell.intent)),
            ("customers", &customers),
            ("share", &part),
            ("cluster", words.cluster(self.matrix.map.cluster(cell))),
        ];
        fill(&words.cell_label, &values)
    }

    fn tooltip(&self, ui: &mut Ui) {
        let words = self.words;
        ui.label(
            egui::RichText::new(format!("{}  {}", self.cell.code(), words.cell_place(self.cell))).font(theme::strong()),
        );
        let (customers, part) = (words.customers(self.count()), format::percent(self.matrix.share(self.cell)));
        ui.label(fill(&words.cell_tooltip_count, &[("customers", &customers), ("share", &part)]));
        ui.label(words.cluster_tooltip(self.matrix.map.cluster(self.cell)));
    }

    fn paint(&self, ui: &Ui, rect: Rect, palette: &Palette, is_hovered: bool) {
        let cluster = self.matrix.map.cluster(self.cell);
        // Whom to call first stands out, however few they are.
        let strength = 1.0 - self.cell.intent.index() as f32 / 3.0;
        let full = palette.cluster_fill(cluster, strength);
        let fill = if self.is_dim { palette.dimmed(full) } else { full };
        let painter = ui.painter().with_clip_rect(rect.expand(2.0).intersect(ui.clip_rect()));
        painter.rect_filled(rect, CONTROL_RADIUS, fill);
        if self.is_chosen {
            painter.rect_stroke(rect, CONTROL_RADIUS, Stroke::new(2.5, palette.text), StrokeKind::Inside);
        } else if is_hovered {
            painter.rect_stroke(rect, CONTROL_RADIUS, Stroke::new(1.5, palette.weak), StrokeKind::Inside);
        }
        let (ink, weak) = if self.is_dim { (palette.weak, palette.weak) } else { (palette.text, palette.text) };
        let (left, top, right) = (rect.left() + 7.0, rect.top() + 11.0, rect.right() - 7.0);
        let code = self.cell.code();
        let code_place = painter.text(pos2(left, top), Align2::LEFT_CENTER, code, theme::small(), weak);
        if code.trim_end_matches(|c: char| c.is_ascii_digit()) != cluster.letters() {
            let swatch = Rect::from_center_size(pos2(rect.right() - 13.0, rect.top() + 12.0), Vec2::splat(16.0));
            cluster_swatch(ui, swatch, cluster);
        } else if rect.height() < TWO_LINES_HEIGHT {
            let part = format::percent(self.matrix.share(self.cell));
            let part = painter.layout_no_wrap(part, theme::small(), weak);
            let part_left = right - part.size().x;
            // Where there is no room for it, the tooltip has it.
            if part_left - code_place.right() >= CODE_GAP {
                painter.galley(pos2(part_left, top - part.size().y / 2.0), part, weak);
            }
        }
        let count = format::count(self.count());
        if rect.height() < TWO_LINES_HEIGHT {
            painter.text(pos2(right, rect.bottom() - 12.0), Align2::RIGHT_CENTER, count, theme::title(), ink);
        } else {
            let middle = rect.center() + vec2(0.0, 2.0);
            let font = if rect.width() < LARGE_WIDTH { theme::title() } else { theme::heading() };
            painter.text(pos2(right, middle.y), Align2::RIGHT_CENTER, count, font, ink);
            let part = format::percent(self.matrix.share(self.cell));
            painter.text(pos2(right, middle.y + 19.0), Align2::RIGHT_CENTER, part, theme::small(), weak);
        }
    }
}

fn id(ui: &Ui, cell: Cell) -> Id {
    ui.scope_id().with("cell").with(cell.index())
}

/// The arrow keys move from cell to cell.
fn move_focus(ui: &Ui, response: &Response, cell: Cell) {
    if !response.has_focus() {
        return;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let steps = [(Key::ArrowLeft, 0, -1), (Key::ArrowRight, 0, 1), (Key::ArrowUp, -1, 0), (Key::ArrowDown, 1, 0)];
    for (key, down, right) in steps {
        if !ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
            continue;
        }
        let fit = cell.fit.index().checked_add_signed(down).filter(|row| *row < 4);
        let intent = cell.intent.index().checked_add_signed(right).filter(|column| *column < 4);
        if let (Some(fit), Some(intent)) = (fit, intent)
            && let Some(next) = Cell::from_index(fit * 4 + intent)
        {
            ui.memory_mut(|memory| memory.request_focus(id(ui, next)));
        }
    }
}
