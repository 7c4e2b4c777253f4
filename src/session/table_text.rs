//! The table as others read it: copied for a spreadsheet, or exported as a file.

use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::pseudonym::{Pseudonyms, covered};
use crate::insight::table::{ColumnCells, TableCell, TableColumn};
use crate::portfolio::CustomerIndex;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::plain_table::{Field, TableError, push_clipboard_field, write_table};
use std::ops::Range;
use std::path::Path;

/// Rows between two looks at whether to stop.
const ROWS_PER_STEP: usize = 1 << 12;

/// The words that stand in cells, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellWords {
    /// The bands, High first.
    pub bands: [String; 4],
    /// The clusters, Act Now first.
    pub clusters: [String; 4],
    /// The segments, in the order of [`crate::domain::segment::Segment::ALL`].
    pub segments: [String; 4],
    /// What stands for yes and for no.
    pub flags: [String; 2],
}

/// A part of the table that is to leave the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePiece {
    /// Which rows.
    pub rows: PieceRows,
    /// The columns with their headers, in their order.
    pub columns: Vec<(TableColumn, String)>,
    /// The words of its cells.
    pub words: CellWords,
    /// What stands for customers where the piece is copied: others may look on. A file that is saved has their names.
    pub pseudonyms: Option<Pseudonyms>,
}

/// Which rows of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceRows {
    /// All that are shown.
    All,
    /// Those at these positions, from 0.
    Range(Range<usize>),
    /// Those that are selected, in the order shown.
    Selected,
}

/// A piece with what it is cut from.
pub(super) struct Cut<'a> {
    pub scored: &'a ScoredPortfolio,
    pub answer: &'a Dashboard,
    pub piece: &'a TablePiece,
}

impl Cut<'_> {
    fn columns(&self) -> Vec<ColumnCells<'_>> {
        let model = self.answer.question.model;
        self.piece.columns.iter().map(|(column, _)| ColumnCells::of(self.scored, model, *column)).collect()
    }

    /// The text that a spreadsheet pastes as a table: one line a row, with tabs between the cells.
    pub(super) fn text(
        &self,
        rows: &[CustomerIndex],
        has_headers: bool,
        progress: &Progress,
    ) -> Result<String, Cancelled> {
        let mut text = String::new();
        let columns = self.columns();
        let mut line = |fields: &mut dyn Iterator<Item = Field<'_>>| {
            for (at, field) in fields.enumerate() {
                if at > 0 {
                    text.push('\t');
                }
                push_clipboard_field(&mut text, &field);
            }
            text.push_str("\r\n");
        };
        if has_headers {
            line(&mut self.piece.columns.iter().map(|(_, header)| Field::Text(header)));
        }
        for (at, customer) in rows.iter().enumerate() {
            if at % ROWS_PER_STEP == 0 {
                progress.advance(0)?;
            }
            let instead: Vec<Option<String>> =
                self.piece.columns.iter().map(|(column, _)| self.instead(*column, *customer)).collect();
            let cells = columns.iter().zip(&instead);
            let words = &self.piece.words;
            line(&mut cells.map(|(cells, instead)| field(covered(cells.cell(*customer), instead.as_ref()), words)));
        }
        Ok(text)
    }

    fn instead(&self, column: TableColumn, customer: CustomerIndex) -> Option<String> {
        self.piece.pseudonyms?.instead(self.scored, column, customer)
    }

    /// Writes the piece to `target`, as a workbook or as separated text; see [`write_table`].
    pub(super) fn write(&self, rows: &[CustomerIndex], target: &Path, progress: &Progress) -> Result<(), TableError> {
        let columns = self.columns();
        let headers: Vec<String> = self.piece.columns.iter().map(|(_, header)| header.clone()).collect();
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        progress.expect(u64::from(count));
        let at = |row: u32, column: usize| {
            if column == 0 {
                // The writer looks itself whether to stop.
                let _ = progress.advance(1);
            }
            let cell = rows.get(row as usize).zip(columns.get(column)).map(|(customer, cells)| cells.cell(*customer));
            cell.map_or(Field::Missing, |cell| field(cell, &self.piece.words))
        };
        write_table(target, &headers, count, at, progress)
    }
}

/// A cell as others read it: figures as figures, whatever the window abbreviates.
fn field<'a>(cell: TableCell<'a>, words: &'a CellWords) -> Field<'a> {
    let word = |words: &'a [String], at: usize| words.get(at).map_or(Field::Missing, |word| Field::Text(word));
    match cell {
        TableCell::Missing => Field::Missing,
        TableCell::Text(text) => Field::Text(text),
        // A score is kept in few digits; those it has are the ones that the file gave.
        TableCell::Rating(Rating::Score(score)) => {
            Field::Number(score.value().to_string().parse().unwrap_or(f64::from(score.value())))
        }
        TableCell::Rating(Rating::Band(band)) => word(&words.bands, band.index()),
        TableCell::Cell(cell) => Field::Text(cell.code()),
        TableCell::Cluster(cluster) => word(&words.clusters, cluster.index()),
        TableCell::Segment(segment) => word(&words.segments, segment.index()),
        TableCell::Count(count) => Field::Number(f64::from(count)),
        TableCell::Number(number) => Field::Number(number),
        TableCell::Money(amount) => Field::Money(amount),
        TableCell::Day(day) => Field::Day(day),
        TableCell::Flag(flag) => word(&words.flags, usize::from(!flag)),
    }
}
