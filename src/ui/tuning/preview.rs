//! Who and how much money would move by the draft, before it is accepted.

use crate::domain::cluster::Cluster;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::filter::{ListReason, Standing};
use crate::insight::profile_difference::differences;
use crate::insight::tuning::{Mover, NAMED, TuningPreview};
use crate::session::action::Action;
use crate::session::tuning::TuningAction;
use crate::ui::controls::{cluster_swatch, plain_button, strong_button};
use crate::ui::flows::{FlowTable, signed_count, signed_money, standings};
use crate::ui::format;
use crate::ui::months::name;
use crate::ui::panel::title;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::tuning::{note, profiles};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align, Align2, Label, Layout, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW_HEIGHT: f32 = 28.0;

/// From so many customers on a refit takes about a minute, and some minutes.
const A_MINUTE: u32 = 60_000;
const SOME_MINUTES: u32 = 300_000;

/// Draws the preview with the way to accept it.
#[must_use]
pub(super) fn preview(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let words = &screen.words.tuning;
    let mut action = None;
    ui.horizontal(|ui| {
        title(ui, &words.preview, &words.preview_tooltip);
        if screen.tuning.draft.is_none() {
            return;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if strong_button(ui, &words.accept, &words.accept_tooltip).clicked() {
                action = Some(TuningAction::Accept);
            }
            if plain_button(ui, &words.discard, &words.discard_tooltip).clicked() {
                action = Some(TuningAction::Discard);
            }
        });
    });
    let Some(draft) = screen.tuning.draft else {
        note(ui, &words.no_draft);
        return None;
    };
    let area = ScrollArea::vertical().auto_shrink(false).id_salt("tuning preview");
    area.show(ui, |ui| {
        let Some(preview) = screen.tuning.preview else {
            note(ui, &words.updating);
            return;
        };
        if preview.draft != *draft {
            note(ui, &words.updating);
        }
        action = action.take().or(refit(ui, screen, scored, preview));
        summary(ui, screen, preview);
        action = action.take().or(moved(ui, screen, scored, preview));
        ui.add_space(GAP);
        ui.label(theme::heavy(&words.changes_title, theme::strong()));
        profiles::lines(ui, screen, &differences(screen.tuning.in_use, draft));
    });
    action.map(Action::Tuning)
}

/// Says that the draft changes what our own scores are made of, and offers to look beforehand.
fn refit(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, preview: &TuningPreview) -> Option<TuningAction> {
    let words = &screen.words.tuning;
    if !preview.needs_refit {
        return None;
    }
    let customers = u32::try_from(scored.portfolio.customer_count()).unwrap_or(u32::MAX);
    let time = match customers {
        ..A_MINUTE => &words.refit_quick,
        A_MINUTE..SOME_MINUTES => &words.refit_minute,
        _ => &words.refit_minutes,
    };
    note(ui, &fill(&words.needs_refit, &[("time", time)]));
    if screen.tuning.is_refitting {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label(&words.working_out);
        });
        return None;
    }
    plain_button(ui, &words.work_out, &words.work_out_tooltip).clicked().then_some(TuningAction::WorkOutRefit)
}

/// Each cluster before and after.
fn summary(ui: &mut Ui, screen: &Screen<'_>, preview: &TuningPreview) {
    let words = &screen.words.tuning;
    let moved = preview.flows.moved();
    let text = match moved.customers {
        0 => words.nobody_moves.clone(),
        count => {
            let model = preview.model.map_or("", |model| model.product_name());
            fill(&words.moved_summary, &[("customers", &screen.words.customers(count)), ("model", model)])
        }
    };
    ui.add(Label::new(theme::heavy(text, theme::strong())).wrap());
    let [before, after] = preview.differing;
    if before > 0 || after > 0 {
        let counts = [before, after].map(format::count);
        note(ui, &fill(&words.differing, &[("before", &counts[0]), ("after", &counts[1])]));
    }
    let palette = Palette::of(ui);
    let columns = [&words.before, &words.after, &words.change, &words.before, &words.after, &words.change];
    let shown = if preview.has_money { 6 } else { 3 };
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    for (position, name) in columns.into_iter().take(shown).enumerate() {
        let at = pos2(column(head, position, shown), head.bottom() - 9.0);
        ui.painter().text(at, Align2::RIGHT_CENTER, name, theme::letters(), palette.weak);
    }
    for (last, group) in [(2, &words.customers), (5, &words.revenue)].into_iter().filter(|(last, _)| *last < shown) {
        let at = pos2(column(head, last, shown), head.top() + 9.0);
        ui.painter().text(at, Align2::RIGHT_CENTER, group, theme::small(), palette.text);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for cluster in Cluster::ALL {
        cluster_row(ui, screen, preview, cluster);
    }
    ui.spacing_mut().item_spacing.y = GAP;
    if !preview.has_money {
        note(ui, &words.no_revenue);
    }
}

/// The right edge of a column of figures, of three of customers and perhaps three of money.
fn column(rect: Rect, position: usize, shown: usize) -> f32 {
    let names = 112.0_f32.min(rect.width() * 0.25);
    let width = ((rect.width() - names) / shown as f32).min(110.0);
    rect.left() + names + width * (position + 1) as f32
}

fn cluster_row(ui: &mut Ui, screen: &Screen<'_>, preview: &TuningPreview, cluster: Cluster) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let place = Standing::In(cluster);
    let (before, after) = (preview.flows.before(place), preview.flows.after(place));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    let swatch = Rect::from_center_size(pos2(rect.left() + 9.0, rect.center().y), vec2(18.0, 18.0));
    cluster_swatch(ui, swatch, cluster);
    let at = pos2(rect.left() + 24.0, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, words.cluster(cluster), theme::body(), palette.text);
    let money = |amount| format::money_compact(amount, screen.currency);
    let figures = [
        (format::count(before.customers), palette.weak),
        (format::count(after.customers), palette.text),
        (signed_count(before.customers, after.customers), palette.text),
        (money(before.before), palette.weak),
        (money(after.after), palette.text),
        (signed_money(before.before, after.after, screen.currency), palette.text),
    ];
    let shown = if preview.has_money { 6 } else { 3 };
    for (position, (figure, ink)) in figures.iter().take(shown).enumerate() {
        let font = if position % 3 == 2 { theme::strong() } else { theme::body() };
        let at = pos2(column(rect, position, shown), rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, figure, font, *ink);
    }
    let [customers_before, customers_after, _, revenue_before, revenue_after, _] = &figures;
    let values = [
        ("cluster", words.cluster(cluster)),
        ("before", customers_before.0.as_str()),
        ("after", &customers_after.0),
        ("revenue_before", &revenue_before.0),
        ("revenue_after", &revenue_after.0),
    ];
    let text = if preview.has_money { &words.tuning.cluster_row } else { &words.tuning.cluster_row_bare };
    let label = fill(text, &values);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &label));
    response.on_hover_text(format!("{label}\n{}", words.tuning.revenue_tooltip));
}

/// From cluster to cluster, the other models, segments, and customers by name.
fn moved(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, preview: &TuningPreview) -> Option<TuningAction> {
    let words = &screen.words.tuning;
    let others = preview.moved.iter().filter(|(model, count)| Some(*model) != preview.model && *count > 0);
    let others: Vec<String> = others
        .map(|(model, count)| {
            let values = [("model", model.product_name()), ("customers", &screen.words.customers(*count))];
            fill(&screen.words.months.model_moved, &values)
        })
        .collect();
    if !others.is_empty() {
        note(ui, &fill(&words.other_models, &[("models", &others.join(&screen.words.list_separator))]));
    }
    segments(ui, screen, preview);
    if preview.flows.moved().customers == 0 {
        return None;
    }
    ui.add_space(GAP / 2.0);
    title(ui, &words.flows, &words.flows_tooltip);
    let table = FlowTable {
        words: screen.words,
        flows: &preview.flows,
        standings: &standings(&preview.flows),
        currency: screen.currency,
        reason: ListReason::WouldMove,
        chosen: None,
        has_money: preview.has_money,
    };
    let mut action = table.show(ui).map(TuningAction::ShowMovers);
    ui.add_space(GAP / 2.0);
    ui.horizontal(|ui| {
        title(ui, &words.movers, &words.movers_tooltip);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if plain_button(ui, &words.show_movers, &words.show_movers_tooltip).clicked() {
                action = Some(TuningAction::ShowMovers(ListReason::WouldMoveAnywhere));
            }
        });
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    for mover in &preview.movers {
        mover_row(ui, screen, scored, mover);
    }
    ui.spacing_mut().item_spacing.y = GAP;
    let all = preview.flows.moved().customers;
    let named = u32::try_from(NAMED).unwrap_or(u32::MAX);
    if all > named {
        note(ui, &fill(&words.movers_more, &[("count", &format::count(all - named))]));
    }
    action
}

fn segments(ui: &mut Ui, screen: &Screen<'_>, preview: &TuningPreview) {
    let words = &screen.words.tuning;
    let count = preview.moved_segments();
    if count == 0 {
        return;
    }
    note(ui, &fill(&words.segments_moved, &[("customers", &screen.words.customers(count))]));
    for (from, row) in Segment::ALL.into_iter().zip(preview.segments) {
        for (to, count) in Segment::ALL.into_iter().zip(row).filter(|(to, count)| *to != from && *count > 0) {
            let values = [
                ("from", screen.words.segment(from)),
                ("to", screen.words.segment(to)),
                ("customers", &screen.words.customers(count)),
            ];
            note(ui, &fill(&words.segments_moved_row, &values));
        }
    }
}

fn mover_row(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, mover: &Mover) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
    let place = |standing, before| words.months.standing(words, standing, before);
    let (from, to) = (place(mover.from, true), place(mover.to, false));
    let money = mover.money.map(|money| format::money_whole(money, screen.currency));
    let money = money.unwrap_or_else(|| words.missing_mark.clone());
    let (middle, right) = (rect.center().y, rect.right() - 4.0);
    let painter = ui.painter();
    painter.text(pos2(right, middle), Align2::RIGHT_CENTER, &money, theme::body(), palette.text);
    let way = fill(&words.months.list_cells, &[("before", from), ("after", to)]);
    let way = painter.text(pos2(right - 96.0, middle), Align2::RIGHT_CENTER, way, theme::small(), palette.weak);
    let room = Rect::from_min_max(rect.min, pos2(way.left() - GAP, rect.bottom()));
    let name = name(scored, mover.customer);
    let name = screen.name_of(mover.customer, &name);
    let clipped = painter.with_clip_rect(room.intersect(ui.clip_rect()));
    clipped.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, &name, theme::body(), palette.text);
    let values = [("name", name.as_ref()), ("before", from), ("after", to), ("money", &money)];
    let label = fill(&words.months.list_row, &values);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &label));
    response.on_hover_text(label);
}
