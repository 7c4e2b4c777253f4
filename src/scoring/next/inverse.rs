//! The inverse of a symmetric positive definite matrix by its Cholesky factor, in one fixed order.
//!
//! Degenerate cases: none; counts of owners with a ridge of at least 30 are positive definite. A pivot that rounding
//! would make smaller than 1e-9 is held there, so that every element stays finite.

#![expect(clippy::indexing_slicing, reason = "rows and columns are below the size that the vector was made for")]

use rayon::prelude::*;

/// The inverse of `matrix`, `size` by `size`, row by row.
pub(super) fn inverse(matrix: &[f64], size: usize) -> Vec<f64> {
    let lower = factor(matrix, size);
    // Row j of the transposed inverse factor: what solves L x = the j-th unit.
    let columns: Vec<Vec<f64>> = (0..size)
        .into_par_iter()
        .map(|column| {
            let mut x = vec![0.0; size];
            for row in column..size {
                let unit = if row == column { 1.0 } else { 0.0 };
                let known = dot(&lower[row * size + column..row * size + row], &x[column..row]);
                x[row] = (unit - known) / lower[row * size + row];
            }
            x
        })
        .collect();
    let rows = (0..size).into_par_iter().flat_map_iter(|row| {
        let columns = &columns;
        // Both are 0 before their own place.
        (0..size).map(move |column| {
            let from = row.max(column);
            dot(&columns[row][from..], &columns[column][from..])
        })
    });
    rows.collect()
}

fn factor(matrix: &[f64], size: usize) -> Vec<f64> {
    let mut lower = matrix.to_vec();
    for row in 0..size {
        let (above, own) = lower.split_at_mut(row * size);
        for column in 0..row {
            let other = &above[column * size..column * size + column + 1];
            let value = (own[column] - dot(&own[..column], &other[..column])) / other[column];
            own[column] = value;
        }
        own[row] = (own[row] - dot(&own[..row], &own[..row])).max(1e-9).sqrt();
    }
    lower
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::random::Random;

    #[test]
    fn a_matrix_times_its_inverse_is_the_identity() {
        let (size, mut random) = (37, Random::new(5, 1));
        let rows: Vec<f64> = (0..size * size).map(|_| random.normal()).collect();
        let mut matrix = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..size {
                let products = (0..size).map(|at| rows[at * size + row] * rows[at * size + column]);
                matrix[row * size + column] = products.sum::<f64>() + if row == column { 30.0 } else { 0.0 };
            }
        }
        let inverse = inverse(&matrix, size);
        for row in 0..size {
            for column in 0..size {
                let products = (0..size).map(|at| matrix[row * size + at] * inverse[at * size + column]);
                let expected = if row == column { 1.0 } else { 0.0 };
                assert!((products.sum::<f64>() - expected).abs() < 1e-12, "{row} {column}");
            }
        }
    }
}
