//! Intent: how strongly recent buying signals point to a purchase, 0 to 100.
//!
//! Computes, for each customer and product, from the signals of every kind `s`
//!
//! ```text
//! A_h = Σ strength · relevance · 2^(-age/h)            h = 30 and 90 days
//! D   = a + Σ_s [ w_s30 ln(1 + A_30) + w_s90 ln(1 + A_90) ]
//! Intent = 100 / (1 + e^-D)
//! ```
//!
//! Source: the project's method (scoring.md 2). Activity that decays by half-lives is the recency and frequency of
//! direct marketing (Bitran and Mondschein, "Mailing decisions in the catalog sales industry", 1996) as a running
//! sum; the logarithm makes the tenth visit count less than the second; weights that cannot be negative keep Intent
//! monotone. Constants: 30 days is a month's news and 90 a quarter's, after which reports are refreshed; a = -2.2
//! makes a customer without signals 10; signals older than two years ([`OLDEST_DAYS`]) weigh less than 0.4 percent
//! even by the long half-life; without a date a signal counts as one of half a year ([`UNDATED_DAYS`]), neither new
//! nor forgotten.
//!
//! Edges: no signals in the files is no Intent at all, never 10; a customer without signals among others who have
//! some is 10. A future day is age 0 and told; a strength of 0 or below counts nothing and is told; a strength in
//! another scale than "1 is an ordinary signal" is divided by
//! [`crate::domain::intent_weights::IntentWeights::ordinary_strength`], never guessed, since a guess from the data
//! would let one signal lower the Intent of others.
//!
//! Order changes nothing to the last bit: signals are sorted before they are added.

mod activity;
pub mod learning;
mod reported;
mod stated;
mod store;
#[cfg(test)]
mod tests;
pub mod vocabulary;

pub use activity::{IntentExplanation, IntentPart, ModelIntent, explain, intent_of, left_after};
pub use reported::reported_signals;
pub use stated::stated_signals;
pub use store::{SignalOrigin, SignalStore, SignalTally, days_between};

use crate::domain::Date;
use crate::domain::end_of_service::SupportCalendar;
use crate::domain::intent_weights::IntentWeights;
use crate::portfolio::Portfolio;

/// Signals older than this are dropped, in days.
pub const OLDEST_DAYS: u16 = 730;
/// The age of a signal without a date, in days.
pub const UNDATED_DAYS: u16 = 180;

/// All signals of `portfolio` as of the day `as_of`: those of Signals reports, and what the other reports state.
#[must_use]
pub fn signals_of(
    portfolio: &Portfolio,
    weights: &IntentWeights,
    calendar: &SupportCalendar,
    as_of: Date,
) -> SignalStore {
    let mut store = SignalStore::default();
    reported_signals(portfolio, weights, as_of, &mut store);
    stated_signals(portfolio, calendar, as_of, &mut store);
    store.finish(portfolio.customer_count());
    store
}
