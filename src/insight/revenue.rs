//! Where a customer's revenue figures come from: the formula with its numbers, and what to know before they are used.

use crate::domain::model::Model;
use crate::domain::money::{Currency, Money};
use crate::domain::price_book::Price;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::scoring::local::LocalModel;
use crate::scoring::wallet::expected::ExpectedRevenue;
use crate::scoring::wallet::model::WalletExplanation;
use crate::scoring::wallet::portfolio::WalletBasis;

/// Months of a year.
const YEAR: i32 = 12;

/// A customer's revenue figures for one model. Amounts are a year's, in the currency of the files' revenue, unrounded.
#[derive(Debug, Clone, PartialEq)]
pub struct RevenueReasons {
    /// The file's own whitespace figure, which wins where there is one.
    pub file: Option<Money>,
    /// What the wallet rests on.
    pub basis: WalletBasis,
    /// How the wallet was made: parts that sum to its logarithm; `None` for a price book.
    pub wallet: Option<WalletExplanation>,
    /// The price, and the employees it was multiplied by, where the wallet rests on a price book.
    pub price: Option<(Price, u32)>,
    /// The realistic wallet: a fifth of comparable owners spend more.
    pub realistic: Option<f64>,
    /// What nine in ten and one in ten of comparable owners spend more than; `None` for a price.
    pub interval: Option<(f64, f64)>,
    /// What the customer spends already; `None` where no file tells.
    pub already: Option<f64>,
    /// The realistic wallet less that, at least 0.
    pub whitespace: Option<f64>,
    /// What is expected, with every number of its formula; `None` without a Fit.
    pub expected: Option<ExpectedRevenue>,
    /// What to know of these figures.
    pub notes: Vec<RevenueNote>,
}

/// Something to know before a figure is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevenueNote {
    /// The prices are in this currency and the files' revenue in another; nothing is converted.
    OtherCurrency(Currency),
    /// The customer is larger than twice the largest owner, and counts as that.
    Capped,
    /// More was credited than billed to this customer.
    Negative,
    /// The files tell of so few months, scaled to a year.
    FewMonths(i32),
    /// Learnt from this many owners of the product with this many of its whole family.
    Family(usize, usize),
    /// From the price book: no interval.
    PriceBook,
    /// How much Fit and Intent count was learnt from this many closed deals.
    LearntFromDeals(u32),
}

/// The revenue figures of `customer` for `model`; `None` where there is no estimate.
#[must_use]
pub fn revenue_reasons(scored: &ScoredPortfolio, model: Model, customer: CustomerIndex) -> Option<RevenueReasons> {
    let at = customer as usize;
    let own = scored.local_model(model)?;
    let wallets = own.wallets.as_ref()?;
    let segments = &scored.local.as_deref()?.segments;
    let amount = |which: usize| {
        let amounts = wallets.amounts.get(at)?;
        amounts.get(which).copied().filter(|amount| !amount.is_nan()).map(f64::from)
    };
    let is_priced = matches!(wallets.basis, WalletBasis::PriceBook { .. });
    let price = || {
        let employees = scored.portfolio.customers.employees.get(at).copied().flatten()?;
        let price = scored.profile.price_book.as_ref()?.prices.get(&model)?;
        Some((*price, employees))
    };
    let file = scored.file_columns(model).and_then(|columns| columns.whitespace_revenue.get(at)).copied().flatten();
    Some(RevenueReasons {
        file,
        basis: wallets.basis,
        wallet: wallets.explain(&scored.portfolio, segments, customer),
        price: if is_priced { price() } else { None },
        realistic: amount(2),
        interval: amount(0).zip(amount(3)),
        already: wallets.already.get(at).copied().filter(|already| !already.is_nan()),
        whitespace: own.whitespace(at),
        expected: own.expected(at),
        notes: revenue_notes(scored, own, customer),
    })
}

/// What to know of the revenue figures of `customer`; empty where there is no estimate.
#[must_use]
pub fn revenue_notes(scored: &ScoredPortfolio, own: &LocalModel, customer: CustomerIndex) -> Vec<RevenueNote> {
    let at = customer as usize;
    let Some(wallets) = &own.wallets else { return Vec::new() };
    if wallets.amounts.get(at).is_none_or(|[_, _, realistic, ..]| realistic.is_nan()) {
        return Vec::new();
    }
    let mut notes = Vec::new();
    match wallets.basis {
        WalletBasis::Family { own, all } => notes.push(RevenueNote::Family(own, all)),
        WalletBasis::PriceBook { is_other_currency } => {
            notes.push(RevenueNote::PriceBook);
            let book = scored.profile.price_book.as_ref().filter(|_| is_other_currency);
            notes.extend(book.map(|book| RevenueNote::OtherCurrency(book.currency)));
        }
        WalletBasis::Owners(_) | WalletBasis::Nothing => {}
    }
    let deals = own.chance_weights().deals;
    if deals > 0 {
        notes.push(RevenueNote::LearntFromDeals(deals));
    }
    if (1..YEAR).contains(&wallets.months) {
        notes.push(RevenueNote::FewMonths(wallets.months));
    }
    if wallets.capped.binary_search(&customer).is_ok() {
        notes.push(RevenueNote::Capped);
    }
    if wallets.already.get(at).is_some_and(|already| *already < 0.0) {
        notes.push(RevenueNote::Negative);
    }
    notes
}
