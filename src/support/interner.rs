//! Each distinct text once: a column of text is a column of small numbers.

use crate::support::text_list::TextList;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Stands for a text of an [`Interner`] or a [`TextList`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(u32);

/// Set in ids of texts that were met beside a list, until both are one; see [`TextId::as_local`].
const LOCAL: u32 = 1 << 31;

impl TextId {
    /// No text: the cell was empty.
    pub const MISSING: Self = Self(0);

    /// The id with this number; `None` past the last that there can be.
    #[must_use]
    pub fn numbered(index: usize) -> Option<Self> {
        u32::try_from(index).ok().filter(|id| id & LOCAL == 0).map(Self)
    }

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

    /// The id, marked as one of a second set of texts that a column refers to; [`TextId::MISSING`] is none.
    #[must_use]
    pub fn as_local(self) -> Self {
        if self.is_missing() { self } else { Self(self.0 | LOCAL) }
    }

    /// The id without the mark of [`TextId::as_local`]; `None` when it has none.
    #[must_use]
    pub fn local(self) -> Option<Self> {
        (self.0 & LOCAL != 0).then_some(Self(self.0 & !LOCAL))
    }
}

/// Texts in one buffer, found by content.
#[derive(Debug, Clone, Default)]
pub struct Interner {
    texts: TextList,
    ids: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// The texts together are longer than 4 GB, or there are more than two thousand million of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than 4 GB of distinct text")]
pub struct TooMuchText;

/// Where the texts of a [`TextList`] are found by content, and which of them are no texts of their own.
#[derive(Debug)]
pub struct TextIndex {
    ids: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// A text that stands a second time, and the first.
    repeated: Vec<(TextId, TextId)>,
    /// Texts with spaces around them.
    untrimmed: Vec<TextId>,
}

impl TextIndex {
    /// Goes through all texts of `list`.
    #[must_use]
    pub fn new(list: &TextList) -> Self {
        let hasher = DefaultHashBuilder::default();
        let hash = |id: &u32| hasher.hash_one(list.text(TextId(*id)));
        let mut ids = HashTable::with_capacity(list.id_count());
        let (mut repeated, mut untrimmed) = (Vec::new(), Vec::new());
        for (id, text) in (0..).zip(list.iter()).skip(1) {
            if text.trim().len() < text.len() || text.is_empty() {
                untrimmed.push(TextId(id));
                continue;
            }
            let entry = ids.entry(hasher.hash_one(text), |known| list.text(TextId(*known)) == text, hash);
            match entry {
                hashbrown::hash_table::Entry::Occupied(first) => repeated.push((TextId(id), TextId(*first.get()))),
                hashbrown::hash_table::Entry::Vacant(place) => {
                    place.insert(id);
                }
            }
        }
        Self { ids, hasher, repeated, untrimmed }
    }
}

/// Ids of a list that stand for the text of another id; as a rule there are none.
#[derive(Debug, Default)]
pub struct Aliases(Vec<TextId>);

impl Aliases {
    /// The id that `id` stands for.
    #[must_use]
    #[inline]
    pub fn resolve(&self, id: TextId) -> TextId {
        self.0.get(id.index()).copied().unwrap_or(id)
    }

    /// Whether every id stands for itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Interner {
    /// The texts of `list`, trimmed and each once. Ids stay as they are but for [`Aliases`].
    ///
    /// # Errors
    /// [`TooMuchText`] when the buffer is full.
    pub fn of_list(list: TextList, index: TextIndex) -> Result<(Self, Aliases), TooMuchText> {
        let count = list.id_count();
        let mut interner = Self { texts: list, ids: index.ids, hasher: index.hasher };
        if index.repeated.is_empty() && index.untrimmed.is_empty() {
            return Ok((interner, Aliases::default()));
        }
        let mut aliases: Vec<TextId> = (0..).map_while(TextId::numbered).take(count).collect();
        let mut set = |from: TextId, to| {
            if let Some(alias) = aliases.get_mut(from.index()) {
                *alias = to;
            }
        };
        index.repeated.iter().for_each(|(from, to)| set(*from, *to));
        for from in index.untrimmed {
            let text = interner.text(from).trim().to_owned();
            set(from, interner.intern(&text)?);
        }
        Ok((interner, Aliases(aliases)))
    }

    /// The id of `text`, new or known; empty text is [`TextId::MISSING`].
    ///
    /// # Errors
    /// [`TooMuchText`] when the buffer is full.
    pub fn intern(&mut self, text: &str) -> Result<TextId, TooMuchText> {
        if text.is_empty() {
            return Ok(TextId::MISSING);
        }
        let (texts, hasher) = (&self.texts, &self.hasher);
        let hash = hasher.hash_one(text);
        if let Some(&id) = self.ids.find(hash, |&id| texts.text(TextId(id)) == text) {
            return Ok(TextId(id));
        }
        let id = self.texts.push(text)?;
        let (texts, hasher) = (&self.texts, &self.hasher);
        self.ids.insert_unique(hash, id.0, |&id| hasher.hash_one(texts.text(TextId(id))));
        Ok(id)
    }

    /// The id of `text` if it was interned before.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<TextId> {
        let hash = self.hasher.hash_one(text);
        self.ids.find(hash, |&id| self.texts.text(TextId(id)) == text).map(|&id| TextId(id))
    }

    /// The text of `id`; empty for [`TextId::MISSING`].
    #[must_use]
    pub fn text(&self, id: TextId) -> &str {
        self.texts.text(id)
    }

    /// All texts in the order of their ids, the empty one of [`TextId::MISSING`] first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter()
    }

    /// How many ids there are, [`TextId::MISSING`] included.
    #[must_use]
    pub fn id_count(&self) -> usize {
        self.texts.id_count()
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

    #[test]
    fn a_list_keeps_its_ids_but_for_texts_that_stand_twice_or_among_spaces() {
        let mut list = TextList::default();
        let ids: Vec<TextId> =
            ["Tokyo", " Osaka ", "Tokyo", "", "Kyoto", "Osaka", " "].map(|text| list.push(text).unwrap()).to_vec();
        let index = TextIndex::new(&list);
        let (mut interner, aliases) = Interner::of_list(list, index).unwrap();
        let texts: Vec<&str> = ids.iter().map(|id| interner.text(aliases.resolve(*id))).collect();
        assert_eq!(texts, ["Tokyo", "Osaka", "Tokyo", "", "Kyoto", "Osaka", ""]);
        assert_eq!(aliases.resolve(ids[2]), ids[0]);
        assert_eq!(aliases.resolve(ids[1]), ids[5]);
        assert_eq!(interner.intern("Kyoto").unwrap(), ids[4]);

        let mut second = TextList::default();
        second.push("東京").unwrap();
        let mut first = TextList::default();
        first.push("Nara").unwrap();
        first.append(&second).unwrap();
        assert_eq!(first.iter().collect::<Vec<_>>(), ["", "Nara", "東京"]);
        let (_, aliases) = Interner::of_list(first.clone(), TextIndex::new(&first)).unwrap();
        assert!(aliases.is_empty());
    }

    #[test]
    fn a_local_id_is_told_from_others() {
        let id = TextId::numbered(7).unwrap();
        assert_eq!(id.as_local().local(), Some(id));
        assert_eq!(id.local(), None);
        assert_eq!(TextId::MISSING.as_local(), TextId::MISSING);
        assert_eq!(TextId::numbered(1 << 31), None);
    }
}
