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
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::engine::attributes::{all_customers, attribute_table};
use crate::scoring::engine::products::AttributeRules;
use crate::scoring::wallet::model::{FEWEST_OWNERS, Wallet, WalletExplanation, WalletModel};
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

/// What the files tell of the customers' money, as one product sees it; one number a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Spending {
    /// What each spends on the product in a year; NaN where nothing is told.
    pub spend: Vec<f64>,
    /// Customers whose revenue is negative: more was credited than billed.
    pub negative: usize,
    /// How many of the last twelve months the files tell; 0 when they name none. Fewer than 12 are scaled to a year.
    pub months: i32,
    other_seats: Vec<f64>,
    other_revenue: Vec<f64>,
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

impl Spending {
    /// The money of the customers of `portfolio`, as `model` sees it; `None` when no file tells what products bring.
    #[must_use]
    pub fn of(portfolio: &Portfolio, model: Model) -> Option<Self> {
        let holdings = portfolio.holdings.as_ref()?;
        let nothing = || vec![f64::NAN; portfolio.customer_count()];
        let (mut spend, mut other_seats, mut other_revenue) = (nothing(), nothing(), nothing());
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
        // Credits are no size.
        let sizes = other_seats.iter_mut().chain(&mut other_revenue);
        sizes.filter(|value| **value < 0.0).for_each(|value| *value = 0.0);
        let negative = spend.iter().filter(|spend| **spend < 0.0).count();
        Some(Self { spend, negative, months, other_seats, other_revenue })
    }

    fn sizes(&self, customers: &[CustomerIndex]) -> [Vec<f64>; 2] {
        [&self.other_seats, &self.other_revenue].map(|all| {
            customers.iter().map(|customer| all.get(*customer as usize).copied().unwrap_or(f64::NAN)).collect()
        })
    }
}

/// What is known of some customers; rows are these customers, each with the product it stands for and its sizes.
fn table_of(
    portfolio: &Portfolio,
    segments: &[Segment],
    without: &[Model],
    customers: &[CustomerIndex],
    sizes: [Vec<f64>; 2],
) -> DataTable {
    let rules = AttributeRules::get();
    let mut table = attribute_table(portfolio, segments, customers);
    table.columns.retain(|column| without.iter().all(|model| !rules.product(*model).is_own(&column.name)));
    for (name, values) in [OTHER_SEATS, OTHER_REVENUE].into_iter().zip(sizes) {
        table.columns.push(DataColumn { name: name.to_owned(), values: DataValues::Numbers(values) });
    }
    table
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
    let Some(found) = Spending::of(portfolio, model) else {
        wallets.take_prices(portfolio, prices);
        return Ok(wallets);
    };
    let own = owners(&found.spend);
    (wallets.negative, wallets.months) = (found.negative, found.months);
    if own.len() < FEWEST_OWNERS {
        wallets.take_prices(portfolio, prices);
    } else if own.len() >= FEWEST_ALONE || family(model).len() < 2 {
        wallets.basis = WalletBasis::Owners(own.len());
        let table = table_of(portfolio, segments, &[model], &own, found.sizes(&own));
        wallets.learnt = WalletModel::fit(&table, &spend_of(&found, &own), progress)?;
        wallets.estimate(portfolio, segments, &found, progress)?;
    } else {
        let (table, spend) = pooled(portfolio, segments, model);
        wallets.basis = WalletBasis::Family { own: own.len(), all: spend.len() };
        wallets.learnt = WalletModel::fit(&table, &spend, progress)?;
        wallets.estimate(portfolio, segments, &found, progress)?;
    }
    wallets.already = found.spend;
    Ok(wallets)
}

/// The customers that pay for the product, rising.
fn owners(spend: &[f64]) -> Vec<CustomerIndex> {
    (0..).zip(spend).filter(|(_, spend)| **spend > 0.0).map(|(customer, _)| customer).collect()
}

fn spend_of(found: &Spending, customers: &[CustomerIndex]) -> Vec<f64> {
    customers.iter().filter_map(|customer| found.spend.get(*customer as usize).copied()).collect()
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

/// For each row which product of the family of `model` it stands for.
fn product_column(model: Model, members: &[Model]) -> DataColumn {
    let words = family(model).iter().map(|member| member.key().to_owned()).collect();
    let code = |model: &Model| {
        let place = family(*model).iter().position(|member| member == model);
        place.and_then(|place| u32::try_from(place).ok()).unwrap_or(Words::MISSING)
    };
    let codes = members.iter().map(code).collect();
    DataColumn { name: PRODUCT.to_owned(), values: DataValues::Words(Words { codes, words }) }
}

/// The owners of all products of the family of `model`, one below the other, with their product as a column.
fn pooled(portfolio: &Portfolio, segments: &[Segment], model: Model) -> (DataTable, Vec<f64>) {
    let (mut customers, mut members, mut spend) = (Vec::new(), Vec::new(), Vec::new());
    let [mut seats, mut revenue] = [Vec::new(), Vec::new()];
    for member in family(model) {
        let Some(found) = Spending::of(portfolio, *member) else { continue };
        let own = owners(&found.spend);
        let [own_seats, own_revenue] = found.sizes(&own);
        seats.extend(own_seats);
        revenue.extend(own_revenue);
        spend.extend(spend_of(&found, &own));
        members.extend(vec![*member; own.len()]);
        customers.extend(own);
    }
    let mut table = table_of(portfolio, segments, family(model), &customers, [seats, revenue]);
    table.columns.push(product_column(model, &members));
    (table, spend)
}

/// Customers that are estimated at a time: what is known of a million of them at once would fill the memory.
const BLOCK: usize = 1 << 16;

impl ModelWallets {
    /// The table that `customers` are estimated from.
    fn table(
        &self,
        portfolio: &Portfolio,
        segments: &[Segment],
        found: &Spending,
        customers: &[CustomerIndex],
    ) -> DataTable {
        let is_pooled = matches!(self.basis, WalletBasis::Family { .. });
        let without = if is_pooled { family(self.model) } else { std::slice::from_ref(&self.model) };
        let mut table = table_of(portfolio, segments, without, customers, found.sizes(customers));
        if is_pooled {
            table.columns.push(product_column(self.model, &vec![self.model; customers.len()]));
        }
        table
    }

    /// The numbers behind the wallet of `customer`; `None` where it was not learnt.
    #[must_use]
    pub fn explain(
        &self,
        portfolio: &Portfolio,
        segments: &[Segment],
        customer: CustomerIndex,
    ) -> Option<WalletExplanation> {
        let learnt = self.learnt.as_ref()?;
        let found = Spending::of(portfolio, self.model)?;
        let table = self.table(portfolio, segments, &found, &[customer]);
        Some(learnt.read(&table).explain(0))
    }

    fn estimate(
        &mut self,
        portfolio: &Portfolio,
        segments: &[Segment],
        found: &Spending,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        let Some(learnt) = self.learnt.take() else {
            self.basis = WalletBasis::Nothing;
            return Ok(());
        };
        for block in all_customers(portfolio).chunks(BLOCK) {
            progress.advance(0)?;
            let table = self.table(portfolio, segments, found, block);
            let reader = learnt.read(&table);
            let wallets: Vec<Wallet> = (0..block.len()).into_par_iter().map(|row| reader.wallet(row)).collect();
            for (customer, wallet) in block.iter().zip(wallets) {
                if let Some(amounts) = self.amounts.get_mut(*customer as usize) {
                    *amounts =
                        [wallet.q10, wallet.q50, wallet.q80, wallet.q90, wallet.mean].map(|amount| amount as f32);
                }
                self.capped.extend(wallet.is_capped.then_some(*customer));
            }
        }
        self.learnt = Some(learnt);
        Ok(())
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
