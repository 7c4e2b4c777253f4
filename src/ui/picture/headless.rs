//! A view without a window: laid out and drawn once, as shapes and as a picture.

use crate::ui;
use crate::ui::picture::{Picture, PictureProblem, Rasteriser};
use egui::epaint::ClippedShape;
use egui::{Context, Pos2, RawInput, Rect, Theme, ThemePreference, Ui, Vec2, ViewportId};

/// Frames until everything stands where it belongs: sizes of the first are those of the next.
const FRAMES: usize = 3;

/// What a view drew.
pub struct Drawing {
    /// The shapes, in points.
    pub shapes: Vec<ClippedShape>,
    context: Context,
    rasteriser: Rasteriser,
    size: Vec2,
    pixels_per_point: f32,
}

/// Draws `content` on `size` points in the light theme, `pixels_per_point` fine; `prepare` may add fonts.
pub fn draw(
    size: Vec2,
    pixels_per_point: f32,
    prepare: impl FnOnce(&Context),
    mut content: impl FnMut(&mut Ui),
) -> Drawing {
    let context = Context::default();
    ui::install(&context);
    context.set_theme(ThemePreference::Light);
    prepare(&context);
    let mut rasteriser = Rasteriser::default();
    let mut shapes = Vec::new();
    for _ in 0..FRAMES {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            system_theme: Some(Theme::Light),
            ..RawInput::default()
        };
        if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(pixels_per_point);
        }
        let mut output = context.run_ui(input, |ui| content(ui));
        rasteriser.take_textures(&mut output.textures_delta);
        shapes = std::mem::take(&mut output.shapes);
    }
    Drawing { shapes, context, rasteriser, size, pixels_per_point }
}

impl Drawing {
    /// The picture of it.
    ///
    /// # Errors
    /// [`PictureProblem`], none of which the views of this program cause.
    pub fn picture(&self) -> Result<Picture, PictureProblem> {
        let pixels = [self.size.x, self.size.y].map(|points| (points * self.pixels_per_point).round() as usize);
        let primitives = self.context.tessellate(self.shapes.clone(), self.pixels_per_point);
        self.rasteriser.draw(primitives, pixels, self.pixels_per_point)
    }
}
