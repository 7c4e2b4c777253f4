//! Ranks from 1, equal values sharing the mean of theirs (M. G. Kendall, "The treatment of ties in ranking problems",
//! 1945). No values have no ranks; values that are not numbers rank as `f64::total_cmp` puts them.

/// The rank of each value, the lowest 1.
#[must_use]
pub fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| at(values, *a).total_cmp(&at(values, *b)));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0_usize;
    for equal in order.chunk_by(|a, b| at(values, *a) == at(values, *b)) {
        let shared = below as f64 + (equal.len() as f64 + 1.0) / 2.0;
        for row in equal {
            if let Some(rank) = ranks.get_mut(*row) {
                *rank = shared;
            }
        }
        below += equal.len();
    }
    ranks
}

fn at(values: &[f64], row: usize) -> f64 {
    values.get(row).copied().unwrap_or(f64::NAN)
}
