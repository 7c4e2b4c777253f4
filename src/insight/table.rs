//! The customer table: its columns, cells and order.

use crate::domain::Date;
use crate::domain::band::{Band, BandLimits};
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::AttributeData;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::local::LocalModel;
use crate::scoring::wallet::expected::three_figures;
use std::cmp::Ordering;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableColumn {
    /// The customer's name.
    Name,
    /// Partner Center's id.
    CustomerId,
    /// The segment.
    Segment,
    /// Number of employees.
    Employees,
    /// The chosen model's Fit, as the file has it.
    Fit,
    /// The chosen model's Intent, as the file has it.
    Intent,
    /// Our own Fit.
    LocalFit,
    /// Our own Intent.
    LocalIntent,
    /// Our own estimate of the whitespace revenue.
    LocalWhitespaceRevenue,
    /// The chosen model's cell.
    Cell,
    /// The chosen model's cluster.
    Cluster,
    /// The cluster that the file names.
    FileCluster,
    /// Estimated whitespace revenue, as the file has it.
    WhitespaceRevenue,
    /// When the next open agreement ends.
    NextAgreementEnd,
    /// Expiring revenue of the open agreements.
    OpenExpiringRevenue,
    /// An attribute, by its position in the portfolio.
    Attribute(usize),
}

/// What a cell of the table holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TableCell<'a> {
    /// Not in the file.
    Missing,
    /// Text.
    Text(&'a str),
    /// Fit or Intent.
    Rating(Rating),
    /// A matrix cell.
    Cell(Cell),
    /// A cluster.
    Cluster(Cluster),
    /// A segment.
    Segment(Segment),
    /// A whole number.
    Count(u32),
    /// A number.
    Number(f64),
    /// An amount.
    Money(Money),
    /// A day.
    Day(Date),
    /// Yes or no.
    Flag(bool),
}

/// By which column the table is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: TableColumn,
    /// The largest first; what is missing comes last either way.
    pub descending: bool,
}

impl Default for Sort {
    /// The most promising cell first.
    fn default() -> Self {
        Self { column: TableColumn::Cell, descending: false }
    }
}

/// The columns that the files can fill, the deciding ones first.
#[must_use]
pub fn table_columns(scored: &ScoredPortfolio, model: Option<Model>) -> Vec<TableColumn> {
    let columns = model.and_then(|model| scored.columns(model));
    let of_file = model.and_then(|model| scored.file_columns(model));
    let local = model.and_then(|model| scored.local_model(model));
    let in_file = |test: fn(&ModelColumns) -> bool| of_file.is_some_and(test);
    let ours = |test: fn(&LocalModel) -> bool| local.is_some_and(test);
    let customers = &scored.portfolio.customers;
    let any_id = customers.customer_id.iter().any(|id| !id.is_missing());
    let any_size = customers.employees.iter().any(Option::is_some);
    let filled = |test: fn(&ModelColumns) -> bool| columns.is_some_and(test);
    let main = [
        (TableColumn::Name, true),
        (TableColumn::Cell, filled(ModelColumns::has_matrix)),
        (TableColumn::Cluster, filled(ModelColumns::has_scores)),
        (TableColumn::Fit, in_file(|columns| !columns.fit.is_empty())),
        (TableColumn::LocalFit, ours(|local| !local.fit.is_empty())),
        (TableColumn::Intent, in_file(|columns| !columns.intent.is_empty())),
        (TableColumn::LocalIntent, ours(|local| !local.intent.is_empty())),
        (TableColumn::WhitespaceRevenue, in_file(|columns| !columns.whitespace_revenue.is_empty())),
        (TableColumn::LocalWhitespaceRevenue, ours(|local| !local.whitespace_revenue.is_empty())),
        (TableColumn::Segment, true),
        (TableColumn::Employees, any_size),
        (TableColumn::NextAgreementEnd, !scored.agreements.next_end.is_empty()),
        (TableColumn::OpenExpiringRevenue, !scored.agreements.open_revenue.is_empty()),
        (TableColumn::FileCluster, filled(|columns| !columns.cluster.is_empty())),
        (TableColumn::CustomerId, any_id),
    ];
    let attributes = (0..scored.portfolio.attributes.len()).map(TableColumn::Attribute);
    main.into_iter().filter(|(_, shown)| *shown).map(|(column, _)| column).chain(attributes).collect()
}

/// The cell of `customer` in `column`.
#[must_use]
pub fn table_cell(
    scored: &ScoredPortfolio,
    model: Option<Model>,
    column: TableColumn,
    customer: CustomerIndex,
) -> TableCell<'_> {
    let portfolio = &scored.portfolio;
    let columns = model.and_then(|model| scored.columns(model));
    let scores = scored.scores.models.iter().find(|scores| Some(scores.model) == model);
    let local = || model.and_then(|model| scored.local_model(model));
    let score = |score: Score| TableCell::Rating(Rating::Score(score));
    let customers = &portfolio.customers;
    let at = customer as usize;
    let text = |id| match portfolio.texts.text(id) {
        "" => TableCell::Missing,
        text => TableCell::Text(text),
    };
    match column {
        TableColumn::Name => customers.name.get(at).map_or(TableCell::Missing, |id| text(*id)),
        TableColumn::CustomerId => customers.customer_id.get(at).map_or(TableCell::Missing, |id| text(*id)),
        TableColumn::Segment => cell(scored.scores.segments.get(at).copied(), TableCell::Segment),
        TableColumn::Employees => cell(optional(Some(&customers.employees), at), TableCell::Count),
        TableColumn::Fit => cell(optional(columns.map(|columns| &columns.fit), at), TableCell::Rating),
        TableColumn::Intent => cell(optional(columns.map(|columns| &columns.intent), at), TableCell::Rating),
        TableColumn::LocalFit => optional(local().map(|local| &local.fit), at).map_or(TableCell::Missing, score),
        TableColumn::LocalIntent => optional(local().map(|local| &local.intent), at).map_or(TableCell::Missing, score),
        TableColumn::LocalWhitespaceRevenue => {
            // An estimate says no more than three figures; sums take it whole.
            let shown = |amount: Money| Money::from_units(three_figures(amount.units()));
            let amount = optional(local().map(|local| &local.whitespace_revenue), at);
            cell(amount.and_then(shown), TableCell::Money)
        }
        TableColumn::Cell => cell(scores.and_then(|scores| scores.cell(at)), TableCell::Cell),
        TableColumn::Cluster => cell(scores.and_then(|scores| scores.cluster(at)), TableCell::Cluster),
        TableColumn::FileCluster => cell(optional(columns.map(|columns| &columns.cluster), at), TableCell::Cluster),
        TableColumn::WhitespaceRevenue => {
            cell(optional(columns.map(|columns| &columns.whitespace_revenue), at), TableCell::Money)
        }
        TableColumn::NextAgreementEnd => cell(optional(Some(&scored.agreements.next_end), at), TableCell::Day),
        TableColumn::OpenExpiringRevenue => cell(optional(Some(&scored.agreements.open_revenue), at), TableCell::Money),
        TableColumn::Attribute(attribute) => match portfolio.attributes.get(attribute).map(|found| &found.data) {
            Some(AttributeData::Text(cells)) => cells.get(at).map_or(TableCell::Missing, |id| text(*id)),
            Some(AttributeData::Flag(cells)) => cell(optional(Some(cells), at), TableCell::Flag),
            Some(AttributeData::Number(cells)) => cell(optional(Some(cells), at), TableCell::Number),
            Some(AttributeData::Money(cells)) => cell(optional(Some(cells), at), TableCell::Money),
            Some(AttributeData::Day(cells)) => cell(optional(Some(cells), at), TableCell::Day),
            None => TableCell::Missing,
        },
    }
}

fn optional<T: Copy>(cells: Option<&Vec<Option<T>>>, at: usize) -> Option<T> {
    cells.and_then(|cells| cells.get(at)).copied().flatten()
}

fn cell<'a, T>(value: Option<T>, wrap: fn(T) -> TableCell<'a>) -> TableCell<'a> {
    value.map_or(TableCell::Missing, wrap)
}

/// Orders `rows`; equal cells keep the order of the files, within a matrix cell the higher Fit comes first.
pub fn sort_rows(scored: &ScoredPortfolio, model: Option<Model>, sort: Sort, rows: &mut [CustomerIndex]) {
    let cell = |column, customer| table_cell(scored, model, column, customer);
    let holds_text = rows.iter().any(|&customer| matches!(cell(sort.column, customer), TableCell::Text(_)));
    if holds_text {
        sort_by_text(sort.descending, rows, |customer| cell(sort.column, customer));
        return;
    }
    // Keys are made once a row: a comparison then touches no column.
    let mut keyed: Vec<_> = rows
        .iter()
        .map(|&customer| {
            let key = order_key(cell(sort.column, customer), sort.descending);
            let within_cell = match sort.column {
                TableColumn::Cell => order_key(cell(TableColumn::Fit, customer), true),
                _ => OrderKey::default(),
            };
            (key, within_cell, customer)
        })
        .collect();
    keyed.sort_unstable();
    for (row, (_, _, customer)) in rows.iter_mut().zip(keyed) {
        *row = customer;
    }
}

fn sort_by_text<'a>(descending: bool, rows: &mut [CustomerIndex], cell: impl Fn(CustomerIndex) -> TableCell<'a>) {
    let mut keyed: Vec<(Option<&str>, CustomerIndex)> = rows
        .iter()
        .map(|&customer| match cell(customer) {
            TableCell::Text(text) => (Some(text), customer),
            _ => (None, customer),
        })
        .collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if descending => compare_texts(b, a),
        (Some(a), Some(b)) => compare_texts(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    for (row, (_, customer)) in rows.iter_mut().zip(keyed) {
        *row = customer;
    }
}

fn compare_texts(a: &str, b: &str) -> Ordering {
    a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase)).then_with(|| a.cmp(b))
}

/// What is missing comes last; the rest by a number that orders like the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct OrderKey {
    missing: bool,
    order: u64,
}

fn order_key(cell: TableCell<'_>, descending: bool) -> OrderKey {
    let order = match cell {
        TableCell::Missing | TableCell::Text(_) => return OrderKey { missing: true, order: 0 },
        TableCell::Rating(rating) => ordered(f64::from(rank(rating))),
        TableCell::Cell(cell) => cell.index() as u64,
        TableCell::Cluster(cluster) => cluster.index() as u64,
        TableCell::Segment(segment) => segment.index() as u64,
        TableCell::Count(count) => u64::from(count),
        TableCell::Number(number) => ordered(number),
        TableCell::Money(amount) => amount.hundredths().abs_diff(i64::MIN),
        TableCell::Day(day) => {
            let months = i64::from(day.year()) * 12 + i64::from(day.month());
            (months * 31 + i64::from(day.day())).abs_diff(i64::MIN)
        }
        TableCell::Flag(flag) => u64::from(flag),
    };
    OrderKey { missing: false, order: if descending { !order } else { order } }
}

/// Bits that order like the numbers: `f64::total_cmp`'s order, unsigned.
fn ordered(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// A number to order ratings by: a band in words stands at the bottom of its default range.
fn rank(rating: Rating) -> f32 {
    let limits = BandLimits::default();
    match rating {
        Rating::Score(score) => score.value(),
        Rating::Band(Band::High) => limits.high,
        Rating::Band(Band::Medium) => limits.medium,
        Rating::Band(Band::Low) => limits.low,
        Rating::Band(Band::VeryLow) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn rises(cells: &[TableCell<'_>]) -> bool {
        cells.windows(2).all(|pair| {
            order_key(pair[0], false) < order_key(pair[1], false)
                && (order_key(pair[0], true) > order_key(pair[1], true) || matches!(pair[1], TableCell::Missing))
        })
    }

    #[test]
    fn keys_order_like_their_values_and_missing_comes_last() {
        let amount = |units| TableCell::Money(Money::from_units(units).unwrap());
        assert!(rises(&[amount(-2.0), amount(-1.5), amount(0.0), amount(3.0), TableCell::Missing]));
        assert!(rises(&[-1e9, -0.5, 0.0, 0.25, 7.0].map(TableCell::Number)));
        assert!(rises(
            &[date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)].map(TableCell::Day)
        ));
        assert!(rises(&[TableCell::Flag(false), TableCell::Flag(true), TableCell::Missing]));
        assert!(order_key(TableCell::Missing, true) > order_key(TableCell::Count(u32::MAX), true));
    }

    #[test]
    fn texts_order_without_regard_to_case() {
        assert_eq!(compare_texts("adatum", "Contoso"), Ordering::Less);
        assert_eq!(compare_texts("Fabrikam", "contoso"), Ordering::Greater);
        assert_eq!(compare_texts("a", "A"), Ordering::Greater, "equal but for case: a fixed order");
    }
}
