//! How Fit and Intent spread over the customers shown.

use crate::insight::dashboard::Dashboard;
use crate::insight::distribution::Distribution;
use crate::session::action::Action;
use crate::session::drawing::Chart;
use crate::ui::controls::segmented;
use crate::ui::dashboard::split_left;
use crate::ui::panel::{info, panel_with_inset, region};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, Palette};
use crate::ui::words::{Words, fill};
use crate::ui::{format, icons, renewals, save_menu};
use egui::accesskit::Role;
use egui::{Align, Align2, Label, Layout, Rect, RichText, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};
use egui_plot::{Bar, BarChart, LineStyle, Plot, PlotBounds, VLine};

/// As high as the titles of the panels beside it.
const TITLE_HEIGHT: f32 = 28.0;
const CHOICE_HEIGHT: f32 = 36.0;
/// Room between the two where they stand side by side.
const MIDDLE: f32 = GUTTER * 3.0;
/// Room for the names of the bands above the bars.
const BANDS_HEIGHT: f32 = 16.0;
/// Room for the limits below the bars.
const LIMITS_HEIGHT: f32 = 16.0;

/// One of the two, and what it is called.
struct Spread<'a> {
    name: &'static str,
    title: &'a str,
    label: &'a str,
    tooltip: &'a str,
    distribution: Option<&'a Distribution>,
}

/// Draws Fit and Intent on one panel: one above the other where it is narrow, else side by side.
#[must_use]
pub(super) fn distributions(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    answer: &Dashboard,
    side: &mut SidePanel,
) -> Option<Action> {
    let words = screen.words;
    panel_with_inset(ui, "distributions", rect, theme::INSET, |ui| {
        let mut room = ui.max_rect();
        let is_calendar = answer.expiry.is_some() && *side == SidePanel::Renewals;
        let chart = if is_calendar { Chart::Renewals } else { Chart::Scores };
        let corner =
            Rect::from_min_size(pos2(room.right() - save_menu::WIDTH, room.top()), Vec2::splat(save_menu::WIDTH));
        let line = Layout::left_to_right(Align::Center);
        let action = region(ui, "save", corner, line, |ui| save_menu::save_menu(ui, screen, chart));
        if let Some(expiry) = &answer.expiry {
            choose(ui, words, side);
            room.min.y += CHOICE_HEIGHT;
            if *side == SidePanel::Renewals {
                renewals::calendar(ui, room, screen, expiry);
                return action;
            }
        }
        spreads(ui, room, rect.width() > rect.height() * 1.6, words, answer);
        action
    })
}

/// Draws Fit and Intent in `room`, side by side where it is wide.
pub(super) fn spreads(ui: &mut Ui, room: Rect, is_wide: bool, words: &Words, answer: &Dashboard) {
    let fit = Spread {
        name: "fit spread",
        title: &words.column_fit,
        label: &words.distribution_fit,
        tooltip: &words.fit_tooltip,
        distribution: answer.fit.as_ref(),
    };
    let intent = Spread {
        name: "intent spread",
        title: &words.column_intent,
        label: &words.distribution_intent,
        tooltip: &words.intent_tooltip,
        distribution: answer.intent.as_ref(),
    };
    let (first, second) = if is_wide {
        let (left, rest) = split_left(room, (room.width() - MIDDLE) / 2.0);
        (left, rest.with_min_x(left.right() + MIDDLE))
    } else {
        let height = (room.height() - GUTTER) / 2.0;
        let size = vec2(room.width(), height);
        (
            Rect::from_min_size(room.min, size),
            Rect::from_min_size(pos2(room.left(), room.top() + height + GUTTER), size),
        )
    };
    for (spread, place) in [(fit, first), (intent, second)] {
        region(ui, spread.name, place, Layout::top_down(Align::Min), |ui| draw(ui, place, words, &spread));
    }
}

/// What the panel beside the matrix shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SidePanel {
    /// How Fit and Intent spread.
    #[default]
    Scores,
    /// When agreements expire.
    Renewals,
}

/// The choice between scores and renewals.
fn choose(ui: &mut Ui, words: &Words, side: &mut SidePanel) {
    let overview = &words.overview;
    let choices = [
        (SidePanel::Scores, overview.scores.as_str(), overview.scores_tooltip.clone()),
        (SidePanel::Renewals, overview.renewals.as_str(), overview.renewals_tooltip.clone()),
    ];
    ui.horizontal(|ui| {
        if let Some(chosen) = segmented(ui, &choices, *side) {
            *side = chosen;
        }
    });
}

fn draw(ui: &mut Ui, rect: Rect, words: &Words, spread: &Spread<'_>) {
    let palette = Palette::of(ui);
    let note = spread.distribution.and_then(|distribution| note(words, distribution));
    ui.allocate_ui_with_layout(vec2(rect.width(), TITLE_HEIGHT), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let title = theme::heavy(spread.title, theme::title());
        ui.add(Label::new(title).extend()).on_hover_text(spread.tooltip);
        info(ui, spread.tooltip);
        if let Some(note) = note {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(note).font(theme::small()).color(palette.weak)).truncate());
            });
        }
    });
    let top = rect.top() + TITLE_HEIGHT;
    let bars = Rect::from_min_max(pos2(rect.left(), top + BANDS_HEIGHT), rect.max - vec2(0.0, LIMITS_HEIGHT));
    let Some(distribution) = spread.distribution else {
        let text = words.distribution_empty.clone();
        icons::centred(ui.painter(), bars.center(), text, theme::small(), palette.weak);
        return;
    };
    if distribution.counted() == 0 {
        let text = words.distribution_none_shown.clone();
        icons::centred(ui.painter(), bars.center(), text, theme::small(), palette.weak);
        return;
    }
    plot(ui, bars, spread.name, distribution, palette);
    bands(ui, bars, distribution, words, palette);
    hover(ui, bars, spread.label, distribution, words, palette);
}

/// What the bars leave out.
fn note(words: &Words, distribution: &Distribution) -> Option<String> {
    let parts =
        [(distribution.in_words, &words.distribution_in_words), (distribution.missing, &words.distribution_missing)];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let texts: Vec<String> = parts.map(|(count, text)| fill(text, &[("count", &format::count(count))])).collect();
    (!texts.is_empty()).then(|| texts.join(&words.list_separator))
}

fn plot(ui: &mut Ui, rect: Rect, name: &'static str, distribution: &Distribution, palette: &Palette) {
    let width = f64::from(Distribution::WIDTH);
    let highest = f64::from(distribution.steps.iter().copied().max().unwrap_or(1).max(1));
    let bars = distribution.steps.iter().enumerate().map(|(step, count)| {
        Bar::new((step as f64 + 0.5) * width, f64::from(*count)).width(width * 0.86).fill(palette.bar)
    });
    let chart = BarChart::new(name, bars.collect()).color(palette.bar).allow_hover(false);
    let limits = distribution.limits;
    region(ui, "plot", rect, Layout::top_down(Align::Min), |ui| {
        Plot::new(name)
            .width(rect.width())
            .height(rect.height())
            .show_axes(false)
            .show_grid(false)
            .show_background(false)
            .show_x(false)
            .show_y(false)
            .allow_zoom(false)
            .allow_drag(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_double_click_reset(false)
            .sense(Sense::hover())
            .set_margin_fraction(Vec2::ZERO)
            .show(ui, |plot| {
                plot.set_plot_bounds(PlotBounds::from_min_max([0.0, 0.0], [100.0, highest * 1.05]));
                plot.bar_chart(chart);
                for limit in [limits.low, limits.medium, limits.high] {
                    let line = VLine::new("limit", f64::from(limit)).color(palette.text).width(1.0);
                    plot.vline(line.style(LineStyle::Dashed { length: 4.0 }).allow_hover(false));
                }
            });
    });
    ui.painter().hline(rect.x_range(), rect.bottom() + 0.5, (1.0, palette.outline));
}

/// The names of the bands above, their limits below.
fn bands(ui: &Ui, rect: Rect, distribution: &Distribution, words: &Words, palette: &Palette) {
    let limits = distribution.limits;
    let x = |score: f32| rect.left() + rect.width() * score / 100.0;
    let starts = [limits.high, limits.medium, limits.low, 0.0];
    let mut end = 100.0;
    for (band, start) in crate::domain::band::Band::ALL.into_iter().zip(starts) {
        let at = pos2((x(start) + x(end)) / 2.0, rect.top() - BANDS_HEIGHT / 2.0);
        ui.painter().text(at, Align2::CENTER_CENTER, words.band(band), theme::letters(), palette.weak);
        let limit = format::number(f64::from(start));
        let align = if start > 0.0 { Align2::CENTER_CENTER } else { Align2::LEFT_CENTER };
        let at = pos2(x(start), rect.bottom() + LIMITS_HEIGHT / 2.0 + 1.0);
        ui.painter().text(at, align, limit, theme::letters(), palette.weak);
        end = start;
    }
}

/// Tells the count of the step under the pointer.
fn hover(ui: &Ui, rect: Rect, title: &str, distribution: &Distribution, words: &Words, palette: &Palette) {
    let response = ui.interact(rect, ui.scope_id().with("steps"), Sense::hover());
    let customers = words.customers(distribution.counted());
    let label = fill(&words.distribution_label, &[("title", title), ("customers", &customers)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
    let Some(at) = response.hover_pos() else { return };
    let step = ((at.x - rect.left()) / rect.width() * Distribution::STEPS as f32).max(0.0) as usize;
    let Some(count) = distribution.steps.get(step) else { return };
    let width = rect.width() / Distribution::STEPS as f32;
    let column = Rect::from_min_size(pos2(rect.left() + width * step as f32, rect.top()), vec2(width, rect.height()));
    ui.painter().rect_filled(column, 0, palette.accent.gamma_multiply(0.14));
    let [from, to] = [step, step + 1].map(|end| format::count(end as u64 * Distribution::WIDTH as u64));
    let values = [("from", from.as_str()), ("to", &to), ("customers", &words.customers(*count))];
    response.on_hover_text_at_pointer(fill(&words.distribution_step, &values));
}
