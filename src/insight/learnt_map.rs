//! The cell map that a file's own clusters follow: the majority of each cell, with how pure it is.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::profile::{ClusterMap, ModelLimits};
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::model_scores::Banding;

/// A map learnt from one model's clusters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearntMap {
    /// The map; cells without a customer are as they were.
    pub map: ClusterMap,
    /// What each cell was learnt from, in the order of [`Cell::index`]; `None` where nobody stands there.
    pub cells: [Option<LearntCell>; Cell::COUNT],
}

/// What a cell's cluster was learnt from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LearntCell {
    /// Customers of the cell whose cluster the file names.
    pub customers: u32,
    /// How many of them are in the cluster that was learnt.
    pub agreeing: u32,
}

impl LearntMap {
    /// Learns from `columns` by the bands of `limits`; where nobody stands, and where two clusters are as frequent and one of
    /// them is the cell's already, `now` stays. Else of equals the more urgent one is taken.
    #[must_use]
    pub fn of(columns: &ModelColumns, limits: ModelLimits, now: ClusterMap) -> Self {
        let banding = Banding::new(columns, limits, now);
        let mut counts = [[0_u32; 4]; Cell::COUNT];
        for (customer, cluster) in columns.cluster.iter().enumerate() {
            let Some((cell, cluster)) = banding.cell(customer).zip(*cluster) else { continue };
            if let Some(count) = counts.get_mut(cell.index()).and_then(|row| row.get_mut(cluster.index())) {
                *count += 1;
            }
        }
        let mut learnt = Self { map: now, cells: [None; Cell::COUNT] };
        for ((cell, counts), slot) in Cell::all().zip(&counts).zip(&mut learnt.cells) {
            let customers: u32 = counts.iter().sum();
            let of = |cluster: Cluster| counts.get(cluster.index()).copied().unwrap_or(0);
            let rank = |cluster: &Cluster| (of(*cluster), *cluster == now.cluster(cell), std::cmp::Reverse(*cluster));
            let Some(most) = Cluster::ALL.into_iter().max_by_key(rank).filter(|_| customers > 0) else { continue };
            learnt.map.set(cell, most);
            *slot = Some(LearntCell { customers, agreeing: of(most) });
        }
        learnt
    }

    /// The share of all customers that are in their cell's cluster, 0 to 1; `None` when the file names no cluster.
    #[must_use]
    pub fn purity(&self) -> Option<f64> {
        let known = || self.cells.iter().flatten();
        let customers: u32 = known().map(|cell| cell.customers).sum();
        let agreeing: u32 = known().map(|cell| cell.agreeing).sum();
        (customers > 0).then(|| f64::from(agreeing) / f64::from(customers))
    }
}
