//! The propensity matrix with its counts.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
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
    /// Whitespace revenue of the customers in each cell; `None` where nothing tells it.
    pub whitespace_revenue: Option<[Money; Cell::COUNT]>,
    /// Open expiring revenue of the customers in each cell; `None` where no file tells it.
    pub open_revenue: Option<[Money; Cell::COUNT]>,
}

/// What the cells of a matrix are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// How many customers.
    #[default]
    Customers,
    /// Their whitespace revenue of the matrix's model.
    WhitespaceRevenue,
    /// Their open expiring revenue.
    OpenRevenue,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 3] = [Self::Customers, Self::WhitespaceRevenue, Self::OpenRevenue];
}

#[expect(clippy::indexing_slicing, reason = "a cell's index is below the number of cells")]
impl Matrix {
    pub(crate) fn new(model: Model, map: ClusterMap) -> Self {
        Self { model, cells: [0; Cell::COUNT], unscored: 0, map, whitespace_revenue: None, open_revenue: None }
    }

    /// With sums of the amounts that something tells of.
    pub(crate) fn with_amounts(mut self, whitespace: bool, open: bool) -> Self {
        self.whitespace_revenue = whitespace.then_some([Money::ZERO; Cell::COUNT]);
        self.open_revenue = open.then_some([Money::ZERO; Cell::COUNT]);
        self
    }

    pub(crate) fn count(&mut self, cell: Option<Cell>) {
        match cell {
            Some(cell) => self.cells[cell.index()] += 1,
            None => self.unscored += 1,
        }
    }

    /// Adds the counts and amounts of other customers, of the same model.
    pub(crate) fn add(&mut self, others: &Self) {
        self.cells.iter_mut().zip(others.cells).for_each(|(sum, count)| *sum += count);
        self.unscored += others.unscored;
        let amounts = [
            (&mut self.whitespace_revenue, &others.whitespace_revenue),
            (&mut self.open_revenue, &others.open_revenue),
        ];
        for (sums, amounts) in amounts {
            if let (Some(sums), Some(amounts)) = (sums, amounts) {
                sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += *amount);
            }
        }
    }

    /// Adds what the customer in `cell` would bring, and what expires with its open agreements.
    pub(crate) fn add_amounts(&mut self, cell: Cell, whitespace: Option<Money>, open: Option<Money>) {
        for (sums, amount) in [(&mut self.whitespace_revenue, whitespace), (&mut self.open_revenue, open)] {
            if let (Some(sums), Some(amount)) = (sums, amount) {
                sums[cell.index()] += amount;
            }
        }
    }

    /// What the cells hold by `measure`, as amounts; `None` for customers, or where nothing tells it.
    #[must_use]
    pub fn amounts(&self, measure: Measure) -> Option<&[Money; Cell::COUNT]> {
        match measure {
            Measure::Customers => None,
            Measure::WhitespaceRevenue => self.whitespace_revenue.as_ref(),
            Measure::OpenRevenue => self.open_revenue.as_ref(),
        }
    }

    /// How much of the fullest cell `cell` holds by `measure`, 0 to 1.
    #[must_use]
    pub fn fullness(&self, cell: Cell, measure: Measure) -> f64 {
        let amount = |amount: &Money| amount.units().max(0.0);
        let (own, most) = match self.amounts(measure) {
            Some(amounts) => (amount(&amounts[cell.index()]), amounts.iter().map(amount).fold(0.0, f64::max)),
            None => (f64::from(self.in_cell(cell)), f64::from(self.cells.iter().copied().max().unwrap_or(0))),
        };
        if most > 0.0 { own / most } else { 0.0 }
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
