//! Weighted sums over rows: X'WX from two-dimensional histograms of code pairs, X'r from one-dimensional ones.
//!
//! Sums are made of whole numbers: values are scaled by a power of two to integers and added exactly. So neither the
//! order of the rows nor the number of threads can change a bit, and an integer addition is also the faster one.
//!
//! The scale keeps 61 bits for the largest possible sum: with a million rows some 40 bits are left for one value.
//!
//! Degenerate cases: no row gives sums of 0; values that are not finite count as 0.

#![expect(clippy::indexing_slicing, reason = "offsets are those of the design that the sums are made for")]

use crate::scoring::scorecard::design::{Design, Term};
use crate::scoring::scorecard::matrix::Symmetric;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// How many histograms one job fills at a time; together they fit the nearest memory of a processor.
const TOGETHER: usize = 4;

/// One number a row, as whole multiples of a unit.
pub struct Exact {
    values: Vec<i64>,
    unit: f64,
}

impl Exact {
    /// `values` as whole multiples of a unit that is small enough for exact sums of all of them.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let largest =
            values.par_iter().copied().map(f64::abs).filter(|value| value.is_finite()).reduce(|| 0.0, f64::max);
        let bound = (largest * values.len() as f64).max(f64::MIN_POSITIVE);
        let exponent = 61 - bound.log2().ceil() as i32;
        let scale = 2.0_f64.powi(exponent.clamp(-1000, 1000));
        let values = values.par_iter().map(|value| (value * scale) as i64).with_min_len(4096).collect();
        Self { values, unit: 1.0 / scale }
    }

    /// The sum of all.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.values.par_iter().with_min_len(4096).sum::<i64>() as f64 * self.unit
    }

    /// The sum over the rows of each code of `term`.
    #[must_use]
    pub fn by_code(&self, term: &Term) -> Vec<f64> {
        let mut sums = vec![0_i64; term.size() + 1];
        for (value, code) in self.values.iter().zip(term.codes()) {
            sums[usize::from(*code)] += value;
        }
        sums.truncate(term.size());
        sums.into_iter().map(|sum| sum as f64 * self.unit).collect()
    }

    /// The sums of these and of other values over the rows of each cell of a coarse grid, row by row.
    #[must_use]
    pub fn by_cell(
        &self,
        other: &Self,
        down: &[u8],
        across: &[u8],
        (height, width): (usize, usize),
    ) -> Vec<(f64, f64)> {
        let mut sums = vec![(0_i64, 0_i64); (height + 1) * (width + 1)];
        let values = self.values.iter().zip(&other.values);
        for ((value, other), (row, column)) in values.zip(down.iter().zip(across)) {
            let sum = &mut sums[usize::from(*row) * (width + 1) + usize::from(*column)];
            sum.0 += value;
            sum.1 += other;
        }
        let rows = sums.chunks(width + 1).take(height).flat_map(|row| row.iter().take(width));
        rows.map(|(value, with)| (*value as f64 * self.unit, *with as f64 * other.unit)).collect()
    }

    /// The sum over the rows of each pair of codes of `first` and up to [`TOGETHER`] others, row by row of `first`.
    fn by_pairs(&self, first: &Term, others: &[Term]) -> Vec<Vec<f64>> {
        let mut sums: [Vec<i64>; TOGETHER] = std::array::from_fn(|at| {
            others.get(at).map(|other| vec![0; (first.size() + 1) * (other.size() + 1)]).unwrap_or_default()
        });
        match others {
            [one, two, three, four] => {
                let [sum_1, sum_2, sum_3, sum_4] = &mut sums;
                let widths = [one.size() + 1, two.size() + 1, three.size() + 1, four.size() + 1];
                let codes = one.codes().iter().zip(two.codes()).zip(three.codes()).zip(four.codes());
                for ((value, code), (((one, two), three), four)) in self.values.iter().zip(first.codes()).zip(codes) {
                    let row = usize::from(*code);
                    sum_1[row * widths[0] + usize::from(*one)] += value;
                    sum_2[row * widths[1] + usize::from(*two)] += value;
                    sum_3[row * widths[2] + usize::from(*three)] += value;
                    sum_4[row * widths[3] + usize::from(*four)] += value;
                }
            }
            fewer => {
                for (sum, other) in sums.iter_mut().zip(fewer) {
                    let width = other.size() + 1;
                    for ((value, code), with) in self.values.iter().zip(first.codes()).zip(other.codes()) {
                        sum[usize::from(*code) * width + usize::from(*with)] += value;
                    }
                }
            }
        }
        let float = |sums: Vec<i64>| sums.into_iter().map(|sum| sum as f64 * self.unit).collect();
        sums.into_iter().take(others.len()).map(float).collect()
    }
}

/// X'WX: the constant first, then the terms' codes in order, then the covariates.
#[must_use]
pub fn cross_products(design: &Design, weights: &[f64]) -> Symmetric {
    let coefficients = design.coefficients();
    let mut products = Symmetric::zero(coefficients + design.covariates.len());
    let exact = Exact::of(weights);
    products.set(0, 0, exact.total());
    let offsets = offsets(design);
    let alone: Vec<Vec<f64>> = design.terms.par_iter().map(|term| exact.by_code(term)).collect();
    for (offset, sums) in offsets.iter().zip(alone) {
        for (at, sum) in (*offset..).zip(sums) {
            products.set(0, at, sum);
            products.set(at, at, sum);
        }
    }
    let jobs: Vec<(usize, usize)> = (0..design.terms.len())
        .flat_map(|first| (0..first).step_by(TOGETHER).map(move |second| (first, second)))
        .collect();
    let sums: Vec<Vec<Vec<f64>>> = jobs
        .par_iter()
        .with_max_len(1)
        .map(|(first, second)| {
            let others = &design.terms[*second..(*second + TOGETHER).min(*first)];
            exact.by_pairs(&design.terms[*first], others)
        })
        .collect();
    for ((first, second), sums) in jobs.into_iter().zip(sums) {
        for (other, sums) in (second..).zip(sums) {
            let (size, width) = (design.terms[first].size(), design.terms[other].size());
            for (row, sums) in (offsets[first]..offsets[first] + size).zip(sums.chunks(width + 1)) {
                for (column, sum) in (offsets[other]..offsets[other] + width).zip(sums) {
                    products.set(row, column, *sum);
                }
            }
        }
    }
    covariate_products(design, weights, &mut products);
    products
}

fn covariate_products(design: &Design, weights: &[f64], products: &mut Symmetric) {
    let offsets = offsets(design);
    for (at, covariate) in (design.coefficients()..).zip(&design.covariates) {
        let weighted: Vec<f64> = covariate.values.iter().zip(weights).map(|(value, weight)| value * weight).collect();
        let exact = Exact::of(&weighted);
        products.set(0, at, exact.total());
        for (offset, term) in offsets.iter().zip(&design.terms) {
            for (row, sum) in (*offset..).zip(exact.by_code(term)) {
                products.set(row, at, sum);
            }
        }
        for (other_at, other) in (design.coefficients()..=at).zip(&design.covariates) {
            let both: Vec<f64> = other.values.iter().zip(&weighted).map(|(value, weighted)| value * weighted).collect();
            products.set(other_at, at, Exact::of(&both).total());
        }
    }
}

/// X'r, in the order of [`cross_products`].
#[must_use]
pub fn products_with(design: &Design, residuals: &[f64]) -> Vec<f64> {
    let exact = Exact::of(residuals);
    let mut products = vec![exact.total()];
    let by_term: Vec<Vec<f64>> = design.terms.par_iter().map(|term| exact.by_code(term)).collect();
    products.extend(by_term.into_iter().flatten());
    for covariate in &design.covariates {
        let both: Vec<f64> = covariate.values.iter().zip(residuals).map(|(value, residual)| value * residual).collect();
        products.push(Exact::of(&both).total());
    }
    products
}

/// Where each term's coefficients begin.
#[must_use]
pub fn offsets(design: &Design) -> Vec<usize> {
    let mut next = 1;
    design
        .terms
        .iter()
        .map(|term| {
            let own = next;
            next += term.size();
            own
        })
        .collect()
}

/// The decision of each row: the constant, then the terms in order, then the covariates.
#[must_use]
pub fn decisions(design: &Design, constant: f64, tables: &[Vec<f64>], slopes: &[f64]) -> Vec<f64> {
    const BLOCK: usize = 4096;
    let blocks = (0..design.rows.div_ceil(BLOCK)).into_par_iter().map(|block| {
        let rows = block * BLOCK..((block + 1) * BLOCK).min(design.rows);
        let mut sums = vec![constant; rows.len()];
        for (term, table) in design.terms.iter().zip(tables) {
            let mut points = table.clone();
            points.push(0.0);
            for (sum, code) in sums.iter_mut().zip(&term.codes()[rows.clone()]) {
                *sum += points[usize::from(*code)];
            }
        }
        for (covariate, slope) in design.covariates.iter().zip(slopes) {
            for (sum, value) in sums.iter_mut().zip(&covariate.values[rows.clone()]) {
                *sum += slope * value;
            }
        }
        sums
    });
    blocks.collect::<Vec<_>>().concat()
}
