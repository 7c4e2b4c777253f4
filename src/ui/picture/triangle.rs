//! One triangle on a grid of pixels: which pixels it covers, and in what colour.

use crate::ui::picture::texture::{Rgba, Texture};
use egui::Rect;
use egui::epaint::Vertex;

/// A point in steps of 1/256 pixel. Whole numbers make the edges of two triangles meet exactly.
type Point = [i64; 2];

const STEPS_PER_PIXEL: i64 = 256;

/// Whole pixels: left and top belong to it, right and bottom do not.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
}

impl Area {
    pub fn whole(width: usize, height: usize) -> Self {
        Self { left: 0, top: 0, right: width, bottom: height }
    }

    /// The pixels of a rectangle; what lies left of or above the picture is cut off.
    pub fn of_rect(rect: Rect) -> Self {
        // A conversion to `usize` takes a negative number as 0.
        let [left, top, right, bottom] =
            [rect.left(), rect.top(), rect.right(), rect.bottom()].map(|edge| edge.round() as usize);
        Self { left, top, right, bottom }
    }

    /// What both areas have.
    pub fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }
}

/// Three corners, clockwise on the screen.
pub(super) struct Triangle {
    corners: [Vertex; 3],
    points: [Point; 3],
    /// Twice the area in square steps, above 0.
    double_area: i64,
    /// For the edge opposite each corner, from where on a point is inside. A pixel whose centre lies on the edge of two
    /// triangles belongs to the one that has it as its top or left edge, so that it is drawn once.
    thresholds: [i64; 3],
}

impl Triangle {
    /// `None` for a triangle without an area.
    pub(super) fn new(mut corners: [Vertex; 3], pixels_per_point: f32) -> Option<Self> {
        let to_steps = |points: f32| (points * pixels_per_point * STEPS_PER_PIXEL as f32).round() as i64;
        let mut points = corners.map(|corner| [to_steps(corner.pos.x), to_steps(corner.pos.y)]);
        let mut double_area = side_of_edge(points[0], points[1], points[2]);
        if double_area == 0 {
            return None;
        }
        if double_area < 0 {
            corners.swap(1, 2);
            points.swap(1, 2);
            double_area = -double_area;
        }
        let [first, second, third] = points;
        let thresholds = [(second, third), (third, first), (first, second)].map(|(from, to)| {
            let (right, down) = (to[0] - from[0], to[1] - from[1]);
            let is_top_or_left = down < 0 || (down == 0 && right > 0);
            i64::from(!is_top_or_left)
        });
        Some(Self { corners, points, double_area, thresholds })
    }

    /// All pixels that the triangle can touch.
    pub(super) fn bounds(&self) -> Area {
        let to_pixel = |steps: i64| usize::try_from(steps.div_euclid(STEPS_PER_PIXEL)).unwrap_or(0);
        let first_and_end = |[first, second, third]: [i64; 3]| {
            (to_pixel(first.min(second).min(third)), to_pixel(first.max(second).max(third)) + 1)
        };
        let (left, right) = first_and_end(self.points.map(|[x, _]| x));
        let (top, bottom) = first_and_end(self.points.map(|[_, y]| y));
        Area { left, top, right, bottom }
    }

    /// How much each corner counts at the centre of a pixel; `None` outside the triangle.
    pub(super) fn weights_at(&self, column: usize, row: usize) -> Option<[f32; 3]> {
        let center = [column, row].map(|pixels| pixels as i64 * STEPS_PER_PIXEL + STEPS_PER_PIXEL / 2);
        let [first, second, third] = self.points;
        let sides = [
            side_of_edge(second, third, center),
            side_of_edge(third, first, center),
            side_of_edge(first, second, center),
        ];
        let is_inside = sides.iter().zip(self.thresholds).all(|(&side, threshold)| side >= threshold);
        is_inside.then(|| sides.map(|side| side as f32 / self.double_area as f32))
    }

    /// Whether all of the triangle has one colour.
    pub(super) fn is_plain(&self) -> bool {
        let [first, second, third] = &self.corners;
        [second, third].iter().all(|corner| corner.uv == first.uv && corner.color == first.color)
    }

    pub(super) fn color_at(&self, weights: [f32; 3], texture: &Texture) -> Rgba {
        let mut place = egui::Vec2::ZERO;
        let mut tint = [0.0; 4];
        for (corner, weight) in self.corners.iter().zip(weights) {
            place += corner.uv.to_vec2() * weight;
            for (channel, value) in tint.iter_mut().zip(corner.color.to_array()) {
                *channel += f32::from(value) * weight;
            }
        }
        for (channel, value) in tint.iter_mut().zip(texture.color_at(place.to_pos2())) {
            *channel *= value / 255.0;
        }
        tint
    }
}

/// Twice the area between an edge and a point: above 0 on its inner side, 0 on its line.
fn side_of_edge(from: Point, to: Point, point: Point) -> i64 {
    (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
}
