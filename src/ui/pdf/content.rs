//! Shapes as operators of a page.

use crate::ui::pdf::fonts::Faces;
use egui::epaint::{CircleShape, ClippedShape, ColorMode, PathShape, RectShape, TextShape};
use egui::{Color32, Pos2, Rect, Shape, Stroke};
use std::fmt::Write;

/// How far the handles of a Bézier curve stand from its ends to draw a quarter of a circle.
const QUARTER: f32 = 0.552_285;

/// What stands on the page.
pub(super) struct Content {
    /// The operators.
    pub operators: String,
    height: f32,
}

impl Content {
    /// The shapes of a page `height` points high.
    pub(super) fn of(shapes: &[ClippedShape], height: f32, faces: &mut Faces) -> Self {
        let mut content = Self { operators: String::new(), height };
        for ClippedShape { clip_rect, shape, .. } in shapes {
            let [left, bottom, width, tall] = content.place(*clip_rect);
            content.write(format_args!("q {left} {bottom} {width} {tall} re W n\n"));
            content.shape(shape, faces);
            content.write(format_args!("Q\n"));
        }
        content
    }

    fn write(&mut self, operators: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.operators.write_fmt(operators);
    }

    /// Left, bottom, width and height on the page, whose origin is at the bottom.
    fn place(&self, rect: Rect) -> [f32; 4] {
        [rect.left(), self.height - rect.bottom(), rect.width(), rect.height()].map(rounded)
    }

    fn point(&self, point: Pos2) -> [f32; 2] {
        [point.x, self.height - point.y].map(rounded)
    }

    fn shape(&mut self, shape: &Shape, faces: &mut Faces) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.shape(shape, faces)),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Circle(circle) => self.circle(circle),
            Shape::LineSegment { points, stroke } => self.line(points, *stroke),
            Shape::Path(path) => self.path(path),
            Shape::Text(text) => self.text(text, faces),
            // None of the pages draws these.
            _ => {}
        }
    }

    fn color(&mut self, color: Color32, operator: &str) {
        let [red, green, blue] = on_white(color);
        self.write(format_args!("{red} {green} {blue} {operator}\n"));
    }

    fn line(&mut self, points: &[Pos2], stroke: Stroke) {
        if stroke.is_empty() {
            return;
        }
        self.color(stroke.color, "RG");
        self.write(format_args!("{} w\n", stroke.width));
        self.follow(points);
        self.write(format_args!("S\n"));
    }

    fn follow(&mut self, points: &[Pos2]) {
        for (at, point) in points.iter().enumerate() {
            let [x, y] = self.point(*point);
            self.write(format_args!("{x} {y} {}\n", if at == 0 { "m" } else { "l" }));
        }
    }

    fn path(&mut self, path: &PathShape) {
        if path.fill.a() > 0 {
            self.color(path.fill, "rg");
            self.follow(&path.points);
            self.write(format_args!("f\n"));
        }
        if let ColorMode::Solid(color) = path.stroke.color {
            let mut points = path.points.clone();
            points.extend(path.points.first().filter(|_| path.closed));
            self.line(&points, Stroke::new(path.stroke.width, color));
        }
    }

    fn rect(&mut self, shape: &RectShape) {
        let radius = f32::from(shape.corner_radius.nw).min(shape.rect.width() / 2.0).min(shape.rect.height() / 2.0);
        if shape.fill.a() > 0 {
            self.color(shape.fill, "rg");
            self.outline(shape.rect, radius);
            self.write(format_args!("f\n"));
        }
        if !shape.stroke.is_empty() {
            self.color(shape.stroke.color, "RG");
            self.write(format_args!("{} w\n", shape.stroke.width));
            self.outline(shape.rect.shrink(shape.stroke.width / 2.0), radius);
            self.write(format_args!("S\n"));
        }
    }

    /// A closed outline with rounded corners.
    fn outline(&mut self, rect: Rect, radius: f32) {
        let [left, bottom, width, height] = self.place(rect);
        if radius <= 0.0 {
            self.write(format_args!("{left} {bottom} {width} {height} re\n"));
            return;
        }
        let (right, top) = (left + width, bottom + height);
        let (r, k) = (radius, radius * (1.0 - QUARTER));
        self.write(format_args!("{} {bottom} m {} {bottom} l\n", left + r, right - r));
        self.curve([right - k, bottom], [right, bottom + k], [right, bottom + r]);
        self.write(format_args!("{right} {} l\n", top - r));
        self.curve([right, top - k], [right - k, top], [right - r, top]);
        self.write(format_args!("{} {top} l\n", left + r));
        self.curve([left + k, top], [left, top - k], [left, top - r]);
        self.write(format_args!("{left} {} l\n", bottom + r));
        self.curve([left, bottom + k], [left + k, bottom], [left + r, bottom]);
        self.write(format_args!("h\n"));
    }

    fn curve(&mut self, first: [f32; 2], second: [f32; 2], end: [f32; 2]) {
        for [x, y] in [first, second, end] {
            self.write(format_args!("{} {} ", rounded(x), rounded(y)));
        }
        self.write(format_args!("c\n"));
    }

    fn circle(&mut self, circle: &CircleShape) {
        let rect = Rect::from_center_size(circle.center, egui::Vec2::splat(circle.radius * 2.0));
        if circle.fill.a() > 0 {
            self.color(circle.fill, "rg");
            self.outline(rect, circle.radius);
            self.write(format_args!("f\n"));
        }
        if !circle.stroke.is_empty() {
            self.color(circle.stroke.color, "RG");
            self.write(format_args!("{} w\n", circle.stroke.width));
            self.outline(rect, circle.radius);
            self.write(format_args!("S\n"));
        }
    }

    /// Every glyph at its own place: lines break and letters stand as on the screen.
    fn text(&mut self, text: &TextShape, faces: &mut Faces) {
        let Some(format) = text.galley.job.sections.first().map(|section| &section.format) else { return };
        let mut color = text.override_text_color.unwrap_or(format.color);
        if color == Color32::PLACEHOLDER {
            color = text.fallback_color;
        }
        self.color(color, "rg");
        let size = format.font_id.size;
        self.write(format_args!("BT\n"));
        for row in &text.galley.rows {
            for glyph in &row.row.glyphs {
                let Some((face, id)) = faces.glyph(&format.font_id.family, glyph.chr) else { continue };
                let [x, y] = self.point(text.pos + row.pos.to_vec2() + glyph.pos.to_vec2());
                self.write(format_args!("/F{face} {size} Tf 1 0 0 1 {x} {y} Tm <{id:04X}> Tj\n"));
            }
        }
        self.write(format_args!("ET\n"));
    }
}

/// Hundredths of a point are finer than any printer.
fn rounded(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

/// Red, green and blue, 0 to 1, of a colour laid on white.
fn on_white(color: Color32) -> [f32; 3] {
    let [red, green, blue, alpha] = color.to_array();
    [red, green, blue].map(|channel| (f32::from(channel.saturating_add(255 - alpha)) / 255.0 * 1000.0).round() / 1000.0)
}
