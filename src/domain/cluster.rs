//! Act Now, Evaluate, Nurture, Educate: what to do with a customer.

use crate::support::text::comparison_key;
use serde::{Deserialize, Serialize};

/// The four clusters, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cluster {
    /// Sales ready: call them.
    ActNow,
    /// Marketing ready: multi-channel marketing.
    Evaluate,
    /// Awareness campaigns.
    Nurture,
    /// Educate, and monitor for intent.
    Educate,
}

impl Cluster {
    /// All clusters, the most urgent first.
    pub const ALL: [Self; 4] = [Self::ActNow, Self::Evaluate, Self::Nurture, Self::Educate];

    /// 0 for Act Now to 3 for Educate.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// Microsoft's English name, the one that goes into workbooks.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ActNow => "Act Now",
            Self::Evaluate => "Evaluate",
            Self::Nurture => "Nurture",
            Self::Educate => "Educate",
        }
    }

    /// The letters that stand for the cluster beside its colour; they begin the codes of its cells.
    #[must_use]
    pub fn letters(self) -> &'static str {
        match self {
            Self::ActNow => "A",
            Self::Evaluate => "E",
            Self::Nurture => "N",
            Self::Educate => "ET",
        }
    }

    /// The cluster that a report names, English or Japanese; `None` for anything else.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match comparison_key(word).as_str() {
            "actnow" | "今すぐ行動" | "すぐに行動" => Some(Self::ActNow),
            "evaluate" | "評価" => Some(Self::Evaluate),
            "nurture" | "育成" => Some(Self::Nurture),
            "educate" | "教育" | "啓発" => Some(Self::Educate),
            _ => None,
        }
    }
}
