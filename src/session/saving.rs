//! Saving marked-up copies: one at a time, the others wait; the source file only after a question.

use crate::domain::model::Model;
use crate::session::action::Effect;
use crate::session::copy_columns::{CopyColumns, CopyPart, parts_of_model};
use crate::session::job::{Job, JobFailed};
use crate::session::marked_columns::{PortfolioMarks, marked_sheet};
use crate::session::notice::Notice;
use crate::session::writing::Writing;
use crate::session::{Session, same_file};
use crate::support::progress::Progress;
use crate::workbook::markup::{MarkedSheet, Marks, SaveError, SavedCopy, save_marked_copy};
use crate::workbook::source::Source;
use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The copies that are saved, wait, or are asked about.
#[derive(Default)]
pub(super) struct Saves {
    pub(super) running: Option<Saving>,
    /// Saved once the copy that is being saved is done.
    waiting: VecDeque<Copy>,
    /// Saved once our own scores are there, which it carries; the last says whether it may overwrite its source.
    after_scoring: Vec<(Source, PathBuf, bool)>,
    /// Would write over its source.
    pub(super) asked: Option<Copy>,
    /// The models whose columns copies get; `None` for the report's own.
    pub(super) models: Option<BTreeSet<Model>>,
    /// The file whose copy's columns are being chosen.
    pub(super) choosing: Option<Source>,
}

/// What a person did about the columns of a marked-up copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyAction {
    /// Take a model's columns in, or leave them out.
    ToggleModel(Model),
    /// Take this of all models in, or leave it out.
    TogglePart(CopyPart),
    /// Choose where the copy goes.
    ChooseTarget,
    /// Save no copy.
    Close,
}

/// The columns that a marked-up copy will get, while they are chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyPage {
    /// The file's name.
    pub file: String,
    /// The models that there is something to say of: whether they are chosen, and whether the report itself speaks of them.
    pub models: Vec<(Model, bool, bool)>,
    /// What there is to say of any, and whether it is chosen.
    pub parts: Vec<(CopyPart, bool)>,
    /// How many columns of models the copy gets.
    pub columns: usize,
}

pub(super) struct Saving {
    pub(super) job: Job<Result<SavedCopy, SaveError>>,
    pub(super) target: PathBuf,
    overwrites_source: bool,
}

/// A marked-up copy that is to be saved, with all that it needs: what is open may be another portfolio by then.
pub(super) struct Copy {
    source: Source,
    pub(super) target: PathBuf,
    overwrite_source: bool,
    sheet: MarkedSheet,
    marks: PortfolioMarks,
}

impl Session {
    /// Asks which columns the copy of the opened file at `file` gets.
    pub(super) fn ask_target(&mut self, file: usize) {
        let opened = self.scored.as_ref().and_then(|scored| scored.portfolio.files.get(file));
        self.saves.choosing = opened.map(|file| file.origin.source.clone());
    }

    /// The columns that the copy will get, while they are chosen.
    #[must_use]
    pub fn copy_page(&self) -> Option<CopyPage> {
        let (scored, source) = (self.scored.as_deref()?, self.saves.choosing.as_ref()?);
        let own = &scored.portfolio.files.iter().find(|file| file.origin.source == *source)?.models;
        let chosen = self.copy_columns();
        let known: Vec<(Model, Vec<CopyPart>)> =
            scored.models().map(|model| (model, parts_of_model(scored, model))).collect();
        let models = known.iter().filter(|(_, parts)| !parts.is_empty());
        let models = models.map(|(model, _)| (*model, chosen.has_model(*model, own), own.contains(model))).collect();
        let is_known = |part: &CopyPart| known.iter().any(|(_, parts)| parts.contains(part));
        let parts = CopyPart::ALL.into_iter().filter(is_known);
        let parts = parts.map(|part| (part, !chosen.without.contains(&part))).collect();
        let columns = chosen.parts_of(scored, own, |_, _| false).len();
        Some(CopyPage { file: source.name(), models, parts, columns })
    }

    pub(super) fn act_on_copy(&mut self, action: CopyAction) -> Vec<Effect> {
        match action {
            CopyAction::ToggleModel(model) => {
                let models = self.copy_page().into_iter().flat_map(|page| page.models);
                let chosen = models.filter(|(known, is_chosen, _)| *is_chosen != (*known == model));
                self.saves.models = Some(chosen.map(|(known, ..)| known).collect());
            }
            CopyAction::TogglePart(part) => {
                let without = &mut self.settings.copies_without;
                if !without.remove(&part) {
                    without.insert(part);
                }
            }
            CopyAction::ChooseTarget => {
                let Some(source) = self.saves.choosing.take() else { return Vec::new() };
                let folder = source.path().and_then(Path::parent).map(Path::to_owned);
                let name = proposed_name(&source.name());
                let (writing, name) = (Writing::Copy(source), Some(name));
                return vec![Effect::ChooseTarget { writing, folder, name }];
            }
            CopyAction::Close => self.saves.choosing = None,
        }
        Vec::new()
    }

    /// The columns that copies get from now on, until other files are opened.
    pub fn choose_copy_columns(&mut self, chosen: CopyColumns) {
        self.saves.models = chosen.models;
        self.settings.copies_without = chosen.without;
    }

    fn copy_columns(&self) -> CopyColumns {
        CopyColumns { models: self.saves.models.clone(), without: self.settings.copies_without.clone() }
    }

    /// What was chosen for files that are no longer open.
    pub(super) fn forget_copy_models(&mut self) {
        (self.saves.models, self.saves.choosing) = (None, None);
    }

    pub(super) fn save(&mut self, source: Source, target: PathBuf) {
        let is_target = |source: &Source| source.path().is_some_and(|path| same_file(path, &target));
        let hits_source = is_target(&source);
        let hits_another = self.sources().iter().any(|other| *other != source && is_target(other));
        if hits_another {
            self.notices.push(Notice::SaveFailed(Arc::new(SaveError::TargetIsOpen)));
            return;
        }
        if hits_source {
            self.saves.asked = self.copy(source, target);
        } else {
            self.save_to(source, target, false);
        }
    }

    /// Saves a copy, once our own scores are there.
    fn save_to(&mut self, source: Source, target: PathBuf, overwrite_source: bool) {
        if self.scoring.is_some() || self.banding.is_some() {
            self.saves.after_scoring.push((source, target, overwrite_source));
            return;
        }
        self.wait_for_changed_marks();
        let Some(copy) = self.copy(source, target) else { return };
        if copy.marks.columns().is_empty() {
            self.notices.push(Notice::NothingToMark);
        } else {
            self.start_saving(Copy { overwrite_source, ..copy });
        }
    }

    /// Saves what waited for our own scores, which are there now, or will not be.
    pub(super) fn save_what_waited(&mut self) {
        for (source, target, overwrite_source) in std::mem::take(&mut self.saves.after_scoring) {
            self.save_to(source, target, overwrite_source);
        }
    }

    fn copy(&self, source: Source, target: PathBuf) -> Option<Copy> {
        let scored = self.scored.clone()?;
        let opened = scored.portfolio.files.iter().find(|file| file.origin.source == source)?;
        let sheet = marked_sheet(opened);
        let marks = PortfolioMarks::new(
            Arc::clone(&scored),
            opened,
            self.mark_words.clone(),
            self.currency,
            self.own_columns(),
            &self.copy_columns(),
        );
        Some(Copy { source, target, overwrite_source: false, sheet, marks })
    }

    /// Takes the answer to the question, and opens what was dropped on the window meanwhile.
    pub(super) fn answer_overwrite(&mut self, may_overwrite: bool) {
        if let Some(copy) = self.saves.asked.take().filter(|_| may_overwrite) {
            self.save_to(copy.source, copy.target, true);
        }
        if let Some(sources) = self.open_after_question.take() {
            self.start_opening(sources);
        }
    }

    fn start_saving(&mut self, copy: Copy) {
        if self.saves.running.is_some() {
            self.saves.waiting.push_back(copy);
            return;
        }
        let (target, overwrites_source) = (copy.target.clone(), copy.overwrite_source);
        let job = Job::start("save", Arc::clone(&self.waker), move |progress: &Progress| {
            let Copy { source, target, overwrite_source, sheet, marks } = &copy;
            save_marked_copy(source, target, *overwrite_source, sheet, marks, progress)
        });
        self.saves.running = Some(Saving { job, target, overwrites_source });
    }

    pub(super) fn finish_saving(&mut self, saved: Result<Result<SavedCopy, SaveError>, JobFailed>) {
        let overwrote_source = self.saves.running.take().is_some_and(|saving| saving.overwrites_source);
        // The file is another one than was read; it is read again, so that it can be marked again.
        if overwrote_source && matches!(saved, Ok(Ok(_))) {
            self.start_opening(self.sources());
        }
        self.notices.extend(match saved {
            Ok(Ok(copy)) => Some(Notice::Saved(Arc::new(copy))),
            Ok(Err(error)) if error.key() == "cancelled" => None,
            Ok(Err(error)) => Some(Notice::SaveFailed(Arc::new(error))),
            Err(failed) => Some(Notice::JobFailed(failed)),
        });
        if let Some(next) = self.saves.waiting.pop_front() {
            self.start_saving(next);
        }
    }

    /// Waits for the copies that are being saved: a window that closes must not cut them short.
    pub fn wait_for_saves(&mut self) {
        if !self.saves.after_scoring.is_empty()
            && let Some(scored) = self.scoring.as_ref().map(Job::wait)
        {
            self.finish_scoring(scored);
        }
        self.wait_for_bands();
        while let Some(saved) = self.saves.running.as_ref().map(|saving| saving.job.wait()) {
            self.finish_saving(saved);
        }
        self.wait_for_export();
    }
}

/// `report.xlsx` becomes `report-marked.xlsx`; macros keep their extension, and what is no package of parts becomes one.
#[must_use]
pub fn proposed_name(name: &str) -> String {
    let is_kept = |extension: &str| matches!(extension.to_lowercase().as_str(), "xlsx" | "xlsm" | "xltx" | "xltm");
    match name.rsplit_once('.') {
        Some((stem, extension)) if is_kept(extension) => format!("{stem}-marked.{extension}"),
        Some((stem, _)) if !stem.is_empty() => format!("{stem}-marked.xlsx"),
        _ => format!("{name}-marked.xlsx"),
    }
}

#[cfg(test)]
mod tests {
    use super::proposed_name;

    #[test]
    fn a_copy_is_proposed_as_what_can_be_written() {
        for (name, proposed) in [
            ("a.b.xlsx", "a.b-marked.xlsx"),
            ("macros.XLSM", "macros-marked.XLSM"),
            ("old.xls", "old-marked.xlsx"),
            ("顧客.csv", "顧客-marked.xlsx"),
            ("bare", "bare-marked.xlsx"),
        ] {
            assert_eq!(proposed_name(name), proposed);
        }
    }
}
