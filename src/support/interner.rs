//! Each distinct text once: a column of text is a column of small numbers.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Stands for a text of an [`Interner`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(u32);

impl TextId {
    /// No text: the cell was empty.
    pub const MISSING: Self = Self(0);

    /// Whether there is no text.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self == Self::MISSING
    }

    /// Position among the interner's texts, in order of first appearance; 0 is [`TextId::MISSING`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Texts in one buffer, found by content.
#[derive(Debug, Clone)]
pub struct Interner {
    bytes: String,
    ends: Vec<u32>,
    ids: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// The texts together are longer than 4 GB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than 4 GB of distinct text")]
pub struct TooMuchText;

impl Default for Interner {
    fn default() -> Self {
        // Id 0 is the empty text, which means missing.
        Self { bytes: String::new(), ends: vec![0], ids: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}

fn slice<'a>(bytes: &'a str, ends: &[u32], id: u32) -> &'a str {
    let end = ends.get(id as usize).copied().unwrap_or(0) as usize;
    let start = id.checked_sub(1).and_then(|i| ends.get(i as usize)).copied().unwrap_or(0) as usize;
    bytes.get(start..end).unwrap_or("")
}

impl Interner {
    /// The id of `text`, new or known; empty text is [`TextId::MISSING`].
    ///
    /// # Errors
    /// [`TooMuchText`] when the buffer is full.
    pub fn intern(&mut self, text: &str) -> Result<TextId, TooMuchText> {
        if text.is_empty() {
            return Ok(TextId::MISSING);
        }
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        let hash = hasher.hash_one(text);
        if let Some(&id) = self.ids.find(hash, |&id| slice(bytes, ends, id) == text) {
            return Ok(TextId(id));
        }
        let id = u32::try_from(self.ends.len()).map_err(|_| TooMuchText)?;
        let end = u32::try_from(self.bytes.len() + text.len()).map_err(|_| TooMuchText)?;
        self.bytes.push_str(text);
        self.ends.push(end);
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        self.ids.insert_unique(hash, id, |&id| hasher.hash_one(slice(bytes, ends, id)));
        Ok(TextId(id))
    }

    /// The id of `text` if it was interned before.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<TextId> {
        let hash = self.hasher.hash_one(text);
        self.ids.find(hash, |&id| slice(&self.bytes, &self.ends, id) == text).map(|&id| TextId(id))
    }

    /// The text of `id`; empty for [`TextId::MISSING`].
    #[must_use]
    pub fn text(&self, id: TextId) -> &str {
        slice(&self.bytes, &self.ends, id.0)
    }

    /// All texts in the order of their ids, the empty one of [`TextId::MISSING`] first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..).take(self.ends.len()).map(|id| slice(&self.bytes, &self.ends, id))
    }

    /// How many ids there are, [`TextId::MISSING`] included.
    #[must_use]
    pub fn id_count(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_an_id_and_keep_their_content() {
        let mut interner = Interner::default();
        let tokyo = interner.intern("東京商事").unwrap();
        let other = interner.intern("Contoso").unwrap();
        assert_eq!(interner.intern("東京商事").unwrap(), tokyo);
        assert_ne!(tokyo, other);
        assert_eq!(interner.text(tokyo), "東京商事");
        assert_eq!(interner.text(other), "Contoso");
        assert_eq!(interner.find("Contoso"), Some(other));
        assert_eq!(interner.find("Fabrikam"), None);
    }

    #[test]
    fn empty_text_is_missing() {
        let mut interner = Interner::default();
        assert_eq!(interner.intern("").unwrap(), TextId::MISSING);
        assert_eq!(interner.text(TextId::MISSING), "");
        assert_eq!(interner.id_count(), 1);
    }
}
