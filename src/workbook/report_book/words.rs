//! The words of the report workbook: `assets/words/LANGUAGE/report_book.json`.

use crate::support::language::Language;
use serde::Deserialize;
use std::sync::LazyLock;

static ENGLISH: LazyLock<BookWords> =
    LazyLock::new(|| BookWords::parse(include_str!("../../../assets/words/en/report_book.json")));
static JAPANESE: LazyLock<BookWords> =
    LazyLock::new(|| BookWords::parse(include_str!("../../../assets/words/ja/report_book.json")));

/// A term and what it means.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    pub(super) term: String,
    pub(super) meaning: String,
}

/// Headers of the rows behind the figures.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Headers {
    pub(super) customer: String,
    pub(super) customer_id: String,
    pub(super) segment: String,
    pub(super) fit: String,
    pub(super) fit_band: String,
    pub(super) intent: String,
    pub(super) intent_band: String,
    pub(super) cell: String,
    pub(super) cluster: String,
    pub(super) whitespace_revenue: String,
    pub(super) open_expiring_revenue: String,
    pub(super) next_end: String,
    pub(super) agreement: String,
    pub(super) ends: String,
    pub(super) expiring_revenue: String,
    pub(super) open: String,
    pub(super) counts: String,
}

/// All words of the workbook in one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BookWords {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) filtered: String,
    pub(super) summary_sheet: String,
    pub(super) targets_sheet: String,
    pub(super) customers_sheet: String,
    pub(super) agreements_sheet: String,
    pub(super) definitions_sheet: String,
    pub(super) card_customers: String,
    pub(super) card_expiring: String,
    pub(super) card_open_revenue: String,
    pub(super) card_whitespace: String,
    pub(super) card_act_now: String,
    pub(super) not_in_file: String,
    pub(super) segments: String,
    pub(super) clusters: String,
    pub(super) matrix: String,
    pub(super) matrix_corner: String,
    pub(super) calendar: String,
    pub(super) month: String,
    pub(super) without_cluster: String,
    pub(super) customers: String,
    pub(super) share: String,
    pub(super) total: String,
    pub(super) checked_by: String,
    pub(super) targets_cut: String,
    pub(super) yes: String,
    pub(super) no: String,
    pub(super) term: String,
    pub(super) meaning: String,
    pub(super) headers: Headers,
    pub(super) definitions: Vec<Definition>,
}

impl BookWords {
    /// The words of `language`.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Japanese => &JAPANESE,
        }
    }

    /// What cannot be read stays empty, which a test finds.
    fn parse(file: &str) -> Self {
        serde_json::from_str(file).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_are_whole_and_explain_as_much() {
        for language in Language::ALL {
            let words = BookWords::of(language);
            assert!(!words.title.is_empty(), "{language:?} cannot be read");
            for sheet in [&words.summary_sheet, &words.targets_sheet, &words.customers_sheet, &words.agreements_sheet] {
                assert!(sheet.chars().count() <= 31 && !sheet.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']));
            }
        }
        let [english, japanese] = Language::ALL.map(BookWords::of);
        assert_eq!(english.definitions.len(), japanese.definitions.len());
    }
}
