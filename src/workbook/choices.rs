//! What a person chose by hand for a file: its sheet, and what its columns are read as.

use crate::support::text::comparison_key;
use crate::workbook::dictionary::{Dictionary, KnownColumn, Meaning};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a column is read as by a person's choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadAs {
    /// As this column of the dictionary, by the dictionary's name of it.
    Column(String),
    /// Not at all.
    Nothing,
}

/// The choices for some headers, each by its [`comparison_key`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ColumnChoices(BTreeMap<String, ReadAs>);

impl ColumnChoices {
    /// Whether nothing was chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The choice for `header`.
    #[must_use]
    pub fn get(&self, header: &str) -> Option<&ReadAs> {
        self.0.get(&comparison_key(header))
    }

    /// Chooses for `header`; `None` leaves it to the dictionary again.
    pub fn set(&mut self, header: &str, read_as: Option<ReadAs>) {
        let key = comparison_key(header);
        match read_as {
            Some(read_as) => drop(self.0.insert(key, read_as)),
            None => drop(self.0.remove(&key)),
        }
    }

    /// What `header` is: by choice, else by the dictionary. A choice that the dictionary does not know counts as none.
    #[must_use]
    pub fn recognise(&self, header: &str) -> Option<KnownColumn> {
        let dictionary = Dictionary::get();
        match self.get(header) {
            Some(ReadAs::Nothing) => None,
            Some(ReadAs::Column(name)) => dictionary.recognise(name).or_else(|| dictionary.recognise(header)),
            None => dictionary.recognise(header),
        }
    }
}

/// What tells tables with the same headers: the same for any order, case, width and spacing of the headers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HeaderSignature(String);

impl HeaderSignature {
    /// The signature of a row of `headers`.
    #[must_use]
    pub fn of<'a>(headers: impl IntoIterator<Item = &'a str>) -> Self {
        let mut keys: Vec<String> = headers.into_iter().map(comparison_key).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        // FNV-1a: the hashers of the standard library may change from one version to the next.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in keys.iter().flat_map(|key| key.bytes().chain(std::iter::once(0))) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(format!("{hash:016x}"))
    }
}

/// The columns chosen for tables with one set of headers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Which tables it is for.
    pub signature: HeaderSignature,
    /// What their columns are read as.
    pub columns: ColumnChoices,
}

/// What a person chose for reading a file; the default chooses nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadChoices {
    /// The sheet to read, also a hidden one; `None` leaves it to the reader.
    pub sheet: Option<String>,
    /// For this reading, whatever the other headers are.
    pub columns: ColumnChoices,
    /// Remembered from before, each for its own headers.
    pub mappings: Vec<Mapping>,
}

impl ReadChoices {
    /// The choices for a row of `headers`: those remembered for it, and over them those for this reading.
    #[must_use]
    pub fn for_headers(&self, headers: &[(u32, String)]) -> ColumnChoices {
        let mut choices = ColumnChoices::default();
        if !self.mappings.is_empty() {
            let signature = HeaderSignature::of(headers.iter().map(|(_, text)| text.as_str()));
            if let Some(mapping) = self.mappings.iter().find(|mapping| mapping.signature == signature) {
                choices = mapping.columns.clone();
            }
        }
        // Of this reading, whatever the headers: one may be named together with the group above it.
        choices.0.extend(self.columns.0.clone());
        choices
    }
}

/// A group in which columns are offered, in the order of [`ColumnGroup::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnGroup {
    /// Who the customer is.
    Identity,
    /// Scores, clusters and revenue of the models.
    Scores,
    /// Agreements and their ends.
    Agreements,
    /// Everything else.
    More,
}

impl ColumnGroup {
    /// All groups.
    pub const ALL: [Self; 4] = [Self::Identity, Self::Scores, Self::Agreements, Self::More];

    /// Where a column of this meaning is offered; `None` for what cannot be chosen.
    #[must_use]
    pub fn of(meaning: Meaning) -> Option<Self> {
        match meaning {
            Meaning::OwnMark | Meaning::Play => None,
            Meaning::Score(..) => Some(Self::Scores),
            Meaning::AgreementId | Meaning::AgreementEnd | Meaning::ExpiringRevenue | Meaning::AgreementStatus => {
                Some(Self::Agreements)
            }
            meaning if meaning.is_identity() => Some(Self::Identity),
            _ => Some(Self::More),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_survives_order_case_and_restarts() {
        let signature = HeaderSignature::of(["Kunde", "M365 Fit"]);
        assert_eq!(signature, HeaderSignature::of(["m365fit", "KUNDE", ""]));
        assert_ne!(signature, HeaderSignature::of(["KundeM", "365 Fit"]));
        assert_eq!(signature.0, "c729329dbdc51f06");
    }

    #[test]
    fn a_choice_wins_over_the_dictionary_and_an_unknown_one_does_not() {
        let mut choices = ColumnChoices::default();
        choices.set("Kunde", Some(ReadAs::Column("CustomerID".to_owned())));
        choices.set("M365Fit", Some(ReadAs::Nothing));
        choices.set("TPID", Some(ReadAs::Column("No such column".to_owned())));
        assert_eq!(choices.recognise("KUNDE").map(|known| known.meaning), Some(Meaning::CustomerId));
        assert_eq!(choices.recognise("M365 Fit"), None);
        assert_eq!(choices.recognise("TPID").map(|known| known.meaning), Some(Meaning::Tpid));
    }

    #[test]
    fn remembered_choices_are_for_their_own_headers_only() {
        let header = |texts: &[&str]| (0u32..).zip(texts.iter().map(|text| (*text).to_owned())).collect::<Vec<_>>();
        let mut columns = ColumnChoices::default();
        columns.set("Kunde", Some(ReadAs::Nothing));
        let mapping = Mapping { signature: HeaderSignature::of(["Kunde", "Score"]), columns: columns.clone() };
        let choices = ReadChoices { mappings: vec![mapping], ..ReadChoices::default() };
        assert_eq!(choices.for_headers(&header(&["Score", "Kunde"])), columns);
        assert!(choices.for_headers(&header(&["Kunde"])).is_empty());
    }
}
