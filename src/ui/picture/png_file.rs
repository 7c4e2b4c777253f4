//! Pictures as PNG.

use crate::ui::picture::Picture;
use std::io::{self, Write};

/// Inches of a metre, times points of an inch.
const POINTS_A_METRE: f32 = 72.0 / 0.0254;

/// Writes `picture`, opaque, to `to`; `pixels_per_point` tells at which size it is to be printed.
///
/// # Errors
/// What `to` returns.
pub fn write_png(picture: &Picture, pixels_per_point: f32, to: &mut dyn Write) -> io::Result<()> {
    let size = |pixels: usize| u32::try_from(pixels).map_err(io::Error::other);
    let mut encoder = png::Encoder::new(to, size(picture.width)?, size(picture.height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels_a_metre = (pixels_per_point * POINTS_A_METRE).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: pixels_a_metre,
        yppu: pixels_a_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    // What is not covered is paper.
    let on_paper =
        |[red, green, blue, alpha]: [u8; 4]| [red, green, blue].map(|channel| channel.saturating_add(255 - alpha));
    let bytes: Vec<u8> = picture.pixels.iter().flat_map(|pixel| on_paper(*pixel)).collect();
    writer.write_image_data(&bytes).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)
}
