//! The marks of all customers: kept by their lasting keys, found by their place in the open portfolio.

use crate::domain::mark::{CustomerKey, Mark};
use crate::domain::model::Model;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::support::progress::{Cancelled, Progress};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

/// How many customers pass between two looks at the cancel flag.
const CUSTOMERS_PER_STEP: usize = 1 << 14;

/// What is noted of one customer: under `None` of the customer as a whole, else for a model. None of them is empty.
pub type CustomerMarks = BTreeMap<Option<Model>, Mark>;

/// The places of marked customers in a portfolio.
pub type Placed = HashMap<CustomerIndex, CustomerKey>;

/// Whose mark, and of what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkKey {
    /// The customer.
    pub customer: CustomerKey,
    /// The model; `None` for the customer as a whole.
    pub model: Option<Model>,
}

/// All marks there are, also those of customers whom the open portfolio does not have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    by_key: HashMap<CustomerKey, CustomerMarks>,
    placed: Arc<Placed>,
}

/// What an unmarked customer has.
static NOTHING: Mark =
    Mark { status: None, owner: String::new(), note: String::new(), target: false, closed: None, revenue: None };

impl Marks {
    /// No marks at all, for as long as the program runs.
    #[must_use]
    pub fn none() -> &'static Self {
        static NONE: LazyLock<Marks> = LazyLock::new(Marks::default);
        &NONE
    }

    /// How many customers have a mark, be they in the open portfolio or not.
    #[must_use]
    pub fn customer_count(&self) -> usize {
        self.by_key.len()
    }

    /// Whether nobody has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// What is noted of `customer` for `model`, or as a whole; an empty mark where nothing is.
    #[must_use]
    pub fn of(&self, customer: CustomerIndex, model: Option<Model>) -> &Mark {
        let key = self.placed.get(&customer);
        key.and_then(|key| self.by_key.get(key)?.get(&model)).unwrap_or(&NOTHING)
    }

    /// What is shown of `customer` where `model` is looked at: its mark for the model, over that of the whole customer.
    #[must_use]
    pub fn shown(&self, customer: CustomerIndex, model: Option<Model>) -> Mark {
        let whole = self.of(customer, None);
        match model {
            Some(_) => self.of(customer, model).over(whole),
            None => whole.clone(),
        }
    }

    /// The marked customers of the open portfolio, in its order.
    #[must_use]
    pub fn customers(&self) -> Vec<CustomerIndex> {
        let mut customers: Vec<CustomerIndex> = self.placed.keys().copied().collect();
        customers.retain(|customer| self.placed.get(customer).is_some_and(|key| self.by_key.contains_key(key)));
        customers.sort_unstable();
        customers
    }

    /// The models for which any customer has a mark of its own, in their order.
    #[must_use]
    pub fn models(&self) -> Vec<Model> {
        let of = |model: &Model| self.by_key.values().any(|marks| marks.contains_key(&Some(*model)));
        Model::ALL.into_iter().filter(of).collect()
    }

    /// What is noted under `key`; an empty mark where nothing is.
    #[must_use]
    pub fn get(&self, key: &MarkKey) -> &Mark {
        self.by_key.get(&key.customer).and_then(|marks| marks.get(&key.model)).unwrap_or(&NOTHING)
    }

    /// Notes `mark` under `key`; an empty one takes away what was there.
    pub fn set(&mut self, key: &MarkKey, mark: Mark) {
        if !mark.is_empty() {
            self.by_key.entry(key.customer.clone()).or_default().insert(key.model, mark);
            return;
        }
        let Some(marks) = self.by_key.get_mut(&key.customer) else { return };
        marks.remove(&key.model);
        if marks.is_empty() {
            self.by_key.remove(&key.customer);
        }
    }

    /// All marks in the order of their keys.
    #[must_use]
    pub fn sorted(&self) -> Vec<(MarkKey, &Mark)> {
        let mut all: Vec<_> = self
            .by_key
            .iter()
            .flat_map(|(customer, marks)| {
                marks.iter().map(|(model, mark)| (MarkKey { customer: customer.clone(), model: *model }, mark))
            })
            .collect();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    /// Says that `customer` of the open portfolio is the one under `key`.
    pub fn place(&mut self, customer: CustomerIndex, key: &CustomerKey) {
        if !self.placed.contains_key(&customer) {
            Arc::make_mut(&mut self.placed).insert(customer, key.clone());
        }
    }

    /// Whether nobody was found in the open portfolio so far.
    #[must_use]
    pub fn is_unplaced(&self) -> bool {
        self.placed.is_empty()
    }

    /// Whether both have their customers in the very same places, without a look at each.
    #[must_use]
    pub fn is_placed_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.placed, &other.placed)
    }

    /// Takes in where the marked customers are, in place of what was known.
    pub fn set_placed(&mut self, placed: Placed) {
        self.placed = Arc::new(placed);
    }

    /// Where the customers of `portfolio` are that have a mark.
    ///
    /// # Errors
    /// [`Cancelled`] when another portfolio was opened meanwhile.
    pub fn find_in(&self, portfolio: &Portfolio, progress: &Progress) -> Result<Placed, Cancelled> {
        let mut placed = Placed::new();
        if self.by_key.is_empty() {
            return Ok(placed);
        }
        for customer in 0..portfolio.customer_count() {
            if customer % CUSTOMERS_PER_STEP == 0 {
                progress.advance(0)?;
            }
            let customer = CustomerIndex::try_from(customer).unwrap_or(CustomerIndex::MAX);
            if let Some(key) = portfolio.customer_key(customer).filter(|key| self.by_key.contains_key(key)) {
                placed.insert(customer, key);
            }
        }
        Ok(placed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mark::MarkStatus;

    fn key(name: &str, model: Option<Model>) -> MarkKey {
        MarkKey { customer: CustomerKey(format!("id:{name}")), model }
    }

    fn with_status(status: MarkStatus) -> Mark {
        Mark { status: Some(status), ..Mark::default() }
    }

    #[test]
    fn marks_outlive_the_portfolio_and_are_found_in_the_next() {
        let mut marks = Marks::default();
        marks.set(&key("b", None), with_status(MarkStatus::Meeting));
        marks.set(&key("elsewhere", None), with_status(MarkStatus::Lost));
        let mut portfolio = Portfolio::default();
        portfolio.customers.grow(2);
        portfolio.customers.customer_id = ["A", "B"].map(|id| portfolio.texts.intern(id).unwrap()).to_vec();
        marks.set_placed(marks.find_in(&portfolio, &Progress::default()).unwrap());
        assert_eq!(marks.of(1, None).status, Some(MarkStatus::Meeting));
        assert!(marks.of(0, None).is_empty());
        assert_eq!(marks.customers(), [1]);
        assert_eq!(marks.customer_count(), 2);
    }

    #[test]
    fn an_empty_mark_leaves_nothing_behind() {
        let mut marks = Marks::default();
        marks.set(&key("a", Some(Model::Azure)), with_status(MarkStatus::Offer));
        assert_eq!(marks.models(), [Model::Azure]);
        marks.set(&key("a", Some(Model::Azure)), Mark::default());
        assert_eq!(marks, Marks::default());
    }
}
