//! Changes to a small part, gathered while it is read and made all at once.

use std::ops::Range;

/// Replacements in `source`; the bytes between them stay.
#[derive(Debug)]
pub(super) struct Edits<'a> {
    source: &'a [u8],
    splices: Vec<(Range<usize>, Vec<u8>)>,
}

impl<'a> Edits<'a> {
    /// No change yet.
    pub(super) fn new(source: &'a [u8]) -> Self {
        Self { source, splices: Vec::new() }
    }

    /// Puts `bytes` in the place of `range`. Ranges must not overlap.
    pub(super) fn replace(&mut self, range: Range<usize>, bytes: Vec<u8>) {
        self.splices.push((range, bytes));
    }

    /// Puts `bytes` before the byte at `position`.
    pub(super) fn insert(&mut self, position: usize, bytes: Vec<u8>) {
        self.replace(position..position, bytes);
    }

    /// Whether nothing changes.
    pub(super) fn is_empty(&self) -> bool {
        self.splices.is_empty()
    }

    /// The source with the changes; of those at one position the first made comes first.
    pub(super) fn apply(mut self) -> Vec<u8> {
        self.splices.sort_by_key(|(range, _)| range.start);
        let added: usize = self.splices.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut out = Vec::with_capacity(self.source.len() + added);
        let mut position = 0;
        for (range, bytes) in self.splices {
            out.extend_from_slice(self.source.get(position..range.start).unwrap_or(&[]));
            out.extend_from_slice(&bytes);
            position = range.end;
        }
        out.extend_from_slice(self.source.get(position..).unwrap_or(&[]));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_the_order_of_their_places() {
        let mut edits = Edits::new(b"abcdef");
        assert!(edits.is_empty());
        edits.insert(6, b"!".to_vec());
        edits.replace(1..3, b"XYZ".to_vec());
        edits.insert(0, b"<".to_vec());
        edits.insert(0, b">".to_vec());
        assert_eq!(edits.apply(), b"<>aXYZdef!");
    }
}
