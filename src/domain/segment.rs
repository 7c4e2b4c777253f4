//! The subsegments of small and medium business.

use crate::domain::money::Money;
use crate::support::text::comparison_key;
use serde::{Deserialize, Serialize};

/// A subsegment, the largest customers first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// The largest; a growth focus.
    UpperMedium,
    /// In between; a growth focus.
    Medium,
    /// The smallest; newer reports call it Small.
    VerySmall,
    /// Nothing to go by: shown as its own slice, never guessed.
    Unknown,
}

impl Segment {
    /// All segments, the largest customers first.
    pub const ALL: [Self; 4] = [Self::UpperMedium, Self::Medium, Self::VerySmall, Self::Unknown];

    /// Position in [`Segment::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// The English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UpperMedium => "Upper Medium",
            Self::Medium => "Medium",
            Self::VerySmall => "Very Small",
            Self::Unknown => "Unknown",
        }
    }

    /// The segment that a report names, English or Japanese; `None` for anything else.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let key = comparison_key(word);
        let bare = ["smc", "smec", "smb"].iter().find_map(|prefix| key.strip_prefix(prefix)).unwrap_or(&key);
        match bare {
            "uppermedium" | "uppermediumbusiness" | "中堅上位" | "上位中規模" => Some(Self::UpperMedium),
            "medium" | "mediumbusiness" | "中規模" => Some(Self::Medium),
            "verysmall" | "small" | "smallbusiness" | "verysmallbusiness" | "小規模" | "極小規模" => {
                Some(Self::VerySmall)
            }
            _ => None,
        }
    }
}

/// The rule for customers whose report does not name a subsegment.
///
/// Microsoft's text gives 25 and 300 employees to two segments each; here each belongs to the larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentRule {
    /// Fewest employees of Upper Medium.
    pub upper_medium_employees: u32,
    /// Azure consumed revenue a month above which a customer is Upper Medium whatever its size.
    pub upper_medium_azure_revenue: Money,
    /// Fewest employees of Medium.
    pub medium_employees: u32,
}

impl Default for SegmentRule {
    /// 300 employees or over USD 1,000 a month; 25 employees.
    fn default() -> Self {
        Self {
            upper_medium_employees: 300,
            upper_medium_azure_revenue: Money::from_hundredths(100_000),
            medium_employees: 25,
        }
    }
}

impl SegmentRule {
    /// The segment of a customer with so many employees and so much Azure consumed revenue a month.
    #[must_use]
    pub fn segment(&self, employees: Option<u32>, azure_revenue: Option<Money>) -> Segment {
        if azure_revenue.is_some_and(|revenue| revenue > self.upper_medium_azure_revenue) {
            return Segment::UpperMedium;
        }
        match employees {
            None | Some(0) => Segment::Unknown,
            Some(count) if count >= self.upper_medium_employees => Segment::UpperMedium,
            Some(count) if count >= self.medium_employees => Segment::Medium,
            Some(_) => Segment::VerySmall,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_gives_each_limit_to_the_larger_segment() {
        let rule = SegmentRule::default();
        let cases = [
            (Some(300), Segment::UpperMedium),
            (Some(299), Segment::Medium),
            (Some(25), Segment::Medium),
            (Some(24), Segment::VerySmall),
            (Some(1), Segment::VerySmall),
            (Some(0), Segment::Unknown),
            (None, Segment::Unknown),
        ];
        for (employees, segment) in cases {
            assert_eq!(rule.segment(employees, None), segment, "{employees:?}");
        }
    }

    #[test]
    fn azure_revenue_above_the_limit_makes_upper_medium() {
        let rule = SegmentRule::default();
        assert_eq!(rule.segment(Some(3), Money::from_units(1_000.01)), Segment::UpperMedium);
        assert_eq!(rule.segment(Some(3), Money::from_units(1_000.0)), Segment::VerySmall);
        assert_eq!(rule.segment(None, Money::from_units(1_000.0)), Segment::Unknown);
    }

    #[test]
    fn reports_name_segments_in_several_ways() {
        for (word, segment) in [
            ("Upper Medium", Segment::UpperMedium),
            ("SMC - Upper Medium", Segment::UpperMedium),
            ("Medium Business", Segment::Medium),
            ("Small", Segment::VerySmall),
            ("very small", Segment::VerySmall),
            ("小規模", Segment::VerySmall),
        ] {
            assert_eq!(Segment::from_word(word), Some(segment), "{word}");
        }
        assert_eq!(Segment::from_word("Corporate"), None);
    }
}
