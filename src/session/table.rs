//! The customer table: which rows are selected.

use crate::session::Session;
use crate::session::selection::{Pick, Selection};

/// What a person does in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableAction {
    /// Select the row at this position.
    Pick {
        /// Its position, from 0.
        row: usize,
        /// Alone, beside the others, or with all rows between.
        pick: Pick,
    },
    /// Select all rows that are shown.
    SelectAll,
    /// Select no row.
    SelectNone,
}

/// What the session knows of the table.
#[derive(Debug, Default)]
pub(super) struct TablePart {
    selection: Selection,
}

impl Session {
    /// The customers that are selected in the table.
    #[must_use]
    pub fn selection(&self) -> &Selection {
        &self.table.selection
    }

    pub(super) fn apply_table(&mut self, action: TableAction) {
        let (Some(scored), Some(answer)) = (&self.scored, &self.dashboard) else { return };
        let count = scored.portfolio.customer_count();
        match action {
            TableAction::Pick { row, pick } => self.table.selection.pick(&answer.rows, count, row, pick),
            TableAction::SelectAll => self.table.selection = Selection::all(&answer.rows, count),
            TableAction::SelectNone => self.table.selection = Selection::default(),
        }
    }

    /// Takes note that another answer is shown.
    pub(super) fn table_answered(&mut self) {
        if let Some(answer) = &self.dashboard {
            self.table.selection.keep_shown(&answer.rows);
        }
    }

    /// Forgets what is about a portfolio that is not open any more.
    pub(super) fn clear_table(&mut self) {
        self.table = TablePart::default();
    }
}
