//! Marks change at once where few do, else on a job: one change after the other, and each is one step to undo.

use crate::domain::mark::{Mark, MarkEdit};
use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::marks::{MarkKey, Marks};
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::marks::{MarkChange, keeper};
use crate::session::notice::Notice;
use crate::session::undo::{Change, Step, StepName};
use crate::support::progress::Progress;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// So many changes do not hold up a frame.
const AT_ONCE: usize = 500;
/// Marks of more customers are not copied between two frames.
const COPIED_AT_ONCE: usize = 5_000;

/// A change that is to be made.
#[derive(Debug, Clone)]
pub(super) enum Order {
    /// One part of the marks of these customers.
    Edit { customers: Arc<[CustomerIndex]>, model: Option<Model>, edit: MarkEdit },
    /// These marks, as a step of this name.
    Change { name: StepName, changes: Arc<[MarkChange]> },
    /// A step that is undone, or done again: no step of its own.
    Repeat { changes: Arc<[MarkChange]>, is_undone: bool },
}

/// What came of an order.
pub(super) struct Changed {
    /// The order, and the marks that it was done to: where others are there by now, it is done again.
    order: Order,
    before: Arc<Marks>,
    after: Marks,
    /// A step to undo, if the order is one and has changed anything.
    step: Option<Step>,
    /// The lines of the journal.
    lines: Vec<String>,
}

/// The change that is being made, and those that follow it.
#[derive(Default)]
pub(super) struct Changing {
    running: Option<Job<Changed>>,
    waiting: VecDeque<Order>,
}

impl Changing {
    pub(super) fn is_busy(&self) -> bool {
        self.running.is_some()
    }
}

impl Order {
    fn size(&self) -> usize {
        match self {
            Self::Edit { customers, .. } => customers.len(),
            Self::Change { changes, .. } | Self::Repeat { changes, .. } => changes.len(),
        }
    }

    /// Does it to `marks`. Returns the step to undo, and what the journal keeps.
    fn carry_out(&self, marks: &mut Marks, scored: Option<&ScoredPortfolio>) -> (Option<Step>, Vec<String>) {
        let as_step = |name: StepName, changes: Arc<[MarkChange]>| {
            (!changes.is_empty()).then_some(Step { name, change: Change::Marks(changes) })
        };
        match self {
            Self::Edit { customers, model, edit } => {
                let keys = scored.map(|scored| keys_of(marks, scored, customers, *model)).unwrap_or_default();
                let name = StepName::Mark { part: edit.part(), customers: keys.len() };
                let changes = keys.into_iter().map(|key| {
                    let before = marks.get(&key).clone();
                    let mut after = before.clone();
                    after.change(edit);
                    MarkChange { key, before, after }
                });
                let changes: Arc<[MarkChange]> = changes.filter(|change| change.before != change.after).collect();
                let lines = write(marks, changes.iter().map(|change| (&change.key, &change.after)));
                (as_step(name, changes), lines)
            }
            Self::Change { name, changes } => {
                let lines = write(marks, changes.iter().map(|change| (&change.key, &change.after)));
                (as_step(name.clone(), Arc::clone(changes)), lines)
            }
            Self::Repeat { changes, is_undone } => {
                let new = |change: &MarkChange| if *is_undone { change.before.clone() } else { change.after.clone() };
                let new: Vec<(&MarkKey, Mark)> = changes.iter().map(|change| (&change.key, new(change))).collect();
                (None, write(marks, new.iter().map(|(key, mark)| (*key, mark))))
            }
        }
    }
}

/// Notes `new` in `marks`; the lines that keep it.
fn write<'a>(marks: &mut Marks, new: impl Iterator<Item = (&'a MarkKey, &'a Mark)>) -> Vec<String> {
    new.map(|(key, mark)| {
        marks.set(key, mark.clone());
        keeper::set(key, mark)
    })
    .collect()
}

/// The keys of `customers`, each once and placed.
fn keys_of(
    marks: &mut Marks,
    scored: &ScoredPortfolio,
    customers: &[CustomerIndex],
    model: Option<Model>,
) -> Vec<MarkKey> {
    let mut keys = BTreeSet::new();
    for customer in customers {
        if let Some(key) = scored.portfolio.customer_key(*customer) {
            marks.place(*customer, &key);
            keys.insert(MarkKey { customer: key, model });
        }
    }
    keys.into_iter().collect()
}

impl Session {
    /// Makes a change, after those that are being made.
    pub(super) fn order_marks(&mut self, order: Order) {
        if order.size() == 0 {
            return;
        }
        self.mark_desk.changing.waiting.push_back(order);
        self.next_marks();
    }

    /// Makes the changes that wait; those that would hold up a frame on a job.
    fn next_marks(&mut self) {
        while self.mark_desk.changing.running.is_none()
            && let Some(order) = self.mark_desk.changing.waiting.pop_front()
        {
            let marks = &mut self.mark_desk.marks;
            // A job that looks at the marks keeps them as they are: they are copied first.
            let is_copied = Arc::strong_count(marks) > 1;
            if order.size() <= AT_ONCE && (!is_copied || marks.customer_count() <= COPIED_AT_ONCE) {
                let (step, lines) = order.carry_out(Arc::make_mut(marks), self.scored.as_deref());
                self.marks_changed(step, lines);
            } else {
                self.start_changing(order);
            }
        }
    }

    fn start_changing(&mut self, order: Order) {
        let (before, scored) = (Arc::clone(&self.mark_desk.marks), self.scored.clone());
        self.mark_desk.changing.running =
            Some(Job::start("change-marks", Arc::clone(&self.waker), move |_: &Progress| {
                let mut after = Marks::clone(&before);
                let (step, lines) = order.carry_out(&mut after, scored.as_deref());
                Changed { order, before, after, step, lines }
            }));
    }

    fn finish_changing(&mut self, changed: Result<Changed, JobFailed>) {
        self.mark_desk.changing.running = None;
        match changed {
            // The marks were placed in another portfolio meanwhile.
            Ok(changed) if !Arc::ptr_eq(&changed.before, &self.mark_desk.marks) => self.start_changing(changed.order),
            Ok(Changed { before, after, step, lines, .. }) => {
                let old = std::mem::replace(&mut self.mark_desk.marks, Arc::new(after));
                self.discard((before, old));
                self.marks_changed(step, lines);
            }
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
        self.next_marks();
    }

    /// The marks are others: remembers the step, and keeps them.
    fn marks_changed(&mut self, step: Option<Step>, lines: Vec<String>) {
        match &self.mark_desk.keeper {
            Some(keeper) if !lines.is_empty() => keeper.write(lines),
            _ if lines.len() > AT_ONCE => self.discard(lines),
            _ => {}
        }
        if let Some(step) = step {
            self.remember_step(step);
        }
        self.ask_work_list();
    }

    /// Takes in a change that was made on a job; true when there was one.
    pub(super) fn take_changed_marks(&mut self) -> bool {
        let changed = self.mark_desk.changing.running.as_ref().and_then(Job::poll);
        changed.map(|changed| self.finish_changing(changed)).is_some()
    }

    /// Waits until all changes are made: what follows is about the marks as the person wants them.
    pub(in crate::session) fn wait_for_changed_marks(&mut self) {
        while let Some(changed) = self.mark_desk.changing.running.as_ref().map(Job::wait) {
            self.finish_changing(changed);
        }
    }

    /// Takes a step back, or does it again.
    pub(in crate::session) fn repeat_marks(&mut self, changes: Arc<[MarkChange]>, is_undone: bool) {
        self.order_marks(Order::Repeat { changes, is_undone });
    }
}
