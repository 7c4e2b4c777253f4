//! Profiles kept under names, each with its earlier versions: a versioned document of the program's own.

use crate::domain::Date;
use crate::domain::profile::ScoringProfile;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The version of libraries that this program writes, and the latest that it reads.
const LIBRARY_VERSION: u32 = 1;

/// How many versions of one profile are kept.
const VERSIONS_KEPT: usize = 100;

/// The profile in use, and those that are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileLibrary {
    #[serde(deserialize_with = "known_version")]
    version: u32,
    /// The profile that customers are scored by; `None` for the default.
    pub in_use: Option<ScoringProfile>,
    /// Profiles by name, in the order in which they were first saved.
    profiles: Vec<NamedProfile>,
}

/// A profile with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedProfile {
    /// What a person calls it.
    pub name: String,
    /// Its versions, the latest last; there is at least one.
    pub versions: Vec<ProfileVersion>,
}

/// One version of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileVersion {
    /// Counted from 1; numbers are not used again.
    pub number: u32,
    /// The day it was saved, where the program was told the day.
    #[serde(default, with = "crate::domain::day_text")]
    pub saved: Option<Date>,
    /// What it says.
    pub profile: ScoringProfile,
}

fn known_version<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let version = u32::deserialize(from)?;
    if version > LIBRARY_VERSION {
        let newer = format!("version {version} was written by a newer program; this one knows up to {LIBRARY_VERSION}");
        return Err(D::Error::custom(newer));
    }
    Ok(version)
}

impl Default for ProfileLibrary {
    fn default() -> Self {
        Self { version: LIBRARY_VERSION, in_use: None, profiles: Vec::new() }
    }
}

impl ProfileLibrary {
    /// The profiles that are kept, in the order in which they were first saved.
    #[must_use]
    pub fn profiles(&self) -> &[NamedProfile] {
        &self.profiles
    }

    /// Keeps `profile` under `name` as a new version; nothing new where the latest version says the same. An empty name is
    /// none. Returns the number of the version that now is the latest.
    pub fn save(&mut self, name: &str, profile: &ScoringProfile, day: Option<Date>) -> Option<u32> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let version = |number| ProfileVersion { number, saved: day, profile: profile.clone() };
        let Some(known) = self.profiles.iter_mut().find(|known| known.name == name) else {
            self.profiles.push(NamedProfile { name: name.to_owned(), versions: vec![version(1)] });
            return Some(1);
        };
        let last = known.versions.last();
        let number = last.map_or(0, |last| last.number);
        if last.is_some_and(|last| last.profile == *profile) {
            return Some(number);
        }
        known.versions.push(version(number + 1));
        if known.versions.len() > VERSIONS_KEPT {
            known.versions.remove(0);
        }
        Some(number + 1)
    }

    /// The version `number` of the profile `name`.
    #[must_use]
    pub fn find(&self, name: &str, number: u32) -> Option<&ProfileVersion> {
        let named = self.profiles.iter().find(|known| known.name == name)?;
        named.versions.iter().find(|version| version.number == number)
    }

    /// Forgets the profile `name` with all its versions; whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.profiles.len();
        self.profiles.retain(|known| known.name != name);
        self.profiles.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::segment::SegmentRule;
    use jiff::civil::date;

    fn with_medium(employees: u32) -> ScoringProfile {
        let segment_rule = SegmentRule { medium_employees: employees, ..SegmentRule::default() };
        ScoringProfile { segment_rule, ..ScoringProfile::default() }
    }

    #[test]
    fn versions_count_up_and_the_same_again_is_no_new_one() {
        let mut library = ProfileLibrary::default();
        let day = Some(date(2026, 10, 1));
        assert_eq!(library.save(" West ", &with_medium(20), day), Some(1));
        assert_eq!(library.save("West", &with_medium(20), None), Some(1));
        assert_eq!(library.save("West", &with_medium(21), None), Some(2));
        assert_eq!(library.save("  ", &with_medium(21), None), None);
        assert_eq!(
            library.find("West", 1).map(|version| (version.saved, version.profile.clone())),
            Some((day, with_medium(20)))
        );
        assert!(library.find("West", 3).is_none() && library.find("East", 1).is_none());
        assert!(library.remove("West") && !library.remove("West"));
    }

    #[test]
    fn a_library_survives_json_and_a_newer_one_is_refused() {
        let mut library = ProfileLibrary { in_use: Some(with_medium(9)), ..ProfileLibrary::default() };
        library.save("顧客", &with_medium(20), Some(date(2026, 10, 1)));
        library.save("顧客", &with_medium(30), None);
        let json = serde_json::to_string(&library).unwrap();
        assert_eq!(serde_json::from_str::<ProfileLibrary>(&json).unwrap(), library);
        let newer = serde_json::from_str::<ProfileLibrary>(r#"{"version":2}"#).unwrap_err();
        assert!(newer.to_string().contains("newer program"), "{newer}");
    }
}
