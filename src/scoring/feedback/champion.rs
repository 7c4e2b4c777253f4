//! Whether a challenger is better than the champion, by closed deals that neither has seen.
//!
//! Both are judged on the same deals in the order of days. A deal is out when it was closed on or before the newest day
//! of the data that either was fitted to: a card fitted to owners has seen every deal that made an owner. The
//! challenger is promoted only if its mean log loss is lower by more than 1.64 standard errors of the paired difference
//! (one-sided 95 percent; F. Diebold and R. Mariano, 1995), and its AUC is not lower by more than .01. A tie keeps the
//! champion. Degenerate: below 20 wins or 20 losses the answer is "too few to judge".

use crate::domain::Date;
use crate::scoring::feedback::ENOUGH;
use crate::support::statistics::auc::auc;
use crate::support::statistics::log_loss::loss;

/// One-sided 95 percent of the normal distribution.
const SURE: f64 = 1.64;
/// How much AUC a better log loss may cost.
const AUC_MAY_FALL: f64 = 0.01;
/// Into how many stretches of time [`walk_forward`] cuts the deals.
const STRETCHES: usize = 5;

/// A deal to judge models by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedDeal {
    /// The day it was closed.
    pub closed: Date,
    /// Whether it was won.
    pub won: bool,
}

/// One model's predictions of the deals, whatever the model is.
#[derive(Debug, Clone, Copy)]
pub struct Contender<'a> {
    /// The chance of winning each deal, 0 to 1; `None` where the model has no answer.
    pub chances: &'a [Option<f64>],
    /// The newest day of the data it was fitted to; `None` when no deal could be in them, as after [`walk_forward`].
    pub fitted_until: Option<Date>,
}

/// What two models did on the same deals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Mean log loss of the champion less that of the challenger; above 0 the challenger is better.
    pub gain: f64,
    /// The standard error of the gain.
    pub standard_error: f64,
    /// The champion's AUC.
    pub champion_auc: f64,
    /// The challenger's AUC.
    pub challenger_auc: f64,
}

/// Who is to stay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// Too few deals that neither has seen.
    TooFew,
    /// The champion stays: the gain is no more than chance.
    NotSurelyBetter(Figures),
    /// The champion stays: the challenger ranks worse.
    RanksWorse(Figures),
    /// The challenger is better.
    Promote(Figures),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contest {
    /// Deals won that were judged.
    pub wins: u32,
    /// Deals lost that were judged.
    pub losses: u32,
    /// Deals left out because a model was fitted to their days.
    pub seen: u32,
    /// Deals left out because a model has no answer.
    pub unanswered: u32,
    /// Who is to stay.
    pub verdict: Verdict,
}

/// Compares two models on `deals`, of which both have as many chances.
#[must_use]
pub fn contest(deals: &[ClosedDeal], champion: Contender<'_>, challenger: Contender<'_>) -> Contest {
    let fitted_until = champion.fitted_until.max(challenger.fitted_until);
    let mut contest = Contest { wins: 0, losses: 0, seen: 0, unanswered: 0, verdict: Verdict::TooFew };
    let mut judged: Vec<(Date, bool, f64, f64)> = Vec::new();
    for ((deal, old), new) in deals.iter().zip(champion.chances).zip(challenger.chances) {
        let known = old.zip(*new).filter(|(old, new)| old.is_finite() && new.is_finite());
        match known {
            _ if fitted_until.is_some_and(|day| deal.closed <= day) => contest.seen += 1,
            None => contest.unanswered += 1,
            Some((old, new)) => {
                let counted = if deal.won { &mut contest.wins } else { &mut contest.losses };
                *counted += 1;
                judged.push((deal.closed, deal.won, old, new));
            }
        }
    }
    judged.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)).then(a.3.total_cmp(&b.3)));
    if contest.wins >= ENOUGH && contest.losses >= ENOUGH {
        contest.verdict = figures(&judged).map_or(Verdict::TooFew, verdict);
    }
    contest
}

fn figures(judged: &[(Date, bool, f64, f64)]) -> Option<Figures> {
    let won: Vec<bool> = judged.iter().map(|deal| deal.1).collect();
    let (old, new): (Vec<f64>, Vec<f64>) = judged.iter().map(|deal| (deal.2, deal.3)).unzip();
    let gains: Vec<f64> = judged.iter().map(|(_, won, old, new)| loss(*old, *won) - loss(*new, *won)).collect();
    let count = gains.len() as f64;
    let gain = gains.iter().sum::<f64>() / count;
    let variance = gains.iter().map(|own| (own - gain).powi(2)).sum::<f64>() / (count - 1.0);
    Some(Figures {
        gain,
        standard_error: (variance / count).sqrt(),
        champion_auc: auc(&old, &won)?.area,
        challenger_auc: auc(&new, &won)?.area,
    })
}

fn verdict(figures: Figures) -> Verdict {
    let is_sure = figures.gain > SURE * figures.standard_error && figures.gain > 0.0;
    match (is_sure, figures.challenger_auc >= figures.champion_auc - AUC_MAY_FALL) {
        (false, _) => Verdict::NotSurelyBetter(figures),
        (true, false) => Verdict::RanksWorse(figures),
        (true, true) => Verdict::Promote(figures),
    }
}

/// Predictions in the order of time: the deals are cut into stretches, each predicted by a model fitted to the earlier
/// ones only. Deals of one day stay in one stretch. `predict` gets the positions of the deals to fit to and of those to
/// predict, and gives a chance for each of the latter. The first stretch has no past, and so no chances.
pub fn walk_forward(
    deals: &[ClosedDeal],
    mut predict: impl FnMut(&[usize], &[usize]) -> Vec<Option<f64>>,
) -> Vec<Option<f64>> {
    let mut order: Vec<(Date, usize)> = deals.iter().enumerate().map(|(at, deal)| (deal.closed, at)).collect();
    order.sort_unstable();
    let mut stretches: Vec<Vec<usize>> = vec![Vec::new()];
    let mut done = 0;
    for day in order.chunk_by(|a, b| a.0 == b.0) {
        if done * STRETCHES >= order.len() * stretches.len() {
            stretches.push(Vec::new());
        }
        done += day.len();
        if let Some(stretch) = stretches.last_mut() {
            stretch.extend(day.iter().map(|(_, at)| *at));
        }
    }
    let mut chances = vec![None; deals.len()];
    let mut past: Vec<usize> = Vec::new();
    for stretch in stretches {
        if !past.is_empty() {
            for (at, chance) in stretch.iter().zip(predict(&past, &stretch)) {
                if let Some(place) = chances.get_mut(*at) {
                    *place = chance;
                }
            }
        }
        past.extend(stretch);
    }
    chances
}
