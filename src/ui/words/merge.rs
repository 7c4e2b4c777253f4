//! Merging a colleague's marks, in words.

use crate::ui::words::section::section;

section! {
    /// The page on which a copy is held against the marks.
    MergeWords, "merge.json", {
        command, command_tooltip, title, definition, summary, problems, problem, apply, apply_tooltip, take_all,
        take_all_tooltip, keep_all, keep_all_tooltip, cancel_tooltip, column_customer, column_part, column_ours,
        column_theirs, take_label, keep_label, nothing_title, nothing_cause, failed_title,
    }
}
