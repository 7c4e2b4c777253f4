//! Which pairs of attributes a fit misses: a score test on coarse cells.
//!
//! For each pair the residuals and weights of its cells, 8 by 8 and one more for "missing", are added up exactly (as in
//! [`crate::scoring::scorecard::histogram`]). Under no effect the strength has about the mean 0 and the variance of a
//! chi-square of as many degrees of freedom as there are cells, twice their number. A pair stands out when it passes
//! `STANDS_OUT` standard deviations, which of some thousand pairs without effect hardly one does.

use crate::scoring::scorecard::design::Design;
use crate::scoring::scorecard::histogram::Exact;
use crate::scoring::scorecard::surface::Axis;
use crate::scoring::scorecard::surface_fit::{Known, moments};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// Parts of an axis, of the search and of what is fitted: with more of them cells have few rows each, and what is found in
/// one half of the rows is not there in the other.
pub const PARTS: usize = 8;
/// Rows of weight that each cell is thought to have beside its own.
const BESIDE: f64 = 5.0;
/// Standard deviations from which a pair is no chance.
const STANDS_OUT: f64 = 4.0;

/// Which pairs are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Only those that stand out.
    Out,
    /// The strongest, whatever they are.
    Any,
}

/// The `count` pairs of terms that the decisions miss most, the strongest first, without those in `taken`. Of pairs that
/// share an attribute only the strongest: what it explains is no longer there for the others.
#[must_use]
pub fn strongest(
    design: &Design,
    known: Known<'_>,
    taken: &[(usize, usize)],
    count: usize,
    standing: Standing,
) -> Vec<(usize, usize)> {
    let (curvature, residuals) = moments(known, known.decisions);
    let (curvature, residuals) = (Exact::of(&curvature), Exact::of(&residuals));
    let axes: Vec<(Vec<u8>, usize)> = design
        .terms
        .par_iter()
        .with_max_len(1)
        .map(|term| {
            let axis = Axis::of(term, PARTS);
            // Behind the last part: none.
            let part = |code: &u16| axis.parts.get(usize::from(*code)).map_or(axis.size, |part| usize::from(*part));
            (term.codes().iter().map(|code| u8::try_from(part(code)).unwrap_or(u8::MAX)).collect(), axis.size)
        })
        .collect();
    let jobs: Vec<(usize, usize)> = (0..axes.len())
        .flat_map(|first| (0..first).map(move |second| (first, second)))
        .filter(|pair| !taken.contains(pair))
        .collect();
    let judge = |(first, second): (usize, usize)| {
        let ((down, height), (across, width)) = (axes.get(first)?, axes.get(second)?);
        if *height < 2 || *width < 2 {
            return None;
        }
        let sums = residuals.by_cell(&curvature, down, across, (*height, *width));
        let filled = sums.iter().filter(|(_, weight)| *weight > 0.0);
        let strength: f64 =
            filled.clone().map(|(residual, weight)| residual * residual / (weight + BESIDE) - 1.0).sum();
        let spread = (2.0 * filled.count() as f64).sqrt();
        (standing == Standing::Any || strength > STANDS_OUT * spread).then_some((strength, (first, second)))
    };
    let judged: Vec<Option<(f64, (usize, usize))>> = jobs.into_par_iter().with_max_len(4).map(judge).collect();
    let mut judged: Vec<(f64, (usize, usize))> = judged.into_iter().flatten().collect();
    judged.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (_, pair) in judged {
        let shares = found.iter().any(|(one, two)| [*one, *two].iter().any(|at| *at == pair.0 || *at == pair.1));
        if !shares && found.len() < count {
            found.push(pair);
        }
    }
    found
}
