//! Tables in words, as pages show them, saved as a workbook or as text.

use crate::domain::money::Money;
use crate::insight::condition::Number;
use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::support::progress::Progress;
use crate::workbook::plain_table::{Field, TableError, write_table};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A table in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListTable {
    /// The columns' names.
    pub headers: Vec<String>,
    /// The fields of each row, in the order of the columns.
    pub rows: Vec<Vec<ListField>>,
}

/// A field of a [`ListTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListField {
    /// Nothing is known.
    Missing,
    /// Words.
    Text(String),
    /// A whole number.
    Count(u32),
    /// Any number.
    Number(Number),
    /// An amount.
    Money(Money),
}

impl ListField {
    /// `text`; nothing where it is empty.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(text.to_owned()) }
    }

    /// A whole number.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Self::Count(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// An amount, where there is one.
    #[must_use]
    pub fn money(amount: Option<Money>) -> Self {
        amount.map_or(Self::Missing, Self::Money)
    }

    /// A number, where there is one.
    #[must_use]
    pub fn number(number: impl Into<Option<f64>>) -> Self {
        number.into().and_then(Number::new).map_or(Self::Missing, Self::Number)
    }

    fn as_field(&self) -> Field<'_> {
        match self {
            Self::Missing => Field::Missing,
            Self::Text(text) => Field::Text(text),
            Self::Count(count) => Field::Number(f64::from(*count)),
            Self::Number(number) => Field::Number(number.value()),
            Self::Money(amount) => Field::Money(*amount),
        }
    }
}

/// A table that is being saved.
pub(super) struct SavingList {
    job: Job<Result<usize, TableError>>,
    target: PathBuf,
}

impl Session {
    /// Saves `table`: as text where the name ends in `.csv`, else as a workbook.
    pub(super) fn save_list(&mut self, table: Arc<ListTable>, target: PathBuf) {
        self.save_rows(target, move |path, progress| {
            let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
            let field = |row: u32, column: usize| {
                let found = table.rows.get(row as usize).and_then(|fields| fields.get(column));
                found.map_or(Field::Missing, ListField::as_field)
            };
            write_table(path, &table.headers, rows, field, progress).map(|()| table.rows.len())
        });
    }

    /// Has `write` write a table to `target` on a job, and tell its rows; never over a file that is open.
    pub(super) fn save_rows(
        &mut self,
        mut target: PathBuf,
        write: impl FnOnce(&Path, &Progress) -> Result<usize, TableError> + Send + 'static,
    ) {
        if target.extension().is_none() {
            target.set_extension("xlsx");
        }
        if self.refuses(&target) {
            return;
        }
        let path = target.clone();
        let job = Job::start("save-list", Arc::clone(&self.waker), move |progress: &Progress| write(&path, progress));
        self.saving_list = Some(SavingList { job, target });
    }

    fn finish_saving_list(&mut self, saved: Result<Result<usize, TableError>, JobFailed>) {
        let Some(SavingList { target, .. }) = self.saving_list.take() else { return };
        match saved {
            Ok(saved) => self.tell_written(target, saved.map(Some).map_err(Into::into)),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    /// Takes in a table that was saved; true when there was one.
    pub(super) fn take_saved_list(&mut self) -> bool {
        let saved = self.saving_list.as_ref().and_then(|saving| saving.job.poll());
        saved.map(|saved| self.finish_saving_list(saved)).is_some()
    }

    /// Waits for the table that is being saved.
    pub(super) fn wait_for_list(&mut self) {
        if let Some(saved) = self.saving_list.as_ref().map(|saving| saving.job.wait()) {
            self.finish_saving_list(saved);
        }
    }
}
