//! The next step of a plan: a higher one, or more seats of the one that is there.
//!
//! Data: `assets/upsell_paths.json`, families of plans and the paths between them with their rules. Steps are ranked by
//! the same model as everything that is next ([`NextModel`]), learnt from who holds which family; popularity where few
//! hold two. Seat gap = wallet (its 80 percent quantile) in seats - seats held.
//!
//! Rules: a family with a cap, as the Business family's 300 seats, is no step for a customer with more seats or
//! employees than that, and its gap ends at the cap; a step with a limit of employees is open only where their number is
//! known. Who holds the goal already takes no step to it. What would be needed and is not in the files is told.
//!
//! Degenerate cases: without products only the files' own upsell flags speak, without path and seats; no price of a
//! seat, or no wallet, gives a gap by employees; without them none, never 0.

use crate::portfolio::Portfolio;
use crate::portfolio::attribute::AttributeData;
use crate::scoring::next::model::NextModel;
use crate::scoring::next::ownership::Ownership;
use crate::support::progress::{Cancelled, Progress};
use crate::support::text::comparison_key;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The paths that the program brings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpsellPaths {
    /// What the file is, for its readers.
    pub about: String,
    /// Families of plans, the more special first.
    pub families: Vec<Family>,
    /// Steps between them.
    pub paths: Vec<Path>,
}

/// A family of plans.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// Words, one of which its products hold.
    pub any: Vec<String>,
    /// Words that none of them holds.
    pub unless: Vec<String>,
    /// Most seats that a tenant may have.
    #[serde(default)]
    pub most_seats: Option<f64>,
}

/// A step from one of several families to a higher one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// Where it starts.
    pub from: Vec<String>,
    /// Where it leads.
    pub to: String,
    /// Fewest employees for whom it is meant.
    #[serde(default)]
    pub least_employees: Option<u32>,
    /// Most employees for whom it is meant.
    #[serde(default)]
    pub most_employees: Option<u32>,
}

/// What is not in the files and would tell more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Products or SKUs.
    Products,
    /// Seats.
    Seats,
    /// The number of employees.
    Employees,
    /// A wallet, or the price of a seat.
    WalletInSeats,
}

/// A step that a customer may take.
#[derive(Debug, Clone, PartialEq)]
pub struct Upsell {
    /// The family it holds; `None` when only a flag of the file speaks.
    pub from: Option<&'static str>,
    /// The family it leads to; the same as `from` for more seats, `None` when only a flag speaks.
    pub to: Option<&'static str>,
    /// How likely beside others: larger is likelier; `None` for more seats and for flags.
    pub score: Option<f64>,
    /// Seats held of what the step starts from.
    pub seats: Option<f64>,
    /// Seats that could be sold beyond those.
    pub seat_gap: Option<f64>,
    /// What is missing for more.
    pub missing: Vec<Missing>,
}

/// What is known of a customer's money, for the seat gap.
pub struct SeatWallets<'a> {
    /// The realistic wallet of a customer, a year.
    pub wallet: &'a dyn Fn(usize) -> Option<f64>,
    /// What a seat of a family costs in a year.
    pub seat_price: &'a dyn Fn(&str) -> Option<f64>,
}

/// Every customer's steps.
#[derive(Debug)]
pub struct Upsells {
    /// What ranks them.
    pub model: NextModel,
    held: Ownership,
    seats: BTreeMap<(u32, usize), f64>,
    employees: Vec<Option<u32>>,
    is_flagged: Vec<bool>,
    has_products: bool,
}

static PATHS: LazyLock<UpsellPaths> = LazyLock::new(|| {
    // The asset is part of the program and read by a test.
    serde_json::from_str(include_str!("../../../assets/upsell_paths.json")).unwrap_or_default()
});

impl UpsellPaths {
    /// Those that ship with the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &PATHS
    }

    /// The place of the family that the product called `name` belongs to.
    #[must_use]
    pub fn family(&self, name: &str) -> Option<usize> {
        let key = comparison_key(name);
        let has = |word: &String| key.contains(word.as_str());
        self.families.iter().position(|family| family.any.iter().any(has) && !family.unless.iter().any(has))
    }
}

/// Reads who holds which plan, and learns what is held together.
///
/// # Errors
/// [`Cancelled`] on request.
pub fn upsells(portfolio: &Portfolio, progress: &Progress) -> Result<Upsells, Cancelled> {
    let paths = UpsellPaths::built_in();
    let mut held = Vec::new();
    let mut seats: BTreeMap<(u32, usize), f64> = BTreeMap::new();
    if let Some(holdings) = &portfolio.holdings {
        let families: Vec<Option<usize>> =
            holdings.products.iter().map(|product| paths.family(portfolio.texts.text(product.name))).collect();
        for line in &holdings.lines {
            let Some(family) = families.get(line.product as usize).copied().flatten() else { continue };
            held.push((line.customer, u32::try_from(family).unwrap_or(u32::MAX)));
            if let Some(own) = line.seats {
                *seats.entry((line.customer, family)).or_default() += own;
            }
        }
    }
    let names: Vec<&str> = paths.families.iter().map(|family| family.name.as_str()).collect();
    let held = Ownership::new(&names, super::workloads::keys(portfolio), held);
    Ok(Upsells {
        model: NextModel::fit(&held, progress)?,
        held,
        seats,
        employees: portfolio.customers.employees.clone(),
        is_flagged: flagged(portfolio),
        has_products: portfolio.holdings.is_some(),
    })
}

/// The customers that a file calls upsell customers.
fn flagged(portfolio: &Portfolio) -> Vec<bool> {
    let mut is_flagged = vec![false; portfolio.customer_count()];
    for attribute in &portfolio.attributes {
        let AttributeData::Flag(cells) = &attribute.data else { continue };
        if ["M365UpsellCustomer", "AzureUpsellCustomer"].contains(&attribute.name.as_str()) {
            is_flagged.iter_mut().zip(cells).for_each(|(is_flagged, cell)| *is_flagged |= *cell == Some(true));
        }
    }
    is_flagged
}

impl Upsells {
    /// Whether the files tell of no customer that holds a plan or may take a higher one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.is_flagged.contains(&true) && (0..self.held.customers()).all(|customer| self.held.of(customer).is_empty())
    }

    /// The steps of `customer`, higher plans first, the likeliest of them first.
    #[must_use]
    pub fn of(&self, customer: usize, money: &SeatWallets<'_>) -> Vec<Upsell> {
        let paths = UpsellPaths::built_in();
        let holds = |name: &str| self.model.item(name).is_some_and(|item| self.held.of(customer).contains(&item));
        let mut scores = Vec::new();
        self.model.score(self.held.of(customer), &mut scores);
        let mut steps = Vec::new();
        for path in paths.paths.iter().filter(|path| !holds(&path.to)) {
            for from in path.from.iter().filter(|from| holds(from)) {
                if let Some(mut step) = self.step(customer, from, &path.to, path, money) {
                    let item = self.model.item(&path.to).map(usize::from);
                    step.score = item.and_then(|item| scores.get(item).copied());
                    steps.push(step);
                }
            }
        }
        steps.sort_by(|one, other| other.score.unwrap_or(0.0).total_cmp(&one.score.unwrap_or(0.0)));
        for family in paths.families.iter().filter(|family| holds(&family.name)) {
            let more = self.measured(customer, &family.name, &family.name, money);
            if more.seat_gap.is_some_and(|gap| gap >= 1.0) {
                steps.push(more);
            }
        }
        if steps.is_empty() && self.is_flagged.get(customer) == Some(&true) {
            let missing = if self.has_products { Vec::new() } else { vec![Missing::Products, Missing::Seats] };
            steps.push(Upsell { from: None, to: None, score: None, seats: None, seat_gap: None, missing });
        }
        steps
    }

    /// The step along `path`, where its rules are met.
    fn step(
        &self,
        customer: usize,
        from: &'static str,
        to: &'static str,
        path: &Path,
        money: &SeatWallets<'_>,
    ) -> Option<Upsell> {
        let employees = self.employees.get(customer).copied().flatten();
        let is_for = |employees: u32| {
            path.least_employees.is_none_or(|least| employees >= least)
                && path.most_employees.is_none_or(|most| employees <= most)
        };
        let is_limited = path.least_employees.is_some() || path.most_employees.is_some();
        if employees.map_or(is_limited, |employees| !is_for(employees)) {
            return None;
        }
        let step = self.measured(customer, from, to, money);
        let cap = cap(to).unwrap_or(f64::INFINITY);
        let is_beyond = step.seats.is_some_and(|seats| seats > cap);
        (!is_beyond && employees.is_none_or(|employees| f64::from(employees) <= cap)).then_some(step)
    }

    fn measured(&self, customer: usize, from: &'static str, to: &'static str, money: &SeatWallets<'_>) -> Upsell {
        let key = u32::try_from(customer).unwrap_or(u32::MAX);
        let family = UpsellPaths::built_in().families.iter().position(|family| family.name == from);
        let seats = family.and_then(|family| self.seats.get(&(key, family))).copied();
        let employees = self.employees.get(customer).copied().flatten().map(f64::from);
        let price = (money.seat_price)(to).filter(|price| *price > 0.0);
        let by_wallet = (money.wallet)(customer).zip(price).map(|(wallet, price)| wallet / price);
        let mut missing = Vec::new();
        for (is_missing, what) in [
            (seats.is_none(), Missing::Seats),
            (employees.is_none(), Missing::Employees),
            (by_wallet.is_none(), Missing::WalletInSeats),
        ] {
            if is_missing {
                missing.push(what);
            }
        }
        let possible = by_wallet.or(employees).map(|seats| seats.min(cap(to).unwrap_or(f64::INFINITY)).floor());
        let seat_gap = possible.zip(seats).map(|(possible, seats)| (possible - seats).max(0.0));
        Upsell { from: Some(from), to: Some(to), score: None, seats, seat_gap, missing }
    }
}

fn cap(name: &str) -> Option<f64> {
    UpsellPaths::built_in().families.iter().find(|family| family.name == name)?.most_seats
}
