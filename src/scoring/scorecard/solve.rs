//! The additive solver: penalised likelihood by damped Newton steps, penalties learnt on the way.
//!
//! One solver for two links. Logit: the target is 0 or 1, contributions are log-odds. Identity: the target is a number;
//! its noise is estimated on the way, and the target is scaled to variance 1 inside, so that the prior means the same.
//!
//! Each iteration takes the exact gradient. X'WX is made again only when the weights have moved by more than
//! `STALE`: the step is then a little short of Newton's, the fixed point is the same, and most of the work is saved.
//! Steps are halved until the penalised likelihood does not get worse: undamped steps diverge. Ends when the largest
//! step is below 0.01 and nine in ten penalties have settled within 2 percent; at most 40 iterations.
//!
//! Degenerate cases: no row, no term, all targets equal, all weights 0 give the constant alone, finite. Weights that
//! are negative or not finite count as 0, targets and offsets that are not finite as rows without weight.

#![expect(clippy::indexing_slicing, reason = "vectors are made for the design's rows and the prior's layout")]

use crate::scoring::scorecard::design::Design;
use crate::scoring::scorecard::fitted::Fitted;
use crate::scoring::scorecard::histogram::{Exact, cross_products, decisions, products_with};
use crate::scoring::scorecard::matrix::{Factor, InverseFactor, Symmetric};
use crate::scoring::scorecard::prior::Prior;
use crate::support::progress::{Cancelled, Progress};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use std::sync::Arc;

/// The largest number of iterations.
pub const ITERATIONS: usize = 40;
/// Share of all weight by which weights may move before X'WX is made again.
const STALE: f64 = 0.02;
/// A tiny penalty on everything but the constant: levels of a walk are known only up to a constant.
const RIDGE: f64 = 1e-4;
/// Steps from an earlier fit's coefficients with its X'WX, in the rows' share; then X'WX is made anew.
const BORROWED_STEPS: usize = 8;
/// Steps from an earlier fit's coefficients with an X'WX of its own: the third is below a thousandth as a rule.
const OWN_STEPS: usize = 4;
/// Steps below this end a fit whose penalties are kept.
const SMALL: f64 = 2e-3;
/// Decisions beyond this are the same to a computer.
const FARTHEST: f64 = 35.0;

/// How a decision becomes an expected target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Expected target = 1 / (1 + exp(-decision)); targets are 0 or 1.
    Logit,
    /// Expected target = decision.
    Identity,
}

/// The rows' side of a fit, each as long as the design has rows.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// What is to be learnt.
    pub target: &'a [f64],
    /// How much each row counts; without it 1 each.
    pub weights: Option<&'a [f64]>,
    /// What is known of each decision beforehand, added to it and never changed.
    pub offset: Option<&'a [f64]>,
}

/// Rows in the units of the solver.
struct Prepared {
    target: Vec<f64>,
    weights: Vec<f64>,
    offset: Vec<f64>,
    shift: f64,
    scale: f64,
    link: Link,
}

/// X'WX, with what the rows weighed in it.
pub(super) struct Products {
    made_with: Vec<f64>,
    total: f64,
    matrix: Symmetric,
}

/// Where the search stands.
struct State {
    coefficients: Vec<f64>,
    decisions: Vec<f64>,
    noise: f64,
}

/// Fits `design` to `rows`.
///
/// `progress` expects [`ITERATIONS`] units, all of which are done at the end.
///
/// # Errors
/// [`Cancelled`] when asked to stop.
pub fn fit_additive(design: &Design, rows: Rows<'_>, link: Link, progress: &Progress) -> Result<Fitted, Cancelled> {
    fit_from(design, rows, link, None, progress)
}

/// As [`fit_additive`], with the penalties of an earlier fit of the same terms, which are kept as they are, from its
/// coefficients on. Gives no standard errors and leverages.
///
/// Rows that are some of the earlier fit's have nearly its X'WX in their share, and the gradient is exact whatever
/// X'WX is: so the steps go on with that one, and only where they do not settle it is made for these rows.
///
/// # Errors
/// [`Cancelled`] when asked to stop.
pub fn fit_from(
    design: &Design,
    rows: Rows<'_>,
    link: Link,
    earlier: Option<&Fitted>,
    progress: &Progress,
) -> Result<Fitted, Cancelled> {
    progress.expect(ITERATIONS as u64);
    let prepared = Prepared::of(design, rows, link);
    let prior = Prior::of(design);
    let kept = earlier.filter(|earlier| earlier.prior.penalties.len() == prior.penalties.len());
    let state = prepared.start(&prior);
    let search = Search { design, prepared: &prepared, prior, state, products: None, iterations: 0, progress };
    let found = match kept {
        Some(earlier) => search.go_on_from(earlier),
        None => search.afresh(),
    }?;
    progress.advance(ITERATIONS.saturating_sub(found.iterations) as u64)?;
    Ok(found)
}

/// A fit on its way.
struct Search<'a> {
    design: &'a Design,
    prepared: &'a Prepared,
    prior: Prior,
    state: State,
    products: Option<Arc<Products>>,
    iterations: usize,
    progress: &'a Progress,
}

impl Search<'_> {
    /// Coefficients and penalties.
    fn afresh(mut self) -> Result<Fitted, Cancelled> {
        self.state.decisions = self.prepared.decisions(self.design, &self.prior, &self.state.coefficients);
        let mut converged = false;
        let mut inverse = None;
        while self.iterations < ITERATIONS && !converged {
            self.progress.advance(1)?;
            self.iterations += 1;
            let (curvature, residuals) = self.prepared.moments(&self.state);
            let products = match &self.products {
                Some(products) if moved(&products.made_with, &curvature) <= STALE => Arc::clone(products),
                _ => self.make_products(curvature),
            };
            let factor = factor(&products.matrix, &self.prior, self.state.noise);
            let step = self.step(&residuals, &factor);
            let own = factor.inverse();
            let (diagonal, beside) = own.diagonals();
            let (settled, freedom) = self.prior.update(&self.state.coefficients, &diagonal, &beside);
            let noise_moved = self.prepared.update_noise(&mut self.state, freedom);
            converged = self.iterations > 6 && step < 0.01 && settled < 0.02 && noise_moved < 0.01;
            inverse = Some(own);
        }
        Ok(self.finish(inverse, converged))
    }

    /// Coefficients, with the penalties of an earlier fit.
    fn go_on_from(mut self, earlier: &Fitted) -> Result<Fitted, Cancelled> {
        let prepared = self.prepared;
        self.prior.penalties.clone_from(&earlier.prior.penalties);
        self.state.coefficients = earlier.coefficients_for(prepared.shift, prepared.scale);
        self.state.noise = earlier.noise / (prepared.scale * prepared.scale);
        self.state.decisions = prepared.decisions(self.design, &self.prior, &self.state.coefficients);
        self.products.clone_from(&earlier.products);
        if let Some(products) = &self.products {
            let share = Exact::of(&prepared.moments(&self.state).0).total() / products.total.max(f64::MIN_POSITIVE);
            let borrowed = factor(&products.matrix.scaled(share), &self.prior, self.state.noise);
            if self.settle(&borrowed, BORROWED_STEPS)? {
                return Ok(self.finish(None, true));
            }
        }
        let curvature = prepared.moments(&self.state).0;
        let own = factor(&self.make_products(curvature).matrix, &self.prior, self.state.noise);
        let is_settled = self.settle(&own, OWN_STEPS)?;
        Ok(self.finish(None, is_settled))
    }

    /// Up to so many steps with one factor; whether the last was small.
    fn settle(&mut self, factor: &Factor, steps: usize) -> Result<bool, Cancelled> {
        for _ in 0..steps {
            self.progress.advance(1)?;
            self.iterations += 1;
            let residuals = self.prepared.moments(&self.state).1;
            if self.step(&residuals, factor) < SMALL {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// One damped step; gives the largest change of a coefficient.
    fn step(&mut self, residuals: &[f64], factor: &Factor) -> f64 {
        let gradient = self.prepared.gradient(self.design, &self.prior, &self.state, residuals);
        self.prepared.advance(self.design, &self.prior, &mut self.state, &factor.solve(&gradient))
    }

    fn make_products(&mut self, curvature: Vec<f64>) -> Arc<Products> {
        let matrix = with_lines(&cross_products(self.design, &curvature), self.design, &self.prior);
        let total = Exact::of(&curvature).total();
        let made = Arc::new(Products { made_with: curvature, total, matrix });
        self.products = Some(Arc::clone(&made));
        made
    }

    fn finish(self, inverse: Option<InverseFactor>, converged: bool) -> Fitted {
        let units = (self.prepared.shift, self.prepared.scale);
        let (state, ended) = (&self.state, (self.iterations, converged));
        Fitted::new(self.design, self.prior, &state.coefficients, state.noise, units, inverse, ended)
            .with_products(self.products)
    }
}

/// Share of all weight by which the weights differ.
fn moved(before: &[f64], now: &[f64]) -> f64 {
    let differences: Vec<f64> = before.iter().zip(now).map(|(one, two)| (one - two).abs()).collect();
    Exact::of(&differences).total() / Exact::of(now).total().max(f64::MIN_POSITIVE)
}

/// The factor of X'WX + P.
fn factor(products: &Symmetric, prior: &Prior, noise: f64) -> Factor {
    let mut matrix = products.scaled(1.0 / noise);
    prior.add_to(&mut matrix, 1.0 / noise);
    for at in 1..matrix.size() {
        matrix.add(at, at, RIDGE);
    }
    if matrix.at(0, 0) <= 0.0 {
        matrix.set(0, 0, RIDGE);
    }
    Factor::of(&matrix)
}

/// X'WX with the straight lines of terms between bins and covariates.
fn with_lines(products: &Symmetric, design: &Design, prior: &Prior) -> Symmetric {
    let bins = design.coefficients();
    let place = |at: usize| if at < bins { at } else { at - bins + prior.covariates };
    let mut all = Symmetric::zero(prior.size);
    for row in 0..products.size() {
        for column in 0..=row {
            all.set(place(row), place(column), products.at(row, column));
        }
    }
    let lines = || prior.lines.iter().zip(&design.terms).zip(&prior.offsets);
    for ((line, term), offset) in lines() {
        let (Some(line), Some(position)) = (*line, term.position()) else { continue };
        let mut sums = vec![0.0; prior.size];
        for (at, along) in (*offset..).zip(position) {
            for (sum, value) in sums.iter_mut().zip(all.row(at)) {
                *sum += along * value;
            }
        }
        // Lines before this one are in `all` already, and this one's own square follows from its bins.
        let square = (*offset..).zip(position).map(|(at, along)| along * sums[at]).sum();
        for (at, sum) in sums.into_iter().enumerate() {
            all.set(line, at, sum);
        }
        all.set(line, line, square);
    }
    all
}

impl Prepared {
    fn of(design: &Design, rows: Rows<'_>, link: Link) -> Self {
        let given = |values: Option<&[f64]>, row: usize, without: f64| {
            values.map_or(without, |values| values.get(row).copied().unwrap_or(f64::NAN))
        };
        let (mut target, mut weights, mut offset) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..design.rows {
            let one = (given(Some(rows.target), row, 0.0), given(rows.weights, row, 1.0), given(rows.offset, row, 0.0));
            let usable = one.0.is_finite() && one.1.is_finite() && one.1 > 0.0 && one.2.is_finite();
            let (value, weight, known) = if usable { one } else { (0.0, 0.0, 0.0) };
            target.push(value);
            weights.push(weight);
            offset.push(known);
        }
        let (mut shift, mut scale) = (0.0, 1.0);
        if link == Link::Identity {
            let total = Exact::of(&weights).total().max(f64::MIN_POSITIVE);
            let mean = |of: &dyn Fn(usize) -> f64| {
                Exact::of(&(0..target.len()).map(|row| weights[row] * of(row)).collect::<Vec<_>>()).total() / total
            };
            shift = mean(&|row| target[row] - offset[row]);
            scale = mean(&|row| (target[row] - offset[row] - shift).powi(2)).sqrt();
            scale = if scale.is_finite() && scale > 1e-12 * shift.abs() && scale > 1e-300 { scale } else { 1.0 };
            for (value, known) in target.iter_mut().zip(&mut offset) {
                *value = (*value - *known - shift) / scale;
                *known = 0.0;
            }
        }
        Self { target, weights, offset, shift, scale, link }
    }

    /// The constant alone.
    fn start(&self, prior: &Prior) -> State {
        let mut coefficients = vec![0.0; prior.size];
        if self.link == Link::Logit {
            let hits: Vec<f64> = self.weights.iter().zip(&self.target).map(|(weight, value)| weight * value).collect();
            let share = (Exact::of(&hits).total() + 0.5) / (Exact::of(&self.weights).total() + 1.0);
            let known: Vec<f64> = self.weights.iter().zip(&self.offset).map(|(weight, known)| weight * known).collect();
            let usual = Exact::of(&known).total() / Exact::of(&self.weights).total().max(f64::MIN_POSITIVE);
            coefficients[0] = (share / (1.0 - share)).ln() - usual;
        }
        State { coefficients, decisions: Vec::new(), noise: 1.0 }
    }

    fn decisions(&self, design: &Design, prior: &Prior, coefficients: &[f64]) -> Vec<f64> {
        let (tables, slopes) = crate::scoring::scorecard::fitted::tables(design, prior, coefficients);
        let mut decisions = decisions(design, coefficients[0], &tables, &slopes);
        for (decision, known) in decisions.iter_mut().zip(&self.offset) {
            *decision += known;
        }
        decisions
    }

    /// For each row its weight in X'WX and its residual, without the noise.
    fn moments(&self, state: &State) -> (Vec<f64>, Vec<f64>) {
        let each = (0..self.target.len()).into_par_iter().with_min_len(4096).map(|row| {
            let (weight, value, decision) = (self.weights[row], self.target[row], state.decisions[row]);
            match self.link {
                Link::Identity => (weight, weight * (value - decision)),
                Link::Logit => {
                    let expected = 1.0 / (1.0 + (-decision.clamp(-FARTHEST, FARTHEST)).exp());
                    (weight * (expected * (1.0 - expected)).max(1e-6), weight * (value - expected))
                }
            }
        });
        each.unzip()
    }

    /// The gradient of the penalised likelihood.
    fn gradient(&self, design: &Design, prior: &Prior, state: &State, residuals: &[f64]) -> Vec<f64> {
        let products = products_with(design, residuals);
        let bins = design.coefficients();
        let mut gradient = products[..bins].to_vec();
        for ((line, term), offset) in prior.lines.iter().zip(&design.terms).zip(&prior.offsets) {
            if let (Some(_), Some(position)) = (line, term.position()) {
                gradient.push(position.iter().zip(&products[*offset..]).map(|(along, value)| along * value).sum());
            }
        }
        gradient.extend_from_slice(&products[bins..]);
        let pull = prior.pull(&state.coefficients, 1.0 / state.noise);
        for (at, (value, pull)) in gradient.iter_mut().zip(pull).enumerate() {
            let ridge = if at == 0 { 0.0 } else { RIDGE * state.coefficients[at] };
            *value = *value / state.noise - pull - ridge;
        }
        gradient
    }

    /// Minus the penalised log-likelihood.
    fn loss(&self, prior: &Prior, state: &State) -> f64 {
        let each = (0..self.target.len()).into_par_iter().with_min_len(4096).map(|row| {
            let (weight, value, decision) = (self.weights[row], self.target[row], state.decisions[row]);
            match self.link {
                Link::Identity => weight * (value - decision).powi(2) / 2.0,
                Link::Logit => weight * (decision.max(0.0) + (-decision.abs()).exp().ln_1p() - value * decision),
            }
        });
        let rows = Exact::of(&each.collect::<Vec<_>>()).total() / state.noise;
        let pull = prior.pull(&state.coefficients, 1.0 / state.noise);
        let penalty: f64 = pull.iter().zip(&state.coefficients).map(|(pull, value)| pull * value).sum();
        let ridge: f64 = state.coefficients.iter().skip(1).map(|value| value * value).sum();
        rows + penalty / 2.0 + RIDGE * ridge / 2.0
    }

    /// Goes along `direction`, half as far as long as that is worse; gives the largest change of a coefficient.
    fn advance(&self, design: &Design, prior: &Prior, state: &mut State, direction: &[f64]) -> f64 {
        let before = self.loss(prior, state);
        let mut share = 1.0;
        while share > 1e-3 {
            let coefficients: Vec<f64> =
                state.coefficients.iter().zip(direction).map(|(value, change)| value + share * change).collect();
            let decisions = self.decisions(design, prior, &coefficients);
            let next = State { coefficients, decisions, noise: state.noise };
            let loss = self.loss(prior, &next);
            if loss.is_finite() && loss <= before + 1e-9 * before.abs() {
                *state = next;
                return direction.iter().map(|change| (share * change).abs()).fold(0.0, f64::max);
            }
            share /= 2.0;
        }
        0.0
    }

    /// The noise of the identity link from the residuals and the degrees of freedom; how far its logarithm moved.
    fn update_noise(&self, state: &mut State, freedom: f64) -> f64 {
        if self.link == Link::Logit {
            return 0.0;
        }
        let squares: Vec<f64> = (0..self.target.len())
            .map(|row| self.weights[row] * (self.target[row] - state.decisions[row]).powi(2))
            .collect();
        let rows = self.weights.iter().filter(|weight| **weight > 0.0).count() as f64;
        let next = (Exact::of(&squares).total() / (rows - 1.0 - freedom).max(rows / 10.0).max(1.0)).max(1e-8);
        let moved = (next / state.noise).ln().abs();
        state.noise = next;
        moved
    }
}
