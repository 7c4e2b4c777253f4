//! How much memory the texts and columns of a sheet may take, whatever its file promises.
//!
//! A file of a few megabytes can hold gigabytes of text, name hundreds of columns and fill millions of rows, and every row
//! costs each column a cell. Stretches of rows are read at once, so what each takes is counted together.

use crate::workbook::error::{OpenProblem, Unit};
use std::sync::atomic::{AtomicU64, Ordering};

/// Most bytes of texts and rows together. A full sheet of the widest report takes about 330 MB for its rows; what the
/// program needs beside them then still fits into a gigabyte.
pub const MAX_READ_BYTES: u64 = 800 << 20;

/// What each row costs the portfolio beside the cells of its columns: its customer, keys, their places.
pub const BESIDE_ROW_BYTES: usize = 128;

/// What may be taken, by all together.
#[derive(Debug)]
pub struct Budget {
    taken: AtomicU64,
    limit: u64,
}

impl Budget {
    /// So many bytes.
    #[must_use]
    pub fn of(limit: u64) -> Self {
        Self { taken: AtomicU64::new(0), limit }
    }

    /// Takes `bytes` for good; `false` when all together pass the limit.
    pub fn take(&self, bytes: u64) -> bool {
        self.taken.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) <= self.limit
    }

    /// The problem of a file that wants more, of which `place` was read.
    #[must_use]
    pub fn passed_in(&self, place: &str) -> OpenProblem {
        OpenProblem::TooLarge { place: place.to_owned(), unit: Unit::Memory, limit: self.limit }
    }

    /// A share of which nothing is taken yet.
    #[must_use]
    pub fn share(&self) -> Share<'_> {
        Share { budget: self, taken: 0 }
    }
}

/// What one stretch takes; it is given back when the stretch is dropped.
#[derive(Debug)]
pub struct Share<'b> {
    budget: &'b Budget,
    taken: u64,
}

impl Share<'_> {
    /// Takes `bytes` more; `false` when all shares together pass the limit.
    pub fn take(&mut self, bytes: u64) -> bool {
        self.taken += bytes;
        self.budget.take(bytes)
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.budget.taken.fetch_sub(self.taken, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_counted_together_and_given_back() {
        let budget = Budget::of(100);
        let mut one = budget.share();
        assert!(one.take(60));
        assert!(budget.share().take(40));
        assert!(!budget.share().take(41));
        drop(one);
        assert!(budget.share().take(100));
        assert!(budget.take(60));
        assert!(!budget.share().take(41), "what is taken for good stays taken");
    }
}
