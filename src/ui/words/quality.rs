//! The words of the page of model quality.

use crate::ui::words::section::section;

section! {
    /// What deals say of the scores.
    QualityWords, "quality.json", {
        title, tooltip, working, no_outcomes_title, no_outcomes_text, template, template_tooltip, add_outcomes,
        add_outcomes_tooltip, source_file_tooltip, source_local_tooltip, no_scores, too_few_hint, caution,
        contest_figures, ranking, ranking_tooltip, losses, lift, lift_tooltip, calibration, calibration_tooltip,
        calibration_group, calibration_line, calibration_error, said, happened, deals, conversion,
        conversion_tooltip, of_deals, recommended, recommended_tooltip, won, lost, share_won, was_recommended,
        was_not_recommended, agreement, agreement_tooltip, agreement_none, agreement_figures, agreement_cell, drift,
        drift_tooltip, drift_none,
    }
}
