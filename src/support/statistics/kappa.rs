//! Cohen's kappa: how much more often two judges agree than by chance (J. Cohen, Educational and Psychological
//! Measurement 20, 1960). Degenerate: nothing judged, or both always saying the same one thing, has none.

/// What a table of counts, rows by one judge and columns by the other, says of their agreement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// The share of cases on the diagonal, 0 to 1.
    pub exact: f64,
    /// Cohen's kappa, at most 1; 0 is chance. `None` where chance alone would agree always.
    pub kappa: Option<f64>,
}

/// The agreement in a square table; `None` when it is empty.
#[must_use]
pub fn agreement<const N: usize>(table: &[[u64; N]; N]) -> Option<Agreement> {
    let total = table.iter().flatten().sum::<u64>() as f64;
    if total <= 0.0 {
        return None;
    }
    let (mut same, mut by_chance) = (0.0, 0.0);
    for (at, row) in table.iter().enumerate() {
        let rows = row.iter().sum::<u64>() as f64;
        let columns = table.iter().filter_map(|row| row.get(at)).sum::<u64>() as f64;
        same += row.get(at).copied().unwrap_or(0) as f64;
        by_chance += rows * columns / total;
    }
    let kappa = (by_chance < total).then(|| (same - by_chance) / (total - by_chance));
    Some(Agreement { exact: same / total, kappa })
}
