//! The words of a customer's brief.

use crate::ui::words::section::section;

section! {
    /// The one-page brief of a customer.
    BriefWords, "brief.json", {
        title, as_of, scores, why, talk, dates, next, footer, file_name, dialog_pdf, dialog_png,
    }
}
