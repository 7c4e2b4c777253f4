//! Agreements that expire.

use crate::domain::Date;
use crate::domain::fiscal_year::FiscalYear;
use crate::domain::money::Money;
use crate::support::text::comparison_key;

/// What is known of one agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Agreement {
    /// Last day; `None` when the report does not say.
    pub ends: Option<Date>,
    /// Revenue that expires with it; `None` when the report does not say.
    pub expiring_revenue: Option<Money>,
    /// Whether it is still open, where the report says so in words.
    pub stated_open: Option<bool>,
}

/// What a report's word for the state of an agreement says: still open, or not any more. `None` for other words.
#[must_use]
pub fn open_by_word(word: &str) -> Option<bool> {
    match comparison_key(word).as_str() {
        "open" | "active" | "未完了" | "有効" => Some(true),
        "renewed" | "expired" | "closed" | "cancelled" | "canceled" | "更新済み" | "期限切れ" | "終了" => {
            Some(false)
        }
        _ => None,
    }
}

impl Agreement {
    /// Whether its last day lies in `year`; an agreement without a date does not expire.
    #[must_use]
    pub fn expires_in(&self, year: FiscalYear) -> bool {
        self.ends.is_some_and(|day| year.contains(day))
    }

    /// Whether there is anything that tells whether it is open.
    #[must_use]
    pub fn is_known_open_or_not(&self) -> bool {
        self.stated_open.is_some() || self.ends.is_some()
    }

    /// Whether it is still open on `day`: the report says so, or else it has not ended before that day. An agreement
    /// without state and date is not known to be open.
    #[must_use]
    pub fn is_open_on(&self, day: Date) -> bool {
        self.stated_open.unwrap_or_else(|| self.ends.is_some_and(|ends| ends >= day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_stated_state_wins_over_the_date() {
        let ends = Some(date(2026, 9, 30));
        let open_on = |stated_open, day| Agreement { ends, expiring_revenue: None, stated_open }.is_open_on(day);
        assert!(open_on(None, date(2026, 9, 30)));
        assert!(!open_on(None, date(2026, 10, 1)));
        assert!(open_on(open_by_word("Open"), date(2026, 10, 1)));
        assert!(!open_on(open_by_word("更新済み"), date(2026, 9, 1)));
        assert_eq!(open_by_word("Subscription"), None);
    }
}
