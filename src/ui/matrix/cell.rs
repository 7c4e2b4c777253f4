//! One cell of the matrix.

use crate::domain::matrix::Cell;
use crate::domain::money::Currency;
use crate::insight::matrix::{Matrix, Measure};
use crate::ui::controls::cluster_swatch;
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::{Words, fill};
use egui::accesskit::Role;
use egui::{
    Align2, Color32, EventFilter, FontId, Id, Key, Modifiers, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

/// In cells lower than this the count stands alone beside the code.
const ONE_LINE_HEIGHT: f32 = 44.0;
/// Beside the code a large count needs this width.
const ONE_LINE_WIDTH: f32 = 96.0;
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
    /// What is written large.
    pub(super) measure: Measure,
    /// Coloured by how much it holds, not by its cluster.
    pub(super) heat: bool,
    pub(super) currency: Currency,
    /// In low cells code and count stand on one line, else the count below the code.
    pub(super) on_one_line: bool,
}

impl CellView<'_> {
    /// Draws the cell in `rect`.
    pub(super) fn show(&self, ui: &Ui, rect: Rect, palette: &Palette) -> Response {
        let response = ui.interact(rect, id(ui, self.cell), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.is_chosen, self.label()));
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
        let label = fill(&words.cell_label, &values);
        match self.amount() {
            Some(amount) => format!("{label}{}{amount}", words.list_separator),
            None => label,
        }
    }

    /// The amount by the measure, in words; `None` where customers are counted.
    fn amount(&self) -> Option<String> {
        let amount = self.matrix.amounts(self.measure)?.get(self.cell.index())?;
        let words = self.words;
        let values =
            [("measure", words.overview.measure(self.measure)), ("amount", &*format::money(*amount, self.currency))];
        Some(fill(&words.overview.cell_amount, &values))
    }

    fn figure(&self) -> String {
        figure(self.matrix, self.cell, self.measure, self.currency)
    }

    fn tooltip(&self, ui: &mut Ui) {
        let words = self.words;
        ui.label(
            egui::RichText::new(format!("{}  {}", self.cell.code(), words.cell_place(self.cell))).font(theme::strong()),
        );
        let (customers, part) = (words.customers(self.count()), format::percent(self.matrix.share(self.cell)));
        ui.label(fill(&words.cell_tooltip_count, &[("customers", &customers), ("share", &part)]));
        if let Some(amount) = self.amount() {
            ui.label(amount);
        }
        ui.label(words.cluster_tooltip(self.matrix.map.cluster(self.cell)));
    }

    fn paint(&self, ui: &Ui, rect: Rect, palette: &Palette, is_hovered: bool) {
        let cluster = self.matrix.map.cluster(self.cell);
        // Whom to call first stands out, however few they are.
        let strength = 1.0 - self.cell.intent.index() as f32 / 3.0;
        let full = if self.heat {
            palette.heat(self.matrix.fullness(self.cell, self.measure) as f32)
        } else {
            palette.cluster_fill(cluster, strength)
        };
        let fill = if self.is_dim { palette.dimmed(full) } else { full };
        let painter = ui.painter().with_clip_rect(rect.expand(2.0).intersect(ui.clip_rect()));
        painter.rect_filled(rect, CONTROL_RADIUS, fill);
        if self.is_chosen {
            painter.rect_stroke(rect, CONTROL_RADIUS, Stroke::new(2.5, palette.text), StrokeKind::Inside);
        } else if is_hovered {
            painter.rect_stroke(rect, CONTROL_RADIUS, Stroke::new(1.5, palette.weak), StrokeKind::Inside);
        }
        let (ink, weak) = if self.is_dim { (palette.weak, palette.weak) } else { (palette.text, palette.text) };
        let (code, count) = (self.cell.code(), self.figure());
        let is_low = rect.height() < ONE_LINE_HEIGHT;
        let is_line = is_low && self.on_one_line;
        let code_y = if is_line { rect.center().y } else { rect.top() + 11.0 };
        let (left, top, right) = (rect.left() + 7.0, code_y, rect.right() - 7.0);
        let code_place = painter.text(pos2(left, top), Align2::LEFT_CENTER, code, theme::small(), weak);
        if code.trim_end_matches(|c: char| c.is_ascii_digit()) != cluster.letters() {
            let swatch = Rect::from_center_size(pos2(rect.right() - 13.0, rect.top() + 12.0), Vec2::splat(16.0));
            cluster_swatch(ui, swatch, cluster);
        } else if (ONE_LINE_HEIGHT..TWO_LINES_HEIGHT).contains(&rect.height()) {
            let part = format::percent(self.matrix.share(self.cell));
            let part = painter.layout_no_wrap(part, theme::small(), weak);
            let part_left = right - part.size().x;
            // Where there is no room for it, the tooltip has it.
            if part_left - code_place.right() >= CODE_GAP {
                painter.galley(pos2(part_left, top - part.size().y / 2.0), part, weak);
            }
        }
        if is_low {
            let y = if is_line { rect.center().y } else { rect.bottom() - 11.0 };
            painter.text(pos2(right, y), Align2::RIGHT_CENTER, count, low_font(rect), ink);
        } else if rect.height() < TWO_LINES_HEIGHT {
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

/// What is written large: the count, or the amount in three digits.
fn figure(matrix: &Matrix, cell: Cell, measure: Measure, currency: Currency) -> String {
    let amount = matrix.amounts(measure).and_then(|amounts| amounts.get(cell.index()));
    amount.map_or_else(|| format::count(matrix.in_cell(cell)), |amount| format::money_compact(*amount, currency))
}

/// The count's font in a low cell.
fn low_font(rect: Rect) -> FontId {
    if rect.width() < ONE_LINE_WIDTH { theme::strong() } else { theme::title() }
}

/// Whether in cells such as `rect` code and count find room on one line, all of them; only low cells ask for it.
pub(super) fn fit_one_line(ui: &Ui, rect: Rect, matrix: &Matrix, measure: Measure, currency: Currency) -> bool {
    let width = |text: String, font| ui.painter().layout_no_wrap(text, font, Color32::PLACEHOLDER).size().x;
    rect.height() < ONE_LINE_HEIGHT
        && Cell::all().all(|cell| {
            let code = width(cell.code().to_owned(), theme::small());
            let count = width(figure(matrix, cell, measure, currency), low_font(rect));
            code + CODE_GAP + count + 14.0 <= rect.width()
        })
}

/// The id of `cell`'s button.
pub(super) fn id(ui: &Ui, cell: Cell) -> Id {
    ui.scope_id().with("cell").with(cell.index())
}

/// The cell that an arrow key asks for from `cell`, which has the focus, and whether Shift stretches the choice to it.
pub(super) fn arrow(ui: &Ui, response: &Response, cell: Cell) -> Option<(Cell, bool)> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let steps = [(Key::ArrowLeft, 0, -1), (Key::ArrowRight, 0, 1), (Key::ArrowUp, -1, 0), (Key::ArrowDown, 1, 0)];
    for (key, down, right) in steps {
        let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, key));
        let stretches = pressed(Modifiers::SHIFT);
        if !stretches && !pressed(Modifiers::NONE) {
            continue;
        }
        let fit = cell.fit.index().checked_add_signed(down).filter(|row| *row < 4)?;
        let intent = cell.intent.index().checked_add_signed(right).filter(|column| *column < 4)?;
        return Cell::from_index(fit * 4 + intent).map(|next| (next, stretches));
    }
    None
}
