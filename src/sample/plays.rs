//! Which customers a sales play is for.

use super::customer::Customer;
use super::draw::{Purpose, random_for};
use super::industries::Sector;
use crate::domain::model::Model;

/// A play column: sparse flags that do not contradict the rest of the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// Its place among the plays of its report; the same play stands at the same place in every report that has it.
    pub position: u16,
    needs: Vec<Need>,
}

/// What must hold for a play to make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    M365(bool),
    D365(bool),
    Azure,
    Surface,
    Google,
    School,
    AtLeast(u32),
    Below(u32),
}

/// How many of a hundred of those a play could be for have it: plays are lists to call, not segments.
const PERCENT: u32 = 6;

/// What the words of a play's name tell of its customers; all that match hold.
const CLUES: [(&str, Need); 20] = [
    ("with M365", Need::M365(true)),
    ("without M365", Need::M365(false)),
    ("Upsell Existing Cloud", Need::M365(true)),
    ("Business Premium", Need::M365(true)),
    ("D365_M365", Need::M365(true)),
    ("On Prem Acq", Need::M365(false)),
    ("Google Workspace", Need::Google),
    ("EDU", Need::School),
    ("A1", Need::School),
    ("Surface Devices >25", Need::Surface),
    ("Surface Devices >25", Need::AtLeast(25)),
    ("SKU Attach >50", Need::AtLeast(50)),
    (">300 Employees", Need::AtLeast(300)),
    ("<300 Employees", Need::Below(300)),
    ("D365_BC", Need::D365(true)),
    ("D365_D365", Need::D365(true)),
    ("No BC", Need::D365(false)),
    ("D365_M365 Customers", Need::D365(false)),
    ("Azure Customers", Need::Azure),
    ("Windows Server OR SQL Server: Active", Need::AtLeast(10)),
];

/// Plays whose name says that one of these is had and not another: "BC customers with no sales application".
const MIXED: &str = "D365_D365 SalesPro or Sales Enterprise Customers with No BC";

impl Play {
    /// The play of a column, if its header names one.
    #[must_use]
    pub fn of(header: &str, position: u16) -> Option<Self> {
        if !["MW_", "D365_", "Azure_"].iter().any(|prefix| header.starts_with(prefix)) {
            return None;
        }
        let mut needs: Vec<Need> =
            CLUES.iter().filter(|(clue, _)| header.contains(clue)).map(|(_, need)| *need).collect();
        if header == MIXED {
            needs = vec![Need::D365(true)];
        }
        Some(Self { position, needs })
    }

    /// Whether the play is for `customer`.
    #[must_use]
    pub fn is_for(&self, customer: &Customer<'_>) -> bool {
        self.needs.iter().all(|need| need.holds(customer))
            && random_for(customer.seed, customer.number, Purpose::Play(self.position)).below(100) < PERCENT
    }
}

impl Need {
    fn holds(self, customer: &Customer<'_>) -> bool {
        let latent = &customer.latent;
        match self {
            Self::M365(owned) => latent.owns(Model::M365) == owned,
            Self::D365(owned) => latent.owns_d365() == owned,
            Self::Azure => latent.owns(Model::Azure),
            Self::Surface => latent.owns(Model::Surface),
            Self::Google => latent.traits.google,
            Self::School => latent.industry.sector == Sector::Education,
            Self::AtLeast(employees) => latent.employees >= employees,
            Self::Below(employees) => latent.employees < employees,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_play_of_the_reports_can_come_true() {
        let words = crate::sample::words::Words::load().unwrap();
        let customers: Vec<Customer<'_>> = (0..6_000).map(|number| Customer::of(2026, number, &words)).collect();
        for header in words.layouts.values().flatten() {
            if let Some(play) = Play::of(header, 3) {
                assert!(customers.iter().any(|customer| play.is_for(customer)), "{header}");
            }
        }
    }
}
