//! What customers hold: products with seats, and what each brought in a year.
//!
//! Made of the rows of seats, tenants and usage reports, by these rules:
//! - Rows marked as duplicates at partner-global level, and rows that a file before has, are left out.
//! - Of reports that tell the same figure of a customer, the most detailed one tells it: usage before seats before
//!   tenants; what Azure consumed and what was billed are two figures, and Azure's is what it consumed.
//! - A year is the last twelve months that a report tells. Where it tells fewer, a year is that sum, scaled; without
//!   months it is the sum as it stands. Seats are those of the customer's latest month.
//! - A few rows dated more than a year after all others are slips of the pen: they end no year, and count in none.
//! - The model of a product is told by its words (`assets/product_patterns.json`); what none fits belongs to none.

use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::report::ReportKind;
use crate::portfolio::CustomerIndex;
use crate::portfolio::combined::AllRows;
use crate::portfolio::table_columns::{TableColumns, days};
use crate::support::interner::{Interner, TextId};
use crate::support::text::comparison_key;
use crate::workbook::dictionary::Role;
use crate::workbook::table::{ColumnData, ReportTable};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Months of a year.
const YEAR: i32 = 12;
/// What names a product, the finest first.
const NAMES: [&str; 5] = ["SKU", "Product", "ReportingProductName", "RawProductName", "ProductFamily"];
/// What names a workload.
const WORKLOADS: [&str; 2] = ["ServiceName", "MeterCategory"];

/// What customers hold.
#[derive(Debug, Default, PartialEq)]
pub struct Holdings {
    /// The products.
    pub products: Vec<HeldProduct>,
    /// Who holds what, by customer, then by product.
    pub lines: Vec<Holding>,
}

/// A product, as one kind of report names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldProduct {
    /// Its finest name in the report.
    pub name: TextId,
    /// The report that tells of it.
    pub kind: ReportKind,
    /// The model that it belongs to, if its words tell.
    pub model: Option<Model>,
    /// How many of the last twelve months the report tells; 0 when it names no months.
    pub months: i32,
}

/// A product that a customer holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holding {
    /// Whose it is.
    pub customer: CustomerIndex,
    /// Its position among the products.
    pub product: u32,
    /// What it brought in the months that are told of the last twelve; `None` when nothing is told.
    pub revenue: Option<Money>,
    /// Seats in the customer's latest month.
    pub seats: Option<f64>,
}

impl HeldProduct {
    /// `told` in the months of the report as an amount a year: scaled when fewer than twelve are told.
    #[must_use]
    pub fn yearly(&self, told: Money) -> f64 {
        if (1..YEAR).contains(&self.months) {
            told.units() * f64::from(YEAR) / f64::from(self.months)
        } else {
            told.units()
        }
    }

    /// Whether it is an Azure workload.
    #[must_use]
    pub fn is_workload(&self) -> bool {
        self.kind == ReportKind::AzureUsage
    }
}

impl Holdings {
    /// The products of `customer`.
    #[must_use]
    pub fn of(&self, customer: CustomerIndex) -> &[Holding] {
        let from = self.lines.partition_point(|line| line.customer < customer);
        let to = self.lines.partition_point(|line| line.customer <= customer);
        self.lines.get(from..to).unwrap_or(&[])
    }

    /// Every holding with its product.
    pub fn with_products(&self) -> impl Iterator<Item = (&Holding, &HeldProduct)> {
        self.lines.iter().filter_map(|line| Some((line, self.products.get(line.product as usize)?)))
    }
}

/// A row that counts.
struct Row {
    customer: CustomerIndex,
    product: u32,
    month: Option<i32>,
    revenue: Option<Money>,
    seats: Option<f64>,
}

/// What one kind of report tells.
#[derive(Default)]
struct Gathered {
    rows: Vec<Row>,
    products: Vec<HeldProduct>,
    known: HashMap<(TextId, Option<Model>), u32>,
}

/// What `all` tells; `None` when no table has products.
pub(super) fn gather(all: AllRows<'_>, texts: &Interner) -> Option<Holdings> {
    let mut holdings = Holdings::default();
    let mut has_any = false;
    // Whose revenue (of Azure, of the rest) and seats a more detailed report told.
    let mut told: Vec<[bool; 3]> = Vec::new();
    for kind in [ReportKind::AzureUsage, ReportKind::SeatsSubscriptionsAndRevenue, ReportKind::CustomersAndTenants] {
        let mut gathered = Gathered::default();
        for ((table, customers), left_out) in all.tables.iter().zip(all.customers).zip(all.left_out) {
            if table.kind == kind {
                gathered.take(table, customers, |row| left_out.get(row).copied().flatten().is_some(), texts);
            }
        }
        if !gathered.rows.is_empty() {
            has_any = true;
            told.resize(all.count, [false; 3]);
            gathered.put_into(&mut holdings, &mut told);
        }
    }
    holdings.lines.sort_by_key(|line| (line.customer, line.product));
    has_any.then_some(holdings)
}

impl Gathered {
    fn take(
        &mut self,
        table: &ReportTable,
        customers: &[CustomerIndex],
        is_out: impl Fn(usize) -> bool,
        all_texts: &Interner,
    ) {
        let columns = TableColumns(&table.columns);
        let wanted: &[&str] = if table.kind == ReportKind::AzureUsage { &WORKLOADS } else { &NAMES };
        let names: Vec<&[TextId]> = wanted.iter().filter_map(|name| columns.texts_named(name)).collect();
        let months = columns.in_role(Role::Month).and_then(days);
        let consumed = columns.in_role(Role::AzureRevenue).and_then(money);
        let billed = named(table, "BilledRevenueUSD").and_then(money);
        let seats = ["TotalSoldSeats", "AvailableSeats"].iter().find_map(|name| named(table, name).and_then(numbers));
        let mut models: HashMap<Vec<TextId>, Option<Model>> = HashMap::new();
        for (row, customer) in customers.iter().enumerate().filter(|(row, _)| !is_out(*row)) {
            let words: Vec<TextId> = names.iter().filter_map(|cells| cells.get(row).copied()).collect();
            let Some(name) = words.iter().copied().find(|word| !word.is_missing()) else { continue };
            let is_usage = table.kind == ReportKind::AzureUsage;
            let model = if is_usage {
                Some(Model::Azure)
            } else {
                *models.entry(words).or_insert_with_key(|words| model_of(words, all_texts))
            };
            let cell = |cells: Option<&[Option<Money>]>| cells.and_then(|cells| cells.get(row).copied().flatten());
            let revenue =
                if model == Some(Model::Azure) { cell(consumed).or_else(|| cell(billed)) } else { cell(billed) };
            let product = self.product(name, model, table.kind);
            self.rows.push(Row {
                customer: *customer,
                product,
                month: months.and_then(|months| months.get(row).copied().flatten()).map(month_number),
                revenue,
                seats: seats.and_then(|cells| cells.get(row).copied().flatten()),
            });
        }
    }

    fn product(&mut self, name: TextId, model: Option<Model>, kind: ReportKind) -> u32 {
        let next = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
        *self.known.entry((name, model)).or_insert_with(|| {
            self.products.push(HeldProduct { name, kind, model, months: 0 });
            next
        })
    }

    fn put_into(mut self, holdings: &mut Holdings, told: &mut [[bool; 3]]) {
        let last = last_month(&self.rows);
        self.rows.retain(|row| row.month <= last);
        let first = self.rows.iter().filter_map(|row| row.month).min();
        let told_months = first.zip(last).map_or(0, |(first, last)| (last - first + 1).min(YEAR));
        let mut latest: HashMap<CustomerIndex, Option<i32>> = HashMap::new();
        for row in self.rows.iter().filter(|row| row.seats.is_some()) {
            let known = latest.entry(row.customer).or_default();
            *known = (*known).max(row.month);
        }
        let offset = u32::try_from(holdings.products.len()).unwrap_or(u32::MAX);
        self.products.iter_mut().for_each(|product| product.months = told_months);
        let is_azure: Vec<bool> = self.products.iter().map(|product| product.model == Some(Model::Azure)).collect();
        let mut lines: BTreeMap<(CustomerIndex, u32), Holding> = BTreeMap::new();
        let before = told.to_vec();
        for row in self.rows {
            let (Some(before), Some(told)) = (before.get(row.customer as usize), told.get_mut(row.customer as usize))
            else {
                continue;
            };
            let figure = usize::from(!is_azure.get(row.product as usize).copied().unwrap_or(false));
            let is_this_year = row.month.zip(last).is_none_or(|(month, last)| month > last - YEAR);
            let revenue = row.revenue.filter(|_| is_this_year && before.get(figure) == Some(&false));
            let is_latest = latest.get(&row.customer) == Some(&row.month);
            let [_, _, seats_told] = before;
            let seats = row.seats.filter(|_| is_latest && !seats_told);
            for (at, has) in [(figure, revenue.is_some()), (2, seats.is_some())] {
                if let Some(told) = told.get_mut(at) {
                    *told |= has;
                }
            }
            // A workload is run when it is used in the last year, whatever it brought.
            if !is_this_year || before.get(figure) == Some(&true) && seats.is_none() {
                continue;
            }
            let product = row.product + offset;
            let nothing = Holding { customer: row.customer, product, revenue: None, seats: None };
            let line = lines.entry((row.customer, product)).or_insert(nothing);
            line.revenue = add(line.revenue, revenue, |one, other| one + other);
            line.seats = add(line.seats, seats, |one, other| one + other);
        }
        holdings.products.extend(self.products);
        holdings.lines.extend(lines.into_values());
    }
}

/// The month that ends the year: the latest, but for one row, or one in a hundred, that comes after a gap of more than a
/// year.
fn last_month(rows: &[Row]) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for month in rows.iter().filter_map(|row| row.month) {
        *counts.entry(month).or_default() += 1;
    }
    let mut before: usize = counts.values().sum();
    let (mut after, mut last) = (0, counts.keys().next_back().copied());
    for (later, month) in counts.keys().rev().zip(counts.keys().rev().skip(1)) {
        let count = counts.get(later).copied().unwrap_or(0);
        (before, after) = (before - count, after + count);
        if later - month > YEAR && after < before && after <= (before / 100).max(1) {
            last = Some(*month);
        }
    }
    last
}

fn add<T>(one: Option<T>, other: Option<T>, sum: impl Fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(sum(one, other)),
        (one, other) => one.or(other),
    }
}

fn month_number(day: Date) -> i32 {
    i32::from(day.year()) * YEAR + i32::from(day.month())
}

fn named<'a>(table: &'a ReportTable, name: &str) -> Option<&'a ColumnData> {
    table.columns.iter().find(|column| column.known.name == name).map(|column| &column.data)
}

fn money(data: &ColumnData) -> Option<&[Option<Money>]> {
    match data {
        ColumnData::Money(cells) => Some(cells),
        _ => None,
    }
}

fn numbers(data: &ColumnData) -> Option<&[Option<f64>]> {
    match data {
        ColumnData::Number(cells) => Some(cells),
        _ => None,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patterns {
    #[expect(dead_code, reason = "for the readers of the file")]
    about: String,
    patterns: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    model: Model,
    any: Vec<String>,
    unless: Vec<String>,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    // The asset is part of the program and read by a test.
    let read = serde_json::from_str::<Patterns>(include_str!("../../assets/product_patterns.json"));
    read.map(|read| read.patterns).unwrap_or_default()
});

fn model_of(words: &[TextId], texts: &Interner) -> Option<Model> {
    let joined: String = words.iter().map(|word| comparison_key(texts.text(*word)) + " ").collect();
    let fits = |pattern: &&Pattern| {
        let has = |word: &String| joined.contains(word.as_str());
        pattern.any.iter().any(has) && !pattern.unless.iter().any(has)
    };
    PATTERNS.iter().find(fits).map(|pattern| pattern.model)
}
