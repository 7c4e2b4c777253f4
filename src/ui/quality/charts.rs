//! The small charts of this page, painted: intervals, bars and the calibration curve. Each tells its numbers in words.

use crate::scoring::feedback::conversion::Conversion;
use crate::support::statistics::calibration::Group;
use crate::support::statistics::lift::Tenth;
use crate::ui::format;
use crate::ui::theme::{self, Palette};
use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

pub(super) const CHART_HEIGHT: f32 = 132.0;
const ROW_HEIGHT: f32 = 24.0;
const AXIS_HEIGHT: f32 = 16.0;

/// A number with its interval on a line from `ends[0]` to `ends[1]`.
pub(super) struct Interval<'a> {
    pub(super) name: &'a str,
    pub(super) value: f64,
    pub(super) interval: Option<[f64; 2]>,
    pub(super) ends: [f64; 2],
    pub(super) figure: &'a str,
    pub(super) note: &'a str,
    pub(super) tooltip: &'a str,
    pub(super) color: Option<Color32>,
}

impl Interval<'_> {
    /// Draws name, line and figures in a row.
    pub(super) fn show(&self, ui: &mut Ui) {
        let palette = Palette::of(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
        let names = (rect.width() * 0.28).min(150.0);
        let figures = 150.0_f32.min(rect.width() * 0.36);
        let line = Rect::from_min_max(
            pos2(rect.left() + names, rect.top()),
            pos2(rect.right() - figures - 8.0, rect.bottom()),
        );
        let middle = rect.center().y;
        let named = Rect::from_min_max(rect.min, pos2(line.left() - 6.0, rect.bottom()));
        let painter = ui.painter().with_clip_rect(named.intersect(ui.clip_rect()));
        painter.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, self.name, theme::small(), palette.text);
        let [least, most] = self.ends;
        let x = |value: f64| {
            let share = ((value - least) / (most - least)).clamp(0.0, 1.0) as f32;
            line.left() + line.width() * share
        };
        let painter = ui.painter();
        painter.hline(line.x_range(), middle, Stroke::new(1.0, palette.hairline));
        let color = self.color.unwrap_or(palette.accent);
        if let Some([low, high]) = self.interval {
            painter.hline(x(low)..=x(high), middle, Stroke::new(4.0, palette.bar));
        }
        painter.circle(pos2(x(self.value), middle), 4.5, color, Stroke::new(1.5, palette.surface));
        let left = line.right() + 8.0;
        let figure = painter.text(pos2(left, middle), Align2::LEFT_CENTER, self.figure, theme::strong(), palette.text);
        let at = pos2(figure.right() + 8.0, middle);
        painter.text(at, Align2::LEFT_CENTER, self.note, theme::small(), palette.weak);
        let label = format!("{}: {} {}", self.name, self.figure, self.note);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, label.trim()));
        response.on_hover_text(format!("{label}\n{}", self.tooltip));
    }
}

/// A group's conversion as an interval from nothing to `most`.
pub(super) fn conversion(ui: &mut Ui, name: &str, of: &str, conversion: &Conversion, most: f64, tooltip: &str) {
    let row = Interval {
        name,
        value: conversion.rate,
        interval: Some(conversion.interval),
        ends: [0.0, most],
        figure: &format::percent(conversion.rate),
        note: of,
        tooltip,
        color: None,
    };
    row.show(ui);
}

/// The lift of each tenth as bars, 1 as a line.
pub(super) fn lift(ui: &mut Ui, tenths: &[Tenth; 10], label: &str) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), CHART_HEIGHT), Sense::hover());
    let room = Rect::from_min_max(rect.min + vec2(0.0, AXIS_HEIGHT), rect.max - vec2(0.0, AXIS_HEIGHT));
    let highest = tenths.iter().map(|tenth| tenth.lift).fold(1.2, f64::max);
    let y = |lift: f64| room.bottom() - room.height() * (lift / highest) as f32;
    let width = room.width() / tenths.len() as f32;
    for (position, tenth) in tenths.iter().enumerate() {
        let left = room.left() + width * position as f32;
        let bar = Rect::from_min_max(pos2(left + 2.0, y(tenth.lift)), pos2(left + width - 2.0, room.bottom()));
        let color = if tenth.lift >= 1.0 { palette.accent } else { palette.bar };
        ui.painter().rect_filled(bar, 2, color);
        let at = pos2(bar.center().x, rect.bottom() - AXIS_HEIGHT / 2.0);
        ui.painter().text(at, Align2::CENTER_CENTER, (position + 1).to_string(), theme::letters(), palette.weak);
    }
    dashed(ui, [pos2(room.left(), y(1.0)), pos2(room.right(), y(1.0))], palette.text);
    // Over the line, each on a ground of its own.
    for (position, tenth) in tenths.iter().enumerate() {
        let at = pos2(room.left() + width * (position as f32 + 0.5), y(tenth.lift) - 8.0);
        let galley = ui.painter().layout_no_wrap(format::fixed(tenth.lift, 1), theme::letters(), palette.text);
        let place = Rect::from_center_size(at, galley.size());
        ui.painter().rect_filled(place.expand2(vec2(2.0, -1.0)), 0, palette.surface);
        ui.painter().galley(place.min, galley, palette.text);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    response.on_hover_text(label);
}

/// What was said against what happened; on the diagonal both are the same.
pub(super) fn calibration(ui: &mut Ui, table: &[Group], axes: [&str; 2], label: &str) {
    let palette = Palette::of(ui);
    let size = vec2(ui.available_width(), CHART_HEIGHT + AXIS_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let side = (rect.height() - AXIS_HEIGHT * 2.0).min(rect.width() - 40.0);
    let room = Rect::from_min_size(rect.min + vec2(40.0, AXIS_HEIGHT), vec2((rect.width() - 48.0).max(side), side));
    ui.painter().rect_stroke(room, 0, Stroke::new(1.0, palette.outline), egui::StrokeKind::Inside);
    let most = table.iter().flat_map(|group| [group.said, group.happened]).fold(0.1, f64::max).min(1.0);
    let at = |group: &Group| {
        let [x, y] = [group.said, group.happened].map(|share| (share / most) as f32);
        pos2(room.left() + room.width() * x, room.bottom() - room.height() * y)
    };
    dashed(ui, [room.left_bottom(), room.right_top()], palette.weak);
    let points: Vec<_> = table.iter().map(at).collect();
    ui.painter().add(Shape::line(points.clone(), Stroke::new(1.5, palette.bar)));
    let rows = table.iter().map(|group| group.rows).max().unwrap_or(1).max(1) as f32;
    for (group, at) in table.iter().zip(points) {
        let radius = 3.0 + 3.0 * (group.rows as f32 / rows).sqrt();
        ui.painter().circle(at, radius, palette.accent, Stroke::new(1.5, palette.surface));
    }
    let [said, happened] = axes;
    let painter = ui.painter();
    painter.text(rect.left_top(), Align2::LEFT_TOP, happened, theme::letters(), palette.weak);
    painter.text(rect.right_bottom(), Align2::RIGHT_BOTTOM, said, theme::letters(), palette.weak);
    let percent = format::percent(most);
    painter.text(room.left_top() - vec2(4.0, 0.0), Align2::RIGHT_TOP, &percent, theme::letters(), palette.weak);
    painter.text(room.left_bottom() - vec2(4.0, 0.0), Align2::RIGHT_BOTTOM, "0", theme::letters(), palette.weak);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    response.on_hover_text(label);
}

fn dashed(ui: &Ui, ends: [egui::Pos2; 2], color: Color32) {
    ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.0, color), 4.0, 4.0));
}

/// A square table of counts; the diagonal is where both say the same.
pub(super) fn confusion(
    ui: &mut Ui,
    names: &[&str; 4],
    counts: &[[u64; 4]; 4],
    label: impl Fn(usize, usize) -> String,
) {
    let palette = Palette::of(ui);
    let names_width = 76.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT * 5.0), Sense::hover());
    let width = (rect.width() - names_width) / 4.0;
    let most = counts.iter().flatten().copied().max().unwrap_or(1).max(1) as f32;
    for (at, name) in names.iter().enumerate() {
        let column = pos2(rect.left() + names_width + width * (at as f32 + 0.5), rect.top() + ROW_HEIGHT / 2.0);
        ui.painter().text(column, Align2::CENTER_CENTER, *name, theme::letters(), palette.weak);
        let row = pos2(rect.left(), rect.top() + ROW_HEIGHT * (at as f32 + 1.5));
        ui.painter().text(row, Align2::LEFT_CENTER, *name, theme::letters(), palette.weak);
    }
    for (row, cells) in counts.iter().enumerate() {
        for (column, count) in cells.iter().enumerate() {
            let left = rect.left() + names_width + width * column as f32;
            let top = rect.top() + ROW_HEIGHT * (row as f32 + 1.0);
            let cell = Rect::from_min_size(pos2(left, top), vec2(width - 2.0, ROW_HEIGHT - 2.0));
            let strength = (*count as f32 / most).sqrt();
            let color = palette.surface.lerp_to_gamma(palette.bar, 0.06 + 0.5 * strength);
            ui.painter().rect_filled(cell, 3, color);
            if row == column {
                ui.painter().rect_stroke(cell, 3, Stroke::new(1.5, palette.text), egui::StrokeKind::Inside);
            }
            let text = format::count(*count);
            ui.painter().text(cell.center(), Align2::CENTER_CENTER, text, theme::small(), palette.text_on(color));
            let response = ui.interact(cell, ui.scope_id().with(("confusion", row, column)), Sense::hover());
            let label = label(row, column);
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &label));
            response.on_hover_text(label);
        }
    }
}
