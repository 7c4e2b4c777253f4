//! The figures on top: how big is it.

use crate::domain::Date;
use crate::domain::cluster::Cluster;
use crate::domain::fiscal_year::FiscalYear;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::matrix::share;
use crate::insight::months::{Card as CardName, CardChange};
use crate::insight::table::{Sort, TableColumn};
use crate::session::action::Action;
use crate::session::view::View;
use crate::ui::dashboard::{split_left, split_top};
use crate::ui::flows::{signed_count, signed_money};
use crate::ui::format;
use crate::ui::panel::{focus_ring, info, panel};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, PANEL_RADIUS, Palette};
use crate::ui::words::{Words, fill};
use egui::accesskit::Role;
use egui::{FontId, Label, Rect, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

const HEIGHT: f32 = 96.0;
/// With less width for each, the cards stand on several lines.
const LEAST_WIDTH: f32 = 160.0;

/// One figure, ready to be drawn.
struct Card {
    name: CardName,
    label: String,
    /// `None` when no file has it.
    figure: Option<String>,
    note: String,
    tooltip: String,
}

/// A figure's change: with its sign, and in a sentence.
struct Change {
    signed: String,
    told: String,
}

/// How `card` has changed.
fn change(screen: &Screen<'_>, card: CardName) -> Option<Change> {
    let changes = screen.card_changes?;
    let (signed, before) = match changes.change(card)? {
        CardChange::Count { before, after } => (signed_count(before, after), format::count(before)),
        CardChange::Money { before, after } => {
            (signed_money(before, after, screen.currency), format::money(before, screen.currency))
        }
    };
    let day = format::day(changes.since, screen.words.language);
    let told = fill(&screen.words.overview.card_change, &[("change", &signed), ("before", &before), ("day", &day)]);
    Some(Change { signed, told })
}

/// Draws the cards in `rect` side by side; a click leads to the list behind a figure.
#[must_use]
pub(super) fn cards(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    answer: &Dashboard,
) -> Vec<Action> {
    let list =
        |sort: Option<Sort>| sort.map(Action::OrderBy).into_iter().chain([Action::Show(View::Customers)]).collect();
    let order = |column, descending| {
        let is_told = answer.all_columns.contains(&column);
        is_told.then_some(Sort { column, descending })
    };
    let act_now = || {
        let is_chosen = screen.question.filter.clusters.has(Cluster::ActNow);
        let choice = (!is_chosen).then_some(Action::ToggleCluster(Cluster::ActNow));
        choice.into_iter().chain([Action::Show(View::Customers)]).collect()
    };
    let cards = [
        ("customers card", customers(screen, scored, answer), list(None)),
        ("act now card", self::act_now(screen, answer), act_now()),
        ("whitespace card", whitespace(screen, answer), vec![Action::Show(View::WhitespaceMap)]),
        ("expiring card", expiring(screen, answer), list(order(TableColumn::NextAgreementEnd, false))),
        ("revenue card", revenue(screen, scored, answer), list(order(TableColumn::OpenExpiringRevenue, true))),
    ];
    let mut actions = Vec::new();
    for ((name, card, behind), place) in cards.into_iter().zip(places(rect)) {
        if draw(ui, name, place, &card, screen) {
            actions = behind;
        }
    }
    actions
}

/// How many cards each line has, in a room of `width`: no card is narrower than its name and figure.
fn lines(width: f32) -> &'static [u8] {
    let fits = |count: f32| width >= LEAST_WIDTH * count + GUTTER * (count - 1.0);
    if fits(5.0) {
        &[5]
    } else if fits(3.0) {
        &[3, 2]
    } else {
        &[2, 2, 1]
    }
}

/// How high the cards are together, in a room of `width`.
pub(super) fn height(width: f32) -> f32 {
    let lines = lines(width).len() as f32;
    HEIGHT * lines + GUTTER * (lines - 1.0)
}

/// The cards' places, each line filled.
fn places(rect: Rect) -> Vec<Rect> {
    let mut places = Vec::new();
    let (mut line, mut below) = split_top(rect, HEIGHT);
    for count in lines(rect.width()) {
        let mut rest = line;
        for left in (1..=*count).rev().map(f32::from) {
            let (place, after) = split_left(rest, (rest.width() - GUTTER * (left - 1.0)) / left);
            places.push(place);
            rest = after;
        }
        (line, below) = split_top(below, HEIGHT);
    }
    places
}

/// The largest font in which `text` takes no more than `width`.
fn fitting(ui: &Ui, text: &str, width: f32) -> FontId {
    let ink = Palette::of(ui).text;
    let fits = |font: &FontId| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), ink).size().x <= width;
    [theme::figure(), theme::heading()].into_iter().find(fits).unwrap_or_else(theme::title)
}

/// The figure of a card, as large as there is room, and how it has changed.
fn figure_line(ui: &mut Ui, card: &Card, not_in_file: &str, change: Option<&Change>) {
    let ink = Palette::of(ui).weak;
    let change = change.map(|change| (change, ui.painter().layout_no_wrap(change.signed.clone(), theme::small(), ink)));
    let taken = change.as_ref().map_or(0.0, |(_, galley)| galley.size().x + ui.spacing().item_spacing.x);
    let room = ui.available_width() - taken;
    let figure = match &card.figure {
        Some(figure) => theme::heavy(figure, fitting(ui, figure, room)),
        None => theme::heavy(not_in_file, theme::title()).color(ink),
    };
    ui.scope(|ui| {
        ui.set_max_width(room);
        ui.add(Label::new(figure).truncate()).on_hover_text(&card.tooltip);
    });
    let Some((change, galley)) = change else { return };
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    // Letters of both sizes stand on one line.
    ui.painter().galley(rect.min + vec2(0.0, 3.0), galley, ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &change.told));
    response.on_hover_text(&change.told);
}

/// What a click on a card leads to.
fn hint(words: &Words, card: CardName) -> &str {
    let words = &words.overview;
    match card {
        CardName::Customers | CardName::ActNow => &words.card_open,
        CardName::ExpiringAgreements => &words.card_open_expiring,
        CardName::OpenExpiringRevenue => &words.card_open_revenue,
        CardName::WhitespaceRevenue => &words.card_open_map,
    }
}

/// Draws a card; tells whether it was clicked.
fn draw(ui: &mut Ui, name: &'static str, rect: Rect, card: &Card, screen: &Screen<'_>) -> bool {
    let palette = Palette::of(ui);
    let not_in_file = &screen.words.not_in_file;
    let change = change(screen, card.name);
    let whole = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    panel(ui, name, rect, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.spacing_mut().interact_size.y = 18.0;
        // On tall panels the figure keeps to the middle.
        ui.add_space(((rect.height() - 88.0) / 2.0).max(0.0));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let width = ui.available_width() - 20.0;
            ui.scope(|ui| {
                ui.set_max_width(width);
                ui.add(Label::new(RichText::new(&card.label).font(theme::small()).color(palette.weak)).truncate());
            });
            info(ui, &card.tooltip);
        });
        ui.horizontal(|ui| figure_line(ui, card, not_in_file, change.as_ref()));
        if !card.note.is_empty() {
            ui.add(Label::new(RichText::new(&card.note).font(theme::small()).color(palette.weak)).truncate());
        }
    });
    if whole.hovered() {
        ui.painter().rect_stroke(rect, PANEL_RADIUS, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
    }
    focus_ring(ui, &whole, rect);
    let figure = card.figure.as_deref().unwrap_or(not_in_file);
    whole.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}: {figure}", card.label)));
    whole.on_hover_text(fill(hint(screen.words, card.name), &[("card", &card.label)])).clicked() && !screen.is_preview
}

fn customers(screen: &Screen<'_>, scored: &ScoredPortfolio, answer: &Dashboard) -> Card {
    let words = screen.words;
    let files = scored.portfolio.files.len();
    let note = if answer.question.filter.is_empty() {
        let text = if files == 1 { &words.card_customers_files_one } else { &words.card_customers_files_many };
        fill(text, &[("count", &format::count(files as u64))])
    } else {
        fill(&words.card_customers_of, &[("all", &format::count(answer.all_customers))])
    };
    Card {
        name: CardName::Customers,
        label: words.card_customers.clone(),
        figure: Some(format::count(answer.cards.customers)),
        note,
        tooltip: words.card_customers_tooltip.clone(),
    }
}

fn expiring(screen: &Screen<'_>, answer: &Dashboard) -> Card {
    let words = screen.words;
    let year = answer.cards.fiscal_year;
    let label = year.label();
    let days = ends(year);
    let [from, to] = days.map(|day| day.map_or(String::new(), |day| format::day(day, words.language)));
    let known = answer.cards.expiring_agreements;
    let tooltip = fill(&words.card_expiring_tooltip, &[("year", &label), ("from", &from), ("to", &to)]);
    Card {
        name: CardName::ExpiringAgreements,
        label: fill(&words.card_expiring, &[("year", &label)]),
        figure: known.map(format::count),
        note: note(words, answer, known.is_some(), || {
            let [from, to] = days.map(|day| day.map_or(String::new(), |day| format::day_short(day, words.language)));
            fill(&words.card_expiring_note, &[("from", &from), ("to", &to)])
        }),
        tooltip: with_missing(tooltip, known.is_some(), &words.card_missing_tooltip),
    }
}

fn revenue(screen: &Screen<'_>, scored: &ScoredPortfolio, answer: &Dashboard) -> Card {
    let words = screen.words;
    let day = format::day(scored.as_of, words.language);
    let known = answer.cards.open_expiring_revenue;
    let mut tooltip = fill(&words.card_revenue_tooltip, &[("day", &day)]);
    if let Some(amount) = known {
        let exact = fill(&words.card_revenue_exact, &[("amount", &format::money(amount, screen.currency))]);
        tooltip = format!("{exact}\n{tooltip}");
    }
    Card {
        name: CardName::OpenExpiringRevenue,
        label: words.card_revenue.clone(),
        figure: known.map(|amount| format::money_compact(amount, screen.currency)),
        note: note(words, answer, known.is_some(), || fill(&words.card_revenue_note, &[("day", &day)])),
        tooltip: with_missing(tooltip, known.is_some(), &words.card_missing_tooltip),
    }
}

fn whitespace(screen: &Screen<'_>, answer: &Dashboard) -> Card {
    let words = &screen.words.overview;
    let whitespace = &answer.cards.whitespace;
    let model = answer.question.model;
    let note = model.zip(model.and_then(|model| whitespace.of(model))).map(|(model, amount)| {
        let amount = format::money_compact(amount, screen.currency);
        fill(&words.card_whitespace_note, &[("model", model.product_name()), ("amount", &amount)])
    });
    let mut tooltip = with_missing(
        words.card_whitespace_tooltip.clone(),
        whitespace.all.is_some(),
        &words.card_whitespace_missing_tooltip,
    );
    if let Some(amount) = whitespace.all {
        let exact = fill(&screen.words.card_revenue_exact, &[("amount", &format::money(amount, screen.currency))]);
        tooltip = format!("{exact}\n{tooltip}");
    }
    Card {
        name: CardName::WhitespaceRevenue,
        label: words.card_whitespace.clone(),
        figure: whitespace.all.map(|amount| format::money_compact(amount, screen.currency)),
        note: note.unwrap_or_default(),
        tooltip,
    }
}

fn act_now(screen: &Screen<'_>, answer: &Dashboard) -> Card {
    let words = &screen.words.overview;
    let count = answer.cards.act_now;
    let part = count.map(|count| format::percent(share(count, answer.cards.customers)));
    Card {
        name: CardName::ActNow,
        label: words.card_act_now.clone(),
        figure: count.map(format::count),
        note: part.map(|part| fill(&words.card_act_now_note, &[("share", &part)])).unwrap_or_default(),
        tooltip: with_missing(words.card_act_now_tooltip.clone(), count.is_some(), &words.card_act_now_missing_tooltip),
    }
}

fn note(words: &Words, answer: &Dashboard, is_known: bool, of_all: impl FnOnce() -> String) -> String {
    match (is_known, answer.question.filter.is_empty()) {
        (false, _) => String::new(),
        (true, true) => of_all(),
        (true, false) => words.card_selection_note.clone(),
    }
}

/// With `way_out` where the figure is not known.
fn with_missing(tooltip: String, is_known: bool, way_out: &str) -> String {
    if is_known { tooltip } else { format!("{tooltip}\n{way_out}") }
}

/// First and last day of `year`.
fn ends(year: FiscalYear) -> [Option<Date>; 2] {
    [year.months().next(), year.months().last().map(Date::last_of_month)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fiscal_year::FiscalYearStart;
    use egui::Pos2;
    use jiff::civil::date;

    #[test]
    fn five_cards_fill_their_lines_and_none_is_too_narrow() {
        for width in [360.0, 480.0, 541.0, 752.0, 1176.0, 1800.0] {
            let rect = Rect::from_min_size(Pos2::ZERO, vec2(width, height(width)));
            let places = places(rect);
            assert_eq!(places.len(), 5);
            assert!(places.iter().all(|place| rect.expand(0.5).contains_rect(*place)), "{width}: {places:?}");
            assert!(places.iter().all(|place| place.width() >= LEAST_WIDTH - 1.0), "{width}: {places:?}");
            for (at, place) in places.iter().enumerate() {
                assert!(places.iter().skip(at + 1).all(|other| !place.intersects(*other)), "{width}: {places:?}");
            }
        }
    }

    #[test]
    fn the_days_of_a_year_are_its_first_and_last() {
        let july = FiscalYearStart::default().year_of(date(2026, 10, 1));
        assert_eq!(ends(july), [Some(date(2026, 7, 1)), Some(date(2027, 6, 30))]);
        let january = FiscalYearStart::new(1).unwrap().year_of(date(2026, 10, 1));
        assert_eq!(ends(january), [Some(date(2026, 1, 1)), Some(date(2026, 12, 31))]);
    }
}
