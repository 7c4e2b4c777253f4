//! The customer table: its columns, cells and order.

use crate::domain::Date;
use crate::domain::band::{Band, BandLimits};
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::score::Rating;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::AttributeData;
use crate::portfolio::model_columns::ModelColumns;
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
    /// The chosen model's Fit.
    Fit,
    /// The chosen model's Intent.
    Intent,
    /// The chosen model's cell.
    Cell,
    /// The chosen model's cluster.
    Cluster,
    /// The cluster that the file names.
    FileCluster,
    /// Estimated whitespace revenue.
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
    let columns = scored.portfolio.models.iter().find(|columns| Some(columns.model) == model);
    let customers = &scored.portfolio.customers;
    let any_id = customers.customer_id.iter().any(|id| !id.is_missing());
    let any_size = customers.employees.iter().any(Option::is_some);
    let filled = |test: fn(&ModelColumns) -> bool| columns.is_some_and(test);
    let main = [
        (TableColumn::Name, true),
        (TableColumn::Cell, filled(ModelColumns::has_matrix)),
        (TableColumn::Cluster, filled(ModelColumns::has_scores)),
        (TableColumn::Fit, filled(|columns| !columns.fit.is_empty())),
        (TableColumn::Intent, filled(|columns| !columns.intent.is_empty())),
        (TableColumn::WhitespaceRevenue, filled(|columns| !columns.whitespace_revenue.is_empty())),
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
    let position = portfolio.models.iter().position(|columns| Some(columns.model) == model);
    let columns = position.and_then(|at| portfolio.models.get(at));
    let scores = position.and_then(|at| scored.scores.models.get(at));
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
    let get = |column, customer| table_cell(scored, model, column, customer);
    rows.sort_by(|&a, &b| {
        let order = compare(get(sort.column, a), get(sort.column, b), sort.descending);
        if order.is_eq() && sort.column == TableColumn::Cell {
            return compare(get(TableColumn::Fit, a), get(TableColumn::Fit, b), true);
        }
        order
    });
}

fn compare(a: TableCell<'_>, b: TableCell<'_>, descending: bool) -> Ordering {
    match (a, b) {
        (TableCell::Missing, TableCell::Missing) => return Ordering::Equal,
        (TableCell::Missing, _) => return Ordering::Greater,
        (_, TableCell::Missing) => return Ordering::Less,
        _ => {}
    }
    let order = match (a, b) {
        (TableCell::Text(a), TableCell::Text(b)) => compare_texts(a, b),
        (TableCell::Rating(a), TableCell::Rating(b)) => rank(a).total_cmp(&rank(b)),
        (TableCell::Cell(a), TableCell::Cell(b)) => a.index().cmp(&b.index()),
        (TableCell::Cluster(a), TableCell::Cluster(b)) => a.cmp(&b),
        (TableCell::Segment(a), TableCell::Segment(b)) => a.cmp(&b),
        (TableCell::Count(a), TableCell::Count(b)) => a.cmp(&b),
        (TableCell::Number(a), TableCell::Number(b)) => a.total_cmp(&b),
        (TableCell::Money(a), TableCell::Money(b)) => a.cmp(&b),
        (TableCell::Day(a), TableCell::Day(b)) => a.cmp(&b),
        (TableCell::Flag(a), TableCell::Flag(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    };
    if descending { order.reverse() } else { order }
}

fn compare_texts(a: &str, b: &str) -> Ordering {
    a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase)).then_with(|| a.cmp(b))
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
