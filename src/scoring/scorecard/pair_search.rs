//! Which pairs of attributes a fit misses.
//!
//! Whether any pair stands out is seen on coarse cells, 8 by 8 and one more for "missing": a score test (Rao 1948), the
//! sum of the squared residual by the weight (+ 5, a cell of five rows is hardly known), less the number of cells. Under
//! no effect it has about the mean 0 and the variance of a chi-square of as many degrees of freedom as there are cells,
//! twice their number. Which pairs are strongest is seen by the best [`Quarters`] of fine cells: on coarse ones a sharp
//! edge is blurred. Residuals and weights of cells are added up exactly ([`crate::scoring::scorecard::histogram`]).

use crate::scoring::scorecard::design::Design;
use crate::scoring::scorecard::histogram::Exact;
use crate::scoring::scorecard::quarters::Quarters;
use crate::scoring::scorecard::surface::Axis;
use crate::scoring::scorecard::surface_fit::{Known, moments};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// Parts of an axis where pairs are compared and fitted.
pub const FINE: usize = 64;
/// Parts of an axis where it is asked whether any pair stands out: with more of them the test sees less.
const COARSE: usize = 8;
/// Weight that cells and quarters are thought to have beside their own where pairs are compared.
const BESIDE: f64 = 5.0;
/// Standard deviations from which a pair is no chance: of some thousand pairs without effect hardly one passes.
const STANDS_OUT: f64 = 4.0;

/// Whether what the decisions miss is, for some pair, more than chance.
#[must_use]
pub fn any_stands_out(design: &Design, known: Known<'_>) -> bool {
    let judged = judge_pairs(design, known, COARSE, |sums, _, _| {
        let filled = sums.iter().filter(|(_, weight)| *weight > 0.0);
        let strength: f64 =
            filled.clone().map(|(residual, weight)| residual * residual / (weight + BESIDE) - 1.0).sum();
        (strength > STANDS_OUT * (2.0 * filled.count() as f64).sqrt()).then_some(strength)
    });
    !judged.is_empty()
}

/// Up to `count` pairs of terms that the decisions miss most, the strongest first, without those in `taken`. Of pairs that
/// share an attribute only the strongest: what it explains is no longer there for the others.
#[must_use]
pub fn strongest(design: &Design, known: Known<'_>, taken: &[(usize, usize)], count: usize) -> Vec<(usize, usize)> {
    let mut judged = judge_pairs(design, known, FINE, |sums, down, across| {
        Quarters::of(sums, down, across, BESIDE).map(|quarters| quarters.strength)
    });
    judged.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (_, pair) in judged.into_iter().filter(|(_, pair)| !taken.contains(pair)) {
        let shares = found.iter().any(|(one, two)| [*one, *two].iter().any(|at| *at == pair.0 || *at == pair.1));
        if !shares && found.len() < count {
            found.push(pair);
        }
    }
    found
}

/// What `judge` says of the cells of each pair of terms, their residuals and weights, where it says anything.
fn judge_pairs(
    design: &Design,
    known: Known<'_>,
    parts: usize,
    judge: impl Fn(&[(f64, f64)], &Axis, &Axis) -> Option<f64> + Sync,
) -> Vec<(f64, (usize, usize))> {
    let (curvature, residuals) = moments(known, known.decisions);
    let (curvature, residuals) = (Exact::of(&curvature), Exact::of(&residuals));
    let axis = |term| {
        let axis = Axis::of(term, parts);
        (axis.of_rows(term), axis)
    };
    let axes: Vec<(Vec<u8>, Axis)> = design.terms.par_iter().with_max_len(1).map(axis).collect();
    let pairs: Vec<(usize, usize)> =
        (0..axes.len()).flat_map(|first| (0..first).map(move |second| (first, second))).collect();
    let judge = |pair: (usize, usize)| {
        let ((down_rows, down), (across_rows, across)) = (axes.get(pair.0)?, axes.get(pair.1)?);
        if down.size < 2 || across.size < 2 {
            return None;
        }
        let sums = residuals.by_cell(&curvature, down_rows, across_rows, (down.size, across.size));
        judge(&sums, down, across).map(|strength| (strength, pair))
    };
    pairs.into_par_iter().with_max_len(4).map(judge).flatten().collect()
}
