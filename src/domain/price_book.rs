//! What products cost: used where too few owners tell what they bring.

use crate::domain::model::Model;
use crate::domain::money::Currency;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The partner's own prices, in one currency.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PriceBook {
    /// The currency of all prices. Nothing is ever converted.
    pub currency: Currency,
    /// Prices by model.
    pub prices: BTreeMap<Model, Price>,
}

/// The price of one product.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// What one seat brings in a year.
    pub seat_and_year: f64,
    /// The share of a customer's employees that get a seat, 0 to 1.
    #[serde(default = "everybody")]
    pub share_of_employees: f64,
}

fn everybody() -> f64 {
    1.0
}

impl PriceBook {
    /// What a customer of `employees` would bring in a year; `None` without a usable price.
    #[must_use]
    pub fn yearly(&self, model: Model, employees: f64) -> Option<f64> {
        let price = self.prices.get(&model)?;
        let yearly = price.seat_and_year * employees * price.share_of_employees.clamp(0.0, 1.0);
        (yearly.is_finite() && yearly > 0.0).then_some(yearly)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_without_meaning_is_no_price() {
        let book: PriceBook =
            serde_json::from_str(r#"{"currency":"JPY","prices":{"m365":{"seat_and_year":3000}}}"#).unwrap();
        assert_eq!(book.yearly(Model::M365, 20.0), Some(60_000.0));
        assert_eq!(book.yearly(Model::Azure, 20.0), None);
        assert_eq!(book.yearly(Model::M365, f64::NAN), None);
    }
}
