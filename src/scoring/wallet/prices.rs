//! From the rows of a price book to prices by model.
//!
//! A product with several plans has the middle price of them (of an even number the lower middle one, so that it is a
//! price that exists): which plan a new customer takes is not known. All prices are in one currency, for nothing is
//! converted. Degenerate: no row gives a book without prices, which is told as a fault.

use crate::domain::model::Model;
use crate::domain::money::Currency;
use crate::domain::price_book::{Price, PriceBook};
use crate::scoring::feedback::products::model_of;
use crate::workbook::price_rows::PriceRow;
use std::collections::BTreeMap;

/// What is wrong with a price book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceFault {
    /// There is no price in it.
    #[error("no product has a price")]
    Empty,
    /// The product in this cell is none that is scored.
    #[error("{place}: no model is about {product:?}")]
    UnknownProduct {
        /// The cell.
        place: String,
        /// What it holds.
        product: String,
    },
    /// The product in this cell has no price above 0.
    #[error("{place}: {product:?} has no price above 0")]
    NoPrice {
        /// The cell.
        place: String,
        /// What it holds.
        product: String,
    },
    /// The currency in the row of this cell is none that is known, or another than in the rows above.
    #[error("{place}: the currency {currency:?} is not known, or another than above")]
    Currency {
        /// The cell.
        place: String,
        /// What the currency's cell holds.
        currency: String,
    },
    /// The share in the row of this cell is not between 0 and 1.
    #[error("{place}: the share of employees is not between 0 and 1")]
    Share {
        /// The cell.
        place: String,
    },
}

/// The price book of `rows`.
///
/// # Errors
/// The first fault.
pub fn price_book(rows: &[PriceRow]) -> Result<PriceBook, PriceFault> {
    let mut currency: Option<Currency> = None;
    let mut plans: BTreeMap<Model, Vec<Price>> = BTreeMap::new();
    for row in rows {
        let (place, product) = (row.place.clone(), row.product.clone());
        let Some(model) = model_of(&product) else { return Err(PriceFault::UnknownProduct { place, product }) };
        let Some(seat_and_year) = row.price.filter(|price| *price > 0.0 && price.is_finite()) else {
            return Err(PriceFault::NoPrice { place, product });
        };
        let own = currency_of(&row.currency);
        if own.is_none() || currency.is_some_and(|known| own != Some(known)) {
            return Err(PriceFault::Currency { place, currency: row.currency.clone() });
        }
        currency = own;
        let share_of_employees = row.share.unwrap_or(1.0);
        if !(0.0..=1.0).contains(&share_of_employees) {
            return Err(PriceFault::Share { place });
        }
        plans.entry(model).or_default().push(Price { seat_and_year, share_of_employees });
    }
    let middle = |mut plans: Vec<Price>| {
        plans.sort_by(|one, other| one.seat_and_year.total_cmp(&other.seat_and_year));
        plans.get(plans.len().saturating_sub(1) / 2).copied()
    };
    let prices: BTreeMap<Model, Price> =
        plans.into_iter().filter_map(|(model, plans)| Some((model, middle(plans)?))).collect();
    let currency = currency.filter(|_| !prices.is_empty()).ok_or(PriceFault::Empty)?;
    Ok(PriceBook { currency, prices })
}

/// The currency that `text` names; US dollars where it is empty, as in the reports.
fn currency_of(text: &str) -> Option<Currency> {
    match text.trim().to_uppercase().as_str() {
        "" | "USD" | "US$" | "$" => Some(Currency::Usd),
        "JPY" | "¥" | "￥" | "円" => Some(Currency::Jpy),
        "EUR" | "€" => Some(Currency::Eur),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(product: &str, price: Option<f64>, currency: &str, share: Option<f64>) -> PriceRow {
        let (place, product, currency) = ("Prices!A2".to_owned(), product.to_owned(), currency.to_owned());
        PriceRow { place, product, price, currency, share }
    }

    #[test]
    fn several_plans_have_the_middle_price_and_faults_are_told() {
        let rows = [
            row("Microsoft 365", Some(660.0), "JPY", Some(0.8)),
            row("Microsoft 365", Some(72.0), "JPY", None),
            row("Microsoft 365", Some(264.0), "JPY", Some(0.5)),
            row("Azure", Some(1.0), "JPY", None),
        ];
        let book = price_book(&rows).unwrap();
        assert_eq!(book.currency, Currency::Jpy);
        let price = Price { seat_and_year: 264.0, share_of_employees: 0.5 };
        assert_eq!(book.prices.get(&Model::M365), Some(&price));
        assert_eq!(book.prices.len(), 2);
        for (fault, rows) in [
            ("no product", vec![]),
            ("no model", vec![row("Teapot", Some(1.0), "USD", None)]),
            ("no price above 0", vec![row("Azure", Some(0.0), "USD", None)]),
            ("currency", vec![row("Azure", Some(1.0), "USD", None), row("Surface", Some(1.0), "JPY", None)]),
            ("share", vec![row("Azure", Some(1.0), "USD", Some(80.0))]),
        ] {
            let told = price_book(&rows).unwrap_err().to_string();
            assert!(told.contains(fault), "{told}");
        }
    }
}
