//! The propensity matrix with its counts.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::profile::ClusterMap;

/// How many customers stand in each cell of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The model.
    pub model: Model,
    /// Customers in each cell, in the order of [`Cell::index`].
    pub cells: [u32; Cell::COUNT],
    /// Customers whose Fit or Intent is missing.
    pub unscored: u32,
    /// Which cluster each cell belongs to.
    pub map: ClusterMap,
}

#[expect(clippy::indexing_slicing, reason = "a cell's index is below the number of cells")]
impl Matrix {
    pub(crate) fn new(model: Model, map: ClusterMap) -> Self {
        Self { model, cells: [0; Cell::COUNT], unscored: 0, map }
    }

    pub(crate) fn count(&mut self, cell: Option<Cell>) {
        match cell {
            Some(cell) => self.cells[cell.index()] += 1,
            None => self.unscored += 1,
        }
    }

    /// Customers in `cell`.
    #[must_use]
    pub fn in_cell(&self, cell: Cell) -> u32 {
        self.cells[cell.index()]
    }

    /// Customers in all cells together.
    #[must_use]
    pub fn scored(&self) -> u32 {
        self.cells.iter().sum()
    }

    /// The cell's share of the scored customers, 0 to 1.
    #[must_use]
    pub fn share(&self, cell: Cell) -> f64 {
        share(self.in_cell(cell), self.scored())
    }

    /// Customers in the row `fit`, 0 for High.
    #[must_use]
    pub fn row_total(&self, fit: usize) -> u32 {
        Cell::all().filter(|cell| cell.fit.index() == fit).map(|cell| self.in_cell(cell)).sum()
    }

    /// Customers in the column `intent`, 0 for High.
    #[must_use]
    pub fn column_total(&self, intent: usize) -> u32 {
        Cell::all().filter(|cell| cell.intent.index() == intent).map(|cell| self.in_cell(cell)).sum()
    }

    /// Customers in the cells of `cluster`.
    #[must_use]
    pub fn in_cluster(&self, cluster: Cluster) -> u32 {
        Cell::all().filter(|cell| self.map.cluster(*cell) == cluster).map(|cell| self.in_cell(cell)).sum()
    }
}

/// `part` of `whole`, 0 to 1; 0 of nothing is 0.
#[must_use]
pub fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}
