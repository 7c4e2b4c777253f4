//! What the page of model quality shows: what deals say of the scores, and what has moved in the data.

use crate::domain::mark::MarkStatus;
use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::marks::Marks;
use crate::scoring::drift::{Drift, drift};
use crate::scoring::feedback::agreement::ScoreAgreement;
use crate::scoring::feedback::champion::Contest;
use crate::scoring::feedback::deals::{Deal, Deals};
use crate::scoring::feedback::evaluation::{Evaluation, ModelEvaluation, ScoreKind, evaluate_deals};
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
    /// Looks at the deals of `scored` and those that `marks` note as won or lost, and at what has moved since `older`.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer portfolio made this one pointless.
    pub fn compute(
        scored: &ScoredPortfolio,
        marks: &Marks,
        older: Option<&ScoredPortfolio>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let mut deals = Deals::of(&scored.portfolio);
        let noted = noted(marks, scored);
        let has_outcomes = scored.portfolio.outcomes.is_some() || !noted.is_empty();
        deals.add(&scored.portfolio, noted.into_iter());
        let (local, as_of) = (scored.local.as_deref(), scored.as_of);
        let evaluation = evaluate_deals(&deals, &scored.portfolio, local, &scored.profile, as_of);
        progress.advance(0)?;
        let drift = older.map(|older| drift(&older.portfolio, &scored.portfolio, &scored.profile));
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

/// The deals that marks note: a model's own, each customer and model once.
fn noted(marks: &Marks, scored: &ScoredPortfolio) -> Vec<Deal> {
    let mut deals = Vec::new();
    for customer in marks.customers() {
        for model in scored.models() {
            let mark = marks.of(customer, Some(model));
            let won = match mark.status {
                Some(MarkStatus::Won) => true,
                Some(MarkStatus::Lost) => false,
                _ => continue,
            };
            deals.push(Deal { customer, model, closed: mark.closed, won });
        }
    }
    deals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mark::Mark;
    use crate::domain::profile::ScoringProfile;
    use crate::insight::marks::MarkKey;
    use crate::portfolio::PortfolioBuilder;
    use crate::portfolio::tests::report;
    use crate::workbook::table::{AsOf, KnownBy};
    use jiff::civil::date;

    #[test]
    fn marks_that_say_won_or_lost_are_deals_and_the_reports_own_win() {
        let mut builder = PortfolioBuilder::default();
        builder
            .add(report("CustomerID | M365Fit | M365Intent", &["C1 | 80 | 80", "C2 | 20 | 20", "C3 | 50 | 50"]))
            .unwrap();
        let outcomes = "CustomerID | Opportunity Product | Closed Date | Outcome";
        builder.add(report(outcomes, &["C1 | Microsoft 365 | 2026-09-01 | Won"])).unwrap();
        let as_of = AsOf { day: date(2026, 10, 1), known_by: KnownBy::User };
        let scored = ScoredPortfolio::new(builder.finish(), ScoringProfile::default(), as_of);
        let mut marks = Marks::default();
        for (customer, status) in [(0, MarkStatus::Lost), (1, MarkStatus::Lost), (2, MarkStatus::Offer)] {
            let key = scored.portfolio.customer_key(customer).unwrap();
            marks.place(customer, &key);
            let mark = Mark { status: Some(status), ..Mark::default() };
            marks.set(&MarkKey { customer: key, model: Some(Model::M365) }, mark);
        }
        let report = QualityReport::compute(&scored, &marks, None, &Progress::default()).unwrap();
        assert_eq!(report.evaluation.closed, 2, "one of the report, one of the marks");
        assert!(report.has_outcomes);
    }
}
