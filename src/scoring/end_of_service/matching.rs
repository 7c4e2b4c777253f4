//! Names of plays and versions to entries of the calendar.

use crate::domain::end_of_service::SupportCalendar;
use crate::support::text::comparison_key;
use unicode_normalization::UnicodeNormalization;

/// What in a play's name means that support ends, wherever it stands.
const END_KEYS: [&str; 6] = ["endofsupport", "endofservice", "endoflife", "サポート終了", "サポート切れ", "提供終了"];
/// The same as an abbreviation, in exactly these letters: `videos` is none.
const END_LETTERS: [&str; 2] = ["EOS", "EOL"];

/// What stands between the versions of a list.
const SEPARATORS: [char; 8] = [',', ';', '、', '/', '|', '\n', '&', '+'];

/// Finds the calendar's products in names, which are compared without regard to case, width, spaces and punctuation.
pub struct Matcher {
    products: Vec<Product>,
}

struct Product {
    words: Vec<String>,
    unless: Vec<String>,
    end_words: Vec<String>,
    columns: Vec<String>,
    /// Versions with their positions, the longest first: `2012 R2` before `2012`.
    versions: Vec<(String, usize)>,
}

impl Matcher {
    /// For the products of `calendar`.
    #[must_use]
    pub fn new(calendar: &SupportCalendar) -> Self {
        // An empty word would stand in every name.
        let keys = |words: &[String]| -> Vec<String> {
            let mut keys: Vec<String> = words.iter().map(|word| comparison_key(word)).collect();
            keys.retain(|key| !key.is_empty());
            keys.sort_by_key(|key| std::cmp::Reverse(key.len()));
            keys
        };
        let products = calendar.products.iter().map(|product| {
            let mut versions: Vec<(String, usize)> =
                (0..).zip(&product.versions).map(|(at, known)| (comparison_key(&known.version), at)).collect();
            versions.retain(|(version, _)| !version.is_empty());
            versions.sort_by_key(|(version, at)| (std::cmp::Reverse(version.len()), *at));
            Product {
                words: keys(&product.words),
                unless: keys(&product.unless),
                end_words: keys(&product.end_words),
                columns: keys(&product.columns),
                versions,
            }
        });
        Self { products: products.collect() }
    }

    /// What the play called `name` says loses support: product, and version where it names one. A play says so when
    /// it names a version, or an end of service, or what stands for one in the calendar.
    #[must_use]
    pub fn play(&self, name: &str) -> Vec<(usize, Option<usize>)> {
        let key = comparison_key(name);
        let letters: String = name.nfkc().collect();
        let ends = END_KEYS.iter().any(|end| key.contains(end)) || END_LETTERS.iter().any(|end| letters.contains(end));
        let mut found = Vec::new();
        for (position, product) in self.products.iter().enumerate() {
            let rest = product.unless.iter().fold(key.clone(), |key, other| key.replace(other, "|"));
            let named = product.versions_named(&rest);
            if !named.is_empty() {
                found.extend(named.into_iter().map(|version| (position, Some(version))));
            } else if product.end_words.iter().any(|end| key.contains(end))
                || ends && product.words.iter().any(|word| rest.contains(word))
            {
                found.push((position, None));
            }
        }
        found
    }

    /// The product whose versions the column called `name` tells, by its position in the calendar.
    #[must_use]
    pub fn version_column(&self, name: &str) -> Option<usize> {
        let key = comparison_key(name);
        self.products.iter().position(|product| product.columns.contains(&key))
    }

    /// The versions of `product` that stand in `text`, a cell of a version column.
    #[must_use]
    pub fn versions(&self, product: usize, text: &str) -> Vec<(usize, Option<usize>)> {
        let Some(known) = self.products.get(product) else { return Vec::new() };
        let mut found = Vec::new();
        for part in text.nfkc().collect::<String>().split(SEPARATORS) {
            let mut rest = comparison_key(part);
            for (version, position) in &known.versions {
                let without = without_number(&rest, version);
                if without != rest {
                    found.push((product, Some(*position)));
                    rest = without;
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Product {
    /// The versions that stand right behind a word of the product in `key`.
    fn versions_named(&self, key: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for word in &self.words {
            for (at, _) in key.match_indices(word.as_str()) {
                let Some(behind) = key.get(at + word.len()..) else { continue };
                let version = self.versions.iter().find(|(version, _)| begins_with_number(behind, version));
                found.extend(version.map(|(_, position)| *position));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether `text` begins with `version` and no further digit: `10` is not in `100`.
fn begins_with_number(text: &str, version: &str) -> bool {
    text.strip_prefix(version).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `text` without `version`, wherever it stands as a whole number.
fn without_number(text: &str, version: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(tail) = text.get(at..).filter(|tail| !tail.is_empty()) {
        let follows_digit = rest.ends_with(|c: char| c.is_ascii_digit());
        if !follows_digit && begins_with_number(tail, version) {
            rest.push('|');
            at += version.len();
        } else if let Some(next) = tail.chars().next() {
            rest.push(next);
            at += next.len_utf8();
        }
    }
    rest
}
