//! Words of the palette of commands.

use crate::ui::words::section::section;

section! {
    /// Finding commands, customers and files.
    PaletteWords, "palette.json", {
        palette, palette_tooltip, search, list, commands, customers, customers_more, recent, nothing, hint,
        open_customer, open_recent, row_disabled, why_nothing_open, why_busy, why_preview, why_no_change,
        why_no_filter, why_nothing_runs, why_marks, why_shown, why_size,
    }
}
