//! The scoring profile: everything about scoring that a user may change, as plain data.

use crate::domain::band::{Band, BandLimits};
use crate::domain::cluster::Cluster;
use crate::domain::fiscal_year::FiscalYearStart;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::segment::SegmentRule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Limits, cell map and rules. The default is the one of Microsoft's own screens.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScoringProfile {
    /// Limits where a model has none of its own.
    pub limits: ModelLimits,
    /// Limits of single models.
    pub limits_by_model: BTreeMap<Model, ModelLimits>,
    /// Which cluster each cell belongs to.
    pub clusters: ClusterMap,
    /// The segment of customers whose report names none.
    pub segment_rule: SegmentRule,
    /// When fiscal years begin.
    pub fiscal_year_start: FiscalYearStart,
}

impl ScoringProfile {
    /// The limits that hold for `model`.
    #[must_use]
    pub fn limits_for(&self, model: Model) -> ModelLimits {
        self.limits_by_model.get(&model).copied().unwrap_or(self.limits)
    }
}

/// The band limits of one model's two scores.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelLimits {
    /// Limits of Fit.
    pub fit: BandLimits,
    /// Limits of Intent.
    pub intent: BandLimits,
}

/// The cluster of each of the 16 cells, in the order of [`Cell::index`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClusterMap([Cluster; Cell::COUNT]);

impl Default for ClusterMap {
    /// Microsoft's map: the cluster follows the Fit row.
    fn default() -> Self {
        Self(std::array::from_fn(|index| match index / 4 {
            0 => Cluster::ActNow,
            1 => Cluster::Evaluate,
            2 => Cluster::Nurture,
            _ => Cluster::Educate,
        }))
    }
}

#[expect(clippy::indexing_slicing, reason = "a cell's index is below the number of cells")]
impl ClusterMap {
    /// The cluster of `cell`.
    #[must_use]
    pub fn cluster(&self, cell: Cell) -> Cluster {
        self.0[cell.index()]
    }

    /// The cluster of customers with this Fit of whose Intent nothing is known; `None` where Intent would tell.
    #[must_use]
    pub fn cluster_of_fit(&self, fit: Band) -> Option<Cluster> {
        let [first, rest @ ..] = Band::ALL.map(|intent| self.cluster(Cell { fit, intent }));
        rest.iter().all(|cluster| *cluster == first).then_some(first)
    }

    /// Puts `cell` into `cluster`.
    pub fn set(&mut self, cell: Cell, cluster: Cluster) {
        self.0[cell.index()] = cluster;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_cluster_follows_the_fit_row() {
        let map = ClusterMap::default();
        for cell in Cell::all() {
            assert_eq!(map.cluster(cell).index(), cell.fit.index());
            assert!(cell.code().starts_with(map.cluster(cell).letters()));
        }
    }

    #[test]
    fn a_profile_survives_json_and_a_missing_part_takes_its_default() {
        let mut profile = ScoringProfile::default();
        profile.clusters.set(Cell { fit: Band::Low, intent: Band::High }, Cluster::Evaluate);
        profile.limits_by_model.insert(Model::Azure, ModelLimits::default());
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<ScoringProfile>(&json).unwrap(), profile);
        assert_eq!(serde_json::from_str::<ScoringProfile>("{}").unwrap(), ScoringProfile::default());
        let endless = r#"{"limits":{"fit":{"high":1e99,"medium":5,"low":3}}}"#;
        assert!(serde_json::from_str::<ScoringProfile>(endless).is_err(), "it could not be written again");
    }
}
