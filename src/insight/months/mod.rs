//! One month against another: the cards' change, and who moved.

pub mod comparison;

use crate::domain::Date;
use crate::domain::cluster::Cluster;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::{Dashboard, Question};
use crate::insight::filter::CustomerList;
use crate::insight::table::{SortOrder, TableColumn};
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
    /// What the chosen model's product would bring in a year.
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
    before: Option<Figures>,
    after: Figures,
}

/// The figures of one month; `None` where its files do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Figures {
    customers: u32,
    expiring_agreements: Option<u32>,
    open_expiring_revenue: Option<Money>,
    whitespace_revenue: Option<Money>,
    act_now: Option<u32>,
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
        let before = asked.map(|question| Dashboard::compute(older, &question, progress)).transpose()?;
        let before = before.map(|answer| Figures::of(older, &answer));
        Ok(Self {
            since: older.as_of,
            before,
            after: Figures::of(newer, &Dashboard::compute(newer, question, progress)?),
        })
    }

    /// How `card` has changed; `None` where either month's files do not say.
    #[must_use]
    pub fn change(&self, card: Card) -> Option<CardChange> {
        let count = |of: fn(&Figures) -> Option<u32>| {
            let before = of(self.before.as_ref()?);
            before.zip(of(&self.after)).map(|(before, after)| CardChange::Count { before, after })
        };
        let money = |of: fn(&Figures) -> Option<Money>| {
            let before = of(self.before.as_ref()?);
            before.zip(of(&self.after)).map(|(before, after)| CardChange::Money { before, after })
        };
        match card {
            Card::Customers => count(|figures| Some(figures.customers)),
            Card::ExpiringAgreements => count(|figures| figures.expiring_agreements),
            Card::OpenExpiringRevenue => money(|figures| figures.open_expiring_revenue),
            Card::WhitespaceRevenue => money(|figures| figures.whitespace_revenue),
            Card::ActNow => count(|figures| figures.act_now),
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
    // Its order is of no matter, and may name columns that it lacks.
    asked.sort = SortOrder::default();
    Some(asked)
}

/// The customers of `list` as the older month numbers them.
fn earlier(list: &CustomerList, same: &SameCustomers) -> CustomerList {
    let before = |customer: &CustomerIndex| same.before.get(*customer as usize).copied().flatten();
    let mut customers: Vec<CustomerIndex> = list.customers.iter().filter_map(before).collect();
    customers.sort_unstable();
    CustomerList { reason: list.reason, customers: customers.into() }
}

impl Figures {
    fn of(scored: &ScoredPortfolio, answer: &Dashboard) -> Self {
        let model = answer.question.model;
        let scores = scored.scores.models.iter().find(|scores| Some(scores.model) == model);
        let revenue = model.and_then(|model| scored.columns(model)).map(|columns| &columns.whitespace_revenue);
        let act_now = scores.filter(|scores| !scores.cluster.is_empty()).map(|scores| {
            let is_there = |customer: &&CustomerIndex| scores.cluster(**customer as usize) == Some(Cluster::ActNow);
            u32::try_from(answer.rows.iter().filter(is_there).count()).unwrap_or(u32::MAX)
        });
        let whitespace_revenue = revenue.filter(|amounts| !amounts.is_empty()).map(|amounts| {
            answer.rows.iter().filter_map(|customer| amounts.get(*customer as usize).copied().flatten()).sum()
        });
        Self {
            customers: answer.shown(),
            expiring_agreements: answer.cards.expiring_agreements,
            open_expiring_revenue: answer.cards.open_expiring_revenue,
            whitespace_revenue,
            act_now,
        }
    }
}

#[cfg(test)]
mod tests;
