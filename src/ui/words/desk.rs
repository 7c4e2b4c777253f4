//! The names of the desk's pages.

use crate::session::view::View;
use crate::ui::words::section::section;

section! {
    /// The rail on the left.
    DeskWords, "desk.json", {
        more, more_tooltip, rail, overview, overview_tooltip, customers, customers_tooltip, whitespace_map, whitespace_map_tooltip,
        work_list, work_list_tooltip, months, months_tooltip, quality, quality_tooltip, tuning, tuning_tooltip,
    }
}

impl DeskWords {
    /// What `view` is called on the rail.
    #[must_use]
    pub fn name(&self, view: View) -> &str {
        match view {
            View::Overview => &self.overview,
            View::Customers => &self.customers,
            View::WhitespaceMap => &self.whitespace_map,
            View::WorkList => &self.work_list,
            View::Months => &self.months,
            View::Quality => &self.quality,
            View::Tuning => &self.tuning,
        }
    }

    /// What `view` is for.
    #[must_use]
    pub fn explanation(&self, view: View) -> &str {
        match view {
            View::Overview => &self.overview_tooltip,
            View::Customers => &self.customers_tooltip,
            View::WhitespaceMap => &self.whitespace_map_tooltip,
            View::WorkList => &self.work_list_tooltip,
            View::Months => &self.months_tooltip,
            View::Quality => &self.quality_tooltip,
            View::Tuning => &self.tuning_tooltip,
        }
    }
}
