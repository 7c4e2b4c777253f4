//! Whitespace revenue added up: one sum for the card, the totals of the map, and the table.
//!
//! What counts is each customer's whitespace revenue of each model as the table shows it: the file's, else our own
//! estimate ([`ScoredPortfolio::columns`]). Our own estimates count whole, to the hundredth, not as the three figures
//! that the table writes. What an owner could still add counts where it is told: it is revenue that is not there yet.
//!
//! Edges: an amount that nobody tells is none, not 0; a model that no source tells of has no total, and where there is
//! no model there is no sum at all.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::portfolio::model_columns::ModelColumns;

/// The columns that are added up.
pub struct WhitespaceColumns<'a> {
    columns: Vec<&'a ModelColumns>,
}

/// What some customers would bring in a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhitespaceTotals {
    /// The total of each model that some source tells of, in the order they are shown.
    pub by_model: Vec<(Model, Money)>,
    /// The total of all models; `None` where no source tells of any.
    pub all: Option<Money>,
    /// How many amounts were added.
    pub amounts: u64,
}

impl<'a> WhitespaceColumns<'a> {
    /// Those of `scored`.
    #[must_use]
    pub fn of(scored: &'a ScoredPortfolio) -> Self {
        let columns = scored.models().filter_map(|model| scored.columns(model));
        // A column without a single amount tells nothing; it is not a sum of 0.
        let is_told = |columns: &&ModelColumns| columns.whitespace_revenue.iter().any(Option::is_some);
        Self { columns: columns.filter(is_told).collect() }
    }

    /// The models that some source tells of.
    pub fn models(&self) -> impl Iterator<Item = Model> + '_ {
        self.columns.iter().map(|columns| columns.model)
    }

    /// What each of [`WhitespaceColumns::models`] would bring at `customer`.
    pub fn of_customer(&self, customer: CustomerIndex) -> impl Iterator<Item = Option<Money>> + '_ {
        self.columns.iter().map(move |columns| columns.whitespace_revenue.get(customer as usize).copied().flatten())
    }

    /// What all models together would bring at `customer`; `None` where nothing is told.
    #[must_use]
    pub fn total_of(&self, customer: CustomerIndex) -> Option<Money> {
        self.of_customer(customer).flatten().reduce(|sum, amount| sum + amount)
    }

    /// What `customers` would bring together.
    #[must_use]
    pub fn totals(&self, customers: impl IntoIterator<Item = CustomerIndex>) -> WhitespaceTotals {
        let mut by_model: Vec<(Model, Money)> = self.models().map(|model| (model, Money::ZERO)).collect();
        let mut amounts = 0;
        for customer in customers {
            for ((_, sum), amount) in by_model.iter_mut().zip(self.of_customer(customer)) {
                *sum += amount.unwrap_or(Money::ZERO);
                amounts += u64::from(amount.is_some());
            }
        }
        let all = by_model.iter().map(|(_, sum)| *sum).reduce(|sum, amount| sum + amount);
        WhitespaceTotals { by_model, all, amounts }
    }
}

impl WhitespaceTotals {
    /// The total of `model`.
    #[must_use]
    pub fn of(&self, model: Model) -> Option<Money> {
        self.by_model.iter().find(|(known, _)| *known == model).map(|(_, sum)| *sum)
    }
}
