//! Fits surfaces on top of what is known of each row: Newton steps, one surface after the other, precisions learnt.
//!
//! The cells of one surface share no row, so its X'WX is a diagonal and a step costs one pass over the rows and a band's
//! algebra. Surface after surface, over and over, comes to the same end as all at once, because the penalised
//! likelihood is convex. After each round precisions are updated by generalised Fellner-Schall, pooled over all surfaces
//! ([`crate::scoring::scorecard::prior`]). A round that makes the penalised likelihood worse is taken back, and the
//! next ones go half as far.
//!
//! Constants: measured on eleven public sets with and without interactions, on which 20 pairs forced upon a set without any
//! cost at most .0005 of log loss; smoothness is flat from 8 to 32.
//!
//! Degenerate cases: no surface, no row or no weight leave everything as it is.

#![expect(clippy::indexing_slicing, reason = "vectors are made for the surface's cells")]

use crate::scoring::scorecard::band::Band;
use crate::scoring::scorecard::design::{Design, Term};
use crate::scoring::scorecard::histogram::Exact;
use crate::scoring::scorecard::surface::Surface;
use crate::support::progress::{Cancelled, Progress};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

/// Precision at the start: a cell's points are some 0.3.
pub const START: f64 = 10.0;
/// What a step to a neighbour is penalised by, in units of a cell's own penalty.
const SMOOTHNESS: f64 = 16.0;
/// Degrees of freedom with which a surface is drawn to the variance of all. One, where attributes have twelve: a surface has
/// dozens of cells to tell its own variance, and one that says nothing must not get that of those that do.
const POOL: f64 = 1.0;
/// Degrees of freedom and variance of all surfaces before any data.
const BEFORE: (f64, f64) = (4.0, 0.05);
/// The smallest and the largest precision.
const RANGE: (f64, f64) = (1e-2, 1e7);
/// The largest change of a precision's logarithm in one update.
const LARGEST_CHANGE: f64 = 2.0;
/// Most rounds.
const ROUNDS: usize = 12;
/// Steps below this end the rounds.
const SETTLED: f64 = 0.02;
/// Rows that are worked on together.
const BLOCK: usize = 4096;

/// What is known of the rows.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// 1 for an owner, else 0.
    pub target: &'a [f64],
    /// How much each row counts; without it 1 each.
    pub weights: Option<&'a [f64]>,
    /// The decision of each row without surfaces.
    pub decisions: &'a [f64],
}

/// Fits `surfaces` from where they stand; keeps their precisions unless `learn` is asked for.
///
/// # Errors
/// [`Cancelled`] when asked to stop.
pub fn fit_surfaces(
    design: &Design,
    known: Known<'_>,
    surfaces: &mut [Surface],
    learn: bool,
    progress: &Progress,
) -> Result<(), Cancelled> {
    let cells: Vec<Term> = surfaces.iter().map(|surface| surface.cells(design)).collect();
    let mut decisions = known.decisions.to_vec();
    for (surface, cells) in surfaces.iter().zip(&cells) {
        add_points(&mut decisions, cells, &surface.points);
    }
    let mut share = 1.0;
    let mut before = loss(known, &decisions) + penalty(surfaces);
    for round in 0..ROUNDS {
        progress.advance(0)?;
        let (earlier, decisions_earlier) = (surfaces.to_vec(), decisions.clone());
        let mut largest: f64 = 0.0;
        let mut moved = Vec::with_capacity(surfaces.len());
        for (surface, cells) in surfaces.iter_mut().zip(&cells) {
            let (step, used) = advance(known, surface, cells, &mut decisions, share);
            largest = largest.max(step);
            moved.push((square(surface), used));
        }
        let of_rows = loss(known, &decisions);
        let now = of_rows + penalty(surfaces);
        if now.is_finite() && now <= before + 1e-9 * before.abs() {
            if learn {
                update(surfaces, &moved);
            }
            before = of_rows + penalty(surfaces);
            if largest < SETTLED && (!learn || round > 2) {
                break;
            }
        } else {
            surfaces.clone_from_slice(&earlier);
            decisions = decisions_earlier;
            share /= 2.0;
        }
    }
    Ok(())
}

/// Adds each row's points to its decision.
pub fn add_points(decisions: &mut [f64], cells: &Term, points: &[f64]) {
    let mut table = points.to_vec();
    table.push(0.0);
    for (decision, cell) in decisions.iter_mut().zip(cells.codes()) {
        *decision += table.get(usize::from(*cell)).copied().unwrap_or(0.0);
    }
}

/// One Newton step of one surface; gives the largest change of a cell and the degrees of freedom in use.
fn advance(known: Known<'_>, surface: &mut Surface, cells: &Term, decisions: &mut [f64], share: f64) -> (f64, f64) {
    let (curvature, residuals) = moments(known, decisions);
    let weights = Exact::of(&curvature).by_code(cells);
    let pulls = Exact::of(&residuals).by_code(cells);
    let count = surface.points.len();
    let mut matrix = Band::zero(count, surface.reach());
    surface.add_prior(&mut matrix, surface.precision, SMOOTHNESS);
    let mut gradient = pulls;
    for (value, pull) in gradient.iter_mut().zip(prior_times(surface)) {
        *value -= surface.precision * pull;
    }
    for (cell, weight) in weights.iter().enumerate() {
        matrix.add(cell, cell, *weight);
    }
    let factor = matrix.factor();
    let mut step = factor.solve(&gradient);
    step.iter_mut().for_each(|change| *change *= share);
    let inverse = factor.inverse();
    let mut trace: f64 = (0..count).map(|cell| inverse.at(cell, cell)).sum();
    for (one, two) in surface.neighbours() {
        trace += SMOOTHNESS * (inverse.at(one, one) + inverse.at(two, two) - 2.0 * inverse.at(two, one));
    }
    let used = (count as f64 - surface.precision * trace).max(1e-8);
    add_points(decisions, cells, &step);
    for (points, change) in surface.points.iter_mut().zip(&step) {
        *points += change;
    }
    // Cells without rows tell nothing of whether the search has come to its end.
    let seen = step.iter().zip(&weights).filter(|(_, weight)| **weight > 0.0);
    (seen.map(|(change, _)| change.abs()).fold(0.0, f64::max), used)
}

/// The prior without its precision, times the points.
fn prior_times(surface: &Surface) -> Vec<f64> {
    let mut product = surface.points.clone();
    for (one, two) in surface.neighbours() {
        let step = SMOOTHNESS * (surface.points[two] - surface.points[one]);
        product[two] += step;
        product[one] -= step;
    }
    product
}

/// b'Sb.
fn square(surface: &Surface) -> f64 {
    prior_times(surface).iter().zip(&surface.points).map(|(pull, points)| pull * points).sum()
}

fn penalty(surfaces: &[Surface]) -> f64 {
    surfaces.iter().map(|surface| surface.precision * square(surface) / 2.0).sum()
}

/// Updates the precisions by b'Sb and the degrees of freedom in use.
fn update(surfaces: &mut [Surface], moved: &[(f64, f64)]) {
    let (squares, used) = moved.iter().fold((0.0, 0.0), |sum, (square, used)| (sum.0 + square, sum.1 + used));
    let pooled = (squares + BEFORE.0 * BEFORE.1) / (used + BEFORE.0);
    for (surface, (square, used)) in surfaces.iter_mut().zip(moved) {
        let wanted = (used + POOL) / (square + POOL * pooled + 1e-12);
        let limits = (surface.precision * (-LARGEST_CHANGE).exp(), surface.precision * LARGEST_CHANGE.exp());
        surface.precision = wanted.clamp(RANGE.0, RANGE.1).clamp(limits.0, limits.1);
    }
}

/// For each row its weight in X'WX and its residual.
#[must_use]
pub fn moments(known: Known<'_>, decisions: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let each = (0..decisions.len()).into_par_iter().with_min_len(BLOCK).map(|row| {
        let weight = known.weights.map_or(1.0, |weights| weights[row]);
        let expected = 1.0 / (1.0 + (-decisions[row].clamp(-35.0, 35.0)).exp());
        (weight * (expected * (1.0 - expected)).max(1e-6), weight * (known.target[row] - expected))
    });
    each.unzip()
}

/// Minus the log-likelihood.
fn loss(known: Known<'_>, decisions: &[f64]) -> f64 {
    let each = (0..decisions.len()).into_par_iter().with_min_len(BLOCK).map(|row| {
        let (weight, decision) = (known.weights.map_or(1.0, |weights| weights[row]), decisions[row]);
        weight * (decision.max(0.0) + (-decision.abs()).exp().ln_1p() - known.target[row] * decision)
    });
    Exact::of(&each.collect::<Vec<_>>()).total()
}
