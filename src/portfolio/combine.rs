//! Makes one value a customer of several rows a customer: sums, the latest month, the first or last day.
//!
//! What each column asks for stands with its name in `assets/columns.json`; the rules are these:
//! - Rows marked as duplicates of the partner's global account, and rows that a file before has, stay out.
//! - Of report kinds that tell the same figure, a customer's comes from the most detailed one that has it.
//! - What was billed or consumed is the sum of all rows; what there is, such as seats, is the sum of the customer's
//!   latest month. A row without a month counts as older than any with one.
//! - A customer of whom no row has a value has none: never 0.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::domain::report::ReportKind;
use crate::portfolio::CustomerIndex;
use crate::portfolio::reconciliation::LeftOut;
use crate::support::interner::TextId;
use crate::workbook::dictionary::OverRows;
use std::collections::HashSet;

/// One table's part of a column.
pub(super) struct Part<'a, T> {
    pub kind: ReportKind,
    pub customers: &'a [CustomerIndex],
    pub cells: &'a [Option<T>],
    /// Why rows do not count; empty when all do.
    pub left_out: &'a [Option<LeftOut>],
    pub months: Option<&'a [Option<Date>]>,
    pub subscriptions: Option<&'a [TextId]>,
    pub units: Option<&'a [TextId]>,
}

/// What can be added up.
pub(super) trait Amount: Copy {
    fn plus(self, other: Self) -> Self;
    /// Its bits, by which equal amounts are known.
    fn bits(self) -> u64;
}

impl Amount for Money {
    fn plus(self, other: Self) -> Self {
        self + other
    }

    fn bits(self) -> u64 {
        self.hundredths().cast_unsigned()
    }
}

impl Amount for f64 {
    fn plus(self, other: Self) -> Self {
        self + other
    }

    fn bits(self) -> u64 {
        self.to_bits()
    }
}

struct Row<T> {
    part: usize,
    row: usize,
    customer: usize,
    cell: T,
}

impl<T: Copy> Part<'_, T> {
    fn month(&self, row: usize) -> Option<Date> {
        self.months.and_then(|months| months.get(row).copied().flatten())
    }

    fn left_out(&self, row: usize) -> Option<LeftOut> {
        self.left_out.get(row).copied().flatten()
    }
}

fn rows<'a, T: Copy>(parts: &'a [Part<'_, T>]) -> impl Iterator<Item = (&'a Part<'a, T>, Row<T>)> {
    parts.iter().enumerate().flat_map(|(part, of)| {
        let filled = of.customers.iter().zip(of.cells).enumerate();
        filled.filter_map(move |(row, (customer, cell))| {
            Some((of, Row { part, row, customer: *customer as usize, cell: (*cell)? }))
        })
    })
}

/// The smaller, the more detailed.
fn detail(kind: ReportKind) -> u8 {
    match kind {
        ReportKind::AzureUsage => 0,
        ReportKind::SeatsSubscriptionsAndRevenue => 1,
        ReportKind::CustomersAndTenants => 2,
        _ => 3,
    }
}

/// The value of each of `count` customers; `leave_out` hears of each cell that is not in it, by part.
pub(super) fn combine<T: Amount>(
    parts: &[Part<'_, T>],
    over_rows: OverRows,
    count: usize,
    mut leave_out: impl FnMut(usize, LeftOut, T),
) -> Vec<Option<T>> {
    let latest_only = matches!(
        over_rows,
        OverRows::LatestMonth | OverRows::LatestMonthOnceASubscription | OverRows::LatestMonthInOneUnit
    );
    let details = details(parts, count);
    let latest = if latest_only { latest_months(parts, &details, count) } else { Vec::new() };
    let mixed = if over_rows == OverRows::LatestMonthInOneUnit {
        mixed_units(parts, &details, &latest, count)
    } else {
        Vec::new()
    };
    let mut seen = HashSet::new();
    let mut values: Vec<Option<T>> = vec![None; count];
    for (part, row) in rows(parts) {
        let is_earlier = latest_only && latest.get(row.customer).copied() != Some(part.month(row.row));
        let reason = if let Some(reason) = part.left_out(row.row) {
            Some(reason)
        } else if details.get(row.customer) != Some(&detail(part.kind)) {
            Some(LeftOut::OtherReport)
        } else if is_earlier {
            Some(LeftOut::EarlierMonth)
        } else if mixed.get(row.customer) == Some(&true) {
            Some(LeftOut::MixedUnits)
        } else if over_rows == OverRows::LatestMonthOnceASubscription {
            match text_of(part.subscriptions, row.row) {
                TextId::MISSING => Some(LeftOut::SubscriptionUnknown),
                id => (!seen.insert((row.customer, id, row.cell.bits()))).then_some(LeftOut::SameSubscription),
            }
        } else {
            None
        };
        match (reason, values.get_mut(row.customer)) {
            (Some(reason), _) => leave_out(row.part, reason, row.cell),
            (None, Some(value)) => *value = Some(value.map_or(row.cell, |sum| sum.plus(row.cell))),
            (None, None) => {}
        }
    }
    values
}

/// The earliest or latest day of each of `count` customers.
pub(super) fn combine_days(parts: &[Part<'_, Date>], latest: bool, count: usize) -> Vec<Option<Date>> {
    let mut days: Vec<Option<Date>> = vec![None; count];
    for (_, row) in rows(parts) {
        let Some(day) = days.get_mut(row.customer) else { continue };
        *day = Some(day.map_or(row.cell, |known| if latest { known.max(row.cell) } else { known.min(row.cell) }));
    }
    days
}

/// The most detailed kind of report that has a value for each customer.
fn details<T: Copy>(parts: &[Part<'_, T>], count: usize) -> Vec<u8> {
    let mut details = vec![u8::MAX; count];
    for (part, row) in rows(parts).filter(|(part, row)| part.left_out(row.row).is_none()) {
        if let Some(known) = details.get_mut(row.customer) {
            *known = (*known).min(detail(part.kind));
        }
    }
    details
}

fn latest_months<T: Copy>(parts: &[Part<'_, T>], details: &[u8], count: usize) -> Vec<Option<Date>> {
    let mut latest = vec![None; count];
    for (part, row) in rows(parts) {
        let counts = part.left_out(row.row).is_none() && details.get(row.customer) == Some(&detail(part.kind));
        if let Some(known) = latest.get_mut(row.customer).filter(|_| counts) {
            *known = (*known).max(part.month(row.row));
        }
    }
    latest
}

/// Whose rows that count are in different units.
fn mixed_units<T: Copy>(parts: &[Part<'_, T>], details: &[u8], latest: &[Option<Date>], count: usize) -> Vec<bool> {
    let mut units: Vec<Option<TextId>> = vec![None; count];
    let mut mixed = vec![false; count];
    for (part, row) in rows(parts) {
        let counts = part.left_out(row.row).is_none()
            && details.get(row.customer) == Some(&detail(part.kind))
            && latest.get(row.customer).copied() == Some(part.month(row.row));
        let (Some(known), Some(is_mixed)) = (units.get_mut(row.customer), mixed.get_mut(row.customer)) else {
            continue;
        };
        if counts {
            let unit = text_of(part.units, row.row);
            *is_mixed |= known.is_some_and(|known| known != unit);
            *known = Some(unit);
        }
    }
    mixed
}

fn text_of(column: Option<&[TextId]>, row: usize) -> TextId {
    column.and_then(|cells| cells.get(row)).copied().unwrap_or(TextId::MISSING)
}
