//! How the customers shown divide by what the reports say of them: industry, vertical, area, country, territory.

use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::portfolio::attribute::AttributeData;
use crate::support::interner::TextId;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Values told by name; the rest is told together.
const NAMED: usize = 8;

/// By what customers may be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The subsegment.
    #[default]
    Segment,
    /// The industry.
    Industry,
    /// The vertical, finer than the industry.
    Vertical,
    /// Microsoft's sales area.
    Area,
    /// The country.
    Country,
    /// The sales territory.
    Territory,
}

impl Dimension {
    /// All dimensions, in the order they are offered.
    pub const ALL: [Self; 6] =
        [Self::Segment, Self::Industry, Self::Vertical, Self::Area, Self::Country, Self::Territory];

    /// The dictionary's name of the column that tells it; the segment is known without one.
    #[must_use]
    pub fn column(self) -> Option<&'static str> {
        match self {
            Self::Segment => None,
            Self::Industry => Some("Industry"),
            Self::Vertical => Some("Vertical"),
            Self::Area => Some("Area"),
            Self::Country => Some("Country"),
            Self::Territory => Some("SalesTerritory"),
        }
    }

    /// The position among the portfolio's attributes of the column that tells it.
    #[must_use]
    pub fn attribute(self, scored: &ScoredPortfolio) -> Option<usize> {
        let name = self.column()?;
        scored.portfolio.attributes.iter().position(|attribute| attribute.name == name)
    }

    /// Those that the opened files tell.
    pub fn offered(scored: &ScoredPortfolio) -> impl Iterator<Item = Self> + '_ {
        Self::ALL.into_iter().filter(|one| *one == Self::Segment || one.attribute(scored).is_some())
    }
}

/// Customers by the values of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The column's position among the portfolio's attributes.
    pub attribute: usize,
    /// The most frequent values with their customers, the most frequent first.
    pub named: Vec<(TextId, u32)>,
    /// How many further values there are.
    pub other_values: u32,
    /// Customers with those.
    pub others: u32,
    /// Customers of whom no file tells it.
    pub missing: u32,
}

impl Breakdown {
    /// Divides `rows` by `dimension`; `None` when it is the segment, or no file tells it.
    #[must_use]
    pub fn compute(scored: &ScoredPortfolio, dimension: Dimension, rows: &[CustomerIndex]) -> Option<Self> {
        let attribute = dimension.attribute(scored)?;
        let AttributeData::Text(cells) = &scored.portfolio.attributes.get(attribute)?.data else { return None };
        let mut counts: HashMap<TextId, u32> = HashMap::new();
        for row in rows {
            *counts.entry(cells.get(*row as usize).copied().unwrap_or(TextId::MISSING)).or_insert(0) += 1;
        }
        let missing = counts.remove(&TextId::MISSING).unwrap_or(0);
        let texts = &scored.portfolio.texts;
        let mut named: Vec<(TextId, u32)> = counts.into_iter().collect();
        // Equal counts stand in the order of their texts, so that the same files always look the same.
        named.sort_unstable_by_key(|(id, count)| (Reverse(*count), texts.text(*id)));
        let rest = named.split_off(named.len().min(NAMED));
        Some(Self {
            attribute,
            other_values: u32::try_from(rest.len()).unwrap_or(u32::MAX),
            others: rest.iter().map(|(_, count)| count).sum(),
            named,
            missing,
        })
    }

    /// All customers divided.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.named.iter().map(|(_, count)| count).sum::<u32>() + self.others + self.missing
    }
}
