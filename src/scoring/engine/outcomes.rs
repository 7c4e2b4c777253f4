//! What closed deals change of our own scores: the weights of Intent, and how much Fit and Intent count for a chance.
//!
//! **Weights of Intent** are learnt by [`learn_weights`] and adopted only through the champion gate: both sets foretell
//! each fifth of the deals from those before it, the shipped weights by a calibration of their Intent, the learnt ones by
//! their own fit; [`contest`] decides. What is adopted is then learnt from all deals.
//!
//! **The chance of winning a deal** is [`Calibration`], fitted to the model's deals, from 20 won and 20 lost on. Its level
//! is that of opportunities, which are chosen; a yearly rate it is not. So it is told as what it is, and the expected
//! revenue takes from it how much Fit and Intent count, and keeps the yearly adoption rate as its level.
//!
//! Where a Signals report is opened, Intent stands in the evidence as it was on the day the deal was opened; else Intent is
//! no evidence, for what reports state now may come from the deal. Degenerate: too few deals change nothing, and that is
//! told.

use crate::domain::Date;
use crate::domain::intent_weights::IntentWeights;
use crate::domain::model::Model;
use crate::portfolio::Portfolio;
use crate::scoring::feedback::ENOUGH;
use crate::scoring::feedback::calibrate::{Calibration, Evidence};
use crate::scoring::feedback::champion::{ClosedDeal, Contender, Contest, Verdict, contest, walk_forward};
use crate::scoring::feedback::deals::{Deal, Deals};
use crate::scoring::intent::learning::{DealActivity, deal_activities, decision_of, learn_weights};
use crate::scoring::local::LocalModel;
use crate::support::statistics::sigmoid;

/// What became of learning the weights of Intent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntentLearning {
    /// Deals won and lost whose day and product are known.
    pub wins: usize,
    /// Those lost.
    pub losses: usize,
    /// How learnt and shipped weights did on later deals; `None` where there are too few to learn from.
    pub contest: Option<Contest>,
    /// Whether the learnt weights are used.
    pub is_adopted: bool,
}

/// What the deals of one model say of a chance of winning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WinEvidence {
    /// Deals won of which a score is known.
    pub wins: u32,
    /// Those lost.
    pub losses: u32,
    /// The chance; `None` where there are too few to judge.
    pub calibration: Option<Calibration>,
}

/// The closed deals of a portfolio, with what was known of their customers.
pub(super) struct Evidences {
    deals: Deals,
    activities: Vec<DealActivity>,
    has_signals: bool,
}

impl Evidences {
    /// The closed deals of `portfolio`; `None` when no file lists any.
    pub(super) fn of(portfolio: &Portfolio, weights: &IntentWeights) -> Option<Self> {
        portfolio.outcomes.as_ref()?;
        let deals = Deals::of(portfolio);
        let activities = deal_activities(portfolio, weights);
        Some(Self { deals, activities, has_signals: portfolio.signals.is_some() })
    }

    /// The weights that the deals teach, where they stand the gate; and what became of learning.
    pub(super) fn learn_intent(&self, shipped: &IntentWeights) -> Option<(IntentLearning, Option<IntentWeights>)> {
        if !self.has_signals {
            return None;
        }
        let wins = self.activities.iter().filter(|deal| deal.won).count();
        let losses = self.activities.len() - wins;
        let nothing = IntentLearning { wins, losses, contest: None, is_adopted: false };
        let Ok(learnt) = learn_weights(&self.activities, shipped) else { return Some((nothing, None)) };
        let contest = self.contest(shipped);
        let is_adopted = matches!(contest.verdict, Verdict::Promote(_));
        let learning = IntentLearning { contest: Some(contest), is_adopted, ..nothing };
        Some((learning, is_adopted.then_some(learnt.weights)))
    }

    /// The shipped weights as champion against learnt ones, each foretelling deals from those before them.
    fn contest(&self, shipped: &IntentWeights) -> Contest {
        let deals: Vec<ClosedDeal> =
            self.activities.iter().map(|deal| ClosedDeal { closed: deal.day, won: deal.won }).collect();
        let of = |places: &[usize]| -> Vec<&DealActivity> {
            places.iter().filter_map(|at| self.activities.get(*at)).collect()
        };
        let champion = walk_forward(&deals, |past, now| {
            let known: Vec<Evidence> = of(past).into_iter().map(|deal| evidence(deal, shipped)).collect();
            let fitted = Calibration::fit(&known);
            let chance = |deal: &DealActivity| fitted?.probability(None, evidence(deal, shipped).intent);
            of(now).into_iter().map(chance).collect()
        });
        let challenger = walk_forward(&deals, |past, now| {
            let known: Vec<DealActivity> = of(past).into_iter().cloned().collect();
            let learnt = learn_weights(&known, shipped).ok();
            of(now).into_iter().map(|deal| Some(sigmoid(learnt.as_ref()?.log_odds(deal)))).collect()
        });
        let unfitted = |chances| Contender { chances, fitted_until: None };
        contest(&deals, unfitted(&champion), unfitted(&challenger))
    }

    /// The chance of winning a deal of `local`'s product, by its own scores; `None` where there is no Fit.
    pub(super) fn chance(&self, local: &LocalModel, weights: &IntentWeights) -> Option<WinEvidence> {
        let fit = |customer: u32| local.decision.get(customer as usize).copied().filter(|fit| !fit.is_nan());
        if local.decision.is_empty() {
            return None;
        }
        let evidences: Vec<Evidence> = if self.has_signals {
            let own = self.activities.iter().filter(|deal| deal.model == local.model);
            own.map(|deal| Evidence { fit: fit(deal.customer), ..evidence(deal, weights) }).collect()
        } else {
            let own = self.deals.closed.iter().filter(|deal| deal.model == local.model);
            own.map(|deal| Evidence { fit: fit(deal.customer), intent: None, won: deal.won }).collect()
        };
        let known = || evidences.iter().filter(|deal| deal.fit.is_some());
        let count = |won: bool| u32::try_from(known().filter(|deal| deal.won == won).count()).unwrap_or(u32::MAX);
        let (wins, losses) = (count(true), count(false));
        let is_enough = wins >= ENOUGH && losses >= ENOUGH;
        let known: Vec<Evidence> = known().copied().collect();
        Some(WinEvidence { wins, losses, calibration: if is_enough { Calibration::fit(&known) } else { None } })
    }

    /// Deals won and lost after `day`, of any product; all where no day is known.
    pub(super) fn closed_after(&self, day: Option<Date>) -> (u32, u32) {
        let later = |deal: &&Deal| deal.closed.is_some_and(|closed| day.is_none_or(|day| closed > day));
        let count = |won: bool| self.deals.closed.iter().filter(later).filter(|deal| deal.won == won).count();
        (u32::try_from(count(true)).unwrap_or(u32::MAX), u32::try_from(count(false)).unwrap_or(u32::MAX))
    }

    /// The models that any closed deal is about.
    pub(super) fn models(&self) -> Vec<Model> {
        let mut models: Vec<Model> = self.deals.closed.iter().map(|deal| deal.model).collect();
        models.sort_unstable();
        models.dedup();
        models
    }
}

fn evidence(deal: &DealActivity, weights: &IntentWeights) -> Evidence {
    Evidence { fit: None, intent: Some(decision_of(&deal.activity, weights)), won: deal.won }
}
