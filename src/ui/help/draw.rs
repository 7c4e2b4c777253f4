//! A page of the guide on the screen.

use crate::ui::help::document::{Block, Document, Span, SpanStyle};
use crate::ui::help::guide;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, Palette};
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, ColorImage, FontId, Frame, Id, Image, Label, Layout, Sense, Stroke, StrokeKind, TextureHandle,
    TextureOptions, Ui, WidgetInfo, vec2,
};

/// Space before a heading.
const BEFORE_HEADING: f32 = 16.0;
/// Room for the dot or number of a list's entry.
const SIGN_ROOM: f32 = 22.0;
/// Columns of a table stand this far apart.
const COLUMN_GAP: f32 = 20.0;
/// Lines are this high for each point of the font.
const LINE_HEIGHT: f32 = 1.6;

/// Draws `page` as wide as `ui` is.
pub(super) fn page(ui: &mut Ui, page: &Document) {
    ui.spacing_mut().item_spacing.y = GAP;
    ui.add(Label::new(theme::heavy(&page.title, theme::heading())).wrap());
    ui.add_space(GAP);
    for (position, block) in page.blocks.iter().enumerate() {
        ui.push_id(position, |ui| draw(ui, block));
    }
    ui.add_space(GAP * 4.0);
}

fn draw(ui: &mut Ui, block: &Block) {
    match block {
        Block::Heading(text) => {
            ui.add_space(BEFORE_HEADING);
            ui.add(Label::new(theme::heavy(text, theme::title())).wrap());
        }
        Block::Paragraph(spans) => words(ui, spans, false),
        Block::Item(sign, spans) => {
            ui.horizontal_top(|ui| {
                let (rect, _) =
                    ui.allocate_exact_size(vec2(SIGN_ROOM, theme::body().size * LINE_HEIGHT), Sense::hover());
                let place = rect.right_center() - vec2(8.0, 0.0);
                let ink = Palette::of(ui).weak;
                ui.painter().text(place, egui::Align2::RIGHT_CENTER, sign, theme::body(), ink);
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.vertical(|ui| words(ui, spans, false));
            });
        }
        Block::Table(rows) => table(ui, rows),
        Block::Picture { name, shows } => picture(ui, name, shows),
        Block::Commands(text) => commands(ui, text),
    }
}

fn words(ui: &mut Ui, spans: &[Span], is_head: bool) {
    let job = layout(ui, spans, is_head);
    ui.add(Label::new(job).wrap().selectable(true));
}

/// The words of `spans` in the fonts of the window.
fn layout(ui: &Ui, spans: &[Span], is_head: bool) -> LayoutJob {
    let palette = Palette::of(ui);
    let mut job = LayoutJob::default();
    for span in spans {
        let font = match span.style {
            SpanStyle::Plain if is_head => theme::small(),
            SpanStyle::Plain => theme::body(),
            SpanStyle::Strong => theme::strong(),
            SpanStyle::Code => FontId::monospace(12.0),
        };
        let mut format = TextFormat::simple(font, if is_head { palette.weak } else { palette.text });
        format.line_height = Some((theme::body().size * LINE_HEIGHT).round());
        format.valign = Align::Center;
        if span.style == SpanStyle::Code {
            format.background = palette.raised;
        }
        job.append(&span.text, 0.0, format);
    }
    job
}

/// Commands on a ground of their own, to be selected and copied.
fn commands(ui: &mut Ui, text: &str) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.raised).corner_radius(CONTROL_RADIUS).inner_margin(12.0);
    frame.stroke(Stroke::new(1.0, palette.hairline)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let text = egui::RichText::new(text).monospace().line_height(Some(20.0));
        ui.add(Label::new(text).wrap().selectable(true));
    });
}

/// A table whose columns share the width by what they hold: short ones get what they need.
fn table(ui: &mut Ui, rows: &[Vec<Vec<Span>>]) {
    let palette = Palette::of(ui);
    let natural = natural_widths(ui, rows);
    let room = ui.available_width() - COLUMN_GAP * (natural.len() as f32 - 1.0);
    let widths = shared_widths(&natural, room);
    for (position, row) in rows.iter().enumerate() {
        let shown = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = COLUMN_GAP;
            for (cell, width) in row.iter().zip(&widths) {
                let layout = Layout::top_down(Align::Min);
                ui.allocate_ui_with_layout(vec2(*width, 0.0), layout, |ui| {
                    ui.set_width(*width);
                    words(ui, cell, position == 0);
                });
            }
        });
        let rect = shown.response.rect;
        let line = Stroke::new(1.0, if position == 0 { palette.outline } else { palette.hairline });
        ui.painter().hline(ui.max_rect().x_range(), rect.bottom() + GAP / 2.0, line);
    }
}

/// How wide each column is when nothing wraps.
fn natural_widths(ui: &Ui, rows: &[Vec<Vec<Span>>]) -> Vec<f32> {
    let mut widths = vec![0.0_f32; rows.first().map_or(0, Vec::len)];
    for (position, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&mut widths) {
            let mut job = layout(ui, cell, position == 0);
            job.wrap.max_width = f32::INFINITY;
            *width = width.max(ui.painter().layout_job(job).size().x + 1.0);
        }
    }
    widths
}

/// `natural` widths cut to fit `room`: the columns that need less than an even share keep what they need.
fn shared_widths(natural: &[f32], room: f32) -> Vec<f32> {
    let mut widths = natural.to_vec();
    let mut open: Vec<usize> = (0..natural.len()).collect();
    let mut left = room.max(0.0);
    loop {
        let share = left / open.len().max(1) as f32;
        let (small, large): (Vec<usize>, Vec<usize>) =
            open.iter().partition(|column| natural.get(**column).is_none_or(|width| *width <= share));
        left -= small.iter().filter_map(|column| natural.get(*column)).sum::<f32>();
        if small.is_empty() || large.is_empty() {
            for column in large {
                if let Some(width) = widths.get_mut(column) {
                    *width = share;
                }
            }
            return widths;
        }
        open = large;
    }
}

/// A picture at half its size, so that it is sharp on dense screens and evenly thinned out on others; less where there
/// is no room.
fn picture(ui: &mut Ui, name: &str, shows: &str) {
    let Some(texture) = texture(ui, name) else { return };
    let size = texture.size_vec2();
    let width = ui.available_width().min(size.x / 2.0);
    let (rect, response) = ui.allocate_exact_size(size * (width / size.x), Sense::hover());
    Image::new(&texture).corner_radius(CONTROL_RADIUS).paint_at(ui, rect);
    let edge = Stroke::new(1.0, Palette::of(ui).outline);
    ui.painter().rect_stroke(rect, CONTROL_RADIUS, edge, StrokeKind::Inside);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, shows));
    ui.add(Label::new(egui::RichText::new(shows).font(theme::small()).color(Palette::of(ui).weak)).wrap());
}

/// The picture called `name`, unpacked once and then kept by the toolkit.
fn texture(ui: &Ui, name: &str) -> Option<TextureHandle> {
    let id = Id::unique(("guide picture", name));
    if let Some(known) = ui.data(|data| data.get_temp::<TextureHandle>(id)) {
        return Some(known);
    }
    let pixels = image::load_from_memory_with_format(guide::picture(name)?, image::ImageFormat::Png).ok()?.to_rgba8();
    let size = [usize::try_from(pixels.width()).ok()?, usize::try_from(pixels.height()).ok()?];
    let picture = ColorImage::from_rgba_unmultiplied(size, pixels.as_raw());
    let texture = ui.ctx().load_texture(name, picture, TextureOptions::LINEAR);
    ui.data_mut(|data| data.insert_temp(id, texture.clone()));
    Some(texture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_columns_keep_their_width_and_long_ones_share_the_rest() {
        assert_eq!(shared_widths(&[50.0, 400.0, 900.0], 450.0), [50.0, 200.0, 200.0]);
        assert_eq!(shared_widths(&[50.0, 60.0], 450.0), [50.0, 60.0], "room for all");
        assert_eq!(shared_widths(&[300.0, 90.0], 100.0), [50.0, 50.0]);
        assert_eq!(shared_widths(&[], 100.0), [] as [f32; 0]);
    }

    #[test]
    fn every_picture_can_be_unpacked() {
        for language in crate::support::language::Language::ALL {
            for block in guide::pages(language).iter().flat_map(|page| &page.blocks) {
                if let Block::Picture { name, .. } = block {
                    let png = guide::picture(name).unwrap();
                    let picture = image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap();
                    assert!(picture.width() >= 1200, "{name}: too small to be read");
                }
            }
        }
    }
}
