//! The data files of the sample: columns, places, the parts names are made of, and the Japanese words.

use super::SampleError;
use crate::support::language::Language;
use serde::Deserialize;
use std::collections::HashMap;

/// Everything the data files hold.
#[derive(Debug)]
pub struct Words {
    /// Each report's columns in order, by the report's key.
    pub layouts: HashMap<String, Vec<String>>,
    /// Where customers are.
    pub places: Vec<Country>,
    /// What their names are made of.
    pub names: Names,
    /// English column to Japanese header; plays keep their English names.
    pub japanese_headers: HashMap<String, String>,
    /// English value to Japanese value.
    pub japanese_values: HashMap<String, String>,
}

/// A country.
#[derive(Debug, Deserialize)]
pub struct Country {
    /// Its name.
    #[serde(rename = "country")]
    pub name: String,
    /// The sales area it belongs to.
    pub area: String,
    /// The subsidiary.
    pub subsidiary: String,
    /// Key of the language of most names.
    pub language: String,
    /// How many of a thousand customers are there.
    pub weight: u32,
    /// What follows a city's prefix in a postal code: `#` a digit, `X` a letter.
    pub postal: String,
    /// City, state, the prefix of its postal codes, and the sales territory.
    pub cities: Vec<[String; 4]>,
}

/// What names are made of.
#[derive(Debug, Deserialize)]
pub struct Names {
    /// By language key.
    pub languages: HashMap<String, NameLanguage>,
    /// Emoji, some of several code points.
    pub emoji: Vec<String>,
    /// What makes a text look like a formula.
    pub formula_starts: Vec<String>,
    /// Whole names that look like formulas.
    pub formula_names: Vec<String>,
}

/// How names of one language are made.
#[derive(Debug, Deserialize)]
pub struct NameLanguage {
    /// Texts with `{stem}`, `{other}` and `{sector}` in them.
    pub patterns: Vec<String>,
    /// Made-up proper names, each with plain letters for a domain.
    pub stems: Vec<[String; 2]>,
    /// What firms do, each with plain letters for a domain.
    pub sectors: Vec<[String; 2]>,
}

impl Words {
    /// Reads the data files inside the program.
    ///
    /// # Errors
    /// [`SampleError::Data`] when one is not what this code expects; a test keeps that from happening.
    pub fn load() -> Result<Self, SampleError> {
        Ok(Self {
            layouts: serde_json::from_str(include_str!("../../assets/sample/layouts.json"))?,
            places: serde_json::from_str(include_str!("../../assets/sample/places.json"))?,
            names: serde_json::from_str(include_str!("../../assets/sample/names.json"))?,
            japanese_headers: serde_json::from_str(include_str!("../../assets/sample/headers_ja.json"))?,
            japanese_values: serde_json::from_str(include_str!("../../assets/sample/values_ja.json"))?,
        })
    }

    /// `word` in the language of the file, or as it is where there is no other word for it.
    #[must_use]
    pub fn word<'a>(&'a self, word: &'a str, language: Language) -> &'a str {
        match language {
            Language::English => word,
            Language::Japanese => self.japanese_values.get(word).map_or(word, String::as_str),
        }
    }
}
