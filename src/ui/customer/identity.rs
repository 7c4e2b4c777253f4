//! Who the customer is.

use crate::insight::ScoredPortfolio;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::identity::{FactValue, Identity, SegmentBy};
use crate::ui::customer::section::{pair, section};
use crate::ui::format;
use crate::ui::screen::Screen;
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{CollapsingHeader, Ui};

/// Draws who it is: its numbers, its size, and every further column.
pub(super) fn identity(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, page: &CustomerPage) {
    let words = &screen.words.customer;
    let identity = &page.identity;
    section(ui, "identity", &words.identity, &words.identity_tooltip, |ui| {
        let address = identity.address.join(&screen.words.list_separator);
        let employees = identity.employees.map(|count| format::count(u64::from(count)));
        let revenue = identity.azure_revenue.map(|amount| format::money(amount, screen.currency));
        let rows = [
            (&words.customer_id, identity.customer_id.as_deref()),
            (&words.duns, identity.duns.as_deref()),
            (&words.domain, identity.domain.as_deref()),
            (&words.address, Some(address.as_str()).filter(|text| !text.is_empty())),
            (&words.employees, employees.as_deref()),
            (&words.azure_revenue, revenue.as_deref()),
        ];
        for (name, value) in rows {
            pair(ui, name, &visible(value.unwrap_or(&screen.words.not_in_file)), None);
        }
        let by = segment_by(screen, scored, identity);
        pair(ui, &words.segment, screen.words.segment(identity.segment), Some(&by));
        if !identity.facts.is_empty() {
            let count = format::count(identity.facts.len() as u64);
            CollapsingHeader::new(fill(&words.more_facts, &[("count", &count)])).id_salt("facts").show(ui, |ui| {
                for fact in &identity.facts {
                    pair(ui, &visible(&fact.header), &visible(&value(screen, &fact.value)), None);
                }
            });
        }
    });
}

fn value(screen: &Screen<'_>, value: &FactValue) -> String {
    match value {
        FactValue::Text(text) => text.clone(),
        FactValue::Flag(true) => screen.words.yes.clone(),
        FactValue::Flag(false) => screen.words.no.clone(),
        FactValue::Number(number) => format::number(*number),
        FactValue::Money(amount) => format::money(*amount, screen.currency),
        FactValue::Day(day) => format::day(*day, screen.words.language),
    }
}

/// What gave the segment.
pub(super) fn segment_by(screen: &Screen<'_>, scored: &ScoredPortfolio, identity: &Identity) -> String {
    let words = &screen.words.customer;
    match identity.segment_by {
        SegmentBy::File => words.segment_by_file.clone(),
        SegmentBy::FinerSubsegment => words.segment_by_finer.clone(),
        SegmentBy::AzureRevenue => {
            let limit = format::usd_limit(scored.profile.segment_rule.upper_medium_azure_revenue);
            fill(&words.segment_by_azure, &[("limit", &limit)])
        }
        SegmentBy::Employees => {
            let employees = identity.employees.map_or_else(String::new, |count| format::count(u64::from(count)));
            let rule = screen.words.segment_rule(identity.segment, &scored.profile);
            fill(&words.segment_by_employees, &[("employees", &employees), ("rule", &rule)])
        }
        SegmentBy::Nothing => words.segment_by_nothing.clone(),
    }
}
