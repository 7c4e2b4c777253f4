//! Pictures of the window without a GPU, the same on every machine: the program's own rasteriser, as the harness asks
//! for it.

use propensity_desk::ui::picture::Rasteriser;

/// Give it to the harness: `Harness::builder().renderer(CpuRenderer::default())`.
#[derive(Default)]
pub struct CpuRenderer(Rasteriser);

impl egui_kittest::TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.take_textures(delta);
    }

    fn render(&mut self, context: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let pixels_per_point = context.pixels_per_point();
        let size = context.content_rect().size() * pixels_per_point;
        let size = [size.x, size.y].map(|pixels| pixels.round() as usize);
        let primitives = context.tessellate(output.shapes.clone(), pixels_per_point);
        let picture = self.0.draw(primitives, size, pixels_per_point).map_err(|problem| problem.to_string())?;
        let (width, height) = (picture.width as u32, picture.height as u32);
        image::RgbaImage::from_raw(width, height, picture.pixels.into_flattened())
            .ok_or_else(|| "the picture has another size".into())
    }
}
