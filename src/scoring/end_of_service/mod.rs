//! End of service: which installed products of which customers lose support, and when.
//!
//! Computes, from play flags and version columns, a compact list of products and versions for each customer, with the
//! days that are left from the as-of day by [`SupportCalendar`]. There is no model in it. It raises urgency, and
//! through a signal Intent, but never Fit: that support ends says when a customer has to move, not whom they look like.
//!
//! Source: the names of plays and columns in CloudAscent reports of 2021 to 2023, and Microsoft's lifecycle pages, of
//! which each version in the calendar names its own. Constants: half a year ([`SOON_DAYS`]) is what a migration takes
//! at a small business, a year ([`YEAR_DAYS`]) what a budget spans.
//!
//! Edges: a play that names a product's end without a version has no days left but is urgent without a date; a
//! version that the calendar does not know says nothing; a flag of No says nothing; no such column is `None`, which is
//! not "nobody".

mod matching;
#[cfg(test)]
mod tests;

pub use matching::Matcher;

use crate::domain::Date;
use crate::domain::end_of_service::{SupportCalendar, SupportedProduct, SupportedVersion};
use crate::portfolio::Portfolio;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::support::interner::{Interner, TextId};
use std::collections::BTreeMap;

/// Support that ends within so many days ends soon.
pub const SOON_DAYS: i64 = 183;
/// The days of a year.
pub const YEAR_DAYS: i64 = 365;

/// How urgent an end of service is; the later, the more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Support lasts for more than a year.
    Later,
    /// It ends within a year.
    WithinYear,
    /// It is known to end, but not when.
    Undated,
    /// It ends within half a year.
    Soon,
    /// It has ended.
    Ended,
}

/// A product, or a version of it, that loses support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingProduct {
    /// The product's position in the calendar.
    pub product: usize,
    /// The product and version: `SQL Server 2012`.
    pub name: String,
    /// The last day with free support; `None` when the version is not known.
    pub ends: Option<Date>,
    /// The last day of security updates that are paid for.
    pub security_updates_end: Option<Date>,
    /// Days from the as-of day to the last day; below 0 when it is past.
    pub days_left: Option<i64>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The page that says when.
    pub source: Option<String>,
    /// How many customers have it.
    pub customers: u32,
}

/// One entry of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending {
    /// Position in [`EndOfService::products`].
    pub product: u16,
    /// Position of the column that says so in the portfolio's attributes.
    pub column: u16,
}

/// What ends for whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndOfService {
    /// The products and versions that some customer has, in the order of the calendar.
    pub products: Vec<EndingProduct>,
    /// How many customers have any version of each of the calendar's products.
    pub customers_by_product: Vec<u32>,
    /// Where the entries of each customer begin, and the end.
    starts: Vec<u32>,
    entries: Vec<Ending>,
}

impl EndOfService {
    /// The entries of `customer`, each product and version once.
    #[must_use]
    pub fn of(&self, customer: usize) -> &[Ending] {
        let bounds = self.starts.get(customer).zip(self.starts.get(customer + 1));
        bounds.and_then(|(start, end)| self.entries.get(*start as usize..*end as usize)).unwrap_or(&[])
    }

    /// The products of `customer`, the most urgent and earliest first.
    #[must_use]
    pub fn products_of(&self, customer: usize) -> Vec<&EndingProduct> {
        let entries = self.of(customer).iter();
        let mut products: Vec<&EndingProduct> =
            entries.filter_map(|entry| self.products.get(usize::from(entry.product))).collect();
        products.sort_by_key(|product| (std::cmp::Reverse(product.urgency), product.ends));
        products
    }

    /// How urgent it is for `customer`; `None` when nothing ends.
    #[must_use]
    pub fn urgency(&self, customer: usize) -> Option<Urgency> {
        self.products_of(customer).first().map(|product| product.urgency)
    }
}

/// What ends for the customers of `portfolio`, seen from the day `as_of`; `None` when no column tells anything of it.
#[must_use]
pub fn overlay(portfolio: &Portfolio, calendar: &SupportCalendar, as_of: Date) -> Option<EndOfService> {
    let matcher = Matcher::new(calendar);
    let mut found = Found::default();
    let mut any = false;
    for (column, attribute) in portfolio.attributes.iter().enumerate() {
        let Ok(column) = u16::try_from(column) else { break };
        any |= found.look_into(column, attribute, &portfolio.texts, &matcher);
    }
    any.then(|| found.finish(portfolio.customer_count(), calendar, as_of))
}

/// A product's position in the calendar, and that of its version.
type Key = (usize, Option<usize>);

/// Entries while they are found: customer, what ends, column.
#[derive(Default)]
struct Found {
    entries: Vec<(u32, u16, u16)>,
    keys: BTreeMap<Key, u16>,
}

impl Found {
    /// Takes what `attribute` tells; whether it is a column that tells anything.
    fn look_into(&mut self, column: u16, attribute: &Attribute, texts: &Interner, matcher: &Matcher) -> bool {
        match &attribute.data {
            AttributeData::Flag(flags) => {
                let keys = self.numbered(matcher.play(&attribute.header));
                let flagged = (0..).zip(flags).filter(|(_, flag)| **flag == Some(true));
                for (customer, _) in flagged.filter(|_| !keys.is_empty()) {
                    self.entries.extend(keys.iter().map(|key| (customer, *key, column)));
                }
                !keys.is_empty()
            }
            AttributeData::Text(cells) => {
                let names = [attribute.name.as_str(), &attribute.header];
                let Some(product) = names.into_iter().find_map(|name| matcher.version_column(name)) else {
                    return false;
                };
                let mut known: BTreeMap<TextId, Vec<u16>> = BTreeMap::new();
                for (customer, id) in (0..).zip(cells).filter(|(_, id)| !id.is_missing()) {
                    let numbered = || self.numbered(matcher.versions(product, texts.text(*id)));
                    let keys = known.entry(*id).or_insert_with(numbered);
                    self.entries.extend(keys.iter().map(|key| (customer, *key, column)));
                }
                true
            }
            AttributeData::Number(_) | AttributeData::Money(_) | AttributeData::Day(_) => false,
        }
    }

    fn numbered(&mut self, keys: Vec<Key>) -> Vec<u16> {
        let number = |key| {
            let next = u16::try_from(self.keys.len()).unwrap_or(u16::MAX);
            *self.keys.entry(key).or_insert(next)
        };
        keys.into_iter().map(number).collect()
    }

    fn finish(self, customers: usize, calendar: &SupportCalendar, as_of: Date) -> EndOfService {
        let Self { mut entries, keys } = self;
        // In the order of the calendar, whatever the order of the columns.
        let mut places = vec![0_u16; keys.len()];
        for (place, number) in (0..).zip(keys.values()) {
            if let Some(slot) = places.get_mut(usize::from(*number)) {
                *slot = place;
            }
        }
        for (_, product, _) in &mut entries {
            *product = places.get(usize::from(*product)).copied().unwrap_or_default();
        }
        entries.sort_unstable();
        entries.dedup_by_key(|(customer, product, _)| (*customer, *product));
        let mut end = EndOfService {
            products: keys.keys().filter_map(|key| ending_product(*key, calendar, as_of)).collect(),
            customers_by_product: vec![0; calendar.products.len()],
            ..EndOfService::default()
        };
        let mut last_counted = vec![u32::MAX; calendar.products.len()];
        for (customer, product, column) in entries {
            while end.starts.len() <= customer as usize {
                end.starts.push(count(end.entries.len()));
            }
            end.entries.push(Ending { product, column });
            let Some(product) = end.products.get_mut(usize::from(product)) else { continue };
            product.customers += 1;
            let totals = end.customers_by_product.get_mut(product.product).zip(last_counted.get_mut(product.product));
            if let Some((total, last)) = totals.filter(|(_, last)| **last != customer) {
                *total += 1;
                *last = customer;
            }
        }
        end.starts.resize(customers + 1, count(end.entries.len()));
        end
    }
}

fn ending_product((product, version): Key, calendar: &SupportCalendar, as_of: Date) -> Option<EndingProduct> {
    let known: &SupportedProduct = calendar.products.get(product)?;
    let version: Option<&SupportedVersion> = version.and_then(|version| known.versions.get(version));
    let ends = version.and_then(SupportedVersion::ends);
    let days_left = ends.map(|ends| crate::scoring::intent::days_between(as_of, ends));
    Some(EndingProduct {
        product,
        name: version.map_or_else(|| known.name.clone(), |version| format!("{} {}", known.name, version.version)),
        ends,
        security_updates_end: version.and_then(|version| version.security_updates),
        days_left,
        urgency: match days_left {
            None => Urgency::Undated,
            Some(..0) => Urgency::Ended,
            Some(0..=SOON_DAYS) => Urgency::Soon,
            Some(..=YEAR_DAYS) => Urgency::WithinYear,
            Some(_) => Urgency::Later,
        },
        source: version.map(|version| version.source.clone()),
        customers: 0,
    })
}

fn count(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}
