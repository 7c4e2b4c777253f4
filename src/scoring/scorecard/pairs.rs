//! Pairs of attributes, behind a gate: what two say together beyond what each says alone.
//!
//! The strongest pairs ([`crate::scoring::scorecard::pair_search`]) become [`Surface`]s, some rounds are fitted, and the
//! search is made again on what they leave, until there are enough. Then all are fitted anew in turns ([`Boosting`]), for
//! so many rounds as tell rows best that were not seen: three folds find and fit pairs of their own, round by round beside
//! each other, until ten rounds have brought nothing. With `auto`, where no pair stands out from chance there are none,
//! nor where the mean paired gain in log loss of those folds does not pass one standard error, or there are fewer than 200
//! owners: fewer cannot tell. On ten public sets `auto` costs none anything and takes pairs where they are.
//!
//! Which pairs there are, and for how many rounds, is seen in a sample as well as in millions of rows: the rows with the
//! smallest hashes of their ids, so many that there are owners enough among them. Points are fitted to all rows.
//!
//! Degenerate cases: fewer than two attributes have no pair; an attribute with one part is in none.

use crate::scoring::scorecard::design::Design;
use crate::scoring::scorecard::fitted::Fitted;
use crate::scoring::scorecard::folds::fold_rows;
use crate::scoring::scorecard::pair_search::{FINE, any_stands_out, strongest};
use crate::scoring::scorecard::solve::{Link, Rows, fit_from};
use crate::scoring::scorecard::surface::{Axis, Surface};
use crate::scoring::scorecard::surface_fit::{Boosting, Known, add_surfaces};
use crate::support::progress::{Cancelled, Progress};
use crate::support::statistics::{log_loss::loss, sigmoid};
use serde::Serialize;
use std::str::FromStr;

/// Pairs that `auto` tries.
const TRIED: usize = 10;
/// Most pairs that can be asked for.
const MOST: usize = 50;
/// Pairs that are added before the search is made again.
const AT_ONCE: usize = 3;
/// Rounds that are fitted before the search is made again.
const BETWEEN: usize = 10;
/// Most rounds.
const ROUNDS: usize = 100;
/// Rounds without a gain that end the search for their number.
const PATIENCE: usize = 10;
/// Owners from which pairs can prove to help.
const ENOUGH_OWNERS: usize = 200;
/// Folds of the comparison.
const FOLDS: u64 = 3;
/// Rows that are enough to find pairs in, with so many owners among them.
const SAMPLE: (usize, usize) = (30_000, 600);

/// How many pairs of attributes are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairChoice {
    /// Ten where they prove to help.
    Auto,
    /// This many, at most 50.
    Count(usize),
}

impl Default for PairChoice {
    fn default() -> Self {
        Self::Count(0)
    }
}

impl FromStr for PairChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let count = text.parse().ok().filter(|count| *count <= MOST);
        count.map(Self::Count).ok_or_else(|| format!("auto, or a number up to {MOST}"))
    }
}

/// What became of pairs.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PairReport {
    /// Whether pairs are in the card.
    pub kept: bool,
    /// The gain in log loss a row on rows that neither fit saw, and its standard error; none where it was not measured,
    /// because there are too few owners or no pair stands out.
    pub gain: Option<(f64, f64)>,
    /// The pairs, by name, the strongest first.
    pub names: Vec<(String, String)>,
}

/// Attributes and the pairs beside them.
pub struct Joint {
    /// The attributes.
    pub fitted: Fitted,
    /// The pairs.
    pub surfaces: Vec<Surface>,
    /// For how many rounds pairs are fitted.
    rounds: usize,
}

impl Joint {
    fn without_pairs(fitted: Fitted) -> Self {
        Self { fitted, surfaces: Vec::new(), rounds: 0 }
    }

    /// The decision of each row of a design with the same terms, without any offset.
    #[must_use]
    pub fn decisions(&self, design: &Design) -> Vec<f64> {
        let mut decisions = self.fitted.decisions(design);
        add_surfaces(&mut decisions, design, &self.surfaces);
        decisions
    }

    /// The same attributes and pairs, with their penalties and rounds kept, fitted to these rows.
    ///
    /// # Errors
    /// [`Cancelled`] when asked to stop.
    pub fn refitted(&self, design: &Design, rows: Rows<'_>, progress: &Progress) -> Result<Self, Cancelled> {
        let fitted = fit_from(design, rows, Link::Logit, Some(&self.fitted), progress)?;
        let flat = |surface: &Surface| {
            Surface::flat(surface.first, surface.second, surface.down.clone(), surface.across.clone())
        };
        let flat = self.surfaces.iter().map(flat).collect();
        let surfaces = boosted(design, rows, &fitted, flat, self.rounds, progress)?;
        Ok(Self { fitted, surfaces, rounds: self.rounds })
    }
}

/// For each row its decision by the attributes.
fn decided(design: &Design, rows: Rows<'_>, fitted: &Fitted) -> Vec<f64> {
    let mut decisions = fitted.decisions(design);
    for (decision, known) in decisions.iter_mut().zip(rows.offset.unwrap_or_default()) {
        *decision += known;
    }
    decisions
}

/// Surfaces fitted beside attributes.
fn boosted(
    design: &Design,
    rows: Rows<'_>,
    fitted: &Fitted,
    flat: Vec<Surface>,
    rounds: usize,
    progress: &Progress,
) -> Result<Vec<Surface>, Cancelled> {
    if flat.is_empty() {
        return Ok(flat);
    }
    let decisions = decided(design, rows, fitted);
    let known = Known { target: rows.target, weights: rows.weights, decisions: &decisions };
    let mut boosting = Boosting::new(design, known, flat);
    for _ in 0..rounds {
        boosting.advance(progress)?;
    }
    Ok(boosting.surfaces)
}

/// Up to `most` surfaces of the pairs that `known` misses most, the strongest first, without points.
fn found(design: &Design, known: Known<'_>, most: usize, progress: &Progress) -> Result<Vec<Surface>, Cancelled> {
    let axis = |term: usize| design.terms.get(term).map(|term| Axis::of(term, FINE)).unwrap_or_default();
    let flat = |pair: &(usize, usize)| Surface::flat(pair.0, pair.1, axis(pair.0), axis(pair.1));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut boosting = Boosting::new(design, known, Vec::new());
    while taken.len() < most {
        progress.advance(0)?;
        let now = Known { decisions: &boosting.decisions, ..known };
        let more = strongest(design, now, &taken, AT_ONCE.min(most - taken.len()));
        if more.is_empty() {
            break;
        }
        taken.extend(&more);
        boosting.extend(design, more.iter().map(flat).collect());
        for _ in 0..if taken.len() < most { BETWEEN } else { 0 } {
            boosting.advance(progress)?;
        }
    }
    Ok(taken.iter().map(flat).collect())
}

/// Rows of a design by their positions.
struct Picked {
    design: Design,
    target: Vec<f64>,
    weights: Option<Vec<f64>>,
    offset: Option<Vec<f64>>,
}

impl Picked {
    fn of(design: &Design, rows: Rows<'_>, positions: &[usize]) -> Self {
        let pick = |values: &[f64]| -> Vec<f64> {
            positions.iter().map(|row| values.get(*row).copied().unwrap_or(0.0)).collect()
        };
        Self {
            design: design.with_rows(positions),
            target: pick(rows.target),
            weights: rows.weights.map(pick),
            offset: rows.offset.map(pick),
        }
    }

    fn rows(&self) -> Rows<'_> {
        Rows { target: &self.target, weights: self.weights.as_deref(), offset: self.offset.as_deref() }
    }

    fn known<'a>(&'a self, decisions: &'a [f64]) -> Known<'a> {
        Known { target: &self.target, weights: self.weights.as_deref(), decisions }
    }
}

/// The attributes of `fitted` with the pairs that `choice` asks for, and the gain that says so.
///
/// # Errors
/// [`Cancelled`] when asked to stop.
pub fn with_pairs(
    design: &Design,
    rows: Rows<'_>,
    fitted: Fitted,
    keys: &[u64],
    choice: PairChoice,
    progress: &Progress,
) -> Result<(Joint, Option<(f64, f64)>), Cancelled> {
    let owners = rows.target.iter().filter(|value| **value > 0.5).count();
    let most = match choice {
        PairChoice::Count(count) => count.min(MOST),
        PairChoice::Auto if owners < ENOUGH_OWNERS => 0,
        PairChoice::Auto => TRIED,
    };
    if most == 0 {
        return Ok((Joint::without_pairs(fitted), None));
    }
    let taken = sample(keys, design.rows, owners);
    let sample = Picked::of(design, rows, &taken);
    let decisions = decided(&sample.design, sample.rows(), &fitted);
    if choice == PairChoice::Auto && !any_stands_out(&sample.design, sample.known(&decisions)) {
        return Ok((Joint::without_pairs(fitted), None));
    }
    let keys: Vec<u64> = taken.iter().map(|row| keys.get(*row).copied().unwrap_or(0)).collect();
    let trial = tried(&sample, &fitted, &keys, most, progress)?;
    let gain = Some((trial.gain, trial.error));
    if choice == PairChoice::Auto && trial.gain <= trial.error {
        return Ok((Joint::without_pairs(fitted), gain));
    }
    let flat = found(&sample.design, sample.known(&decisions), most, progress)?;
    drop(sample);
    let rounds = trial.rounds.max(1);
    let surfaces = boosted(design, rows, &fitted, flat, rounds, progress)?;
    Ok((Joint { fitted, surfaces, rounds }, gain))
}

/// The rows in which pairs are looked for.
fn sample(keys: &[u64], rows: usize, owners: usize) -> Vec<usize> {
    let most = SAMPLE.0.max((rows as f64 * SAMPLE.1 as f64 / owners.max(1) as f64) as usize);
    let mut taken: Vec<usize> = (0..rows).collect();
    if most < rows {
        // Neither the digits by which folds are made.
        taken.sort_unstable_by_key(|row| (keys.get(*row).map(|key| key.rotate_left(16)), *row));
        taken.truncate(most);
        taken.sort_unstable();
    }
    taken
}

/// What pairs bring on rows that were not seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Trial {
    /// For how many rounds they bring most; 0 where they bring nothing.
    rounds: usize,
    /// The mean gain in log loss after so many.
    gain: f64,
    /// Its standard error.
    error: f64,
}

/// One fold: rows that are fitted to, and rows that are not seen, with their decisions by attributes alone.
struct Fold {
    inside: Picked,
    inside_decisions: Vec<f64>,
    outside: Picked,
    outside_decisions: Vec<f64>,
}

impl Fold {
    /// For each row that was not seen the loss that surfaces save it.
    fn gains(&self, surfaces: &[Surface]) -> Vec<f64> {
        let mut with = self.outside_decisions.clone();
        add_surfaces(&mut with, &self.outside.design, surfaces);
        let gain = |(row, (without, with)): (usize, (&f64, f64))| {
            let weight = self.outside.weights.as_ref().map_or(1.0, |weights| weights.get(row).copied().unwrap_or(0.0));
            let owner = self.outside.target.get(row).is_some_and(|value| *value > 0.5);
            weight * (loss(sigmoid(*without), owner) - loss(sigmoid(with), owner))
        };
        self.outside_decisions.iter().zip(with).enumerate().map(gain).collect()
    }
}

/// Tries up to `most` pairs on folds.
fn tried(sample: &Picked, fitted: &Fitted, keys: &[u64], most: usize, progress: &Progress) -> Result<Trial, Cancelled> {
    // Other folds than those of out-of-fold scores, or a third of one of those would be never seen.
    let keys: Vec<u64> = keys.iter().map(|key| key >> 32).collect();
    let mut folds = Vec::new();
    for (own, rest) in fold_rows(&keys, FOLDS) {
        let inside = Picked::of(&sample.design, sample.rows(), &rest);
        let outside = Picked::of(&sample.design, sample.rows(), &own);
        let without = fit_from(&inside.design, inside.rows(), Link::Logit, Some(fitted), progress)?;
        let inside_decisions = decided(&inside.design, inside.rows(), &without);
        let outside_decisions = decided(&outside.design, outside.rows(), &without);
        folds.push(Fold { inside, inside_decisions, outside, outside_decisions });
    }
    let mut boostings = Vec::new();
    for fold in &folds {
        let known = fold.inside.known(&fold.inside_decisions);
        let flat = found(&fold.inside.design, known, most, progress)?;
        boostings.push(Boosting::new(&fold.inside.design, known, flat));
    }
    let mut best = Trial::default();
    for round in 1..=ROUNDS {
        let mut gains: Vec<f64> = Vec::with_capacity(sample.design.rows);
        for (fold, boosting) in folds.iter().zip(&mut boostings) {
            boosting.advance(progress)?;
            gains.extend(fold.gains(&boosting.surfaces));
        }
        let (gain, error) = mean_and_error(gains);
        if gain > best.gain {
            best = Trial { rounds: round, gain, error };
        } else if round >= best.rounds + PATIENCE {
            break;
        }
    }
    Ok(best)
}

/// The mean of `values` and its standard error, whatever their order.
fn mean_and_error(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let count = values.len().max(2) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

#[cfg(test)]
mod tests;
