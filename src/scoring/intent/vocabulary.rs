//! Words to kinds of signal and to products, by `assets/signal_keywords.json`.
//!
//! Computes, for a text in any language, the first kind in the file's order of which a phrase stands in it, and every
//! product or family that it names. Texts are compared in NFKC and lower case. Phrases of Latin letters match whole
//! words (`trial` is not in `industrial`), `*` at the end lets the last word go on; phrases with other letters match
//! anywhere, as Japanese puts no spaces between words. A column of kinds or sources holds names rather than sentences,
//! so words such as `web` or `order` count there and not in sentences.
//!
//! The method (scoring.md 2) asks for such rules; the lists and their order are this project's own. A text in which
//! nothing is found is of no kind and in general.

use crate::domain::family::{Topic, Topics};
use crate::domain::intent_weights::SignalKind;
use crate::support::text::comparison_key;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The rules as they stand in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    kinds: Vec<KindRule>,
    topics: Vec<TopicRule>,
    columns: Vec<ColumnRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindRule {
    kind: SignalKind,
    phrases: Vec<String>,
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicRule {
    topic: Topic,
    phrases: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnRule {
    column: String,
    kind: SignalKind,
    topics: Vec<Topic>,
}

/// Kinds and products by the words that tell them.
pub struct Vocabulary {
    /// In sentences; each phrase leads to a position in `kinds`.
    kind_phrases: Phrases,
    /// In columns that name kinds and sources.
    kind_names: Phrases,
    kinds: Vec<SignalKind>,
    topic_phrases: Phrases,
    topics: Vec<Topic>,
    /// Flag columns of the reports, by their comparison keys.
    columns: BTreeMap<String, (SignalKind, Topics)>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let asset = include_str!("../../../assets/signal_keywords.json");
    // The asset is part of the program and read by a test; an empty vocabulary knows no word.
    Vocabulary::of(&serde_json::from_str(asset).unwrap_or(Asset {
        kinds: Vec::new(),
        topics: Vec::new(),
        columns: Vec::new(),
    }))
});

impl Vocabulary {
    /// The one that ships with the program.
    #[must_use]
    pub fn get() -> &'static Self {
        &VOCABULARY
    }

    fn of(asset: &Asset) -> Self {
        let mut kind_phrases = Phrases::default();
        let mut kind_names = Phrases::default();
        for (position, rule) in asset.kinds.iter().enumerate() {
            rule.phrases.iter().for_each(|phrase| kind_phrases.add(phrase, position));
            rule.phrases.iter().chain(&rule.names).for_each(|phrase| kind_names.add(phrase, position));
        }
        let mut topic_phrases = Phrases::default();
        for (position, rule) in asset.topics.iter().enumerate() {
            rule.phrases.iter().for_each(|phrase| topic_phrases.add(phrase, position));
        }
        Self {
            kind_phrases,
            kind_names,
            kinds: asset.kinds.iter().map(|rule| rule.kind).collect(),
            topic_phrases,
            topics: asset.topics.iter().map(|rule| rule.topic).collect(),
            columns: asset
                .columns
                .iter()
                .map(|rule| (comparison_key(&rule.column), (rule.kind, rule.topics.iter().copied().collect())))
                .collect(),
        }
    }

    /// The kind that a sentence speaks of; `None` when no phrase stands in it.
    #[must_use]
    pub fn kind_in_text(&self, text: &str) -> Option<SignalKind> {
        self.first_kind(&self.kind_phrases, text)
    }

    /// The kind that a cell of a kind or source column names; `None` for words that are not known.
    #[must_use]
    pub fn kind_named(&self, name: &str) -> Option<SignalKind> {
        self.first_kind(&self.kind_names, name)
    }

    /// The products and families that `text` names; in general when there is none.
    #[must_use]
    pub fn topics(&self, text: &str) -> Topics {
        let found = self.topic_phrases.found_in(text);
        found.iter().filter_map(|position| self.topics.get(*position)).copied().collect()
    }

    /// What a Yes in the flag column or play called `name` is a signal of; `None` when it is none.
    ///
    /// Besides the columns that are listed, any open renewal, and any play against a competitor.
    #[must_use]
    pub fn flag_column(&self, name: &str, is_play: bool) -> Option<(SignalKind, Topics)> {
        let key = comparison_key(name);
        if let Some(known) = self.columns.get(&key) {
            return Some(*known);
        }
        if key.ends_with("hasopenrenewal") {
            return Some((SignalKind::Renewal, self.topics(name)));
        }
        (is_play && key.contains("compete")).then(|| (SignalKind::CompetitorMention, self.topics(name)))
    }

    fn first_kind(&self, phrases: &Phrases, text: &str) -> Option<SignalKind> {
        let first = phrases.found_in(text).into_iter().min()?;
        self.kinds.get(first).copied()
    }
}

/// Phrases, each with the position of its rule.
#[derive(Default)]
struct Phrases {
    /// By their first word.
    by_first_word: BTreeMap<String, Vec<Phrase>>,
    /// Single words that may go on.
    starts: Vec<(String, usize)>,
    /// With other letters than Latin ones, without spaces.
    anywhere: Vec<(String, usize)>,
}

struct Phrase {
    /// The words after the first.
    further: Vec<String>,
    /// Whether the last word may go on.
    is_open: bool,
    rule: usize,
}

impl Phrases {
    fn add(&mut self, phrase: &str, rule: usize) {
        let (phrase, is_open) = phrase.strip_suffix('*').map_or((phrase, false), |phrase| (phrase, true));
        let mut words = words(phrase, false);
        if !phrase.is_ascii() {
            self.anywhere.push((words.concat(), rule));
        } else if is_open && words.len() == 1 {
            self.starts.extend(words.pop().map(|word| (word, rule)));
        } else if !words.is_empty() {
            let first = words.remove(0);
            self.by_first_word.entry(first).or_default().push(Phrase { further: words, is_open, rule });
        }
    }

    /// The rules of all phrases in `text`, each at least once.
    fn found_in(&self, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let together = words(text, false);
        self.look_for_words(&together, &mut found);
        let apart = words(text, true);
        if apart.len() != together.len() {
            self.look_for_words(&apart, &mut found);
        }
        if together.iter().any(|word| !word.is_ascii()) {
            let tight = together.concat();
            found.extend(self.anywhere.iter().filter(|(phrase, _)| tight.contains(phrase)).map(|(_, rule)| *rule));
        }
        found
    }

    fn look_for_words(&self, words: &[String], found: &mut Vec<usize>) {
        let mut rest = words;
        while let [word, further @ ..] = rest {
            let phrases = self.by_first_word.get(word).into_iter().flatten();
            found.extend(phrases.filter(|phrase| phrase.goes_on(further)).map(|phrase| phrase.rule));
            found.extend(self.starts.iter().filter(|(start, _)| word.starts_with(start)).map(|(_, rule)| *rule));
            rest = further;
        }
    }
}

impl Phrase {
    fn goes_on(&self, words: &[String]) -> bool {
        let Some(words) = words.get(..self.further.len()) else { return false };
        let last = self.further.len().checked_sub(1);
        words.iter().zip(&self.further).enumerate().all(|(at, (word, wanted))| {
            if self.is_open && Some(at) == last { word.starts_with(wanted.as_str()) } else { word == wanted }
        })
    }
}

/// The words of `text` in NFKC and lower case: runs of ASCII letters and digits, and runs of other letters. With
/// `at_capitals`, a capital after a small letter begins a word: `DemoRequest`.
fn words(text: &str, at_capitals: bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.nfkc() {
        if c.is_alphanumeric() || c == 'ー' {
            let goes_on = before.is_some_and(|before| {
                before.is_ascii() == c.is_ascii() && !(at_capitals && before.is_lowercase() && c.is_uppercase())
            });
            match words.last_mut().filter(|_| goes_on) {
                Some(word) => word.extend(c.to_lowercase()),
                None => words.push(c.to_lowercase().collect()),
            }
            before = Some(c);
        } else {
            before = None;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::family::Family;
    use crate::domain::model::Model;

    #[test]
    fn every_kind_can_be_named_in_english_and_japanese() {
        let asset: Asset = serde_json::from_str(include_str!("../../../assets/signal_keywords.json")).unwrap();
        for kind in SignalKind::ALL {
            let rule = asset.kinds.iter().find(|rule| rule.kind == kind).unwrap_or_else(|| panic!("{kind:?}"));
            let named =
                |is_wanted: fn(&str) -> bool| rule.names.iter().chain(&rule.phrases).any(|name| is_wanted(name));
            assert!(named(str::is_ascii) && named(|name| !name.is_ascii()), "{kind:?}");
        }
        for rule in &asset.kinds {
            for name in rule.names.iter().chain(&rule.phrases).map(|name| name.trim_end_matches('*')) {
                assert_eq!(Vocabulary::get().kind_named(name), Some(rule.kind), "{name}");
            }
            for phrase in rule.phrases.iter().map(|name| name.trim_end_matches('*')) {
                assert_eq!(Vocabulary::get().kind_in_text(phrase), Some(rule.kind), "{phrase}");
            }
        }
        for rule in &asset.topics {
            for phrase in &rule.phrases {
                let topics = Vocabulary::get().topics(phrase.trim_end_matches('*'));
                let is_named = match rule.topic {
                    Topic::Model(model) => topics.names(model),
                    Topic::Family(family) => topics.names_family(family),
                };
                assert!(is_named, "{phrase}");
            }
        }
    }

    #[test]
    fn sources_and_kinds_are_words_in_any_script_width_and_case() {
        for (name, kind) in [
            ("Web site", SignalKind::WebsiteVisit),
            ("ＷＥＢＳＩＴＥ", SignalKind::WebsiteVisit),
            ("ウェブサイト", SignalKind::WebsiteVisit),
            ("ｳｪﾌﾞｻｲﾄ", SignalKind::WebsiteVisit),
            ("Webサイト", SignalKind::WebsiteVisit),
            ("WebsiteVisit", SignalKind::WebsiteVisit),
            ("DemoRequest", SignalKind::PricingTrialDemo),
            ("demo_request", SignalKind::PricingTrialDemo),
            ("採用", SignalKind::Hiring),
            ("M&A", SignalKind::Merger),
            ("ブログ", SignalKind::Blog),
            ("LinkedIn", SignalKind::Social),
            ("purchase", SignalKind::TechnologySpend),
            ("更新", SignalKind::Renewal),
        ] {
            assert_eq!(Vocabulary::get().kind_named(name), Some(kind), "{name}");
        }
        assert_eq!(Vocabulary::get().kind_named("xyzzy"), None);
    }

    #[test]
    fn sentences_tell_their_kind_by_whole_words() {
        let kind = |text| Vocabulary::get().kind_in_text(text);
        assert_eq!(kind("Contoso is hiring three Azure architects"), Some(SignalKind::Hiring));
        assert_eq!(kind("Azureエンジニアを募集（中途採用）"), Some(SignalKind::Hiring));
        assert_eq!(kind("SQL Server 2012 のサポート終了に伴う移行"), Some(SignalKind::TechnologyRetirement));
        assert_eq!(kind("Visited the Azure pricing page"), Some(SignalKind::PricingTrialDemo));
        assert_eq!(kind("Industrial robots for the web of things, in order to grow"), None);
        assert_eq!(kind(""), None);
    }

    #[test]
    fn texts_name_products_and_families() {
        let topics = |text| Vocabulary::get().topics(text);
        assert!(topics("Ａｚｕｒｅ移行").names(Model::Azure));
        assert!(topics("Azureの見積もり").names(Model::Azure));
        let both = topics("Teams and PowerApps");
        assert!(both.names(Model::M365) && both.names(Model::PowerApps) && !both.names(Model::Azure));
        let dynamics = topics("D365");
        assert!(dynamics.names_family(Family::Dynamics365) && !dynamics.names(Model::D365BusinessCentral));
        assert!(topics("日本の新しい工場").is_general());
    }
}
