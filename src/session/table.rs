//! The customer table: its columns, which rows are selected, what a column holds, and what leaves it.

use crate::insight::column_facts::{ColumnFacts, FactsQuestion};
use crate::insight::dashboard::Dashboard;
use crate::insight::table::TableColumn;
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::asked::Asked;
use crate::session::job::{Job, JobFailed};
use crate::session::layout::TableLayout;
use crate::session::notice::Notice;
use crate::session::saved_view::SavedView;
use crate::session::selection::{Pick, Selection};
use crate::session::table_text::{Cut, PieceRows, TablePiece};
use crate::session::writing::Writing;
use crate::support::progress::Progress;
use crate::workbook::plain_table::TableError;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// Hide this column.
    Hide(TableColumn),
    /// Show this column again.
    ShowColumn(TableColumn),
    /// Show all columns, in their own order.
    ResetColumns,
    /// Move a column.
    Move {
        /// The column.
        column: TableColumn,
        /// Its new place, from 0.
        to: usize,
    },
    /// Give a column this width, in points.
    Resize {
        /// The column.
        column: TableColumn,
        /// Its width.
        width: u16,
    },
    /// Let so many of the first columns stay while the others scroll.
    Freeze(usize),
    /// Work out what this column holds.
    AskFacts(TableColumn),
    /// Copy for a spreadsheet.
    Copy {
        /// What.
        piece: Box<TablePiece>,
        /// Whether the headers come first.
        has_headers: bool,
    },
    /// Choose where this is exported to.
    AskExport(Box<TablePiece>),
    /// Export to this file what [`TableAction::AskExport`] asked for.
    Export(PathBuf),
    /// Keep columns, order, filter and sort under this name.
    SaveView(String),
    /// Show the view kept under this name.
    UseView(String),
    /// Forget the view kept under this name.
    ForgetView(String),
}

/// What the session knows of the table.
#[derive(Debug, Default)]
pub(super) struct TablePart {
    layout: TableLayout,
    selection: Selection,
    facts: Asked<ColumnFacts>,
    facts_asked: Option<FactsQuestion>,
    copying: Option<Job<Option<String>>>,
    copied: Option<String>,
    to_export: Option<Box<TablePiece>>,
    exporting: Option<Exporting>,
}

/// An export that runs.
#[derive(Debug)]
pub(super) struct Exporting {
    pub(super) job: Job<Result<usize, TableError>>,
    pub(super) target: PathBuf,
}

impl Session {
    /// The customers that are selected in the table.
    #[must_use]
    pub fn selection(&self) -> &Selection {
        &self.table.selection
    }

    /// The columns of the table of all customers.
    #[must_use]
    pub fn table_layout(&self) -> &TableLayout {
        &self.table.layout
    }

    /// What the column holds that was asked about last, once it is known; the answer may be older than the filter.
    #[must_use]
    pub fn column_facts(&self) -> Option<&ColumnFacts> {
        self.table.facts.latest().map(AsRef::as_ref)
    }

    /// What was copied since it was last taken: the surroundings put it on the clipboard.
    pub fn take_copied(&mut self) -> Option<String> {
        self.table.copied.take()
    }

    pub(super) fn exporting(&self) -> Option<&Exporting> {
        self.table.exporting.as_ref()
    }

    pub(super) fn apply_table(&mut self, action: TableAction) -> Vec<Effect> {
        let (Some(scored), Some(answer)) = (self.scored.clone(), self.dashboard.clone()) else { return Vec::new() };
        let count = scored.portfolio.customer_count();
        let table = &mut self.table;
        match action {
            TableAction::Pick { row, pick } => table.selection.pick(&answer.rows, count, row, pick),
            TableAction::SelectAll => table.selection = Selection::all(&answer.rows, count),
            TableAction::SelectNone => table.selection = Selection::default(),
            TableAction::Hide(column) => table.layout.hide(column),
            TableAction::ShowColumn(column) => table.layout.show(column),
            TableAction::ResetColumns => {
                table.layout = TableLayout::default();
                table.layout.fit(&answer.all_columns, answer.question.model);
            }
            TableAction::Move { column, to } => table.layout.move_to(column, to),
            TableAction::Resize { column, width } => table.layout.resize(column, width),
            TableAction::Freeze(count) => table.layout.freeze(count),
            TableAction::AskFacts(column) => {
                let question = FactsQuestion::new(column, self.question.model, &self.question.filter);
                if table.facts_asked.as_ref() != Some(&question) {
                    table.facts_asked = Some(question.clone());
                    let work = move |progress: &_| ColumnFacts::compute(&scored, &question, progress);
                    table.facts.ask("column", Arc::clone(&self.waker), work);
                }
            }
            TableAction::Copy { piece, has_headers } => {
                let rows = rows_of(&answer, &piece, &table.selection);
                if rows.is_empty() {
                    return Vec::new();
                }
                table.copying = Some(Job::start("copy", Arc::clone(&self.waker), move |progress: &Progress| {
                    Cut { scored: &scored, answer: &answer, piece: &piece }.text(&rows, has_headers, progress).ok()
                }));
            }
            TableAction::AskExport(piece) => {
                self.table.to_export = Some(piece);
                return vec![Effect::ChooseTarget { writing: Writing::Table, folder: self.folder(), name: None }];
            }
            TableAction::Export(target) => self.export_table(target),
            TableAction::SaveView(name) => {
                let view = SavedView::new(name, &scored, &self.question, &self.table.layout);
                self.settings.remember_view(view);
            }
            TableAction::UseView(name) => {
                let Some(view) = self.settings.views.iter().find(|view| view.name == name) else { return Vec::new() };
                let (question, columns, frozen) = view.of(&scored, &self.question);
                let model = question.model;
                table.layout.fit(&crate::insight::table::all_columns(&scored, model), model);
                if !columns.is_empty() {
                    table.layout.choose(columns, frozen);
                }
                (self.question.model, self.question.sort) = (question.model, question.sort);
                self.refilter(|filter| *filter = question.filter);
            }
            TableAction::ForgetView(name) => self.settings.views.retain(|view| view.name != name),
        }
        Vec::new()
    }

    /// Exports what was asked for; never over a file that is open.
    fn export_table(&mut self, mut target: PathBuf) {
        let (Some(scored), Some(answer)) = (self.scored.clone(), self.dashboard.clone()) else { return };
        let Some(piece) = self.table.to_export.take() else { return };
        if target.extension().is_none() {
            target.set_extension("xlsx");
        }
        if self.refuses(&target) {
            return;
        }
        let rows = rows_of(&answer, &piece, &self.table.selection);
        let path = target.clone();
        let job = Job::start("export", Arc::clone(&self.waker), move |progress: &Progress| {
            let cut = Cut { scored: &scored, answer: &answer, piece: &piece };
            cut.write(&rows, &path, progress).map(|()| rows.len())
        });
        self.table.exporting = Some(Exporting { job, target });
    }

    pub(super) fn set_table_layout(&mut self, layout: TableLayout) {
        self.table.layout = layout;
    }

    /// Takes note that another answer is shown.
    pub(super) fn table_answered(&mut self) {
        if let Some(answer) = &self.dashboard {
            self.table.layout.fit(&answer.all_columns, answer.question.model);
            self.table.selection.keep_shown(&answer.rows);
        }
    }

    /// Forgets what is about a portfolio that is not open any more; columns that it shares with the next one stay as
    /// they are, but for attributes, which are known by their places in a portfolio.
    pub(super) fn clear_table(&mut self) {
        let table = &mut self.table;
        (table.selection, table.facts_asked, table.to_export) = (Selection::default(), None, None);
        table.layout = TableLayout::default();
        table.facts.clear();
        table.copying = None;
    }

    /// What was worked out about columns is about scores that are others now.
    pub(super) fn table_rescored(&mut self) {
        self.table.facts_asked = None;
        self.table.facts.clear();
    }

    /// Takes in what jobs of the table have finished; true when something changed.
    pub(super) fn poll_table(&mut self) -> bool {
        let facts = self.table.facts.poll();
        let copied = self.table.copying.as_ref().and_then(Job::poll);
        let exported = self.table.exporting.as_ref().and_then(|exporting| exporting.job.poll());
        let changed = copied.is_some() || exported.is_some() || !matches!(facts, Ok(false));
        if let Err(failed) = facts {
            self.notices.push(Notice::JobFailed(failed));
        }
        if let Some(copied) = copied {
            self.finish_copying(copied);
        }
        if let Some(exported) = exported {
            self.finish_table_export(exported);
        }
        changed
    }

    pub(super) fn wait_for_table(&mut self) {
        if let Err(failed) = self.table.facts.wait() {
            self.notices.push(Notice::JobFailed(failed));
        }
        if let Some(copied) = self.table.copying.as_ref().map(Job::wait) {
            self.finish_copying(copied);
        }
        self.wait_for_export();
    }

    /// Waits for the file that is being exported.
    pub(super) fn wait_for_export(&mut self) {
        if let Some(exported) = self.table.exporting.as_ref().map(|exporting| exporting.job.wait()) {
            self.finish_table_export(exported);
        }
    }

    pub(super) fn asks_table(&self) -> bool {
        self.table.facts.is_running() || self.table.copying.is_some() || self.table.exporting.is_some()
    }

    fn finish_copying(&mut self, copied: Result<Option<String>, JobFailed>) {
        self.table.copying = None;
        match copied {
            Ok(text) => self.table.copied = text.or_else(|| self.table.copied.take()),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    fn finish_table_export(&mut self, exported: Result<Result<usize, TableError>, JobFailed>) {
        let Some(Exporting { target, .. }) = self.table.exporting.take() else { return };
        match exported {
            Ok(exported) => self.tell_written(target, exported.map(Some).map_err(Into::into)),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }
}

/// The customers of the rows of `piece`, in the order shown.
fn rows_of(answer: &Dashboard, piece: &TablePiece, selection: &Selection) -> Vec<CustomerIndex> {
    match &piece.rows {
        PieceRows::All => answer.rows.clone(),
        PieceRows::Range(range) => {
            let end = range.end.min(answer.rows.len());
            answer.rows.get(range.start..end).unwrap_or_default().to_vec()
        }
        PieceRows::Selected => answer.rows.iter().copied().filter(|customer| selection.has(*customer)).collect(),
    }
}
