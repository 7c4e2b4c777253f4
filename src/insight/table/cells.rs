//! What stands in a column.

use crate::domain::Date;
use crate::domain::band::BandLimits;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::table::{ModelPart, TableColumn};
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::AttributeData;
use crate::scoring::model_scores::ModelScores;
use crate::scoring::wallet::expected::three_figures;
use crate::support::interner::{Interner, TextId};

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

/// A column's values, found once and then read row by row.
#[derive(Debug, Clone, Copy)]
pub enum ColumnCells<'a> {
    /// Nothing says it.
    Nothing,
    /// Text.
    Texts(&'a Interner, &'a [TextId]),
    /// Fit or Intent as shown, with the limits of their bands.
    Ratings(&'a [Option<Rating>], BandLimits),
    /// Our own Fit or Intent, with the limits of their bands.
    Scores(&'a [Option<Score>], BandLimits),
    /// Matrix cells.
    Cells(&'a ModelScores),
    /// Clusters.
    Clusters(&'a [Option<Cluster>]),
    /// Segments.
    Segments(&'a [Segment]),
    /// Whole numbers.
    Counts(&'a [Option<u32>]),
    /// Numbers.
    Numbers(&'a [Option<f64>]),
    /// Amounts.
    Amounts(&'a [Option<Money>]),
    /// Amounts that are estimated: three of their figures say something.
    Estimates(&'a [Option<Money>]),
    /// Days.
    Days(&'a [Option<Date>]),
    /// Yes or no.
    Flags(&'a [Option<bool>]),
}

impl<'a> ColumnCells<'a> {
    /// The values of `column`; `model` is the one that is chosen.
    #[must_use]
    pub fn of(scored: &'a ScoredPortfolio, model: Option<Model>, column: TableColumn) -> Self {
        let portfolio = &scored.portfolio;
        let texts = |ids: &'a [TextId]| Self::Texts(&portfolio.texts, ids);
        match column.fixed(model) {
            TableColumn::Of(model, part) => Self::of_model(scored, model, part),
            TableColumn::Name => texts(&portfolio.customers.name),
            TableColumn::CustomerId => texts(&portfolio.customers.customer_id),
            TableColumn::Duns => texts(&portfolio.customers.duns),
            TableColumn::Domain => texts(&portfolio.customers.domain),
            TableColumn::Segment => Self::Segments(&scored.scores.segments),
            TableColumn::Employees => Self::Counts(&portfolio.customers.employees),
            TableColumn::NextAgreementEnd => Self::Days(&scored.agreements.next_end),
            TableColumn::OpenExpiringRevenue => Self::Amounts(&scored.agreements.open_revenue),
            TableColumn::Attribute(at) => match portfolio.attributes.get(at).map(|attribute| &attribute.data) {
                Some(AttributeData::Text(cells)) => texts(cells),
                Some(AttributeData::Flag(cells)) => Self::Flags(cells),
                Some(AttributeData::Number(cells)) => Self::Numbers(cells),
                Some(AttributeData::Money(cells)) => Self::Amounts(cells),
                Some(AttributeData::Day(cells)) => Self::Days(cells),
                None => Self::Nothing,
            },
            // A part of the chosen model, and none is chosen.
            _ => Self::Nothing,
        }
    }

    fn of_model(scored: &'a ScoredPortfolio, model: Model, part: ModelPart) -> Self {
        let limits = scored.profile.limits_for(model);
        let shown = || scored.columns(model);
        let local = || scored.local_model(model);
        let scores = scored.scores.models.iter().find(|scores| scores.model == model);
        let found = match part {
            ModelPart::Cell => scores.map(Self::Cells),
            ModelPart::Cluster => scores.map(|scores| Self::Clusters(&scores.cluster)),
            ModelPart::Fit => shown().map(|columns| Self::Ratings(&columns.fit, limits.fit)),
            ModelPart::Intent => shown().map(|columns| Self::Ratings(&columns.intent, limits.intent)),
            ModelPart::WhitespaceRevenue => shown().map(|columns| Self::Amounts(&columns.whitespace_revenue)),
            ModelPart::FileCluster => shown().map(|columns| Self::Clusters(&columns.cluster)),
            ModelPart::LocalFit => local().map(|local| Self::Scores(&local.fit, limits.fit)),
            ModelPart::LocalIntent => local().map(|local| Self::Scores(&local.intent, limits.intent)),
            ModelPart::LocalWhitespaceRevenue => local().map(|local| Self::Estimates(&local.whitespace_revenue)),
            ModelPart::ExpectedRevenue => local().map(|local| Self::Estimates(&local.expected_revenue)),
        };
        found.unwrap_or(Self::Nothing)
    }

    /// The cell of `customer`.
    #[must_use]
    pub fn cell(&self, customer: CustomerIndex) -> TableCell<'a> {
        let at = customer as usize;
        match *self {
            Self::Nothing => TableCell::Missing,
            Self::Texts(texts, ids) => match ids.get(at).map_or("", |id| texts.text(*id)) {
                // Nothing but spaces is as good as nothing.
                text if text.trim().is_empty() => TableCell::Missing,
                text => TableCell::Text(text),
            },
            Self::Ratings(cells, _) => cell(cells, at, TableCell::Rating),
            Self::Scores(cells, _) => cell(cells, at, |score| TableCell::Rating(Rating::Score(score))),
            Self::Cells(scores) => scores.cell(at).map_or(TableCell::Missing, TableCell::Cell),
            Self::Clusters(cells) => cell(cells, at, TableCell::Cluster),
            Self::Segments(cells) => cells.get(at).copied().map_or(TableCell::Missing, TableCell::Segment),
            Self::Counts(cells) => cell(cells, at, TableCell::Count),
            Self::Numbers(cells) => cell(cells, at, TableCell::Number),
            Self::Amounts(cells) => cell(cells, at, TableCell::Money),
            Self::Estimates(cells) => {
                // Sums take an estimate whole.
                let shown = |amount: Money| Money::from_units(three_figures(amount.units()));
                let amount = cells.get(at).copied().flatten().and_then(shown);
                amount.map_or(TableCell::Missing, TableCell::Money)
            }
            Self::Days(cells) => cell(cells, at, TableCell::Day),
            Self::Flags(cells) => cell(cells, at, TableCell::Flag),
        }
    }
}

fn cell<'a, T: Copy>(cells: &[Option<T>], at: usize, wrap: impl Fn(T) -> TableCell<'a>) -> TableCell<'a> {
    cells.get(at).copied().flatten().map_or(TableCell::Missing, wrap)
}

/// The cell of `customer` in `column`.
#[must_use]
pub fn table_cell(
    scored: &ScoredPortfolio,
    model: Option<Model>,
    column: TableColumn,
    customer: CustomerIndex,
) -> TableCell<'_> {
    ColumnCells::of(scored, model, column).cell(customer)
}
