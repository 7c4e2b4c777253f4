//! Draws egui's triangles on the CPU: pictures of the window without a GPU, the same on every machine.

use std::collections::HashMap;

use egui::epaint::{
    ClippedPrimitive, ImageData, ImageDelta, Mesh, Primitive, TextureId, Vertex, textures::TextureFilter,
};
use egui::{Color32, Pos2, Rect};

/// Red, green, blue and alpha, 0 to 255, multiplied by alpha as egui keeps them.
type Rgba = [f32; 4];

/// A point in steps of 1/256 pixel. Whole numbers make the edges of two triangles meet exactly.
type Point = [i64; 2];

const STEPS_PER_PIXEL: i64 = 256;

/// Give it to the harness: `Harness::builder().renderer(CpuRenderer::default())`.
#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

impl egui_kittest::TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        for (id, images) in delta.set.drain() {
            for image in images {
                self.textures.entry(id).or_default().update(&image);
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, context: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let pixels_per_point = context.pixels_per_point();
        let size = context.content_rect().size() * pixels_per_point;
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize);
        for ClippedPrimitive { clip_rect, primitive } in context.tessellate(output.shapes.clone(), pixels_per_point) {
            let Primitive::Mesh(mesh) = primitive else {
                return Err("paint callbacks cannot be drawn on the CPU".into());
            };
            let texture = self.textures.get(&mesh.texture_id).ok_or("a mesh uses an unknown texture")?;
            canvas.draw_mesh(&mesh, texture, clip_rect, pixels_per_point)?;
        }
        canvas.into_image()
    }
}

#[derive(Default)]
struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    is_smooth: bool,
}

impl Texture {
    /// Takes in a whole new image, or one for a part of the texture.
    fn update(&mut self, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let Some([left, top]) = delta.pos else {
            *self = Self {
                width: image.width(),
                height: image.height(),
                pixels: image.pixels.clone(),
                is_smooth: delta.options.magnification == TextureFilter::Linear,
            };
            return;
        };
        if self.width == 0 || image.width() == 0 {
            return;
        }
        let rows = self.pixels.chunks_exact_mut(self.width).skip(top);
        for (row, new) in rows.zip(image.pixels.chunks_exact(image.width())) {
            for (pixel, color) in row.iter_mut().skip(left).zip(new) {
                *pixel = *color;
            }
        }
    }

    /// The pixel at a column and row; beyond the edge the nearest one.
    fn pixel(&self, column: f32, row: f32) -> Rgba {
        // A conversion to `usize` takes a negative number as 0.
        let column = (column as usize).min(self.width.saturating_sub(1));
        let row = (row as usize).min(self.height.saturating_sub(1));
        let color = self.pixels.get(row * self.width + column).copied().unwrap_or_default();
        color.to_array().map(f32::from)
    }

    /// The colour at a place given as shares of width and height, blended from four pixels in a smooth texture.
    fn color_at(&self, place: Pos2) -> Rgba {
        let (x, y) = (place.x * self.width as f32, place.y * self.height as f32);
        if !self.is_smooth {
            return self.pixel(x.floor(), y.floor());
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (column, row) = (x.floor(), y.floor());
        let above = mix(self.pixel(column, row), self.pixel(column + 1.0, row), x - column);
        let below = mix(self.pixel(column, row + 1.0), self.pixel(column + 1.0, row + 1.0), x - column);
        mix(above, below, y - row)
    }
}

/// `share` of the way from one colour to another.
fn mix(from: Rgba, to: Rgba, share: f32) -> Rgba {
    let mut mixed = from;
    for (channel, end) in mixed.iter_mut().zip(to) {
        *channel += (end - *channel) * share;
    }
    mixed
}

/// The picture being drawn.
struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0; 4]; width * height] }
    }

    fn into_image(self) -> Result<image::RgbaImage, String> {
        let (width, height) = (self.width as u32, self.height as u32);
        let bytes = self.pixels.into_flattened();
        image::RgbaImage::from_raw(width, height, bytes).ok_or_else(|| "the picture has another size".into())
    }

    fn draw_mesh(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect, pixels_per_point: f32) -> Result<(), String> {
        let clip = Area::of_rect(clip * pixels_per_point).within(Area::whole(self.width, self.height));
        for corners in mesh.indices.chunks_exact(3) {
            let [Some(first), Some(second), Some(third)] =
                [0, 1, 2].map(|corner| corners.get(corner).and_then(|&index| mesh.vertices.get(index as usize)))
            else {
                return Err("a mesh names a corner that it does not have".into());
            };
            if let Some(triangle) = Triangle::new([*first, *second, *third], pixels_per_point) {
                self.draw_triangle(&triangle, texture, clip);
            }
        }
        Ok(())
    }

    fn draw_triangle(&mut self, triangle: &Triangle, texture: &Texture, clip: Area) {
        let area = triangle.bounds().within(clip);
        let plain = triangle.is_plain().then(|| triangle.color_at([1.0, 0.0, 0.0], texture));
        let rows = self.pixels.chunks_exact_mut(self.width.max(1)).enumerate();
        for (row, pixels) in rows.take(area.bottom).skip(area.top) {
            for (column, pixel) in pixels.iter_mut().enumerate().take(area.right).skip(area.left) {
                if let Some(weights) = triangle.weights_at(column, row) {
                    let color = plain.unwrap_or_else(|| triangle.color_at(weights, texture));
                    lay_over(pixel, color);
                }
            }
        }
    }
}

/// Lays a colour over a pixel, as the GPU does it: in gamma space, rounded to whole numbers.
fn lay_over(pixel: &mut [u8; 4], color: Rgba) {
    let remaining = 1.0 - color[3] / 255.0;
    for (channel, new) in pixel.iter_mut().zip(color) {
        *channel = (new + f32::from(*channel) * remaining).round().clamp(0.0, 255.0) as u8;
    }
}

/// Whole pixels: left and top belong to it, right and bottom do not.
#[derive(Clone, Copy)]
struct Area {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Area {
    fn whole(width: usize, height: usize) -> Self {
        Self { left: 0, top: 0, right: width, bottom: height }
    }

    /// The pixels of a rectangle; what lies left of or above the picture is cut off.
    fn of_rect(rect: Rect) -> Self {
        // A conversion to `usize` takes a negative number as 0.
        let [left, top, right, bottom] =
            [rect.left(), rect.top(), rect.right(), rect.bottom()].map(|edge| edge.round() as usize);
        Self { left, top, right, bottom }
    }

    /// What both areas have.
    fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }
}

/// Three corners, clockwise on the screen.
struct Triangle {
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
    fn new(mut corners: [Vertex; 3], pixels_per_point: f32) -> Option<Self> {
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
    fn bounds(&self) -> Area {
        let to_pixel = |steps: i64| usize::try_from(steps.div_euclid(STEPS_PER_PIXEL)).unwrap_or(0);
        let first_and_end = |[first, second, third]: [i64; 3]| {
            (to_pixel(first.min(second).min(third)), to_pixel(first.max(second).max(third)) + 1)
        };
        let (left, right) = first_and_end(self.points.map(|[x, _]| x));
        let (top, bottom) = first_and_end(self.points.map(|[_, y]| y));
        Area { left, top, right, bottom }
    }

    /// How much each corner counts at the centre of a pixel; `None` outside the triangle.
    fn weights_at(&self, column: usize, row: usize) -> Option<[f32; 3]> {
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
    fn is_plain(&self) -> bool {
        let [first, second, third] = &self.corners;
        [second, third].iter().all(|corner| corner.uv == first.uv && corner.color == first.color)
    }

    fn color_at(&self, weights: [f32; 3], texture: &Texture) -> Rgba {
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
