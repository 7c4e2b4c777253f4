//! Profiles that are kept: under names, with versions, from and to files.

use crate::domain::profile::ScoringProfile;
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::documents::DocumentNotice;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::session::tuning::TuningAction;
use crate::session::writing::Writing;
use crate::workbook::json_file::{JsonFileError, read_json, write_json};
use std::path::PathBuf;
use std::sync::Arc;

/// The file of profiles in the program's folder.
const FILE: &str = "profiles.json";

/// A profile that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileChoice {
    /// The one that customers are scored by.
    InUse,
    /// The draft.
    Draft,
    /// A version of one that is kept.
    Kept {
        /// Its name.
        name: String,
        /// Its number.
        number: u32,
    },
    /// The program's own, by Microsoft's limits and map.
    Default,
}

/// Something a person did about the profiles that are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileAction {
    /// Keep the draft, else the profile in use, under this name.
    SaveAs(String),
    /// Make this the draft, so that who would move is seen before it is accepted.
    Revert(ProfileChoice),
    /// Forget the profile of this name.
    Remove(String),
    /// Show how this differs from the profile in use; `None` for no longer.
    Compare(Option<ProfileChoice>),
    /// Choose a file to make a draft of.
    AskImport,
    /// Make this file the draft.
    Import(PathBuf),
    /// Choose where the draft, else the profile in use, is written to.
    AskExport,
    /// Write it there.
    Export(PathBuf),
}

/// Reading and writing of profiles.
#[derive(Default)]
pub(super) struct ProfileFiles {
    importing: Option<Job<Result<ScoringProfile, JsonFileError>>>,
    exporting: Option<Job<(PathBuf, Result<(), JsonFileError>)>>,
    keeping: Option<Job<Result<(), JsonFileError>>>,
    /// Something changed while the library was being written.
    keep_again: bool,
    /// The library on disk could not be read; it is not written over.
    is_foreign: bool,
    compared: Option<ProfileChoice>,
}

impl Session {
    pub(super) fn act_on_profiles(&mut self, action: ProfileAction) -> Vec<Effect> {
        match action {
            ProfileAction::SaveAs(name) => {
                let profile = self.draft_or_profile();
                if self.library.save(&name, &profile, self.today).is_some() {
                    self.keep_profiles();
                }
            }
            ProfileAction::Revert(choice) => {
                if let Some(profile) = self.chosen_profile(&choice).cloned() {
                    self.set_draft(Arc::new(profile));
                }
            }
            ProfileAction::Remove(name) => {
                if self.library.remove(&name) {
                    self.keep_profiles();
                }
                let is_gone = |choice: &ProfileChoice| self.chosen_profile(choice).is_none();
                if self.profile_files.compared.as_ref().is_some_and(is_gone) {
                    self.profile_files.compared = None;
                }
            }
            ProfileAction::Compare(choice) => self.profile_files.compared = choice,
            ProfileAction::AskImport => return vec![Effect::ChooseProfile],
            ProfileAction::AskExport => {
                return vec![Effect::ChooseTarget { writing: Writing::Profile, folder: None, name: None }];
            }
            ProfileAction::Import(path) => {
                let read = move |_: &_| read_json(&path);
                self.profile_files.importing = Some(Job::start("import-profile", Arc::clone(&self.waker), read));
            }
            ProfileAction::Export(path) => {
                let profile = self.draft_or_profile();
                let target = path.clone();
                let write = move |_: &_| (target, write_json(&path, &profile));
                self.profile_files.exporting = Some(Job::start("export-profile", Arc::clone(&self.waker), write));
            }
        }
        Vec::new()
    }

    fn draft_or_profile(&self) -> ScoringProfile {
        self.tuning.draft.as_deref().unwrap_or(&self.profile).clone()
    }

    /// The profile that `choice` names, if there is one.
    #[must_use]
    pub fn chosen_profile(&self, choice: &ProfileChoice) -> Option<&ScoringProfile> {
        match choice {
            ProfileChoice::InUse => Some(&self.profile),
            ProfileChoice::Draft => self.tuning.draft.as_deref(),
            ProfileChoice::Kept { name, number } => self.library.find(name, *number).map(|version| &version.profile),
            ProfileChoice::Default => Some(&self.default_profile),
        }
    }

    /// The profile that is compared with the one in use, where one is.
    #[must_use]
    pub fn compared_profile(&self) -> Option<(&ProfileChoice, &ScoringProfile)> {
        let choice = self.profile_files.compared.as_ref()?;
        self.chosen_profile(choice).map(|profile| (choice, profile))
    }

    /// Keeps profiles in `folder` from now on, and scores by the one that was in use there.
    pub fn keep_in(&mut self, folder: PathBuf) {
        let path = folder.join(FILE);
        self.data_folder = Some(folder);
        match read_json(&path) {
            Ok(library) => {
                self.library = library;
                if let Some(profile) = self.library.in_use.clone() {
                    self.use_profile(profile);
                }
            }
            Err(JsonFileError::Unreadable { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                self.profile_files.is_foreign = true;
                self.notices.push(Notice::Document(DocumentNotice::ProfilesNotRead(Arc::new(error))));
            }
        }
    }

    /// Keeps the profile in use, where it is another one than is kept.
    pub(super) fn keep_profile_in_use(&mut self) {
        if *self.library.in_use.as_ref().unwrap_or(&self.default_profile) != self.profile {
            self.keep_profiles();
        }
    }

    /// Writes the library, once the writing that runs is done.
    pub(super) fn keep_profiles(&mut self) {
        let is_default = self.profile == self.default_profile;
        self.library.in_use = (!is_default).then(|| self.profile.clone());
        let Some(folder) = self.data_folder.as_ref().filter(|_| !self.profile_files.is_foreign) else { return };
        if self.profile_files.keeping.is_some() {
            self.profile_files.keep_again = true;
            return;
        }
        let (path, library) = (folder.join(FILE), self.library.clone());
        let write = move |_: &_| write_json(&path, &library);
        self.profile_files.keeping = Some(Job::start("keep-profiles", Arc::clone(&self.waker), write));
    }

    fn finish_keeping(&mut self, kept: Result<Result<(), JsonFileError>, JobFailed>) {
        self.profile_files.keeping = None;
        match kept {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                let target = self.data_folder.as_ref().map(|folder| folder.join(FILE)).unwrap_or_default();
                self.tell_written(target, Err(error.into()));
            }
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
        if std::mem::take(&mut self.profile_files.keep_again) {
            self.keep_profiles();
        }
    }

    fn finish_importing(&mut self, read: Result<Result<ScoringProfile, JsonFileError>, JobFailed>) {
        self.profile_files.importing = None;
        match read {
            Ok(Ok(profile)) => {
                let draft = TuningAction::Change(Arc::new(profile));
                self.act_on_tuning(draft);
            }
            Ok(Err(error)) => self.notices.push(Notice::Document(DocumentNotice::ProfileNotRead(Arc::new(error)))),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    fn finish_exporting(&mut self, written: Result<(PathBuf, Result<(), JsonFileError>), JobFailed>) {
        self.profile_files.exporting = None;
        match written {
            Ok((target, written)) => self.tell_written(target, written.map(|()| None).map_err(Into::into)),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    pub(super) fn profiles_are_busy(&self) -> bool {
        let files = &self.profile_files;
        files.importing.is_some() || files.exporting.is_some() || files.keeping.is_some()
    }

    /// Takes in what reading and writing have finished; true when something changed.
    pub(super) fn take_profile_results(&mut self) -> bool {
        let imported = self.profile_files.importing.as_ref().and_then(Job::poll);
        let exported = self.profile_files.exporting.as_ref().and_then(Job::poll);
        let kept = self.profile_files.keeping.as_ref().and_then(Job::poll);
        let changed = imported.is_some() || exported.is_some() || kept.is_some();
        if let Some(read) = imported {
            self.finish_importing(read);
        }
        if let Some(written) = exported {
            self.finish_exporting(written);
        }
        if let Some(kept) = kept {
            self.finish_keeping(kept);
        }
        changed
    }

    /// Waits until profiles are read and written: a window that closes must not cut that short.
    pub fn wait_for_profiles(&mut self) {
        while self.profiles_are_busy() {
            if let Some(read) = self.profile_files.importing.as_ref().map(Job::wait) {
                self.finish_importing(read);
            }
            if let Some(written) = self.profile_files.exporting.as_ref().map(Job::wait) {
                self.finish_exporting(written);
            }
            if let Some(kept) = self.profile_files.keeping.as_ref().map(Job::wait) {
                self.finish_keeping(kept);
            }
        }
    }
}
