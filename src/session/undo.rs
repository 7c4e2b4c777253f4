//! Undo and redo of what a person changed: marks, filter, profile.
//!
//! Marks are remembered as they change. Filter and profile are looked at before and after every action, so that a new
//! action needs nothing of its own to be undone.

use crate::domain::mark::MarkPart;
use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::insight::filter::Filter;
use crate::session::Session;
use crate::session::action::Action;
use crate::session::job::Job;
use crate::session::marks::MarkChange;
use crate::session::work_list::WorkChoices;
use crate::support::progress::Progress;
use std::sync::Arc;

/// How many steps are kept.
const STEPS_KEPT: usize = 200;

/// What a step is called; `ui/words` writes it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepName {
    /// A part of the marks of some customers.
    Mark {
        /// Which part.
        part: MarkPart,
        /// Of how many customers, at least 1.
        customers: usize,
    },
    /// Marks recovered after an unclean end were let go.
    DiscardRecovered {
        /// How many marks.
        marks: usize,
    },
    /// Marks taken over from a colleague's copy.
    Merge {
        /// Of how many customers.
        customers: usize,
    },
    /// The work list: its plan, and what was changed by hand.
    WorkList,
    /// Which customers are shown.
    Filter,
    /// Limits, cell map, rules and weights.
    Profile,
}

/// What a step changed, both ways.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Marks.
    Marks(Arc<[MarkChange]>),
    /// The model and the filter: a filter's cells are those of its model.
    Filter {
        /// Before the step.
        before: (Option<Model>, Filter),
        /// After it.
        after: (Option<Model>, Filter),
    },
    /// The work list.
    WorkList {
        /// Before the step.
        before: Arc<WorkChoices>,
        /// After it.
        after: Arc<WorkChoices>,
    },
    /// The profile.
    Profile {
        /// Before the step.
        before: Arc<ScoringProfile>,
        /// After it.
        after: Arc<ScoringProfile>,
    },
}

/// Something that can be undone.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) name: StepName,
    pub(super) change: Change,
}

/// What was done, and what was undone; both end with the latest.
#[derive(Debug, Default)]
pub(super) struct UndoStack {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl UndoStack {
    /// Remembers a step that was done; what was undone before cannot be redone any more. Returns what is forgotten.
    pub(super) fn push(&mut self, step: Step) -> Vec<Step> {
        let mut forgotten = std::mem::take(&mut self.undone);
        // Typing a search is one step, not one a letter.
        if let (Change::Filter { after, .. }, Some(last)) = (&step.change, self.done.last_mut())
            && let Change::Filter { before, after: known } = &mut last.change
            && is_more_of_the_same(before, known, after)
        {
            known.clone_from(after);
            return forgotten;
        }
        if self.done.len() == STEPS_KEPT {
            forgotten.push(self.done.remove(0));
        }
        self.done.push(step);
        forgotten
    }

    /// Puts a step on top that was done, or done again.
    pub(super) fn put_back(&mut self, step: Step) {
        self.done.push(step);
    }

    /// Puts a step on top that was taken back.
    pub(super) fn put_back_undone(&mut self, step: Step) {
        self.undone.push(step);
    }

    /// Forgets what was about the portfolio that was open before: its filters.
    pub(super) fn leave_portfolio(&mut self) {
        let outlives = |step: &Step| matches!(step.change, Change::Marks(_) | Change::Profile { .. });
        self.done.retain(outlives);
        self.undone.retain(outlives);
    }
}

/// Whether the step from `before` to `known` and that from there to `after` are one to the person who did them: both
/// changed what is searched for, and nothing else.
fn is_more_of_the_same(
    before: &(Option<Model>, Filter),
    known: &(Option<Model>, Filter),
    after: &(Option<Model>, Filter),
) -> bool {
    let differs_in_search = |one: &(Option<Model>, Filter), other: &(Option<Model>, Filter)| {
        let same_search = Filter { search: other.1.search.clone(), ..one.1.clone() };
        one.0 == other.0 && one.1.search != other.1.search && same_search == other.1
    };
    differs_in_search(before, known) && differs_in_search(known, after)
}

/// What is looked at before and after an action.
pub(super) struct Snapshot {
    place: (Option<Model>, Filter),
    profile: ScoringProfile,
    work: Arc<WorkChoices>,
}

impl Session {
    /// What the next [`Action::Undo`] takes back.
    #[must_use]
    pub fn undo_name(&self) -> Option<&StepName> {
        self.undo.done.last().map(|step| &step.name)
    }

    /// What the next [`Action::Redo`] does again.
    #[must_use]
    pub fn redo_name(&self) -> Option<&StepName> {
        self.undo.undone.last().map(|step| &step.name)
    }

    fn place_asked(&self) -> (Option<Model>, Filter) {
        (self.question.model, self.question.filter.clone())
    }

    /// What can be undone, as it is before `action`; `None` for actions that are no step themselves.
    pub(super) fn snapshot(&self, action: &Action) -> Option<Snapshot> {
        let is_step = !matches!(action, Action::Undo | Action::Redo) && self.scored.is_some();
        is_step.then(|| Snapshot {
            place: self.place_asked(),
            profile: self.profile.clone(),
            work: Arc::clone(&self.work.choices),
        })
    }

    /// Remembers what has changed since `before`.
    pub(super) fn remember(&mut self, before: Snapshot) {
        let after = self.place_asked();
        if before.place != after {
            let change = Change::Filter { before: before.place, after };
            self.remember_step(Step { name: StepName::Filter, change });
        }
        if before.work != self.work.choices {
            let (before, after) = (before.work, Arc::clone(&self.work.choices));
            self.remember_step(Step { name: StepName::WorkList, change: Change::WorkList { before, after } });
        }
        if before.profile != self.profile {
            let (before, after) = (Arc::new(before.profile), Arc::new(self.profile.clone()));
            self.remember_step(Step { name: StepName::Profile, change: Change::Profile { before, after } });
        }
    }

    /// Remembers a step that was done.
    pub(super) fn remember_step(&mut self, step: Step) {
        let forgotten = self.undo.push(step);
        if !forgotten.is_empty() {
            self.discard(forgotten);
        }
    }

    /// Lets go of something large away from the window: to free a million marks takes longer than a frame may.
    pub(super) fn discard(&self, something: impl Send + 'static) {
        let _ = Job::start("discard", Arc::clone(&self.waker), move |_: &Progress| drop(something));
    }

    pub(super) fn undo_step(&mut self) {
        let Some(step) = self.undo.done.pop() else { return };
        match &step.change {
            Change::Marks(changes) => return self.take_marks_back(Arc::clone(changes), step),
            Change::Filter { before, .. } => self.ask_place(before.clone()),
            Change::Profile { before, .. } => self.use_profile(ScoringProfile::clone(before)),
            Change::WorkList { before, .. } => self.choose_work(Arc::clone(before)),
        }
        self.undo.undone.push(step);
    }

    pub(super) fn redo_step(&mut self) {
        let Some(step) = self.undo.undone.pop() else { return };
        match &step.change {
            Change::Marks(changes) => return self.mark_again(Arc::clone(changes), step),
            Change::Filter { after, .. } => self.ask_place(after.clone()),
            Change::Profile { after, .. } => self.use_profile(ScoringProfile::clone(after)),
            Change::WorkList { after, .. } => self.choose_work(Arc::clone(after)),
        }
        self.undo.done.push(step);
    }

    fn ask_place(&mut self, (model, filter): (Option<Model>, Filter)) {
        (self.question.model, self.question.filter) = (model, filter);
        self.ask();
    }
}
