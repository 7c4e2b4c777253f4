//! Two sets of scores on the same deals: which foretells them better?
//!
//! Whatever scores they are (cards with and without pairs, the files' scores and ours, other weights of signals), each
//! is made a chance of winning by a calibration of its own, fitted stretch by stretch to the earlier deals alone, and
//! then the two stand trial as champion and challenger. So a scale that is too bold or too timid does not decide, only
//! what the scores know. Deals without a day have no place in time and are left out.

use crate::domain::Date;
use crate::scoring::feedback::calibrate::{Calibration, Evidence};
use crate::scoring::feedback::champion::{ClosedDeal, Contender, Contest, contest, walk_forward};
use crate::scoring::feedback::deals::ScoredDeal;

/// Judges the challenger's scores against the champion's; both list the same deals in the same order. `fitted_until` is
/// the newest day of the data that either's scores were made of, where deals may have taken part in them.
#[must_use]
pub fn challenge(champion: &[ScoredDeal], challenger: &[ScoredDeal], fitted_until: Option<Date>) -> Contest {
    let dated = champion.iter().zip(challenger).filter_map(|(old, new)| Some((old.closed?, old, new)));
    // What the scores have seen is no past to learn from either.
    let (seen, unseen): (Vec<_>, Vec<_>) =
        dated.partition(|(closed, ..)| fitted_until.is_some_and(|day| *closed <= day));
    let deals: Vec<ClosedDeal> =
        unseen.iter().map(|(closed, deal, _)| ClosedDeal { closed: *closed, won: deal.won }).collect();
    let old: Vec<Evidence> = unseen.iter().map(|(_, old, _)| evidence(old)).collect();
    let new: Vec<Evidence> = unseen.iter().map(|(_, _, new)| evidence(new)).collect();
    let (old, new) = (chances(&deals, &old), chances(&deals, &new));
    let unfitted = |chances| Contender { chances, fitted_until: None };
    let mut found = contest(&deals, unfitted(&old), unfitted(&new));
    found.seen = u32::try_from(seen.len()).unwrap_or(u32::MAX);
    found
}

fn evidence(deal: &ScoredDeal) -> Evidence {
    Evidence { fit: deal.fit, intent: deal.intent, won: deal.won }
}

/// Each deal's chance by a calibration of the deals before it.
pub(super) fn chances(deals: &[ClosedDeal], evidence: &[Evidence]) -> Vec<Option<f64>> {
    walk_forward(deals, |past, now| {
        let known: Vec<Evidence> = past.iter().filter_map(|at| evidence.get(*at).copied()).collect();
        let fitted = Calibration::fit(&known);
        let chance = |at: &usize| {
            let deal = evidence.get(*at)?;
            fitted.as_ref()?.probability(deal.fit, deal.intent)
        };
        now.iter().map(chance).collect()
    })
}
