//! What the page of model quality shows: what deals say of the scores, and what has moved in the data.

use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::scoring::drift::{Drift, drift};
use crate::scoring::feedback::agreement::ScoreAgreement;
use crate::scoring::feedback::champion::Contest;
use crate::scoring::feedback::evaluation::{Evaluation, ModelEvaluation, ScoreKind, evaluate};
use crate::support::progress::{Cancelled, Progress};

/// Everything that is known of how good the scores are.
#[derive(Debug)]
pub struct QualityReport {
    /// What closed deals say.
    pub evaluation: Evaluation,
    /// Whether any file or mark tells of deals at all.
    pub has_outcomes: bool,
    /// What has moved since the older month; `None` while none is loaded.
    pub drift: Option<Drift>,
}

impl QualityReport {
    /// Looks at the deals of `scored`, and at what has moved since `older`.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer portfolio made this one pointless.
    pub fn compute(
        scored: &ScoredPortfolio,
        older: Option<&ScoredPortfolio>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let evaluation = evaluate(&scored.portfolio, scored.local.as_deref(), &scored.profile, scored.as_of);
        progress.advance(0)?;
        let drift = older.map(|older| drift(&older.portfolio, &scored.portfolio, &scored.profile));
        let has_outcomes = scored.portfolio.outcomes.is_some();
        progress.advance(0)?;
        Ok(Self { evaluation, has_outcomes, drift })
    }

    /// What deals say of `model`, by each source of scores.
    pub fn of(&self, model: Model) -> impl Iterator<Item = &ModelEvaluation> {
        self.evaluation.models.iter().filter(move |evaluation| evaluation.model == model)
    }

    /// The files' scores against ours, by deals closed after the data.
    #[must_use]
    pub fn contest(&self, model: Model) -> Option<&Contest> {
        self.evaluation.contests.iter().find(|(known, _)| *known == model).map(|(_, contest)| contest)
    }

    /// How far our scores agree with the files'.
    pub fn agreements(&self, model: Model) -> impl Iterator<Item = (ScoreKind, &ScoreAgreement)> {
        let of_model = self.evaluation.agreements.iter().filter(move |(known, ..)| *known == model);
        of_model.map(|(_, kind, agreement)| (*kind, agreement))
    }
}
