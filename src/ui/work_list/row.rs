//! One call: who, when, why, and what can be done with it.

use super::{CallPlace, call_at};
use crate::insight::ScoredPortfolio;
use crate::insight::table::{TableCell, TableColumn, table_cell};
use crate::insight::work_list::{WorkItem, WorkList};
use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::session::work_list::WorkListAction;
use crate::ui::controls::cluster_swatch;
use crate::ui::format;
use crate::ui::icons;
use crate::ui::marks::{Marked, Who, status_picker};
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::terms::visible;
use crate::ui::words::{Words, fill};
use egui::accesskit::Role;
use egui::{
    Align, Event, EventFilter, Id, Key, Label, Modifiers, Rect, Response, RichText, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

pub(super) const HEIGHT: f32 = 44.0;
pub(super) const HEADER_HEIGHT: f32 = 26.0;
/// Less than this is too narrow for a customer beside the reason: it stands below, and what the reason tells gives way.
const NARROW: f32 = 260.0;
const GAP: f32 = 10.0;
const BUTTON: f32 = 24.0;

/// The columns' names, in their order.
pub(in crate::ui) fn columns(words: &Words) -> [&str; 7] {
    let words = &words.work_list;
    [
        &words.column_place,
        &words.column_week,
        &words.column_seller,
        &words.column_customer,
        &words.column_why,
        &words.column_expected,
        &words.column_status,
    ]
}

/// Where each column begins, and how wide it is.
pub(super) struct Layout {
    places: [(f32, f32); 8],
    is_narrow: bool,
}

impl Layout {
    /// Columns across `width`; the seller's only where several are shown.
    pub(super) fn of(width: f32, has_seller: bool) -> Self {
        let seller = if has_seller { 92.0 } else { 0.0 };
        let rest_of = |fixed: [f32; 8], own: usize| {
            let gaps = GAP * (fixed.iter().filter(|width| **width > 0.0).count() + own - 1) as f32;
            width - theme::SCROLL_BAR_ROOM - fixed.iter().sum::<f32>() - gaps
        };
        let wide = [34.0, 40.0, seller, 0.0, 0.0, 92.0, 142.0, BUTTON * 3.0 + 6.0];
        let is_narrow = rest_of(wide, 2) < NARROW;
        let fixed = if is_narrow { [34.0, 0.0, 0.0, 0.0, 0.0, 0.0, 142.0, BUTTON * 3.0 + 6.0] } else { wide };
        let rest = rest_of(fixed, if is_narrow { 1 } else { 2 }).max(120.0);
        let mut left = 0.0;
        let places = std::array::from_fn(|column| {
            let width = match column {
                3 if is_narrow => rest,
                3 => rest * 0.36,
                4 if is_narrow => 0.0,
                4 => rest * 0.64,
                _ => fixed.get(column).copied().unwrap_or(0.0),
            };
            let place = (left, width);
            left += if width > 0.0 { width + GAP } else { 0.0 };
            place
        });
        Self { places, is_narrow }
    }

    fn rect(&self, line: Rect, column: usize) -> Rect {
        let (left, width) = self.places.get(column).copied().unwrap_or_default();
        Rect::from_min_size(pos2(line.left() + left, line.top()), vec2(width, line.height()))
    }
}

/// Draws the columns' names.
pub(super) fn header(ui: &mut Ui, screen: &Screen<'_>, layout: &Layout) {
    let palette = Palette::of(ui);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADER_HEIGHT), Sense::hover());
    for (column, name) in columns(screen.words).into_iter().enumerate() {
        let rect = layout.rect(line, column);
        if rect.width() > 0.0 {
            let text = theme::heavy(name, theme::small()).color(palette.weak);
            inside(ui, rect, is_number(column), |ui| ui.add(Label::new(text).truncate()));
        }
    }
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, (1.0, palette.outline));
}

fn is_number(column: usize) -> bool {
    matches!(column, 0 | 1 | 5)
}

fn inside<R>(ui: &mut Ui, rect: Rect, from_right: bool, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = if from_right {
        egui::Layout::right_to_left(Align::Center)
    } else {
        egui::Layout::left_to_right(Align::Center)
    };
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), content).inner
}

/// A line of the list.
pub(super) struct Line<'a> {
    pub(super) list: &'a WorkList,
    pub(super) here: CallPlace,
    pub(super) call: &'a WorkItem,
    /// The line's number among those shown, from 0.
    pub(super) at: usize,
    /// How many lines there are.
    pub(super) count: usize,
    /// The seller that is looked at.
    pub(super) chosen: Option<usize>,
}

fn row_id(customer: CustomerIndex) -> Id {
    Id::unique(("call", customer))
}

/// Draws a line.
pub(super) fn row(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    layout: &Layout,
    line: &Line<'_>,
) -> Option<Action> {
    let palette = Palette::of(ui);
    let words = screen.words;
    let call = line.call;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), HEIGHT));
    let response = ui.interact(rect, row_id(call.customer), Sense::click_and_drag());
    let name = match table_cell(scored, None, TableColumn::Name, call.customer) {
        TableCell::Text(name) => screen.name_of(call.customer, name).into_owned(),
        _ => words.missing_mark.clone(),
    };
    let week = line.list.week(line.here.place).to_string();
    let place = (line.here.place + 1).to_string();
    let reason = words.call_reason(call, screen.currency);
    let label = fill(
        &words.work_list.row_label,
        &[("place", &place), ("customer", &name), ("week", &week), ("reason", &reason)],
    );
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &label));
    paint(ui, &response, rect, line.list.week(line.here.place));
    let seller = line.list.sellers.get(line.here.seller).map(|seller| seller.name.clone()).unwrap_or_default();
    let expected =
        call.expected.map_or_else(|| words.missing_mark.clone(), |amount| format::money_whole(amount, screen.currency));
    let texts = [place, week, visible(&seller).into_owned(), name.clone(), reason.clone(), expected];
    for (column, text) in texts.into_iter().enumerate() {
        let mut cell = layout.rect(rect, column);
        if column == 3
            && let Some(cluster) = call.cluster
        {
            let swatch = Rect::from_center_size(pos2(cell.left() + 11.0, cell.center().y), vec2(22.0, 18.0));
            cluster_swatch(ui, swatch, cluster);
            cell.min.x += 30.0;
        }
        if column == 3 && layout.is_narrow {
            let (above, below) = cell.shrink2(vec2(0.0, 3.0)).split_top_bottom_at_fraction(0.5);
            cell = above;
            reason_lines(ui, below, reason.clone(), 1);
        }
        if column == 4 {
            reason_lines(ui, cell, text, 2);
        } else if cell.width() > 0.0 {
            let text = match column {
                3 => theme::heavy(text, theme::strong()).color(palette.text),
                _ => RichText::new(text).color(palette.text),
            };
            inside(ui, cell, is_number(column), |ui| ui.add(Label::new(text).truncate().selectable(false)));
        }
    }
    let mut action = inside(ui, layout.rect(rect, 6), false, |ui| {
        let marked = Marked { who: Who::One(call.customer), model: None };
        ui.add_enabled_ui(screen.may_mark, |ui| {
            status_picker(ui, screen, marked, screen.marks.of(call.customer, None).status)
        })
        .inner
    });
    action = action.or(inside(ui, layout.rect(rect, 7), false, |ui| buttons(ui, screen, line, &name)));
    action = action.or_else(|| by_key(ui, &response, rect, line)).or_else(|| dragged(ui, &response, rect, line));
    if response.clicked() {
        response.request_focus();
    }
    let opened = response.double_clicked().then_some(Action::OpenCustomer(call.customer));
    let told = if layout.is_narrow { &label } else { &reason };
    response.on_hover_text(format!("{told}\n{}", words.work_list.drag_tooltip));
    action.or(opened)
}

/// The reason on up to so many lines; a label beside others would not wrap, and run into what follows.
fn reason_lines(ui: &Ui, cell: Rect, text: String, most: usize) {
    if cell.width() <= 0.0 {
        return;
    }
    let ink = Palette::of(ui).text;
    let mut job = egui::text::LayoutJob::simple(text, theme::small(), ink, cell.width());
    job.wrap.max_rows = most;
    let galley = ui.painter().layout_job(job);
    let at = pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
    ui.painter().with_clip_rect(cell.intersect(ui.clip_rect())).galley(at, galley, ink);
}

fn paint(ui: &Ui, response: &Response, rect: Rect, week: usize) {
    let palette = Palette::of(ui);
    if response.has_focus() || response.dragged() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
    } else if week.is_multiple_of(2) {
        // Weeks are told apart by a shade, and by their number.
        ui.painter().rect_filled(rect, 0, palette.page);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    focus_ring(ui, response, rect.shrink(2.0));
}

fn put(line: &Line<'_>, to: CallPlace) -> Option<Action> {
    let is_same = to.seller == line.here.seller && to.place == line.here.place;
    let put = WorkListAction::Put { customer: line.call.customer, seller: to.seller, place: to.place };
    (!is_same).then_some(Action::WorkList(put))
}

/// One place up or down in the seller's own list.
fn moved(line: &Line<'_>, down: bool) -> Option<Action> {
    let calls = line.list.sellers.get(line.here.seller).map_or(0, |seller| seller.calls.len());
    let place = if down { line.here.place + 1 } else { line.here.place.checked_sub(1)? };
    (place < calls).then(|| put(line, CallPlace { place, ..line.here })).flatten()
}

fn remove(line: &Line<'_>) -> Action {
    Action::WorkList(WorkListAction::Remove(line.call.customer))
}

fn buttons(ui: &mut Ui, screen: &Screen<'_>, line: &Line<'_>, customer: &str) -> Option<Action> {
    let words = &screen.words.work_list;
    ui.spacing_mut().item_spacing.x = 2.0;
    let mut action = None;
    let choices = [
        (&words.move_up, &words.move_up_tooltip, moved(line, false)),
        (&words.move_down, &words.move_down_tooltip, moved(line, true)),
        (&words.remove, &words.remove_tooltip, Some(remove(line))),
    ];
    for (at, (name, tooltip, chosen)) in choices.into_iter().enumerate() {
        let palette = Palette::of(ui);
        let is_enabled = chosen.is_some();
        let sense = if is_enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(BUTTON, BUTTON), sense);
        let ink = if is_enabled { palette.weak } else { palette.hairline };
        if response.hovered() && is_enabled {
            ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.hairline);
        }
        match at {
            0 => icons::sort_arrow(ui.painter(), rect.center(), false, ink),
            1 => icons::sort_arrow(ui.painter(), rect.center(), true, ink),
            _ => icons::cross(ui.painter(), rect.center(), 4.0, ink),
        }
        focus_ring(ui, &response, rect);
        let label = fill(&words.name_of, &[("what", name), ("customer", customer)]);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, &label));
        if response.clicked() {
            action = chosen;
        }
        response.on_hover_text(tooltip);
    }
    action
}

/// Alt with an arrow moves, Delete removes, an arrow alone goes to the next line, Enter opens the customer.
fn by_key(ui: &Ui, response: &Response, rect: Rect, line: &Line<'_>) -> Option<Action> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        })
    });
    let (key, modifiers) = pressed?;
    match key {
        Key::ArrowUp if modifiers.matches_exact(Modifiers::ALT) => moved(line, false),
        Key::ArrowDown if modifiers.matches_exact(Modifiers::ALT) => moved(line, true),
        Key::ArrowUp | Key::ArrowDown if modifiers.is_none() => {
            let down = key == Key::ArrowDown;
            let next = if down { Some(line.at + 1) } else { line.at.checked_sub(1) };
            let (_, call) = next.and_then(|next| call_at(line.list, line.chosen, next))?;
            ui.memory_mut(|memory| memory.request_focus(row_id(call.customer)));
            ui.scroll_to_rect(rect.translate(vec2(0.0, if down { HEIGHT } else { -HEIGHT })), None);
            None
        }
        Key::Delete if modifiers.is_none() => Some(remove(line)),
        Key::Enter if modifiers.is_none() => Some(Action::OpenCustomer(line.call.customer)),
        _ => None,
    }
}

/// Where the line is let go; a line shows where that would be.
fn dragged(ui: &Ui, response: &Response, rect: Rect, line: &Line<'_>) -> Option<Action> {
    if !response.dragged() && !response.drag_stopped() {
        return None;
    }
    let pointer = ui.input(|input| input.pointer.interact_pos().or(input.pointer.latest_pos()))?;
    let steps = ((pointer.y - rect.center().y) / HEIGHT).round();
    let last = line.count.saturating_sub(1) as f32;
    let target = (line.at as f32 + steps).clamp(0.0, last) as usize;
    if response.dragged() {
        let y = rect.top() + (target as f32 - line.at as f32) * HEIGHT + if target > line.at { HEIGHT } else { 0.0 };
        ui.painter().hline(rect.x_range(), y, (2.0, Palette::of(ui).accent));
        return None;
    }
    let (to, _) = call_at(line.list, line.chosen, target)?;
    put(line, to)
}
