//! What a column must hold for a customer to be shown.

use crate::domain::Date;
use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::segment::Segment;
use crate::insight::table::{ColumnCells, TableCell};
use crate::portfolio::Portfolio;
use crate::support::bits::Bits;
use crate::support::text::search_key;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A condition on one column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// One of these values.
    Values(Vec<ColumnValue>),
    /// A number or score in this range; what is missing is outside.
    Numbers(Span<Number>),
    /// An amount in this range; what is missing is outside.
    Amounts(Span<Money>),
    /// A day in this range; what is missing is outside.
    Days(#[serde(with = "days")] Span<Date>),
    /// Text that holds this, whatever its case, width and kind of kana.
    Contains(String),
}

/// A value to choose from a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnValue {
    /// Text.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// The band of a score.
    Band(Band),
    /// A matrix cell.
    Cell(Cell),
    /// A cluster.
    Cluster(Cluster),
    /// A segment.
    Segment(Segment),
    /// Nothing: not in the file.
    Missing,
}

/// From one value to another, both included; an end that is `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span<T> {
    /// The least that is inside.
    pub least: Option<T>,
    /// The most that is inside.
    pub most: Option<T>,
}

impl<T> Default for Span<T> {
    /// Everything is inside.
    fn default() -> Self {
        Self { least: None, most: None }
    }
}

impl<T: PartialOrd> Span<T> {
    /// Whether `value` is inside.
    #[must_use]
    pub fn holds(&self, value: &T) -> bool {
        self.least.as_ref().is_none_or(|least| value >= least) && self.most.as_ref().is_none_or(|most| value <= most)
    }

    /// Whether everything is inside.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.least.is_none() && self.most.is_none()
    }
}

/// A number that is one, so that conditions can be compared and looked up.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Number(f64);

impl Number {
    /// `value`; `None` for what is no number. Both zeros are the same.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (!value.is_nan()).then_some(Self(value + 0.0))
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Number {
    type Error = &'static str;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        Self::new(value).ok_or("not a number")
    }
}

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        number.0
    }
}

/// Days as `2026-10-01`.
mod days {
    use super::{Date, Span};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(span: &Span<Date>, to: S) -> Result<S::Ok, S::Error> {
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        Span { least: text(span.least), most: text(span.most) }.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span<Date>, D::Error> {
        let span = Span::<String>::deserialize(from)?;
        let day = |text: Option<String>| text.map(|text| text.parse().map_err(D::Error::custom)).transpose();
        Ok(Span { least: day(span.least)?, most: day(span.most)? })
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.0.total_cmp(&other.0))
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Condition {
    /// Whether everything meets it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Values(values) => values.is_empty(),
            Self::Numbers(span) => span.is_open(),
            Self::Amounts(span) => span.is_open(),
            Self::Days(span) => span.is_open(),
            Self::Contains(text) => text.trim().is_empty(),
        }
    }

    /// The customers of `portfolio` whose `cells` meet it. Asks every distinct text once, and every customer in parallel.
    #[must_use]
    pub fn customers(&self, portfolio: &Portfolio, cells: ColumnCells<'_>) -> Bits {
        let count = portfolio.customer_count();
        if let ColumnCells::Texts(_, ids) = cells {
            let (texts, allows_missing) = self.texts(portfolio);
            return Bits::of(count, |customer| match ids.get(customer) {
                Some(id) if !id.is_missing() => texts.has(id.index()),
                _ => allows_missing,
            });
        }
        let allows = self.in_cells(cells);
        Bits::of(count, |customer| allows(cells.cell(u32::try_from(customer).unwrap_or(u32::MAX))))
    }

    /// The ids of the texts that meet it, and whether no text does.
    fn texts(&self, portfolio: &Portfolio) -> (Bits, bool) {
        let texts = &portfolio.texts;
        match self {
            Self::Values(values) => {
                let mut chosen = Bits::none(texts.id_count());
                let found = values.iter().filter_map(|value| match value {
                    ColumnValue::Text(text) => texts.find(text),
                    _ => None,
                });
                found.for_each(|id| chosen.set(id.index(), true));
                let allows_missing = values.contains(&ColumnValue::Missing);
                if allows_missing {
                    // Nothing but spaces is as good as nothing.
                    for (id, text) in texts.texts().enumerate() {
                        if !text.is_empty() && text.trim().is_empty() {
                            chosen.set(id, true);
                        }
                    }
                }
                (chosen, allows_missing)
            }
            Self::Contains(text) => (portfolio.search_texts().find(&search_key(text), None), false),
            Self::Numbers(_) | Self::Amounts(_) | Self::Days(_) => (Bits::none(0), false),
        }
    }

    /// Whether a cell of `cells` meets it, asked cell by cell.
    fn in_cells(&self, cells: ColumnCells<'_>) -> Box<dyn Fn(TableCell<'_>) -> bool + Sync + '_> {
        match self {
            Self::Values(values) => {
                let limits = match cells {
                    ColumnCells::Ratings(_, limits) | ColumnCells::Scores(_, limits) => limits,
                    _ => Default::default(),
                };
                Box::new(move |cell| {
                    values.iter().any(|value| match (value, cell) {
                        (ColumnValue::Missing, TableCell::Missing) => true,
                        (ColumnValue::Flag(value), TableCell::Flag(flag)) => *value == flag,
                        (ColumnValue::Band(band), TableCell::Rating(rating)) => rating.band(limits) == *band,
                        (ColumnValue::Cell(value), TableCell::Cell(cell)) => *value == cell,
                        (ColumnValue::Cluster(value), TableCell::Cluster(cluster)) => *value == cluster,
                        (ColumnValue::Segment(value), TableCell::Segment(segment)) => *value == segment,
                        _ => false,
                    })
                })
            }
            Self::Numbers(span) => Box::new(|cell| {
                let number = match cell {
                    TableCell::Rating(Rating::Score(score)) => f64::from(score.value()),
                    TableCell::Count(count) => f64::from(count),
                    TableCell::Number(number) => number,
                    _ => return false,
                };
                Number::new(number).is_some_and(|number| span.holds(&number))
            }),
            Self::Amounts(span) => Box::new(|cell| matches!(cell, TableCell::Money(amount) if span.holds(&amount))),
            Self::Days(span) => Box::new(|cell| matches!(cell, TableCell::Day(day) if span.holds(&day))),
            Self::Contains(_) => Box::new(|_| false),
        }
    }
}
