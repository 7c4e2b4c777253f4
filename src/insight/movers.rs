//! Who moves when one set of models takes the place of another: shown before anything is swapped.

use crate::domain::band::{Band, BandLimits};
use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::domain::score::Score;
use crate::portfolio::CustomerIndex;
use crate::scoring::local::LocalScores;

/// How many customers are named a score.
const NAMED: usize = 5;

/// Who moves in one of a model's scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Movers {
    /// The model.
    pub model: Model,
    /// Whether this is Intent; else Fit.
    pub is_intent: bool,
    /// Customers by their band before (row) and after (column), High first.
    pub bands: [[u32; 4]; 4],
    /// Customers who had a score before and have none after, or the other way.
    pub appearing: u32,
    /// Those whose score changes most, the largest change first, with the score before and after.
    pub furthest: Vec<(CustomerIndex, Score, Score)>,
}

impl Movers {
    /// Customers that move up a band or more.
    #[must_use]
    pub fn up(&self) -> u32 {
        self.count(|before, after| after < before)
    }

    /// Customers that move down a band or more.
    #[must_use]
    pub fn down(&self) -> u32 {
        self.count(|before, after| after > before)
    }

    /// Customers with a score before and after.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.count(|_, _| true)
    }

    fn count(&self, counts: impl Fn(usize, usize) -> bool) -> u32 {
        let cells = self
            .bands
            .iter()
            .enumerate()
            .flat_map(|(before, row)| row.iter().enumerate().map(move |(after, count)| (before, after, *count)));
        cells.filter(|(before, after, _)| counts(*before, *after)).map(|(.., count)| count).sum()
    }
}

/// Who moves from `before` to `after`, by the limits of `profile`; scores in which nobody changes are left out.
#[must_use]
pub fn movers(before: &LocalScores, after: &LocalScores, profile: &ScoringProfile) -> Vec<Movers> {
    let mut found = Vec::new();
    for model in Model::ALL {
        let [old, new] = [before, after].map(|scores| scores.model(model));
        let limits = profile.limits_for(model);
        let of = |is_intent: bool| {
            let scores = |local: Option<&crate::scoring::local::LocalModel>| -> Vec<Option<Score>> {
                let own = local.map(|local| if is_intent { &local.intent } else { &local.fit });
                own.cloned().unwrap_or_default()
            };
            let limits = if is_intent { limits.intent } else { limits.fit };
            moved(model, is_intent, (&scores(old), &scores(new)), limits)
        };
        found.extend([of(false), of(true)].into_iter().flatten());
    }
    found
}

fn moved(
    model: Model,
    is_intent: bool,
    (before, after): (&[Option<Score>], &[Option<Score>]),
    limits: BandLimits,
) -> Option<Movers> {
    let mut movers = Movers { model, is_intent, bands: [[0; 4]; 4], appearing: 0, furthest: Vec::new() };
    let mut changes: Vec<(f32, CustomerIndex, Score, Score)> = Vec::new();
    let count = before.len().max(after.len());
    for (customer, at) in (0..).zip(0..count) {
        let of = |scores: &[Option<Score>]| scores.get(at).copied().flatten();
        let (old, new) = match (of(before), of(after)) {
            (Some(old), Some(new)) => (old, new),
            (None, None) => continue,
            _ => {
                movers.appearing += 1;
                continue;
            }
        };
        let [from, to]: [Band; 2] = [old, new].map(|score| limits.band(score));
        if let Some(count) = movers.bands.get_mut(from.index()).and_then(|row| row.get_mut(to.index())) {
            *count += 1;
        }
        let change = (new.value() - old.value()).abs();
        if change > 0.0 {
            changes.push((change, customer, old, new));
        }
    }
    if changes.is_empty() && movers.appearing == 0 {
        return None;
    }
    changes.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    movers.furthest = changes.into_iter().take(NAMED).map(|(_, customer, old, new)| (customer, old, new)).collect();
    Some(movers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::local::LocalModel;

    #[test]
    fn who_moves_is_counted_by_bands_and_the_furthest_are_named() {
        let scores = |fits: [Option<f64>; 4]| {
            let mut local = LocalModel::new(Model::Azure);
            local.fit = fits.map(|fit| fit.and_then(Score::new)).to_vec();
            LocalScores { models: vec![local], ..LocalScores::default() }
        };
        let before = scores([Some(80.0), Some(40.0), Some(20.0), None]);
        let after = scores([Some(50.0), Some(60.0), Some(25.0), Some(10.0)]);
        let profile = ScoringProfile::default();
        let found = movers(&before, &after, &profile);
        assert_eq!(found.len(), 1, "Intent says nothing in both");
        assert_eq!((found[0].up(), found[0].down(), found[0].all(), found[0].appearing), (1, 1, 3, 1));
        assert_eq!(found[0].furthest.iter().map(|(customer, ..)| *customer).collect::<Vec<_>>(), [0, 1, 2]);
        assert!(movers(&before, &before, &profile).is_empty());
    }
}
