//! Folds for scores of owners by a card that did not see them: four, by a hash of the row's id.
//!
//! By the id and not by the row's place, so that another order of rows gives the same folds. FNV-1a (Fowler, Noll, Vo)
//! with the last steps of splitmix64, which spread ids that differ in one digit.

/// How many folds there are.
pub const FOLDS: u64 = 4;

/// The hash of a row's id.
#[must_use]
pub fn row_key(id: &str) -> u64 {
    let hash = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The rows of each fold, and the rest, by the rows' keys.
#[must_use]
pub fn fold_rows(keys: &[u64], folds: u64) -> Vec<(Vec<usize>, Vec<usize>)> {
    let split = |fold: u64| (0..keys.len()).partition(|row| keys.get(*row).is_some_and(|key| key % folds == fold));
    (0..folds).map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_even_and_follow_the_id() {
        let keys: Vec<u64> = (0..10_000).map(|id| row_key(&format!("C{id:06}"))).collect();
        let folds = fold_rows(&keys, FOLDS);
        for (own, rest) in &folds {
            assert!((2_300..2_700).contains(&own.len()), "{}", own.len());
            assert_eq!(own.len() + rest.len(), keys.len());
        }
        assert_eq!(row_key("C000001") % FOLDS, keys[1] % FOLDS);
    }
}
