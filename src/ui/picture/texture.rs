//! Textures: the letters and images that triangles are filled with.

use egui::epaint::textures::TextureFilter;
use egui::epaint::{ImageData, ImageDelta};
use egui::{Color32, Pos2};

/// Red, green, blue and alpha, 0 to 255, multiplied by alpha as egui keeps them.
pub(super) type Rgba = [f32; 4];

/// What glyphs and images are drawn from.
#[derive(Default)]
pub(super) struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    is_smooth: bool,
}

impl Texture {
    /// Takes in a whole new image, or one for a part of the texture.
    pub(super) fn update(&mut self, delta: &ImageDelta) {
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
    pub(super) fn color_at(&self, place: Pos2) -> Rgba {
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
