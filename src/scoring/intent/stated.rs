//! Signals that the other reports state: renewals, ends of service, competitors, workload gaps.
//!
//! What is due counts by how near it is: an agreement that ends in 60 days is as strong as a signal of 60 days ago,
//! and one that ended 60 days ago and is still open just as strong. Support that has ended is due today until the
//! product is gone. A flag says that something is so, not since when: it counts as half a year old. Missing workloads
//! are one signal, worth as many as are missing.

use crate::domain::Date;
use crate::domain::agreement::Agreement;
use crate::domain::end_of_service::{SupportCalendar, SupportedProduct};
use crate::domain::family::{Topic, Topics};
use crate::domain::intent_weights::SignalKind;
use crate::domain::model::Model;
use crate::portfolio::Portfolio;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::scoring::end_of_service::overlay;
use crate::scoring::intent::store::{Origin, Seen, Signal, SignalOrigin, SignalStore, days_between};
use crate::scoring::intent::vocabulary::Vocabulary;
use crate::support::interner::{Interner, TextId};
use crate::support::text::comparison_key;
use crate::workbook::dictionary::{Dictionary, Meaning};
use std::collections::BTreeMap;

/// Puts what the reports of `portfolio` state into `store`.
pub fn stated_signals(portfolio: &Portfolio, calendar: &SupportCalendar, as_of: Date, store: &mut SignalStore) {
    renewals(portfolio, as_of, store);
    ends_of_service(portfolio, calendar, as_of, store);
    flags(portfolio, as_of, store);
    workload_gaps(portfolio, as_of, store);
}

fn renewals(portfolio: &Portfolio, as_of: Date, store: &mut SignalStore) {
    let Some(agreements) = &portfolio.agreements else { return };
    let is_end = |header: &str| known_meaning(header) == Some(Meaning::AgreementEnd);
    let Some(origin) = store.origin(column_origin(portfolio, is_end)) else { return };
    let all = agreements.customer.iter().zip(&agreements.number).zip(&agreements.terms);
    let open = all.filter(|(_, terms)| terms.is_open_on(as_of));
    // Several rows of one agreement are one renewal.
    let mut renewals: Vec<(u32, TextId, Option<Date>)> =
        open.map(|((customer, number), Agreement { ends, .. })| (*customer, *number, *ends)).collect();
    renewals.sort_unstable();
    renewals.dedup();
    for (customer, _, ends) in renewals {
        let seen = ends.map_or(Seen::Standing, |ends| near(days_between(ends, as_of).unsigned_abs()));
        store.add(signal(customer, SignalKind::Renewal, Topics::GENERAL, origin), seen, as_of);
    }
}

fn ends_of_service(portfolio: &Portfolio, calendar: &SupportCalendar, as_of: Date, store: &mut SignalStore) {
    let Some(ends) = overlay(portfolio, calendar, as_of) else { return };
    let mut origins: BTreeMap<u16, Option<Origin>> = BTreeMap::new();
    for customer in 0..portfolio.customer_count() {
        for entry in ends.of(customer) {
            let Some(product) = ends.products.get(usize::from(entry.product)) else { continue };
            let attribute = portfolio.attributes.get(usize::from(entry.column));
            let of_column = || attribute.and_then(|attribute| store.origin(attribute_origin(portfolio, attribute)));
            let Some(origin) = *origins.entry(entry.column).or_insert_with(of_column) else { continue };
            let Ok(customer) = u32::try_from(customer) else { return };
            let topics = calendar.products.get(product.product).map(SupportedProduct::all_topics).unwrap_or_default();
            let seen = product.days_left.map_or(Seen::Standing, |days| near(days.max(0).unsigned_abs()));
            store.add(signal(customer, SignalKind::TechnologyRetirement, topics, origin), seen, as_of);
        }
    }
}

fn flags(portfolio: &Portfolio, as_of: Date, store: &mut SignalStore) {
    for attribute in &portfolio.attributes {
        let AttributeData::Flag(flags) = &attribute.data else { continue };
        let names = [attribute.name.as_str(), &attribute.header];
        let known = names.into_iter().find_map(|name| Vocabulary::get().flag_column(name, attribute.is_play));
        let Some((kind, topics)) = known else { continue };
        let Some(origin) = store.origin(attribute_origin(portfolio, attribute)) else { return };
        for (customer, _) in (0..).zip(flags).filter(|(_, flag)| **flag == Some(true)) {
            store.add(signal(customer, kind, topics, origin), Seen::Standing, as_of);
        }
    }
}

fn workload_gaps(portfolio: &Portfolio, as_of: Date, store: &mut SignalStore) {
    let texts_of = |name: &str| {
        let attribute = portfolio.attributes.iter().find(|attribute| attribute.name == name)?;
        if let AttributeData::Text(cells) = &attribute.data { Some((attribute, cells)) } else { None }
    };
    let Some((attribute, recommended)) = texts_of("RecommendedWorkloads") else { return };
    let existing = texts_of("ExistingWorkloads").map(|(_, cells)| cells);
    let Some(origin) = store.origin(attribute_origin(portfolio, attribute)) else { return };
    let topics = Topics::of(Topic::Model(Model::Azure));
    let mut known: BTreeMap<(TextId, TextId), u16> = BTreeMap::new();
    for (row, wanted) in recommended.iter().enumerate().filter(|(_, wanted)| !wanted.is_missing()) {
        let has = existing.and_then(|cells| cells.get(row)).copied().unwrap_or(TextId::MISSING);
        let missing = *known.entry((has, *wanted)).or_insert_with(|| missing_workloads(&portfolio.texts, has, *wanted));
        let Some(customer) = u32::try_from(row).ok().filter(|_| missing > 0) else { continue };
        let gap =
            Signal { strength: f32::from(missing), ..signal(customer, SignalKind::TechnologyUse, topics, origin) };
        store.add(gap, Seen::Standing, as_of);
    }
}

/// How many of the workloads listed in `wanted` are not in `has`.
fn missing_workloads(texts: &Interner, has: TextId, wanted: TextId) -> u16 {
    let items = |id| {
        let keys = texts.text(id).split([',', ';', '、', '；', '，', '|', '\n']).map(comparison_key);
        let mut keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let has = items(has);
    let missing = items(wanted).into_iter().filter(|item| has.binary_search(item).is_err()).count();
    u16::try_from(missing).unwrap_or(u16::MAX)
}

fn signal(customer: u32, kind: SignalKind, topics: Topics, origin: Origin) -> Signal {
    Signal { customer, kind, age: 0, topics, origin, strength: 1.0 }
}

fn near(days: u64) -> Seen {
    Seen::Near(u32::try_from(days).unwrap_or(u32::MAX))
}

fn attribute_origin(portfolio: &Portfolio, attribute: &Attribute) -> SignalOrigin {
    column_origin(portfolio, |header| {
        header == attribute.header
            || Dictionary::get().recognise(header).is_some_and(|known| known.name == attribute.name)
    })
}

fn known_meaning(header: &str) -> Option<Meaning> {
    Dictionary::get().recognise(header).map(|known| known.meaning)
}

/// The files with a header that `is_it`, and that header in the first of them.
fn column_origin(portfolio: &Portfolio, is_it: impl Fn(&str) -> bool) -> SignalOrigin {
    let found = portfolio.files.iter().enumerate().filter_map(|(position, file)| {
        let header = file.origin.headers.iter().find(|(_, header)| is_it(header));
        header.map(|(_, header)| (position, header.clone()))
    });
    let (files, headers): (Vec<usize>, Vec<String>) = found.unzip();
    SignalOrigin::Column { files, header: headers.into_iter().next().unwrap_or_default() }
}
