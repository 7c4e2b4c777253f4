//! Our own scores of a portfolio, beside those of its files.
//!
//! Every model whose owners the files tell gets a card, fitted to the portfolio itself: owners against all others. The
//! files' signals make Intent. Where models share owners and columns they share the card.

pub mod attributes;
pub mod freshness;
pub mod kept;
mod learn;
pub mod outcomes;
pub mod owners;
pub mod products;
#[cfg(test)]
mod tests;

use crate::domain::Date;
use crate::domain::end_of_service::SupportCalendar;
use crate::domain::intent_weights::IntentWeights;
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
use crate::scoring::next::upsell::upsells;
use crate::scoring::next::workloads::next_workloads;
use crate::scoring::scorecard::card::fit_of;
use crate::scoring::scorecard::pairs::PairChoice;
use crate::scoring::scorecard::rule_prior::{Known, rules};
use crate::scoring::segments_by_size;
use crate::scoring::wallet::portfolio::{WalletBasis, model_wallets};
use crate::support::progress::{Cancelled, Progress};
use freshness::Freshness;
use kept::KeptModels;
use learn::Learner;
use outcomes::Evidences;

/// How a portfolio is to be scored.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Everything that a user may change.
    pub profile: &'a ScoringProfile,
    /// The day the data speak of.
    pub as_of: Date,
    /// Models that were fitted before and score; those that are not among them are fitted.
    pub kept: Option<&'a KeptModels>,
    /// Pairs of attributes in what is fitted.
    pub pairs: PairChoice,
}

impl<'a> Request<'a> {
    /// Fitted anew, without pairs.
    #[must_use]
    pub fn new(profile: &'a ScoringProfile, as_of: Date) -> Self {
        Self { profile, as_of, kept: None, pairs: PairChoice::default() }
    }
}

/// Works out our own scores of `portfolio`.
///
/// # Errors
/// [`Cancelled`].
pub fn score(portfolio: &Portfolio, request: &Request<'_>, progress: &Progress) -> Result<LocalScores, Cancelled> {
    let Request { profile, as_of, .. } = *request;
    // Fit and wallets of every model, then the next workloads.
    progress.expect(2 * Model::ALL.len() as u64 + 2);
    let step = progress.of_step();
    let segments = segments_by_size(portfolio, profile);
    let calendar = SupportCalendar::shipped().corrected_by(&profile.support_calendar);
    let evidences = Evidences::of(portfolio, &profile.intent);
    // Kept models bring the weights of Intent that they were kept with; others are learnt for their challenger.
    let learning = match request.kept {
        Some(_) => None,
        None => evidences.as_ref().and_then(|evidences| evidences.learn_intent(&profile.intent)),
    };
    let (intent_learning, adopted) = learning.unzip();
    let kept_weights = request.kept.and_then(|kept| kept.intent.clone());
    let intent_weights = adopted.flatten().or(kept_weights).unwrap_or_else(|| profile.intent.clone());
    let signals = signals_of(portfolio, &intent_weights, &calendar, as_of);
    progress.advance(1)?;
    let mut learner = Learner::new(portfolio, &segments, request, &step);
    let mut models = Vec::new();
    for model in Model::ALL {
        let mut local = LocalModel::new(model);
        let in_file = portfolio.models.iter().any(|columns| columns.model == model);
        // Reports no longer know it as a product of its own.
        if model == Model::O365 && !in_file {
            progress.advance(2)?;
            continue;
        }
        learner.learn(&mut local, &models)?;
        progress.advance(1)?;
        if local.learnt.is_some() || in_file || signals.models().contains(&model) {
            add_intent(&mut local, &signals, &intent_weights);
            local.win = evidences.as_ref().and_then(|evidences| evidences.chance(&local, &intent_weights));
            add_revenue(&mut local, portfolio, &segments, profile, &step)?;
        }
        progress.advance(1)?;
        if local.says_anything() {
            models.push(local);
        }
    }
    if models.iter().all(|local| local.fit.is_empty()) && portfolio.models.is_empty() {
        models = by_rules(portfolio, &segments, profile, (&signals, &intent_weights));
    }
    let freshness = request.kept.map(|kept| Freshness::of(kept.fitted_as_of, learner.moved(), evidences.as_ref()));
    let end_of_service = overlay(portfolio, &calendar, as_of);
    let workloads = next_workloads(portfolio, &step)?;
    progress.advance(1)?;
    let upsells = Some(upsells(portfolio, &step)?).filter(|upsells| !upsells.is_empty());
    let next_workloads = (!workloads.model.items.is_empty()).then_some(workloads);
    Ok(LocalScores {
        models,
        profile: profile.clone(),
        segments,
        signals,
        intent_weights,
        intent_learning,
        freshness,
        deal_models: evidences.map(|evidences| evidences.models()).unwrap_or_default(),
        end_of_service,
        next_workloads,
        upsells,
    })
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
    let customers = 0..portfolio.customer_count();
    local.whitespace_revenue = customers.clone().map(|at| Money::from_units(local.whitespace(at)?)).collect();
    local.expected_revenue = customers.map(|at| Money::from_units(local.expected(at)?.expected)).collect();
    Ok(())
}

/// The models that are scored by rules where no file tells an owner or a score.
const BY_RULES: [Model; 2] = [Model::M365, Model::Azure];

/// Fit by the profile's rules: what there is to say where nobody is known to own anything.
fn by_rules(
    portfolio: &Portfolio,
    segments: &[Segment],
    profile: &ScoringProfile,
    (signals, weights): (&SignalStore, &IntentWeights),
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
        add_intent(&mut local, signals, weights);
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

fn add_intent(local: &mut LocalModel, signals: &SignalStore, weights: &IntentWeights) {
    if let Some(intent) = ModelIntent::compute(signals, Some(local.model), weights) {
        local.no_signals = weights.constant.value();
        local.intent = intent.decision.iter().map(|decision| Score::new(intent_of(*decision).round())).collect();
        local.intent_decision = intent.decision;
    }
}
