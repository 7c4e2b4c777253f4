//! Which model a deal's product belongs to.
//!
//! People write products as they like, so a product is known by a part of its name, in any case, width and spacing.
//! A name that fits several families, such as "Dynamics 365" alone, belongs to none: a deal is left out rather than
//! counted for the wrong product.

use crate::domain::model::Model;
use crate::support::text::comparison_key;

/// Parts of names as [`comparison_key`] writes them. The first that fits decides, so narrow names stand first.
const PARTS: [(&str, Model); 24] = [
    ("businesscentral", Model::D365BusinessCentral),
    ("ビジネスセントラル", Model::D365BusinessCentral),
    ("d365bc", Model::D365BusinessCentral),
    ("financeandoperations", Model::D365FinanceOperations),
    ("financeoperations", Model::D365FinanceOperations),
    ("dynamics365finance", Model::D365FinanceOperations),
    ("d365fo", Model::D365FinanceOperations),
    ("d365finance", Model::D365FinanceOperations),
    ("customerengagement", Model::D365CustomerEngagement),
    ("dynamics365sales", Model::D365CustomerEngagement),
    ("d365ce", Model::D365CustomerEngagement),
    ("d365sales", Model::D365CustomerEngagement),
    ("powerapps", Model::PowerApps),
    ("powerplatform", Model::PowerApps),
    ("パワーアプス", Model::PowerApps),
    ("azure", Model::Azure),
    ("アジュール", Model::Azure),
    ("surface", Model::Surface),
    ("サーフェス", Model::Surface),
    ("office365", Model::O365),
    ("o365", Model::O365),
    ("microsoft365", Model::M365),
    ("m365", Model::M365),
    ("マイクロソフト365", Model::M365),
];

/// The model of the product called `name`.
#[must_use]
pub fn model_of(name: &str) -> Option<Model> {
    let key = comparison_key(name);
    PARTS.iter().find(|(part, _)| key.contains(part)).map(|(_, model)| *model)
}
