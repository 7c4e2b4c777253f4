//! A set of positions below a fixed count, one bit each.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

/// Positions of a word.
const WORD: usize = u64::BITS as usize;
/// Words that one thread fills in one go.
const WORDS_PER_STEP: usize = 512;

/// A set of positions below a count: customers that a filter leaves, texts that a search finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bits {
    words: Vec<u64>,
    count: usize,
}

impl Bits {
    /// The empty set of positions below `count`.
    #[must_use]
    pub fn none(count: usize) -> Self {
        Self { words: vec![0; count.div_ceil(WORD)], count }
    }

    /// The positions below `count` that `holds` says, asked in parallel.
    #[must_use]
    pub fn of(count: usize, holds: impl Fn(usize) -> bool + Sync) -> Self {
        let word = |at: usize| {
            let positions = at * WORD..(at * WORD + WORD).min(count);
            positions.fold(0, |word, position| word | u64::from(holds(position)) << (position % WORD))
        };
        let words = (0..count.div_ceil(WORD)).into_par_iter().with_min_len(WORDS_PER_STEP).map(word).collect();
        Self { words, count }
    }

    /// Those of the set that `holds` says, asked in parallel.
    #[must_use]
    pub fn those(&self, holds: impl Fn(usize) -> bool + Sync) -> Self {
        let word = |at: usize| {
            let mut word = 0;
            let mut left = self.words.get(at).copied().unwrap_or(0);
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                word |= u64::from(holds(at * WORD + bit)) << bit;
                left &= left - 1;
            }
            word
        };
        let words = (0..self.words.len()).into_par_iter().with_min_len(WORDS_PER_STEP).map(word).collect();
        Self { words, count: self.count }
    }

    /// The set whose words these are; bits from `count` on must be 0.
    pub(crate) fn from_words(words: Vec<u64>, count: usize) -> Self {
        Self { words, count }
    }

    /// The words, the first position in the lowest bit of the first.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Whether `position` is in the set.
    #[must_use]
    #[inline]
    pub fn has(&self, position: usize) -> bool {
        self.words.get(position / WORD).is_some_and(|word| word >> (position % WORD) & 1 == 1)
    }

    /// Puts `position` in, or takes it out; nothing happens from the count on.
    pub fn set(&mut self, position: usize, is_in: bool) {
        if position >= self.count {
            return;
        }
        if let Some(word) = self.words.get_mut(position / WORD) {
            let bit = 1 << (position % WORD);
            *word = if is_in { *word | bit } else { *word & !bit };
        }
    }

    /// Leaves what is in `other` as well.
    pub fn keep(&mut self, other: &Self) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
        }
    }

    /// How many are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether none is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// One more than the largest position there can be.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The positions in the set, rising.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * WORD + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_across_words() {
        let mut bits = Bits::of(200, |position| position % 3 == 0);
        assert_eq!(bits.len(), 67);
        assert!(bits.has(63) && !bits.has(64) && bits.has(198) && !bits.has(201));
        bits.set(64, true);
        bits.set(63, false);
        bits.set(500, true);
        assert_eq!(bits.iter().skip(20).take(3).collect::<Vec<_>>(), [60, 64, 66]);
        assert_eq!(bits.len(), 67);
    }

    #[test]
    fn sets_are_narrowed_by_each_other_and_by_a_question() {
        let mut even = Bits::of(130, |position| position % 2 == 0);
        assert_eq!(even.those(|position| position > 125).iter().collect::<Vec<_>>(), [126, 128]);
        even.keep(&Bits::of(130, |position| position % 65 == 0));
        assert_eq!(even.iter().collect::<Vec<_>>(), [0]);
        assert!(Bits::none(130).is_empty() && Bits::of(0, |_| true).is_empty());
    }
}
