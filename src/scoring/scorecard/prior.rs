//! What is thought of coefficients before the data, and how sure of it: penalties, learnt from the data themselves.
//!
//! A number's bins are a random walk with increments N(0, s^2 / (bins - 1)), so that s is the spread over the whole
//! range whatever the number of bins; categories and "missing" are N(0, s^2); a straight line beside a walk has a
//! variance of its own. The penalty is 1 / s^2. It is updated after each Newton step by
//! generalised Fellner-Schall (Wood, Fasiolo: A generalized Fellner-Schall method, Biometrics 2017), pooled over all
//! blocks of a kind, so that few rows do not decide alone.
//!
//! Constants: 12 degrees of freedom for the pool and 4 times a variance of 0.25 for the pool itself (an attribute
//! moves the odds by some e^0.5); measured on eight public sets, flat from half to twice each.
//!
//! Degenerate cases: a block without information keeps the pool's variance; penalties stay within 1e-3 and 1e7.

#![expect(clippy::indexing_slicing, reason = "blocks are made from the layout that vectors are made for")]

use crate::scoring::scorecard::design::{Design, Shape};
use crate::scoring::scorecard::histogram::offsets;
use crate::scoring::scorecard::matrix::Symmetric;

/// Degrees of freedom with which a block is drawn to its kind's variance.
const POOL: f64 = 12.0;
/// Degrees of freedom and variance of a kind before any data.
const BEFORE: (f64, f64) = (4.0, 0.25);
/// Penalty at the start.
const START: f64 = 100.0;
/// The smallest and the largest penalty.
const RANGE: (f64, f64) = (1e-3, 1e7);
/// The largest change of a penalty's logarithm in one update.
const LARGEST_CHANGE: f64 = 3.0;

/// What a block's coefficients are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Bins of a number.
    Walk,
    /// Levels of a category, or a missing value.
    Levels,
    /// The slope beside a walk.
    Line,
}

/// Coefficients with one penalty.
#[derive(Debug, Clone)]
struct Block {
    from: usize,
    to: usize,
    kind: Kind,
}

/// The places of all coefficients: constant, bins, lines, covariates; and their penalties.
#[derive(Debug, Clone)]
pub struct Prior {
    /// Where each term's bins begin.
    pub offsets: Vec<usize>,
    /// The place of each term's slope, if it has a line.
    pub lines: Vec<Option<usize>>,
    /// Where the covariates begin.
    pub covariates: usize,
    /// How many coefficients there are.
    pub size: usize,
    blocks: Vec<Block>,
    fixed: Vec<f64>,
    /// One penalty a block.
    pub penalties: Vec<f64>,
}

impl Prior {
    /// The prior of `design` at its start.
    #[must_use]
    pub fn of(design: &Design) -> Self {
        let offsets = offsets(design);
        let (mut blocks, mut penalties) = (Vec::new(), Vec::new());
        let mut add = |from: usize, to: usize, kind: Kind, penalty: f64| {
            if to > from {
                blocks.push(Block { from, to, kind });
                penalties.push(penalty);
            }
        };
        for (term, from) in design.terms.iter().zip(&offsets) {
            let (levels, size) = (from + term.levels(), from + term.size());
            match term.shape() {
                Shape::Ordered { .. } => {
                    add(*from, levels, Kind::Walk, START);
                    add(levels, size, Kind::Levels, 1.0);
                }
                Shape::Unordered => add(*from, size, Kind::Levels, START),
            }
        }
        let mut next = design.coefficients();
        let mut lines = Vec::new();
        for term in &design.terms {
            lines.push(term.position().map(|_| next));
            if term.position().is_some() {
                add(next, next + 1, Kind::Line, START);
                next += 1;
            }
        }
        let fixed: Vec<f64> = design.covariates.iter().map(|covariate| covariate.penalty.max(0.0)).collect();
        Self { offsets, lines, covariates: next, size: next + fixed.len(), blocks, fixed, penalties }
    }

    /// Adds the penalties to `matrix`; those of covariates are in units of `precision`.
    pub fn add_to(&self, matrix: &mut Symmetric, precision: f64) {
        for (block, penalty) in self.blocks.iter().zip(&self.penalties) {
            let per_step = penalty * block.steps();
            for at in block.from..block.to {
                if block.is_walk() {
                    if at > block.from {
                        matrix.add(at, at, per_step);
                        matrix.add(at - 1, at - 1, per_step);
                        matrix.add(at - 1, at, -per_step);
                    }
                } else {
                    matrix.add(at, at, *penalty);
                }
            }
        }
        for (at, penalty) in (self.covariates..).zip(&self.fixed) {
            matrix.add(at, at, penalty * precision);
        }
    }

    /// The penalties' pull: P times `coefficients`.
    #[must_use]
    pub fn pull(&self, coefficients: &[f64], precision: f64) -> Vec<f64> {
        let mut pull = vec![0.0; coefficients.len()];
        for (block, penalty) in self.blocks.iter().zip(&self.penalties) {
            let per_step = penalty * block.steps();
            for at in block.from..block.to {
                if block.is_walk() {
                    if at > block.from {
                        let step = per_step * (coefficients[at] - coefficients[at - 1]);
                        pull[at] += step;
                        pull[at - 1] -= step;
                    }
                } else {
                    pull[at] += penalty * coefficients[at];
                }
            }
        }
        for (at, penalty) in (self.covariates..).zip(&self.fixed) {
            pull[at] += penalty * precision * coefficients[at];
        }
        pull
    }

    /// Updates the penalties by the coefficients and their covariance's diagonals. Gives the 90 percent quantile of
    /// the change of their logarithms, those at the upper limit left out, and the degrees of freedom in use.
    pub fn update(&mut self, coefficients: &[f64], own: &[f64], beside: &[f64]) -> (f64, f64) {
        let mut moved: Vec<(f64, f64)> = Vec::with_capacity(self.blocks.len());
        for (block, penalty) in self.blocks.iter().zip(&self.penalties) {
            let used = block.rank() - penalty * block.trace(own, beside);
            moved.push((block.square(coefficients), used.max(1e-8)));
        }
        let mut changes = Vec::new();
        for kind in [Kind::Walk, Kind::Levels, Kind::Line] {
            let of_kind = || self.blocks.iter().zip(&moved).filter(|(block, _)| block.kind == kind);
            let (squares, used) = of_kind().fold((0.0, 0.0), |sum, (_, (q, e))| (sum.0 + q, sum.1 + e));
            let pooled = (squares + BEFORE.0 * BEFORE.1) / (used + BEFORE.0);
            for ((block, (square, used)), penalty) in self.blocks.iter().zip(&moved).zip(&mut self.penalties) {
                if block.kind == kind {
                    let wanted = (used + POOL) / (square + POOL * pooled + 1e-12);
                    let limits = (*penalty * (-LARGEST_CHANGE).exp(), *penalty * LARGEST_CHANGE.exp());
                    let next = wanted.clamp(RANGE.0, RANGE.1).clamp(limits.0, limits.1);
                    if next < RANGE.1 / 2.0 {
                        changes.push((next / *penalty).ln().abs());
                    }
                    *penalty = next;
                }
            }
        }
        changes.sort_by(f64::total_cmp);
        let at = (changes.len().saturating_sub(1) as f64 * 0.9).ceil() as usize;
        (changes.get(at).copied().unwrap_or(0.0), moved.iter().map(|(_, used)| used).sum())
    }
}

impl Block {
    fn is_walk(&self) -> bool {
        self.kind == Kind::Walk && self.to - self.from > 1
    }

    /// What a step of a walk is penalised by, in units of the penalty.
    fn steps(&self) -> f64 {
        (self.to - self.from).saturating_sub(1) as f64
    }

    fn rank(&self) -> f64 {
        if self.is_walk() { self.steps() } else { (self.to - self.from) as f64 }
    }

    /// b'Sb.
    fn square(&self, coefficients: &[f64]) -> f64 {
        let own = &coefficients[self.from..self.to];
        if self.is_walk() {
            own.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum::<f64>() * self.steps()
        } else {
            own.iter().map(|value| value * value).sum()
        }
    }

    /// tr(V S).
    fn trace(&self, own: &[f64], beside: &[f64]) -> f64 {
        if self.is_walk() {
            let increments = (self.from..self.to - 1).map(|at| own[at] + own[at + 1] - 2.0 * beside[at]);
            increments.sum::<f64>() * self.steps()
        } else {
            own[self.from..self.to].iter().sum()
        }
    }
}
