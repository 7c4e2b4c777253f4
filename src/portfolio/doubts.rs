//! Joins that could be wrong: told, and never guessed.

/// How many places of a doubt are kept.
const PLACES_KEPT: usize = 5;

/// A sort of doubt, with how often it came up and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What is doubtful.
    pub kind: DoubtKind,
    /// How often.
    pub count: u64,
    /// The first rows concerned.
    pub first: Vec<RowPlace>,
}

/// A row of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace {
    /// Which file, from 0 in the order of [`crate::portfolio::Portfolio::files`].
    pub file: usize,
    /// The sheet's row number, from 1.
    pub row: u32,
}

/// What is doubtful, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// One DUNS number stands with several CustomerIDs; these stay different customers. Counts DUNS numbers.
    DunsOfSeveralIds,
    /// All that a row has is a key that several customers share; it joins none of them. Counts rows.
    SharedKey(JoinKey),
    /// Customers of one name from different files have no key in common; they stay apart. Counts customers.
    SameName,
    /// Rows of one customer say different things of a fact; the first said stays. Counts rows.
    Contradiction {
        /// The dictionary's name of the column.
        column: String,
    },
}

impl DoubtKind {
    /// A stable name for programs.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::DunsOfSeveralIds => "duns_of_several_customer_ids",
            Self::SharedKey(_) => "shared_key",
            Self::SameName => "same_name",
            Self::Contradiction { .. } => "contradiction",
        }
    }
}

/// What a row is joined by, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JoinKey {
    /// Partner Center's id.
    CustomerId,
    /// Dun & Bradstreet number.
    Duns,
    /// Tenant id.
    Tenant,
    /// Top parent id, which subsidiaries share.
    Tpid,
    /// Web domain.
    Domain,
}

impl JoinKey {
    /// A stable name for programs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CustomerId => "customer_id",
            Self::Duns => "duns",
            Self::Tenant => "tenant",
            Self::Tpid => "tpid",
            Self::Domain => "domain",
        }
    }
}

/// Doubts while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Doubts(Vec<Doubt>);

impl Doubts {
    /// Counts one more of `kind`, seen at `place`.
    pub(super) fn add(&mut self, kind: DoubtKind, place: RowPlace) {
        let known = self.0.iter().position(|doubt| doubt.kind == kind);
        let index = known.unwrap_or_else(|| {
            self.0.push(Doubt { kind, count: 0, first: Vec::new() });
            self.0.len() - 1
        });
        let Some(doubt) = self.0.get_mut(index) else { return };
        doubt.count += 1;
        if doubt.first.len() < PLACES_KEPT {
            doubt.first.push(place);
        }
    }

    /// The doubts in a fixed order.
    pub(super) fn finish(mut self) -> Vec<Doubt> {
        self.0.sort_by(|a, b| a.kind.cmp(&b.kind));
        self.0
    }
}
