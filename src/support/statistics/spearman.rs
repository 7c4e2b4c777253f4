//! Spearman's rank correlation (C. Spearman, 1904), in the form that holds with ties: Pearson's correlation of the
//! ranks. Degenerate: fewer than two pairs, or one side all equal, have none.

use crate::support::statistics::ranks::mid_ranks;

/// The rank correlation of two lists of one length, -1 to 1.
#[must_use]
pub fn spearman(left: &[f64], right: &[f64]) -> Option<f64> {
    let (left, right) = (mid_ranks(left), mid_ranks(right));
    let middle = (left.len() as f64 + 1.0) / 2.0;
    let (mut both, mut of_left, mut of_right) = (0.0, 0.0, 0.0);
    for (left, right) in left.iter().map(|rank| rank - middle).zip(right.iter().map(|rank| rank - middle)) {
        both += left * right;
        of_left += left * left;
        of_right += right * right;
    }
    let spread = (of_left * of_right).sqrt();
    (spread > 0.0).then(|| (both / spread).clamp(-1.0, 1.0))
}
