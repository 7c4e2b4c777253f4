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
use crate::domain::profile::ScoringProfile;
use crate::domain::score::Score;
use crate::portfolio::Portfolio;
use crate::scoring::end_of_service::overlay;
use crate::scoring::intent::{ModelIntent, SignalStore, intent_of, signals_of};
use crate::scoring::local::{LocalModel, LocalScores};
use crate::scoring::segments;
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
        }
        if local.says_anything() {
            models.push(local);
        }
    }
    let end_of_service = overlay(portfolio, &calendar, as_of);
    Ok(LocalScores { models, signals, end_of_service })
}

fn add_intent(local: &mut LocalModel, signals: &SignalStore, profile: &ScoringProfile) {
    if let Some(intent) = ModelIntent::compute(signals, Some(local.model), &profile.intent) {
        local.intent = intent.decision.iter().map(|decision| Score::new(intent_of(*decision).round())).collect();
        local.intent_decision = intent.decision;
    }
}
