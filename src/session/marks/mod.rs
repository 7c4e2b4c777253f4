//! Marks: what a person notes of customers, changed one by one or in bulk, and always to be undone.

pub mod columns;
mod keeper;
pub mod merge;
mod merging;
mod writing;

pub use keeper::MarkAccess;

use crate::domain::mark::{Mark, MarkEdit};
use crate::domain::model::Model;
use crate::insight::marks::{MarkKey, Marks, Placed};
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::{MarkNotice, Notice};
use crate::session::undo::StepName;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::source::Source;
use columns::OwnColumns;
use keeper::{Keeper, Loaded};
use merge::MergePage;
use merging::Comparing;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use writing::{MarkOrder, MarkOrders};

/// Something a person did about marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkAction {
    /// Change one part of the marks of these customers.
    Change {
        /// The customers of the open portfolio.
        customers: Vec<CustomerIndex>,
        /// For which model; `None` for the customers as a whole.
        model: Option<Model>,
        /// What changes.
        edit: MarkEdit,
    },
    /// Choose a marked-up copy to take marks over from.
    AskMerge,
    /// Hold this copy against the marks.
    Merge(Source),
    /// Choose the copy's side, or ours, in a row of the page.
    ChooseMerge {
        /// The row's position.
        row: usize,
        /// Whether the copy's side is chosen.
        takes_theirs: bool,
    },
    /// Choose the copy's side, or ours, in all rows.
    ChooseAllMerges(bool),
    /// Take over what is chosen.
    ApplyMerge,
    /// Leave all marks as they are.
    CloseMerge,
    /// What was recovered after an unclean end stays.
    KeepRecovered,
    /// What was recovered after an unclean end goes.
    DiscardRecovered,
}

/// One mark before and after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkChange {
    /// Whose.
    pub key: MarkKey,
    /// What was noted.
    pub before: Mark,
    /// What is noted now.
    pub after: Mark,
}

/// The marks and what is done with them.
#[derive(Default)]
pub(super) struct MarkDesk {
    /// All marks.
    pub(super) marks: Arc<Marks>,
    /// Looks for the marked customers in a portfolio just opened.
    pub(super) placing: Option<Job<Result<Placed, Cancelled>>>,
    /// Whether they can be changed and are kept.
    access: MarkAccess,
    /// Where they are kept.
    path: Option<PathBuf>,
    loading: Option<Job<Loaded>>,
    comparing: Option<Comparing>,
    merge_page: Option<MergePage>,
    keeper: Option<Keeper>,
    orders: MarkOrders,
}

impl MarkDesk {
    /// Whether a job about marks runs.
    pub(super) fn is_busy(&self) -> bool {
        self.placing.is_some() || self.loading.is_some() || self.comparing.is_some() || self.orders.is_running()
    }
}

impl Session {
    /// All marks, with those of the open portfolio by customer.
    #[must_use]
    pub fn marks(&self) -> &Arc<Marks> {
        &self.mark_desk.marks
    }

    /// Whether marks can be changed, and whether they are kept.
    #[must_use]
    pub fn mark_access(&self) -> &MarkAccess {
        &self.mark_desk.access
    }

    pub(super) fn act_on_marks(&mut self, action: MarkAction) -> Vec<Effect> {
        match action {
            MarkAction::Change { customers, model, edit } => {
                if self.mark_desk.access.may_write() {
                    self.order_marks(MarkOrder::Edit { customers, model, edit });
                }
            }
            MarkAction::AskMerge => return vec![Effect::ChooseMarkedCopy],
            MarkAction::Merge(source) => self.start_merging(source),
            MarkAction::ChooseMerge { row, takes_theirs } => self.choose_merge(row, takes_theirs),
            MarkAction::ChooseAllMerges(takes_theirs) => self.choose_all_merges(takes_theirs),
            MarkAction::ApplyMerge => self.apply_merge(),
            MarkAction::CloseMerge => self.close_merge(),
            MarkAction::KeepRecovered => self.answer_recovered(true),
            MarkAction::DiscardRecovered => self.answer_recovered(false),
        }
        Vec::new()
    }

    /// Marks are kept in `folder` from now on, and those that are there come in. Another window of the program that has
    /// them leaves them to be looked at only.
    pub fn keep_marks_in(&mut self, folder: &Path) {
        self.mark_desk.path = Some(folder.join("marks.jsonl"));
        self.load_marks();
    }

    fn load_marks(&mut self) {
        let Some(path) = self.mark_desk.path.clone() else { return };
        self.mark_desk.access = MarkAccess::Loading;
        self.mark_desk.loading = Some(Job::start("load-marks", Arc::clone(&self.waker), move |_| keeper::load(&path)));
    }

    /// Another window that had the marks may have been closed meanwhile.
    pub(super) fn try_marks_again(&mut self) {
        if matches!(self.mark_desk.access, MarkAccess::ReadOnly) && self.mark_desk.loading.is_none() {
            self.load_marks();
        }
    }

    fn finish_loading(&mut self, loaded: Result<Loaded, JobFailed>) {
        self.mark_desk.loading = None;
        self.notices.retain(|notice| !matches!(notice, Notice::Marks(MarkNotice::ReadOnly)));
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(failed) => {
                self.mark_desk.access = MarkAccess::Unkept;
                return self.notices.push(Notice::JobFailed(failed));
            }
        };
        self.mark_desk.access = loaded.access;
        self.mark_desk.keeper = loaded.journal.and_then(|journal| Keeper::start(journal, Arc::clone(&self.waker)));
        let replayed = loaded.replayed;
        self.mark_desk.marks = Arc::new(replayed.marks);
        match &self.mark_desk.access {
            MarkAccess::ReadOnly => self.notices.push(Notice::Marks(MarkNotice::ReadOnly)),
            MarkAccess::Failed(error) => self.notices.push(Notice::Marks(MarkNotice::NotKept(Arc::clone(error)))),
            _ => {}
        }
        if replayed.damaged > 0 {
            self.notices.push(Notice::Marks(MarkNotice::Damaged(replayed.damaged)));
        }
        if !replayed.recovered.is_empty() {
            self.notices.push(Notice::Marks(MarkNotice::Recovered(replayed.recovered)));
        }
        self.place_marks();
    }

    /// Takes the answer to what was recovered; to let it go is a step that can be undone.
    fn answer_recovered(&mut self, is_kept: bool) {
        let is_recovered = |notice: &Notice| matches!(notice, Notice::Marks(MarkNotice::Recovered(_)));
        let Some(at) = self.notices.iter().position(is_recovered) else { return };
        let Notice::Marks(MarkNotice::Recovered(changes)) = self.notices.remove(at) else { return };
        if !is_kept {
            let count = changes.len();
            let back = changes.into_iter().map(|change| MarkChange {
                before: self.mark_desk.marks.get(&change.key).clone(),
                after: change.before,
                key: change.key,
            });
            let back = back.collect();
            self.change_marks(StepName::DiscardRecovered { marks: count }, back);
        }
        self.order_marks(MarkOrder::Confirm);
    }

    /// The program ends cleanly: the journal is written anew, with the marks as they are.
    pub fn close_marks(&mut self) {
        self.wait_for_marks();
        if let Some(keeper) = self.mark_desk.keeper.take() {
            keeper.close(&self.mark_desk.marks);
        }
    }

    /// Makes `changes` as a step to undo; none is no step.
    pub(super) fn change_marks(&mut self, name: StepName, changes: Vec<MarkChange>) {
        self.order_marks(MarkOrder::Change(name, changes));
    }

    /// Looks for the marked customers in the portfolio that was opened.
    pub(super) fn place_marks(&mut self) {
        let Some(scored) = self.scored.clone() else { return };
        Arc::make_mut(&mut self.mark_desk.marks).set_placed(Placed::new());
        if self.mark_desk.marks.is_empty() {
            self.mark_desk.placing = None;
            return;
        }
        let marks = Arc::clone(&self.mark_desk.marks);
        self.mark_desk.placing =
            Some(Job::start("place-marks", Arc::clone(&self.waker), move |progress: &Progress| {
                marks.find_in(&scored.portfolio, progress)
            }));
    }

    pub(super) fn finish_placing(&mut self, placed: Result<Result<Placed, Cancelled>, JobFailed>) {
        self.mark_desk.placing = None;
        match placed {
            Ok(Ok(placed)) => {
                let marks = Arc::make_mut(&mut self.mark_desk.marks);
                if marks.is_unplaced() {
                    return marks.set_placed(placed);
                }
                // What was marked meanwhile is placed already.
                let mut placed: Vec<_> = placed.into_iter().collect();
                placed.sort_unstable_by_key(|(customer, _)| *customer);
                for (customer, key) in placed {
                    marks.place(customer, &key);
                }
            }
            Ok(Err(Cancelled)) => {}
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    /// Takes in what jobs about marks have finished; true when something changed.
    pub(super) fn take_mark_results(&mut self) -> bool {
        let loaded = self.mark_desk.loading.as_ref().and_then(Job::poll);
        let placed = self.mark_desk.placing.as_ref().and_then(Job::poll);
        let problem = self.mark_desk.keeper.as_ref().and_then(Keeper::problem);
        let compared = self.mark_desk.comparing.as_ref().and_then(Job::poll);
        let written = self.mark_desk.orders.poll();
        let changed =
            written.is_some() || loaded.is_some() || placed.is_some() || problem.is_some() || compared.is_some();
        if let Some(written) = written {
            self.finish_writing(written);
        }
        if let Some(compared) = compared {
            self.finish_comparing(compared);
        }
        if let Some(placed) = placed {
            self.finish_placing(placed);
        }
        if let Some(loaded) = loaded {
            self.finish_loading(loaded);
        }
        if let Some(error) = problem {
            let is_told = |notice: &Notice| matches!(notice, Notice::Marks(MarkNotice::NotKept(_)));
            if !self.notices.iter().any(is_told) {
                self.notices.push(Notice::Marks(MarkNotice::NotKept(Arc::new(error))));
            }
        }
        changed
    }

    /// The job that changes many marks, while it runs.
    pub(super) fn marking(&self) -> Option<&Progress> {
        self.mark_desk.orders.progress()
    }

    pub(super) fn wait_for_marks(&mut self) {
        self.wait_for_changed_marks();
        if let Some(loaded) = self.mark_desk.loading.as_ref().map(Job::wait) {
            self.finish_loading(loaded);
        }
        if let Some(compared) = self.mark_desk.comparing.as_ref().map(Job::wait) {
            self.finish_comparing(compared);
        }
        if let Some(placed) = self.mark_desk.placing.as_ref().map(Job::wait) {
            self.finish_placing(placed);
        }
    }

    /// The columns of marks in a marked-up copy that is made now.
    pub(super) fn own_columns(&self) -> OwnColumns {
        let is_desk = !matches!(self.mark_desk.access, MarkAccess::Unkept);
        let list = self.work_list().map(AsRef::as_ref);
        OwnColumns::new(Arc::clone(&self.mark_desk.marks), list, self.mark_words.own.clone(), is_desk)
    }
}
