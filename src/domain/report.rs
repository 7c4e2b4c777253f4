//! The kinds of report that Partner Center offers.

use serde::{Deserialize, Serialize};

/// What a file is, told by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReportKind {
    /// Microsoft 365 propensity: a row is a customer.
    CLASM365Propensity,
    /// Azure propensity: a row is a customer.
    CLASAzurePropensity,
    /// Dynamics 365 propensity: a row is a customer.
    CLASD365Propensity,
    /// Surface propensity: a row is a customer.
    CLASSurfacePropensity,
    /// Renewals: a row is an agreement.
    CLASAgreementRenewalsPropensity,
    /// Tenants: a row is a customer, product and month.
    CustomersAndTenants,
    /// Seats and billing: a row is a subscription and month.
    SeatsSubscriptionsAndRevenue,
    /// Azure usage: a row is a subscription, meter and month.
    AzureUsage,
    /// Buying signals: a row is an event.
    Signals,
    /// Opportunities: a row is one that was won, lost, or is open.
    Outcomes,
    /// Customers with scores, under none of Microsoft's report names.
    PropensityModel,
}

impl ReportKind {
    /// Whether a customer may have several rows: agreements, subscriptions or months.
    #[must_use]
    pub fn has_several_rows_a_customer(self) -> bool {
        match self {
            Self::CLASAgreementRenewalsPropensity
            | Self::CustomersAndTenants
            | Self::SeatsSubscriptionsAndRevenue
            | Self::AzureUsage
            | Self::Signals
            | Self::Outcomes => true,
            Self::CLASM365Propensity
            | Self::CLASAzurePropensity
            | Self::CLASD365Propensity
            | Self::CLASSurfacePropensity
            | Self::PropensityModel => false,
        }
    }

    /// The report's own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CLASM365Propensity => "CLASM365Propensity",
            Self::CLASAzurePropensity => "CLASAzurePropensity",
            Self::CLASD365Propensity => "CLASD365Propensity",
            Self::CLASSurfacePropensity => "CLASSurfacePropensity",
            Self::CLASAgreementRenewalsPropensity => "CLASAgreementRenewalsPropensity",
            Self::CustomersAndTenants => "CustomersAndTenants",
            Self::SeatsSubscriptionsAndRevenue => "SeatsSubscriptionsAndRevenue",
            Self::AzureUsage => "AzureUsage",
            Self::Signals => "Signals",
            Self::Outcomes => "Outcomes",
            Self::PropensityModel => "PropensityModel",
        }
    }
}
