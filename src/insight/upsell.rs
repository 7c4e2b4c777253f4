//! The next steps of a customer's plans, with the seats that could be sold.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::scoring::next::upsell::{SeatWallets, Upsell};

/// The next steps of the plans of `customer`, the likeliest first; empty where no file tells what it holds.
#[must_use]
pub fn upsells(scored: &ScoredPortfolio, customer: CustomerIndex) -> Vec<Upsell> {
    let known = scored.local.as_deref().and_then(|local| local.upsells.as_ref());
    let wallet = |at: usize| {
        let wallets = scored.local_model(Model::M365)?.wallets.as_ref()?;
        let [_, _, realistic, ..] = *wallets.amounts.get(at)?;
        (!realistic.is_nan()).then(|| f64::from(realistic))
    };
    let prices = scored.profile.price_book.as_ref();
    // The book has one price for Microsoft 365, whichever plan.
    let price = prices.and_then(|book| book.prices.get(&Model::M365)).map(|price| price.seat_and_year);
    let seat_price = |_: &str| price;
    let money = SeatWallets { wallet: &wallet, seat_price: &seat_price };
    known.map(|known| known.of(customer as usize, &money)).unwrap_or_default()
}
