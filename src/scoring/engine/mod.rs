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
        let in_file = portfolio.models.iter().any(|columns| columns.model == model);
        // Reports no longer know it as a product of its own.
        if model == Model::O365 && !in_file {
            continue;
        }
        learner.learn(&mut local)?;
        if local.learnt.is_some() || in_file {
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

/// The models that are scored by rules where no file tells an owner or a score.
const BY_RULES: [Model; 2] = [Model::M365, Model::Azure];

/// Fit by the profile's rules: what there is to say where nobody is known to own anything.
fn by_rules(
    portfolio: &Portfolio,
    segments: &[Segment],
    profile: &ScoringProfile,
    signals: &SignalStore,
) -> Vec<LocalModel> {
    let known = known_by_rules(portfolio, segments);
    let decision = |known: &Known| rules(&profile.rule_prior, *known).iter().map(|(_, points)| points).sum::<f64>();
    let decision: Vec<f64> = known.iter().map(decision).collect();
    let scored = BY_RULES.into_iter().map(|model| {
        let mut local = LocalModel::new(model);
        local.fit = decision.iter().map(|above| Score::new(f64::from(fit_of(*above)))).collect();
        local.decision.clone_from(&decision);
        add_intent(&mut local, signals, profile);
        local
    });
    scored.collect()
}

/// What the rules look at, for every customer.
#[must_use]
pub fn known_by_rules(portfolio: &Portfolio, segments: &[Segment]) -> Vec<Known> {
    let flag = |name: &str| {
        let found = portfolio.attributes.iter().find(|attribute| attribute.name == name);
        found.and_then(|attribute| match &attribute.data {
            AttributeData::Flag(cells) => Some(cells.as_slice()),
            _ => None,
        })
    };
    let competitors = ["HasGoogle", "HasAWS"].map(flag);
    let microsoft = ["Has M365", "Has Azure", "Has D365", "HasEA", "HasOpen"].map(flag);
    let any = |flags: &[Option<&[Option<bool>]>], customer: usize| {
        let told = flags.iter().flatten().filter_map(|cells| cells.get(customer).copied().flatten());
        told.reduce(|one, other| one || other)
    };
    let of = |(customer, segment): (usize, &Segment)| Known {
        segment: *segment,
        has_competitor: any(&competitors, customer),
        has_microsoft: any(&microsoft, customer),
    };
    segments.iter().enumerate().map(of).collect()
}

fn add_intent(local: &mut LocalModel, signals: &SignalStore, profile: &ScoringProfile) {
    if let Some(intent) = ModelIntent::compute(signals, Some(local.model), &profile.intent) {
        local.intent = intent.decision.iter().map(|decision| Score::new(intent_of(*decision).round())).collect();
        local.intent_decision = intent.decision;
    }
}
