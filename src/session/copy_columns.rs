//! Which columns a marked-up copy gets: of which models, and what of each.
//!
//! Without a choice they are those of the models that the report itself speaks of: whoever asked for Microsoft 365 is not
//! to scroll past six other products. Cluster and whitespace revenue of these models are always there, for they are what
//! a copy is made for.

use crate::domain::model::Model;
use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::workbook::markup::MarkKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a column says of its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyPart {
    /// The cell of the matrix.
    Cell,
    /// The cluster.
    Cluster,
    /// The band of Fit.
    Fit,
    /// The band of Intent.
    Intent,
    /// The file's, else what the customer could spend beyond what it spends.
    Revenue,
    /// Our own estimate of what it will spend.
    Expected,
    /// Why our own scores are what they are, and what signals there are.
    Reason,
}

impl CopyPart {
    /// All parts, in the order of their columns.
    pub const ALL: [Self; 7] =
        [Self::Cell, Self::Cluster, Self::Fit, Self::Intent, Self::Revenue, Self::Expected, Self::Reason];

    /// Position in [`CopyPart::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// What the part is called in files and on the command line, the same in every language.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Cluster => "cluster",
            Self::Fit => "fit",
            Self::Intent => "intent",
            Self::Revenue => "revenue",
            Self::Expected => "expected",
            Self::Reason => "reason",
        }
    }

    /// The part whose [`CopyPart::key`] is `key`, in any case.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key().eq_ignore_ascii_case(key))
    }

    /// Whether it is always there for the models that a report speaks of.
    #[must_use]
    pub fn is_always_there(self) -> bool {
        matches!(self, Self::Cluster | Self::Revenue)
    }

    /// The width of its column, in characters.
    #[must_use]
    pub fn width(self) -> f64 {
        match self {
            Self::Cell => 9.0,
            Self::Cluster | Self::Fit | Self::Intent => 12.0,
            Self::Revenue | Self::Expected => 16.0,
            // A sentence is longer; it is read in the formula bar or in a wider column, and rows stay one line high.
            Self::Reason => 60.0,
        }
    }

    /// What its cells hold.
    #[must_use]
    pub fn kind(self, currency: Currency) -> MarkKind {
        match self {
            Self::Revenue | Self::Expected => MarkKind::Money(currency),
            Self::Cell | Self::Cluster | Self::Fit | Self::Intent | Self::Reason => MarkKind::Text,
        }
    }
}

/// The columns that are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopyColumns {
    /// The models; `None` for those that the report speaks of, or all where it speaks of none.
    pub models: Option<BTreeSet<Model>>,
    /// What is not wanted of them.
    pub without: BTreeSet<CopyPart>,
}

impl CopyColumns {
    /// Whether the columns of `model` are wanted in a copy of a report that speaks of the models `own`.
    #[must_use]
    pub fn has_model(&self, model: Model, own: &[Model]) -> bool {
        match &self.models {
            Some(models) => models.contains(&model),
            None => own.is_empty() || own.contains(&model),
        }
    }

    fn has(&self, model: Model, part: CopyPart, own: &[Model]) -> bool {
        let is_always_there = part.is_always_there() && own.contains(&model);
        is_always_there || (self.has_model(model, own) && !self.without.contains(&part))
    }

    /// Every column of a copy of a report that speaks of the models `own`: the model's position in `scored`, the model, and
    /// what it says. Only what some file or our own scores say is written: a model without scores gets no columns, and one
    /// without revenue no amounts. What `is_there` already, from an earlier marking, is written anew, wanted or not: old
    /// scores beside new ones would mislead.
    #[must_use]
    pub fn parts_of(
        &self,
        scored: &ScoredPortfolio,
        own: &[Model],
        is_there: impl Fn(Model, CopyPart) -> bool,
    ) -> Vec<(usize, Model, CopyPart)> {
        let mut parts = Vec::new();
        for (position, model) in scored.models().enumerate() {
            let known = parts_of_model(scored, model).into_iter();
            let wanted = known.filter(|part| self.has(model, *part, own) || is_there(model, *part));
            parts.extend(wanted.map(|part| (position, model, part)));
        }
        parts
    }
}

/// What there is to say of `model`.
#[must_use]
pub fn parts_of_model(scored: &ScoredPortfolio, model: Model) -> Vec<CopyPart> {
    let Some(columns) = scored.columns(model).filter(|columns| columns.has_scores()) else { return Vec::new() };
    let local = scored.local_model(model);
    let is_there = |part: &CopyPart| match part {
        CopyPart::Cell => columns.has_matrix(),
        CopyPart::Cluster => true,
        CopyPart::Fit => !columns.fit.is_empty(),
        CopyPart::Intent => !columns.intent.is_empty(),
        CopyPart::Revenue => !columns.whitespace_revenue.is_empty(),
        CopyPart::Expected => local.is_some_and(|local| !local.expected_revenue.is_empty()),
        CopyPart::Reason => local.is_some_and(|local| !local.fit.is_empty() || !local.intent.is_empty()),
    };
    CopyPart::ALL.into_iter().filter(is_there).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::ScoringProfile;
    use crate::portfolio::PortfolioBuilder;
    use crate::portfolio::tests::report;
    use crate::workbook::table::{AsOf, KnownBy};
    use jiff::civil::date;

    #[test]
    fn a_copy_speaks_of_the_reports_own_models_unless_others_are_chosen() {
        let mut builder = PortfolioBuilder::default();
        builder.add(report("CustomerID | M365Fit | M365Intent", &["C1 | 80 | 80", "C2 | 20 | 20"])).unwrap();
        builder.add(report("CustomerID | AzureFit | AzureIntent", &["C1 | 80 | 80", "C2 | 20 | 20"])).unwrap();
        let as_of = AsOf { day: date(2026, 10, 1), known_by: KnownBy::User };
        let scored = ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), as_of);
        let own = scored.portfolio.files[0].models.clone();
        assert_eq!(own, [M365]);
        let of = |chosen: &CopyColumns| -> Vec<(Model, CopyPart)> {
            chosen.parts_of(&scored, &own, |_, _| false).into_iter().map(|(_, model, part)| (model, part)).collect()
        };
        use CopyPart::{Cell, Cluster, Fit, Intent};
        use Model::{Azure, M365};
        let mut chosen = CopyColumns::default();
        assert_eq!(of(&chosen), [(M365, Cell), (M365, Cluster), (M365, Fit), (M365, Intent)]);
        chosen.without = BTreeSet::from([Cell, Cluster, Fit]);
        assert_eq!(of(&chosen), [(M365, Cluster), (M365, Intent)], "the cluster of the report's own model stays");
        chosen.models = Some(BTreeSet::from([Azure]));
        assert_eq!(of(&chosen), [(M365, Cluster), (Azure, Intent)]);
        let earlier = chosen.parts_of(&scored, &own, |model, part| (model, part) == (Azure, Fit));
        assert!(earlier.contains(&(1, Azure, Fit)), "a column of an earlier marking does not keep old scores");
        assert!(CopyColumns::default().has_model(Azure, &[]), "a report of no model gets them all");
    }
}
