//! The figures of both months, and the most frequent moves between cells.

use crate::domain::cluster::Cluster;
use crate::insight::filter::{ListReason, Standing};
use crate::insight::months::comparison::{CellMove, ModelMonths};
use crate::session::months::{Compared, MonthsAction};
use crate::ui::flows::{signed_count, signed_money};
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align2, Label, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const TILE_HEIGHT: f32 = 58.0;
const TILE_WIDTH: f32 = 128.0;
const MOVE_HEIGHT: f32 = 26.0;
/// The share of a row that the longest bar takes.
const BAR_SHARE: f32 = 0.1;
/// How many moves between cells are told.
const MOVES_SHOWN: usize = 12;

/// A figure with its name; some can be clicked to list who is behind it.
struct Tile {
    name: String,
    figure: String,
    note: String,
    tooltip: String,
    reason: Option<ListReason>,
}

/// Draws customers, new, gone, and who entered and left Act Now.
#[must_use]
pub(super) fn figures(
    ui: &mut Ui,
    screen: &Screen<'_>,
    compared: &Compared,
    months: Option<&ModelMonths>,
) -> Option<MonthsAction> {
    let mut clicked = None;
    ui.horizontal_wrapped(|ui| {
        for tile in tiles(screen, compared, months) {
            if let Some(reason) = draw(ui, &tile, screen.months.listed) {
                clicked = Some(MonthsAction::List(reason));
            }
        }
    });
    let without = compared.comparison.without_key;
    if without > 0 {
        let text = fill(&screen.words.months.without_key, &[("customers", &screen.words.customers(without))]);
        ui.add(Label::new(RichText::new(text).font(theme::small()).color(Palette::of(ui).weak)).wrap());
    }
    clicked
}

fn tiles(screen: &Screen<'_>, compared: &Compared, months: Option<&ModelMonths>) -> Vec<Tile> {
    let (words, comparison) = (&screen.words.months, &compared.comparison);
    let [then, now] = [comparison.customers_before, comparison.customers_after];
    let counted = |name: &str, count: u32, tooltip: &str, reason: Option<ListReason>| Tile {
        name: name.to_owned(),
        figure: format::count(count),
        note: String::new(),
        tooltip: tooltip.to_owned(),
        reason: reason.filter(|_| count > 0),
    };
    let before = format!("{}: {}", words.customers_before, format::count(then));
    let customers = Tile {
        note: signed_count(then, now),
        ..counted(&words.customers_after, now, &format!("{before}\n{}", words.tooltip), None)
    };
    let mut tiles = vec![
        customers,
        counted(&words.new_customers, comparison.new, &words.new_customers_tooltip, Some(ListReason::New)),
        counted(&words.gone_customers, comparison.gone, &words.gone_customers_tooltip, Some(ListReason::Gone)),
    ];
    let Some(flows) = months.filter(|months| months.has_before).map(|months| &months.flows) else { return tiles };
    let act_now = Standing::In(Cluster::ActNow);
    for (name, tooltip, flow, reason) in [
        (&words.entered, &words.entered_tooltip, flows.entered(act_now), ListReason::Entered(Cluster::ActNow)),
        (&words.left, &words.left_tooltip, flows.left(act_now), ListReason::Left(Cluster::ActNow)),
    ] {
        let money = if matches!(reason, ListReason::Entered(_)) { flow.after } else { flow.before };
        let at = usize::from(matches!(reason, ListReason::Entered(_)));
        let is_told = months.is_some_and(|months| months.has_money.get(at) == Some(&true));
        let note = if is_told { format::money_compact(money, screen.currency) } else { String::new() };
        tiles.push(Tile { note, ..counted(name, flow.customers, tooltip, Some(reason)) });
    }
    if months.is_none_or(|months| months.has_money != [true, true]) {
        return tiles;
    }
    let [before, after] = [flows.before(act_now).before, flows.after(act_now).after];
    tiles.push(Tile {
        name: words.money.clone(),
        figure: format::money_compact(after, screen.currency),
        note: signed_money(before, after, screen.currency),
        tooltip: words.money_tooltip.clone(),
        reason: None,
    });
    tiles
}

fn draw(ui: &mut Ui, tile: &Tile, listed: Option<ListReason>) -> Option<ListReason> {
    let palette = Palette::of(ui);
    let name = ui.painter().layout_no_wrap(tile.name.clone(), theme::small(), palette.weak);
    let width = (name.size().x + 20.0).max(TILE_WIDTH);
    let sense = if tile.reason.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, TILE_HEIGHT), sense);
    let is_chosen = tile.reason.is_some() && tile.reason == listed;
    let fill = if is_chosen { palette.accent_soft } else { palette.raised };
    let is_pointed = tile.reason.is_some() && response.hovered();
    let edge = if is_chosen || is_pointed { palette.accent } else { palette.hairline };
    ui.painter().rect(rect, CONTROL_RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(10.0, 8.0), name, palette.weak);
    let ink = if tile.reason.is_some() { palette.accent_strong } else { palette.text };
    let at = rect.left_bottom() + vec2(10.0, -18.0);
    let figure = ui.painter().text(at, Align2::LEFT_CENTER, &tile.figure, theme::heading(), ink);
    let at = pos2(figure.right() + 8.0, at.y + 2.0);
    ui.painter().text(at, Align2::LEFT_CENTER, &tile.note, theme::small(), palette.weak);
    focus_ring(ui, &response, rect);
    let label = format!("{}: {} {}", tile.name, tile.figure, tile.note);
    response.widget_info(|| {
        let role = if tile.reason.is_some() { Role::Button } else { Role::Label };
        WidgetInfo::selected(role, true, is_chosen, label.trim())
    });
    let clicked = response.clicked();
    response.on_hover_text(&tile.tooltip);
    tile.reason.filter(|_| clicked)
}

/// Draws the most frequent moves between cells.
#[must_use]
pub(super) fn cell_moves(ui: &mut Ui, screen: &Screen<'_>, months: &ModelMonths) -> Option<ListReason> {
    let words = &screen.words.months;
    if months.cells.is_empty() {
        ui.label(RichText::new(&words.cells_none).color(Palette::of(ui).weak));
    }
    let most = months.cells.first().map_or(1, |cell| cell.flow.customers.max(1));
    let [_, has_money] = months.has_money;
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    for cell in months.cells.iter().take(MOVES_SHOWN) {
        clicked = clicked.or(cell_move(ui, screen, cell, most, has_money));
    }
    clicked
}

fn cell_move(ui: &mut Ui, screen: &Screen<'_>, cell: &CellMove, most: u32, has_money: bool) -> Option<ListReason> {
    let (words, palette) = (screen.words, Palette::of(ui));
    let reason = ListReason::MovedCell(cell.from, cell.to);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), MOVE_HEIGHT), Sense::click());
    let is_chosen = screen.months.listed == Some(reason);
    if is_chosen || response.hovered() {
        let fill = if is_chosen { palette.accent_soft } else { palette.raised };
        ui.painter().rect_filled(rect, CONTROL_RADIUS, fill);
    }
    let [from, to] = [cell.from, cell.to].map(|cell| words.filter_cell(cell));
    let text = fill(&words.months.cell_move, &[("from", &from), ("to", &to)]);
    let painter = ui.painter();
    let (middle, right) = (rect.center().y, rect.right() - 8.0);
    let room = rect.width() * BAR_SHARE;
    let bar_right = right - 136.0;
    let named = rect.with_max_x(bar_right - room - 8.0);
    let clipped = painter.with_clip_rect(named.intersect(ui.clip_rect()));
    clipped.text(pos2(rect.left() + 8.0, middle), Align2::LEFT_CENTER, text, theme::body(), palette.text);
    let money = match has_money {
        true => format::money_compact(cell.flow.after, screen.currency),
        false => words.missing_mark.clone(),
    };
    painter.text(pos2(right, middle), Align2::RIGHT_CENTER, &money, theme::small(), palette.weak);
    let count = format::count(cell.flow.customers);
    painter.text(pos2(right - 76.0, middle), Align2::RIGHT_CENTER, count, theme::strong(), palette.text);
    let length = room * cell.flow.customers as f32 / most as f32;
    let bar = egui::Rect::from_min_size(pos2(bar_right - length, middle - 4.0), vec2(length, 8.0));
    painter.rect_filled(bar, 2, palette.bar);
    focus_ring(ui, &response, rect);
    let customers = words.customers(cell.flow.customers);
    let values = [("from", from.as_str()), ("to", &to), ("customers", &customers), ("money", &money)];
    let label = fill(&words.months.cell_move_label, &values);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
    let clicked = response.clicked();
    response.on_hover_text(label);
    clicked.then_some(reason)
}
