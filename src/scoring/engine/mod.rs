//! Our own scores of a portfolio, beside those of its files.
//!
//! Every model whose owners the files tell gets a card, fitted to the portfolio itself: owners against all others. The
//! files' signals make Intent. Where models share owners and columns they share the card.

pub mod attributes;
mod learn;
pub mod owners;
pub mod products;
#[cfg(test)]
mod tests;

use crate::domain::Date;
use crate::domain::end_of_service::SupportCalendar;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::profile::ScoringProfile;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::portfolio::Portfolio;
use crate::scoring::end_of_service::overlay;
use crate::scoring::intent::{ModelIntent, SignalStore, intent_of, signals_of};
use crate::scoring::local::{LocalModel, LocalScores};
use crate::scoring::next::workloads::next_workloads;
use crate::scoring::segments;
use crate::scoring::wallet::portfolio::{WalletBasis, model_wallets};
use crate::support::progress::{Cancelled, Progress};
use learn::Learner;

/// Works out our own scores of `portfolio` as of the day `as_of`.
///
/// # Errors
/// [`Cancelled`].
pub fn score(
    portfolio: &Portfolio,
    profile: &ScoringProfile,
    as_of: Date,
    progress: &Progress,
) -> Result<LocalScores, Cancelled> {
    let segments = segments(portfolio, profile);
    let calendar = SupportCalendar::shipped().corrected_by(&profile.support_calendar);
    let signals = signals_of(portfolio, &profile.intent, &calendar, as_of);
    progress.advance(0)?;
    let mut learner = Learner::new(portfolio, &segments, profile, progress);
    let mut models = Vec::new();
    for model in Model::ALL {
        let mut local = LocalModel::new(model);
        learner.learn(&mut local)?;
        if local.learnt.is_some() || portfolio.models.iter().any(|columns| columns.model == model) {
            add_intent(&mut local, &signals, profile);
            add_revenue(&mut local, portfolio, &segments, profile, progress)?;
        }
        if local.says_anything() {
            models.push(local);
        }
    }
    let end_of_service = overlay(portfolio, &calendar, as_of);
    let workloads = next_workloads(portfolio, progress)?;
    let next_workloads = (!workloads.model.items.is_empty()).then_some(workloads);
    Ok(LocalScores { models, signals, end_of_service, next_workloads })
}

/// What the product would bring: what comparable owners spend, times how likely it is taken up.
fn add_revenue(
    local: &mut LocalModel,
    portfolio: &Portfolio,
    segments: &[Segment],
    profile: &ScoringProfile,
    progress: &Progress,
) -> Result<(), Cancelled> {
    let Some(learnt) = &local.learnt else { return Ok(()) };
    let share = learnt.owners as f64 / portfolio.customer_count().max(1) as f64;
    local.adoption_rate = profile.wallet.adoption_rate(local.model, share);
    let wallets = model_wallets(portfolio, segments, local.model, profile.price_book.as_ref(), progress)?;
    if wallets.basis == WalletBasis::Nothing {
        return Ok(());
    }
    local.wallets = Some(wallets);
    let expected = |customer| Money::from_units(local.expected(customer)?.expected);
    let revenue: Vec<Option<Money>> = (0..portfolio.customer_count()).map(expected).collect();
    local.whitespace_revenue = revenue;
    Ok(())
}

fn add_intent(local: &mut LocalModel, signals: &SignalStore, profile: &ScoringProfile) {
    if let Some(intent) = ModelIntent::compute(signals, Some(local.model), &profile.intent) {
        local.intent = intent.decision.iter().map(|decision| Score::new(intent_of(*decision).round())).collect();
        local.intent_decision = intent.decision;
    }
}
