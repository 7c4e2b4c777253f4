//! The work list: how much can be done, what was changed by hand, and the list worked out on a job.

use crate::insight::work_list::{WorkEdit, WorkList, WorkPlan};
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::asked::Asked;
use crate::session::job::Job;
use crate::session::kept_portfolio::FindingEdits;
use crate::session::view::View;
use crate::support::progress::Progress;
use std::sync::{Arc, LazyLock};

/// The most calls a week, weeks, and sellers that a plan may have.
pub const MOST_OF_PLAN: [u32; 3] = [1000, 52, 50];

/// Something a person did on the page of the work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkListAction {
    /// So many calls, weeks, and these sellers and territories.
    Plan(WorkPlan),
    /// Not this customer.
    Remove(CustomerIndex),
    /// This customer at that place of that seller's list.
    Put {
        /// Who.
        customer: CustomerIndex,
        /// The seller's position in the plan.
        seller: usize,
        /// The place in their list, from 0.
        place: usize,
    },
    /// These customers, on top of the first seller's list.
    Add(Vec<CustomerIndex>),
    /// The list as it was proposed.
    Reset,
}

/// What a person decided about the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkChoices {
    /// How much can be done, and by whom.
    pub plan: WorkPlan,
    /// What was changed by hand, the oldest first.
    pub edits: Vec<WorkEdit>,
}

impl WorkChoices {
    /// Those of a person who has decided nothing, for as long as the program runs.
    #[must_use]
    pub fn usual() -> &'static Self {
        static USUAL: LazyLock<WorkChoices> = LazyLock::new(WorkChoices::default);
        &USUAL
    }
}

/// The list and what it is made from.
#[derive(Default)]
pub(super) struct WorkListPart {
    pub(super) choices: Arc<WorkChoices>,
    list: Asked<WorkList>,
    /// Finds the customers that a reopened list was changed for.
    pub(super) finding: Option<FindingEdits>,
}

impl Session {
    /// What the person decided about the work list.
    #[must_use]
    pub fn work_choices(&self) -> &Arc<WorkChoices> {
        &self.work.choices
    }

    /// The work list, once its page was shown; it may be older than the choices while a new one is worked out.
    #[must_use]
    pub fn work_list(&self) -> Option<&Arc<WorkList>> {
        self.work.list.latest()
    }

    pub(super) fn act_on_work_list(&mut self, action: WorkListAction) {
        let choices = Arc::make_mut(&mut self.work.choices);
        match action {
            WorkListAction::Plan(plan) => choices.plan = within_limits(plan),
            WorkListAction::Remove(customer) => edit(choices, WorkEdit::Remove(customer)),
            WorkListAction::Put { customer, seller, place } => {
                edit(choices, WorkEdit::Put { customer, seller, place });
            }
            WorkListAction::Add(customers) => {
                // The last is put first, so that they stand in the order given.
                for customer in customers.into_iter().rev() {
                    edit(choices, WorkEdit::Put { customer, seller: 0, place: 0 });
                }
            }
            WorkListAction::Reset => choices.edits.clear(),
        }
        self.ask_work_list();
    }

    /// Goes by `choices` from now on.
    pub(super) fn choose_work(&mut self, choices: Arc<WorkChoices>) {
        self.work.choices = choices;
        self.ask_work_list();
    }

    /// Works the list out anew where it is looked at.
    pub(super) fn ask_work_list(&mut self) {
        if self.view != View::WorkList {
            return;
        }
        let (Some(scored), Some(dashboard)) = (self.scored.clone(), self.dashboard.clone()) else { return };
        let (marks, choices) = (Arc::clone(self.marks()), Arc::clone(&self.work.choices));
        self.work.list.ask("work-list", Arc::clone(&self.waker), move |progress: &Progress| {
            WorkList::compute(&scored, &marks, &dashboard.rows, &choices.plan, &choices.edits, progress)
        });
    }

    /// Another portfolio is open: what was changed by hand was about the customers of the one before.
    pub(super) fn leave_work_list(&mut self) {
        self.work.list.clear();
        self.work.finding = None;
        if !self.work.choices.edits.is_empty() {
            Arc::make_mut(&mut self.work.choices).edits.clear();
        }
    }

    pub(super) fn asks_work_list(&self) -> bool {
        self.work.list.is_running() || self.work.finding.is_some()
    }

    pub(super) fn take_work_list(&mut self) -> bool {
        let found = self.work.finding.as_ref().and_then(Job::poll);
        let is_found = found.map(|found| self.finish_finding_edits(found)).is_some();
        let polled = self.work.list.poll();
        self.told(polled) || is_found
    }

    pub(super) fn wait_for_work_list(&mut self) {
        if let Some(found) = self.work.finding.as_ref().map(Job::wait) {
            self.finish_finding_edits(found);
        }
        let waited = self.work.list.wait();
        self.told(waited.map(|()| false));
    }
}

/// Adds `new` in place of what was said before of the same customer.
fn edit(choices: &mut WorkChoices, new: WorkEdit) {
    choices.edits.retain(|known| known.customer() != new.customer());
    choices.edits.push(new);
}

fn within_limits(mut plan: WorkPlan) -> WorkPlan {
    let [calls, weeks, sellers] = MOST_OF_PLAN;
    plan.calls_per_week = plan.calls_per_week.clamp(1, calls);
    plan.weeks = plan.weeks.clamp(1, weeks);
    plan.sellers = plan.sellers.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let mut known = std::collections::BTreeSet::new();
    plan.sellers.retain(|name| known.insert(name.to_lowercase()));
    plan.sellers.truncate(sellers as usize);
    plan
}
