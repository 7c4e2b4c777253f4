//! The words of the page of months, and of lists of customers.

use crate::insight::filter::{ListReason, Standing};
use crate::ui::words::section::section;
use crate::ui::words::{Words, fill};

section! {
    /// One month against another.
    MonthsWords, "months.json", {
        title, tooltip, empty_title, empty_text, load, load_tooltip, load_recent, load_recent_tooltip, loading, forget,
        forget_tooltip, since, no_scores, customers_before, customers_after, new_customers, new_customers_tooltip,
        gone_customers, gone_customers_tooltip, without_key, entered, entered_tooltip, left, left_tooltip, money,
        money_tooltip, flows, flows_tooltip, cells, cells_tooltip, cells_none, cell_move, cell_move_label,
        list_empty, list_choose, list_show, list_show_tooltip, list_none_now, list_updating, list_cells, list_row,
        way, trend, trend_tooltip, trend_none, trend_label, way_bare, way_stays_bare, way_stays, standing_unscored, standing_new, standing_gone, reason_entered, reason_left, reason_moved,
        reason_moved_cell, reason_new, reason_gone, reason_would_move, reason_would_move_anywhere, model_moved,
    }
}

impl MonthsWords {
    /// What `standing` is called; who was not there `before` is new, who is not there after is gone.
    #[must_use]
    pub fn standing<'a>(&'a self, words: &'a Words, standing: Standing, before: bool) -> &'a str {
        match standing {
            Standing::In(cluster) => words.cluster(cluster),
            Standing::Unscored => &self.standing_unscored,
            Standing::Absent if before => &self.standing_new,
            Standing::Absent => &self.standing_gone,
        }
    }

    /// What the customers of a list have in common.
    #[must_use]
    pub fn reason(&self, words: &Words, reason: ListReason) -> String {
        let of = |from, to| [("from", self.standing(words, from, true)), ("to", self.standing(words, to, false))];
        match reason {
            ListReason::Entered(cluster) => fill(&self.reason_entered, &[("cluster", words.cluster(cluster))]),
            ListReason::Left(cluster) => fill(&self.reason_left, &[("cluster", words.cluster(cluster))]),
            ListReason::Moved(from, to) => fill(&self.reason_moved, &of(from, to)),
            ListReason::MovedCell(from, to) => {
                let [from, to] = [from, to].map(|cell| words.filter_cell(cell));
                fill(&self.reason_moved_cell, &[("from", &from), ("to", &to)])
            }
            ListReason::New => self.reason_new.clone(),
            ListReason::Gone => self.reason_gone.clone(),
            ListReason::WouldMove(from, to) => fill(&self.reason_would_move, &of(from, to)),
            ListReason::WouldMoveAnywhere => self.reason_would_move_anywhere.clone(),
        }
    }
}
