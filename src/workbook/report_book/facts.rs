//! What the report workbook is made from.

use crate::domain::Date;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::money::{Currency, Money};
use crate::domain::profile::ClusterMap;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::support::language::Language;

/// The figures as the app shows them, which the workbook's formulas must give again.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportFacts {
    /// The language of the workbook.
    pub language: Language,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The product whose propensity is told.
    pub model: String,
    /// The names of the files.
    pub files: String,
    /// The choices that narrow the customers down, in words; empty where all are told.
    pub filter: String,
    /// The day the data speak of.
    pub as_of: Date,
    /// The fiscal year's name.
    pub fiscal_year: String,
    /// The bands' names, High first.
    pub bands: [String; 4],
    /// The clusters' names, Act Now first.
    pub clusters: [String; 4],
    /// The segments' names, in the order of [`Segment::ALL`].
    pub segments: [String; 4],
    /// Which cluster each cell belongs to.
    pub map: ClusterMap,
    /// Customers in each cell, in the order of [`Cell::index`].
    pub cells: [u32; Cell::COUNT],
    /// Customers in each segment.
    pub by_segment: [u32; 4],
    /// Customers in each cluster.
    pub by_cluster: [u32; 4],
    /// Agreements that expire in the fiscal year; `None` when no file tells.
    pub expiring_agreements: Option<u32>,
    /// Expiring revenue of the agreements still open; `None` when no file tells.
    pub open_expiring_revenue: Option<Money>,
    /// Whitespace revenue of all customers told; `None` when nothing tells it.
    pub whitespace_revenue: Option<Money>,
    /// The months of the fiscal year.
    pub months: Vec<ReportMonth>,
}

/// The agreements that expire in a month of the fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportMonth {
    /// The month's first day.
    pub first: Date,
    /// Agreements whose customers are in each cluster.
    pub by_cluster: [u32; 4],
    /// Agreements whose customers are in none.
    pub without_cluster: u32,
}

/// A customer of the report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomerRow<'a> {
    /// The name; empty where no file tells it.
    pub name: &'a str,
    /// Partner Center's id; empty where no file tells it.
    pub id: &'a str,
    /// The segment.
    pub segment: Segment,
    /// Fit, where it is a number.
    pub fit: Option<Score>,
    /// Intent, where it is a number.
    pub intent: Option<Score>,
    /// The cell.
    pub cell: Option<Cell>,
    /// The cluster.
    pub cluster: Option<Cluster>,
    /// Estimated whitespace revenue of a year.
    pub whitespace_revenue: Option<Money>,
    /// Expiring revenue of the open agreements.
    pub open_expiring_revenue: Option<Money>,
    /// When the next open agreement ends.
    pub next_end: Option<Date>,
}

/// An agreement of the report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgreementRow<'a> {
    /// The customer's name, else its id.
    pub customer: &'a str,
    /// The customer's cluster.
    pub cluster: Option<Cluster>,
    /// The agreement's number; empty where no file tells it.
    pub number: &'a str,
    /// Its last day.
    pub ends: Option<Date>,
    /// Revenue that expires with it.
    pub revenue: Option<Money>,
    /// Whether it is still open on the as-of day.
    pub is_open: bool,
    /// Whether this row counts: several rows of one agreement count once.
    pub counts: bool,
}

/// Gives the figures and the rows behind them.
pub trait ReportSource {
    /// The figures.
    fn facts(&self) -> &ReportFacts;
    /// How many customers there are.
    fn customers(&self) -> u32;
    /// The customer at `row`, those to call first on top.
    fn customer(&self, row: u32) -> CustomerRow<'_>;
    /// How many agreements there are.
    fn agreements(&self) -> u32;
    /// The agreement at `row`.
    fn agreement(&self, row: u32) -> AgreementRow<'_>;
}
