//! What a person notes of a customer: how far they got, who calls, and how it ended.

use crate::domain::Date;
use crate::domain::money::Money;
use serde::{Deserialize, Serialize};

/// The longest owner's name that is kept, in characters.
pub const OWNER_CHARACTERS: usize = 200;
/// The longest note that is kept, in characters: what a cell of Excel holds, where each takes two units.
pub const NOTE_CHARACTERS: usize = 16_000;

/// How far a customer has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkStatus {
    /// To be called.
    ToDo,
    /// Called or written to.
    Contacted,
    /// A meeting is agreed, or was held.
    Meeting,
    /// An offer is out.
    Offer,
    /// They bought.
    Won,
    /// They did not.
    Lost,
    /// Not this time: to be left alone for now.
    NotNow,
}

impl MarkStatus {
    /// All of them, in the order of a sale.
    pub const ALL: [Self; 7] =
        [Self::ToDo, Self::Contacted, Self::Meeting, Self::Offer, Self::Won, Self::Lost, Self::NotNow];

    /// Position in [`MarkStatus::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// What it is called in documents of the program, the same in every language.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ToDo => "to_do",
            Self::Contacted => "contacted",
            Self::Meeting => "meeting",
            Self::Offer => "offer",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::NotNow => "not_now",
        }
    }

    /// Whether a sale came to its end, with a day and, when won, revenue.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Won | Self::Lost)
    }

    /// Whether there is nobody to call any more, at least for now.
    #[must_use]
    pub fn needs_no_call(self) -> bool {
        self.is_closed() || self == Self::NotNow
    }
}

/// By what a customer is known from one month's files to the next: `id:`, `duns:`, `domain:`, `tpid:` or `name:`, and
/// the key in its one form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CustomerKey(pub String);

/// What is noted of one customer, as a whole or for one model. The default notes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// How far they got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MarkStatus>,
    /// Who calls; empty when nobody is named.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// What else there is to say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whether it is a target of this campaign.
    #[serde(skip_serializing_if = "is_false")]
    pub target: bool,
    /// The day of winning or losing; only with a status that is closed.
    #[serde(with = "crate::domain::day_text", skip_serializing_if = "Option::is_none")]
    pub closed: Option<Date>,
    /// What was won, or lost, a year; only with a status that is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue: Option<Money>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// A part of a [`Mark`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkPart {
    /// [`Mark::status`].
    Status,
    /// [`Mark::owner`].
    Owner,
    /// [`Mark::note`].
    Note,
    /// [`Mark::target`].
    Target,
    /// [`Mark::closed`].
    Closed,
    /// [`Mark::revenue`].
    Revenue,
}

impl MarkPart {
    /// All parts.
    pub const ALL: [Self; 6] = [Self::Status, Self::Owner, Self::Note, Self::Target, Self::Closed, Self::Revenue];
}

/// One part with its new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkEdit {
    /// How far they got; `None` takes it away.
    Status(Option<MarkStatus>),
    /// Who calls; empty takes it away.
    Owner(String),
    /// A note; empty takes it away.
    Note(String),
    /// A target or not.
    Target(bool),
    /// The day of winning or losing.
    Closed(Option<Date>),
    /// What was won or lost.
    Revenue(Option<Money>),
}

impl MarkEdit {
    /// Which part it changes.
    #[must_use]
    pub fn part(&self) -> MarkPart {
        match self {
            Self::Status(_) => MarkPart::Status,
            Self::Owner(_) => MarkPart::Owner,
            Self::Note(_) => MarkPart::Note,
            Self::Target(_) => MarkPart::Target,
            Self::Closed(_) => MarkPart::Closed,
            Self::Revenue(_) => MarkPart::Revenue,
        }
    }

    /// Whether it takes its part away.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Status(status) => status.is_none(),
            Self::Owner(text) | Self::Note(text) => text.is_empty(),
            Self::Target(flag) => !flag,
            Self::Closed(day) => day.is_none(),
            Self::Revenue(amount) => amount.is_none(),
        }
    }
}

impl Mark {
    /// Whether nothing is noted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What stands in `part`.
    #[must_use]
    pub fn part(&self, part: MarkPart) -> MarkEdit {
        match part {
            MarkPart::Status => MarkEdit::Status(self.status),
            MarkPart::Owner => MarkEdit::Owner(self.owner.clone()),
            MarkPart::Note => MarkEdit::Note(self.note.clone()),
            MarkPart::Target => MarkEdit::Target(self.target),
            MarkPart::Closed => MarkEdit::Closed(self.closed),
            MarkPart::Revenue => MarkEdit::Revenue(self.revenue),
        }
    }

    /// Changes one part. A status that is not closed takes day and revenue away; without one, neither is noted. Texts
    /// lose the blanks around them and what is beyond their length.
    pub fn change(&mut self, edit: &MarkEdit) {
        match edit {
            MarkEdit::Status(status) => self.status = *status,
            MarkEdit::Owner(owner) => self.owner = owner.trim().chars().take(OWNER_CHARACTERS).collect(),
            MarkEdit::Note(note) => self.note = note.trim().chars().take(NOTE_CHARACTERS).collect(),
            MarkEdit::Target(target) => self.target = *target,
            MarkEdit::Closed(day) => self.closed = *day,
            MarkEdit::Revenue(amount) => self.revenue = *amount,
        }
        if !self.status.is_some_and(MarkStatus::is_closed) {
            (self.closed, self.revenue) = (None, None);
        }
    }

    /// What is noted here, and where nothing is, what `whole` notes: of a model, and of the customer as a whole.
    #[must_use]
    pub fn over(&self, whole: &Self) -> Self {
        let is_own = self.status.is_some();
        let text = |own: &String, other: &String| if own.is_empty() { other.clone() } else { own.clone() };
        Self {
            status: self.status.or(whole.status),
            owner: text(&self.owner, &whole.owner),
            note: text(&self.note, &whole.note),
            target: self.target || whole.target,
            closed: if is_own { self.closed } else { whole.closed },
            revenue: if is_own { self.revenue } else { whole.revenue },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn day_and_revenue_go_with_a_closed_status_only() {
        let mut mark = Mark::default();
        mark.change(&MarkEdit::Closed(Some(date(2026, 11, 2))));
        assert!(mark.is_empty(), "nothing is closed yet");
        mark.change(&MarkEdit::Status(Some(MarkStatus::Won)));
        mark.change(&MarkEdit::Closed(Some(date(2026, 11, 2))));
        mark.change(&MarkEdit::Revenue(Money::from_units(1200.0)));
        let json = serde_json::to_string(&mark).unwrap();
        assert_eq!(json, r#"{"status":"won","closed":"2026-11-02","revenue":120000}"#);
        assert_eq!(serde_json::from_str::<Mark>(&json).unwrap(), mark);
        mark.change(&MarkEdit::Status(Some(MarkStatus::Meeting)));
        assert_eq!((mark.closed, mark.revenue), (None, None));
    }

    #[test]
    fn texts_are_cut_by_characters_and_lose_their_blanks() {
        let mut mark = Mark::default();
        mark.change(&MarkEdit::Owner(format!("  {}  ", "佐".repeat(300))));
        assert_eq!(mark.owner.chars().count(), OWNER_CHARACTERS);
        mark.change(&MarkEdit::Owner("   ".to_owned()));
        assert!(mark.is_empty());
    }

    #[test]
    fn a_models_mark_comes_before_that_of_the_whole_customer() {
        let whole = Mark { status: Some(MarkStatus::Lost), owner: "Aiko".to_owned(), ..Mark::default() };
        let model = Mark { status: Some(MarkStatus::Won), revenue: Money::from_units(5.0), ..Mark::default() };
        let shown = model.over(&whole);
        assert_eq!((shown.status, shown.owner.as_str()), (Some(MarkStatus::Won), "Aiko"));
        assert_eq!(shown.revenue, Money::from_units(5.0));
        assert_eq!(Mark::default().over(&whole), whole);
    }

    #[test]
    fn every_part_gives_back_what_it_was_given() {
        for part in MarkPart::ALL {
            assert_eq!(Mark::default().part(part).part(), part);
            assert!(Mark::default().part(part).is_empty());
        }
        for (at, status) in MarkStatus::ALL.into_iter().enumerate() {
            assert_eq!(status.index(), at);
            assert_eq!(serde_json::to_string(&status).unwrap(), format!("{:?}", status.key()));
        }
    }
}
