//! Names of sheets as Excel allows them.

use std::collections::HashSet;

/// Most UTF-16 units of a sheet's name.
const MAX_UNITS: usize = 31;

/// `names` made valid and unlike each other, whatever their case; those that are both stay.
pub(super) fn valid_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = HashSet::new();
    names.map(|name| unlike(&valid(name), &mut taken)).collect()
}

fn valid(name: &str) -> String {
    let allowed =
        |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { '_' } else { c };
    let name: String = name.chars().map(allowed).collect();
    let name = start(&name, MAX_UNITS).trim_matches('\'').to_owned();
    // Excel keeps this name for itself.
    if name.eq_ignore_ascii_case("history") {
        return name + "_";
    }
    if name.trim().is_empty() { "Sheet".to_owned() } else { name }
}

/// The beginning of `name` in so many UTF-16 units.
fn start(name: &str, units: usize) -> &str {
    let mut count = 0;
    let too_far = name.char_indices().find(|(_, c)| {
        count += c.len_utf16();
        count > units
    });
    too_far.and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

fn unlike(name: &str, taken: &mut HashSet<String>) -> String {
    let mut new = name.to_owned();
    let mut number = 2;
    while !taken.insert(new.to_lowercase()) {
        let ending = format!(" ({number})");
        new = format!("{}{ending}", start(name, MAX_UNITS - ending.len()));
        number += 1;
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_excel_refuses_become_others() {
        let long = "顧客".repeat(20);
        let names = ["Data", "data", "a/b:c", "", "'x'", "History", &long, &long];
        let valid = valid_names(names.into_iter());
        assert_eq!(valid[..6], ["Data", "data (2)", "a_b_c", "Sheet", "x", "History_"]);
        assert_eq!(valid[6].chars().count(), MAX_UNITS);
        assert_eq!(valid[7], format!("{} (2)", "顧客".repeat(13) + "顧"));
    }
}
