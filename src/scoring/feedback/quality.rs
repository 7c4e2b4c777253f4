//! The quality report of one model: do higher scores win more deals, and are the chances true?
//!
//! The chance of a deal comes from a calibration fitted to the other four fifths of the deals: every fifth deal in the
//! order of days is left out in turn. So no deal is judged by a model that has seen it, and the whole depends on
//! nothing but the deals. Degenerate: below 20 wins or 20 losses the answer is "too few to judge", with the counts.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::scoring::feedback::ENOUGH;
use crate::scoring::feedback::calibrate::{Calibration, Evidence};
use crate::scoring::feedback::conversion::{Conversion, by_group};
use crate::scoring::feedback::deals::ScoredDeal;
use crate::support::statistics::auc::{Auc, auc};
use crate::support::statistics::brier::brier;
use crate::support::statistics::calibration::{self, Group, Line};
use crate::support::statistics::lift::{Tenth, by_tenth};
use crate::support::statistics::log_loss::log_loss;

/// How many parts the deals are cut into.
const FOLDS: usize = 5;

/// What can be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// Too few deals with a score to say anything.
    TooFew {
        /// Deals won.
        wins: u32,
        /// Deals lost.
        losses: u32,
    },
    /// The report.
    Judged(Box<Quality>),
}

/// How good the scores of one model are.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Deals won that have a score.
    pub wins: u32,
    /// Deals lost that have a score.
    pub losses: u32,
    /// How well Fit alone ranks; `None` when deals with Fit are of one outcome only.
    pub fit: Option<Auc>,
    /// How well Intent alone ranks.
    pub intent: Option<Auc>,
    /// How well the chance of winning ranks.
    pub chance: Auc,
    /// Mean squared distance of the chance from the outcome.
    pub brier: f64,
    /// Mean log loss of the chance.
    pub log_loss: f64,
    /// The log loss of giving every deal the overall rate.
    pub log_loss_of_rate: f64,
    /// Chance said against share won, the lowest first.
    pub table: Vec<Group>,
    /// The mean distance of the two.
    pub calibration_error: f64,
    /// Slope and intercept; `None` where no finite ones exist.
    pub line: Option<Line>,
    /// Lift of each tenth, the highest chance first.
    pub lift: [Tenth; 10],
    /// Conversion of each cell, in the order of [`Cell::index`].
    pub cells: [Conversion; Cell::COUNT],
    /// Conversion of each cluster that was recommended, in the order of [`Cluster::ALL`].
    pub clusters: [Conversion; 4],
    /// The recommendation against the outcome.
    pub recommended: Recommended,
    /// The chance of winning fitted to all deals.
    pub calibration: Calibration,
}

/// Deals whose customer was recommended for a call (Act Now and Evaluate) against those that were not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recommended {
    /// Recommended and won.
    pub won: u32,
    /// Recommended and lost.
    pub lost: u32,
    /// Not recommended, but won.
    pub others_won: u32,
    /// Not recommended, and lost.
    pub others_lost: u32,
}

/// Judges the scores of one model by its closed deals, the earliest first; deals without a score are passed over.
#[must_use]
pub fn judge(deals: &[ScoredDeal]) -> Judgement {
    let deals: Vec<ScoredDeal> =
        deals.iter().copied().filter(|deal| deal.fit.is_some() || deal.intent.is_some()).collect();
    let wins = count(deals.iter().filter(|deal| deal.won));
    let losses = count(deals.iter().filter(|deal| !deal.won));
    let judged = if wins < ENOUGH || losses < ENOUGH { None } else { report(&deals, wins, losses) };
    judged.map_or(Judgement::TooFew { wins, losses }, |quality| Judgement::Judged(Box::new(quality)))
}

fn report(deals: &[ScoredDeal], wins: u32, losses: u32) -> Option<Quality> {
    let won: Vec<bool> = deals.iter().map(|deal| deal.won).collect();
    let chances = chances_unseen(deals)?;
    let rate = f64::from(wins) / f64::from(wins + losses);
    let table = calibration::table(&chances, &won);
    let cells: Vec<_> = deals.iter().map(|deal| (deal.cell.map(Cell::index), deal.won)).collect();
    let clusters: Vec<_> = deals.iter().map(|deal| (deal.cluster.map(Cluster::index), deal.won)).collect();
    Some(Quality {
        wins,
        losses,
        fit: auc_of(deals, |deal| deal.fit),
        intent: auc_of(deals, |deal| deal.intent),
        chance: auc(&chances, &won)?,
        brier: brier(&chances, &won)?,
        log_loss: log_loss(&chances, &won)?,
        log_loss_of_rate: log_loss(&vec![rate; won.len()], &won)?,
        calibration_error: calibration::expected_error(&table)?,
        table,
        line: calibration::line(&chances, &won),
        lift: by_tenth(&chances, &won)?,
        cells: by_group(&cells)?,
        clusters: by_group(&clusters)?,
        recommended: recommended(deals),
        calibration: Calibration::fit(&evidence(deals.iter()))?,
    })
}

/// The chance of each deal by a calibration that has not seen it.
pub(super) fn chances_unseen(deals: &[ScoredDeal]) -> Option<Vec<f64>> {
    let without = |fold: usize| {
        let others = deals.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, deal)| deal);
        Calibration::fit(&evidence(others))
    };
    let fitted: Vec<Calibration> = (0..FOLDS).map(without).collect::<Option<_>>()?;
    let rate = deals.iter().filter(|deal| deal.won).count() as f64 / deals.len() as f64;
    let chances = deals.iter().enumerate().map(|(at, deal)| {
        // A score that only the deals of this fold have is worth no more than the overall rate.
        Some(fitted.get(at % FOLDS)?.probability(deal.fit, deal.intent).unwrap_or(rate))
    });
    chances.collect()
}

fn evidence<'a>(deals: impl Iterator<Item = &'a ScoredDeal>) -> Vec<Evidence> {
    deals.map(|deal| Evidence { fit: deal.fit, intent: deal.intent, won: deal.won }).collect()
}

fn auc_of(deals: &[ScoredDeal], score: impl Fn(&ScoredDeal) -> Option<f64>) -> Option<Auc> {
    let (scores, won): (Vec<f64>, Vec<bool>) =
        deals.iter().filter_map(|deal| score(deal).map(|score| (score, deal.won))).unzip();
    auc(&scores, &won)
}

fn recommended(deals: &[ScoredDeal]) -> Recommended {
    let mut counts = Recommended::default();
    for deal in deals {
        let Some(cluster) = deal.cluster else { continue };
        match (matches!(cluster, Cluster::ActNow | Cluster::Evaluate), deal.won) {
            (true, true) => counts.won += 1,
            (true, false) => counts.lost += 1,
            (false, true) => counts.others_won += 1,
            (false, false) => counts.others_lost += 1,
        }
    }
    counts
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}
