//! Changes of marks, one after the other: few within the frame, many on a job, so that no frame waits for them.

use crate::domain::mark::MarkEdit;
use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::insight::marks::{MarkKey, Marks};
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::marks::MarkChange;
use crate::session::notice::Notice;
use crate::session::undo::{Change, Step, StepName};
use crate::support::progress::{Cancelled, Progress};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// Most customers that are marked within a frame: some milliseconds' work.
const AT_ONCE: usize = 1000;
/// As many marks can be copied within a frame, where a job still looks at them.
const COPIED_AT_ONCE: usize = 5000;
/// How many customers pass between two looks at the cancel flag.
const CUSTOMERS_PER_STEP: usize = 1 << 12;

/// Something to be done once everything before it is.
pub(super) enum MarkOrder {
    /// Change one part of the marks of these customers.
    Edit { customers: Vec<CustomerIndex>, model: Option<Model>, edit: MarkEdit },
    /// Make these changes, as a step of this name.
    Change(StepName, Vec<MarkChange>),
    /// All that is written so far is as the person wants it.
    Confirm,
    /// Take the latest step back.
    Undo,
    /// Do again what was taken back last.
    Redo,
}

/// Which side of a change is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

impl MarkChange {
    /// What is noted on `side`.
    pub(super) fn on(&self, side: Side) -> &crate::domain::mark::Mark {
        match side {
            Side::Before => &self.before,
            Side::After => &self.after,
        }
    }
}

/// What the undo stack is told when it is done.
enum Then {
    /// It is a step of its own.
    New(StepName),
    /// The step was taken back.
    Undone(Step),
    /// The step was done again.
    Redone(Step),
}

/// What a job does to a copy of the marks.
enum Work {
    Edit { scored: Arc<ScoredPortfolio>, customers: Vec<CustomerIndex>, model: Option<Model>, edit: MarkEdit },
    Note(Arc<[MarkChange]>, Side),
}

/// Many marks that are being changed.
pub(super) struct Writing {
    job: Job<Result<Written, Cancelled>>,
    /// The marks it began with.
    base: Arc<Marks>,
    side: Side,
    then: Then,
}

/// The marks as they are after the changes, and these.
pub(super) struct Written {
    marks: Marks,
    changes: Arc<[MarkChange]>,
}

/// What waits, and what runs.
#[derive(Default)]
pub(super) struct MarkOrders {
    waiting: VecDeque<MarkOrder>,
    running: Option<Writing>,
}

impl MarkOrders {
    /// Whether marks are being changed on a job.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// How far the job is.
    pub(super) fn progress(&self) -> Option<&Progress> {
        self.running.as_ref().map(|writing| writing.job.progress())
    }

    pub(super) fn poll(&self) -> Option<Result<Result<Written, Cancelled>, JobFailed>> {
        self.running.as_ref().and_then(|writing| writing.job.poll())
    }

    pub(super) fn wait(&self) -> Option<Result<Result<Written, Cancelled>, JobFailed>> {
        self.running.as_ref().map(|writing| writing.job.wait())
    }
}

impl Work {
    /// How many marks it is about.
    fn len(&self) -> usize {
        match self {
            Self::Edit { customers, .. } => customers.len(),
            Self::Note(changes, _) => changes.len(),
        }
    }

    fn do_to(self, marks: &mut Marks, progress: &Progress) -> Result<Arc<[MarkChange]>, Cancelled> {
        let (changes, side) = match self {
            Self::Note(changes, side) => (changes, side),
            Self::Edit { scored, customers, model, edit } => {
                (changes_of(marks, &scored, &customers, model, &edit, progress)?.into(), Side::After)
            }
        };
        for (at, change) in changes.iter().enumerate() {
            if at % CUSTOMERS_PER_STEP == 0 {
                progress.advance(0)?;
            }
            marks.set(&change.key, change.on(side).clone());
        }
        Ok(changes)
    }
}

/// What `edit` changes of the marks of `customers`, each once; their places are noted.
fn changes_of(
    marks: &mut Marks,
    scored: &ScoredPortfolio,
    customers: &[CustomerIndex],
    model: Option<Model>,
    edit: &MarkEdit,
    progress: &Progress,
) -> Result<Vec<MarkChange>, Cancelled> {
    let mut keys = BTreeSet::new();
    for (at, customer) in customers.iter().enumerate() {
        if at % CUSTOMERS_PER_STEP == 0 {
            progress.advance(0)?;
        }
        if let Some(key) = scored.portfolio.customer_key(*customer) {
            marks.place(*customer, &key);
            keys.insert(MarkKey { customer: key, model });
        }
    }
    let change = |key: MarkKey| {
        let before = marks.get(&key).clone();
        let mut after = before.clone();
        after.change(edit);
        (before != after).then_some(MarkChange { key, before, after })
    };
    Ok(keys.into_iter().filter_map(change).collect())
}

impl Session {
    /// Does `order` once everything before it is done: at once, where nothing runs.
    pub(super) fn order_marks(&mut self, order: MarkOrder) {
        self.mark_desk.orders.waiting.push_back(order);
        self.do_orders();
    }

    /// Takes the latest step back, once the marks that are being changed are.
    pub(in crate::session) fn undo(&mut self) {
        self.order_marks(MarkOrder::Undo);
    }

    /// Does again what was taken back last, once the marks that are being changed are.
    pub(in crate::session) fn redo(&mut self) {
        self.order_marks(MarkOrder::Redo);
    }

    fn do_orders(&mut self) {
        while !self.mark_desk.orders.is_running() {
            let Some(order) = self.mark_desk.orders.waiting.pop_front() else { return };
            match order {
                MarkOrder::Confirm => {
                    if let Some(keeper) = &self.mark_desk.keeper {
                        keeper.confirm();
                    }
                }
                MarkOrder::Undo => self.undo_step(),
                MarkOrder::Redo => self.redo_step(),
                MarkOrder::Change(_, changes) if changes.is_empty() => {}
                MarkOrder::Change(name, changes) => {
                    self.write(Work::Note(changes.into(), Side::After), Side::After, Then::New(name));
                }
                MarkOrder::Edit { customers, model, edit } => {
                    let Some(scored) = self.scored.clone() else { continue };
                    let name = StepName::Mark { part: edit.part(), customers: customers.len() };
                    self.write(Work::Edit { scored, customers, model, edit }, Side::After, Then::New(name));
                }
            }
        }
    }

    /// Notes what `step` changed, as it was before.
    pub(in crate::session) fn take_marks_back(&mut self, changes: Arc<[MarkChange]>, step: Step) {
        self.write(Work::Note(changes, Side::Before), Side::Before, Then::Undone(step));
    }

    /// Notes what `step` changed, as it was after.
    pub(in crate::session) fn mark_again(&mut self, changes: Arc<[MarkChange]>, step: Step) {
        self.write(Work::Note(changes, Side::After), Side::After, Then::Redone(step));
    }

    fn write(&mut self, work: Work, side: Side, then: Then) {
        let marks = &mut self.mark_desk.marks;
        let is_quick = marks.customer_count() <= COPIED_AT_ONCE || Arc::get_mut(marks).is_some();
        if work.len() <= AT_ONCE && is_quick {
            // Nobody cancels what takes less than a frame.
            if let Ok(changes) = work.do_to(Arc::make_mut(marks), &Progress::default()) {
                self.noted(changes, side, then);
            }
            return;
        }
        let base = Arc::clone(marks);
        let begun = Arc::clone(&base);
        let job = Job::start("mark", Arc::clone(&self.waker), move |progress: &Progress| {
            let mut marks = Marks::clone(&begun);
            let changes = work.do_to(&mut marks, progress)?;
            Ok(Written { marks, changes })
        });
        self.mark_desk.orders.running = Some(Writing { job, base, side, then });
    }

    /// Waits until all changes are made: what follows is about the marks as the person wants them.
    pub(in crate::session) fn wait_for_changed_marks(&mut self) {
        while let Some(written) = self.mark_desk.orders.wait() {
            self.finish_writing(written);
        }
    }

    pub(super) fn finish_writing(&mut self, written: Result<Result<Written, Cancelled>, JobFailed>) {
        let Some(Writing { base, side, then, .. }) = self.mark_desk.orders.running.take() else { return };
        match written {
            Ok(Ok(Written { marks, changes })) => {
                let is_placed = self.mark_desk.marks.is_placed_like(&base);
                let old = std::mem::replace(&mut self.mark_desk.marks, Arc::new(marks));
                self.discard((old, base));
                if !is_placed {
                    self.place_marks();
                }
                self.noted(changes, side, then);
            }
            Ok(Err(Cancelled)) => self.leave_step(then),
            Err(failed) => {
                self.notices.push(Notice::JobFailed(failed));
                self.leave_step(then);
            }
        }
        self.do_orders();
    }

    /// A step that was not taken back, or not done again, stays where it was.
    fn leave_step(&mut self, then: Then) {
        match then {
            Then::New(_) => {}
            Then::Undone(step) => self.undo.put_back(step),
            Then::Redone(step) => self.undo.put_back_undone(step),
        }
    }

    /// Keeps `changes` on disk, and tells the undo stack; none is no step.
    fn noted(&mut self, changes: Arc<[MarkChange]>, side: Side, then: Then) {
        if let Some(keeper) = self.mark_desk.keeper.as_ref().filter(|_| !changes.is_empty()) {
            keeper.write(Arc::clone(&changes), side);
        }
        match then {
            Then::New(_) if changes.is_empty() => return,
            Then::New(name) => self.remember_step(Step { name, change: Change::Marks(changes) }),
            Then::Undone(step) => self.undo.put_back_undone(step),
            Then::Redone(step) => self.undo.put_back(step),
        }
        self.ask_work_list();
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::mark::{MarkEdit, MarkStatus};
    use crate::session::action::Action;
    use crate::session::marked_columns::MarkWords;
    use crate::session::marks::MarkAction;
    use crate::session::open::sample_portfolio;
    use crate::session::settings::Settings;
    use crate::session::{OwnScores, Session, Task};
    use std::sync::Arc;

    fn mark(session: &mut Session, customers: std::ops::Range<u32>, edit: MarkEdit) {
        let customers = customers.collect();
        session.apply(Action::Marks(MarkAction::Change { customers, model: None, edit }));
    }

    fn is_marking(session: &Session) -> bool {
        session.running().is_some_and(|running| running.task == Task::Marking)
    }

    #[test]
    fn many_marks_change_beside_the_window_and_what_is_done_meanwhile_waits_its_turn() {
        let mut session = Session::new(Settings::default(), sample_portfolio(), MarkWords::default(), Arc::new(|| ()));
        session.set_own_scores(OwnScores::WhereFilesHaveNone);
        session.apply(Action::OpenSample);
        session.wait();
        mark(&mut session, 0..28_000, MarkEdit::Status(Some(MarkStatus::ToDo)));
        assert!(is_marking(&session) && session.marks().is_empty(), "the frame does not wait");
        mark(&mut session, 0..1, MarkEdit::Owner("Aiko".to_owned()));
        session.wait();
        let first = session.marks().of(0, None).clone();
        assert_eq!((first.status, first.owner.as_str()), (Some(MarkStatus::ToDo), "Aiko"));
        assert_eq!(session.marks().customers().len(), 28_000);
        // Both steps back, without a look at whether the first is done.
        session.apply(Action::Undo);
        session.apply(Action::Undo);
        assert!(is_marking(&session));
        session.wait();
        assert!(session.marks().is_empty() && session.undo_name().is_none());
        session.apply(Action::Redo);
        session.apply(Action::Cancel);
        session.wait();
        assert!(session.marks().is_empty(), "cancelled, nothing is half done");
        session.apply(Action::Redo);
        session.wait();
        assert_eq!(session.marks().customers().len(), 28_000);
    }
}
