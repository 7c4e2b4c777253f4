//! Workloads that only make sense beside another one, from `assets/workload_prerequisites.json`.
//!
//! Degenerate case: where nobody in the data owns anything that a workload needs, the data do not speak of it, and the
//! workload stays open.

use crate::support::text::comparison_key;
use serde::Deserialize;
use std::sync::LazyLock;

/// What workloads need.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prerequisites {
    /// What the file is, for its readers.
    pub about: String,
    /// The workloads that need something.
    pub workloads: Vec<Prerequisite>,
}

/// What one workload needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    /// The names it goes by.
    pub names: Vec<String>,
    /// Of these one at least must be owned.
    pub needs_one_of: Vec<String>,
    /// Why.
    pub reason: String,
    /// The page that says so.
    pub source: String,
}

static BUILT_IN: LazyLock<Prerequisites> = LazyLock::new(|| {
    let nothing = || Prerequisites { about: String::new(), workloads: Vec::new() };
    // A test reads the file; a wrong one could only come with a wrong build.
    serde_json::from_str(include_str!("../../../assets/workload_prerequisites.json")).unwrap_or_else(|_| nothing())
});

impl Prerequisites {
    /// The table that the program brings.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// These prerequisites among `items`.
    #[must_use]
    pub fn among(&self, items: &[String]) -> ItemPrerequisites {
        let keys: Vec<String> = items.iter().map(|item| comparison_key(item)).collect();
        let places = |names: &[String]| -> Vec<u16> {
            let named: Vec<String> = names.iter().map(|name| comparison_key(name)).collect();
            (0_u16..).zip(&keys).filter(|(_, key)| named.contains(key)).map(|(place, _)| place).collect()
        };
        let mut needs = vec![Vec::new(); items.len()];
        for workload in &self.workloads {
            for of in places(&workload.names) {
                if let Some(needs) = needs.get_mut(usize::from(of)) {
                    *needs = places(&workload.needs_one_of);
                }
            }
        }
        ItemPrerequisites(needs)
    }
}

/// For each item those of which one must be owned; none when nothing is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemPrerequisites(Vec<Vec<u16>>);

impl ItemPrerequisites {
    /// Of which items one must be owned for `item`; none when nothing is needed.
    #[must_use]
    pub fn of(&self, item: u16) -> &[u16] {
        self.0.get(usize::from(item)).map_or(&[][..], Vec::as_slice)
    }

    /// Whether a customer that owns `owned` has what `item` needs.
    #[must_use]
    pub fn hold(&self, owned: &[u16], item: u16) -> bool {
        let needs = self.of(item);
        needs.is_empty() || needs.iter().any(|needed| owned.contains(needed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workload_waits_for_what_it_needs_where_the_data_speak_of_it() {
        let table = Prerequisites::built_in();
        assert!(table.workloads.iter().all(|one| one.source.starts_with("https://learn.microsoft.com/")));
        let items = ["AZURE MONITOR", "Bastion", "Microsoft Sentinel", "Storage"].map(str::to_owned);
        let among = table.among(&items);
        assert!(!among.hold(&[3], 2));
        assert!(among.hold(&[0], 2));
        assert!(among.hold(&[3], 1), "no virtual machines are in the data");
        assert!(among.hold(&[], 3));
    }
}
