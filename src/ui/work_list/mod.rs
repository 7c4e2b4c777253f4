//! The page of the work list: what can be done, whom to call, and why.

mod export;
mod plan;
mod row;

use crate::insight::ScoredPortfolio;
use crate::insight::work_list::{WorkItem, WorkList};
use crate::session::action::Action;
use crate::ui::controls::segmented;
use crate::ui::format;
use crate::ui::panel::{panel_with_inset, title};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, INSET, Palette};
use crate::ui::words::fill;
use egui::{Label, RichText, ScrollArea, Ui};

/// Calls that are seen at least; where the page is too low for them it scrolls.
const FEWEST_SEEN: f32 = 4.0;

/// What the page keeps between frames.
#[derive(Debug, Clone, Default)]
pub struct WorkListPlace {
    /// The seller whose calls are shown; `None` shows all.
    pub(super) seller: Option<usize>,
    /// The sellers' names while they are written.
    pub(super) sellers: Option<String>,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct CallPlace {
    pub(super) seller: usize,
    pub(super) place: usize,
}

/// Draws the page.
#[must_use]
pub(super) fn work_list(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    place: &mut WorkListPlace,
) -> Option<Action> {
    let mut action = None;
    panel_with_inset(ui, "work list", ui.max_rect(), INSET, |ui| {
        let height = ui.available_height();
        let page = ScrollArea::vertical().id_salt("work list page").auto_shrink(false);
        action = page.show(ui, |ui| contents(ui, screen, scored, place, height)).inner;
    });
    action
}

/// What is on the page, which is so high without scrolling.
fn contents(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    place: &mut WorkListPlace,
    height: f32,
) -> Option<Action> {
    let words = &screen.words.work_list;
    let top = ui.cursor().top();
    title(ui, &words.title, &words.definition);
    ui.add_space(GAP);
    let mut action = plan::plan(ui, screen, scored, place);
    ui.add_space(GAP);
    let Some(list) = screen.work_list else {
        ui.label(RichText::new(&words.working).color(Palette::of(ui).weak));
        return action;
    };
    if place.seller.is_some_and(|seller| seller >= list.sellers.len()) {
        place.seller = None;
    }
    totals(ui, screen, list);
    if list.sellers.len() > 1 {
        ui.add_space(GAP);
        sellers(ui, screen, list, place);
        action = action.or(plan::territories(ui, screen, list));
    }
    ui.add_space(GAP);
    if list.calls() == 0 {
        ui.label(theme::heavy(&words.empty_title, theme::strong()));
        ui.label(RichText::new(&words.empty_text).color(Palette::of(ui).weak));
        return action;
    }
    let left = (height - (ui.cursor().top() - top)).floor();
    let fewest = row::HEADER_HEIGHT + FEWEST_SEEN * row::HEIGHT;
    let drawn = ui.scope(|ui| {
        ui.set_max_height(left.max(fewest));
        calls(ui, screen, scored, list, place)
    });
    action.or(drawn.inner)
}

fn totals(ui: &mut Ui, screen: &Screen<'_>, list: &WorkList) {
    let palette = Palette::of(ui);
    let words = screen.words;
    ui.add(Label::new(theme::heavy(words.work_totals(list, screen.currency), theme::strong())).wrap());
    let mut note = words.work_clusters(list);
    if list.closed > 0 {
        let closed = fill(&words.work_list.closed_note, &[("count", &format::count(list.closed as u64))]);
        note = format!("{note}  ·  {closed}");
    }
    ui.add(Label::new(RichText::new(note).font(theme::small()).color(palette.weak)).wrap());
}

/// The sellers, of whom one is looked at, or all.
fn sellers(ui: &mut Ui, screen: &Screen<'_>, list: &WorkList, place: &mut WorkListPlace) {
    let words = &screen.words.work_list;
    let mut choices = vec![(None, words.all_sellers.as_str(), words.all_sellers.clone())];
    for (position, seller) in list.sellers.iter().enumerate() {
        let calls = format::count(seller.calls.len() as u64);
        let expected = format::money_compact(seller.expected, screen.currency);
        let mut tooltip = fill(&words.seller_tooltip, &[("calls", &calls), ("expected", &expected)]);
        if !seller.territories.is_empty() {
            let territories = seller.territories.join(&screen.words.list_separator);
            tooltip.push('\n');
            tooltip.push_str(&fill(&words.seller_territories, &[("territories", &territories)]));
        }
        choices.push((Some(position), seller.name.as_str(), tooltip));
    }
    ScrollArea::horizontal().id_salt("sellers").show(ui, |ui| {
        let chosen = ui.horizontal(|ui| segmented(ui, &choices, place.seller)).inner;
        place.seller = chosen.unwrap_or(place.seller);
    });
}

fn calls(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    list: &WorkList,
    place: &WorkListPlace,
) -> Option<Action> {
    let count =
        place.seller.map_or_else(|| list.calls(), |seller| list.sellers.get(seller).map_or(0, |own| own.calls.len()));
    let layout = row::Layout::of(ui.available_width(), place.seller.is_none() && list.sellers.len() > 1);
    row::header(ui, screen, &layout);
    let mut action = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).id_salt("calls").show_rows(ui, row::HEIGHT, count, |ui, shown| {
        for at in shown {
            let Some((here, call)) = call_at(list, place.seller, at) else { continue };
            let line = row::Line { list, here, call, at, count, chosen: place.seller };
            action = action.take().or(row::row(ui, screen, scored, &layout, &line));
        }
    });
    action
}

/// The call in the line `at`, and where it stands.
pub(super) fn call_at(list: &WorkList, seller: Option<usize>, at: usize) -> Option<(CallPlace, &WorkItem)> {
    if let Some(seller) = seller {
        let call = list.sellers.get(seller)?.calls.get(at)?;
        return Some((CallPlace { seller, place: at }, call));
    }
    let mut before = 0;
    for (seller, own) in list.sellers.iter().enumerate() {
        if let Some(call) = own.calls.get(at - before) {
            return Some((CallPlace { seller, place: at - before }, call));
        }
        before += own.calls.len();
    }
    None
}
