//! The leak alarm: attributes that tell owners too well, because they are made from ownership.
//!
//! An attribute alone with an AUC above .98, or one that only owners have a value of, is left out, shown, and can be put
//! back. The AUC is out of fold: each row is ranked by the share of owners among the other folds' rows of its bin, so
//! that many bins and few owners raise no false alarm.
//!
//! Degenerate cases: no owner, or nobody else, gives an AUC of 1/2 and no alarm.

use crate::scoring::scorecard::folds::FOLDS;

/// An attribute alone with a larger AUC is no attribute.
pub const TOO_GOOD: f64 = 0.98;
/// A chance below this of only owners having a value is none.
const NO_CHANCE: f64 = 1e-3;
/// Rows without owners that each bin is thought to have beside its own, at the overall share.
const BESIDE: f64 = 1.0;

/// Rows and owners of each bin and fold.
pub struct Counts {
    folds: usize,
    cells: Vec<(u64, u64)>,
}

impl Counts {
    /// Counts the rows of each code, the last of them those beyond `size`.
    #[must_use]
    pub fn of(codes: &[u16], size: usize, owners: &[bool], keys: &[u64]) -> Self {
        let folds = FOLDS as usize;
        let mut cells = vec![(0, 0); (size + 1) * folds];
        for ((code, owner), key) in codes.iter().zip(owners).zip(keys) {
            let at = usize::from(*code).min(size) * folds + (key % FOLDS) as usize;
            if let Some((rows, owned)) = cells.get_mut(at) {
                *rows += 1;
                *owned += u64::from(*owner);
            }
        }
        Self { folds, cells }
    }

    /// Rows and owners of a bin.
    #[must_use]
    pub fn bin(&self, code: usize) -> (u64, u64) {
        sum(self.cells.iter().skip(code * self.folds).take(self.folds))
    }

    /// The AUC of the attribute alone, out of fold, 0 to 1.
    #[must_use]
    pub fn auc(&self) -> f64 {
        let all = sum(&self.cells);
        let overall = all.1 as f64 / (all.0 as f64).max(1.0);
        let mut ranked: Vec<(f64, u64, u64)> = Vec::with_capacity(self.cells.len());
        for bin in self.cells.chunks(self.folds) {
            let own = sum(bin);
            for (rows, owned) in bin.iter().filter(|(rows, _)| *rows > 0) {
                let share = ((own.1 - owned) as f64 + BESIDE * overall) / ((own.0 - rows) as f64 + BESIDE);
                ranked.push((share, rows - owned, *owned));
            }
        }
        ranked.sort_by(|one, two| one.0.total_cmp(&two.0));
        let (mut before, mut wins) = (0_u64, 0.0);
        for tied in ranked.chunk_by(|one, two| one.0.total_cmp(&two.0).is_eq()) {
            let (others, owned) = tied.iter().fold((0, 0), |sum, (_, others, owned)| (sum.0 + others, sum.1 + owned));
            wins += owned as f64 * (before as f64 + others as f64 / 2.0);
            before += others;
        }
        let pairs = all.1 as f64 * (all.0 - all.1) as f64;
        if pairs > 0.0 { wins / pairs } else { 0.5 }
    }

    /// Whether only owners have a value, too many of them for chance. `missing` is the code of missing values.
    #[must_use]
    pub fn only_owners_have_one(&self, missing: usize) -> bool {
        let all = sum(&self.cells);
        let gaps = self.bin(missing);
        let (rows, owned) = (all.0 - gaps.0, all.1 - gaps.1);
        let share = all.1 as f64 / (all.0 as f64).max(1.0);
        gaps.0 > 0 && rows > 0 && rows == owned && share.powf(rows as f64) < NO_CHANCE
    }

    /// Whether the rows with a value and those without differ in their share of owners, by two standard errors.
    #[must_use]
    pub fn missing_tells(&self, missing: usize) -> bool {
        let (all, gaps) = (sum(&self.cells), self.bin(missing));
        let share = all.1 as f64 / (all.0 as f64).max(1.0);
        let rest = (all.0 - gaps.0) as f64;
        let expected = rest * share;
        let spread = (expected * (1.0 - share) * gaps.0 as f64 / (all.0 as f64).max(1.0)).sqrt();
        ((all.1 - gaps.1) as f64 - expected).abs() > 2.0 * spread.max(f64::MIN_POSITIVE)
    }
}

fn sum<'a>(cells: impl IntoIterator<Item = &'a (u64, u64)>) -> (u64, u64) {
    cells.into_iter().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_flag_is_too_good_and_noise_is_not() {
        let keys: Vec<u64> = (0..2_000).collect();
        let owners: Vec<bool> = keys.iter().map(|key| key % 7 == 0).collect();
        let copy: Vec<u16> = owners.iter().map(|owner| u16::from(*owner)).collect();
        assert!(Counts::of(&copy, 2, &owners, &keys).auc() > 0.999);
        // Five owners alone in five of 500 bins tell nothing about others.
        let few: Vec<bool> = keys.iter().map(|key| *key % 400 == 0).collect();
        let many: Vec<u16> = (0..2_000).map(|row| row / 4).collect();
        assert!(Counts::of(&many, 500, &few, &keys).auc() < 0.7);
    }

    #[test]
    fn values_that_only_owners_have_are_seen() {
        let keys: Vec<u64> = (0..100).collect();
        let owners: Vec<bool> = keys.iter().map(|key| *key < 20).collect();
        let filled = |count: u64| -> Vec<u16> { keys.iter().map(|key| u16::from(*key >= count)).collect() };
        assert!(Counts::of(&filled(10), 2, &owners, &keys).only_owners_have_one(1));
        assert!(!Counts::of(&filled(30), 2, &owners, &keys).only_owners_have_one(1));
        assert!(!Counts::of(&filled(2), 2, &owners, &keys).only_owners_have_one(1), "two may be chance");
    }
}
