//! Agreements, ends of support, products, workloads, signals, similar owners, and what is missing.

use crate::domain::model::Model;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::events::AgreementLine;
use crate::insight::customer::similar::SimilarOwners;
use crate::session::action::Action;
use crate::ui::customer::models::product;
use crate::ui::customer::section::{ends, note, rule, section, text};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Button, Ui};
use std::borrow::Cow;

/// Draws the agreements.
pub(in crate::ui) fn agreements(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    let day = format::day(page.as_of, screen.words.language);
    let tooltip = fill(&words.agreements_tooltip, &[("day", &day)]);
    section(ui, "agreements", &words.agreements, &tooltip, |ui| {
        if page.agreements.is_empty() {
            note(ui, &words.agreements_none);
        }
        for (at, line) in page.agreements.iter().enumerate() {
            if at > 0 {
                rule(ui);
            }
            let revenue = line.revenue.map(|amount| format::money(amount, screen.currency));
            ends(ui, &when(screen, line), revenue.as_deref().unwrap_or(&screen.words.not_in_file));
            note(ui, &state(screen, line));
        }
    });
}

/// The last day, and how far it is.
pub(in crate::ui) fn when(screen: &Screen<'_>, line: &AgreementLine) -> String {
    let Some(ends) = line.ends else { return screen.words.customer.undated.clone() };
    format!("{} ({})", format::day(ends, screen.words.language), days_left(screen, line.days_left.unwrap_or(0)))
}

fn state(screen: &Screen<'_>, line: &AgreementLine) -> String {
    let words = &screen.words.customer;
    let state = match line.is_open {
        Some(true) => &words.agreement_open,
        Some(false) => &words.agreement_closed,
        None => &words.agreement_unknown,
    };
    match &line.number {
        Some(number) => format!("{} · {state}", visible(number)),
        None => state.clone(),
    }
}

/// How many days are left, or have passed.
pub(in crate::ui) fn days_left(screen: &Screen<'_>, days: i64) -> String {
    let words = &screen.words.customer;
    let count = format::count(days.unsigned_abs());
    match days {
        0 => words.today.clone(),
        1.. => fill(&words.days_left, &[("days", &count)]),
        _ => fill(&words.days_past, &[("days", &count)]),
    }
}

/// Draws what loses its support.
pub(in crate::ui) fn ending(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    if page.ending.is_empty() {
        return;
    }
    section(ui, "ending", &words.ending, &words.ending_tooltip, |ui| {
        for product in &page.ending {
            let left = product.days_left.map(|days| days_left(screen, days));
            let day = product.ends.map(|day| format::day(day, screen.words.language));
            let when = match (day, left) {
                (Some(day), Some(left)) => format!("{day} ({left})"),
                _ => words.undated.clone(),
            };
            ends(ui, &product.name, &when);
        }
    });
}

/// Draws what it holds.
pub(in crate::ui) fn holdings(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    if page.holdings.is_empty() {
        return;
    }
    section(ui, "holdings", &words.holdings, &words.holdings_tooltip, |ui| {
        for line in &page.holdings {
            let revenue = line.revenue.map(|amount| format::money(amount, screen.currency));
            ends(ui, &visible(&line.name), revenue.as_deref().unwrap_or(&screen.words.missing_mark));
            if let Some(seats) = line.seats {
                note(ui, &fill(&words.seats, &[("count", &format::number(seats))]));
            }
        }
    });
}

/// Draws what it will run next.
pub(in crate::ui) fn next(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    if page.next.is_empty() && page.recommended.is_empty() {
        return;
    }
    section(ui, "next workloads", &words.next_workloads, &words.next_workloads_tooltip, |ui| {
        for line in &page.next {
            text(ui, &visible(&line.name));
            let reasons: Vec<&str> = line.reasons.iter().map(|(because, _)| because.as_str()).collect();
            let because = fill(&words.because, &[("reasons", &reasons.join(&screen.words.list_separator))]);
            let told = [
                (!reasons.is_empty()).then_some(because.as_str()),
                line.is_recommended.then_some(words.file_recommends_too.as_str()),
            ];
            let told: Vec<&str> = told.into_iter().flatten().collect();
            if !told.is_empty() {
                note(ui, &told.join(" · "));
            }
        }
        if !page.recommended.is_empty() {
            let list = page.recommended.join(&screen.words.list_separator);
            note(ui, &fill(&words.file_recommends, &[("list", &visible(&list))]));
        }
    });
}

/// Draws the next steps of its plans.
pub(in crate::ui) fn upsells(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    if page.upsells.is_empty() {
        return;
    }
    section(ui, "upsells", &words.upsells, &words.upsells_tooltip, |ui| {
        for step in &page.upsells {
            text(ui, &screen.words.upsell(step));
            let missing: Vec<&str> = step.missing.iter().map(|missing| screen.words.upsell_missing(*missing)).collect();
            if !missing.is_empty() {
                let list = missing.join(&screen.words.list_separator);
                note(ui, &fill(&words.upsells_missing, &[("what", &list)]));
            }
        }
    });
}

/// Draws the signals.
pub(in crate::ui) fn signals(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    if page.signals.is_empty() {
        return;
    }
    section(ui, "signals", &words.signals, &words.signals_tooltip, |ui| {
        for line in &page.signals {
            let parts = [&line.kind, &line.source, &line.product, &line.keywords];
            let what: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            let day = line.day.map_or_else(|| words.undated.clone(), |day| format::day(day, screen.words.language));
            ends(ui, &visible(&what.join(" · ")), &day);
            let [short, long] = line.left.map(format::percent);
            let left = fill(&words.signal_left, &[("short", &short), ("long", &long)]);
            let strength =
                line.strength.map(|number| fill(&words.signal_strength, &[("number", &format::number(number))]));
            let told: Vec<String> = strength.into_iter().chain([left]).collect();
            note(ui, &told.join(" · "));
        }
    });
}

/// Draws the owners like it; one is opened by a click.
#[must_use]
pub(in crate::ui) fn similar(
    ui: &mut Ui,
    screen: &Screen<'_>,
    model: Model,
    similar: Option<&SimilarOwners>,
) -> Option<Action> {
    let words = &screen.words.customer;
    let title = fill(&words.similar, &[("product", product(model))]);
    section(ui, "similar", &title, &words.similar_tooltip, |ui| {
        let Some(similar) = similar else {
            note(ui, &words.loading);
            return None;
        };
        if similar.owners.is_empty() {
            note(ui, &words.similar_none);
        }
        let mut action = None;
        for owner in &similar.owners {
            let name = if owner.name.is_empty() {
                Cow::Borrowed(words.unnamed.as_str())
            } else {
                screen.name_of(owner.customer, &owner.name)
            };
            let response = ui.add(Button::new(name.as_ref()).truncate());
            if response.on_hover_text(fill(&words.similar_open, &[("name", &name)])).clicked() {
                action = Some(Action::OpenCustomer(owner.customer));
            }
            let amount = owner.revenue.map(|amount| format::money_whole(amount, screen.currency));
            let told = [
                Some(screen.words.segment(owner.segment).to_owned()),
                owner.employees.map(|count| format!("{} {}", words.employees, format::count(u64::from(count)))),
                amount.map(|amount| fill(&words.similar_pays, &[("amount", &amount)])),
                Some(fill(&words.distance, &[("number", &format::number(owner.distance))])),
            ];
            let told: Vec<String> = told.into_iter().flatten().collect();
            note(ui, &told.join(" · "));
        }
        action
    })
}

/// Draws what is not known.
pub(in crate::ui) fn missing(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    if page.missing.is_empty() {
        return;
    }
    section(ui, "missing", &words.missing, &words.missing_tooltip, |ui| {
        for fact in &page.missing {
            text(ui, words.missing_fact(*fact));
        }
    });
}
