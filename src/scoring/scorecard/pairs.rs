//! Pairs of attributes, behind a gate: what two say together beyond what each says alone.
//!
//! Candidates by a score test (Rao 1948) on coarse bins, 8 by 8 and one for "missing": the sum over cells of the squared
//! residual by the weight (+ 5, a cell of five rows is hardly known), less the number of cells. With `auto`, a fit with
//! 10 pairs is compared with the one without on three folds that neither saw; they are kept only if the mean paired gain
//! in log loss passes one standard error and there are 200 owners: fewer cannot tell.
//!
//! Degenerate cases: fewer than two attributes have no pair; an attribute with one bin is in none.

use crate::scoring::scorecard::design::{Design, Shape, Term};
use crate::scoring::scorecard::fitted::Fitted;
use crate::scoring::scorecard::folds::fold_rows;
use crate::scoring::scorecard::histogram::Exact;
use crate::scoring::scorecard::solve::{Link, Rows, fit_additive, fit_from};
use crate::support::progress::{Cancelled, Progress};
use crate::support::statistics::{log_loss::loss, sigmoid};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use serde::Serialize;
use std::str::FromStr;

/// Coarse bins of values.
const COARSE: usize = 8;
/// Pairs that `auto` tries.
const TRIED: usize = 10;
/// Most pairs that can be asked for.
const MOST: usize = 20;
/// Owners from which pairs can prove to help.
const ENOUGH_OWNERS: usize = 200;
/// Folds of the comparison.
const FOLDS: u64 = 3;
/// Rows of weight that each cell is thought to have beside its own.
const BESIDE: f64 = 5.0;

/// How many pairs of attributes are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairChoice {
    /// Ten where they prove to help.
    Auto,
    /// This many, at most 20.
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
    /// The gain in log loss a row on rows that neither fit saw, and its standard error; none where it was not measured.
    pub gain: Option<(f64, f64)>,
    /// The pairs, by name, the strongest first.
    pub names: Vec<(String, String)>,
}

/// A pair of terms in coarse bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The position of one term.
    pub first: usize,
    /// The position of the other.
    pub second: usize,
    /// For each code of the first its coarse bin.
    pub first_coarse: Vec<u16>,
    /// For each code of the second its coarse bin.
    pub second_coarse: Vec<u16>,
    /// Coarse bins of the first.
    pub height: usize,
    /// Coarse bins of the second.
    pub width: usize,
}

/// The coarse bin of each code: neighbours together by their share of the rows; of a category the largest levels apart.
fn coarse(term: &Term) -> (Vec<u16>, usize) {
    let mut rows = vec![0_usize; term.size() + 1];
    for code in term.codes() {
        if let Some(count) = rows.get_mut(usize::from(*code)) {
            *count += 1;
        }
    }
    let all: usize = rows.iter().take(term.levels()).sum();
    let mut before = 0;
    let mut bins: Vec<usize> = Vec::with_capacity(term.size());
    for (level, count) in rows.iter().enumerate().take(term.levels()) {
        bins.push(match term.shape() {
            Shape::Ordered { .. } => (before * COARSE / all.max(1)).min(COARSE - 1),
            Shape::Unordered | Shape::Pair => level.min(COARSE - 1),
        });
        before += count;
    }
    if term.has_missing() {
        bins.push(COARSE);
    }
    // Numbered without gaps.
    let mut used = bins.clone();
    used.sort_unstable();
    used.dedup();
    let place = |bin: &usize| u16::try_from(used.partition_point(|other| other < bin)).unwrap_or(0);
    (bins.iter().map(place).collect(), used.len())
}

impl Chosen {
    /// The pair as a term.
    fn term(&self, design: &Design) -> Term {
        let (Some(first), Some(second)) = (design.terms.get(self.first), design.terms.get(self.second)) else {
            return Term::default();
        };
        let cell = |(one, two): (&u16, &u16)| {
            let one = self.first_coarse.get(usize::from(*one));
            let cell = one.zip(self.second_coarse.get(usize::from(*two)));
            let cell = cell.map(|(one, two)| usize::from(*one) * self.width + usize::from(*two));
            cell.and_then(|cell| u16::try_from(cell).ok()).unwrap_or(Term::NOTHING)
        };
        let codes = first.codes().iter().zip(second.codes()).map(cell).collect();
        Term::new(codes, self.height * self.width, false, Shape::Pair)
    }
}

/// The `count` pairs that a fit misses most, the strongest first.
#[must_use]
pub fn strongest(design: &Design, rows: Rows<'_>, fitted: &Fitted, count: usize) -> Vec<Chosen> {
    let decisions = fitted.decisions(design);
    let known = |row: usize| rows.offset.and_then(|offset| offset.get(row)).copied().unwrap_or(0.0);
    let weight = |row: usize| rows.weights.map_or(1.0, |weights| weights.get(row).copied().unwrap_or(0.0));
    let each = decisions.iter().zip(rows.target).enumerate().map(|(row, (decision, value))| {
        let expected = sigmoid(decision + known(row));
        (weight(row) * (value - expected), weight(row) * expected * (1.0 - expected))
    });
    let (residuals, curvature): (Vec<f64>, Vec<f64>) = each.unzip();
    let (residuals, curvature) = (Exact::of(&residuals), Exact::of(&curvature));
    let bins: Vec<(Vec<u16>, usize)> = design.terms.iter().map(coarse).collect();
    let jobs: Vec<(usize, usize)> =
        (0..bins.len()).flat_map(|first| (0..first).map(move |second| (first, second))).collect();
    let judge = |(first, second): (usize, usize)| {
        let ((first_coarse, height), (second_coarse, width)) = (bins.get(first)?, bins.get(second)?);
        if *height < 2 || *width < 2 {
            return None;
        }
        let (first_coarse, second_coarse) = (first_coarse.clone(), second_coarse.clone());
        let pair = Chosen { first, second, first_coarse, second_coarse, height: *height, width: *width };
        let term = pair.term(design);
        let sums = residuals.by_code(&term).into_iter().zip(curvature.by_code(&term));
        let strength: f64 = sums
            .filter(|(_, weight)| *weight > 0.0)
            .map(|(residual, weight)| residual * residual / (weight + BESIDE) - 1.0)
            .sum();
        Some((strength, pair))
    };
    let judged: Vec<Option<(f64, Chosen)>> = jobs.into_par_iter().with_max_len(4).map(judge).collect();
    let mut judged: Vec<(f64, Chosen)> = judged.into_iter().flatten().collect();
    judged.sort_by(|one, two| {
        two.0.total_cmp(&one.0).then((one.1.first, one.1.second).cmp(&(two.1.first, two.1.second)))
    });
    judged.into_iter().take(count).map(|(_, pair)| pair).collect()
}

/// The design with pairs behind its terms.
#[must_use]
pub fn with_pairs(design: &Design, pairs: &[Chosen]) -> Design {
    let mut with = design.clone();
    with.terms.extend(pairs.iter().map(|pair| pair.term(design)));
    with
}

/// How many pairs to fit after `fitted`, and the gain that says so.
///
/// # Errors
/// [`Cancelled`] when asked to stop.
pub fn how_many(
    design: &Design,
    rows: Rows<'_>,
    fitted: &Fitted,
    keys: &[u64],
    choice: PairChoice,
    progress: &Progress,
) -> Result<(usize, Option<(f64, f64)>), Cancelled> {
    let owners = rows.target.iter().filter(|value| **value > 0.5).count();
    match choice {
        PairChoice::Count(count) => return Ok((count.min(MOST), None)),
        PairChoice::Auto if owners < ENOUGH_OWNERS => return Ok((0, None)),
        PairChoice::Auto => {}
    }
    let mut gains: Vec<f64> = Vec::with_capacity(design.rows);
    // Other folds than those of out-of-fold scores, or a third of one of those would be never seen.
    let keys: Vec<u64> = keys.iter().map(|key| key >> 32).collect();
    for (own, rest) in fold_rows(&keys, FOLDS) {
        let pick = |values: &[f64], of: &[usize]| -> Vec<f64> {
            of.iter().filter_map(|row| values.get(*row).copied()).collect()
        };
        let target = pick(rows.target, &rest);
        let weights = rows.weights.map(|weights| pick(weights, &rest));
        let offset = rows.offset.map(|offset| pick(offset, &rest));
        let seen = Rows { target: &target, weights: weights.as_deref(), offset: offset.as_deref() };
        let (inside, outside) = (design.with_rows(&rest), design.with_rows(&own));
        let without = fit_from(&inside, seen, Link::Logit, Some(fitted), progress)?;
        let pairs = strongest(&inside, seen, &without, TRIED);
        let with = fit_additive(&with_pairs(&inside, &pairs), seen, Link::Logit, progress)?;
        let decisions = without.decisions(&outside).into_iter().zip(with.decisions(&with_pairs(&outside, &pairs)));
        for (row, (without, with)) in own.iter().zip(decisions) {
            let of = |values: Option<&[f64]>| values.and_then(|values| values.get(*row)).copied();
            let (known, weight) = (of(rows.offset).unwrap_or(0.0), of(rows.weights).unwrap_or(1.0));
            let owner = of(Some(rows.target)).unwrap_or(0.0) > 0.5;
            gains.push(weight * (loss(sigmoid(without + known), owner) - loss(sigmoid(with + known), owner)));
        }
    }
    gains.sort_by(f64::total_cmp);
    let count = gains.len().max(2) as f64;
    let mean = gains.iter().sum::<f64>() / count;
    let variance = gains.iter().map(|gain| (gain - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    Ok((if mean > error { TRIED } else { 0 }, Some((mean, error))))
}
