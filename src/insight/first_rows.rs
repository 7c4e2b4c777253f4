//! The first rows of a table as they would be read by columns that are being chosen.

use crate::insight::table::TableCell;
use crate::support::text::comparison_key;
use crate::workbook::table::{ColumnData, ReadColumn, ReportTable, UnparsedCell};
use std::collections::HashMap;

/// Values that are shown of each column.
const VALUES_SHOWN: usize = 3;

/// What the first rows hold, column by column.
#[derive(Debug)]
pub struct FirstRows {
    table: ReportTable,
    /// By the header's [`comparison_key`]: the column's position, and the first rows with a value.
    columns: HashMap<String, (usize, Vec<usize>)>,
}

impl FirstRows {
    /// Those of `table`.
    #[must_use]
    pub fn new(table: ReportTable) -> Self {
        let rows = table.rows.len();
        let start = |(at, column): (usize, &ReadColumn)| {
            let has_value = |row: &usize| cell(&table, column, *row) != TableCell::Missing;
            let filled = (0..rows).filter(has_value).take(VALUES_SHOWN).collect();
            (comparison_key(&column.header), (at, filled))
        };
        // The first of two with one header is the one that is read.
        let columns = table.columns.iter().enumerate().rev().map(start).collect();
        Self { columns, table }
    }

    /// How many rows were looked at.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.table.rows.len()
    }

    /// The first values under `header` as they are understood; `None` where the column is not read.
    pub fn values(&self, header: &str) -> Option<impl Iterator<Item = TableCell<'_>>> {
        let (at, rows) = self.columns.get(&comparison_key(header))?;
        let column = self.table.columns.get(*at)?;
        Some(rows.iter().map(|row| cell(&self.table, column, *row)))
    }

    /// The first cells under `header` that hold something else than is expected there.
    pub fn unparsed<'a>(&'a self, header: &'a str) -> impl Iterator<Item = &'a UnparsedCell> {
        let cells = self.table.understanding.first_unparsed.iter();
        cells.filter(move |cell| cell.header == header)
    }
}

fn cell<'a>(table: &'a ReportTable, column: &ReadColumn, row: usize) -> TableCell<'a> {
    fn of<'a, T: Copy>(cells: &[Option<T>], row: usize, wrap: impl Fn(T) -> TableCell<'a>) -> TableCell<'a> {
        cells.get(row).copied().flatten().map_or(TableCell::Missing, wrap)
    }
    match &column.data {
        ColumnData::Text(cells) => match cells.get(row).map_or("", |id| table.texts.text(*id)) {
            text if text.trim().is_empty() => TableCell::Missing,
            text => TableCell::Text(text),
        },
        ColumnData::Rating(cells) => of(cells, row, TableCell::Rating),
        ColumnData::Cluster(cells) => of(cells, row, TableCell::Cluster),
        ColumnData::Segment(cells) => of(cells, row, TableCell::Segment),
        ColumnData::Flag(cells) => of(cells, row, TableCell::Flag),
        ColumnData::Count(cells) => of(cells, row, TableCell::Count),
        ColumnData::Number(cells) => of(cells, row, TableCell::Number),
        ColumnData::Money(cells) => of(cells, row, TableCell::Money),
        ColumnData::Day(cells) => of(cells, row, TableCell::Day),
    }
}
