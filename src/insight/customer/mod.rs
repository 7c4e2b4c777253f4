//! Everything that is known of one customer, worked out when its page is asked for.
//!
//! Edges: what no file tells is `None` or an empty list, never 0; where our own scores are not there yet, what rests on
//! them is left out and told as missing.

pub mod events;
pub mod identity;
pub mod missing;
pub mod models;
pub mod plays;
pub mod points;
pub mod products;
pub mod similar;
#[cfg(test)]
mod tests;

use crate::domain::Date;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::insight::customer::events::{AgreementLine, SignalLine};
use crate::insight::customer::identity::Identity;
use crate::insight::customer::missing::MissingFact;
use crate::insight::customer::models::ModelLine;
use crate::insight::customer::plays::PlayLine;
use crate::insight::customer::products::{HoldingLine, NextLine};
use crate::insight::upsell::upsells;
use crate::insight::whitespace::WhitespaceColumns;
use crate::portfolio::CustomerIndex;
use crate::scoring::end_of_service::EndingProduct;
use crate::scoring::next::upsell::Upsell;
use crate::support::progress::{Cancelled, Progress};

/// What the page of a customer shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerPage {
    /// Who it is about.
    pub customer: CustomerIndex,
    /// The day that everything is seen from.
    pub as_of: Date,
    /// Who it is.
    pub identity: Identity,
    /// All models that there is something to say of, in the order they are shown.
    pub models: Vec<ModelLine>,
    /// What all models together would bring in a year.
    pub whitespace: Option<Money>,
    /// What is flagged to be sold to it, one line a motion.
    pub plays: Vec<PlayLine>,
    /// Its agreements, the next to end first.
    pub agreements: Vec<AgreementLine>,
    /// What it runs whose support ends, the most urgent first.
    pub ending: Vec<EndingProduct>,
    /// Its buying signals, the newest first.
    pub signals: Vec<SignalLine>,
    /// What it holds.
    pub holdings: Vec<HoldingLine>,
    /// The workloads that it will run next, the likeliest first.
    pub next: Vec<NextLine>,
    /// The workloads that the file recommends.
    pub recommended: Vec<String>,
    /// The next steps of the plans it holds, the likeliest first.
    pub upsells: Vec<Upsell>,
    /// What is not known, and what would tell it.
    pub missing: Vec<MissingFact>,
}

impl CustomerPage {
    /// What is known of `customer`.
    ///
    /// # Errors
    /// [`Cancelled`] when another customer is asked for meanwhile.
    pub fn compute(scored: &ScoredPortfolio, customer: CustomerIndex, progress: &Progress) -> Result<Self, Cancelled> {
        let local = scored.local.as_deref();
        let at = customer as usize;
        let identity = Identity::of(scored, customer);
        let models = models::lines(scored, customer, progress)?;
        let ending = local.and_then(|local| local.end_of_service.as_ref());
        let mut page = Self {
            customer,
            as_of: scored.as_of,
            identity,
            models,
            whitespace: WhitespaceColumns::of(scored).total_of(customer),
            plays: plays::lines(scored, customer),
            agreements: events::agreements(scored, customer),
            ending: ending.map(|ending| ending.products_of(at).into_iter().cloned().collect()).unwrap_or_default(),
            signals: events::signals(scored, customer),
            holdings: products::holdings(scored, customer),
            next: products::next(scored, customer),
            recommended: products::recommended(scored, customer),
            upsells: upsells(scored, customer),
            missing: Vec::new(),
        };
        progress.advance(0)?;
        page.missing = missing::facts(scored, &page);
        Ok(page)
    }

    /// The line of `model`.
    #[must_use]
    pub fn model(&self, model: crate::domain::model::Model) -> Option<&ModelLine> {
        self.models.iter().find(|line| line.model == model)
    }
}
