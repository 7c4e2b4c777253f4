//! Amounts of money, exact to the hundredth.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// An amount in hundredths of its currency's unit. Which currency is known by the column it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing; not the same as a missing amount.
    pub const ZERO: Self = Self(0);

    /// An amount in hundredths.
    #[must_use]
    pub fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// `value` units, rounded half away from zero to the hundredth; `None` when it is not finite or
    /// larger than ten trillion, past which a workbook's own arithmetic loses hundredths.
    #[must_use]
    pub fn from_units(value: f64) -> Option<Self> {
        (value.abs() <= 1e13).then(|| Self((value * 100.0).round() as i64))
    }

    /// The amount in hundredths.
    #[must_use]
    pub fn hundredths(self) -> i64 {
        self.0
    }

    /// The amount in units, for charts and workbook cells.
    #[must_use]
    pub fn units(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Add for Money {
    type Output = Self;

    /// Saturates: a million customers of ten trillion each stay below the limit.
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// The currency of a portfolio's amounts. Nothing is ever converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// US dollar: what Partner Center reports.
    #[default]
    Usd,
    /// Japanese yen.
    Jpy,
    /// Euro.
    Eur,
}

impl Currency {
    /// The sign before an amount.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Usd => "$",
            Self::Jpy => "¥",
            Self::Eur => "€",
        }
    }

    /// Its code by ISO 4217.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Jpy => "JPY",
            Self::Eur => "EUR",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_to_the_hundredth() {
        let tenth = Money::from_units(0.1).unwrap();
        let sum: Money = std::iter::repeat_n(tenth, 1_000_000).sum();
        assert_eq!(sum, Money::from_hundredths(10_000_000));
    }

    #[test]
    fn amounts_that_are_not_amounts_are_refused() {
        for value in [f64::NAN, f64::INFINITY, -1e308, 1e14] {
            assert_eq!(Money::from_units(value), None, "{value}");
        }
        assert_eq!(Money::from_units(-12.345), Some(Money::from_hundredths(-1235)));
        assert_eq!(Money::from_units(-12.344), Some(Money::from_hundredths(-1234)));
    }
}
