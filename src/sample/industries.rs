//! The industries of the sample, and how each leans.

use crate::domain::model::Model;

/// An industry.
#[derive(Debug, PartialEq)]
pub struct Industry {
    /// Its name in the report.
    pub name: &'static str,
    /// Its verticals.
    pub verticals: &'static [&'static str],
    /// How many of a hundred customers belong to it.
    pub weight: u32,
    /// What it adds to digital maturity, in standard deviations.
    pub maturity: f64,
    /// The two products it leans to: each gains [`LEAN`].
    pub leans_to: [Model; 2],
    /// The Segment column's value.
    pub sector: Sector,
}

/// What an industry adds to the affinity for the products it leans to, in standard deviations: enough that an engine
/// can find it among a few thousand customers, too little to decide a score alone.
pub const LEAN: f64 = 0.4;

/// Who owns the customers of an industry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sector {
    /// Firms.
    Commercial,
    /// Schools and universities.
    Education,
    /// Authorities.
    Government,
    /// Charities.
    Nonprofit,
}

const fn industry(
    name: &'static str,
    verticals: &'static [&'static str],
    weight: u32,
    maturity: f64,
    leans_to: [Model; 2],
    sector: Sector,
) -> Industry {
    Industry { name, verticals, weight, maturity, leans_to, sector }
}

/// All industries; the weights sum to 100.
pub static INDUSTRIES: [Industry; 12] = [
    industry(
        "Manufacturing",
        &["Discrete Manufacturing", "Process Manufacturing"],
        17,
        -0.2,
        [Model::D365FinanceOperations, Model::D365BusinessCentral],
        Sector::Commercial,
    ),
    industry(
        "Professional Services",
        &["Legal Services", "Accounting", "Consulting"],
        14,
        0.4,
        [Model::M365, Model::D365CustomerEngagement],
        Sector::Commercial,
    ),
    industry(
        "Retailers",
        &["Specialty Retail", "Grocery"],
        12,
        -0.1,
        [Model::D365BusinessCentral, Model::PowerApps],
        Sector::Commercial,
    ),
    industry(
        "Health",
        &["Health Provider", "Pharmaceuticals"],
        10,
        0.1,
        [Model::M365, Model::Surface],
        Sector::Commercial,
    ),
    industry(
        "Architecture, Engineering and Construction",
        &["Construction", "Engineering"],
        10,
        -0.4,
        [Model::Surface, Model::PowerApps],
        Sector::Commercial,
    ),
    industry(
        "Travel, Transport and Hospitality",
        &["Transport", "Hospitality"],
        9,
        -0.3,
        [Model::PowerApps, Model::D365FinanceOperations],
        Sector::Commercial,
    ),
    industry(
        "Media and Telco",
        &["Media and Entertainment", "Telecommunications"],
        6,
        0.7,
        [Model::Azure, Model::Surface],
        Sector::Commercial,
    ),
    industry(
        "Financial Services",
        &["Banking", "Insurance"],
        6,
        0.5,
        [Model::Azure, Model::D365CustomerEngagement],
        Sector::Commercial,
    ),
    industry(
        "Primary and Secondary Education",
        &["Primary and Secondary Education"],
        5,
        -0.2,
        [Model::Surface, Model::M365],
        Sector::Education,
    ),
    industry(
        "Government",
        &["Local Government", "Regional Government"],
        4,
        -0.5,
        [Model::M365, Model::D365FinanceOperations],
        Sector::Government,
    ),
    industry(
        "Nonprofit",
        &["Human Services", "Arts and Culture"],
        4,
        -0.3,
        [Model::M365, Model::PowerApps],
        Sector::Nonprofit,
    ),
    industry(
        "Software and Internet",
        &["Software", "Internet Services"],
        3,
        1.1,
        [Model::Azure, Model::PowerApps],
        Sector::Commercial,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_percentages() {
        assert_eq!(INDUSTRIES.iter().map(|industry| industry.weight).sum::<u32>(), 100);
    }
}
