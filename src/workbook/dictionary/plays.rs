//! Plays are new every July; their names follow a pattern.

use unicode_normalization::UnicodeNormalization;

/// How the names of plays begin.
#[derive(Default)]
pub(super) struct PlayPattern {
    /// Solution areas, which stand apart from what follows: `MW_`, `Azure - `.
    pub areas: Vec<String>,
    /// What sentences without spaces begin with: `EnableRemoteWork`.
    pub starts: Vec<String>,
}

/// A play's name is a sentence; shorter ones that begin alike are something else.
const SHORTEST_PLAY: usize = 12;
/// The same after a fiscal year, which few other columns begin with.
const SHORTEST_PLAY_OF_A_YEAR: usize = 8;

impl PlayPattern {
    /// Whether `header`, whose comparison key is `key`, is named as plays are in any year.
    pub fn fits(&self, header: &str, key: &str) -> bool {
        let (year, key) = match fiscal_year(key) {
            Some((year, rest)) => (Some(year), rest),
            None => (None, key),
        };
        let shortest = if year.is_some() { SHORTEST_PLAY_OF_A_YEAR } else { SHORTEST_PLAY };
        if key.chars().count() < shortest {
            return false;
        }
        let bare = if year.is_some() {
            header.nfkc().skip_while(|c| !c.is_ascii_digit()).skip(2).collect()
        } else {
            header.nfkc().collect::<String>()
        };
        self.starts.iter().any(|start| key.starts_with(start))
            || self.areas.iter().any(|area| stands_apart(&bare, area))
    }
}

/// The two digits of a fiscal year that `key` begins with, and what follows.
pub(super) fn fiscal_year(key: &str) -> Option<(&str, &str)> {
    let rest = key.strip_prefix("fy")?;
    let (year, rest) = (rest.get(..2)?, rest.get(2..)?);
    year.bytes().all(|byte| byte.is_ascii_digit()).then_some((year, rest))
}

/// Whether `header` begins with the letters of `area`, and something else than a letter or digit follows.
fn stands_apart(header: &str, area: &str) -> bool {
    let mut rest = header.chars().skip_while(|c| !c.is_alphanumeric());
    let mut wanted = area.chars().peekable();
    while let Some(&next) = wanted.peek() {
        match rest.next() {
            Some(c) if c.to_lowercase().eq([next]) => {
                wanted.next();
            }
            Some(c) if !c.is_alphanumeric() => {}
            _ => return false,
        }
    }
    rest.next().is_some_and(|c| !c.is_alphanumeric())
}
