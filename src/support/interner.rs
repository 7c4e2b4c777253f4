//! Each distinct text once: a column of text is a column of small numbers.

use crate::support::text_list::TextList;
use hashbrown::hash_table::Entry;
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
    places: Places,
}

/// The texts together are longer than 4 GB, or there are more than two thousand million of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than 4 GB of distinct text")]
pub struct TooMuchText;

/// More texts than this are found in several tables, each of which fits into a processor's cache while it is filled.
const MANY_TEXTS: usize = 100_000;
/// How many tables; a power of two.
const MANY_TABLES: usize = 256;

/// Where texts stand, by their content.
#[derive(Debug, Clone)]
struct Places {
    /// Ids, in the table that a text's hash tells; their count is a power of two.
    tables: Vec<HashTable<u32>>,
    hasher: DefaultHashBuilder,
}

impl Default for Places {
    fn default() -> Self {
        Self { tables: vec![HashTable::new()], hasher: DefaultHashBuilder::default() }
    }
}

impl Places {
    /// The position of the table for `hash`; by bits that the tables themselves do not use.
    #[inline]
    fn table_of(&self, hash: u64) -> usize {
        (hash >> 40) as usize & (self.tables.len() - 1)
    }

    fn find(&self, texts: &TextList, text: &str) -> Option<TextId> {
        let hash = self.hasher.hash_one(text);
        let table = self.tables.get(self.table_of(hash))?;
        table.find(hash, |&id| texts.text(TextId(id)) == text).map(|&id| TextId(id))
    }

    /// Notes that the text with this `hash` is the one at `id`, unless it stands already; then the id it has.
    #[inline]
    fn add<'t>(&mut self, texts: &TextList, hash: u64, text: impl Fn() -> &'t str, id: TextId) -> Option<TextId> {
        let Self { hasher, .. } = self;
        let hasher = hasher.clone();
        let table = self.table_of(hash);
        let entry = self.tables.get_mut(table)?.entry(
            hash,
            |&known| texts.text(TextId(known)) == text(),
            |&known| hasher.hash_one(texts.text(TextId(known))),
        );
        match entry {
            Entry::Occupied(known) => Some(TextId(*known.get())),
            Entry::Vacant(place) => {
                place.insert(id.0);
                None
            }
        }
    }
}

/// Where the texts of a [`TextList`] are found by content, and which of them are no texts of their own.
#[derive(Debug)]
pub struct TextIndex {
    places: Places,
    /// A text that stands a second time, and the first.
    repeated: Vec<(TextId, TextId)>,
    /// Texts with spaces around them.
    untrimmed: Vec<TextId>,
}

impl TextIndex {
    /// Goes through all texts of `list`.
    #[must_use]
    pub fn new(list: &TextList) -> Self {
        let tables = if list.id_count() > MANY_TEXTS { MANY_TABLES } else { 1 };
        let mut places = Places { tables: vec![HashTable::new(); tables], hasher: DefaultHashBuilder::default() };
        let mut hashed: Vec<Vec<(u64, u32)>> = vec![Vec::with_capacity(list.id_count() / tables); tables];
        let (mut repeated, mut untrimmed) = (Vec::new(), Vec::new());
        for (id, text) in (0..).zip(list.iter()).skip(1) {
            if text.is_empty() || has_spaces_around(text) {
                untrimmed.push(TextId(id));
                continue;
            }
            let hash = places.hasher.hash_one(text);
            if let Some(hashed) = hashed.get_mut(places.table_of(hash)) {
                hashed.push((hash, id));
            }
        }
        for (position, hashed) in hashed.into_iter().enumerate() {
            if let Some(table) = places.tables.get_mut(position) {
                *table = HashTable::with_capacity(hashed.len());
            }
            for (hash, id) in hashed {
                let known = places.add(list, hash, || list.text(TextId(id)), TextId(id));
                repeated.extend(known.map(|known| (TextId(id), known)));
            }
        }
        Self { places, repeated, untrimmed }
    }
}

/// Whether trimming would change `text`; most begin and end with a byte that tells at once.
#[inline]
fn has_spaces_around(text: &str) -> bool {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    !(is_plain(bytes.first()) && is_plain(bytes.last())) && text.trim().len() < text.len()
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
    #[cfg(test)]
    fn is_empty(&self) -> bool {
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
        let mut interner = Self { texts: list, places: index.places };
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
        let hash = self.places.hasher.hash_one(text);
        let id = TextId::numbered(self.texts.id_count()).ok_or(TooMuchText)?;
        if let Some(known) = self.places.add(&self.texts, hash, || text, id) {
            return Ok(known);
        }
        self.texts.push(text)?;
        Ok(id)
    }

    /// The id of `text` if it was interned before.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<TextId> {
        self.places.find(&self.texts, text)
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

    /// Bytes of memory that the texts take.
    #[must_use]
    #[inline]
    pub fn memory_bytes(&self) -> u64 {
        self.texts.memory_bytes()
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
