//! Small marks painted with lines, so that no icon font is needed.

use crate::session::view::View;
use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

/// A cross that closes or removes.
pub(super) fn cross(painter: &Painter, center: Pos2, radius: f32, color: Color32) {
    let stroke = Stroke::new(1.5, color);
    let corner = Vec2::splat(radius);
    painter.line_segment([center - corner, center + corner], stroke);
    painter.line_segment([center + vec2(radius, -radius), center + vec2(-radius, radius)], stroke);
}

/// A tick.
pub(super) fn tick(painter: &Painter, center: Pos2, radius: f32, color: Color32) {
    let points = [vec2(-0.9, 0.05), vec2(-0.25, 0.7), vec2(0.95, -0.65)].map(|point| center + point * radius);
    painter.add(Shape::line(points.to_vec(), Stroke::new(2.0, color)));
}

/// An exclamation mark in a disc.
pub(super) fn warning(painter: &Painter, center: Pos2, radius: f32, color: Color32, mark: Color32) {
    painter.circle_filled(center, radius, color);
    let stroke = Stroke::new(2.0, mark);
    painter.line_segment([center + vec2(0.0, -radius * 0.5), center + vec2(0.0, radius * 0.12)], stroke);
    painter.circle_filled(center + vec2(0.0, radius * 0.48), 1.2, mark);
}

/// The order of a table: an arrow up for ascending, down for descending.
pub(super) fn sort_arrow(painter: &Painter, center: Pos2, descending: bool, color: Color32) {
    let up = if descending { -1.0 } else { 1.0 };
    let points = [vec2(-3.5, 2.0 * up), vec2(3.5, 2.0 * up), vec2(0.0, -3.0 * up)].map(|point| center + point);
    painter.add(Shape::convex_polygon(points.to_vec(), color, Stroke::NONE));
}

/// A small triangle that says a menu opens below.
pub(super) fn chevron_down(painter: &Painter, center: Pos2, color: Color32) {
    let points = [vec2(-3.5, -1.5), vec2(0.0, 2.0), vec2(3.5, -1.5)].map(|point| center + point);
    painter.add(Shape::line(points.to_vec(), Stroke::new(1.5, color)));
}

/// A funnel: a column is filtered.
pub(super) fn funnel(painter: &Painter, center: Pos2, color: Color32) {
    let top = [vec2(-5.0, -4.0), vec2(5.0, -4.0), vec2(0.0, 2.0)].map(|point| center + point);
    painter.add(Shape::convex_polygon(top.to_vec(), color, Stroke::NONE));
    painter.line_segment([center, center + vec2(0.0, 5.0)], Stroke::new(2.0, color));
}

/// An `i` in a circle: a definition is to be had here.
pub(super) fn info(painter: &Painter, center: Pos2, color: Color32) {
    painter.circle_stroke(center, 6.0, Stroke::new(1.0, color));
    painter.line_segment([center + vec2(0.0, -0.5), center + vec2(0.0, 3.0)], Stroke::new(1.2, color));
    painter.circle_filled(center + vec2(0.0, -2.8), 0.9, color);
}

/// An arrow down into a tray.
pub(super) fn save(painter: &Painter, center: Pos2, color: Color32) {
    let stroke = Stroke::new(1.5, color);
    let at = |x: f32, y: f32| center + vec2(x, y);
    painter.line_segment([at(0.0, -6.0), at(0.0, 2.0)], stroke);
    painter.line(vec![at(-3.5, -1.5), at(0.0, 2.0), at(3.5, -1.5)], stroke);
    painter.line(vec![at(-6.0, 2.5), at(-6.0, 6.0), at(6.0, 6.0), at(6.0, 2.5)], stroke);
}

/// An arrow that turns back for undo, or forward for redo.
pub(super) fn turn_back(painter: &Painter, center: Pos2, is_forward: bool, color: Color32) {
    let side = if is_forward { -1.0 } else { 1.0 };
    let at = |x: f32, y: f32| center + vec2(x * side, y);
    let stroke = Stroke::new(1.5, color);
    let bow = [at(-5.0, -2.0), at(1.5, -2.0), at(4.2, -0.8), at(5.2, 1.5), at(4.2, 3.8), at(1.5, 5.0), at(-2.0, 5.0)];
    painter.add(Shape::line(bow.to_vec(), stroke));
    painter.add(Shape::line(vec![at(-1.5, -5.5), at(-5.0, -2.0), at(-1.5, 1.5)], stroke));
}

/// The program's mark: the matrix with its first cell alight.
pub(super) fn mark(painter: &Painter, rect: Rect, back: Color32, cell: Color32, alight: Color32) {
    painter.rect_filled(rect, rect.width() * 0.22, back);
    let step = rect.width() * 0.26;
    let size = Vec2::splat(rect.width() * 0.19);
    for row in 0..3_u8 {
        for column in 0..3_u8 {
            let offset = vec2(f32::from(column) - 1.0, f32::from(row) - 1.0) * step;
            let fade = 1.0 - 0.22 * f32::from(row) - 0.08 * f32::from(column);
            let first = row == 0 && column == 0;
            let color = if first { alight } else { back.lerp_to_gamma(cell, fade) };
            let size = if first { size * 1.15 } else { size };
            painter.rect_filled(Rect::from_center_size(rect.center() + offset, size), 1.5, color);
        }
    }
}

/// A sheet of paper with an arrow down into it: drop files here.
pub(super) fn drop_sheet(painter: &Painter, center: Pos2, color: Color32) {
    let stroke = Stroke::new(1.75, color);
    let sheet = Rect::from_center_size(center, vec2(34.0, 42.0));
    let fold = 10.0;
    let outline = vec![
        sheet.left_top(),
        pos2(sheet.right() - fold, sheet.top()),
        pos2(sheet.right(), sheet.top() + fold),
        sheet.right_bottom(),
        sheet.left_bottom(),
    ];
    painter.add(Shape::closed_line(outline, stroke));
    let arrow = [vec2(0.0, -9.0), vec2(0.0, 11.0)].map(|point| center + point);
    painter.line_segment(arrow, stroke);
    let head = [vec2(-6.0, 5.0), vec2(0.0, 11.0), vec2(6.0, 5.0)].map(|point| center + point);
    painter.add(Shape::line(head.to_vec(), stroke));
}

/// `text` of the font and colour, centred.
pub(super) fn centred(painter: &Painter, center: Pos2, text: String, font: egui::FontId, color: Color32) -> Rect {
    painter.text(center, Align2::CENTER_CENTER, text, font, color)
}

/// The sign of a page on the rail, about 20 points wide.
pub(super) fn page(painter: &Painter, center: Pos2, view: View, color: Color32) {
    let stroke = Stroke::new(1.6, color);
    let line = |points: &[(f32, f32)]| {
        let points = points.iter().map(|(x, y)| center + vec2(*x, *y)).collect();
        painter.add(Shape::line(points, stroke));
    };
    let square =
        |x: f32, y: f32, width: f32, height: f32| Rect::from_min_size(center + vec2(x, y), vec2(width, height));
    let edge = egui::StrokeKind::Middle;
    match view {
        View::Overview => {
            for (x, y) in [(-8.0, -8.0), (1.0, -8.0), (-8.0, 1.0), (1.0, 1.0)] {
                painter.rect_stroke(square(x, y, 7.0, 7.0), 1.5, stroke, edge);
            }
        }
        View::Customers => {
            for y in [-6.0, 0.0, 6.0] {
                painter.circle_filled(center + vec2(-7.5, y), 1.5, color);
                line(&[(-3.5, y), (9.0, y)]);
            }
        }
        View::WhitespaceMap => {
            painter.rect_stroke(square(-8.5, -8.0, 17.0, 16.0), 1.5, stroke, edge);
            line(&[(-8.5, -2.7), (8.5, -2.7)]);
            line(&[(-2.8, -8.0), (-2.8, 8.0)]);
            painter.rect_filled(square(-0.5, -0.4, 6.5, 5.8), 1, color);
        }
        View::WorkList => {
            painter.rect_stroke(square(-7.5, -8.5, 15.0, 17.0), 2, stroke, edge);
            line(&[(-4.2, -3.6), (-2.8, -2.2), (-0.4, -5.0)]);
            line(&[(2.0, -3.6), (4.8, -3.6)]);
            line(&[(-4.2, 3.4), (-2.8, 4.8), (-0.4, 2.0)]);
            line(&[(2.0, 3.4), (4.8, 3.4)]);
        }
        View::Months => {
            painter.rect_stroke(square(-8.5, -7.0, 17.0, 15.0), 2, stroke, edge);
            line(&[(-8.5, -2.4), (8.5, -2.4)]);
            line(&[(-4.0, -9.2), (-4.0, -5.4)]);
            line(&[(4.0, -9.2), (4.0, -5.4)]);
            line(&[(-3.5, 3.0), (-0.8, 5.2), (4.0, 0.6)]);
        }
        View::Quality => {
            line(&[(-8.5, -8.0), (-8.5, 8.0), (8.5, 8.0)]);
            line(&[(-5.5, 4.0), (-1.5, -1.5), (2.0, 1.0), (8.0, -6.5)]);
        }
        View::Tuning => {
            for (y, knob) in [(-5.5, 3.0), (0.0, -3.5), (5.5, 1.0)] {
                line(&[(-8.5, y), (8.5, y)]);
                painter.circle_filled(center + vec2(knob, y), 2.8, color);
            }
        }
    }
}
