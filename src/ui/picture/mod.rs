//! Pictures of what egui draws, without a window or a graphics card: the same on every machine.
//!
//! Triangles are drawn on the CPU with edges in whole steps of 1/256 pixel, textures blended from four pixels, and colours
//! laid over each other in gamma space, as the graphics card does it. The tests of the window and what is saved as a
//! picture are drawn by this.

mod headless;
mod png_file;
mod texture;
mod triangle;

pub use headless::{Drawing, draw};
pub use png_file::write_png;

use crate::ui::picture::texture::{Rgba, Texture};
use crate::ui::picture::triangle::{Area, Triangle};
use egui::epaint::{ClippedPrimitive, Mesh, Primitive};
use egui::{Rect, TextureId, TexturesDelta};
use std::collections::HashMap;

/// Why a picture cannot be drawn: a defect of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureProblem {
    /// Something is drawn by the graphics card alone.
    #[error("paint callbacks cannot be drawn on the CPU")]
    Callback,
    /// A mesh uses a texture that was never given.
    #[error("a mesh uses an unknown texture")]
    UnknownTexture,
    /// A mesh names a corner that it does not have.
    #[error("a mesh names a corner that it does not have")]
    BrokenMesh,
}

/// Rows of pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// Red, green, blue and alpha of each pixel, multiplied by alpha.
    pub pixels: Vec<[u8; 4]>,
}

/// Draws egui's triangles, and keeps the textures that they are filled with.
#[derive(Default)]
pub struct Rasteriser {
    textures: HashMap<TextureId, Texture>,
}

impl Rasteriser {
    /// Takes the textures of a frame in.
    #[expect(clippy::iter_over_hash_type, reason = "each texture is taken in by itself, in whatever order")]
    pub fn take_textures(&mut self, delta: &mut TexturesDelta) {
        for (id, images) in delta.set.drain() {
            for image in images {
                self.textures.entry(id).or_default().update(&image);
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    /// Draws `primitives`, of `pixels_per_point`, on `width` by `height` pixels.
    ///
    /// # Errors
    /// [`PictureProblem`], none of which the views of this program cause.
    pub fn draw(
        &self,
        primitives: Vec<ClippedPrimitive>,
        [width, height]: [usize; 2],
        pixels_per_point: f32,
    ) -> Result<Picture, PictureProblem> {
        let mut canvas = Canvas::new(width, height);
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { return Err(PictureProblem::Callback) };
            let texture = self.textures.get(&mesh.texture_id).ok_or(PictureProblem::UnknownTexture)?;
            canvas.draw_mesh(&mesh, texture, clip_rect, pixels_per_point)?;
        }
        Ok(Picture { width, height, pixels: canvas.pixels })
    }
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

    fn draw_mesh(
        &mut self,
        mesh: &Mesh,
        texture: &Texture,
        clip: Rect,
        pixels_per_point: f32,
    ) -> Result<(), PictureProblem> {
        let clip = Area::of_rect(clip * pixels_per_point).within(Area::whole(self.width, self.height));
        for corners in mesh.indices.chunks_exact(3) {
            let [Some(first), Some(second), Some(third)] =
                [0, 1, 2].map(|corner| corners.get(corner).and_then(|&index| mesh.vertices.get(index as usize)))
            else {
                return Err(PictureProblem::BrokenMesh);
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
