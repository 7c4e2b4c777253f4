//! The page of an open portfolio: cards, donut, matrix, distributions and table, laid out for the window's size.

use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::session::action::Action;
use crate::ui::screen::{Screen, ViewState};
use crate::ui::theme::{GUTTER, SCROLL_BAR_ROOM};
use crate::ui::{breakdown, cards, distribution, donut, matrix, table};
use egui::{Rect, ScrollArea, Sense, Ui, pos2, vec2};

/// From this width on all charts stand side by side.
const WIDE: f32 = 1080.0;
/// From this width on donut and matrix stand side by side.
const MEDIUM: f32 = 720.0;
/// The table is never lower than this; the page scrolls instead.
const TABLE_HEIGHT: f32 = 190.0;
/// The share of the room that the upper of two halves takes.
const UPPER_SHARE: f32 = 0.6;
/// A half of a page is never lower than this; the page scrolls instead.
const HALF_HEIGHT: f32 = 320.0;
/// The least height of the charts where all stand side by side.
const WIDE_HEIGHT: f32 = 316.0;
const MATRIX_HEIGHT: f32 = 352.0;
const SPREAD_HEIGHT: f32 = 184.0;

/// Where each part of the page stands.
struct Places {
    cards: Rect,
    donut: Rect,
    matrix: Rect,
    distribution: Rect,
    table: Rect,
}

/// Draws the page.
#[must_use]
pub(super) fn dashboard(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
    view: &mut ViewState,
) -> Vec<Action> {
    let room = ui.max_rect();
    let places = places(room);
    if places.table.height() >= TABLE_HEIGHT {
        return parts(ui, screen, scored, answer, view, &places);
    }
    let mut actions = Vec::new();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let origin = ui.max_rect().min;
        let narrower = Rect::from_min_size(origin, vec2(room.width() - SCROLL_BAR_ROOM, room.height()));
        let mut places = self::places(narrower);
        let table_height = (room.height() - GUTTER).clamp(TABLE_HEIGHT, 480.0);
        places.table.set_height(table_height - table::left_over(table_height));
        ui.allocate_rect(Rect::from_min_max(origin, places.table.max), Sense::hover());
        actions = parts(ui, screen, scored, answer, view, &places);
    });
    actions
}

fn parts(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
    view: &mut ViewState,
    places: &Places,
) -> Vec<Action> {
    // Figures of the first rows say little; the rows themselves are as they will be.
    let ViewState { matrix: look, side, table: place, .. } = view;
    let mut figures = |ui: &mut Ui| {
        if screen.is_preview {
            ui.disable();
        }
        let mut chosen = cards::cards(ui, places.cards, screen, scored, answer);
        chosen.extend(match &answer.breakdown {
            Some(divided) => breakdown::breakdown(ui, places.donut, screen, scored, divided),
            None => donut::donut(ui, places.donut, screen, scored, answer),
        });
        chosen.extend(matrix::matrix_panel(ui, places.matrix, screen, scored, answer, look));
        chosen.extend(distribution::distributions(ui, places.distribution, screen, answer, side));
        chosen
    };
    let mut actions = if screen.is_preview { ui.scope(figures).inner } else { figures(ui) };
    let setup = table::Setup { columns: &answer.columns, frozen: 1, edit: None };
    let asked = table::table(ui, places.table, screen, scored, answer, setup, place);
    actions.extend(asked.into_iter().filter(|_| !screen.is_preview));
    actions
}

/// Lays the parts out in `room`; the table takes what is left, be it too little.
fn places(room: Rect) -> Places {
    let width = room.width();
    if width >= WIDE {
        wide(room)
    } else if width >= MEDIUM {
        medium(room)
    } else {
        narrow(room)
    }
}

fn wide(room: Rect) -> Places {
    let (cards, rest) = split_top(room, cards::height(room.width()));
    let height = (rest.height() * 0.56).clamp(WIDE_HEIGHT, 520.0).round();
    // The charts take what the table could only fill with a part of a row.
    let height = height + table::left_over(rest.height() - height - GUTTER);
    let spare = room.width() - WIDE;
    let (row, table) = split_top(rest, height);
    let (donut, row) = split_left(row, 284.0 + spare * 0.20);
    let (matrix, distribution) = split_left(row, 500.0 + spare * 0.45);
    Places { cards, donut, matrix, distribution, table }
}

fn medium(room: Rect) -> Places {
    let (cards, rest) = split_top(room, cards::height(room.width()));
    let (charts, rest) = split_top(rest, MATRIX_HEIGHT);
    let (donut, matrix) = split_left(charts, (room.width() * 0.38).min(340.0));
    let (distribution, table) = split_top(rest, spread_height(rest));
    Places { cards, donut, matrix, distribution, table }
}

fn narrow(room: Rect) -> Places {
    let (cards, rest) = split_top(room, cards::height(room.width()));
    let (matrix, rest) = split_top(rest, MATRIX_HEIGHT);
    let (donut, rest) = split_top(rest, MATRIX_HEIGHT);
    let (distribution, table) = split_top(rest, spread_height(rest));
    Places { cards, donut, matrix, distribution, table }
}

/// The height of the distributions above the table; they take what it could only fill with a part of a row.
fn spread_height(rest: Rect) -> f32 {
    SPREAD_HEIGHT + table::left_over(rest.height() - SPREAD_HEIGHT - GUTTER)
}

/// Draws two halves of a page, each in its place by [`halves`]. Where the page is too low for one above the other, it
/// scrolls.
pub(super) fn in_halves<R>(ui: &mut Ui, least: f32, share: f32, content: impl FnOnce(&mut Ui, Rect, Rect) -> R) -> R {
    let room = ui.max_rect();
    let height = HALF_HEIGHT * 2.0 + GUTTER;
    if room.width() >= least || room.height() >= height {
        let (first, second) = halves(room, least, share);
        return content(ui, first, second);
    }
    let area = ScrollArea::vertical().auto_shrink(false).id_salt("halves");
    area.show(ui, |ui| {
        let origin = ui.max_rect().min;
        let place = Rect::from_min_size(origin, vec2(room.width() - SCROLL_BAR_ROOM, height));
        ui.allocate_rect(place, Sense::hover());
        let (first, second) = halves(place, least, share);
        content(ui, first, second)
    })
    .inner
}

/// Two halves of a page: side by side from `least` points of width on, the left with `share` of the room; else one above
/// the other, the upper with most of it.
fn halves(room: Rect, least: f32, share: f32) -> (Rect, Rect) {
    if room.width() >= least {
        return split_left(room, (room.width() - GUTTER) * share);
    }
    split_top(room, (room.height() - GUTTER) * UPPER_SHARE)
}

/// The left `width` of `rect`, and the rest after a gutter.
pub(super) fn split_left(rect: Rect, width: f32) -> (Rect, Rect) {
    let width = width.round();
    let left = Rect::from_min_size(rect.min, vec2(width, rect.height()));
    (left, Rect::from_min_max(pos2(rect.left() + width + GUTTER, rect.top()), rect.max))
}

/// The upper `height` of `rect`, and the rest after a gutter; the rest may have no height.
pub(super) fn split_top(rect: Rect, height: f32) -> (Rect, Rect) {
    let height = height.round();
    let top = Rect::from_min_size(rect.min, vec2(rect.width(), height));
    let below = rect.top() + height + GUTTER;
    (top, Rect::from_min_max(pos2(rect.left(), below), pos2(rect.right(), rect.bottom().max(below))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Pos2;

    #[test]
    fn at_every_width_the_parts_stay_inside_and_do_not_overlap() {
        for width in [480.0, 640.0, 719.0, 720.0, 960.0, 1079.0, 1080.0, 1280.0, 1920.0, 3840.0] {
            let room = Rect::from_min_size(Pos2::ZERO, vec2(width, 600.0));
            let places = places(room);
            let all = [places.cards, places.donut, places.matrix, places.distribution, places.table];
            for (at, part) in all.iter().enumerate() {
                assert!(part.left() >= 0.0 && part.right() <= width + 0.5, "{width}: {part:?}");
                for other in all.iter().skip(at + 1) {
                    assert!(!part.shrink(1.0).intersects(other.shrink(1.0)), "{width}: {part:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn two_halves_fill_the_page_side_by_side_or_one_above_the_other() {
        for (width, beside) in [(1280.0, true), (600.0, false)] {
            let room = Rect::from_min_size(Pos2::ZERO, vec2(width, 600.0));
            let (first, second) = halves(room, 900.0, 0.58);
            assert_eq!(first.union(second), room);
            assert!(!first.intersects(second));
            assert_eq!(first.right() < second.left(), beside, "{width}");
        }
    }

    #[test]
    fn a_table_that_is_high_enough_shows_whole_rows_only() {
        for width in [640.0, 960.0, 1280.0, 1920.0] {
            for height in [640.0, 705.0, 1000.0, 1313.0] {
                let table = places(Rect::from_min_size(Pos2::ZERO, vec2(width, height))).table;
                let left_over = table::left_over(table.height());
                assert!(table.height() < TABLE_HEIGHT || left_over < 1.0, "{width} x {height}: {left_over}");
            }
        }
    }
}
