//! Cholesky factor of a symmetric band matrix, and the part of its inverse within the band.
//!
//! Neighbours on a grid of `width` columns are at most `width` places apart, so a grid's precision is a band; factor
//! and inverse cost size x width^2 and not size^3. The inverse within the band follows from the factor alone, from the
//! last row up (Takahashi, Fagan, Chin 1973), and it is all that an update of a penalty asks for.
//!
//! Degenerate cases: a pivot that is not positive is replaced by a value so large that its coefficient becomes 0.

#![expect(clippy::indexing_slicing, reason = "rows have the length of the band, which is made here")]

/// A symmetric matrix whose elements farther than `reach` from the diagonal are 0: its lower half.
#[derive(Debug, Clone)]
pub struct Band {
    size: usize,
    reach: usize,
    /// Row by row the elements from `reach` before the diagonal to the diagonal.
    values: Vec<f64>,
}

/// L and D of a band matrix L D L'.
pub struct BandFactor {
    lower: Band,
    diagonal: Vec<f64>,
}

impl Band {
    /// A matrix of zeros.
    #[must_use]
    pub fn zero(size: usize, reach: usize) -> Self {
        Self { size, reach, values: vec![0.0; size * (reach + 1)] }
    }

    /// An element at or below the diagonal, at most `reach` from it.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[self.place(row, column)]
    }

    /// Adds to an element at or below the diagonal, at most `reach` from it.
    pub fn add(&mut self, row: usize, column: usize, value: f64) {
        let place = self.place(row, column);
        self.values[place] += value;
    }

    fn place(&self, row: usize, column: usize) -> usize {
        row * (self.reach + 1) + self.reach + column - row
    }

    /// The factor.
    #[must_use]
    pub fn factor(self) -> BandFactor {
        let (size, reach) = (self.size, self.reach);
        let mut lower = self;
        let mut diagonal = vec![1.0; size];
        for row in 0..size {
            let first = row.saturating_sub(reach);
            for column in first..row {
                let from = first.max(column.saturating_sub(reach));
                let done: f64 = (from..column).map(|at| lower.at(row, at) * lower.at(column, at)).sum();
                lower.add(row, column, -done);
            }
            let own = lower.at(row, row);
            let mut pivot = own;
            for (column, known) in (first..row).zip(&diagonal[first..row]) {
                let place = lower.place(row, column);
                let scaled = lower.values[place] / known;
                pivot -= scaled * lower.values[place];
                lower.values[place] = scaled;
            }
            diagonal[row] = if pivot > 1e-13 * own && pivot.is_finite() { pivot } else { 1e100 };
        }
        BandFactor { lower, diagonal }
    }
}

impl BandFactor {
    /// Solves M x = `right`.
    #[must_use]
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let (size, reach) = (self.lower.size, self.lower.reach);
        let mut x = right.to_vec();
        for row in 0..size {
            let known: f64 = (row.saturating_sub(reach)..row).map(|at| self.lower.at(row, at) * x[at]).sum();
            x[row] -= known;
        }
        for row in (0..size).rev() {
            let later: f64 = (row + 1..(row + reach + 1).min(size)).map(|at| self.lower.at(at, row) * x[at]).sum();
            x[row] = x[row] / self.diagonal[row] - later;
        }
        x
    }

    /// The inverse within the band.
    #[must_use]
    pub fn inverse(&self) -> Band {
        let (size, reach) = (self.lower.size, self.lower.reach);
        let mut inverse = Band::zero(size, reach);
        for row in (0..size).rev() {
            let end = (row + reach + 1).min(size);
            for column in (row..end).rev() {
                let sum: f64 =
                    (row + 1..end).map(|at| self.lower.at(at, row) * inverse.at(at.max(column), at.min(column))).sum();
                let own = if column == row { 1.0 / self.diagonal[row] } else { 0.0 };
                inverse.add(column, row, own - sum);
            }
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::scorecard::matrix::{Factor, Symmetric};

    #[test]
    fn it_agrees_with_the_full_algebra() {
        for (size, reach) in [(1, 0), (5, 1), (12, 4), (40, 7)] {
            let (mut band, mut full) = (Band::zero(size, reach), Symmetric::zero(size));
            for row in 0..size {
                for column in row.saturating_sub(reach)..=row {
                    let mixed = ((row * 7919 + column * 104_729) % 1000) as f64 / 1000.0 - 0.5;
                    let value = if row == column { reach as f64 + 1.5 } else { mixed };
                    band.add(row, column, value);
                    full.set(row, column, value);
                }
            }
            let (factor, known) = (band.factor(), Factor::of(&full));
            let right: Vec<f64> = (0..size).map(|row| row as f64 - 3.0).collect();
            for (one, two) in factor.solve(&right).iter().zip(known.solve(&right)) {
                assert!((one - two).abs() < 1e-10, "{one} and {two}");
            }
            let (inverse, known) = (factor.inverse(), known.inverse().full());
            for row in 0..size {
                for column in row.saturating_sub(reach)..=row {
                    assert!((inverse.at(row, column) - known.at(row, column)).abs() < 1e-12);
                }
            }
        }
    }
}
