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
use crate::portfolio::model_columns::ModelColumns;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::scoring::Scores;

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
        Self { columns: scored.whitespace_models.iter().filter_map(|model| scored.columns(*model)).collect() }
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

    /// The sum over nobody.
    #[must_use]
    pub fn nothing(&self) -> WhitespaceTotals {
        let by_model: Vec<(Model, Money)> = self.models().map(|model| (model, Money::ZERO)).collect();
        let all = (!by_model.is_empty()).then_some(Money::ZERO);
        WhitespaceTotals { by_model, all, amounts: 0 }
    }

    /// Adds what `customer` would bring to `totals`, which began as [`WhitespaceColumns::nothing`].
    pub fn add(&self, totals: &mut WhitespaceTotals, customer: CustomerIndex) {
        for ((_, sum), amount) in totals.by_model.iter_mut().zip(self.of_customer(customer)) {
            let Some(amount) = amount else { continue };
            *sum += amount;
            totals.all = totals.all.map(|all| all + amount);
            totals.amounts += 1;
        }
    }
}

/// The models of which some customer has an amount. A column without a single one tells nothing; it is no sum of 0.
pub(super) fn models_told(scores: &Scores, portfolio: &Portfolio) -> Vec<Model> {
    let models = scores.models.iter().map(|scores| scores.model);
    let is_told = |columns: &ModelColumns| columns.whitespace_revenue.iter().any(Option::is_some);
    models.filter(|model| scores.columns(portfolio, *model).is_some_and(is_told)).collect()
}

impl WhitespaceTotals {
    /// Adds the totals of other customers, of the same models.
    pub fn add(&mut self, others: &Self) {
        for ((_, sum), (_, other)) in self.by_model.iter_mut().zip(&others.by_model) {
            *sum += *other;
        }
        self.all = self.all.zip(others.all).map(|(all, other)| all + other);
        self.amounts += others.amounts;
    }

    /// The total of `model`.
    #[must_use]
    pub fn of(&self, model: Model) -> Option<Money> {
        self.by_model.iter().find(|(known, _)| *known == model).map(|(_, sum)| *sum)
    }
}
