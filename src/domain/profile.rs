//! The scoring profile: everything about scoring that a user may change, as plain data.

use crate::domain::Date;
use crate::domain::band::{Band, BandLimits};
use crate::domain::cluster::Cluster;
use crate::domain::end_of_service::SupportCalendar;
use crate::domain::fiscal_year::FiscalYearStart;
use crate::domain::intent_weights::IntentWeights;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Currency;
use crate::domain::price_book::PriceBook;
use crate::domain::rule_prior::RulePrior;
use crate::domain::segment::SegmentRule;
use crate::domain::wallet_settings::WalletSettings;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of profiles that this program writes, and the latest that it reads.
pub const PROFILE_VERSION: u32 = 1;

/// Limits, cell map and rules. The default is the one of Microsoft's own screens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScoringProfile {
    /// [`PROFILE_VERSION`] when it was written; a later one is refused.
    #[serde(deserialize_with = "known_version")]
    pub version: u32,
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
    /// The currency of all amounts. Nothing is converted.
    pub currency: Currency,
    /// The day the data speak of, where the user says so; else the files tell.
    #[serde(with = "crate::domain::day_text")]
    pub as_of: Option<Date>,
    /// How much each kind of buying signal counts for Intent.
    pub intent: IntentWeights,
    /// Days on which support ends, beside those that ship with the program or in place of them.
    pub support_calendar: SupportCalendar,
    /// Fit where nobody is known to own anything.
    pub rule_prior: RulePrior,
    /// How likely products are taken up within a year.
    pub wallet: WalletSettings,
    /// The partner's own prices, for products with too few owners to tell what they bring.
    pub price_book: Option<PriceBook>,
    /// What all models may learn from.
    pub attributes: AttributeSwitches,
    /// What single models may learn from, beside [`ScoringProfile::attributes`].
    pub attributes_by_model: BTreeMap<Model, AttributeSwitches>,
}

/// Attributes switched by hand, by the dictionary's names of their columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AttributeSwitches {
    /// Not to be learnt from: where being recorded as an owner depends on an attribute, a model does better without it.
    pub off: BTreeSet<String>,
    /// To be learnt from although the leak alarm rang.
    pub put_back: BTreeSet<String>,
}

impl Default for ScoringProfile {
    fn default() -> Self {
        Self {
            version: PROFILE_VERSION,
            limits: ModelLimits::default(),
            limits_by_model: BTreeMap::new(),
            clusters: ClusterMap::default(),
            segment_rule: SegmentRule::default(),
            fiscal_year_start: FiscalYearStart::default(),
            currency: Currency::default(),
            as_of: None,
            intent: IntentWeights::default(),
            support_calendar: SupportCalendar::default(),
            rule_prior: RulePrior::default(),
            wallet: WalletSettings::default(),
            price_book: None,
            attributes: AttributeSwitches::default(),
            attributes_by_model: BTreeMap::new(),
        }
    }
}

impl ScoringProfile {
    /// Whether our own scores come out the same by `other`: limits and cell map only band them anew.
    #[must_use]
    pub fn learns_like(&self, other: &Self) -> bool {
        let banded_alike = Self {
            limits: other.limits,
            limits_by_model: other.limits_by_model.clone(),
            clusters: other.clusters,
            fiscal_year_start: other.fiscal_year_start,
            currency: other.currency,
            ..self.clone()
        };
        banded_alike == *other
    }

    /// What `model` may not learn from, and what it may although the leak alarm rang.
    #[must_use]
    pub fn switches_for(&self, model: Model) -> AttributeSwitches {
        let mut switches = self.attributes.clone();
        if let Some(own) = self.attributes_by_model.get(&model) {
            switches.off.extend(own.off.iter().cloned());
            switches.put_back.extend(own.put_back.iter().cloned());
        }
        switches
    }

    /// The limits that hold for `model`.
    #[must_use]
    pub fn limits_for(&self, model: Model) -> ModelLimits {
        self.limits_by_model.get(&model).copied().unwrap_or(self.limits)
    }
}

fn known_version<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let version = u32::deserialize(from)?;
    if version > PROFILE_VERSION {
        let newer = format!("version {version} was written by a newer program; this one knows up to {PROFILE_VERSION}");
        return Err(D::Error::custom(newer));
    }
    Ok(version)
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

    /// A map in which Intent counts: Act Now when both are at least Medium, Evaluate when one of them is High or Fit is
    /// Medium, Nurture when either is Low or better, else Educate.
    #[must_use]
    pub fn intent_counts() -> Self {
        let mut map = Self::default();
        for cell in Cell::all() {
            let cluster = match (cell.fit, cell.intent) {
                (Band::High | Band::Medium, Band::High | Band::Medium) => Cluster::ActNow,
                (Band::High | Band::Medium, _) | (_, Band::High) => Cluster::Evaluate,
                (Band::VeryLow, Band::VeryLow) => Cluster::Educate,
                (Band::Low, _) | (Band::VeryLow, _) => Cluster::Nurture,
            };
            map.set(cell, cluster);
        }
        map
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
    fn intent_counts_where_both_must_be_at_least_medium() {
        let map = ClusterMap::intent_counts();
        for cell in Cell::all() {
            let is_act_now = cell.fit <= Band::Medium && cell.intent <= Band::Medium;
            assert_eq!(map.cluster(cell) == Cluster::ActNow, is_act_now, "{cell:?}");
        }
    }

    #[test]
    fn a_profile_survives_json_and_a_missing_part_takes_its_default() {
        let mut profile = ScoringProfile::default();
        profile.clusters.set(Cell { fit: Band::Low, intent: Band::High }, Cluster::Evaluate);
        profile.limits_by_model.insert(Model::Azure, ModelLimits::default());
        profile.as_of = Some(jiff::civil::date(2026, 10, 1));
        profile.attributes.off.insert("City".to_owned());
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<ScoringProfile>(&json).unwrap(), profile);
        assert_eq!(serde_json::from_str::<ScoringProfile>("{}").unwrap(), ScoringProfile::default());
        let endless = r#"{"limits":{"fit":{"high":1e99,"medium":5,"low":3}}}"#;
        assert!(serde_json::from_str::<ScoringProfile>(endless).is_err(), "it could not be written again");
        let newer = serde_json::from_str::<ScoringProfile>(r#"{"version":2}"#).unwrap_err();
        assert!(newer.to_string().contains("newer"), "{newer}");
        assert!(serde_json::from_str::<ScoringProfile>(r#"{"as_of":"2026-13-01"}"#).is_err());
    }
}
