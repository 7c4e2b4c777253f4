//! What is asked before a marked-up copy is saved.

use crate::session::copy_columns::CopyPart;
use crate::ui::words::section::section;

section! {
    /// The columns of a marked-up copy.
    CopyWords, "copy.json", {
        title, definition, models, models_hint, model_own_tooltip, model_other_tooltip, parts, parts_hint, cell,
        cell_tooltip, cluster, cluster_tooltip, fit, fit_tooltip, intent, intent_tooltip, revenue, revenue_tooltip,
        expected, expected_tooltip, reason, reason_tooltip, count_one, count_many, choose, choose_tooltip,
        cancel_tooltip,
    }
}

impl CopyWords {
    /// The name of `part`, and what it means.
    #[must_use]
    pub fn part(&self, part: CopyPart) -> (&str, &str) {
        match part {
            CopyPart::Cell => (&self.cell, &self.cell_tooltip),
            CopyPart::Cluster => (&self.cluster, &self.cluster_tooltip),
            CopyPart::Fit => (&self.fit, &self.fit_tooltip),
            CopyPart::Intent => (&self.intent, &self.intent_tooltip),
            CopyPart::Revenue => (&self.revenue, &self.revenue_tooltip),
            CopyPart::Expected => (&self.expected, &self.expected_tooltip),
            CopyPart::Reason => (&self.reason, &self.reason_tooltip),
        }
    }
}
