//! Small dense symmetric algebra: Cholesky factor, its inverse, and what is read off them.
//!
//! Up to some 1,100 rows, tens of times a fit, so it works on square tiles that stay in the processor's nearest memory.
//! Every element is summed in one fixed order, whatever the number of threads.
//!
//! Degenerate cases: a pivot that is not positive (collinear columns without a penalty, rounding) is replaced by a
//! value so large that its coefficient becomes 0.

#![expect(clippy::indexing_slicing, reason = "tiles have a fixed size, and their number is made here")]

use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, IntoParallelRefMutIterator,
    ParallelIterator,
};

const TILE: usize = 32;
/// A pivot below this share of its diagonal element is rounding.
const SINGULAR: f64 = 1e-13;

type Tile = Box<[[f64; TILE]; TILE]>;

/// A symmetric matrix, in full.
#[derive(Debug, Clone, PartialEq)]
pub struct Symmetric {
    size: usize,
    values: Vec<f64>,
}

impl Symmetric {
    /// A matrix of zeros.
    #[must_use]
    pub fn zero(size: usize) -> Self {
        Self { size, values: vec![0.0; size * size] }
    }

    /// How many rows it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// One element.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.size + column]
    }

    /// Sets an element and its mirror image.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.size + column] = value;
        self.values[column * self.size + row] = value;
    }

    /// Adds to an element and its mirror image.
    pub fn add(&mut self, row: usize, column: usize, value: f64) {
        self.set(row, column, self.at(row, column) + value);
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.size..(row + 1) * self.size]
    }

    /// This matrix less another of the same size.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let values = self.values.iter().zip(&other.values).map(|(one, two)| one - two).collect();
        Self { size: self.size, values }
    }

    /// This matrix times a number.
    #[must_use]
    pub fn scaled(&self, by: f64) -> Self {
        Self { size: self.size, values: self.values.iter().map(|value| value * by).collect() }
    }
}

/// The lower Cholesky factor L of a positive definite matrix, L L' = M.
pub struct Factor {
    size: usize,
    /// Tiles of the lower half, row by row.
    tiles: Vec<Vec<Tile>>,
}

/// The inverse X of a Cholesky factor: X'X is the inverse of the matrix.
pub struct InverseFactor {
    size: usize,
    /// Tiles by column, from the diagonal down.
    columns: Vec<Vec<Tile>>,
}

fn empty() -> Tile {
    Box::new([[0.0; TILE]; TILE])
}

/// `sum` less `left` times `right`, in strips of registers.
fn subtract_product(sum: &mut Tile, left: &Tile, right: &Tile) {
    for (sums, lefts) in sum.chunks_exact_mut(4).zip(left.chunks_exact(4)) {
        for from in (0..TILE).step_by(4) {
            let mut strip = [[0.0_f64; 4]; 4];
            for (inner, row) in right.iter().enumerate() {
                let across = [row[from], row[from + 1], row[from + 2], row[from + 3]];
                for (part, factors) in strip.iter_mut().zip(lefts) {
                    let factor = factors[inner];
                    for (one, with) in part.iter_mut().zip(across) {
                        *one += factor * with;
                    }
                }
            }
            for (part, row) in strip.iter().zip(sums.iter_mut()) {
                for (one, target) in part.iter().zip(&mut row[from..from + 4]) {
                    *target -= one;
                }
            }
        }
    }
}

fn transposed(tile: &Tile) -> Tile {
    let mut turned = empty();
    for (row, values) in tile.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            turned[column][row] = *value;
        }
    }
    turned
}

/// The Cholesky factor of one tile, in place.
fn factor_tile(tile: &mut Tile) {
    for column in 0..TILE {
        let before = tile[column];
        let own = before[column];
        let rest = own - before[..column].iter().map(|value| value * value).sum::<f64>();
        let pivot = if rest > SINGULAR * own && rest.is_finite() { rest.sqrt() } else { 1e100 };
        tile[column][column] = pivot;
        for row in tile.iter_mut().skip(column + 1) {
            let with: f64 = row[..column].iter().zip(&before[..column]).map(|(one, two)| one * two).sum();
            row[column] = (row[column] - with) / pivot;
        }
        tile[column][column + 1..].fill(0.0);
    }
}

/// The inverse of a lower triangular tile.
fn inverse_tile(tile: &Tile) -> Tile {
    let mut inverse = empty();
    for column in 0..TILE {
        inverse[column][column] = 1.0 / tile[column][column];
        for row in column + 1..TILE {
            let sum: f64 = (column..row).map(|inner| tile[row][inner] * inverse[inner][column]).sum();
            inverse[row][column] = -sum / tile[row][row];
        }
    }
    inverse
}

impl Factor {
    /// The factor of `matrix`.
    #[must_use]
    pub fn of(matrix: &Symmetric) -> Self {
        let size = matrix.size;
        let count = size.div_ceil(TILE);
        let mut tiles: Vec<Vec<Tile>> = (0..count)
            .into_par_iter()
            .map(|down| (0..=down).map(|across| cut(matrix, down, across)).collect())
            .collect();
        for step in 0..count {
            let (done, rest) = tiles.split_at_mut(step + 1);
            let own = &mut done[step][step];
            factor_tile(own);
            let solve = transposed(&inverse_tile(own));
            rest.par_iter_mut().for_each(|row| row[step] = product(&row[step], &solve));
            let panel: Vec<Tile> = rest.iter().map(|row| transposed(&row[step])).collect();
            rest.par_iter_mut().enumerate().for_each(|(down, row)| {
                let (left, right) = row.split_at_mut(step + 1);
                for (target, turned) in right.iter_mut().zip(&panel[..=down]) {
                    subtract_product(target, &left[step], turned);
                }
            });
        }
        Self { size, tiles }
    }

    /// The inverse of the factor.
    #[must_use]
    pub fn inverse(&self) -> InverseFactor {
        let diagonal: Vec<Tile> = self.tiles.iter().filter_map(|row| row.last().map(inverse_tile)).collect();
        let columns = (0..self.tiles.len()).into_par_iter().map(|column| {
            let mut done = vec![diagonal[column].clone()];
            for (row, own) in self.tiles.iter().zip(&diagonal).skip(column + 1) {
                let mut sum = empty();
                for (left, above) in row[column..].iter().zip(&done) {
                    subtract_product(&mut sum, left, above);
                }
                done.push(product(own, &sum));
            }
            done
        });
        InverseFactor { size: self.size, columns: columns.collect() }
    }

    /// Solves M x = `right`.
    #[must_use]
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for row in 0..self.size {
            let sum: f64 = (0..row).map(|column| self.at(row, column) * x[column]).sum();
            x[row] = (x[row] - sum) / self.at(row, row);
        }
        for row in (0..self.size).rev() {
            x[row] /= self.at(row, row);
            let known = x[row];
            for (column, target) in x.iter_mut().enumerate().take(row) {
                *target -= self.at(row, column) * known;
            }
        }
        x
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.tiles[row / TILE][column / TILE][row % TILE][column % TILE]
    }
}

/// The tile of `matrix`; beyond its edge the identity.
fn cut(matrix: &Symmetric, down: usize, across: usize) -> Tile {
    let mut tile = empty();
    for (row, values) in (down * TILE..).zip(tile.iter_mut()) {
        for (column, value) in (across * TILE..).zip(values) {
            let inside = row < matrix.size && column < matrix.size;
            *value = if inside { matrix.at(row, column) } else { f64::from(u8::from(row == column)) };
        }
    }
    tile
}

fn product(left: &Tile, right: &Tile) -> Tile {
    let mut sum = empty();
    subtract_product(&mut sum, left, right);
    sum.iter_mut().flatten().for_each(|value| *value = -*value);
    sum
}

impl InverseFactor {
    /// Of the inverse V of the matrix: its diagonal, and the elements right of the diagonal.
    #[must_use]
    pub fn diagonals(&self) -> (Vec<f64>, Vec<f64>) {
        let parts: Vec<([f64; TILE], [f64; TILE])> =
            (0..self.columns.len()).into_par_iter().map(|column| self.diagonals_of(column)).collect();
        let mut both: (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for (own, beside) in parts {
            both.0.extend(own);
            both.1.extend(beside);
        }
        both.0.truncate(self.size);
        both.1.truncate(self.size.saturating_sub(1));
        both
    }

    fn diagonals_of(&self, column: usize) -> ([f64; TILE], [f64; TILE]) {
        let (mut own, mut beside) = ([0.0; TILE], [0.0; TILE]);
        for (down, tile) in self.columns[column].iter().enumerate() {
            let next = if down == 0 { None } else { self.columns.get(column + 1).map(|tiles| &tiles[down - 1]) };
            for (row, values) in tile.iter().enumerate() {
                for (sum, value) in own.iter_mut().zip(values) {
                    *sum += value * value;
                }
                for (sum, pair) in beside.iter_mut().zip(values.windows(2)) {
                    *sum += pair[0] * pair[1];
                }
                if let Some(next) = next {
                    beside[TILE - 1] += values[TILE - 1] * next[row][0];
                }
            }
        }
        (own, beside)
    }

    /// The square of V between the rows `from` and `to`, of which `to` is the first behind it.
    #[must_use]
    pub fn block(&self, from: usize, to: usize) -> Symmetric {
        let width = to.saturating_sub(from);
        let mut block = Symmetric::zero(width);
        let mut values = vec![0.0; width];
        for row in from..self.size {
            for (column, value) in (from..to).zip(&mut values) {
                *value = self.at(row, column);
            }
            for (first, one) in values.iter().enumerate().filter(|(_, one)| **one != 0.0) {
                for (sum, two) in block.values[first * width..].iter_mut().zip(&values) {
                    *sum += one * two;
                }
            }
        }
        block
    }

    /// All of V.
    #[must_use]
    pub fn full(&self) -> Symmetric {
        let count = self.columns.len();
        let turned: Vec<Vec<Tile>> =
            self.columns.par_iter().map(|tiles| tiles.iter().map(transposed).collect()).collect();
        let rows: Vec<Vec<Tile>> = (0..count)
            .into_par_iter()
            .map(|down| {
                let sums = (0..=down).map(|across| {
                    let mut sum = empty();
                    for (left, right) in turned[down].iter().zip(&self.columns[across][down - across..]) {
                        subtract_product(&mut sum, left, right);
                    }
                    sum
                });
                sums.collect()
            })
            .collect();
        let mut full = Symmetric::zero(self.size);
        for row in 0..self.size {
            for column in 0..=row {
                full.set(row, column, -rows[row / TILE][column / TILE][row % TILE][column % TILE]);
            }
        }
        full
    }

    /// V times `right`.
    #[must_use]
    pub fn times(&self, right: &[f64]) -> Vec<f64> {
        let inner: Vec<f64> =
            (0..self.size).map(|row| (0..=row).map(|column| self.at(row, column) * right[column]).sum()).collect();
        let mut out = vec![0.0; self.size];
        for (row, known) in inner.iter().enumerate() {
            for (column, target) in out.iter_mut().enumerate().take(row + 1) {
                *target += self.at(row, column) * known;
            }
        }
        out
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        if column > row {
            return 0.0;
        }
        let (down, across) = (row / TILE, column / TILE);
        self.columns[across][down - across][row % TILE][column % TILE]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A positive definite matrix of `size` rows that is full of different numbers.
    fn example(size: usize) -> Symmetric {
        let mut matrix = Symmetric::zero(size);
        for row in 0..size {
            for column in 0..row {
                let mixed = (row * 7919 + column * 104_729) % 1000;
                matrix.set(row, column, mixed as f64 / 1000.0 - 0.5);
            }
            matrix.set(row, row, size as f64 / 2.0 + 1.0);
        }
        matrix
    }

    #[test]
    fn the_inverse_times_the_matrix_is_the_identity() {
        for size in [1, 5, 32, 33, 100] {
            let matrix = example(size);
            let factor = Factor::of(&matrix);
            let inverse = factor.inverse();
            let full = inverse.full();
            let (own, beside) = inverse.diagonals();
            for row in 0..size {
                for column in 0..size {
                    let sum: f64 = (0..size).map(|inner| matrix.at(row, inner) * full.at(inner, column)).sum();
                    assert!((sum - f64::from(u8::from(row == column))).abs() < 1e-12, "{size}: {row}, {column}: {sum}");
                }
                assert!((own[row] - full.at(row, row)).abs() < 1e-14);
                assert!(row + 1 == size || (beside[row] - full.at(row, row + 1)).abs() < 1e-14);
            }
            let block = inverse.block(size / 3, size);
            let shift = size / 3;
            assert!((block.at(0, size - 1 - shift) - full.at(shift, size - 1)).abs() < 1e-14);
            let right: Vec<f64> = (0..size).map(|row| row as f64 - 3.0).collect();
            for (solved, multiplied) in factor.solve(&right).iter().zip(inverse.times(&right)) {
                assert!((solved - multiplied).abs() < 1e-12 * size as f64);
            }
        }
    }

    #[test]
    fn collinear_columns_give_zeros_and_no_infinity() {
        let mut matrix = Symmetric::zero(3);
        for (row, column) in [(0, 0), (0, 1), (1, 1)] {
            matrix.set(row, column, 2.0);
        }
        let solved = Factor::of(&matrix).solve(&[2.0, 2.0, 0.0]);
        assert!(solved.iter().all(|value| value.is_finite()));
        assert!((solved[0] + solved[1] - 1.0).abs() < 1e-9 && solved[2] == 0.0, "{solved:?}");
    }
}
