//! Views of the table that are kept under a name: columns, order, filter and sort.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::condition::Condition;
use crate::insight::dashboard::Question;
use crate::insight::filter::Filter;
use crate::insight::table::{Sort, SortOrder, TableColumn, all_columns};
use crate::session::layout::TableLayout;
use serde::{Deserialize, Serialize};

/// A view that is kept. Columns stand in it by name, so that it serves next month's files as well; what those do not have
/// is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedView {
    /// What it is called.
    pub name: String,
    model: Option<Model>,
    columns: Vec<String>,
    hidden: Vec<String>,
    frozen: usize,
    widths: Vec<(String, u16)>,
    sort: Vec<(String, bool)>,
    search: String,
    conditions: Vec<(String, Condition)>,
    cells: Vec<Cell>,
    clusters: Vec<Cluster>,
    segments: Vec<Segment>,
}

impl SavedView {
    /// What `question` and `layout` show of `scored`, under `name`.
    pub(super) fn new(name: String, scored: &ScoredPortfolio, question: &Question, layout: &TableLayout) -> Self {
        let key = |column: &TableColumn| column.key(scored);
        let filter = &question.filter;
        Self {
            name,
            model: question.model,
            columns: layout.shown().iter().map(key).collect(),
            hidden: layout.hidden().iter().map(key).collect(),
            frozen: layout.frozen(),
            widths: layout.widths().map(|(column, width)| (key(&column), width)).collect(),
            sort: question.sort.keys().iter().map(|sort| (key(&sort.column), sort.descending)).collect(),
            search: filter.search.clone(),
            conditions: filter.conditions.iter().map(|(column, kept)| (key(column), kept.clone())).collect(),
            cells: filter.cells.iter().collect(),
            clusters: filter.clusters.iter().collect(),
            segments: filter.segments.iter().collect(),
        }
    }

    /// The columns that it hides.
    pub(super) fn hidden(&self) -> &[String] {
        &self.hidden
    }

    /// The widths given by hand, in points.
    pub(super) fn widths(&self) -> &[(String, u16)] {
        &self.widths
    }

    /// The question that the view asks of `scored`, and its columns.
    pub(super) fn of(&self, scored: &ScoredPortfolio, before: &Question) -> (Question, Vec<TableColumn>, usize) {
        let model = self.model.filter(|model| scored.models().any(|known| known == *model)).or(before.model);
        let available = all_columns(scored, model);
        let keys: Vec<String> = available.iter().map(|column| column.key(scored)).collect();
        let find = |name: &str| {
            let at = keys.iter().position(|key| key == name);
            at.and_then(|at| available.get(at)).copied()
        };
        // A condition names the model, which may be the chosen one.
        let fixed = |name: &str| {
            let fixed: Vec<TableColumn> = available.iter().map(|column| column.fixed(model)).collect();
            fixed.into_iter().find(|column| column.key(scored) == name)
        };
        let sort: Vec<Sort> = self
            .sort
            .iter()
            .filter_map(|(name, descending)| Some(Sort { column: find(name)?, descending: *descending }))
            .collect();
        let conditions =
            self.conditions.iter().filter_map(|(name, kept)| Some((fixed(name).or_else(|| find(name))?, kept.clone())));
        let filter = Filter {
            cells: self.cells.iter().copied().collect(),
            clusters: self.clusters.iter().copied().collect(),
            segments: self.segments.iter().copied().collect(),
            conditions: conditions.collect(),
            search: self.search.clone(),
            ..Filter::default()
        };
        let sort = if sort.is_empty() { SortOrder::default() } else { SortOrder::new(sort) };
        let columns = self.columns.iter().filter_map(|name| find(name)).collect();
        (Question { model, filter, sort, ..before.clone() }, columns, self.frozen)
    }
}
