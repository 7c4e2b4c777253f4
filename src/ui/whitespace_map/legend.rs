//! The signs of the map: what a cell can be, each a letter and a colour, with their words below the map.

use crate::insight::whitespace_map::MapCell;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::map::MapWords;
use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Height of a single line of words, and of one of several: the page is low where there are several.
const LINE: (f32, f32) = (30.0, 23.0);

/// A thing that a cell can be, in the order it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    InWork,
    Owned,
    Whitespace,
    Upsell,
    Next,
    Competitor,
    Ending,
}

impl Sign {
    pub(super) const ALL: [Self; 7] =
        [Self::InWork, Self::Owned, Self::Whitespace, Self::Upsell, Self::Next, Self::Competitor, Self::Ending];

    /// Whether it holds of `cell`.
    pub(super) fn holds(self, cell: &MapCell) -> bool {
        match self {
            Self::InWork => cell.is_in_work,
            Self::Owned => cell.owned == Some(true),
            Self::Whitespace => cell.owned != Some(true) && (cell.owned.is_some() || cell.amount.is_some()),
            Self::Upsell => cell.is_upsell,
            Self::Next => cell.is_next,
            Self::Competitor => cell.has_competitor,
            Self::Ending => cell.is_ending,
        }
    }

    pub(super) fn letter(self, words: &MapWords) -> &str {
        match self {
            Self::InWork => &words.in_work_sign,
            Self::Owned => &words.owned_sign,
            Self::Whitespace => &words.whitespace_sign,
            Self::Upsell => &words.upsell_sign,
            Self::Next => &words.next_sign,
            Self::Competitor => &words.competitor_sign,
            Self::Ending => &words.ending_sign,
        }
    }

    pub(super) fn name(self, words: &MapWords) -> &str {
        match self {
            Self::InWork => &words.in_work,
            Self::Owned => &words.owned,
            Self::Whitespace => &words.whitespace,
            Self::Upsell => &words.upsell,
            Self::Next => &words.next,
            Self::Competitor => &words.competitor,
            Self::Ending => &words.ending,
        }
    }

    pub(super) fn tooltip(self, words: &MapWords) -> &str {
        match self {
            Self::InWork => &words.in_work_tooltip,
            Self::Owned => &words.owned_tooltip,
            Self::Whitespace => &words.whitespace_tooltip,
            Self::Upsell => &words.upsell_tooltip,
            Self::Next => &words.next_tooltip,
            Self::Competitor => &words.competitor_tooltip,
            Self::Ending => &words.ending_tooltip,
        }
    }

    fn color(self, palette: &Palette) -> Option<Color32> {
        match self {
            Self::InWork => Some(palette.accent),
            Self::Owned => Some(palette.good),
            // Empty space: only an edge.
            Self::Whitespace => None,
            Self::Upsell => Some(palette.bar),
            Self::Next => Some(palette.accent_strong),
            Self::Competitor => Some(palette.bad),
            Self::Ending => Some(palette.cluster(crate::domain::cluster::Cluster::ActNow)),
        }
    }

    /// Draws it in `rect`.
    pub(super) fn paint(self, painter: &egui::Painter, rect: Rect, palette: &Palette, words: &MapWords) {
        let ink = match self.color(palette) {
            Some(color) => {
                painter.rect_filled(rect, 4, color);
                palette.text_on(color)
            }
            None => {
                painter.rect_stroke(rect, 4, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
                palette.weak
            }
        };
        painter.text(rect.center(), Align2::CENTER_CENTER, self.letter(words), theme::letters(), ink);
    }
}

/// Draws the words of the signs at the bottom of `room`, on as many lines as they need; the height that they take.
pub(super) fn legend(ui: &mut Ui, room: Rect, screen: &Screen<'_>) -> f32 {
    let words = &screen.words.map;
    let palette = Palette::of(ui);
    let mut entries = Vec::with_capacity(Sign::ALL.len());
    let (mut x, mut line) = (room.left() + 4.0, 0);
    for sign in Sign::ALL {
        let galley = ui.painter().layout_no_wrap(sign.name(words).to_owned(), theme::small(), palette.weak);
        let width = galley.size().x + 24.0;
        if x + width > room.right() && x > room.left() + 4.0 {
            (x, line) = (room.left() + 4.0, line + 1);
        }
        entries.push((sign, galley, x, line));
        x += width + 16.0;
    }
    let line_height = if line == 0 { LINE.0 } else { LINE.1 };
    let height = line_height * (line + 1) as f32;
    for (sign, galley, x, line) in entries {
        let top = room.bottom() - height + line_height * line as f32;
        let entry = Rect::from_min_size(pos2(x, top), vec2(galley.size().x + 24.0, line_height));
        let response =
            ui.interact(entry, ui.scope_id().with(("legend", sign as usize)), Sense::focusable_noninteractive());
        let square = Rect::from_center_size(pos2(x + 9.0, entry.center().y), vec2(18.0, 18.0));
        sign.paint(ui.painter(), square, palette, words);
        let text = pos2(x + 23.0, entry.center().y - galley.size().y / 2.0);
        ui.painter().galley(text, galley, palette.weak);
        response.widget_info(|| WidgetInfo::labeled(Role::Note, true, sign.name(words)));
        focus_ring(ui, &response, entry.shrink2(vec2(0.0, 1.0)));
        response.on_hover_text(sign.tooltip(words));
    }
    height
}
