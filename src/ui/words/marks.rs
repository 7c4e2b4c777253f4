//! Marks, and what can be undone, in words.

use crate::domain::mark::{MarkPart, MarkStatus};
use crate::session::StepName;
use crate::session::marks::columns::OwnWords;
use crate::session::notice::MarkNotice;
use crate::ui::format;
use crate::ui::words::problems::technical;
use crate::ui::words::section::section;
use crate::ui::words::terms::visible;
use crate::ui::words::{Problem, Words, fill};

section! {
    /// Marks, undo and redo.
    MarkTexts, "marks.json", {
        status, status_tooltip, status_none, to_do, contacted, meeting, offer, won, lost, not_now, owner, owner_tooltip,
        note, note_tooltip, target, target_tooltip, closed, closed_tooltip, revenue, revenue_tooltip,
        customer_as_a_whole, undo, undo_tooltip, undo_of, redo, redo_tooltip, redo_of, step_mark, step_filter,
        step_profile, step_work_list, step_merge, step_discard, recovered_title, recovered_cause, recovered_count_one,
        recovered_count_many, recovered_keep, recovered_keep_tooltip, recovered_discard, recovered_discard_tooltip,
        read_only_title, read_only_cause, read_only_way_out, damaged_title, damaged_cause, damaged_way_out,
        not_kept_title, not_kept_cause, not_kept_way_out, own_mark, own_owner, own_status, own_note, own_week,
        selected, for_whole, for_whole_tooltip, for_model_tooltip, add_to_list, add_to_list_tooltip, deselect,
        deselect_tooltip, marking,
    }
}

/// The words of the columns of marks, in one language.
#[must_use]
pub(super) fn own_words(texts: &MarkTexts) -> OwnWords {
    OwnWords {
        headers: [&texts.own_mark, &texts.own_owner, &texts.own_status, &texts.own_note, &texts.own_week]
            .map(Clone::clone),
        target: texts.target.clone(),
        statuses: MarkStatus::ALL.map(|status| texts.status_name(status).to_owned()),
    }
}

impl MarkTexts {
    /// The name of `status`.
    #[must_use]
    pub fn status_name(&self, status: MarkStatus) -> &str {
        match status {
            MarkStatus::ToDo => &self.to_do,
            MarkStatus::Contacted => &self.contacted,
            MarkStatus::Meeting => &self.meeting,
            MarkStatus::Offer => &self.offer,
            MarkStatus::Won => &self.won,
            MarkStatus::Lost => &self.lost,
            MarkStatus::NotNow => &self.not_now,
        }
    }

    /// The name of `part`.
    #[must_use]
    pub fn part(&self, part: MarkPart) -> &str {
        match part {
            MarkPart::Status => &self.status,
            MarkPart::Owner => &self.owner,
            MarkPart::Note => &self.note,
            MarkPart::Target => &self.target,
            MarkPart::Closed => &self.closed,
            MarkPart::Revenue => &self.revenue,
        }
    }

    /// What `part` means.
    #[must_use]
    pub fn part_tooltip(&self, part: MarkPart) -> &str {
        match part {
            MarkPart::Status => &self.status_tooltip,
            MarkPart::Owner => &self.owner_tooltip,
            MarkPart::Note => &self.note_tooltip,
            MarkPart::Target => &self.target_tooltip,
            MarkPart::Closed => &self.closed_tooltip,
            MarkPart::Revenue => &self.revenue_tooltip,
        }
    }
}

impl Words {
    /// What a step that can be undone did.
    #[must_use]
    pub fn step(&self, step: &StepName) -> String {
        let customers = |count: &usize| self.customers(u32::try_from(*count).unwrap_or(u32::MAX));
        match step {
            StepName::Mark { part, customers: count } => {
                let part = if self.language == crate::support::language::Language::English {
                    self.marks.part(*part).to_lowercase()
                } else {
                    self.marks.part(*part).to_owned()
                };
                fill(&self.marks.step_mark, &[("part", &part), ("customers", &customers(count))])
            }
            StepName::DiscardRecovered { .. } => self.marks.step_discard.clone(),
            StepName::Filter => self.marks.step_filter.clone(),
            StepName::Profile => self.marks.step_profile.clone(),
            StepName::WorkList => self.marks.step_work_list.clone(),
            StepName::Merge { customers: count } => fill(&self.marks.step_merge, &[("customers", &customers(count))]),
        }
    }

    /// What the next undo takes back, as the name of its command.
    #[must_use]
    pub fn undo(&self, step: Option<&StepName>) -> String {
        step.map_or_else(|| self.marks.undo.clone(), |step| fill(&self.marks.undo_of, &[("what", &self.step(step))]))
    }

    /// What the next redo does again, as the name of its command.
    #[must_use]
    pub fn redo(&self, step: Option<&StepName>) -> String {
        step.map_or_else(|| self.marks.redo.clone(), |step| fill(&self.marks.redo_of, &[("what", &self.step(step))]))
    }

    /// What is told of marks.
    #[must_use]
    pub fn mark_notice(&self, notice: &MarkNotice) -> Problem {
        let texts = &self.marks;
        let (title, cause, way_out) = match notice {
            MarkNotice::Recovered(changes) => {
                let words = if changes.len() == 1 { &texts.recovered_count_one } else { &texts.recovered_count_many };
                let count = fill(words, &[("count", &format::count(changes.len() as u64))]);
                (&texts.recovered_title, fill(&texts.recovered_cause, &[("count", &count)]), String::new())
            }
            MarkNotice::ReadOnly => {
                (&texts.read_only_title, texts.read_only_cause.clone(), texts.read_only_way_out.clone())
            }
            MarkNotice::Damaged(lines) => {
                let cause = fill(&texts.damaged_cause, &[("count", &format::count(*lines))]);
                (&texts.damaged_title, cause, texts.damaged_way_out.clone())
            }
            MarkNotice::NotKept(error) => {
                let cause = fill(&texts.not_kept_cause, &[("cause", &technical(&error.to_string()))]);
                (&texts.not_kept_title, cause, texts.not_kept_way_out.clone())
            }
            MarkNotice::NothingToMerge { source, same } => {
                let title = fill(&self.merge.nothing_title, &[("file", &visible(&source.name()))]);
                let cause = fill(&self.merge.nothing_cause, &[("same", &format::count(*same as u64))]);
                return Problem { title, cause, way_out: String::new() };
            }
            MarkNotice::MergeFailed(error) => {
                let problem = self.open_error(error);
                let cause = format!("{} {}", problem.title, problem.cause);
                (&self.merge.failed_title, cause, problem.way_out)
            }
        };
        Problem { title: title.clone(), cause, way_out }
    }
}
