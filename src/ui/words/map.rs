//! The words of the whitespace map.

use crate::ui::words::section::section;

section! {
    /// The whitespace map.
    MapWords, "map.json", {
        title, title_tooltip, summary, summary_untold, label, loading, empty, no_products, customer,
        customer_tooltip, total, total_tooltip, total_tooltip_untold, product_tooltip, owners, owners_untold,
        amount_untold, sort_hint, sorted_up, sorted_down, cell, cell_total, open_hint, state_separator, state_amount,
        state_amount_owned, state_none, owned, owned_sign, owned_tooltip, whitespace, whitespace_sign,
        whitespace_tooltip, upsell, upsell_sign, upsell_tooltip, next, next_sign, next_tooltip, competitor,
        competitor_sign, competitor_tooltip, ending, ending_sign, ending_tooltip, in_work, in_work_sign,
        in_work_tooltip,
    }
}
