//! The page on which a colleague's copy is held against the marks.

use crate::domain::mark::Mark;
use crate::insight::marks::MarkKey;
use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::marks::MarkChange;
use crate::session::marks::merge::{MergePage, compare};
use crate::session::notice::{MarkNotice, Notice};
use crate::session::undo::StepName;
use crate::support::progress::Progress;
use crate::workbook::error::OpenError;
use crate::workbook::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a job of comparing brings.
pub(super) type Comparing = Job<Result<MergePage, OpenError>>;

impl Session {
    /// The page on which a copy's marks are chosen, while it is shown.
    #[must_use]
    pub fn merge_page(&self) -> Option<&MergePage> {
        self.mark_desk.merge_page.as_ref()
    }

    /// Reads the marks of `source`, away from the window.
    pub(super) fn start_merging(&mut self, source: Source) {
        if !self.mark_desk.access.may_write() {
            return;
        }
        let (marks, words) = (Arc::clone(&self.mark_desk.marks), self.mark_words.copies.clone());
        let choices = self.choices_for(&source);
        self.mark_desk.comparing = Some(Job::start("merge", Arc::clone(&self.waker), move |progress: &Progress| {
            compare(&source, &choices, &marks, &words, progress)
        }));
    }

    pub(super) fn finish_comparing(&mut self, compared: Result<Result<MergePage, OpenError>, JobFailed>) {
        self.mark_desk.comparing = None;
        match compared {
            Ok(Ok(page)) if page.rows.is_empty() && page.problem_count == 0 => {
                self.notices.push(Notice::Marks(MarkNotice::NothingToMerge { source: page.source, same: page.same }));
            }
            Ok(Ok(page)) => self.mark_desk.merge_page = Some(page),
            Ok(Err(error)) => self.notices.push(Notice::Marks(MarkNotice::MergeFailed(Arc::new(error)))),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    pub(super) fn choose_merge(&mut self, row: usize, takes_theirs: bool) {
        let page = self.mark_desk.merge_page.as_mut();
        if let Some(row) = page.and_then(|page| page.rows.get_mut(row)) {
            row.takes_theirs = takes_theirs;
        }
    }

    pub(super) fn choose_all_merges(&mut self, takes_theirs: bool) {
        for row in self.mark_desk.merge_page.iter_mut().flat_map(|page| &mut page.rows) {
            row.takes_theirs = takes_theirs;
        }
    }

    pub(super) fn close_merge(&mut self) {
        self.mark_desk.merge_page = None;
        self.mark_desk.comparing = None;
    }

    /// Takes over what was chosen; one step to undo.
    pub(super) fn apply_merge(&mut self) {
        let Some(page) = self.mark_desk.merge_page.take() else { return };
        let mut after: BTreeMap<MarkKey, Mark> = BTreeMap::new();
        for row in page.rows.iter().filter(|row| row.takes_theirs) {
            let mark = after.entry(row.key.clone()).or_insert_with(|| self.mark_desk.marks.get(&row.key).clone());
            mark.change(&row.theirs);
        }
        let change = |(key, after): (MarkKey, Mark)| {
            let before = self.mark_desk.marks.get(&key).clone();
            MarkChange { key, before, after }
        };
        let changes: Vec<MarkChange> = after.into_iter().map(change).collect();
        let customers = changes.iter().map(|change| &change.key.customer).collect::<BTreeSet<_>>().len();
        self.change_marks(StepName::Merge { customers }, changes);
        self.place_marks();
    }
}
