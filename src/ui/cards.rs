//! The three figures on top: how big is it.

use crate::domain::Date;
use crate::domain::fiscal_year::FiscalYear;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::ui::dashboard::split_left;
use crate::ui::format;
use crate::ui::panel::{info, panel};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GUTTER, Palette};
use crate::ui::words::{Words, fill};
use egui::accesskit::Role;
use egui::{Label, Rect, RichText, Sense, Ui, WidgetInfo, vec2};

/// One figure, ready to be drawn.
struct Card {
    label: String,
    /// `None` when no file has it.
    figure: Option<String>,
    note: String,
    tooltip: String,
}

/// Draws the cards in `rect`: one above the other where it is narrow, else side by side.
pub(super) fn cards(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, scored: &ScoredPortfolio, answer: &Dashboard) {
    let cards = [customers(screen, scored, answer), expiring(screen, answer), revenue(screen, scored, answer)];
    let is_column = rect.height() > rect.width();
    let names = ["customers card", "expiring card", "revenue card"];
    let mut rest = rect;
    for (position, (card, name)) in cards.into_iter().zip(names).enumerate() {
        let left = (3 - position) as f32;
        let place = if is_column {
            let height = ((rest.height() - GUTTER * (left - 1.0)) / left).round();
            let place = Rect::from_min_size(rest.min, vec2(rest.width(), height));
            rest.min.y += height + GUTTER;
            place
        } else {
            let (place, after) = split_left(rest, (rest.width() - GUTTER * (left - 1.0)) / left);
            rest = after;
            place
        };
        draw(ui, name, place, &card, &screen.words.not_in_file);
    }
}

fn draw(ui: &mut Ui, name: &'static str, rect: Rect, card: &Card, not_in_file: &str) {
    let palette = Palette::of(ui);
    panel(ui, name, rect, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.spacing_mut().interact_size.y = 18.0;
        // On tall panels the figure keeps to the middle.
        ui.add_space(((rect.height() - 100.0) / 2.0).max(0.0));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let width = ui.available_width() - 20.0;
            ui.scope(|ui| {
                ui.set_max_width(width);
                ui.add(Label::new(RichText::new(&card.label).font(theme::small()).color(palette.weak)).truncate());
            });
            info(ui, &card.tooltip);
        });
        let figure = match &card.figure {
            Some(figure) => theme::heavy(figure, theme::figure()),
            None => theme::heavy(not_in_file, theme::title()).color(palette.weak),
        };
        ui.add(Label::new(figure).truncate()).on_hover_text(&card.tooltip);
        if !card.note.is_empty() {
            ui.add(Label::new(RichText::new(&card.note).font(theme::small()).color(palette.weak)).truncate());
        }
        let whole = ui.interact(rect, ui.scope_id().with("card"), Sense::hover());
        let figure = card.figure.as_deref().unwrap_or(not_in_file);
        whole.widget_info(|| WidgetInfo::labeled(Role::Group, true, format!("{}: {figure}", card.label)));
    });
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
        label: fill(&words.card_expiring, &[("year", &label)]),
        figure: known.map(format::count),
        note: note(words, answer, known.is_some(), || {
            let [from, to] = days.map(|day| day.map_or(String::new(), |day| format::day_short(day, words.language)));
            fill(&words.card_expiring_note, &[("from", &from), ("to", &to)])
        }),
        tooltip: with_missing(words, tooltip, known.is_some()),
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
        label: words.card_revenue.clone(),
        figure: known.map(|amount| format::money_compact(amount, screen.currency)),
        note: note(words, answer, known.is_some(), || fill(&words.card_revenue_note, &[("day", &day)])),
        tooltip: with_missing(words, tooltip, known.is_some()),
    }
}

fn note(words: &Words, answer: &Dashboard, is_known: bool, of_all: impl FnOnce() -> String) -> String {
    match (is_known, answer.question.filter.is_empty()) {
        (false, _) => String::new(),
        (true, true) => of_all(),
        (true, false) => words.card_selection_note.clone(),
    }
}

fn with_missing(words: &Words, tooltip: String, is_known: bool) -> String {
    if is_known { tooltip } else { format!("{tooltip}\n{}", words.card_missing_tooltip) }
}

/// First and last day of `year`, found by asking it: the rule of its months is its own.
fn ends(year: FiscalYear) -> [Option<Date>; 2] {
    let months = (-12_i16..=12).filter_map(|offset| {
        let month = i16::from(offset.rem_euclid(12) as i8) + 1;
        Date::new(year.ends_in().checked_add(offset.div_euclid(12))?, i8::try_from(month).ok()?, 1).ok()
    });
    let inside: Vec<Date> = months.filter(|first| year.contains(*first)).collect();
    let last = inside.iter().max().map(|month| month.last_of_month());
    [inside.iter().min().copied(), last]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fiscal_year::FiscalYearStart;
    use jiff::civil::date;

    #[test]
    fn the_days_of_a_year_are_its_first_and_last() {
        let july = FiscalYearStart::default().year_of(date(2026, 10, 1));
        assert_eq!(ends(july), [Some(date(2026, 7, 1)), Some(date(2027, 6, 30))]);
        let january = FiscalYearStart::new(1).unwrap().year_of(date(2026, 10, 1));
        assert_eq!(ends(january), [Some(date(2026, 1, 1)), Some(date(2026, 12, 31))]);
    }
}
