//! Texts one after the other in one buffer, each with a number.

use crate::support::interner::{TextId, TooMuchText};

/// What a text costs beside its bytes: where it ends, its place among those found by content, and the hash that it has
/// while those places are made.
const TEXT_BYTES: u64 = 28;

/// Numbered texts; the same text may stand in it several times. The first is the empty one of [`TextId::MISSING`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextList {
    bytes: String,
    ends: Vec<u32>,
}

impl Default for TextList {
    fn default() -> Self {
        Self { bytes: String::new(), ends: vec![0] }
    }
}

impl TextList {
    /// Appends `text`.
    ///
    /// # Errors
    /// [`TooMuchText`] when the buffer is full.
    pub fn push(&mut self, text: &str) -> Result<TextId, TooMuchText> {
        self.push_with(|bytes| {
            bytes.push_str(text);
            Ok(())
        })
    }

    /// Appends what `write` writes to the end of the buffer.
    ///
    /// # Errors
    /// [`TooMuchText`] when the buffer is full, or what `write` says; the list then is of no use.
    pub fn push_with<E: From<TooMuchText>>(
        &mut self,
        write: impl FnOnce(&mut String) -> Result<(), E>,
    ) -> Result<TextId, E> {
        let id = TextId::numbered(self.ends.len()).ok_or(TooMuchText)?;
        write(&mut self.bytes)?;
        self.ends.push(u32::try_from(self.bytes.len()).map_err(|_| TooMuchText)?);
        Ok(id)
    }

    /// Appends the texts of `other` but for its first, the empty one.
    ///
    /// # Errors
    /// [`TooMuchText`] when the buffer is full.
    pub fn append(&mut self, other: &Self) -> Result<(), TooMuchText> {
        let before = u32::try_from(self.bytes.len()).map_err(|_| TooMuchText)?;
        let all = self.bytes.len() + other.bytes.len();
        TextId::numbered(self.ends.len() + other.ends.len()).ok_or(TooMuchText)?;
        u32::try_from(all).map_err(|_| TooMuchText)?;
        self.bytes.push_str(&other.bytes);
        self.ends.extend(other.ends.iter().skip(1).map(|end| before + end));
        Ok(())
    }

    /// The text of `id`; empty for [`TextId::MISSING`] and for what is not in the list.
    #[must_use]
    #[inline]
    pub fn text(&self, id: TextId) -> &str {
        let end = self.ends.get(id.index()).copied().unwrap_or(0) as usize;
        let start = id.index().checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0) as usize;
        self.bytes.get(start..end).unwrap_or("")
    }

    /// All texts in the order of their ids, the empty one of [`TextId::MISSING`] first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.bytes.get(start as usize..*end as usize).unwrap_or(""))
    }

    /// Whether the text of `id` is empty.
    #[must_use]
    #[inline]
    pub fn is_empty_at(&self, id: TextId) -> bool {
        let before = id.index().checked_sub(1).and_then(|before| self.ends.get(before));
        before.is_none_or(|start| self.ends.get(id.index()) == Some(start))
    }

    /// How many ids there are, [`TextId::MISSING`] included.
    #[must_use]
    pub fn id_count(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of memory that the list takes, with what it takes to find its texts by their content.
    #[must_use]
    #[inline]
    pub fn memory_bytes(&self) -> u64 {
        self.bytes.len() as u64 + TEXT_BYTES * self.ends.len() as u64
    }
}
