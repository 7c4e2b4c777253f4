//! What is kept from one start to the next.

use crate::session::copy_columns::CopyPart;
use crate::session::kept_portfolio::KeptPortfolio;
use crate::session::preferences::Preferences;
use crate::session::saved_view::SavedView;
pub use crate::support::language::Language;
use crate::workbook::choices::Mapping;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How many recent files are kept.
const RECENT_KEPT: usize = 10;

/// How many portfolios are kept as they were left.
const PORTFOLIOS_KEPT: usize = 12;

/// For how many kinds of tables the columns chosen by hand are kept.
const MAPPINGS_KEPT: usize = 50;

/// The settings, as they stand in the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The language of the window; `None` follows the system.
    pub language: Option<Language>,
    /// How the window looks and writes.
    pub preferences: Preferences,
    /// Files opened before, the latest first.
    pub recent: Vec<PathBuf>,
    /// Columns chosen by hand, the latest first.
    pub mappings: Vec<Mapping>,
    /// Views of the table that are kept, in the order of their names.
    pub views: Vec<SavedView>,
    /// Portfolios as they were left, the latest first.
    pub portfolios: Vec<KeptPortfolio>,
    /// What is not wanted in marked-up copies.
    pub copies_without: BTreeSet<CopyPart>,
}

impl Settings {
    /// Puts `path` on top of the recent files.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT_KEPT);
    }

    /// Keeps `portfolio` on top of the others, in place of what was kept of the same files.
    pub fn remember_portfolio(&mut self, portfolio: KeptPortfolio) {
        self.portfolios.retain(|known| !known.is_of(&portfolio.files));
        self.portfolios.insert(0, portfolio);
        self.portfolios.truncate(PORTFOLIOS_KEPT);
    }

    /// The files of the portfolios opened before, the latest first; then single files that none of them has.
    pub fn recent_portfolios(&self) -> impl Iterator<Item = &[PathBuf]> {
        let is_kept = |path: &&PathBuf| self.portfolios.iter().any(|kept| kept.files.contains(path));
        let alone = self.recent.iter().filter(move |path| !is_kept(path)).map(std::slice::from_ref);
        self.portfolios.iter().map(|kept| kept.files.as_slice()).chain(alone)
    }

    /// Keeps `view` in place of an older one of the same name.
    pub fn remember_view(&mut self, view: SavedView) {
        self.views.retain(|known| known.name != view.name);
        let at = self.views.partition_point(|known| known.name < view.name);
        self.views.insert(at, view);
    }

    /// Keeps `mapping` in place of an older one for the same headers; one that chooses nothing is forgotten.
    pub fn remember_mapping(&mut self, mapping: Mapping) {
        self.mappings.retain(|known| known.signature != mapping.signature);
        if !mapping.columns.is_empty() {
            self.mappings.insert(0, mapping);
            self.mappings.truncate(MAPPINGS_KEPT);
        }
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

    #[test]
    fn mappings_survive_a_restart_and_old_settings_still_load() {
        use crate::workbook::choices::{ColumnChoices, HeaderSignature, ReadAs};
        let mut columns = ColumnChoices::default();
        columns.set("Kunde", Some(ReadAs::Column("CustomerID".to_owned())));
        columns.set("Notiz", Some(ReadAs::Nothing));
        let signature = HeaderSignature::of(["Kunde", "Notiz"]);
        let mut settings = Settings::default();
        settings.remember_mapping(Mapping { signature: signature.clone(), columns });
        let kept: Settings = serde_json::from_str(&serde_json::to_string(&settings).unwrap()).unwrap();
        assert_eq!(kept, settings);
        settings.remember_mapping(Mapping { signature, columns: ColumnChoices::default() });
        assert!(settings.mappings.is_empty());
        let old: Settings = serde_json::from_str(r#"{"language":null,"recent":["a.xlsx"]}"#).unwrap();
        assert_eq!(old.recent, [PathBuf::from("a.xlsx")]);
        assert_eq!(old.preferences, Preferences::default());
    }
}
