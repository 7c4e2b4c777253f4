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
use crate::portfolio::attribute::AttributeData;
use crate::scoring::end_of_service::overlay;
use crate::scoring::intent::{ModelIntent, SignalStore, intent_of, signals_of};
use crate::scoring::local::{LocalModel, LocalScores};
use crate::scoring::next::workloads::next_workloads;
use crate::scoring::scorecard::card::fit_of;
use crate::scoring::scorecard::rule_prior::{Known, rules};
use crate::scoring::segments_by_size;
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
    let segments = segments_by_size(portfolio, profile);
    let calendar = SupportCalendar::shipped().corrected_by(&profile.support_calendar);
    let signals = signals_of(portfolio, &profile.intent, &calendar, as_of);
    progress.advance(0)?;
    let mut learner = Learner::new(portfolio, &segments, profile, progress);
    let mut models = Vec::new();
    for model in Model::ALL {
        let mut local = LocalModel::new(model);
        let in_file = portfolio.models.iter().any(|columns| columns.model == model);
        // Reports no longer know it as a product of its own.
        if model == Model::O365 && !in_file {
            continue;
        }
        learner.learn(&mut local)?;
        if local.learnt.is_some() || in_file || signals.models().contains(&model) {
            add_intent(&mut local, &signals, profile);
            add_revenue(&mut local, portfolio, &segments, profile, progress)?;
        }
        if local.says_anything() {
            models.push(local);
        }
    }
    if models.iter().all(|local| local.fit.is_empty()) && portfolio.models.is_empty() {
        models = by_rules(portfolio, &segments, profile, &signals);
    }
    let end_of_service = overlay(portfolio, &calendar, as_of);
    let workloads = next_workloads(portfolio, progress)?;
    let next_workloads = (!workloads.model.items.is_empty()).then_some(workloads);
    Ok(LocalScores { models, profile: profile.clone(), segments, signals, end_of_service, next_workloads })
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
    let share = learnt.owners as f64 / learnt.told.max(1) as f64;
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

/// The models that are scored by rules where no file tells an owner or a score.
const BY_RULES: [Model; 2] = [Model::M365, Model::Azure];

/// Fit by the profile's rules: what there is to say where nobody is known to own anything.
fn by_rules(
    portfolio: &Portfolio,
    segments: &[Segment],
    profile: &ScoringProfile,
    signals: &SignalStore,
) -> Vec<LocalModel> {
    let known: Vec<Known> =
        (0..portfolio.customer_count()).map(|customer| known_by_rules(portfolio, segments, customer)).collect();
    let decision = |known: &Known| match rules(&profile.rule_prior, *known) {
        // A customer of whom nothing is known is not average: it is not scored.
        _ if *known == (Known { segment: Segment::Unknown, has_competitor: None, has_microsoft: None }) => f64::NAN,
        held => held.iter().map(|(_, points)| points).sum::<f64>(),
    };
    let decision: Vec<f64> = known.iter().map(decision).collect();
    if decision.iter().all(|above| above.is_nan()) {
        return Vec::new();
    }
    let fit = |above: &f64| if above.is_nan() { None } else { Score::new(f64::from(fit_of(*above))) };
    let scored = BY_RULES.into_iter().map(|model| {
        let mut local = LocalModel::new(model);
        local.fit = decision.iter().map(fit).collect();
        local.decision.clone_from(&decision);
        add_intent(&mut local, signals, profile);
        local
    });
    scored.collect()
}

/// What the rules look at, of one customer.
#[must_use]
pub fn known_by_rules(portfolio: &Portfolio, segments: &[Segment], customer: usize) -> Known {
    let told = |name: &str| {
        let found = portfolio.attributes.iter().find(|attribute| attribute.name == name);
        found.and_then(|attribute| match &attribute.data {
            AttributeData::Flag(cells) => cells.get(customer).copied().flatten(),
            _ => None,
        })
    };
    let any = |names: &[&str]| names.iter().filter_map(|name| told(name)).reduce(|one, other| one || other);
    Known {
        segment: segments.get(customer).copied().unwrap_or(Segment::Unknown),
        has_competitor: any(&["HasGoogle", "HasAWS"]),
        has_microsoft: any(&["Has M365", "Has Azure", "Has D365", "HasEA", "HasOpen"]),
    }
}

fn add_intent(local: &mut LocalModel, signals: &SignalStore, profile: &ScoringProfile) {
    if let Some(intent) = ModelIntent::compute(signals, Some(local.model), &profile.intent) {
        local.no_signals = profile.intent.constant.value();
        local.intent = intent.decision.iter().map(|decision| Score::new(intent_of(*decision).round())).collect();
        local.intent_decision = intent.decision;
    }
}
