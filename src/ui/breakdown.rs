//! How the customers divide by industry, vertical, area, country or territory: bars, the longest first.

use crate::insight::ScoredPortfolio;
use crate::insight::breakdown::{Breakdown, Dimension};
use crate::insight::condition::{ColumnValue, Condition};
use crate::insight::matrix::share;
use crate::insight::table::TableColumn;
use crate::session::action::Action;
use crate::session::drawing::Chart;
use crate::ui::panel::{focus_ring, info, panel};
use crate::ui::save_menu::save_menu;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use crate::ui::{format, icons};
use egui::accesskit::Role;
use egui::{Align, Align2, ComboBox, Label, Layout, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

const TITLE_HEIGHT: f32 = 28.0;
/// Rows are no higher than this, however few there are.
const MAX_ROW: f32 = 40.0;
const COUNT_WIDTH: f32 = 56.0;

/// The panel's title, with the choice of what the customers are divided by where there is one.
#[must_use]
pub(super) fn header(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let words = &screen.words.overview;
    let chosen = screen.question.dimension;
    let offered: Vec<Dimension> = Dimension::offered(scored).collect();
    let mut action = None;
    let size = vec2(ui.available_width(), TITLE_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let tooltip = words.dimension_tooltip(chosen, screen.words);
        let title = theme::heavy(words.dimension_title(chosen, offered.len() > 1, screen.words), theme::title());
        ui.add(Label::new(title).truncate()).on_hover_text(tooltip);
        info(ui, tooltip);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            action = save_menu(ui, screen, Chart::Division);
            if offered.len() < 2 {
                return;
            }
            let list = ComboBox::from_id_salt("dimension").width(84.0).truncate();
            let list = list.selected_text(words.dimension(chosen));
            let list = list
                .icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
            let response = list.show_ui(ui, |ui| {
                for one in offered {
                    let response = ui.selectable_label(one == chosen, words.dimension(one));
                    if response.clicked() && one != chosen {
                        action = Some(Action::DivideBy(one));
                    }
                }
            });
            let name = format!("{}: {}", words.divide_by, words.dimension(chosen));
            response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
            response.response.on_hover_text(&words.divide_by_tooltip);
        });
    });
    action
}

/// Draws the bars in `rect`.
#[must_use]
pub(super) fn breakdown(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    divided: &Breakdown,
) -> Option<Action> {
    panel(ui, "breakdown", rect, |ui| {
        let chosen = header(ui, screen, scored);
        let room = ui.available_rect_before_wrap();
        chosen.or(bars(ui, room, screen, scored, divided))
    })
}

/// Draws the bars alone in `room`.
#[must_use]
pub(super) fn bars(
    ui: &mut Ui,
    room: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    divided: &Breakdown,
) -> Option<Action> {
    let words = &screen.words.overview;
    let others = fill(&words.other_values, &[("count", &format::count(divided.other_values))]);
    let rest = [(others, divided.others), (words.value_missing.clone(), divided.missing)];
    let rest: Vec<_> = rest.into_iter().filter(|(_, count)| *count > 0).collect();
    let rows = divided.named.len() + rest.len();
    let height = (room.height() / rows.max(1) as f32).min(MAX_ROW);
    let place = |row: usize| {
        let top = room.top() + height * row as f32;
        Rect::from_min_size(pos2(room.left() - 6.0, top), vec2(room.width() + 12.0, height))
    };
    let longest = divided.named.iter().map(|(_, count)| *count).chain(rest.iter().map(|(_, count)| *count)).max();
    let bars = Bars { total: divided.total(), longest: longest.unwrap_or(1) };
    let mut clicked = None;
    for (row, (id, count)) in divided.named.iter().enumerate() {
        let text = scored.portfolio.texts.text(*id);
        let column = TableColumn::Attribute(divided.attribute);
        let condition = Condition::Values(vec![ColumnValue::Text(text.to_owned())]);
        let is_chosen = screen.question.filter.condition(column) == Some(&condition);
        if bars.row(ui, place(row), screen, &visible(text), *count, Some(is_chosen)) {
            let condition = (!is_chosen).then_some(condition);
            clicked = Some(Action::SetCondition { column, condition });
        }
    }
    for (row, (text, count)) in (divided.named.len()..).zip(&rest) {
        bars.row(ui, place(row), screen, text, *count, None);
    }
    clicked
}

/// What all bars are measured by.
struct Bars {
    total: u32,
    longest: u32,
}

impl Bars {
    /// Draws a row; tells whether it was clicked. One that is no value cannot be.
    fn row(&self, ui: &mut Ui, rect: Rect, screen: &Screen<'_>, name: &str, count: u32, chosen: Option<bool>) -> bool {
        let palette = Palette::of(ui);
        let words = screen.words;
        let is_chosen = chosen == Some(true);
        let sense = if chosen.is_some() { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, ui.scope_id().with(("bar", name)), sense);
        let part = format::percent(share(count, self.total));
        let values = [("segment", name), ("customers", &words.customers(count)), ("share", &part)];
        let label = fill(&words.segment_label, &values);
        let role = if chosen.is_some() { Role::Button } else { Role::Label };
        response.widget_info(|| WidgetInfo::selected(role, true, is_chosen, &label));
        if is_chosen {
            ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.accent_soft);
        } else if response.hovered() && chosen.is_some() {
            ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
        }
        let inner = rect.shrink2(vec2(6.0, 2.0));
        let painter = ui.painter().with_clip_rect(inner.intersect(ui.clip_rect()));
        let text_y = inner.top() + 8.0;
        let names = painter.with_clip_rect(inner.with_max_x(inner.right() - COUNT_WIDTH));
        names.text(pos2(inner.left(), text_y), Align2::LEFT_CENTER, name, theme::small(), palette.text);
        let right = pos2(inner.right(), text_y);
        painter.text(right, Align2::RIGHT_CENTER, format::count(count), theme::small(), palette.text);
        let width = inner.width() * count as f32 / self.longest.max(1) as f32;
        let bar = Rect::from_min_size(pos2(inner.left(), text_y + 10.0), vec2(width.max(1.0), 5.0));
        let color = if chosen.is_some() { palette.bar } else { palette.outline };
        painter.rect_filled(bar, 2, color);
        focus_ring(ui, &response, rect);
        response.on_hover_text(label).clicked()
    }
}
