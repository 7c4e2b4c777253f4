//! The columns that the files and the scores can fill.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::local::LocalModel;

/// A column of the table. The parts of a model that name none are those of the model that is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableColumn {
    /// The customer's name.
    Name,
    /// Partner Center's id.
    CustomerId,
    /// Dun & Bradstreet number.
    Duns,
    /// Web domain.
    Domain,
    /// The segment.
    Segment,
    /// Number of employees.
    Employees,
    /// The chosen model's Fit, as the file has it.
    Fit,
    /// The chosen model's Intent, as the file has it.
    Intent,
    /// Our own Fit.
    LocalFit,
    /// Our own Intent.
    LocalIntent,
    /// Our own estimate of the whitespace revenue.
    LocalWhitespaceRevenue,
    /// What our own estimate expects of it.
    ExpectedRevenue,
    /// The chosen model's cell.
    Cell,
    /// The chosen model's cluster.
    Cluster,
    /// The cluster that the file names.
    FileCluster,
    /// Estimated whitespace revenue, as the file has it.
    WhitespaceRevenue,
    /// A part of this model, whichever is chosen.
    Of(Model, ModelPart),
    /// When the next open agreement ends.
    NextAgreementEnd,
    /// Expiring revenue of the open agreements.
    OpenExpiringRevenue,
    /// An attribute, by its position in the portfolio.
    Attribute(usize),
}

/// What the table shows of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModelPart {
    /// The cell.
    Cell,
    /// The cluster.
    Cluster,
    /// Fit, as the file has it.
    Fit,
    /// Our own Fit.
    LocalFit,
    /// Intent, as the file has it.
    Intent,
    /// Our own Intent.
    LocalIntent,
    /// Estimated whitespace revenue, as the file has it.
    WhitespaceRevenue,
    /// Our own estimate of it.
    LocalWhitespaceRevenue,
    /// What our own estimate expects of it.
    ExpectedRevenue,
    /// The cluster that the file names.
    FileCluster,
}

impl ModelPart {
    /// All parts, the deciding ones first.
    pub const ALL: [Self; 10] = [
        Self::Cell,
        Self::Cluster,
        Self::Fit,
        Self::LocalFit,
        Self::Intent,
        Self::LocalIntent,
        Self::WhitespaceRevenue,
        Self::LocalWhitespaceRevenue,
        Self::ExpectedRevenue,
        Self::FileCluster,
    ];

    /// The column of the chosen model.
    #[must_use]
    pub fn of_chosen(self) -> TableColumn {
        match self {
            Self::Cell => TableColumn::Cell,
            Self::Cluster => TableColumn::Cluster,
            Self::Fit => TableColumn::Fit,
            Self::LocalFit => TableColumn::LocalFit,
            Self::Intent => TableColumn::Intent,
            Self::LocalIntent => TableColumn::LocalIntent,
            Self::WhitespaceRevenue => TableColumn::WhitespaceRevenue,
            Self::LocalWhitespaceRevenue => TableColumn::LocalWhitespaceRevenue,
            Self::ExpectedRevenue => TableColumn::ExpectedRevenue,
            Self::FileCluster => TableColumn::FileCluster,
        }
    }

    /// Whether the files or our engine say it of `model`.
    fn is_told(self, scored: &ScoredPortfolio, model: Model) -> bool {
        let shown = |test: fn(&ModelColumns) -> bool| scored.columns(model).is_some_and(test);
        let in_file = |test: fn(&ModelColumns) -> bool| scored.file_columns(model).is_some_and(test);
        let ours = |test: fn(&LocalModel) -> bool| scored.local_model(model).is_some_and(test);
        match self {
            Self::Cell => shown(ModelColumns::has_matrix),
            Self::Cluster => shown(ModelColumns::has_scores),
            Self::FileCluster => shown(|columns| !columns.cluster.is_empty()),
            Self::Fit => in_file(|columns| !columns.fit.is_empty()),
            Self::Intent => in_file(|columns| !columns.intent.is_empty()),
            Self::WhitespaceRevenue => in_file(|columns| !columns.whitespace_revenue.is_empty()),
            Self::LocalFit => ours(|local| !local.fit.is_empty()),
            Self::LocalIntent => ours(|local| !local.intent.is_empty()),
            Self::LocalWhitespaceRevenue => ours(|local| !local.whitespace_revenue.is_empty()),
            Self::ExpectedRevenue => ours(|local| !local.expected_revenue.is_empty()),
        }
    }
}

impl TableColumn {
    /// What it shows of a model, if it does.
    #[must_use]
    pub fn part(self) -> Option<ModelPart> {
        match self {
            Self::Of(_, part) => Some(part),
            column => ModelPart::ALL.into_iter().find(|part| part.of_chosen() == column),
        }
    }

    /// The column as it stays when another model is chosen; `model` is the one that is chosen now.
    #[must_use]
    pub fn fixed(self, model: Option<Model>) -> Self {
        match (self, self.part(), model) {
            (Self::Of(..), ..) => self,
            (_, Some(part), Some(model)) => Self::Of(model, part),
            _ => self,
        }
    }

    /// The name by which the column is known in files: a view that is kept says it of other months' files too.
    #[must_use]
    pub fn key(self, scored: &ScoredPortfolio) -> String {
        match self {
            Self::Of(model, part) => format!("{}.{part:?}", model.key()),
            Self::Attribute(at) => {
                let name = scored.portfolio.attributes.get(at).map_or("", |attribute| attribute.name.as_str());
                format!("attribute.{name}")
            }
            column => format!("{column:?}"),
        }
    }
}

/// The columns that the files can fill for the chosen `model`, the deciding ones first.
#[must_use]
pub fn table_columns(scored: &ScoredPortfolio, model: Option<Model>) -> Vec<TableColumn> {
    columns(scored, model, false)
}

/// Every column that the files and the scores of all models can fill, those of the chosen `model` first.
#[must_use]
pub fn all_columns(scored: &ScoredPortfolio, model: Option<Model>) -> Vec<TableColumn> {
    columns(scored, model, true)
}

fn columns(scored: &ScoredPortfolio, model: Option<Model>, all: bool) -> Vec<TableColumn> {
    let customers = &scored.portfolio.customers;
    let is_told = |part: &ModelPart| model.is_some_and(|model| part.is_told(scored, model));
    let mut parts: Vec<ModelPart> = ModelPart::ALL.into_iter().filter(is_told).collect();
    let file_cluster = parts.pop_if(|part| *part == ModelPart::FileCluster);
    let mut columns = vec![TableColumn::Name];
    columns.extend(parts.into_iter().map(ModelPart::of_chosen));
    columns.push(TableColumn::Segment);
    let others = [
        (TableColumn::Employees, customers.employees.iter().any(Option::is_some)),
        (TableColumn::NextAgreementEnd, !scored.agreements.next_end.is_empty()),
        (TableColumn::OpenExpiringRevenue, !scored.agreements.open_revenue.is_empty()),
        (TableColumn::FileCluster, file_cluster.is_some()),
        (TableColumn::CustomerId, customers.customer_id.iter().any(|id| !id.is_missing())),
        (TableColumn::Duns, all && customers.duns.iter().any(|id| !id.is_missing())),
        (TableColumn::Domain, all && customers.domain.iter().any(|id| !id.is_missing())),
    ];
    columns.extend(others.into_iter().filter(|(_, is_filled)| *is_filled).map(|(column, _)| column));
    for other in scored.models().filter(|other| all && Some(*other) != model) {
        let told = ModelPart::ALL.into_iter().filter(|part| part.is_told(scored, other));
        columns.extend(told.map(|part| TableColumn::Of(other, part)));
    }
    columns.extend((0..scored.portfolio.attributes.len()).map(TableColumn::Attribute));
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_chosen_model_stays_when_another_is_chosen() {
        for part in ModelPart::ALL {
            assert_eq!(part.of_chosen().part(), Some(part));
            assert_eq!(part.of_chosen().fixed(Some(Model::Azure)), TableColumn::Of(Model::Azure, part));
            assert_eq!(part.of_chosen().fixed(None), part.of_chosen());
        }
        let fixed = TableColumn::Of(Model::M365, ModelPart::Fit);
        assert_eq!(fixed.fixed(Some(Model::Azure)), fixed);
        assert_eq!(TableColumn::Name.fixed(Some(Model::Azure)), TableColumn::Name);
    }
}
