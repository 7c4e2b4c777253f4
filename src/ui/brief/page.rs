//! What stands on the brief, from top to bottom, as far as the paper reaches.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::models::ModelLine;
use crate::insight::customer::points::ReasonSum;
use crate::ui::customer::{lists, models, reasons, section};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Align, Frame, Label, Layout, Margin, Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};

const MARGIN: f32 = 40.0;
const FOOTER: f32 = 34.0;
/// How many of each are told on one page.
const MODELS: usize = 6;
const PLAYS: usize = 2;
const DATES: usize = 5;
const WORKLOADS: usize = 3;
/// The least room that a part begins in.
const LEAST: f32 = 64.0;

/// Draws the page.
pub(super) fn page(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    page: &CustomerPage,
    model: Option<Model>,
) {
    let paper = ui.ctx().content_rect();
    let palette = Palette::of(ui);
    ui.painter().rect_filled(paper, 0, palette.surface);
    let room = paper.shrink(MARGIN);
    let body = Rect::from_min_max(room.min, pos2(room.right(), room.bottom() - FOOTER));
    let mut body_ui = ui.new_child(UiBuilder::new().max_rect(body).layout(Layout::top_down(Align::Min)));
    body_ui.shrink_clip_rect(body);
    let ui_body = &mut body_ui;
    ui_body.spacing_mut().item_spacing.y = 4.0;
    head(ui_body, screen, page);
    part(ui_body, &screen.words.brief.scores, |ui| scores(ui, screen, page));
    // What is explained on the desk, else the first product of which there is anything to explain.
    let told = model.and_then(|model| page.model(model)).into_iter().chain(&page.models);
    let mut told = told.filter_map(|line| Some((line, line.fit_reasons.as_ref()?)));
    if let Some((line, reasons)) = told.next() {
        let title = fill(&screen.words.brief.why, &[("product", line.model.product_name())]);
        part(ui_body, &title, |ui| why(ui, screen, scored, line, reasons));
    }
    part(ui_body, &screen.words.brief.talk, |ui| plays(ui, screen, page));
    if !page.agreements.is_empty() || !page.ending.is_empty() {
        part(ui_body, &screen.words.brief.dates, |ui| dates(ui, screen, page));
    }
    if !page.next.is_empty() {
        part(ui_body, &screen.words.brief.next, |ui| {
            let names: Vec<&str> = page.next.iter().take(WORKLOADS).map(|line| line.name.as_str()).collect();
            section::text(ui, &names.join(&screen.words.list_separator));
        });
    }
    let foot = Rect::from_min_max(pos2(room.left(), room.bottom() - FOOTER + 8.0), room.max);
    let mut foot_ui = ui.new_child(UiBuilder::new().max_rect(foot).layout(Layout::top_down(Align::Min)));
    section::rule(&mut foot_ui);
    section::note(&mut foot_ui, &screen.words.brief.footer);
}

/// A part with its title, where there is room for it to begin.
fn part(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    if ui.available_height() < LEAST {
        return;
    }
    ui.add_space(10.0);
    ui.add(Label::new(theme::heavy(title, theme::title()).color(Palette::of(ui).accent_strong)));
    Frame::new().inner_margin(Margin::ZERO).show(ui, content);
}

fn head(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = screen.words;
    let palette = Palette::of(ui);
    let day = fill(&words.brief.as_of, &[("day", &format::day(page.as_of, words.language))]);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(format!("{} · {}", words.product_name, words.brief.title))
                .font(theme::small())
                .color(palette.weak),
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(day).font(theme::small()).color(palette.weak));
        });
    });
    let identity = &page.identity;
    let name = identity.name.as_deref().unwrap_or(&words.customer.unnamed);
    ui.add(Label::new(theme::heavy(visible(name), theme::heading())).wrap());
    let employees =
        identity.employees.map(|count| format!("{} {}", words.customer.employees, format::count(u64::from(count))));
    let id = identity.customer_id.as_ref().map(|id| format!("{} {id}", words.customer.customer_id));
    let address = Some(identity.address.join(&words.list_separator)).filter(|text| !text.is_empty());
    let told = [Some(words.segment(identity.segment).to_owned()), employees, address, identity.domain.clone(), id];
    let told: Vec<String> = told.into_iter().flatten().collect();
    section::note(ui, &visible(&told.join(" · ")));
    section::rule(ui);
}

/// The models as a table; figures stand at the right.
fn scores(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = screen.words;
    let own = &words.customer;
    let heads = [&own.product, &words.fit, &words.intent, &own.cell, &own.cluster, &own.revenue];
    row(ui, heads.map(String::as_str), true);
    for line in page.models.iter().take(MODELS) {
        let source = |text: String, source| match source {
            Some(source) if text != words.missing_mark => format!("{text} ({})", own.source(source)),
            _ => text,
        };
        let missing = || words.missing_mark.clone();
        let fit = source(models::rating(screen, line.fit), line.fit_source);
        let intent = source(models::rating(screen, line.intent), line.intent_source);
        let revenue = line
            .revenue()
            .map_or_else(missing, |(amount, of)| format!("{} ({})", models::money(screen, amount, of), own.source(of)));
        let cell = line.cell.map_or(words.missing_mark.as_str(), |cell| cell.code());
        let cluster = line.cluster.map_or(words.missing_mark.as_str(), |cluster| words.cluster(cluster));
        row(ui, [line.model.product_name(), &fit, &intent, cell, cluster, &revenue], false);
    }
    if let Some(total) = page.whitespace {
        section::ends(ui, &own.whitespace_total, &format::money(total, screen.currency));
    }
}

/// Where the columns begin, as shares of the width; the last ends at the right.
const COLUMNS: [f32; 6] = [0.0, 0.29, 0.43, 0.60, 0.67, 1.0];

fn row(ui: &mut Ui, texts: [&str; 6], is_head: bool) {
    let palette = Palette::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    let (font, ink) = if is_head { (theme::letters(), palette.weak) } else { (theme::small(), palette.text) };
    for (text, start) in texts.into_iter().zip(COLUMNS) {
        let anchor = if start < 1.0 { egui::Align2::LEFT_CENTER } else { egui::Align2::RIGHT_CENTER };
        let place = pos2(rect.left() + start * rect.width(), rect.center().y);
        ui.painter().text(place, anchor, text, font.clone(), ink);
    }
}

fn why(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, line: &ModelLine, sum: &ReasonSum) {
    reasons::bars(ui, screen, scored, sum);
    let fit = line.local_fit.map_or_else(|| screen.words.missing_mark.clone(), format::score);
    let text = fill(&screen.words.customer.sum, &[("points", &format::signed(sum.points)), ("fit", &fit)]);
    ui.add(Label::new(theme::heavy(text, theme::strong())));
}

fn plays(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    if page.plays.is_empty() {
        section::note(ui, &words.plays_none);
    }
    let told = page.plays.iter().filter_map(|play| play.guide).take(PLAYS);
    for guide in told.map(|guide| guide.text(screen.words.language)) {
        ui.add(Label::new(theme::heavy(&guide.title, theme::strong())).wrap());
        section::text(ui, &guide.talk);
        section::text(ui, &format!("{}: {}", words.next_step, guide.next));
    }
}

fn dates(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let open = page.agreements.iter().filter(|line| line.is_open != Some(false));
    for line in open.take(DATES) {
        let revenue = line.revenue.map(|amount| format::money(amount, screen.currency));
        let what = format!("{}: {}", screen.words.customer.agreements, lists::when(screen, line));
        section::ends(ui, &what, revenue.as_deref().unwrap_or(&screen.words.not_in_file));
    }
    for product in page.ending.iter().take(DATES) {
        let left = product.days_left.map(|days| lists::days_left(screen, days));
        let what = format!("{}: {}", screen.words.customer.ending, product.name);
        section::ends(ui, &what, left.as_deref().unwrap_or(&screen.words.customer.undated));
    }
}
