//! How wide each column begins, and to which side it stands.

use crate::insight::ScoredPortfolio;
use crate::insight::table::TableColumn;
use crate::portfolio::attribute::AttributeData;
use egui::{Id, Rangef};
use egui_table::Column;

/// Room for the sign of a column's menu.
const MENU_ROOM: f32 = 24.0;

/// The column as the table lays it out; a width that the user changed is kept by what the column means.
pub(super) fn column(scored: &ScoredPortfolio, column: TableColumn, has_menu: bool) -> Column {
    let menu = if has_menu { MENU_ROOM } else { 0.0 };
    Column::new(width(scored, column) + menu).range(Rangef::new(56.0, 640.0)).id(id(scored, column))
}

/// By what the table's state knows a column.
pub(super) fn id(scored: &ScoredPortfolio, column: TableColumn) -> Id {
    match column {
        TableColumn::Attribute(at) => {
            let name = scored.portfolio.attributes.get(at).map_or("", |attribute| attribute.name.as_str());
            Id::unique(("attribute column", name))
        }
        column => Id::unique(("column", column)),
    }
}

fn width(scored: &ScoredPortfolio, column: TableColumn) -> f32 {
    match column {
        // The name of the model stands before that of the part.
        TableColumn::Of(_, part) => width(scored, part.of_chosen()) + 88.0,
        TableColumn::Name => 248.0,
        TableColumn::Duns => 128.0,
        TableColumn::Domain => 184.0,
        TableColumn::CustomerId => 148.0,
        TableColumn::Segment => 120.0,
        TableColumn::Employees => 104.0,
        TableColumn::Fit => 80.0,
        TableColumn::Intent => 88.0,
        TableColumn::LocalFit | TableColumn::LocalIntent => 112.0,
        TableColumn::LocalWhitespaceRevenue => 184.0,
        TableColumn::ExpectedRevenue => 152.0,
        TableColumn::Cell => 72.0,
        TableColumn::Cluster => 112.0,
        TableColumn::FileCluster => 152.0,
        TableColumn::WhitespaceRevenue => 152.0,
        TableColumn::NextAgreementEnd => 148.0,
        TableColumn::OpenExpiringRevenue => 172.0,
        TableColumn::Attribute(at) => match scored.portfolio.attributes.get(at).map(|attribute| &attribute.data) {
            Some(AttributeData::Text(_)) | None => 160.0,
            Some(_) => 136.0,
        },
    }
}

/// Whether its cells stand at the right: figures do.
pub(super) fn is_right(scored: &ScoredPortfolio, column: TableColumn) -> bool {
    match column {
        TableColumn::Of(_, part) => is_right(scored, part.of_chosen()),
        TableColumn::Name
        | TableColumn::CustomerId
        | TableColumn::Duns
        | TableColumn::Domain
        | TableColumn::Segment
        | TableColumn::Cell
        | TableColumn::Cluster
        | TableColumn::FileCluster => false,
        TableColumn::Employees
        | TableColumn::Fit
        | TableColumn::Intent
        | TableColumn::LocalFit
        | TableColumn::LocalIntent
        | TableColumn::LocalWhitespaceRevenue
        | TableColumn::ExpectedRevenue
        | TableColumn::WhitespaceRevenue
        | TableColumn::NextAgreementEnd
        | TableColumn::OpenExpiringRevenue => true,
        TableColumn::Attribute(at) => {
            let data = scored.portfolio.attributes.get(at).map(|attribute| &attribute.data);
            matches!(data, Some(AttributeData::Number(_) | AttributeData::Money(_) | AttributeData::Day(_)))
        }
    }
}
