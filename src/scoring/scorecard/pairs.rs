//! Pairs of attributes, behind a gate: what two say together beyond what each says alone.
//!
//! Candidates by a score test (Rao 1948) on coarse cells: the sum of the squared residual by the weight (+ 5, a cell of
//! five rows is hardly known), less the number of cells. The strongest become [`Surface`]s, and the test is made again
//! on what they leave, until there are enough. With `auto`, where no pair stands out from chance there are none; else
//! this is first tried on three folds, each judged by rows that it did not see, and pairs are kept only if the mean
//! paired gain in log loss passes one standard error and there are 200 owners: fewer cannot tell.
//!
//! Which pairs there are, and whether they help, is seen in a sample as well as in millions of rows: the rows with the
//! smallest hashes of their ids, so many that there are owners enough among them. Points are fitted to all rows.
//!
//! Degenerate cases: fewer than two attributes have no pair; an attribute with one part is in none.

use crate::scoring::scorecard::design::Design;
use crate::scoring::scorecard::fitted::Fitted;
use crate::scoring::scorecard::folds::fold_rows;
use crate::scoring::scorecard::pair_search::{PARTS, Standing, strongest};
use crate::scoring::scorecard::solve::{Link, Rows, fit_from};
use crate::scoring::scorecard::surface::{Axis, Surface};
use crate::scoring::scorecard::surface_fit::{Known, START, add_points, fit_surfaces};
use crate::support::progress::{Cancelled, Progress};
use crate::support::statistics::{log_loss::loss, sigmoid};
use serde::Serialize;
use std::str::FromStr;

/// Pairs that `auto` tries.
const TRIED: usize = 20;
/// Most pairs that can be asked for.
const MOST: usize = 50;
/// Pairs that are added before the test is made again.
const AT_ONCE: usize = 5;
/// Owners from which pairs can prove to help.
const ENOUGH_OWNERS: usize = 200;
/// Folds of the comparison.
const FOLDS: u64 = 3;
/// Rows that are enough to find pairs in, with so many owners among them.
const SAMPLE: (usize, usize) = (30_000, 600);
/// Turns in which attributes and pairs are fitted to what the others leave.
const TURNS: usize = 2;

/// How many pairs of attributes are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairChoice {
    /// Up to twenty where they prove to help.
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
}

impl Joint {
    /// The decision of each row of a design with the same terms, without any offset.
    #[must_use]
    pub fn decisions(&self, design: &Design) -> Vec<f64> {
        let mut decisions = self.fitted.decisions(design);
        add_surfaces(&mut decisions, design, &self.surfaces);
        decisions
    }

    /// The same attributes and pairs, with their penalties and precisions kept, fitted to these rows.
    ///
    /// # Errors
    /// [`Cancelled`] when asked to stop.
    pub fn refitted(&self, design: &Design, rows: Rows<'_>, progress: &Progress) -> Result<Self, Cancelled> {
        let mut surfaces = self.surfaces.clone();
        let mut fitted = alone(design, rows, &self.fitted, &surfaces, progress)?;
        for _ in 0..if surfaces.is_empty() { 0 } else { TURNS } {
            fit_beside(design, rows, &fitted, &mut surfaces, false, progress)?;
            fitted = alone(design, rows, &fitted, &surfaces, progress)?;
        }
        Ok(Self { fitted, surfaces })
    }
}

fn add_surfaces(decisions: &mut [f64], design: &Design, surfaces: &[Surface]) {
    for surface in surfaces {
        add_points(decisions, &surface.cells(design), &surface.points);
    }
}

/// What the rows know beforehand of their decisions.
fn offset(design: &Design, rows: Rows<'_>) -> Vec<f64> {
    rows.offset.map_or_else(|| vec![0.0; design.rows], <[f64]>::to_vec)
}

/// The attributes fitted beside surfaces that stay as they are.
fn alone(
    design: &Design,
    rows: Rows<'_>,
    earlier: &Fitted,
    surfaces: &[Surface],
    progress: &Progress,
) -> Result<Fitted, Cancelled> {
    let mut known = offset(design, rows);
    add_surfaces(&mut known, design, surfaces);
    let beside = Rows { offset: Some(&known), ..rows };
    let mut fitted = fit_from(design, beside, Link::Logit, Some(earlier), progress)?;
    // What another part of the decision explains hardly changes how sure the points are.
    fitted.errors.clone_from(&earlier.errors);
    Ok(fitted)
}

/// For each row its decision by the attributes.
fn decided(design: &Design, rows: Rows<'_>, fitted: &Fitted) -> Vec<f64> {
    let known = offset(design, rows);
    fitted.decisions(design).iter().zip(known).map(|(decision, known)| decision + known).collect()
}

/// Surfaces fitted beside attributes that stay as they are.
fn fit_beside(
    design: &Design,
    rows: Rows<'_>,
    fitted: &Fitted,
    surfaces: &mut [Surface],
    learn: bool,
    progress: &Progress,
) -> Result<(), Cancelled> {
    let decisions = decided(design, rows, fitted);
    let known = Known { target: rows.target, weights: rows.weights, decisions: &decisions };
    fit_surfaces(design, known, surfaces, learn, progress)
}

/// Up to `most` surfaces that stand out, fitted to the rows, the strongest first.
fn grown(
    design: &Design,
    rows: Rows<'_>,
    fitted: &Fitted,
    most: usize,
    progress: &Progress,
) -> Result<Vec<Surface>, Cancelled> {
    let decisions = decided(design, rows, fitted);
    let known = Known { target: rows.target, weights: rows.weights, decisions: &decisions };
    let axis = |term: usize| design.terms.get(term).map(|term| Axis::of(term, PARTS)).unwrap_or_default();
    let mut surfaces: Vec<Surface> = Vec::new();
    while surfaces.len() < most {
        let mut now = decisions.clone();
        add_surfaces(&mut now, design, &surfaces);
        let taken: Vec<(usize, usize)> = surfaces.iter().map(|surface| (surface.first, surface.second)).collect();
        let known_now = Known { decisions: &now, ..known };
        let found = strongest(design, known_now, &taken, AT_ONCE.min(most - surfaces.len()), Standing::Any);
        if found.is_empty() {
            break;
        }
        surfaces.extend(found.iter().map(|(one, two)| Surface::flat(*one, *two, axis(*one), axis(*two), START)));
        fit_surfaces(design, known, &mut surfaces, true, progress)?;
    }
    Ok(surfaces)
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
    let none = |fitted| Joint { fitted, surfaces: Vec::new() };
    if most == 0 {
        return Ok((none(fitted), None));
    }
    let taken = sample(keys, design.rows, owners);
    let sample = Picked::of(design, rows, &taken);
    let mut gain = None;
    if choice == PairChoice::Auto {
        let decisions = decided(&sample.design, sample.rows(), &fitted);
        let known = Known { target: &sample.target, weights: sample.weights.as_deref(), decisions: &decisions };
        if strongest(&sample.design, known, &[], 1, Standing::Out).is_empty() {
            return Ok((none(fitted), None));
        }
        let keys: Vec<u64> = taken.iter().map(|row| keys.get(*row).copied().unwrap_or(0)).collect();
        let (mean, error) = gain_of_pairs(&sample, &fitted, &keys, most, progress)?;
        gain = Some((mean, error));
        if mean <= error {
            return Ok((none(fitted), gain));
        }
    }
    let mut surfaces = grown(&sample.design, sample.rows(), &fitted, most, progress)?;
    drop(sample);
    let mut fitted = fitted;
    for _ in 0..TURNS {
        fit_beside(design, rows, &fitted, &mut surfaces, true, progress)?;
        fitted = alone(design, rows, &fitted, &surfaces, progress)?;
    }
    Ok((Joint { fitted, surfaces }, gain))
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

/// The mean gain in log loss by pairs on rows that were not seen, and its standard error.
fn gain_of_pairs(
    sample: &Picked,
    fitted: &Fitted,
    keys: &[u64],
    most: usize,
    progress: &Progress,
) -> Result<(f64, f64), Cancelled> {
    let mut gains: Vec<f64> = Vec::with_capacity(sample.design.rows);
    // Other folds than those of out-of-fold scores, or a third of one of those would be never seen.
    let keys: Vec<u64> = keys.iter().map(|key| key >> 32).collect();
    for (own, rest) in fold_rows(&keys, FOLDS) {
        let inside = Picked::of(&sample.design, sample.rows(), &rest);
        let outside = Picked::of(&sample.design, sample.rows(), &own);
        let without = alone(&inside.design, inside.rows(), fitted, &[], progress)?;
        let surfaces = grown(&inside.design, inside.rows(), &without, most, progress)?;
        let decisions = decided(&outside.design, outside.rows(), &without);
        let mut with = decisions.clone();
        add_surfaces(&mut with, &outside.design, &surfaces);
        for (row, (without, with)) in decisions.into_iter().zip(with).enumerate() {
            let weight = outside.weights.as_ref().map_or(1.0, |weights| weights.get(row).copied().unwrap_or(0.0));
            let owner = outside.target.get(row).is_some_and(|value| *value > 0.5);
            gains.push(weight * (loss(sigmoid(without), owner) - loss(sigmoid(with), owner)));
        }
    }
    gains.sort_by(f64::total_cmp);
    let count = gains.len().max(2) as f64;
    let mean = gains.iter().sum::<f64>() / count;
    let variance = gains.iter().map(|gain| (gain - mean).powi(2)).sum::<f64>() / (count - 1.0);
    Ok((mean, (variance / count).sqrt()))
}
