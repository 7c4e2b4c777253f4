//! Sales plays in plain words: what a flag column's name asks for, what to say, and what to do next.
//!
//! Data: `assets/plays.json`, by motion, in English and Japanese. Plays are new every July, so they are told by the
//! words of their names, not by a list of them; a name that no guide knows keeps its own words alone.

use crate::support::language::Language;
use crate::support::text::comparison_key;
use serde::Deserialize;
use std::sync::LazyLock;

/// A motion and its words.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct PlayGuide {
    /// What tells it from others.
    pub key: String,
    /// The solution area.
    pub area: PlayArea,
    /// Words that its plays all hold.
    all: Vec<String>,
    /// Words of which its plays hold one.
    any: Vec<String>,
    en: PlayText,
    ja: PlayText,
}

/// What a seller reads of a motion.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct PlayText {
    /// What it is about, in a few words.
    pub title: String,
    /// What to say.
    pub talk: String,
    /// What to do next.
    pub next: String,
}

/// A solution area.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PlayArea {
    /// Microsoft 365.
    ModernWork,
    /// Devices.
    Surface,
    /// Security.
    Security,
    /// Azure: infrastructure, data and applications.
    Azure,
    /// Dynamics 365 and Power Platform.
    Dynamics,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Guides {
    #[serde(rename = "about")]
    _about: String,
    guides: Vec<PlayGuide>,
}

static GUIDES: LazyLock<Guides> = LazyLock::new(|| {
    // The asset is part of the program and read by a test.
    serde_json::from_str(include_str!("../../assets/plays.json")).unwrap_or_default()
});

impl PlayGuide {
    /// The guide of the play called `name`; `None` when its words tell no motion.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        let key = comparison_key(name);
        let has = |word: &String| key.contains(word.as_str());
        GUIDES.guides.iter().find(|guide| guide.all.iter().all(has) && guide.any.iter().any(has))
    }

    /// Its words in `language`.
    #[must_use]
    pub fn text(&self, language: Language) -> &PlayText {
        match language {
            Language::English => &self.en,
            Language::Japanese => &self.ja,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> &str {
        PlayGuide::of(name).map_or("", |guide| guide.key.as_str())
    }

    #[test]
    fn names_of_all_years_tell_their_motion() {
        for (name, expected) in [
            ("MigrateEOSSQLWithCLASPropensityAbove5Licenses", "servers_end_of_service"),
            ("Azure_Windows Server OR SQL Server: EOS 2012", "servers_end_of_service"),
            ("Azure_Windows Server OR SQL Server: Active Annuity", "servers"),
            ("MW_On Prem Acq_Office 2016_2019", "office_end_of_service"),
            ("MW_Transition Customer - Compete (Zoom) with M365", "compete_zoom"),
            ("MW_Transition Customer - Compete Google Workspace", "compete_google"),
            ("SeamlessSecurityUpsellexistingcloudcustomerCompeteEndpointSecurityMDB", "security"),
            ("MW_Upsell Existing Cloud Customer - ME3_OE5 to ME5", "m365_upsell"),
            ("D365_Azure Customers with No Power Platform", "power_platform"),
            ("D365_Quickbooks Customers with No BC", "dynamics_finance"),
            ("Azure_Modernize VDI to AVD: VMWare IB", "cloud_pc"),
            ("Azure_Migrate and Modernize VMware to Azure", "vmware"),
            ("MW_Surface Devices >25 Purchased in the Last 3 Years", "devices"),
            ("Azure_Azure Backup and ASR to Every Production Workload", "backup"),
            ("MW_Something that nobody knows yet", "modern_work"),
            ("Untold", ""),
        ] {
            assert_eq!(key(name), expected, "{name}");
        }
    }

    #[test]
    fn every_guide_is_whole_in_both_languages_and_every_known_play_has_one() {
        assert!(GUIDES.guides.len() > 20);
        for guide in &GUIDES.guides {
            for language in Language::ALL {
                let text = guide.text(language);
                assert!(![&text.title, &text.talk, &text.next].iter().any(|text| text.is_empty()), "{}", guide.key);
            }
            assert!(
                !guide.any.is_empty() && guide.all.iter().chain(&guide.any).all(|word| *word == comparison_key(word))
            );
        }
        let known = include_str!("../workbook/dictionary/report_columns.csv").lines();
        let plays = known.filter_map(|line| line.strip_prefix("play,")).map(|name| name.trim_matches('"'));
        let untold: Vec<&str> = plays.filter(|name| PlayGuide::of(name).is_none()).collect();
        assert!(untold.len() < 6, "{untold:?}");
    }
}
