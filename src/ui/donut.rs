//! The segments as a ring: how the customers are made up.

use crate::domain::profile::ScoringProfile;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::matrix::share;
use crate::session::action::Action;
use crate::ui::controls::elided;
use crate::ui::panel::{focus_ring, panel};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, Palette};
use crate::ui::words::fill;
use crate::ui::{breakdown, format, icons};
use egui::accesskit::Role;
use egui::epaint::{Mesh, PathStroke};
use egui::{Align2, Color32, Pos2, Rect, Response, Sense, Shape, Ui, Vec2, WidgetInfo, pos2, vec2};
use std::f32::consts::TAU;

/// Degrees between two corners of the painted ring, in radians.
const STEP: f32 = TAU / 180.0;
/// The hole's share of the radius.
const HOLE: f32 = 0.62;
const ROW_HEIGHT: f32 = 36.0;
/// In panels lower than [`LOW`] the rows leave their rules to the tooltips.
const LOW_ROW_HEIGHT: f32 = 24.0;
const LOW: f32 = 320.0;
/// Rings smaller than this say no unit.
const UNIT_RADIUS: f32 = 56.0;
/// Rings thinner than this have their percentages outside.
const LABELLED_THICKNESS: f32 = 52.0;
/// Room for percentages outside the ring.
const LABEL_ROOM: f32 = 18.0;
/// Distance of the shares from the counts' right edge.
const SHARE_OFFSET: f32 = 62.0;
/// Slices smaller than this carry no percentage.
const LABELLED_SHARE: f64 = 0.07;

/// Draws the ring with its legend in `rect`.
#[must_use]
pub(super) fn donut(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
) -> Option<Action> {
    panel(ui, "segments", rect, |ui| {
        let divided = breakdown::header(ui, screen, scored);
        let room = ui.available_rect_before_wrap();
        divided.or(ring(ui, room, screen, scored, answer))
    })
}

/// Draws the ring and its legend in `room`.
#[must_use]
pub(super) fn ring(
    ui: &mut Ui,
    room: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
) -> Option<Action> {
    let row_height = if room.height() < LOW { LOW_ROW_HEIGHT } else { ROW_HEIGHT };
    let legend_height = row_height * Segment::ALL.len() as f32;
    let free = (room.height() - legend_height - GAP).min(room.width()).max(60.0);
    let is_thin = free / 2.0 * (1.0 - HOLE) < LABELLED_THICKNESS;
    let diameter = if is_thin { free - LABEL_ROOM } else { free };
    let ring = Rect::from_center_size(
        pos2(room.center().x, room.top() + (room.height() - legend_height) / 2.0 - GAP / 2.0),
        Vec2::splat(diameter),
    );
    let pointed = slices(ui, ring, screen, answer);
    let clicked = pointed.and_then(|(segment, response)| response.clicked().then_some(segment));
    let legend = Rect::from_min_max(pos2(room.left(), room.bottom() - legend_height), room.max);
    let chosen = legend_rows(ui, legend, screen, &scored.profile, answer);
    clicked.or(chosen).map(Action::ToggleSegment)
}

/// Paints the slices; returns the one under the pointer.
fn slices(ui: &Ui, ring: Rect, screen: &Screen<'_>, answer: &Dashboard) -> Option<(Segment, Response)> {
    let palette = Palette::of(ui);
    let total: u32 = answer.segments.iter().sum();
    // The legend is the way in for the keyboard; the ring answers the pointer only.
    let response = ui.interact(ring, ui.scope_id().with("ring"), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, description(screen, answer)));
    let (center, radius) = (ring.center(), ring.width() / 2.0);
    let pointed = response.hover_pos().and_then(|at| segment_at(at - center, radius, &answer.segments));
    let mut from = 0.0;
    for (segment, count) in Segment::ALL.into_iter().zip(answer.segments) {
        let part = share(count, total);
        let sweep = part as f32 * TAU;
        let is_dim = !screen.question.filter.segments.allows(Some(segment));
        let mut color = palette.segment(segment);
        if is_dim {
            color = palette.dimmed(color);
        }
        let outer = if pointed == Some(segment) { radius } else { radius - 2.0 };
        slice(ui, center, (radius * HOLE, outer), (from, from + sweep), color);
        if part >= LABELLED_SHARE {
            let is_thin = radius * (1.0 - HOLE) < LABELLED_THICKNESS - LABEL_ROOM / 2.0;
            let ink = match (is_dim, is_thin) {
                (true, _) | (false, true) => palette.weak,
                (false, false) => palette.text_on(color),
            };
            let towards = direction(from + sweep / 2.0);
            let away = if is_thin { radius + 8.0 + 14.0 * towards.x.abs() } else { radius * (1.0 + HOLE) / 2.0 };
            icons::centred(ui.painter(), center + towards * away, format::percent(part), theme::small(), ink);
        }
        from += sweep;
    }
    if total == 0 {
        slice(ui, center, (radius * HOLE, radius - 2.0), (0.0, TAU), palette.hairline);
    }
    let figure = if radius > 70.0 { theme::heading() } else { theme::title() };
    let says_unit = radius >= UNIT_RADIUS;
    let above = if says_unit { vec2(0.0, 7.0) } else { vec2(0.0, 0.0) };
    icons::centred(ui.painter(), center - above, format::count(total), figure, palette.text);
    if says_unit {
        let unit = screen.words.segments_total.clone();
        icons::centred(ui.painter(), center + vec2(0.0, 11.0), unit, theme::small(), palette.weak);
    }
    let segment = pointed?;
    let tooltip = row_label(screen, segment, answer);
    Some((segment, response.on_hover_text_at_pointer(tooltip)))
}

/// Clockwise from the top.
fn direction(angle: f32) -> Vec2 {
    vec2(angle.sin(), -angle.cos())
}

/// The segment whose slice is at `offset` from the centre.
fn segment_at(offset: Vec2, radius: f32, segments: &[u32; 4]) -> Option<Segment> {
    if !(radius * HOLE..=radius).contains(&offset.length()) {
        return None;
    }
    let turn = f64::from(offset.x.atan2(-offset.y).rem_euclid(TAU) / TAU);
    let total: u32 = segments.iter().sum();
    let mut passed = 0.0;
    Segment::ALL.into_iter().zip(segments).find_map(|(segment, count)| {
        passed += share(*count, total);
        (turn < passed).then_some(segment)
    })
}

/// A slice of a ring: a fan of triangles, its edges smoothed by lines of the panel's colour.
fn slice(ui: &Ui, center: Pos2, (inner, outer): (f32, f32), (from, to): (f32, f32), color: Color32) {
    if to <= from {
        return;
    }
    let palette = Palette::of(ui);
    let steps = (((to - from) / STEP).ceil() as usize).max(1);
    let at = |step: usize| direction(from + (to - from) * step as f32 / steps as f32);
    let mut mesh = Mesh::default();
    for step in 0..=steps {
        mesh.colored_vertex(center + at(step) * inner, color);
        mesh.colored_vertex(center + at(step) * outer, color);
    }
    for step in 0..steps as u32 {
        mesh.add_triangle(step * 2, step * 2 + 1, step * 2 + 2);
        mesh.add_triangle(step * 2 + 1, step * 2 + 3, step * 2 + 2);
    }
    let painter = ui.painter();
    painter.add(Shape::mesh(mesh));
    for radius in [inner, outer] {
        let arc = (0..=steps).map(|step| center + at(step) * radius).collect();
        painter.add(Shape::line(arc, PathStroke::new(1.5, color)));
    }
    if to - from < TAU - 0.001 {
        for angle in [from, to] {
            let edge = [center + direction(angle) * (inner - 2.0), center + direction(angle) * (outer + 2.0)];
            painter.line_segment(edge, (2.0, palette.surface));
        }
    }
}

fn row_label(screen: &Screen<'_>, segment: Segment, answer: &Dashboard) -> String {
    let count = count_of(segment, answer);
    let part = format::percent(share(count, answer.segments.iter().sum()));
    let customers = screen.words.customers(count);
    let values = [("segment", screen.words.segment(segment)), ("customers", &customers), ("share", &part)];
    fill(&screen.words.segment_label, &values)
}

fn description(screen: &Screen<'_>, answer: &Dashboard) -> String {
    let parts = Segment::ALL.map(|segment| row_label(screen, segment, answer));
    format!("{}: {}", screen.words.segments, parts.join("; "))
}

fn count_of(segment: Segment, answer: &Dashboard) -> u32 {
    answer.segments.get(segment.index()).copied().unwrap_or(0)
}

fn legend_rows(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    profile: &ScoringProfile,
    answer: &Dashboard,
) -> Option<Segment> {
    let palette = Palette::of(ui);
    let mut clicked = None;
    for (position, segment) in Segment::ALL.into_iter().enumerate() {
        let height = rect.height() / Segment::ALL.len() as f32;
        let top = rect.top() + height * position as f32;
        let row = Rect::from_min_size(pos2(rect.left() - 6.0, top), vec2(rect.width() + 12.0, height - 2.0));
        let response = ui.interact(row, ui.scope_id().with(segment), Sense::click());
        let chosen = screen.question.filter.segments;
        let is_chosen = chosen.has(segment);
        let label = row_label(screen, segment, answer);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
        if is_chosen {
            ui.painter().rect_filled(row, CONTROL_RADIUS, palette.accent_soft);
        } else if response.hovered() {
            ui.painter().rect_filled(row, CONTROL_RADIUS, palette.raised);
        }
        let is_dim = !chosen.is_empty() && !is_chosen;
        row_content(ui, row, screen, profile, segment, answer, is_dim);
        focus_ring(ui, &response, row);
        let rule = screen.words.segment_rule(segment, profile);
        if response.on_hover_text(format!("{label}\n{rule}")).clicked() {
            clicked = Some(segment);
        }
    }
    clicked
}

fn row_content(
    ui: &Ui,
    row: Rect,
    screen: &Screen<'_>,
    profile: &ScoringProfile,
    segment: Segment,
    answer: &Dashboard,
    is_dim: bool,
) {
    let palette = Palette::of(ui);
    let painter = ui.painter().with_clip_rect(row.intersect(ui.clip_rect()));
    let ink = if is_dim { palette.weak } else { palette.text };
    let count = count_of(segment, answer);
    let total = answer.segments.iter().sum();
    let swatch = Rect::from_center_size(pos2(row.left() + 12.0, row.top() + 12.0), Vec2::splat(10.0));
    painter.rect_filled(swatch, 3, palette.segment(segment));
    let (first, second) = (row.top() + 11.0, row.top() + 27.0);
    let (left, right) = (row.left() + 24.0, row.right() - 6.0);
    painter.text(pos2(left, first), Align2::LEFT_CENTER, screen.words.segment(segment), theme::strong(), ink);
    painter.text(pos2(right, first), Align2::RIGHT_CENTER, format::count(count), theme::strong(), ink);
    let part = format::percent(share(count, total));
    painter.text(pos2(right - SHARE_OFFSET, first), Align2::RIGHT_CENTER, part, theme::small(), palette.weak);
    if row.height() < LOW_ROW_HEIGHT {
        return;
    }
    let rule = screen.words.segment_rule(segment, profile);
    let rule = elided(&painter, rule, theme::small(), right - left, palette.weak);
    painter.galley(pos2(left, second - rule.size().y / 2.0), rule, palette.weak);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slice_under_the_pointer_is_found_clockwise_from_the_top() {
        let segments = [25, 25, 50, 0];
        let at = |x, y| segment_at(vec2(x, y), 100.0, &segments);
        assert_eq!(at(50.0, -60.0), Some(Segment::UpperMedium));
        assert_eq!(at(50.0, 60.0), Some(Segment::Medium));
        assert_eq!(at(-80.0, 0.0), Some(Segment::VerySmall));
        assert_eq!(at(0.0, 10.0), None, "the hole");
        assert_eq!(at(80.0, 80.0), None, "outside");
        assert_eq!(segment_at(vec2(80.0, 0.0), 100.0, &[0; 4]), None);
    }
}
