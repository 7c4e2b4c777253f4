//! Words that stand for customers while their names are hidden.

use crate::ui::words::section::section;

section! {
    /// Hiding names, and what stands for them.
    NamesWords, "names.json", {
        command, command_tooltip, banner, show, show_tooltip, pseudonym, former, covered, covered_label,
        covered_tooltip, covered_values,
    }
}
