//! The fiscal year: by default 1 July to 30 June, named after the year it ends in.

use crate::domain::Date;
use serde::{Deserialize, Serialize};

/// The month in which fiscal years begin, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i8", into = "i8")]
pub struct FiscalYearStart(i8);

impl Default for FiscalYearStart {
    /// July, Microsoft's.
    fn default() -> Self {
        Self(7)
    }
}

impl FiscalYearStart {
    /// Years that begin on the first day of `month`, 1 to 12.
    #[must_use]
    pub fn new(month: i8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self(month))
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0
    }

    /// The fiscal year that `day` falls in.
    #[must_use]
    pub fn year_of(self, day: Date) -> FiscalYear {
        let starts_next = self.0 > 1 && day.month() >= self.0;
        FiscalYear { start: self, ends_in: day.year().saturating_add(i16::from(starts_next)) }
    }
}

impl TryFrom<i8> for FiscalYearStart {
    type Error = String;

    fn try_from(month: i8) -> Result<Self, Self::Error> {
        Self::new(month).ok_or_else(|| format!("month {month} is not in 1 to 12"))
    }
}

impl From<FiscalYearStart> for i8 {
    fn from(start: FiscalYearStart) -> Self {
        start.0
    }
}

/// One fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiscalYear {
    start: FiscalYearStart,
    ends_in: i16,
}

impl FiscalYear {
    /// The first days of its twelve months, in their order.
    pub fn months(self) -> impl Iterator<Item = Date> {
        let first = i16::from(self.start.month() > 1);
        (0_i16..12).filter_map(move |offset| {
            let month = i16::from(self.start.month()) - 1 + offset;
            let year = self.ends_in.checked_sub(first)?.checked_add(month / 12)?;
            Date::new(year, i8::try_from(month % 12 + 1).ok()?, 1).ok()
        })
    }

    /// Whether `day` lies in this year.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.start.year_of(day) == self
    }

    /// The calendar year it ends in, which names it: 2027 for FY27.
    #[must_use]
    pub fn ends_in(self) -> i16 {
        self.ends_in
    }

    /// The short name, `FY27`.
    #[must_use]
    pub fn label(self) -> String {
        format!("FY{:02}", self.ends_in.rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn microsofts_year_turns_on_the_first_of_july() {
        let start = FiscalYearStart::default();
        assert_eq!(start.year_of(date(2026, 6, 30)).label(), "FY26");
        assert_eq!(start.year_of(date(2026, 7, 1)).label(), "FY27");
        let year = start.year_of(date(2026, 11, 22));
        assert!(year.contains(date(2027, 6, 30)));
        assert!(!year.contains(date(2027, 7, 1)));
    }

    #[test]
    fn a_year_from_january_is_the_calendar_year() {
        let start = FiscalYearStart::new(1).unwrap();
        assert_eq!(start.year_of(date(2026, 12, 31)).ends_in(), 2026);
        assert_eq!(start.year_of(date(2027, 1, 1)).ends_in(), 2027);
        assert_eq!(FiscalYearStart::new(13), None);
    }

    #[test]
    fn a_year_has_twelve_months_all_its_own() {
        for start in 1..=12 {
            let year = FiscalYearStart::new(start).unwrap().year_of(date(2026, 10, 1));
            let months: Vec<Date> = year.months().collect();
            assert_eq!(months.len(), 12);
            assert_eq!(months.first().map(|first| first.month()), Some(start));
            assert!(months.iter().all(|first| year.contains(*first) && year.contains(first.last_of_month())));
        }
    }
}
