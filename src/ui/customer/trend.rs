//! Fit and Intent of the customer in every month that was opened on this computer.

use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::session::history::Trend;
use crate::ui::customer::section::{note, section};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use crate::workbook::history::{Month, Seen};
use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

const HEIGHT: f32 = 96.0;
const AXIS_HEIGHT: f32 = 16.0;
/// Room for the names at the ends of the lines.
const NAMES_WIDTH: f32 = 64.0;

/// Draws the trend of one model; nothing where none was ever seen.
pub(super) fn trend(ui: &mut Ui, screen: &Screen<'_>, trend: &Trend, model: Model) {
    let words = &screen.words.months;
    let of_model = |(month, seen): &(Month, Vec<(Model, Seen)>)| {
        let (_, seen) = seen.iter().find(|(known, _)| *known == model)?;
        Some((*month, *seen))
    };
    let points: Vec<(Month, Seen)> = trend.months.iter().filter_map(of_model).collect();
    if points.is_empty() {
        return;
    }
    section(ui, "trend", &words.trend, &words.trend_tooltip, |ui| {
        if points.len() < 2 {
            note(ui, &words.trend_none);
            return;
        }
        chart(ui, screen, &points);
    });
}

fn chart(ui: &mut Ui, screen: &Screen<'_>, points: &[(Month, Seen)]) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let room = Rect::from_min_max(rect.min + vec2(6.0, 6.0), rect.max - vec2(NAMES_WIDTH, AXIS_HEIGHT));
    ui.painter().hline(room.x_range(), room.bottom(), Stroke::new(1.0, palette.outline));
    let step = room.width() / (points.len() - 1).max(1) as f32;
    let x = |at: usize| room.left() + step * at as f32;
    let fit = points.iter().map(|(_, seen)| seen.fit).collect::<Vec<_>>();
    let intent = points.iter().map(|(_, seen)| seen.intent).collect::<Vec<_>>();
    for (name, scores, color) in
        [(&screen.words.column_fit, fit, palette.accent), (&screen.words.column_intent, intent, palette.bar)]
    {
        line(ui, room, &scores, x, name, color);
    }
    let ends = [(0, Align2::LEFT_BOTTOM), (points.len() - 1, Align2::CENTER_BOTTOM)];
    for (at, align) in ends {
        if let Some((month, _)) = points.get(at) {
            let at = pos2(x(at), rect.bottom());
            ui.painter().text(at, align, name_of(*month), theme::letters(), palette.weak);
        }
    }
    let told: Vec<String> = points.iter().map(|(month, seen)| label(screen, *month, *seen)).collect();
    let told = told.join("\n");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
    response.on_hover_text(&told);
}

/// One score through the months; a month without it is a gap.
fn line(ui: &Ui, room: Rect, scores: &[Option<u8>], x: impl Fn(usize) -> f32, name: &str, color: Color32) {
    let palette = Palette::of(ui);
    let y = |score: u8| room.bottom() - room.height() * f32::from(score) / 100.0;
    let points: Vec<_> =
        scores.iter().enumerate().map(|(at, score)| score.map(|score| pos2(x(at), y(score)))).collect();
    for part in points.split(Option::is_none) {
        let part: Vec<_> = part.iter().flatten().copied().collect();
        for point in &part {
            ui.painter().circle_filled(*point, 3.0, color);
        }
        ui.painter().add(Shape::line(part, Stroke::new(1.5, color)));
    }
    if let Some(last) = points.last().copied().flatten() {
        let at = last + vec2(8.0, 0.0);
        ui.painter().text(at, Align2::LEFT_CENTER, name, theme::letters(), palette.text);
    }
}

fn name_of(month: Month) -> String {
    format!("{}-{:02}", month.year, month.month)
}

fn label(screen: &Screen<'_>, month: Month, seen: Seen) -> String {
    let mark = || screen.words.missing_mark.clone();
    let points = |score: Option<u8>| score.map_or_else(mark, format::count);
    let values = [
        ("month", name_of(month)),
        ("fit", points(seen.fit)),
        ("intent", points(seen.intent)),
        ("cell", seen.cell.map_or_else(mark, |cell| Cell::code(cell).to_owned())),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    fill(&screen.words.months.trend_label, &values)
}
