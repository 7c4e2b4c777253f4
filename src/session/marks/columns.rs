//! The columns of marks in a marked-up copy: Mark, Owner, Status, Note, of the customer as a whole and of each model that
//! has marks of its own; and the week of the work list.

use crate::domain::mark::{Mark, MarkStatus};
use crate::domain::model::Model;
use crate::insight::marks::Marks;
use crate::insight::work_list::WorkList;
use crate::portfolio::CustomerIndex;
use crate::workbook::markup::{MarkColumn, MarkKind, MarkValue};
use std::collections::HashMap;
use std::sync::Arc;

/// The words of the columns of marks, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnWords {
    /// Headers of [`OwnPart::ALL`], with `{model}` for the model; nothing stands there for the customer as a whole.
    pub headers: [String; 5],
    /// What marks a target.
    pub target: String,
    /// The statuses, in the order of [`MarkStatus::ALL`].
    pub statuses: [String; 7],
}

/// A column of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnPart {
    /// Whether it is a target.
    Mark,
    /// Who calls.
    Owner,
    /// How far they got.
    Status,
    /// What else there is to say.
    Note,
    /// The week of the work list.
    Week,
}

impl OwnPart {
    /// All of them, in the order they stand.
    pub const ALL: [Self; 5] = [Self::Mark, Self::Owner, Self::Status, Self::Note, Self::Week];

    /// What the part is called in files, the same in every language.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Owner => "owner",
            Self::Status => "status",
            Self::Note => "note",
            Self::Week => "week",
        }
    }

    fn width(self) -> f64 {
        match self {
            Self::Mark | Self::Week => 10.0,
            Self::Status => 12.0,
            Self::Owner => 16.0,
            Self::Note => 32.0,
        }
    }
}

/// The key of a column of marks: `customer.status`, `azure.status`.
#[must_use]
pub fn own_key(model: Option<Model>, part: OwnPart) -> String {
    format!("{}.{}", model.map_or("customer", Model::key), part.key()).to_lowercase()
}

/// Whose and which part a column of this key holds.
#[must_use]
pub fn of_own_key(key: &str) -> Option<(Option<Model>, OwnPart)> {
    let subjects = [None].into_iter().chain(Model::ALL.into_iter().map(Some));
    let mut all = subjects.flat_map(|model| OwnPart::ALL.into_iter().map(move |part| (model, part)));
    all.find(|(model, part)| own_key(*model, *part) == key)
}

/// The header of a column of marks.
#[must_use]
pub fn own_header(words: &OwnWords, model: Option<Model>, part: OwnPart) -> String {
    let place = OwnPart::ALL.iter().position(|known| *known == part).unwrap_or(0);
    let header = words.headers.get(place).cloned().unwrap_or_default();
    header.replace("{model}", model.map_or("", Model::key)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a customer stands on the work list.
#[derive(Debug, Clone, Default)]
struct Call {
    seller: String,
    week: String,
}

/// The columns of marks and what stands in them.
pub struct OwnColumns {
    marks: Arc<Marks>,
    words: OwnWords,
    parts: Vec<(Option<Model>, OwnPart)>,
    calls: HashMap<CustomerIndex, Call>,
}

impl OwnColumns {
    /// The columns that `marks` and `list` fill; `always` has those of the whole customer even where nothing is noted,
    /// so that a colleague finds where to write.
    #[must_use]
    pub fn new(marks: Arc<Marks>, list: Option<&WorkList>, words: OwnWords, always: bool) -> Self {
        let calls = list.map(calls).unwrap_or_default();
        let mut parts = Vec::new();
        if always || !marks.is_empty() || !calls.is_empty() {
            parts.extend(OwnPart::ALL.map(|part| (None, part)));
        }
        if calls.is_empty() {
            parts.retain(|(_, part)| *part != OwnPart::Week);
        }
        for model in marks.models() {
            let of_model = OwnPart::ALL.into_iter().filter(|part| *part != OwnPart::Week);
            parts.extend(of_model.map(|part| (Some(model), part)));
        }
        Self { marks, words, parts, calls }
    }

    /// The columns, in their order.
    pub fn columns(&self) -> impl Iterator<Item = MarkColumn> + '_ {
        self.parts.iter().map(|(model, part)| MarkColumn {
            key: own_key(*model, *part),
            header: own_header(&self.words, *model, *part),
            kind: MarkKind::Text,
            width: part.width(),
        })
    }

    /// What stands in the column at `position` for `customer`.
    #[must_use]
    pub fn value(&self, customer: CustomerIndex, position: usize) -> MarkValue<'_> {
        let Some((model, part)) = self.parts.get(position) else { return MarkValue::Missing };
        let mark: &Mark = self.marks.of(customer, *model);
        let call = self.calls.get(&customer).filter(|_| model.is_none());
        let text = match part {
            OwnPart::Mark if mark.target => &self.words.target,
            OwnPart::Mark => "",
            OwnPart::Owner if mark.owner.is_empty() => call.map_or("", |call| &call.seller),
            OwnPart::Owner => &mark.owner,
            OwnPart::Status => mark.status.map_or("", |status| self.status(status)),
            OwnPart::Note => &mark.note,
            OwnPart::Week => call.map_or("", |call| &call.week),
        };
        if text.is_empty() { MarkValue::Missing } else { MarkValue::Text(text) }
    }

    fn status(&self, status: MarkStatus) -> &str {
        self.words.statuses.get(status.index()).map_or("", String::as_str)
    }

    /// Whether there are any: what people write may begin like a formula.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

fn calls(list: &WorkList) -> HashMap<CustomerIndex, Call> {
    let of_seller = list.sellers.iter().flat_map(|seller| {
        seller.calls.iter().enumerate().map(|(place, call)| {
            let week = list.week(place).to_string();
            (call.customer, Call { seller: seller.name.clone(), week })
        })
    });
    of_seller.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_is_found_again_and_none_stands_twice() {
        let mut seen = BTreeSet::new();
        for model in [None].into_iter().chain(Model::ALL.into_iter().map(Some)) {
            for part in OwnPart::ALL {
                let key = own_key(model, part);
                assert_eq!(of_own_key(&key), Some((model, part)));
                assert!(seen.insert(key));
            }
        }
        assert_eq!(of_own_key("m365.cell"), None);
    }
}
