//! Saving the brief of the customer that is shown: the session says what and where, its surroundings draw and write it.

use crate::session::Session;
use crate::session::action::Effect;
use crate::session::job::JobFailed;
use crate::session::notice::Notice;
use crate::workbook::markup::SaveError;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Letters that no file name may have on some system.
const NOT_IN_NAMES: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

impl Session {
    /// Asks where the brief of the customer that is shown goes.
    pub(super) fn ask_brief_target(&self) -> Vec<Effect> {
        let Some(page) = self.customer_page() else { return Vec::new() };
        let hides = self.settings.preferences.names_hidden;
        // A file's name is seen by those who look on.
        let number = || format!("{:05}", u64::from(page.customer) + 1);
        let name = if hides { number() } else { page.identity.name.clone().unwrap_or_default() };
        let customer =
            name.chars().map(|c| if NOT_IN_NAMES.contains(&c) || c.is_control() { '_' } else { c }).collect();
        let folder = self.sources().iter().find_map(|source| source.path()?.parent().map(Path::to_owned));
        vec![Effect::ChooseBriefTarget { customer, folder }]
    }

    /// Has the brief written, one at a time; nothing that is open is written over.
    pub(super) fn save_brief(&mut self, target: PathBuf) -> Vec<Effect> {
        if self.customer_page().is_none() || self.brief.is_some() {
            return Vec::new();
        }
        if self.sources().iter().any(|source| source.path().is_some_and(|path| super::same_file(path, &target))) {
            self.notices.push(Notice::SaveFailed(Arc::new(SaveError::TargetIsOpen)));
            return Vec::new();
        }
        self.brief = Some(target.clone());
        vec![Effect::WriteBrief { target }]
    }

    /// Takes in how the writing of a brief that [`Effect::WriteBrief`] asked for went.
    pub fn brief_written(&mut self, written: Result<(), SaveError>) {
        let Some(target) = self.brief.take() else { return };
        self.notices.push(match written {
            Ok(()) => Notice::BriefSaved(target),
            Err(error) => Notice::SaveFailed(Arc::new(error)),
        });
    }

    /// The writing of a brief panicked: a defect of this program.
    pub fn brief_failed(&mut self, failed: JobFailed) {
        self.brief = None;
        self.notices.push(Notice::JobFailed(failed));
    }
}
