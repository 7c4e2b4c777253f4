//! What a fit found: contributions by code, how sure they are, and each row's leverage.
//!
//! V = (X'WX + P)^-1 is the posterior covariance of the coefficients (Wood 2017, section 6.10); a contribution's
//! standard error is that of its difference from the attribute's mean over the rows fitted to, because a walk is known
//! only up to a constant. Leave-one-out residuals are e / (1 - h), h the leverage.

#![expect(clippy::indexing_slicing, reason = "tables are made for the design that they are used with")]

use crate::scoring::scorecard::design::{Design, Term};
use crate::scoring::scorecard::histogram::decisions;
use crate::scoring::scorecard::matrix::{InverseFactor, Symmetric};
use crate::scoring::scorecard::prior::Prior;
use crate::scoring::scorecard::solve::Products;
use std::sync::Arc;

/// A fitted additive model.
pub struct Fitted {
    /// The decision of a row to which no term contributes.
    pub constant: f64,
    /// For each term its contribution by code; a code beyond contributes 0.
    pub tables: Vec<Vec<f64>>,
    /// For each term and code the standard error of the contribution less the term's mean.
    pub errors: Vec<Vec<f64>>,
    /// For each term its mean contribution over the rows fitted to.
    pub means: Vec<f64>,
    /// For each covariate its coefficient.
    pub slopes: Vec<f64>,
    /// The variance of what is left of the target (identity link); 1 for the logit link.
    pub noise: f64,
    /// How many iterations it took.
    pub iterations: usize,
    /// Whether it settled before the last iteration.
    pub converged: bool,
    pub(super) prior: Prior,
    coefficients: Vec<f64>,
    scale: f64,
    inverse: Option<InverseFactor>,
    /// X'WX of the last steps.
    pub(super) products: Option<Arc<Products>>,
}

/// Contributions by code, and slopes of covariates, from coefficients.
pub(super) fn tables(design: &Design, prior: &Prior, coefficients: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let tables = design.terms.iter().zip(&prior.offsets).zip(&prior.lines).map(|((term, offset), line)| {
        let mut table = coefficients[*offset..offset + term.size()].to_vec();
        if let (Some(line), Some(position)) = (*line, term.position()) {
            for (value, along) in table.iter_mut().zip(position) {
                *value += coefficients[line] * along;
            }
        }
        table
    });
    (tables.collect(), coefficients[prior.covariates..].to_vec())
}

/// The share of rows with each code.
fn shares(term: &Term) -> Vec<f64> {
    let mut counts = vec![0_u64; term.size() + 1];
    for code in term.codes() {
        counts[usize::from(*code)] += 1;
    }
    let rows = term.codes().len().max(1) as f64;
    counts.iter().take(term.size()).map(|count| *count as f64 / rows).collect()
}

impl Fitted {
    pub(super) fn new(
        design: &Design,
        prior: Prior,
        coefficients: &[f64],
        noise: f64,
        (shift, scale): (f64, f64),
        inverse: Option<InverseFactor>,
        (iterations, converged): (usize, bool),
    ) -> Self {
        let scaled: Vec<f64> = coefficients.iter().map(|value| value * scale).collect();
        let (tables, slopes) = tables(design, &prior, &scaled);
        let shares: Vec<Vec<f64>> = design.terms.iter().map(shares).collect();
        let means = tables.iter().zip(&shares).map(|(table, shares)| dot(table, shares)).collect();
        let errors = (0..design.terms.len()).map(|term| {
            let covariance = inverse.as_ref().map(|inverse| own_covariance(&design.terms[term], &prior, term, inverse));
            covariance.map_or_else(Vec::new, |covariance| centred_errors(&covariance, &shares[term], scale))
        });
        let mut unshifted = scaled.clone();
        unshifted[0] += shift;
        Self {
            constant: unshifted[0],
            errors: errors.collect(),
            tables,
            means,
            slopes,
            noise: noise * scale * scale,
            iterations,
            converged,
            prior,
            coefficients: unshifted,
            scale,
            inverse,
            products: None,
        }
    }

    pub(super) fn with_products(self, products: Option<Arc<Products>>) -> Self {
        Self { products, ..self }
    }

    /// The noise in units of the target's variance.
    fn relative_noise(&self) -> f64 {
        self.noise / (self.scale * self.scale)
    }

    /// The coefficients for a target less `shift` and divided by `scale`.
    pub(super) fn coefficients_for(&self, shift: f64, scale: f64) -> Vec<f64> {
        let mut coefficients = self.coefficients.clone();
        coefficients[0] -= shift;
        coefficients.iter_mut().for_each(|value| *value /= scale);
        coefficients
    }

    /// The decision of each row of a design with the same terms, without any offset.
    #[must_use]
    pub fn decisions(&self, design: &Design) -> Vec<f64> {
        decisions(design, self.constant, &self.tables, &self.slopes)
    }

    /// For each row its leverage h, 0 to 1, for leave-one-out residuals e / (1 - h). `curvature` is what each row
    /// weighs in X'WX: its weight for the identity link, weight x p (1 - p) for the logit link.
    #[must_use]
    pub fn leverages(&self, design: &Design, curvature: &[f64]) -> Vec<f64> {
        let Some(inverse) = &self.inverse else { return vec![0.0; design.rows] };
        let covariance = inverse.full();
        let noise = self.relative_noise();
        let mut active: Vec<(usize, f64)> = Vec::new();
        let leverage = |(row, weight): (usize, &f64)| {
            active.clear();
            active.push((0, 1.0));
            for ((term, offset), line) in design.terms.iter().zip(&self.prior.offsets).zip(&self.prior.lines) {
                let code = usize::from(term.codes()[row]);
                if code < term.size() {
                    active.push((offset + code, 1.0));
                }
                if let (Some(line), Some(along)) = (*line, term.position().and_then(|position| position.get(code))) {
                    active.push((line, *along));
                }
            }
            for (at, covariate) in (self.prior.covariates..).zip(&design.covariates) {
                active.push((at, covariate.values[row]));
            }
            let mut sum = 0.0;
            for (one, with) in &active {
                let values = covariance.row(*one);
                sum += with * active.iter().map(|(two, and)| values[*two] * and).sum::<f64>();
            }
            (sum * weight / noise).clamp(0.0, 1.0)
        };
        curvature.iter().enumerate().map(leverage).collect()
    }
}

fn dot(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(one, two)| one * two).sum()
}

/// The covariance of one term's contributions by code, its line included.
fn own_covariance(term: &Term, prior: &Prior, at: usize, inverse: &InverseFactor) -> Symmetric {
    let from = prior.offsets[at];
    let mut block = inverse.block(from, from + term.size());
    if let (Some(line), Some(position)) = (prior.lines[at], term.position()) {
        let mut unit = vec![0.0; prior.size];
        unit[line] = 1.0;
        let with_line = inverse.times(&unit);
        let along = |row: usize| position.get(row).copied().unwrap_or(0.0);
        for row in 0..term.size() {
            for column in 0..=row {
                let cross = with_line[from + row] * along(column) + with_line[from + column] * along(row);
                block.add(row, column, cross + with_line[line] * along(row) * along(column));
            }
        }
    }
    block
}

/// Standard errors of contributions less their mean.
fn centred_errors(covariance: &Symmetric, shares: &[f64], scale: f64) -> Vec<f64> {
    let with_mean: Vec<f64> = (0..covariance.size()).map(|row| dot(covariance.row(row), shares)).collect();
    let of_mean = dot(&with_mean, shares);
    let error = |row: usize| (covariance.at(row, row) - 2.0 * with_mean[row] + of_mean).max(0.0).sqrt() * scale;
    (0..covariance.size()).map(error).collect()
}
