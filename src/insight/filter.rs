//! Which customers are looked at.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::segment::Segment;

/// At most one choice a dimension; together they narrow the customers down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only this cell of the chosen model's matrix.
    pub cell: Option<Cell>,
    /// Only this cluster of the chosen model.
    pub cluster: Option<Cluster>,
    /// Only this segment.
    pub segment: Option<Segment>,
}

impl Filter {
    /// Whether everything is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Chooses `cell`, or lets it go when it is chosen already. A cell and a cluster exclude each other.
    pub fn toggle_cell(&mut self, cell: Cell) {
        self.cell = if self.cell == Some(cell) { None } else { Some(cell) };
        self.cluster = None;
    }

    /// Chooses `cluster`, or lets it go when it is chosen already. A cell and a cluster exclude each other.
    pub fn toggle_cluster(&mut self, cluster: Cluster) {
        self.cluster = if self.cluster == Some(cluster) { None } else { Some(cluster) };
        self.cell = None;
    }

    /// Chooses `segment`, or lets it go when it is chosen already.
    pub fn toggle_segment(&mut self, segment: Segment) {
        self.segment = if self.segment == Some(segment) { None } else { Some(segment) };
    }

    pub(crate) fn allows_segment(&self, segment: Segment) -> bool {
        self.segment.is_none_or(|wanted| wanted == segment)
    }

    pub(crate) fn allows_place(&self, cell: Option<Cell>, cluster: Option<Cluster>) -> bool {
        self.cell.is_none_or(|wanted| cell == Some(wanted)) && self.cluster.is_none_or(|wanted| cluster == Some(wanted))
    }
}
