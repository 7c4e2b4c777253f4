//! What tells that a customer owns a product, and which columns speak of the product itself.
//!
//! Data: `assets/scoring_attributes.json`. A column that names the product it is to predict would make the model repeat
//! what is known already, so it stays out of that product's model (see the leak alarm for those that no name gives away).

use crate::domain::model::Model;
use crate::support::text::comparison_key;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The rules of all products.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeRules {
    /// Columns that no model may learn from, by the dictionary's names: ids, names, facts of the partner, and what was
    /// sold, which speaks of all products at once.
    left_out: Vec<String>,
    products: BTreeMap<Model, ProductRule>,
}

/// The rule of one product.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductRule {
    /// Columns in which yes, a number above 0, or any word means that the customer owns the product.
    pub owner: Vec<String>,
    /// Columns that speak of the product without naming it.
    own: Vec<String>,
    /// Words that name the product, as [`comparison_key`] writes them.
    named: Vec<String>,
}

static RULES: LazyLock<AttributeRules> = LazyLock::new(|| {
    // The asset is part of the program and read by a test.
    serde_json::from_str(include_str!("../../../assets/scoring_attributes.json")).unwrap_or_default()
});

static NOTHING: ProductRule = ProductRule { owner: Vec::new(), own: Vec::new(), named: Vec::new() };

impl AttributeRules {
    /// Those that ship with the program.
    #[must_use]
    pub fn get() -> &'static Self {
        &RULES
    }

    /// The rule of `model`.
    #[must_use]
    pub fn product(&self, model: Model) -> &ProductRule {
        self.products.get(&model).unwrap_or(&NOTHING)
    }

    /// Whether no model may learn from the column with the dictionary's name `name`.
    #[must_use]
    pub fn is_left_out(&self, name: &str) -> bool {
        self.left_out.iter().any(|known| known == name)
            // Offers carry a fiscal year.
            || name.strip_prefix("FY").is_some_and(|rest| rest.ends_with(" Offers"))
    }
}

impl ProductRule {
    /// Whether the column called `name` speaks of the product itself.
    #[must_use]
    pub fn is_own(&self, name: &str) -> bool {
        let key = comparison_key(name);
        self.owner.iter().chain(&self.own).any(|known| known == name)
            || self.named.iter().any(|word| key.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::dictionary::Dictionary;

    #[test]
    fn every_model_has_a_rule_and_every_column_named_is_known() {
        let rules = AttributeRules::get();
        let known = Dictionary::get().columns();
        let is_known = |name: &String| known.iter().any(|column| column.name == *name);
        for model in Model::ALL {
            let rule = rules.product(model);
            assert!(!rule.named.is_empty(), "{model:?}");
            assert!(rule.owner.iter().chain(&rule.own).all(is_known), "{model:?}");
        }
        assert_eq!(rules.left_out.iter().find(|name| !is_known(name)), None);
        assert!(rules.is_left_out("FY24 Offers"));
    }

    #[test]
    fn a_play_that_names_the_product_is_its_own() {
        let azure = AttributeRules::get().product(Model::Azure);
        assert!(azure.is_own("Azure_Windows Server OR SQL Server: EOS 2012"));
        assert!(azure.is_own("Has Azure"));
        assert!(!azure.is_own("Has M365"));
        assert!(!azure.is_own("DataAIMigrateandmodernizeyourdatacenterSQLServerIBEOS"));
    }
}
