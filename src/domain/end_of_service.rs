//! When support for installed products ends: a calendar with sources, which a user may correct.

use crate::domain::Date;
use crate::domain::family::{Topic, Topics};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The products whose end of support is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SupportCalendar {
    /// The products; one that is named in another's `unless` has to be told apart by longer words.
    pub products: Vec<SupportedProduct>,
}

/// A product that is installed at customers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SupportedProduct {
    /// What tells it from others.
    pub key: String,
    /// Its name, as people write it.
    pub name: String,
    /// What is sold to those who have to leave it.
    pub topics: Vec<Topic>,
    /// How plays and columns name it.
    pub words: Vec<String>,
    /// Names that hold one of its words but mean something else.
    pub unless: Vec<String>,
    /// What in a play's name means that its support ends, where neither the product nor its end is named.
    pub end_words: Vec<String>,
    /// Columns that tell the version of it.
    pub columns: Vec<String>,
    /// Its versions.
    pub versions: Vec<SupportedVersion>,
}

/// A version of a product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SupportedVersion {
    /// As people write it: `2012 R2`.
    pub version: String,
    /// Last day of mainstream support.
    #[serde(with = "crate::domain::day_text", skip_serializing_if = "Option::is_none")]
    pub mainstream: Option<Date>,
    /// Last day of extended support, with free security updates; `None` when there is no such time.
    #[serde(with = "crate::domain::day_text", skip_serializing_if = "Option::is_none")]
    pub extended: Option<Date>,
    /// Last day of security updates that are paid for.
    #[serde(with = "crate::domain::day_text", skip_serializing_if = "Option::is_none")]
    pub security_updates: Option<Date>,
    /// The page that says so.
    pub source: String,
}

impl SupportedVersion {
    /// The last day with support that is not paid for: of extended support, else of mainstream support.
    #[must_use]
    pub fn ends(&self) -> Option<Date> {
        self.extended.or(self.mainstream)
    }
}

impl SupportedProduct {
    /// What is sold to those who have to leave it.
    #[must_use]
    pub fn all_topics(&self) -> Topics {
        self.topics.iter().copied().collect()
    }
}

static SHIPPED: LazyLock<SupportCalendar> = LazyLock::new(|| {
    // The asset is part of the program and read by a test; an empty calendar knows no product.
    serde_json::from_str(include_str!("../../assets/end_of_service.json")).unwrap_or_default()
});

impl SupportCalendar {
    /// The calendar that ships with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// This calendar with the corrections of `own`: its versions replace those of the same name, new versions and
    /// products are added, and lists of words that it has replace those here.
    #[must_use]
    pub fn corrected_by(&self, own: &Self) -> Self {
        let mut calendar = self.clone();
        for product in &own.products {
            match calendar.products.iter_mut().find(|known| known.key == product.key) {
                Some(known) => known.correct(product),
                None => calendar.products.push(product.clone()),
            }
        }
        calendar
    }
}

impl SupportedProduct {
    fn correct(&mut self, own: &Self) {
        if !own.name.is_empty() {
            self.name.clone_from(&own.name);
        }
        if !own.topics.is_empty() {
            self.topics.clone_from(&own.topics);
        }
        for (list, own) in [
            (&mut self.words, &own.words),
            (&mut self.unless, &own.unless),
            (&mut self.end_words, &own.end_words),
            (&mut self.columns, &own.columns),
        ] {
            if !own.is_empty() {
                list.clone_from(own);
            }
        }
        for version in &own.versions {
            match self.versions.iter_mut().find(|known| known.version == version.version) {
                Some(known) => known.clone_from(version),
                None => self.versions.push(version.clone()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_calendar_holds_the_known_days_with_sources_and_in_order() {
        let calendar = SupportCalendar::shipped();
        let ends = |key: &str, version: &str| {
            let product = calendar.products.iter().find(|product| product.key == key).unwrap();
            product.versions.iter().find(|known| known.version == version).unwrap().ends()
        };
        for (key, version, day) in [
            ("sql_server", "2014", date(2024, 7, 9)),
            ("sql_server", "2016", date(2026, 7, 14)),
            ("sql_server", "2017", date(2027, 10, 12)),
            ("office", "2016", date(2025, 10, 14)),
            ("office", "2019", date(2025, 10, 14)),
            ("windows_server", "2012", date(2023, 10, 10)),
            ("windows_server", "2016", date(2027, 1, 12)),
        ] {
            assert_eq!(ends(key, version), Some(day), "{key} {version}");
        }
        for version in calendar.products.iter().flat_map(|product| &product.versions) {
            assert!(version.source.starts_with("https://"), "{version:?}");
            let days: Vec<Date> =
                [version.mainstream, version.extended, version.security_updates].into_iter().flatten().collect();
            assert!(!days.is_empty() && days.is_sorted(), "{version:?}");
        }
    }

    #[test]
    fn a_users_day_replaces_the_shipped_one_and_survives_json() {
        let json = r#"{"products":[{"key":"sql_server","versions":[
            {"version":"2016","extended":"2028-01-31","source":"https://contract.example"}]}]}"#;
        let own: SupportCalendar = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::from_str::<SupportCalendar>(&serde_json::to_string(&own).unwrap()).unwrap(), own);
        let corrected = SupportCalendar::shipped().corrected_by(&own);
        let sql = corrected.products.iter().find(|product| product.key == "sql_server").unwrap();
        let end = |version: &str| sql.versions.iter().find(|known| known.version == version).unwrap().ends();
        assert_eq!(end("2016"), Some(date(2028, 1, 31)));
        assert_eq!(end("2017"), Some(date(2027, 10, 12)));
        assert_eq!(sql.name, "SQL Server");
        let wrong = r#"{"products":[{"versions":[{"extended":"soon"}]}]}"#;
        assert!(serde_json::from_str::<SupportCalendar>(wrong).is_err());
    }
}
