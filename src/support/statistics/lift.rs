//! Lift: how much more often the positive happens in a tenth of the list, best scores first, than overall.
//!
//! Where equal scores reach over the edge of a tenth, its customers take their share of the positives among the equals,
//! so the order of equal rows changes nothing. Degenerate: no rows or no positives have no lift. With fewer than ten
//! rows a tenth is a part of a row.

/// A tenth of the list.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Tenth {
    /// How many rows it holds; a tenth of all, so it can be a fraction.
    pub rows: f64,
    /// How many positives, shared ones in fractions.
    pub positives: f64,
    /// Its rate over the overall rate; 1 is what chance gives.
    pub lift: f64,
}

/// The ten tenths of `scores`, the highest first.
#[must_use]
pub fn by_tenth(scores: &[f64], positive: &[bool]) -> Option<[Tenth; 10]> {
    let mut rows: Vec<(f64, bool)> = scores.iter().copied().zip(positive.iter().copied()).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = rows.iter().filter(|row| row.1).count() as f64;
    if all <= 0.0 {
        return None;
    }
    let size = rows.len() as f64 / 10.0;
    let mut tenths = [Tenth { rows: size, positives: 0.0, lift: 0.0 }; 10];
    let mut start = 0.0;
    for equal in rows.chunk_by(|a, b| a.0 == b.0) {
        let (length, positives) = (equal.len() as f64, equal.iter().filter(|row| row.1).count() as f64);
        let end = start + length;
        for (at, tenth) in (0_u8..).zip(&mut tenths) {
            let (from, to) = (f64::from(at) * size, f64::from(at + 1) * size);
            let shared = (end.min(to) - f64::max(start, from)).max(0.0);
            tenth.positives += positives * shared / length;
        }
        start = end;
    }
    for tenth in &mut tenths {
        tenth.lift = tenth.positives / size / (all / rows.len() as f64);
    }
    Some(tenths)
}
