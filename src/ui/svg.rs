//! Shapes as SVG, with text as text: it can be searched, copied, and changed in a drawing program.
//!
//! Fonts are named, not embedded; every line of text is as long as it was laid out, whatever font draws it. The same
//! shapes give the same bytes. Left out: images and shadows, which the charts of this program do not have.

use crate::ui::theme::strong_family;
use egui::epaint::{CircleShape, ClippedShape, ColorMode, Mesh, PathShape, RectShape, TextShape};
use egui::{Color32, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};
use std::fmt::Write as _;
use std::io::{self, Write};

/// What draws Latin and Japanese on Windows, macOS and Linux.
const FONTS: &str = "'Segoe UI', 'Yu Gothic UI', 'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans', sans-serif";

/// Writes `shapes` on a picture of `size` points to `to`; `title` is the document's.
///
/// # Errors
/// What `to` returns.
pub fn write_svg(shapes: &[ClippedShape], size: Vec2, title: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut drawing = Drawing { page: Rect::from_min_size(Pos2::ZERO, size), ..Drawing::default() };
    for ClippedShape { clip_rect, shape, .. } in shapes {
        drawing.clipped(*clip_rect, shape);
    }
    let clips: String = (0..)
        .zip(&drawing.clips)
        .map(|(at, [x, y, width, height]): (usize, _)| {
            format!(
                "<clipPath id=\"c{at}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/></clipPath>\n"
            )
        })
        .collect();
    let [width, height] = [size.x, size.y].map(rounded);
    write!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"{FONTS}\">\n<title>{}</title>\n<defs>\n{clips}</defs>\n{}</svg>\n",
        escaped(title),
        drawing.elements
    )
}

/// The elements written so far, and the rectangles that they are cut to.
struct Drawing {
    page: Rect,
    elements: String,
    clips: Vec<[f32; 4]>,
}

impl Default for Drawing {
    fn default() -> Self {
        Self { page: Rect::NOTHING, elements: String::new(), clips: Vec::new() }
    }
}

impl Drawing {
    fn write(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.elements.write_fmt(element);
    }

    fn clipped(&mut self, clip: Rect, shape: &Shape) {
        let clip = clip.intersect(self.page);
        if !clip.is_positive() {
            return;
        }
        if clip.contains_rect(self.page) {
            return self.shape(shape);
        }
        let place = [clip.left(), clip.top(), clip.width(), clip.height()].map(rounded);
        let at = self.clips.iter().position(|known| *known == place).unwrap_or_else(|| {
            self.clips.push(place);
            self.clips.len() - 1
        });
        let before = self.elements.len();
        self.write(format_args!("<g clip-path=\"url(#c{at})\">\n"));
        let opened = self.elements.len();
        self.shape(shape);
        if self.elements.len() == opened {
            self.elements.truncate(before);
        } else {
            self.write(format_args!("</g>\n"));
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.shape(shape)),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Circle(circle) => self.circle(circle),
            Shape::LineSegment { points, stroke } => self.line(points, *stroke, false),
            Shape::Path(path) => self.path(path),
            Shape::Mesh(mesh) => self.mesh(mesh),
            Shape::Text(text) => self.text(text),
            // None of the charts draws these.
            _ => {}
        }
    }

    fn line(&mut self, points: &[Pos2], stroke: Stroke, is_closed: bool) {
        if stroke.is_empty() || points.len() < 2 {
            return;
        }
        let element = if is_closed { "polygon" } else { "polyline" };
        let (points, paint) = (listed(points), paint("stroke", stroke.color));
        self.write(format_args!(
            "<{element} points=\"{points}\" fill=\"none\" {paint} stroke-width=\"{}\"/>\n",
            rounded(stroke.width)
        ));
    }

    fn path(&mut self, path: &PathShape) {
        if path.fill.a() > 0 {
            let (points, paint) = (listed(&path.points), paint("fill", path.fill));
            self.write(format_args!("<polygon points=\"{points}\" {paint}/>\n"));
        }
        if let ColorMode::Solid(color) = path.stroke.color {
            self.line(&path.points, Stroke::new(path.stroke.width, color), path.closed);
        }
    }

    fn rect(&mut self, shape: &RectShape) {
        // A shadow: an outline that fades.
        if shape.blur_width > 0.0 {
            return;
        }
        let radius = f32::from(shape.corner_radius.nw);
        let mut draw = |rect: Rect, radius: f32, painted: &str| {
            let [x, y, width, height] = [rect.left(), rect.top(), rect.width(), rect.height()].map(rounded);
            let round = if radius > 0.0 { format!(" rx=\"{}\"", rounded(radius)) } else { String::new() };
            self.write(format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round} {painted}/>\n"
            ));
        };
        if shape.fill.a() > 0 {
            draw(shape.rect, radius, &paint("fill", shape.fill));
        }
        if !shape.stroke.is_empty() {
            let inward = match shape.stroke_kind {
                StrokeKind::Inside => shape.stroke.width / 2.0,
                StrokeKind::Middle => 0.0,
                StrokeKind::Outside => -shape.stroke.width / 2.0,
            };
            let width = rounded(shape.stroke.width);
            let painted = format!("fill=\"none\" {} stroke-width=\"{width}\"", paint("stroke", shape.stroke.color));
            draw(shape.rect.shrink(inward), (radius - inward).max(0.0), &painted);
        }
    }

    fn circle(&mut self, circle: &CircleShape) {
        let fill = if circle.fill.a() > 0 { paint("fill", circle.fill) } else { "fill=\"none\"".to_owned() };
        let stroke = if circle.stroke.is_empty() {
            String::new()
        } else {
            format!(" {} stroke-width=\"{}\"", paint("stroke", circle.stroke.color), rounded(circle.stroke.width))
        };
        let [x, y, radius] = [circle.center.x, circle.center.y, circle.radius].map(rounded);
        self.write(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {fill}{stroke}/>\n"));
    }

    /// Triangles of one colour are one path, so that no seams are seen between them.
    fn mesh(&mut self, mesh: &Mesh) {
        let mut outlines: Vec<(Color32, String)> = Vec::new();
        for corners in mesh.indices.chunks_exact(3) {
            let mut found: Vec<_> = corners.iter().filter_map(|at| mesh.vertices.get(*at as usize)).collect();
            let [a, b, c] = found.as_slice() else { continue };
            let turn = (b.pos - a.pos).rot90().dot(c.pos - a.pos);
            let color = a.color;
            if turn > 0.0 {
                found.swap(1, 2);
            }
            let path = found.iter().fold(String::new(), |path, vertex| {
                let sign = if path.is_empty() { "M" } else { "L" };
                format!("{path}{sign}{} {}", rounded(vertex.pos.x), rounded(vertex.pos.y))
            });
            match outlines.last_mut() {
                Some((known, paths)) if *known == color => *paths += &format!("{path}Z"),
                _ => outlines.push((color, format!("{path}Z"))),
            }
        }
        for (color, path) in outlines.into_iter().filter(|(color, _)| color.a() > 0) {
            let paint = paint("fill", color);
            self.write(format_args!("<path d=\"{path}\" {paint}/>\n"));
        }
    }

    /// Every row at its own place, as long as it is on the screen.
    fn text(&mut self, text: &TextShape) {
        let Some(format) = text.galley.job.sections.first().map(|section| &section.format) else { return };
        let mut color = text.override_text_color.unwrap_or(format.color);
        if color == Color32::PLACEHOLDER {
            color = text.fallback_color;
        }
        let weight = if format.font_id.family == strong_family() { " font-weight=\"600\"" } else { "" };
        let (size, paint) = (rounded(format.font_id.size), paint("fill", color));
        for row in &text.galley.rows {
            let (Some(first), Some(last)) = (row.row.glyphs.first(), row.row.glyphs.last()) else { continue };
            let letters: String = row.row.glyphs.iter().map(|glyph| glyph.chr).collect();
            if letters.trim().is_empty() {
                continue;
            }
            let place = text.pos + row.pos.to_vec2() + first.pos.to_vec2();
            let length = last.pos.x + last.advance_width - first.pos.x;
            let [x, y, length] = [place.x, place.y, length].map(rounded);
            self.write(format_args!(
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight} {paint} textLength=\"{length}\" \
                 lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{}</text>\n",
                escaped(&letters)
            ));
        }
    }
}

fn listed(points: &[Pos2]) -> String {
    let points: Vec<String> = points.iter().map(|point| format!("{},{}", rounded(point.x), rounded(point.y))).collect();
    points.join(" ")
}

/// `what` is `fill` or `stroke`.
fn paint(what: &str, color: Color32) -> String {
    let [red, green, blue, alpha] = color.to_srgba_unmultiplied();
    let opaque = format!("{what}=\"#{red:02x}{green:02x}{blue:02x}\"");
    if alpha == 255 { opaque } else { format!("{opaque} {what}-opacity=\"{}\"", rounded(f32::from(alpha) / 255.0)) }
}

/// Hundredths of a point are finer than any screen.
fn rounded(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

/// `text` as XML may hold it.
fn escaped(text: &str) -> String {
    let may_stand = |letter: &char| !letter.is_control() && !matches!(letter, '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(may_stand).fold(String::with_capacity(text.len()), |mut escaped, letter| {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::picture::draw;
    use egui::{Align2, pos2, vec2};

    #[test]
    fn text_stays_text_and_what_is_outside_is_left_out() {
        let drawing = draw(
            vec2(200.0, 100.0),
            1.0,
            |_| (),
            |ui| {
                let painter = ui.painter();
                painter.rect_filled(
                    Rect::from_min_size(pos2(10.0, 10.0), vec2(50.0, 20.0)),
                    4,
                    Color32::from_rgb(1, 2, 3),
                );
                painter.text(
                    pos2(20.0, 50.0),
                    Align2::LEFT_TOP,
                    "A & B <顧客>",
                    crate::ui::theme::body(),
                    Color32::BLACK,
                );
                let outside = Rect::from_min_size(pos2(500.0, 0.0), vec2(10.0, 10.0));
                painter.with_clip_rect(outside).rect_filled(outside, 0, Color32::RED);
                let part = painter.with_clip_rect(Rect::from_min_size(pos2(0.0, 0.0), vec2(30.0, 30.0)));
                part.circle_filled(pos2(25.0, 25.0), 10.0, Color32::from_black_alpha(51));
            },
        );
        let mut bytes = Vec::new();
        write_svg(&drawing.shapes, vec2(200.0, 100.0), "Ring & matrix", &mut bytes).unwrap();
        let svg = String::from_utf8(bytes).unwrap();
        assert!(svg.contains("<title>Ring &amp; matrix</title>"), "{svg}");
        assert!(svg.contains("rx=\"4\" fill=\"#010203\"/>"), "{svg}");
        assert!(svg.contains(">A &amp; B &lt;顧客&gt;</text>"), "{svg}");
        assert!(svg.contains("fill=\"#000000\" fill-opacity=\"0.2\""), "{svg}");
        assert!(svg.contains("<clipPath id=\"c0\"><rect x=\"0\" y=\"0\" width=\"30\" height=\"30\"/>"), "{svg}");
        assert!(!svg.contains("#ff0000"), "{svg}");
        let mut reader = quick_xml::Reader::from_str(&svg);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}
