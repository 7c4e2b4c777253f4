//! Why the scores are what they are: bars to both sides that add up to the sum below them.

use crate::insight::ScoredPortfolio;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::missing::MissingFact;
use crate::insight::customer::models::ModelLine;
use crate::insight::customer::points::{ReasonBar, ReasonSum, ReasonWhat};
use crate::scoring::local::ScoreSource;
use crate::ui::controls::elided;
use crate::ui::customer::models::{product, rating};
use crate::ui::customer::section::{note, section, text};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const HEIGHT: f32 = 22.0;
/// How many things that could lift a score are told.
const CHANCES: usize = 3;
/// Where the bars begin and end, as shares of the width.
const BARS: (f32, f32) = (0.50, 0.90);

/// Why our own Fit is what it is.
pub(in crate::ui) fn fit(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    page: &CustomerPage,
    line: &ModelLine,
) {
    let words = &screen.words.customer;
    let missing = || screen.words.missing_mark.clone();
    let shown = line.local_fit.map_or_else(missing, format::score);
    let title = fill(&words.fit_reasons, &[("product", product(line.model)), ("fit", &shown)]);
    section(ui, "fit reasons", &title, &words.fit_reasons_tooltip, |ui| {
        let Some(reasons) = &line.fit_reasons else {
            let is_coming = page.missing.contains(&MissingFact::OwnScores);
            note(ui, if is_coming { &words.no_reasons_yet } else { &words.no_reasons });
            return;
        };
        if line.fit_source == Some(ScoreSource::File) {
            note(ui, &fill(&words.file_fit_beside, &[("fit", &rating(screen, line.fit))]));
        }
        bars(ui, screen, scored, reasons);
        sum(ui, reasons, &fill(&words.sum, &[("points", &format::signed(reasons.points)), ("fit", &shown)]));
        let chances = line.fit_chances.iter().take(CHANCES).map(|chance| screen.words.fit_chance(scored, chance));
        lifts(ui, screen, &chances.collect::<Vec<String>>());
    });
}

/// Why our own Intent is what it is.
pub(in crate::ui) fn intent(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, line: &ModelLine) {
    let words = &screen.words.customer;
    let missing = || screen.words.missing_mark.clone();
    let shown = line.local_intent.map_or_else(missing, format::score);
    let title = fill(&words.intent_reasons, &[("product", product(line.model)), ("intent", &shown)]);
    section(ui, "intent reasons", &title, &words.intent_reasons_tooltip, |ui| {
        let Some(reasons) = &line.intent_reasons else {
            note(ui, &words.no_intent_reasons);
            return;
        };
        if line.intent_source == Some(ScoreSource::File) {
            note(ui, &fill(&words.file_intent_beside, &[("intent", &rating(screen, line.intent))]));
        }
        bars(ui, screen, scored, reasons);
        let points = format::signed(reasons.points);
        sum(ui, reasons, &fill(&words.sum_intent, &[("points", &points), ("intent", &shown)]));
        let chances = line.intent_chances.iter().take(CHANCES).map(|chance| screen.words.intent_chance(chance));
        lifts(ui, screen, &chances.collect::<Vec<String>>());
    });
}

/// What could lift a score, line by line.
fn lifts(ui: &mut Ui, screen: &Screen<'_>, chances: &[String]) {
    if chances.is_empty() {
        return;
    }
    ui.add_space(4.0);
    note(ui, &screen.words.customer.lifts);
    for chance in chances {
        text(ui, chance);
    }
}

/// Draws a bar for each part.
pub(in crate::ui) fn bars(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, reasons: &ReasonSum) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let largest = largest(reasons);
    for part in &reasons.bars {
        let text = name(screen, scored, part);
        bar(ui, screen, &text, part.points, largest);
    }
}

fn largest(reasons: &ReasonSum) -> f32 {
    let points = reasons.bars.iter().map(|bar| bar.points).chain([reasons.points]);
    points.map(i64::unsigned_abs).max().unwrap_or(0).max(1) as f32
}

/// What a part is called.
pub(in crate::ui) fn name(screen: &Screen<'_>, scored: &ScoredPortfolio, part: &ReasonBar) -> String {
    let words = &screen.words.customer;
    match &part.what {
        ReasonWhat::Base => words.base.clone(),
        ReasonWhat::Fit(fit) => screen.words.fit_part(scored, fit),
        ReasonWhat::Others(count) => fill(&words.others, &[("count", &format::count(*count as u64))]),
        ReasonWhat::OwnLesson => words.own_lesson.clone(),
        ReasonWhat::Rule(rule) => screen.words.rule_name(*rule).to_owned(),
        ReasonWhat::Signals(part) => screen.words.intent_part(part),
    }
}

fn bar(ui: &mut Ui, screen: &Screen<'_>, text: &str, points: i64, largest: f32) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let (from, to) = (rect.left() + BARS.0 * rect.width(), rect.left() + BARS.1 * rect.width());
    let middle = f32::midpoint(from, to);
    let room = from - rect.left() - 12.0;
    let galley = elided(ui.painter(), text.to_owned(), theme::small(), room, palette.text);
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(pos2(rect.left(), top), galley, palette.text);
    let length = points as f32 / largest * (to - from) / 2.0;
    let end = middle + length;
    let area = Rect::from_x_y_ranges(middle.min(end)..=middle.max(end), rect.shrink2(vec2(0.0, 5.0)).y_range());
    let color = if points < 0 { palette.bad } else { palette.accent };
    ui.painter().rect_filled(area, 2, color);
    ui.painter().vline(middle, rect.y_range(), Stroke::new(1.0, palette.outline));
    let written = format::signed(points);
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, &written, theme::small(), palette.text);
    let label = fill(&screen.words.customer.bar_label, &[("reason", text), ("points", &written)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    response.on_hover_text(label);
}

fn sum(ui: &mut Ui, reasons: &ReasonSum, text: &str) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + 4.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.top() + 1.0, Stroke::new(1.0, palette.outline));
    let (from, to) = (rect.left() + BARS.0 * rect.width(), rect.left() + BARS.1 * rect.width());
    let middle = f32::midpoint(from, to);
    let end = middle + reasons.points as f32 / largest(reasons) * (to - from) / 2.0;
    let area = Rect::from_x_y_ranges(middle.min(end)..=middle.max(end), (rect.top() + 8.0)..=(rect.bottom() - 6.0));
    ui.painter().rect_filled(area, 2, palette.text);
    let place = pos2(rect.left(), rect.center().y + 1.0);
    ui.painter().text(place, Align2::LEFT_CENTER, text, theme::strong(), palette.text);
    let written = format::signed(reasons.points);
    let right = pos2(rect.right(), rect.center().y + 1.0);
    ui.painter().text(right, Align2::RIGHT_CENTER, written, theme::strong(), palette.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
}
