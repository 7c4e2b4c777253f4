//! What a user may change about whitespace revenue.

use crate::domain::model::Model;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How likely a product is taken up within a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WalletSettings {
    /// The yearly adoption rate as a share of the share of owners, where a model has no rate of its own.
    pub adoption_of_owners: f64,
    /// Yearly adoption rates of single models: the share of customers without the product that take it in a year.
    pub adoption_by_model: BTreeMap<Model, f64>,
}

impl Default for WalletSettings {
    /// 0.15: a product that half of the customers own is taken by 7.5 percent of the rest in a year.
    fn default() -> Self {
        Self { adoption_of_owners: 0.15, adoption_by_model: BTreeMap::new() }
    }
}

impl WalletSettings {
    /// The smallest and the largest rate that can be meant: none is impossible, none is certain.
    const RATES: (f64, f64) = (1e-4, 0.9);

    /// The yearly adoption rate of `model`, of which `share_of_owners` (0 to 1) of the customers are owners.
    #[must_use]
    pub fn adoption_rate(&self, model: Model, share_of_owners: f64) -> f64 {
        let own = self.adoption_by_model.get(&model).copied();
        let rate = own.unwrap_or(share_of_owners * self.adoption_of_owners);
        let (least, most) = Self::RATES;
        if rate.is_finite() { rate.clamp(least, most) } else { least }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_models_own_rate_wins_and_no_rate_is_beyond_belief() {
        let mut settings = WalletSettings::default();
        assert_eq!(settings.adoption_rate(Model::Azure, 0.4), 0.06);
        settings.adoption_by_model.insert(Model::Azure, 0.2);
        assert_eq!(settings.adoption_rate(Model::Azure, 0.4), 0.2);
        settings.adoption_by_model.insert(Model::Azure, f64::NAN);
        assert_eq!(settings.adoption_rate(Model::Azure, 0.4), 1e-4);
        assert_eq!(settings.adoption_rate(Model::M365, 0.0), 1e-4);
        assert_eq!(serde_json::from_str::<WalletSettings>("{}").unwrap(), WalletSettings::default());
    }
}
