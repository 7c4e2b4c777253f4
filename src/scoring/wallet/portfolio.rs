//! Wallets of a portfolio's customers, product by product.
//!
//! What is learnt from: the attributes that Fit learns from, without those that name the product, and as sizes the
//! employees, the seats and the yearly revenue of the customer's other products. The own product's seats stay out, for
//! the customers who are to be estimated have none.
//!
//! Edges: below 8 owners with revenue all products of the family are learnt together, the product as an attribute of
//! its own; below 3 the price book serves, price x employees x share; without a price there is no estimate, never 0.
//! Negative revenue is counted and not learnt from. Amounts are those of the files, US dollars; a price book in another
//! currency is told, for nothing is converted.

use crate::domain::model::Model;
use crate::domain::money::Currency;
use crate::domain::price_book::PriceBook;
use crate::domain::segment::Segment;
use crate::portfolio::Portfolio;
use crate::scoring::engine::attributes::{all_customers, attribute_table};
use crate::scoring::engine::products::AttributeRules;
use crate::scoring::wallet::model::{FEWEST_OWNERS, WalletModel};
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words};
use crate::support::progress::{Cancelled, Progress};
use rayon::prelude::*;

/// Fewest owners with revenue from whom a product is learnt alone.
pub const FEWEST_ALONE: usize = 8;
/// What the sizes are called beside the files' own columns.
const OTHER_SEATS: &str = "Seats of other products";
const OTHER_REVENUE: &str = "Revenue of other products";
const PRODUCT: &str = "Product family member";
/// The currency of all revenue in the files.
const CURRENCY: Currency = Currency::Usd;

/// What a product's wallets are learnt from; rows are customers.
#[derive(Debug, Clone, PartialEq)]
pub struct WalletInputs {
    /// What is known of the customers.
    pub table: DataTable,
    /// What each spends on the product in a year; NaN where nothing is told.
    pub spend: Vec<f64>,
    /// Customers whose revenue is negative: more was credited than billed.
    pub negative: usize,
    /// How many of the last twelve months the files tell; 0 when they name none. Fewer than 12 are scaled to a year.
    pub months: i32,
}

/// What wallets rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalletBasis {
    /// So many owners with revenue.
    Owners(usize),
    /// So few own ones that all of the family were learnt together.
    Family {
        /// Owners of the product itself.
        own: usize,
        /// Owners of all products of the family.
        all: usize,
    },
    /// The price book.
    PriceBook {
        /// Whether its currency is another than that of the files' revenue.
        is_other_currency: bool,
    },
    /// There are too few owners, and there is no price: no estimate.
    Nothing,
}

/// The wallets of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelWallets {
    /// The product.
    pub model: Model,
    /// What they rest on.
    pub basis: WalletBasis,
    /// What they were made with; `None` for a price book.
    pub learnt: Option<WalletModel>,
    /// For each customer q10, q50, q80, q90 and mean of a year, unrounded; NaN where there is no estimate.
    pub amounts: Vec<[f32; 5]>,
    /// The customers that were capped at twice the largest owner's size, rising.
    pub capped: Vec<u32>,
    /// What each spends already, a year; NaN where nothing is told.
    pub already: Vec<f64>,
    /// Customers with negative revenue.
    pub negative: usize,
    /// How many of the last twelve months the files tell.
    pub months: i32,
}

/// What the wallets of `model` are learnt from; `None` when no file tells what products bring.
#[must_use]
pub fn wallet_inputs(portfolio: &Portfolio, segments: &[Segment], model: Model) -> Option<WalletInputs> {
    inputs(portfolio, segments, model, &[model])
}

fn inputs(portfolio: &Portfolio, segments: &[Segment], model: Model, without: &[Model]) -> Option<WalletInputs> {
    let holdings = portfolio.holdings.as_ref()?;
    let count = portfolio.customer_count();
    let (mut spend, mut other_seats, mut other_revenue) =
        (vec![f64::NAN; count], vec![f64::NAN; count], vec![f64::NAN; count]);
    let mut months = 0;
    for (line, product) in holdings.with_products() {
        let customer = line.customer as usize;
        let revenue = line.revenue.map(|told| product.yearly(told));
        let is_own = product.model == Some(model);
        if is_own && revenue.is_some() {
            months = if months == 0 { product.months } else { months.min(product.months) };
        }
        add(if is_own { &mut spend } else { &mut other_revenue }, customer, revenue);
        if !is_own {
            add(&mut other_seats, customer, line.seats);
        }
    }
    let rules = AttributeRules::get();
    let mut table = attribute_table(portfolio, segments, &all_customers(portfolio));
    table.columns.retain(|column| without.iter().all(|model| !rules.product(*model).is_own(&column.name)));
    for (name, mut values) in [(OTHER_SEATS, other_seats), (OTHER_REVENUE, other_revenue)] {
        // Credits are no size.
        values.iter_mut().filter(|value| **value < 0.0).for_each(|value| *value = 0.0);
        table.columns.push(DataColumn { name: name.to_owned(), values: DataValues::Numbers(values) });
    }
    let negative = spend.iter().filter(|spend| **spend < 0.0).count();
    Some(WalletInputs { table, spend, negative, months })
}

fn add(to: &mut [f64], customer: usize, amount: Option<f64>) {
    if let (Some(sum), Some(amount)) = (to.get_mut(customer), amount) {
        *sum = if sum.is_nan() { amount } else { *sum + amount };
    }
}

/// The wallets of `model` for every customer.
///
/// # Errors
/// [`Cancelled`] on request.
pub fn model_wallets(
    portfolio: &Portfolio,
    segments: &[Segment],
    model: Model,
    prices: Option<&PriceBook>,
    progress: &Progress,
) -> Result<ModelWallets, Cancelled> {
    let count = portfolio.customer_count();
    let mut wallets = ModelWallets {
        model,
        basis: WalletBasis::Nothing,
        learnt: None,
        amounts: vec![[f32::NAN; 5]; count],
        capped: Vec::new(),
        already: vec![f64::NAN; count],
        negative: 0,
        months: 0,
    };
    let Some(found) = wallet_inputs(portfolio, segments, model) else {
        wallets.take_prices(portfolio, prices);
        return Ok(wallets);
    };
    let own = owners(&found.spend).len();
    (wallets.negative, wallets.months) = (found.negative, found.months);
    if own < FEWEST_OWNERS {
        wallets.take_prices(portfolio, prices);
    } else if own >= FEWEST_ALONE || family(model).len() < 2 {
        wallets.basis = WalletBasis::Owners(own);
        wallets.learnt = WalletModel::fit(&found.table, &found.spend, progress)?;
        wallets.estimate(&found.table);
    } else {
        let (table, spend) = pooled(portfolio, segments, model);
        wallets.basis = WalletBasis::Family { own, all: spend.len() };
        wallets.learnt = WalletModel::fit(&table, &spend, progress)?;
        let mut own_table = found.table;
        own_table.columns.push(product_column(model, count));
        wallets.estimate(&own_table);
    }
    wallets.already = found.spend;
    Ok(wallets)
}

fn owners(spend: &[f64]) -> Vec<usize> {
    spend.iter().enumerate().filter(|(_, spend)| **spend > 0.0).map(|(row, _)| row).collect()
}

/// The products that are learnt together.
fn family(model: Model) -> &'static [Model] {
    match model {
        Model::M365 | Model::O365 => &[Model::M365, Model::O365],
        Model::Surface => &[Model::Surface],
        Model::Azure => &[Model::Azure],
        Model::D365BusinessCentral
        | Model::D365FinanceOperations
        | Model::D365CustomerEngagement
        | Model::PowerApps => {
            &[Model::D365BusinessCentral, Model::D365FinanceOperations, Model::D365CustomerEngagement, Model::PowerApps]
        }
    }
}

fn product_column(model: Model, rows: usize) -> DataColumn {
    let words = family(model).iter().map(|member| member.key().to_owned()).collect();
    let place = family(model).iter().position(|member| *member == model);
    let code = place.and_then(|place| u32::try_from(place).ok()).unwrap_or(Words::MISSING);
    DataColumn { name: PRODUCT.to_owned(), values: DataValues::Words(Words { codes: vec![code; rows], words }) }
}

/// The owners of all products of the family of `model`, one below the other, with their product as a column.
fn pooled(portfolio: &Portfolio, segments: &[Segment], model: Model) -> (DataTable, Vec<f64>) {
    let (mut all, mut all_spend): (Option<DataTable>, Vec<f64>) = (None, Vec::new());
    for member in family(model) {
        let Some(found) = inputs(portfolio, segments, *member, family(model)) else { continue };
        let places = owners(&found.spend);
        let mut own = found.table.with_rows(&places);
        own.columns.push(product_column(*member, places.len()));
        all_spend.extend(places.iter().filter_map(|row| found.spend.get(*row)));
        match &mut all {
            None => all = Some(own),
            Some(all) => append(all, own),
        }
    }
    (all.unwrap_or_default(), all_spend)
}

/// Puts the rows of `more` below `all`; both have the same columns with the same words.
fn append(all: &mut DataTable, more: DataTable) {
    all.rows += more.rows;
    for (column, more) in all.columns.iter_mut().zip(more.columns) {
        match (&mut column.values, more.values) {
            (DataValues::Numbers(all), DataValues::Numbers(more)) => all.extend(more),
            (DataValues::Words(all), DataValues::Words(more)) => all.codes.extend(more.codes),
            _ => {}
        }
    }
}

impl ModelWallets {
    fn estimate(&mut self, table: &DataTable) {
        let Some(learnt) = &self.learnt else {
            self.basis = WalletBasis::Nothing;
            return;
        };
        let reader = learnt.read(table);
        let estimated = self.amounts.par_iter_mut().enumerate().map(|(row, amounts)| {
            let wallet = reader.wallet(row);
            *amounts = [wallet.q10, wallet.q50, wallet.q80, wallet.q90, wallet.mean].map(|amount| amount as f32);
            wallet.is_capped
        });
        let is_capped: Vec<bool> = estimated.collect();
        self.capped = (0_u32..).zip(is_capped).filter(|(_, is_capped)| *is_capped).map(|(row, _)| row).collect();
    }

    /// A price is a price: no interval is made of it.
    fn take_prices(&mut self, portfolio: &Portfolio, prices: Option<&PriceBook>) {
        let Some(prices) = prices else { return };
        for (amounts, employees) in self.amounts.iter_mut().zip(&portfolio.customers.employees) {
            let yearly = employees.and_then(|employees| prices.yearly(self.model, f64::from(employees)));
            if let Some(yearly) = yearly {
                let [_, q50, q80, _, mean] = amounts;
                (*q50, *q80, *mean) = (yearly as f32, yearly as f32, yearly as f32);
                self.basis = WalletBasis::PriceBook { is_other_currency: prices.currency != CURRENCY };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use crate::domain::price_book::Price;
    use crate::domain::report::ReportKind;
    use crate::portfolio::holdings::{HeldProduct, Holding, Holdings};

    /// `owners` customers of Business Central, as many again of Sales, and three that own nothing.
    fn portfolio(owners: u32) -> Portfolio {
        let mut portfolio = Portfolio::default();
        let count = owners * 2 + 3;
        portfolio.customers.grow(count as usize);
        portfolio.customers.employees = (0..count).map(|customer| Some(10 + customer * 7 % 90)).collect();
        let product = |model| {
            let name = crate::support::interner::TextId::MISSING;
            HeldProduct { name, kind: ReportKind::SeatsSubscriptionsAndRevenue, model: Some(model), months: 6 }
        };
        let lines = (0..owners * 2).map(|customer| {
            let product = customer / owners;
            let heads = i64::from(10 + customer * 7 % 90);
            let revenue =
                Money::from_hundredths(heads * i64::from(product + 1) * (90 + i64::from(customer % 3) * 10) * 50);
            Holding { customer, product, revenue: Some(revenue), seats: None }
        });
        let products = vec![product(Model::D365BusinessCentral), product(Model::D365CustomerEngagement)];
        portfolio.holdings = Some(Holdings { products, lines: lines.collect() });
        portfolio
    }

    fn wallets(owners: u32, prices: Option<&PriceBook>) -> ModelWallets {
        let portfolio = portfolio(owners);
        let segments = vec![Segment::Unknown; portfolio.customer_count()];
        model_wallets(&portfolio, &segments, Model::D365BusinessCentral, prices, &Progress::default()).unwrap()
    }

    #[test]
    fn many_owners_speak_for_themselves_few_with_their_family_and_two_not_at_all() {
        let many = wallets(40, None);
        assert_eq!((many.basis, many.months), (WalletBasis::Owners(40), 6));
        // Half a year told, scaled to a year: 100 a head.
        let heads = 10.0 + f64::from(81 * 7 % 90_u32);
        let q50 = f64::from(many.amounts[81][1]);
        assert!((q50 / (100.0 * heads)).ln().abs() < 0.2, "{q50} for {heads}");
        assert_eq!(wallets(5, None).basis, WalletBasis::Family { own: 5, all: 10 });
        let none = wallets(2, None);
        assert_eq!(none.basis, WalletBasis::Nothing);
        assert!(none.amounts.iter().flatten().all(|amount| amount.is_nan()), "never 0");
    }

    #[test]
    fn the_price_book_serves_where_nobody_tells_and_says_so() {
        let mut prices = PriceBook { currency: Currency::Jpy, ..PriceBook::default() };
        assert_eq!(wallets(2, Some(&prices)).basis, WalletBasis::Nothing);
        let price = Price { seat_and_year: 100.0, share_of_employees: 0.5 };
        prices.prices.insert(Model::D365BusinessCentral, price);
        let priced = wallets(2, Some(&prices));
        assert_eq!(priced.basis, WalletBasis::PriceBook { is_other_currency: true });
        let [q10, q50, q80, _, mean] = priced.amounts[0];
        assert!(q10.is_nan() && [q50, q80, mean] == [500.0; 3]);
    }
}
