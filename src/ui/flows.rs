//! Who went from which cluster to which: a table that is read from the left to the top, each way to be clicked.

use crate::domain::money::{Currency, Money};
use crate::insight::filter::{ListReason, Standing};
use crate::insight::months::comparison::{Flow, Flows};
use crate::ui::controls::cluster_swatch;
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::{Words, fill};
use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const ROW_HEIGHT: f32 = 34.0;
const HEAD_HEIGHT: f32 = 26.0;
const NAMES_WIDTH: f32 = 104.0;
const GAP: f32 = 2.0;

/// What is drawn, and what a click on a way asks for.
pub(super) struct FlowTable<'a> {
    pub(super) words: &'static Words,
    pub(super) flows: &'a Flows,
    /// The standings of rows and columns; those without anybody are left out by the caller.
    pub(super) standings: &'a [Standing],
    pub(super) currency: Currency,
    pub(super) reason: fn(Standing, Standing) -> ListReason,
    pub(super) chosen: Option<ListReason>,
    /// Whether anything is known of whitespace revenue.
    pub(super) has_money: bool,
}

/// The standings that anybody has in `flows`, and all clusters.
pub(super) fn standings(flows: &Flows) -> Vec<Standing> {
    let is_met = |place: &Standing| {
        let is_cluster = matches!(place, Standing::In(_));
        is_cluster || flows.before(*place).customers > 0 || flows.after(*place).customers > 0
    };
    Standing::ALL.into_iter().filter(is_met).collect()
}

impl FlowTable<'_> {
    /// How high the table is.
    pub(super) fn height(&self) -> f32 {
        HEAD_HEIGHT + ROW_HEIGHT * self.standings.len() as f32
    }

    /// Draws the table across the width that is left; returns the way that was clicked.
    #[must_use]
    pub(super) fn show(&self, ui: &mut Ui) -> Option<ListReason> {
        let palette = Palette::of(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), self.height()), Sense::hover());
        let width = (rect.width() - NAMES_WIDTH) / self.standings.len().max(1) as f32;
        let at = |row: usize, column: usize| {
            let left = rect.left() + NAMES_WIDTH + width * column as f32;
            let top = rect.top() + HEAD_HEIGHT + ROW_HEIGHT * row as f32;
            Rect::from_min_size(pos2(left, top), vec2(width - GAP, ROW_HEIGHT - GAP))
        };
        let mut clicked = None;
        for (position, standing) in self.standings.iter().enumerate() {
            let head = at(0, position).translate(vec2(0.0, -HEAD_HEIGHT)).with_max_y(rect.top() + HEAD_HEIGHT);
            self.name(ui, head, *standing, true);
            let row = at(position, 0);
            let name = Rect::from_min_max(pos2(rect.left(), row.top()), pos2(row.left() - 6.0, row.bottom()));
            self.name(ui, name, *standing, false);
        }
        for (row, from) in self.standings.iter().enumerate() {
            for (column, to) in self.standings.iter().enumerate() {
                clicked = clicked.or(self.way(ui, at(row, column), palette, (*from, *to)));
            }
        }
        clicked
    }

    fn name(&self, ui: &Ui, rect: Rect, standing: Standing, is_head: bool) {
        let palette = Palette::of(ui);
        let text = self.words.months.standing(self.words, standing, !is_head);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let galley = painter.layout_no_wrap(text.to_owned(), theme::small(), palette.text);
        let swatch_room = if matches!(standing, Standing::In(_)) { 22.0 } else { 0.0 };
        let left = match is_head {
            true => (rect.center().x - (galley.size().x + swatch_room) / 2.0).max(rect.left()),
            false => rect.left(),
        };
        if let Standing::In(cluster) = standing {
            let swatch = Rect::from_center_size(pos2(left + 8.0, rect.center().y), vec2(16.0, 16.0));
            cluster_swatch(ui, swatch, cluster);
        }
        painter.galley(pos2(left + swatch_room, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    }

    /// One way; empty ones cannot be clicked.
    fn way(&self, ui: &Ui, rect: Rect, palette: &Palette, (from, to): (Standing, Standing)) -> Option<ListReason> {
        let flow = self.flows.between(from, to);
        let reason = (self.reason)(from, to);
        let is_chosen = self.chosen == Some(reason);
        let is_way = from != to && flow.customers > 0;
        let sense = if is_way { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, ui.scope_id().with(("way", from, to)), sense);
        let label = self.label(from, to, flow);
        response.widget_info(|| {
            let role = if is_way { Role::Button } else { Role::Label };
            WidgetInfo::selected(role, true, is_chosen, &label)
        });
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let fill = match is_way {
            true => direction(palette, from, to).gamma_multiply(0.14),
            false if from == to => palette.raised,
            false => Color32::TRANSPARENT,
        };
        painter.rect_filled(rect, CONTROL_RADIUS, fill);
        if is_chosen || (is_way && response.hovered()) {
            let width = if is_chosen { 2.0 } else { 1.0 };
            painter.rect_stroke(rect, CONTROL_RADIUS, Stroke::new(width, palette.text), StrokeKind::Inside);
        }
        let ink = if from == to || flow.customers == 0 { palette.weak } else { palette.text };
        let figure = match flow.customers {
            0 => self.words.missing_mark.clone(),
            count => format::count(count),
        };
        let money = flow.before.max(flow.after);
        let has_money = self.has_money && flow.customers > 0 && money != Money::ZERO;
        let middle = rect.center();
        let y = if has_money { middle.y - 6.0 } else { middle.y };
        let font = if is_way { theme::strong() } else { theme::small() };
        painter.text(pos2(middle.x, y), Align2::CENTER_CENTER, figure, font, ink);
        if has_money {
            // Who is gone brings nothing now: what went with them is told.
            let shown = if to == Standing::Absent { flow.before } else { flow.after };
            let text = format::money_compact(shown, self.currency);
            painter.text(pos2(middle.x, middle.y + 8.0), Align2::CENTER_CENTER, text, theme::letters(), palette.weak);
        }
        focus_ring(ui, &response, rect);
        let clicked = response.clicked();
        response.on_hover_text(label);
        clicked.then_some(reason)
    }

    fn label(&self, from: Standing, to: Standing, flow: Flow) -> String {
        let words = &self.words.months;
        let text = match (self.has_money, from == to) {
            (true, true) => &words.way_stays,
            (true, false) => &words.way,
            (false, true) => &words.way_stays_bare,
            (false, false) => &words.way_bare,
        };
        let values = [
            ("from", words.standing(self.words, from, true)),
            ("to", words.standing(self.words, to, false)),
            ("customers", &self.words.customers(flow.customers)),
            ("before", &format::money_compact(flow.before, self.currency)),
            ("after", &format::money_compact(flow.after, self.currency)),
        ];
        fill(text, &values)
    }
}

/// Towards Act Now is good news, away from it bad; the places of the table say the same without colour.
fn direction(palette: &Palette, from: Standing, to: Standing) -> Color32 {
    if to.index() < from.index() { palette.good } else { palette.bad }
}

/// A change as `+1,204`, `-3` or `±0`.
pub(super) fn signed_count(before: u32, after: u32) -> String {
    let difference = i64::from(after) - i64::from(before);
    let count = format::count(difference.unsigned_abs());
    match difference {
        0 => "±0".to_owned(),
        1.. => format!("+{count}"),
        _ => format!("-{count}"),
    }
}

/// A change as `+$1.20M`.
pub(super) fn signed_money(before: Money, after: Money, currency: Currency) -> String {
    let difference = after.hundredths().saturating_sub(before.hundredths());
    let text = format::money_compact(Money::from_hundredths(difference), currency);
    match difference {
        0 => format!("±{text}"),
        1.. => format!("+{text}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_its_sign() {
        assert_eq!([signed_count(3, 1_204), signed_count(5, 2), signed_count(2, 2)], ["+1,201", "-3", "±0"]);
        let money = |before, after| {
            let [before, after] = [before, after].map(Money::from_hundredths);
            signed_money(before, after, Currency::Usd)
        };
        assert_eq!([money(0, 150_000), money(150_000, 0), money(7, 7)], ["+$1.50K", "-$1.50K", "±$0"]);
    }
}
