//! Families of products, and which products and families a text or a play speaks of.

use crate::domain::model::Model;
use serde::{Deserialize, Serialize};

/// The area that a product is sold in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Microsoft 365, Office 365 and Surface.
    ModernWork,
    /// Azure.
    Azure,
    /// Dynamics 365 and Power Apps.
    Dynamics365,
}

impl Family {
    /// All families, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::ModernWork, Self::Azure, Self::Dynamics365];

    /// The family of `model`.
    #[must_use]
    pub fn of(model: Model) -> Self {
        match model {
            Model::M365 | Model::O365 | Model::Surface => Self::ModernWork,
            Model::Azure => Self::Azure,
            Model::D365BusinessCentral
            | Model::D365FinanceOperations
            | Model::D365CustomerEngagement
            | Model::PowerApps => Self::Dynamics365,
        }
    }

    fn bit(self) -> u16 {
        1 << match self {
            Self::ModernWork => 8,
            Self::Azure => 9,
            Self::Dynamics365 => 10,
        }
    }
}

/// One thing that is named: a product or a whole family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// A product.
    Model(Model),
    /// A family, but none of its products in particular.
    Family(Family),
}

/// The products and families that something speaks of; none of them is "in general". Two bytes, so that millions of
/// signals carry one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Topics(u16);

impl Topics {
    /// No product and no family.
    pub const GENERAL: Self = Self(0);

    /// Only `topic`.
    #[must_use]
    pub fn of(topic: Topic) -> Self {
        match topic {
            // Office 365 is what Microsoft 365 was called: who asks for one asks for the other.
            Topic::Model(Model::M365 | Model::O365) => Self(1 << Model::M365.index() | 1 << Model::O365.index()),
            Topic::Model(model) => Self(1 << model.index()),
            Topic::Family(family) => Self(family.bit()),
        }
    }

    /// What either speaks of.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it names nothing.
    #[must_use]
    pub fn is_general(self) -> bool {
        self.0 == 0
    }

    /// Whether it names `model` itself.
    #[must_use]
    pub fn names(self, model: Model) -> bool {
        self.0 & 1 << model.index() != 0
    }

    /// Whether it names `family` itself.
    #[must_use]
    pub fn names_family_itself(self, family: Family) -> bool {
        self.0 & family.bit() != 0
    }

    /// Whether it names `family` or one of its products.
    #[must_use]
    pub fn names_family(self, family: Family) -> bool {
        let products = Model::ALL.into_iter().filter(|model| Family::of(*model) == family);
        self.names_family_itself(family) || products.into_iter().any(|model| self.names(model))
    }
}

impl FromIterator<Topic> for Topics {
    fn from_iter<T: IntoIterator<Item = Topic>>(topics: T) -> Self {
        topics.into_iter().fold(Self::GENERAL, |all, topic| all.and(Self::of(topic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_tell_products_and_families_apart() {
        let azure_and_power = Topics::from_iter([Topic::Model(Model::Azure), Topic::Model(Model::PowerApps)]);
        for model in Model::ALL {
            assert_eq!(azure_and_power.names(model), matches!(model, Model::Azure | Model::PowerApps), "{model:?}");
        }
        assert!(azure_and_power.names_family(Family::Dynamics365) && !azure_and_power.names_family(Family::ModernWork));
        let family = Topics::of(Topic::Family(Family::ModernWork));
        assert!(family.names_family(Family::ModernWork) && Model::ALL.iter().all(|model| !family.names(*model)));
        assert!(Topics::of(Topic::Model(Model::O365)).names(Model::M365));
        assert!(Topics::GENERAL.is_general() && !family.is_general());
    }
}
