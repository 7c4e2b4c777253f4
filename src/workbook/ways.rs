//! Cells of a column that could be read in two ways, until the rest of the column tells which.

use crate::domain::Date;
use crate::domain::money::Money;

/// How many open cells are kept with their text, to be shown.
const SHOWN: usize = 20;

/// What a column's cells say of how it is written.
#[derive(Debug, Default)]
pub struct Ways {
    first: bool,
    second: bool,
    open: Vec<OpenCell>,
    shown: Vec<(u32, String)>,
}

/// A cell that could be either: a few bytes a row, however long its text.
#[derive(Debug, Clone, Copy)]
pub struct OpenCell {
    /// Its row among the rows read.
    pub row: u32,
    /// Whether the first way is meant where nothing tells.
    pub usual: bool,
    /// What it holds, in the first and in the second way.
    pub values: Ambiguous,
}

/// Two values of which a cell holds one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ambiguous {
    /// Numbers.
    Number((f64, f64)),
    /// Amounts.
    Money((Money, Money)),
    /// Days.
    Day((Date, Date)),
}

impl From<(f64, f64)> for Ambiguous {
    fn from(values: (f64, f64)) -> Self {
        Self::Number(values)
    }
}

impl From<(Money, Money)> for Ambiguous {
    fn from(values: (Money, Money)) -> Self {
        Self::Money(values)
    }
}

impl From<(Date, Date)> for Ambiguous {
    fn from(values: (Date, Date)) -> Self {
        Self::Day(values)
    }
}

/// The open cells that nothing decided.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unresolved {
    /// How many.
    pub count: u64,
    /// The first of them: row among the rows read, and content.
    pub first: Vec<(usize, String)>,
}

/// How a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Nothing tells.
    Unknown,
    /// In the first way.
    First,
    /// In the second way.
    Second,
    /// In both ways, so that nothing follows from it.
    Both,
}

impl Way {
    /// The value that is meant; `None` when it stays open.
    #[must_use]
    pub fn choose<T>(self, (first, second): (T, T), usual: bool) -> Option<T> {
        match self {
            Self::First => Some(first),
            Self::Second => Some(second),
            Self::Unknown => usual.then_some(first),
            Self::Both => None,
        }
    }
}

impl Ways {
    /// A cell can only be of the first way.
    pub fn saw_first(&mut self) {
        self.first = true;
    }

    /// A cell can only be of the second way.
    pub fn saw_second(&mut self) {
        self.second = true;
    }

    /// The cell at `row` could be either.
    pub fn leave_open(&mut self, row: usize, values: Ambiguous, usual: bool, text: &str) {
        let Ok(row) = u32::try_from(row) else { return };
        // What is usual is shown only where the column is written in both ways; then any of them will do.
        if self.shown.len() < SHOWN {
            self.shown.push((row, text.trim().to_owned()));
        }
        self.open.push(OpenCell { row, usual, values });
    }

    /// Adds what `other` says of the rows that follow the first `rows`.
    pub fn append(&mut self, other: Self, rows: usize) {
        self.first |= other.first;
        self.second |= other.second;
        let Ok(rows) = u32::try_from(rows) else { return };
        self.open.extend(other.open.into_iter().map(|cell| OpenCell { row: cell.row + rows, ..cell }));
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(other.shown.into_iter().take(room).map(|(row, text)| (row + rows, text)));
    }

    /// The open cells in the order they came.
    pub fn open(&self) -> impl Iterator<Item = OpenCell> {
        self.open.iter().copied()
    }

    /// The content of the open cell at `row`, if it is among the first.
    pub fn content(&self, row: u32) -> Option<&str> {
        self.shown.iter().find(|(at, _)| *at == row).map(|(_, content)| content.as_str())
    }

    /// What the column's other cells tell.
    #[must_use]
    pub fn way(&self) -> Way {
        match (self.first, self.second) {
            (false, false) => Way::Unknown,
            (true, false) => Way::First,
            (false, true) => Way::Second,
            (true, true) => Way::Both,
        }
    }
}
