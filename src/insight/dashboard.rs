//! Everything one screen shows of a portfolio, for one model, filter and sort order.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::breakdown::{Breakdown, Dimension};
use crate::insight::cards::Cards;
use crate::insight::counts::Counts;
use crate::insight::distribution::Distribution;
use crate::insight::expiry::ExpiryCalendar;
use crate::insight::filter::Filter;
use crate::insight::matrix::Matrix;
use crate::insight::table::{SortOrder, TableColumn, all_columns, table_columns};
use crate::portfolio::CustomerIndex;
use crate::support::bits::Bits;
use crate::support::progress::{Cancelled, Progress};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    /// The model whose matrix is shown; `None` when the files have no model.
    pub model: Option<Model>,
    /// Which customers.
    pub filter: Filter,
    /// The order of the table.
    pub sort: SortOrder,
    /// What the customers are divided by.
    pub dimension: Dimension,
    /// Whether the matrices of all models are wanted.
    pub all_models: bool,
}

/// The answer.
///
/// Each chart counts the customers that the *other* charts' choices leave, so that the own choice can be seen
/// beside what it leaves out; cards, distributions and rows follow all choices.
#[derive(Debug)]
pub struct Dashboard {
    /// What was asked.
    pub question: Question,
    /// All customers of the portfolio.
    pub all_customers: u32,
    /// The cards.
    pub cards: Cards,
    /// Customers in each segment, in the order of [`crate::domain::segment::Segment::ALL`].
    pub segments: [u32; 4],
    /// The matrix; `None` when the model has no Fit or no Intent.
    pub matrix: Option<Matrix>,
    /// Customers in each cluster, in the order of [`crate::domain::cluster::Cluster::ALL`].
    pub clusters: [u32; 4],
    /// How many of those stand in no cell, as Fit or Intent is missing: their cluster is the file's own.
    pub clusters_without_cell: u32,
    /// For how many customers the file's own cluster differs from the map's, in the whole portfolio.
    pub differing_clusters: u32,
    /// How Fit spreads; `None` when the model has none.
    pub fit: Option<Distribution>,
    /// How Intent spreads; `None` when the model has none.
    pub intent: Option<Distribution>,
    /// The customers divided by what is asked; `None` for the segment, which [`Dashboard::segments`] tells.
    pub breakdown: Option<Breakdown>,
    /// When agreements expire; `None` when no file tells.
    pub expiry: Option<ExpiryCalendar>,
    /// The matrix of every model that has one; empty unless it is asked for.
    pub all_models: Vec<Matrix>,
    /// The columns of the table under the charts.
    pub columns: Vec<TableColumn>,
    /// Every column that there is.
    pub all_columns: Vec<TableColumn>,
    /// The customers of the table, in its order.
    pub rows: Vec<CustomerIndex>,
}

impl Dashboard {
    /// Answers `question`.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn compute(scored: &ScoredPortfolio, question: &Question, progress: &Progress) -> Result<Self, Cancelled> {
        let scores = scored.scores.models.iter().find(|scores| Some(scores.model) == question.model);
        let narrowed = scored.narrowed(question.model, &question.filter, progress)?;
        let (counts, left) = Counts::of(scored, question, narrowed.as_ref(), progress)?;
        let cards = Cards::new(scored, question.model, &counts);
        let ordered = scored.ordered(question.model, &question.sort);
        let rows: Vec<CustomerIndex> =
            ordered.iter().copied().filter(|customer| left.has(*customer as usize)).collect();
        progress.advance(0)?;
        let fiscal_year = cards.fiscal_year;
        Ok(Self {
            question: question.clone(),
            all_customers: u32::try_from(scored.portfolio.customer_count()).unwrap_or(u32::MAX),
            cards,
            segments: counts.segments,
            matrix: counts.matrix,
            clusters: counts.clusters,
            clusters_without_cell: counts.clusters_without_cell,
            differing_clusters: scores.map_or(0, |scores| scores.differing_clusters),
            fit: counts.fit,
            intent: counts.intent,
            breakdown: divided(scored, question, &rows, progress)?,
            expiry: ExpiryCalendar::compute(scored, scores, fiscal_year, |customer| left.has(customer)),
            all_models: if question.all_models { all_models(scored, question, narrowed.as_ref()) } else { Vec::new() },
            columns: table_columns(scored, question.model),
            all_columns: all_columns(scored, question.model),
            rows,
        })
    }

    /// Customers that the choices leave.
    #[must_use]
    pub fn shown(&self) -> u32 {
        self.cards.customers
    }
}

/// The customers divided as `question` asks. The chart's own choice narrows it not: what it leaves out stays beside it.
fn divided(
    scored: &ScoredPortfolio,
    question: &Question,
    rows: &[CustomerIndex],
    progress: &Progress,
) -> Result<Option<Breakdown>, Cancelled> {
    let Some(attribute) = question.dimension.attribute(scored) else { return Ok(None) };
    let column = TableColumn::Attribute(attribute);
    if question.filter.condition(column).is_none() {
        return Ok(Breakdown::compute(scored, question.dimension, rows));
    }
    let mut others = question.filter.clone();
    others.set_condition(column, None);
    let left = scored.left_by(question.model, &others, progress)?;
    let rows: Vec<CustomerIndex> = left.iter().filter_map(|customer| CustomerIndex::try_from(customer).ok()).collect();
    Ok(Breakdown::compute(scored, question.dimension, &rows))
}

/// The matrix of every model, of the customers that segments and conditions leave.
fn all_models(scored: &ScoredPortfolio, question: &Question, narrowed: Option<&Bits>) -> Vec<Matrix> {
    let models = scored.scores.models.iter().filter(|scores| scores.has_matrix());
    models
        .map(|scores| {
            let mut matrix = Matrix::new(scores.model, scored.profile.clusters);
            for (customer, segment) in scored.scores.segments.iter().enumerate() {
                let is_in = narrowed.is_none_or(|narrowed| narrowed.has(customer));
                if is_in && question.filter.allows_segment(*segment) {
                    matrix.count(scores.cell(customer));
                }
            }
            matrix
        })
        .collect()
}
