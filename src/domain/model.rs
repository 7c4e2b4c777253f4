//! A model: one product's propensity.

use serde::{Deserialize, Serialize};

/// The product that a Fit, Intent and cluster triple is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Microsoft 365 whitespace.
    M365,
    /// Office 365 (2021 reports only).
    O365,
    /// Surface whitespace.
    Surface,
    /// Azure whitespace.
    Azure,
    /// Dynamics 365 Business Central.
    D365BusinessCentral,
    /// Dynamics 365 Finance and Operations.
    D365FinanceOperations,
    /// Dynamics 365 Sales (Customer Engagement).
    D365CustomerEngagement,
    /// Power Apps whitespace.
    PowerApps,
}

impl Model {
    /// All models, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::M365,
        Self::O365,
        Self::Surface,
        Self::Azure,
        Self::D365BusinessCentral,
        Self::D365FinanceOperations,
        Self::D365CustomerEngagement,
        Self::PowerApps,
    ];

    /// The short name that the reports put before Fit, Intent and Cluster, and the command line takes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::M365 => "M365",
            Self::O365 => "O365",
            Self::Surface => "Surface",
            Self::Azure => "Azure",
            Self::D365BusinessCentral => "D365BC",
            Self::D365FinanceOperations => "D365FO",
            Self::D365CustomerEngagement => "D365CE",
            Self::PowerApps => "PowerApps",
        }
    }

    /// The product's name; the same in English and Japanese.
    #[must_use]
    pub fn product_name(self) -> &'static str {
        match self {
            Self::M365 => "Microsoft 365",
            Self::O365 => "Office 365",
            Self::Surface => "Surface",
            Self::Azure => "Azure",
            Self::D365BusinessCentral => "Dynamics 365 Business Central",
            Self::D365FinanceOperations => "Dynamics 365 Finance and Operations",
            Self::D365CustomerEngagement => "Dynamics 365 Sales",
            Self::PowerApps => "Power Apps",
        }
    }

    /// The model whose [`Model::key`] is `key`, in any case.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.key().eq_ignore_ascii_case(key))
    }

    /// Position in [`Model::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_and_key_find_the_model_again() {
        for (index, model) in Model::ALL.into_iter().enumerate() {
            assert_eq!(model.index(), index);
            assert_eq!(Model::from_key(&model.key().to_lowercase()), Some(model));
        }
    }
}
