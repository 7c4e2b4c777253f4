//! A column of the files that is shown and filtered, but not scored.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::support::interner::TextId;

/// One attribute of the customers.
#[derive(Debug)]
pub struct Attribute {
    /// The dictionary's name, by which columns of several files are the same.
    pub name: String,
    /// Its header in the first file that has it.
    pub header: String,
    /// Whether it is a play: a flag that names a sales motion.
    pub is_play: bool,
    /// The values, one a customer.
    pub data: AttributeData,
}

/// An attribute's values.
#[derive(Debug)]
pub enum AttributeData {
    /// Text.
    Text(Vec<TextId>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Amounts.
    Money(Vec<Option<Money>>),
    /// Days.
    Day(Vec<Option<Date>>),
}

impl AttributeData {
    pub(crate) fn grow(&mut self, count: usize) {
        match self {
            Self::Text(cells) => cells.resize(count, TextId::MISSING),
            Self::Flag(cells) => cells.resize(count, None),
            Self::Number(cells) => cells.resize(count, None),
            Self::Money(cells) => cells.resize(count, None),
            Self::Day(cells) => cells.resize(count, None),
        }
    }
}
