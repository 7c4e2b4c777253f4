//! One month against another: the cards' change, and who moved.

pub mod comparison;

use crate::domain::Date;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::insight::cards::Cards;
use crate::insight::dashboard::Question;
use crate::insight::filter::CustomerList;
use crate::insight::table::TableColumn;
use crate::portfolio::CustomerIndex;
use crate::portfolio::same_customers::SameCustomers;
use crate::support::progress::{Cancelled, Progress};

/// A card of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Card {
    /// Distinct customers.
    Customers,
    /// Agreements that end in the current fiscal year.
    ExpiringAgreements,
    /// Expiring revenue of the agreements still open.
    OpenExpiringRevenue,
    /// What the products of all models would bring in a year; no change is told where the months tell of other models.
    WhitespaceRevenue,
    /// Customers in the chosen model's Act Now.
    ActNow,
}

/// What a card showed in the older month, and what it shows now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardChange {
    /// Of a card that counts.
    Count {
        /// In the older month.
        before: u32,
        /// Now.
        after: u32,
    },
    /// Of a card with an amount.
    Money {
        /// In the older month.
        before: Money,
        /// Now.
        after: Money,
    },
}

/// The figures of the cards in both months, for the same question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardChanges {
    /// The day the older files speak of.
    pub since: Date,
    /// `None` when the older month's files lack a column that the filter asks of.
    before: Option<Cards>,
    after: Cards,
}

impl CardChanges {
    /// Answers `question` of both months; a list of customers is followed into the older month by `same`.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn compute(
        older: &ScoredPortfolio,
        newer: &ScoredPortfolio,
        same: &SameCustomers,
        question: &Question,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let asked = asked_before(older, newer, same, question);
        let before = asked.map(|question| Cards::of(older, &question, progress)).transpose()?;
        Ok(Self { since: older.as_of, before, after: Cards::of(newer, question, progress)? })
    }

    /// How `card` has changed; `None` where either month's files do not say.
    #[must_use]
    pub fn change(&self, card: Card) -> Option<CardChange> {
        let (before, after) = (self.before.as_ref()?, &self.after);
        let count = |of: fn(&Cards) -> Option<u32>| {
            of(before).zip(of(after)).map(|(before, after)| CardChange::Count { before, after })
        };
        let money = |of: fn(&Cards) -> Option<Money>| {
            of(before).zip(of(after)).map(|(before, after)| CardChange::Money { before, after })
        };
        let models = |cards: &Cards| cards.whitespace.by_model.iter().map(|(model, _)| *model).collect::<Vec<_>>();
        match card {
            Card::Customers => count(|cards| Some(cards.customers)),
            Card::ExpiringAgreements => count(|cards| cards.expiring_agreements),
            Card::OpenExpiringRevenue => money(|cards| cards.open_expiring_revenue),
            // A sum of more models is no growth.
            Card::WhitespaceRevenue if models(before) != models(after) => None,
            Card::WhitespaceRevenue => money(|cards| cards.whitespace.all),
            Card::ActNow => count(|cards| cards.act_now),
        }
    }
}

/// The question as it is asked of the older month; `None` when that has no such column.
fn asked_before(
    older: &ScoredPortfolio,
    newer: &ScoredPortfolio,
    same: &SameCustomers,
    question: &Question,
) -> Option<Question> {
    let mut asked = question.clone();
    asked.filter.among = question.filter.among.as_ref().map(|list| earlier(list, same));
    for (column, _) in &mut asked.filter.conditions {
        if let TableColumn::Attribute(at) = column {
            let name = &newer.portfolio.attributes.get(*at)?.name;
            *at = older.portfolio.attributes.iter().position(|attribute| attribute.name == *name)?;
        }
    }
    Some(asked)
}

/// The customers of `list` as the older month numbers them.
fn earlier(list: &CustomerList, same: &SameCustomers) -> CustomerList {
    let before = |customer: &CustomerIndex| same.before.get(*customer as usize).copied().flatten();
    let mut customers: Vec<CustomerIndex> = list.customers.iter().filter_map(before).collect();
    customers.sort_unstable();
    CustomerList { reason: list.reason, customers: customers.into() }
}

#[cfg(test)]
mod tests;
