//! One model's bands and clusters, by the limits and the cell map of a profile (docs/scoring.md, Bands, cells, clusters).
//!
//! Degenerate: a missing score has no band, and a customer without both bands no cell; its cluster is then the file's own, or
//! the one that the map gives whatever Intent is, else none.

use crate::domain::band::{Band, BandLimits};
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::profile::{ClusterMap, ModelLimits, ScoringProfile};
use crate::domain::rating::Rating;
use crate::portfolio::model_columns::ModelColumns;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

/// Customers that are worked on together.
const BLOCK: usize = 16_384;

/// The bands of every customer for one model.
#[derive(Debug)]
pub struct ModelScores {
    /// The model.
    pub model: Model,
    /// Fit bands; empty when no file brings Fit.
    pub fit_band: Vec<Option<Band>>,
    /// Intent bands; empty when no file brings Intent.
    pub intent_band: Vec<Option<Band>>,
    /// Clusters: by the profile's map where both bands are known, or where no source has Intent and the map needs none;
    /// else the file's own.
    pub cluster: Vec<Option<Cluster>>,
    /// For how many customers the file's own cluster differs from the map's.
    pub differing_clusters: u32,
}

impl ModelScores {
    /// Bands and clusters of `columns` by `profile`.
    #[must_use]
    pub fn compute(columns: &ModelColumns, profile: &ScoringProfile) -> Self {
        let limits = profile.limits_for(columns.model);
        let (fit_band, intent_band) =
            rayon::join(|| bands(&columns.fit, limits.fit), || bands(&columns.intent, limits.intent));
        let mut scores =
            Self { model: columns.model, fit_band, intent_band, cluster: Vec::new(), differing_clusters: 0 };
        let count = columns.fit.len().max(columns.intent.len()).max(columns.cluster.len());
        let mut clusters = vec![None; count];
        let by_fit = Band::ALL.map(|fit| profile.clusters.cluster_of_fit(fit).filter(|_| columns.intent.is_empty()));
        let blocks = clusters.par_chunks_mut(BLOCK).enumerate().map(|(block, clusters)| {
            let mut differing = 0;
            for (customer, cluster) in (block * BLOCK..).zip(clusters) {
                let own = columns.cluster.get(customer).copied().flatten();
                let fit = scores.fit_band.get(customer).copied().flatten();
                let mapped = scores.cell(customer).map(|cell| profile.clusters.cluster(cell));
                differing += u32::from(own.is_some() && mapped.is_some() && own != mapped);
                *cluster = mapped.or(own).or_else(|| by_fit.get(fit?.index()).copied().flatten());
            }
            differing
        });
        scores.differing_clusters = blocks.sum();
        scores.cluster = clusters;
        scores
    }

    /// The cell of `customer`; `None` unless both bands are known.
    #[must_use]
    pub fn cell(&self, customer: usize) -> Option<Cell> {
        let fit = self.fit_band.get(customer).copied().flatten()?;
        let intent = self.intent_band.get(customer).copied().flatten()?;
        Some(Cell { fit, intent })
    }

    /// The cluster of `customer`, if it is known.
    #[must_use]
    pub fn cluster(&self, customer: usize) -> Option<Cluster> {
        self.cluster.get(customer).copied().flatten()
    }

    /// Whether there is a matrix: some file brings Fit and some Intent.
    #[must_use]
    pub fn has_matrix(&self) -> bool {
        !self.fit_band.is_empty() && !self.intent_band.is_empty()
    }
}

/// What limits and a map make of single customers, without a vector for all: for looking at a draft.
#[derive(Debug, Clone, Copy)]
pub struct Banding<'a> {
    columns: &'a ModelColumns,
    limits: ModelLimits,
    clusters: ClusterMap,
}

impl<'a> Banding<'a> {
    /// Of `columns`, by `limits` and `clusters`.
    #[must_use]
    pub fn new(columns: &'a ModelColumns, limits: ModelLimits, clusters: ClusterMap) -> Self {
        Self { columns, limits, clusters }
    }

    fn fit(&self, customer: usize) -> Option<Band> {
        self.columns.fit.get(customer).copied().flatten().map(|rating| rating.band(self.limits.fit))
    }

    /// The cell of `customer`; `None` unless both bands are known.
    #[must_use]
    pub fn cell(&self, customer: usize) -> Option<Cell> {
        let intent = self.columns.intent.get(customer).copied().flatten()?.band(self.limits.intent);
        Some(Cell { fit: self.fit(customer)?, intent })
    }

    /// The cluster of `customer`, by the same rule as [`ModelScores::cluster`].
    #[must_use]
    pub fn cluster(&self, customer: usize) -> Option<Cluster> {
        let mapped = self.cell(customer).map(|cell| self.clusters.cluster(cell));
        let own = || self.columns.cluster.get(customer).copied().flatten();
        let by_fit = || self.clusters.cluster_of_fit(self.fit(customer).filter(|_| self.columns.intent.is_empty())?);
        mapped.or_else(own).or_else(by_fit)
    }
}

fn bands(ratings: &[Option<Rating>], limits: BandLimits) -> Vec<Option<Band>> {
    ratings.par_iter().with_min_len(BLOCK).map(|rating| rating.map(|rating| rating.band(limits))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::score::Score;

    fn columns() -> ModelColumns {
        let score = |value| Score::new(value).map(Rating::Score);
        ModelColumns {
            model: Model::Azure,
            fit: vec![score(80.0), score(60.0), None, Some(Rating::Band(Band::Low))],
            intent: vec![score(10.0), score(90.0), score(50.0), score(80.0)],
            cluster: vec![Some(Cluster::ActNow), Some(Cluster::ActNow), Some(Cluster::Nurture), None],
            whitespace_revenue: Vec::new(),
        }
    }

    #[test]
    fn both_bands_make_a_cell_and_the_map_its_cluster() {
        let scores = ModelScores::compute(&columns(), &ScoringProfile::default());
        let codes: Vec<Option<&str>> = (0..5).map(|customer| scores.cell(customer).map(Cell::code)).collect();
        assert_eq!(codes, [Some("A4"), Some("E5"), None, Some("N9"), None]);
        let clusters: Vec<Option<Cluster>> = (0..4).map(|customer| scores.cluster(customer)).collect();
        assert_eq!(
            clusters,
            [Some(Cluster::ActNow), Some(Cluster::Evaluate), Some(Cluster::Nurture), Some(Cluster::Nurture)],
            "where a band is missing the file's own cluster stays"
        );
        assert_eq!(scores.differing_clusters, 1);
    }

    #[test]
    fn single_customers_are_banded_like_all() {
        // More than are worked on together.
        let count = BLOCK + 7;
        let mut columns = columns();
        columns.fit = columns.fit.into_iter().cycle().take(count).collect();
        columns.intent = columns.intent.into_iter().take(3).cycle().take(count).collect();
        columns.cluster = columns.cluster.into_iter().cycle().take(count).collect();
        let profile = ScoringProfile::default();
        for _ in 0..2 {
            let (scores, limits) = (ModelScores::compute(&columns, &profile), profile.limits_for(columns.model));
            let banding = Banding::new(&columns, limits, profile.clusters);
            for customer in 0..=count {
                assert_eq!(banding.cell(customer), scores.cell(customer));
                assert_eq!(banding.cluster(customer), scores.cluster(customer), "{customer}");
            }
            columns.intent = Vec::new();
        }
    }

    #[test]
    fn a_changed_map_moves_the_cluster_but_not_the_cell() {
        let mut profile = ScoringProfile::default();
        profile.clusters.set(Cell { fit: Band::Medium, intent: Band::High }, Cluster::ActNow);
        let scores = ModelScores::compute(&columns(), &profile);
        assert_eq!(scores.cluster(1), Some(Cluster::ActNow));
        assert_eq!(scores.cell(1).map(Cell::code), Some("E5"));
    }
}
