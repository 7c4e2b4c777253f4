//! Choosing a file's sheet and columns by hand.

use crate::portfolio::Portfolio;
use crate::session::Session;
use crate::session::column_trial::ColumnTrial;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::support::progress::Progress;
use crate::support::text::comparison_key;
use crate::workbook::choices::{ColumnChoices, Mapping, ReadAs, ReadChoices};
use crate::workbook::error::OpenError;
use crate::workbook::peek::{SheetPeek, peek_sheets};
use crate::workbook::source::Source;
use std::collections::HashSet;
use std::sync::Arc;

/// A file whose sheet and columns are being chosen.
#[derive(Debug)]
pub struct ColumnPage {
    /// The file.
    pub source: Source,
    /// What is opened once the choice is made: this file, and what it is joined with.
    pub sources: Vec<Source>,
    /// Its sheets; `None` while they are looked at.
    pub sheets: Option<Vec<SheetPeek>>,
    /// The chosen sheet's position.
    pub sheet: usize,
    /// What was chosen for that sheet's columns.
    pub columns: ColumnChoices,
    /// What the choice would mean.
    pub trial: ColumnTrial,
}

impl ColumnPage {
    /// The chosen sheet, if there is one.
    #[must_use]
    pub fn chosen_sheet(&self) -> Option<&SheetPeek> {
        self.sheets.as_ref()?.get(self.sheet)
    }
}

pub(super) type Peeking = Job<Result<Vec<SheetPeek>, OpenError>>;

impl Session {
    /// The choices by which `source` is read.
    pub(super) fn choices_for(&self, source: &Source) -> ReadChoices {
        let sheet = self.sheets.iter().find(|(known, _)| known == source).map(|(_, sheet)| sheet.clone());
        let mut columns = ColumnChoices::default();
        for (header, read_as) in &self.columns_of_run {
            columns.set(header, Some(read_as.clone()));
        }
        ReadChoices { sheet, columns, mappings: self.settings.mappings.clone() }
    }

    /// For files opened from now on in this run: the sheet of one of them, and what columns of all are read as, by header.
    pub fn set_choices(&mut self, sheet: Option<(Source, String)>, columns: Vec<(String, ReadAs)>) {
        self.sheets.extend(sheet);
        self.columns_of_run = columns;
    }

    /// Headers that something was chosen for in this run, and that no opened file has.
    pub(super) fn headers_not_found(&self, portfolio: &Portfolio) -> Vec<String> {
        let chosen = portfolio.files.iter().flat_map(|file| &file.understanding.chosen);
        let found: HashSet<String> = chosen.map(|header| comparison_key(header)).collect();
        let asked = self.columns_of_run.iter().map(|(header, _)| header);
        asked.filter(|header| !found.contains(&comparison_key(header))).cloned().collect()
    }

    /// Shows the sheets and columns of `source`, which is opened together with `sources`.
    pub(super) fn show_columns(&mut self, source: Source, sources: Vec<Source>) {
        let peeked = source.clone();
        self.peeking = Some(Job::start("peek", Arc::clone(&self.waker), move |progress: &Progress| {
            peek_sheets(&peeked, progress)
        }));
        let columns = ColumnChoices::default();
        self.column_page =
            Some(ColumnPage { source, sources, sheets: None, sheet: 0, columns, trial: ColumnTrial::default() });
    }

    pub(super) fn close_columns(&mut self) {
        self.column_page = None;
        self.peeking = None;
    }

    pub(super) fn finish_peeking(&mut self, peeked: Result<Result<Vec<SheetPeek>, OpenError>, JobFailed>) {
        self.peeking = None;
        let problem = match peeked {
            Ok(Ok(sheets)) => {
                if let Some(page) = &mut self.column_page {
                    page.sheets = Some(sheets);
                }
                let position = self.sheet_read();
                return self.choose_sheet(position);
            }
            Ok(Err(error)) => {
                let page = self.column_page.take();
                page.map(|page| Notice::OpenFailed {
                    error: Arc::new(error),
                    source: page.source,
                    sources: page.sources,
                })
            }
            Err(failed) => Some(Notice::JobFailed(failed)),
        };
        self.column_page = None;
        self.notices.extend(problem);
    }

    /// The sheet that is read now, else the visible one with the most known columns.
    fn sheet_read(&self) -> usize {
        let Some(page) = &self.column_page else { return 0 };
        let Some(sheets) = &page.sheets else { return 0 };
        let files = self.scored.iter().flat_map(|scored| &scored.portfolio.files);
        let read = files.filter(|file| file.origin.source == page.source).map(|file| &file.origin.sheet).next();
        let known = |sheet: &SheetPeek| sheet.columns.iter().filter(|column| column.known.is_some()).count();
        let is_read = |sheet: &SheetPeek| Some(&sheet.name) == read;
        let best =
            sheets.iter().enumerate().rev().max_by_key(|(_, sheet)| (is_read(sheet), !sheet.is_hidden, known(sheet)));
        best.map_or(0, |(position, _)| position)
    }

    /// Shows the sheet at `position`, with what was chosen for its columns before.
    pub(super) fn choose_sheet(&mut self, position: usize) {
        let Some(page) = &mut self.column_page else { return };
        page.sheet = position;
        let signature = page.chosen_sheet().map(|sheet| sheet.signature.clone());
        let mapping = self.settings.mappings.iter().find(|mapping| Some(&mapping.signature) == signature.as_ref());
        page.columns = mapping.map(|mapping| mapping.columns.clone()).unwrap_or_default();
        self.try_columns();
    }

    pub(super) fn map_column(&mut self, header: &str, read_as: Option<ReadAs>) {
        if let Some(page) = &mut self.column_page {
            page.columns.set(header, read_as);
        }
        self.try_columns();
    }

    pub(super) fn reset_columns(&mut self) {
        if let Some(page) = &mut self.column_page {
            page.columns = ColumnChoices::default();
        }
        self.try_columns();
    }

    /// Remembers what was chosen, and reads the file by it.
    pub(super) fn use_columns(&mut self) {
        let Some(page) = self.column_page.take() else { return };
        let Some(sheet) = page.chosen_sheet() else { return };
        let mapping = Mapping { signature: sheet.signature.clone(), columns: page.columns.clone() };
        self.settings.remember_mapping(mapping);
        self.sheets.retain(|(known, _)| *known != page.source);
        self.sheets.push((page.source.clone(), sheet.name.clone()));
        self.start_opening(page.sources);
    }

    /// The page on which sheet and columns are chosen, while it is shown.
    #[must_use]
    pub fn column_page(&self) -> Option<&ColumnPage> {
        self.column_page.as_ref()
    }
}
