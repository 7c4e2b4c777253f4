//! When agreements expire: a bar a month of the fiscal year, divided by cluster, and how many soon.

use crate::domain::cluster::Cluster;
use crate::insight::expiry::{ExpiryCalendar, ExpiryMonth, SOON};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

const SOON_HEIGHT: f32 = 46.0;
const NAMES_HEIGHT: f32 = 18.0;
const COUNTS_HEIGHT: f32 = 16.0;

/// Draws the calendar in `rect`.
pub(super) fn calendar(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, calendar: &ExpiryCalendar) {
    let soon = rect.with_max_y(rect.top() + SOON_HEIGHT);
    stretches(ui, soon, screen, calendar);
    let chart = rect.with_min_y(soon.bottom() + 8.0);
    let most = calendar.months.iter().map(ExpiryMonth::agreements).max().unwrap_or(0).max(1);
    let width = chart.width() / calendar.months.len().max(1) as f32;
    for (position, month) in calendar.months.iter().enumerate() {
        let left = chart.left() + width * position as f32;
        let column = Rect::from_min_size(pos2(left, chart.top()), vec2(width, chart.height()));
        bar(ui, column, screen, month, most);
    }
    let floor = chart.bottom() - NAMES_HEIGHT;
    ui.painter().hline(chart.x_range(), floor, (1.0, Palette::of(ui).outline));
}

/// How many agreements end within 30, 60 and 90 days, side by side.
fn stretches(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, calendar: &ExpiryCalendar) {
    let palette = Palette::of(ui);
    let words = &screen.words.overview;
    let width = rect.width() / SOON.len() as f32;
    for (position, (days, soon)) in SOON.into_iter().zip(calendar.soon).enumerate() {
        let place =
            Rect::from_min_size(pos2(rect.left() + width * position as f32, rect.top()), vec2(width, rect.height()));
        let response = ui.interact(place, ui.scope_id().with(("soon", days)), Sense::focusable_noninteractive());
        let amount = format::money_compact(soon.revenue, screen.currency);
        let (days, count) = (days.to_string(), format::count(soon.agreements));
        let label = fill(&words.soon_label, &[("days", &days), ("count", &count), ("amount", &amount)]);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
        let painter = ui.painter();
        let (left, small) = (place.left(), theme::small());
        let name = fill(&words.soon, &[("days", &days)]);
        painter.text(pos2(left, place.top() + 8.0), Align2::LEFT_CENTER, name, small.clone(), palette.weak);
        let figure =
            painter.text(pos2(left, place.top() + 29.0), Align2::LEFT_CENTER, count, theme::heading(), palette.text);
        let beside = pos2(figure.right() + 6.0, place.top() + 31.0);
        painter.text(beside, Align2::LEFT_CENTER, amount, small, palette.weak);
        response.on_hover_text(label);
    }
}

fn bar(ui: &mut Ui, column: Rect, screen: &Screen<'_>, month: &ExpiryMonth, most: u32) {
    let palette = Palette::of(ui);
    let words = screen.words;
    let count = month.agreements();
    let response = ui.interact(column, ui.scope_id().with(("month", month.first)), Sense::focusable_noninteractive());
    let name = format::month(month.first, words.language);
    let label = label(screen, month, &format::month_of_year(month.first, words.language));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    if response.hovered() {
        ui.painter().rect_filled(column, 2, palette.raised);
    }
    let floor = column.bottom() - NAMES_HEIGHT;
    let room = floor - column.top() - COUNTS_HEIGHT;
    let painter = ui.painter();
    let middle = column.center().x;
    painter.text(pos2(middle, column.bottom() - 7.0), Align2::CENTER_CENTER, name, theme::tiny(), palette.weak);
    let mut top = floor;
    let parts =
        Cluster::ALL.into_iter().zip(month.by_cluster).map(|(cluster, count)| (palette.cluster(cluster), count));
    for (color, part) in parts.chain([(palette.outline, month.without_cluster)]) {
        let height = room * part as f32 / most as f32;
        let place = Rect::from_min_max(pos2(column.left() + 2.0, top - height), pos2(column.right() - 2.0, top));
        painter.rect_filled(place, 0, color);
        top -= height;
    }
    if count > 0 && column.width() >= 20.0 {
        let text = format::count(count);
        painter.text(pos2(middle, top - 8.0), Align2::CENTER_CENTER, text, theme::tiny(), palette.text);
    }
    response.on_hover_text(label);
}

/// The month with its agreements, cluster by cluster, and the revenue still open.
fn label(screen: &Screen<'_>, month: &ExpiryMonth, name: &str) -> String {
    let words = screen.words;
    let clusters = Cluster::ALL.into_iter().zip(month.by_cluster).filter(|(_, count)| *count > 0);
    let mut parts: Vec<String> =
        clusters.map(|(cluster, count)| format!("{} {}", words.cluster(cluster), format::count(count))).collect();
    if month.without_cluster > 0 {
        parts.push(format!("{} {}", words.overview.without_cluster, format::count(month.without_cluster)));
    }
    let values = [
        ("month", name),
        ("count", &*format::count(month.agreements())),
        ("amount", &*format::money_compact(month.open_revenue, screen.currency)),
        ("parts", &*parts.join(&words.list_separator)),
    ];
    fill(&words.overview.month_label, &values)
}
