//! What is not known of a customer, and what would tell it.

use crate::insight::ScoredPortfolio;
use crate::insight::customer::CustomerPage;

/// Something that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingFact {
    /// Our own scores are being worked out.
    OwnScores,
    /// No file has buying signals.
    Signals,
    /// Files have signals, but none of this customer.
    SignalsOfCustomer,
    /// No file has agreements.
    Agreements,
    /// No file tells which products are held.
    Holdings,
    /// Nobody tells how many employees there are.
    Employees,
    /// Nobody tells what the whitespace would bring.
    WhitespaceRevenue,
    /// No file has plays.
    Plays,
    /// No file tells which workloads run.
    Workloads,
}

impl MissingFact {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::OwnScores,
        Self::Signals,
        Self::SignalsOfCustomer,
        Self::Agreements,
        Self::Holdings,
        Self::Employees,
        Self::WhitespaceRevenue,
        Self::Plays,
        Self::Workloads,
    ];
}

/// What is not known of the customer of `page`.
pub(super) fn facts(scored: &ScoredPortfolio, page: &CustomerPage) -> Vec<MissingFact> {
    let portfolio = &scored.portfolio;
    let local = scored.local.as_deref();
    let has_signals = portfolio.signals.as_ref().is_some_and(|signals| !signals.customer.is_empty());
    let is_missing = |fact: &MissingFact| match fact {
        MissingFact::OwnScores => local.is_none(),
        MissingFact::Signals => !has_signals,
        MissingFact::SignalsOfCustomer => has_signals && page.signals.is_empty(),
        MissingFact::Agreements => portfolio.agreements.is_none(),
        MissingFact::Holdings => portfolio.holdings.is_none(),
        MissingFact::Employees => page.identity.employees.is_none(),
        MissingFact::WhitespaceRevenue => page.whitespace.is_none(),
        MissingFact::Plays => !portfolio.attributes.iter().any(|attribute| attribute.is_play),
        MissingFact::Workloads => local.is_some_and(|local| local.next_workloads.is_none()),
    };
    MissingFact::ALL.into_iter().filter(is_missing).collect()
}
