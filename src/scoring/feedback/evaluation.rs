//! All models of a portfolio against its closed deals, by the files' scores and by our own.
//!
//! The scores are those of today's files. A score that was made after a deal was closed may have been raised or lowered
//! by it; what is told is how well scores and deals go together, and a forecast only where the files are older than the
//! deals.

use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::domain::rating::Rating;
use crate::portfolio::Portfolio;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::feedback::agreement::{Banded, ScoreAgreement, agree};
use crate::scoring::feedback::challenge::challenge;
use crate::scoring::feedback::champion::Contest;
use crate::scoring::feedback::deals::{Deals, ScoredDeal};
use crate::scoring::feedback::decision::{Decisions, of_rating};
use crate::scoring::feedback::quality::{Judgement, judge};
use crate::scoring::local::{LocalScores, ScoreSource, shown_columns};
use crate::scoring::model_scores::ModelScores;

/// What closed deals say of a portfolio's scores.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// How many deals are closed and name a known product.
    pub closed: usize,
    /// How many are open or undecided.
    pub open: u32,
    /// How many closed ones name no known product.
    pub without_product: u32,
    /// Each model by each source of scores.
    pub models: Vec<ModelEvaluation>,
    /// The files' scores as champion against ours as challenger, on deals closed after the day the data speak of.
    pub contests: Vec<(Model, Contest)>,
    /// How far the two sources agree, for models that have both.
    pub agreements: Vec<(Model, ScoreKind, ScoreAgreement)>,
}

/// One model by one source of scores.
#[derive(Debug)]
pub struct ModelEvaluation {
    /// The model.
    pub model: Model,
    /// Whose scores.
    pub source: ScoreSource,
    /// What the deals say.
    pub judgement: Judgement,
}

/// Which of the two scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreKind {
    /// Fit.
    Fit,
    /// Intent.
    Intent,
}

/// Judges every model that has scores; `local` are our own, once they are there. `as_of` is the day the data speak of:
/// who owned on that day is what ours are made of.
#[must_use]
pub fn evaluate(
    portfolio: &Portfolio,
    local: Option<&LocalScores>,
    profile: &ScoringProfile,
    as_of: Date,
) -> Evaluation {
    evaluate_deals(&Deals::of(portfolio), portfolio, local, profile, as_of)
}

/// As [`evaluate`], by `deals` that may also come from elsewhere.
#[must_use]
pub fn evaluate_deals(
    deals: &Deals,
    portfolio: &Portfolio,
    local: Option<&LocalScores>,
    profile: &ScoringProfile,
    as_of: Date,
) -> Evaluation {
    let ours: Vec<ModelColumns> =
        local.iter().flat_map(|local| &local.models).filter_map(|local| shown_columns(None, local)).collect();
    let sources = [(ScoreSource::File, portfolio.models.as_slice()), (ScoreSource::Local, ours.as_slice())];
    let mut models = Vec::new();
    for model in Model::ALL {
        for (source, columns) in sources {
            let own = columns.iter().find(|columns| columns.model == model && has_ratings(columns));
            models.extend(own.map(|columns| {
                let judgement = judge_columns(deals, columns, profile);
                ModelEvaluation { model, source, judgement }
            }));
        }
    }
    let contests = portfolio.models.iter().filter(|columns| has_ratings(columns)).filter_map(|file| {
        let own = ours.iter().find(|columns| columns.model == file.model && has_ratings(columns))?;
        let [file_deals, own_deals] = [file, own].map(|columns| scored_deals(deals, columns, profile));
        Some((file.model, challenge(&file_deals, &own_deals, Some(as_of))))
    });
    let contests = contests.collect();
    Evaluation {
        contests,
        closed: deals.closed.len(),
        open: deals.open,
        without_product: deals.without_product,
        models,
        agreements: agreements(&portfolio.models, &ours, profile),
    }
}

/// Judges the scores in `columns` by the deals of their model, wherever the scores come from.
#[must_use]
pub fn judge_columns(deals: &Deals, columns: &ModelColumns, profile: &ScoringProfile) -> Judgement {
    judge(&scored_deals(deals, columns, profile))
}

/// The deals of the model of `columns`, each with its scores.
#[must_use]
pub fn scored_deals(deals: &Deals, columns: &ModelColumns, profile: &ScoringProfile) -> Vec<ScoredDeal> {
    let decisions = Decisions::of_file(columns, profile.limits_for(columns.model));
    deals.scored(&decisions, &ModelScores::compute(columns, profile))
}

fn has_ratings(columns: &ModelColumns) -> bool {
    !columns.fit.is_empty() || !columns.intent.is_empty()
}

fn agreements(
    files: &[ModelColumns],
    ours: &[ModelColumns],
    profile: &ScoringProfile,
) -> Vec<(Model, ScoreKind, ScoreAgreement)> {
    let mut found = Vec::new();
    for file in files {
        let Some(own) = ours.iter().find(|columns| columns.model == file.model) else { continue };
        let limits = profile.limits_for(file.model);
        let banded = |ratings: &[Option<Rating>], limits| -> Vec<Option<Banded>> {
            let one = |rating: Rating| Banded { decision: of_rating(rating, limits), band: rating.band(limits) };
            ratings.iter().map(|rating| rating.map(one)).collect()
        };
        let fit = agree(&banded(&file.fit, limits.fit), &banded(&own.fit, limits.fit));
        let intent = agree(&banded(&file.intent, limits.intent), &banded(&own.intent, limits.intent));
        found.extend(fit.map(|agreement| (file.model, ScoreKind::Fit, agreement)));
        found.extend(intent.map(|agreement| (file.model, ScoreKind::Intent, agreement)));
    }
    found
}
