//! What is kept from one start to the next.

pub use crate::support::language::Language;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How many recent files are kept.
const RECENT_KEPT: usize = 10;

/// The settings, as they stand in the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The language of the window; `None` follows the system.
    pub language: Option<Language>,
    /// Files opened before, the latest first.
    pub recent: Vec<PathBuf>,
}

impl Settings {
    /// Puts `path` on top of the recent files.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT_KEPT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_opened_again_moves_to_the_top() {
        let mut settings = Settings::default();
        for number in 0..12 {
            settings.remember(Path::new(&format!("{number}.xlsx")));
        }
        settings.remember(Path::new("5.xlsx"));
        assert_eq!(settings.recent.len(), RECENT_KEPT);
        assert_eq!(settings.recent.first().map(PathBuf::as_path), Some(Path::new("5.xlsx")));
        assert_eq!(settings.recent.iter().filter(|path| path.as_path() == Path::new("5.xlsx")).count(), 1);
    }
}
