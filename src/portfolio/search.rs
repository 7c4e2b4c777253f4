//! The portfolio's texts as a search sees them, and the order they stand in.
//!
//! Every distinct text is folded once, in blocks that stand one after the other in memory, so that one pass over the
//! bytes finds all texts that hold a word.

use crate::support::bits::Bits;
use crate::support::interner::{Interner, TextId};
use crate::support::text::push_search_key;
use memchr::memmem::Finder;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::{ParallelSlice, ParallelSliceMut};
use std::sync::OnceLock;

/// Texts of a block; whole words of [`Bits`].
const BLOCK: usize = 1 << 14;
/// Words of [`Bits`] that a block takes.
const WORDS_PER_BLOCK: usize = BLOCK / u64::BITS as usize;
/// With fewer candidates than this a block's texts are looked at one by one.
const FEW: u32 = 1 << 10;

/// Every distinct text, folded by [`push_search_key`].
#[derive(Debug, Default)]
pub struct SearchTexts {
    blocks: Vec<Block>,
    count: usize,
    ranks: OnceLock<Vec<u32>>,
}

#[derive(Debug, Default)]
struct Block {
    /// The folded texts, each with a line end, which no folded text holds.
    bytes: String,
    /// Where each text ends, its line end included.
    ends: Vec<usize>,
}

impl Block {
    fn new(texts: &[&str]) -> Self {
        let mut block = Self::default();
        block.bytes.reserve(texts.iter().map(|text| text.len() + 1).sum());
        for text in texts {
            push_search_key(&mut block.bytes, text);
            block.bytes.push('\n');
            block.ends.push(block.bytes.len());
        }
        block
    }

    fn key(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.bytes.get(start..end.saturating_sub(1)).unwrap_or("")
    }

    /// The texts that hold what `finder` looks for, of those in `among`.
    fn find(&self, finder: &Finder<'_>, among: Option<&[u64]>) -> Vec<u64> {
        let among_count = among.map(|words| words.iter().map(|word| word.count_ones()).sum::<u32>());
        let mut found = vec![0; WORDS_PER_BLOCK];
        let mut note = |at: usize| {
            if let Some(word) = found.get_mut(at / 64) {
                *word |= 1 << (at % 64);
            }
        };
        if let (Some(words), Some(0..FEW)) = (among, among_count) {
            for at in ones(words) {
                if finder.find(self.key(at).as_bytes()).is_some() {
                    note(at);
                }
            }
            return found;
        }
        let (mut text, mut from) = (0, 0);
        while let Some(at) = self.bytes.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let place = from + at;
            let ends = self.ends.get(text..).unwrap_or_default();
            // Where much is found, the next text is the one.
            let skipped = if ends.first().is_some_and(|end| *end > place) {
                0
            } else {
                ends.partition_point(|end| *end <= place)
            };
            text += skipped;
            note(text);
            let Some(end) = self.ends.get(text) else { break };
            from = *end;
            text += 1;
        }
        if let Some(words) = among {
            found.iter_mut().zip(words).for_each(|(found, among)| *found &= among);
        }
        found
    }
}

/// The positions of the bits that are set.
fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words
        .iter()
        .enumerate()
        .flat_map(|(at, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit))
}

impl SearchTexts {
    /// Folds every text of `texts`.
    #[must_use]
    pub fn new(texts: &Interner) -> Self {
        let all: Vec<&str> = texts.texts().collect();
        let blocks = all.par_chunks(BLOCK).map(Block::new).collect();
        Self { blocks, count: all.len(), ranks: OnceLock::new() }
    }

    /// The text of `id`, folded.
    #[must_use]
    pub fn key(&self, id: TextId) -> &str {
        self.blocks.get(id.index() / BLOCK).map_or("", |block| block.key(id.index() % BLOCK))
    }

    /// The ids of the texts that hold `word`, which must be folded; where `among` is given, of those in it.
    #[must_use]
    pub fn find(&self, word: &str, among: Option<&Bits>) -> Bits {
        let finder = Finder::new(word);
        let find = |(at, block): (usize, &Block)| {
            let words = |among: &'_ Bits| {
                let words = among.words().get(at * WORDS_PER_BLOCK..).unwrap_or_default();
                words.get(..WORDS_PER_BLOCK).unwrap_or(words).to_vec()
            };
            block.find(&finder, among.map(words).as_deref())
        };
        let mut words: Vec<u64> = self.blocks.par_iter().enumerate().flat_map_iter(find).collect();
        words.truncate(self.count.div_ceil(64));
        Bits::from_words(words, self.count)
    }

    /// For each id the place of its text among all, without regard to case, width and kind of kana: texts that a search
    /// cannot tell apart share one place. Made when first asked for.
    pub fn ranks(&self) -> &[u32] {
        self.ranks.get_or_init(|| self.rank())
    }

    fn rank(&self) -> Vec<u32> {
        let id = |at: usize| TextId::numbered(at).unwrap_or(TextId::MISSING);
        // Most comparisons end within the first eight bytes, which stand beside the id.
        let prefix = |key: &str| {
            let mut bytes = [0; 8];
            bytes.iter_mut().zip(key.bytes()).for_each(|(to, byte)| *to = byte);
            u64::from_be_bytes(bytes)
        };
        let mut order: Vec<(u64, u32)> = (0..self.count).map(|at| (prefix(self.key(id(at))), at as u32)).collect();
        let key = |at: u32| self.key(id(at as usize));
        order.par_sort_unstable_by(|(a_prefix, a), (b_prefix, b)| {
            a_prefix.cmp(b_prefix).then_with(|| key(*a).cmp(key(*b)))
        });
        let mut ranks = vec![0; self.count];
        let (mut rank, mut before) = (0, None);
        for (_, at) in order {
            if before.is_some_and(|before| key(before) != key(at)) {
                rank += 1;
            }
            before = Some(at);
            if let Some(place) = ranks.get_mut(at as usize) {
                *place = rank;
            }
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::text::search_key;

    fn interner(texts: impl IntoIterator<Item = String>) -> Interner {
        let mut interner = Interner::default();
        texts.into_iter().for_each(|text| {
            interner.intern(&text).unwrap();
        });
        interner
    }

    #[test]
    fn texts_of_all_blocks_are_found_and_matches_never_cross_texts() {
        let texts = interner((0..40_000).map(|number| format!("Customer {number}")));
        let search = SearchTexts::new(&texts);
        let found = search.find("r 3999", None);
        let names: Vec<&str> = found.iter().filter_map(TextId::numbered).map(|id| texts.text(id)).collect();
        assert_eq!(names.len(), 11, "{names:?}");
        assert!(names.iter().all(|name| name.starts_with("Customer 3999")));
        assert_eq!(search.find("customer", None).len(), 40_000);
        assert!(search.find("1customer", None).is_empty());
        let among = Bits::of(texts.id_count(), |id| id % 2 == 1);
        for word in ["customer", "r 3999", "9"] {
            let mut both = search.find(word, None);
            both.keep(&among);
            assert_eq!(search.find(word, Some(&among)), both, "{word}");
        }
    }

    #[test]
    fn ranks_ignore_case_and_kind_of_kana() {
        let names = ["Zebra", "apple", "Apple", "カナ", "かに", "株式会社東京", "株式会社大阪"];
        let texts = interner(names.map(str::to_owned));
        let search = SearchTexts::new(&texts);
        let rank = |name: &str| search.ranks()[texts.find(name).unwrap().index()];
        assert!(rank("apple") == rank("Apple") && rank("Apple") < rank("Zebra") && rank("Zebra") < rank("カナ"));
        assert!(rank("カナ") < rank("かに"));
        assert_ne!(rank("株式会社東京"), rank("株式会社大阪"));
        assert_eq!(search.key(texts.find("カナ").unwrap()), search_key("かな"));
    }
}
