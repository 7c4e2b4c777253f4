//! Any table, whatever its columns mean: a header row, and under it numbers or words.
//!
//! For the commands that fit and apply models to tables of any origin. The columns of reports are read by
//! [`crate::workbook::read`].

mod clipboard;
mod column;
mod csv_file;
#[cfg(test)]
mod tests;
mod write;

pub use clipboard::{looks_like_formula, push_clipboard_field};
pub use csv_file::{CsvError, CsvFile, write_csv};
pub use write::{Field, TableError, write_table};

use crate::support::data_table::{DataColumn, DataTable, DataValues};
use crate::support::progress::Progress;
use crate::workbook::book::Book;
use crate::workbook::cells::Go;
use crate::workbook::error::{NoTable, OpenProblem, Unit};
use crate::workbook::package::{SheetKind, Visibility};
use crate::workbook::place::column_letters;
use crate::workbook::source::Source;
use crate::workbook::values::CellValue;
use column::{NumberColumn, WordColumn};

/// Most cells, filled or not: 1.6 GB of numbers. A million rows of 45 columns are a quarter of it.
const MAX_CELLS: u64 = 200_000_000;
/// Cells between two looks at whether to stop.
const CELLS_A_STEP: u32 = 1 << 16;

/// Reads the first visible sheet of `source`, whose first filled row is the header.
///
/// A column is one of numbers when every filled cell is a finite number, in letters of any width; words that stand for
/// nothing there (`NA`, `NaN`, `null`, `inf`) are gaps. Every other column is one of words, and so are those named in
/// `words_only`, and those with leading zeros.
///
/// # Errors
/// What the file is instead of a table, where it is damaged, a header that occurs twice, or the limit it passes.
pub fn read_table(source: &Source, words_only: &[&str], progress: &Progress) -> Result<DataTable, OpenProblem> {
    let mut book = Book::open(source, progress)?;
    let is_shown = |kind, visibility| kind == SheetKind::Worksheet && visibility == Visibility::Visible;
    let sheet = book.sheets().iter().position(|sheet| is_shown(sheet.kind, sheet.visibility));
    let sheet = sheet.ok_or(OpenProblem::NoTable(NoTable::OnlyHidden))?;
    let mut numbers = Numbers::default();
    numbers.read(&mut book, sheet, words_only, progress)?;
    let mut words: Vec<Option<WordColumn>> =
        numbers.columns.iter().map(|column| column.is_words().then(WordColumn::default)).collect();
    if words.iter().any(Option::is_some) {
        read_words(&mut book, sheet, &mut words, progress)?;
    }
    numbers.into_table(words)
}

/// The first look: which columns are numbers, and what they are.
#[derive(Default)]
struct Numbers {
    headers: Vec<String>,
    columns: Vec<NumberColumn>,
    rows: usize,
}

impl Numbers {
    fn read(
        &mut self,
        book: &mut Book,
        sheet: usize,
        words_only: &[&str],
        progress: &Progress,
    ) -> Result<(), OpenProblem> {
        each_row_cell(book, sheet, progress, |row, column, value| match row {
            0 => {
                let header = column::text_of(&value).trim().to_owned();
                self.headers.resize(self.headers.len().max(column + 1), String::new());
                if let Some(slot) = self.headers.get_mut(column) {
                    *slot = header;
                }
                Ok(())
            }
            row => {
                if self.columns.is_empty() {
                    let fresh = |header: &String| NumberColumn::new(words_only.contains(&header.as_str()));
                    self.columns = self.headers.iter().map(fresh).collect();
                }
                self.rows = row;
                let cells = self.rows as u64 * self.columns.len() as u64;
                if cells > MAX_CELLS {
                    return Err(too_large(Unit::Cells, MAX_CELLS));
                }
                // Cells right of the headers belong to no column.
                if let Some(column) = self.columns.get_mut(column) {
                    column.take(row - 1, &value);
                }
                Ok(())
            }
        })
    }

    fn into_table(self, words: Vec<Option<WordColumn>>) -> Result<DataTable, OpenProblem> {
        let rows = self.rows;
        if rows == 0 {
            return Err(OpenProblem::NoTable(NoTable::NoRows));
        }
        let mut table = DataTable { columns: Vec::with_capacity(self.columns.len()), rows };
        for (position, ((header, numbers), words)) in self.headers.into_iter().zip(self.columns).zip(words).enumerate()
        {
            let name = if header.is_empty() {
                format!("Column {}", column_letters(u32::try_from(position).unwrap_or(u32::MAX)))
            } else {
                header
            };
            if table.column(&name).is_some() {
                return Err(OpenProblem::damaged(name, "two columns have this header"));
            }
            let values = match words {
                Some(words) => DataValues::Words(words.finish(rows)),
                None => DataValues::Numbers(numbers.finish(rows)),
            };
            table.columns.push(DataColumn { name, values });
        }
        Ok(table)
    }
}

/// The second look, for the columns of words alone.
fn read_words(
    book: &mut Book,
    sheet: usize,
    words: &mut [Option<WordColumn>],
    progress: &Progress,
) -> Result<(), OpenProblem> {
    each_row_cell(book, sheet, progress, |row, column, value| {
        if let (Some(row), Some(Some(column))) = (row.checked_sub(1), words.get_mut(column)) {
            column.take(row, &value)?;
        }
        Ok(())
    })
}

/// Gives every filled cell to `take`, with its row counted over filled rows: 0 is the header.
fn each_row_cell(
    book: &mut Book,
    sheet: usize,
    progress: &Progress,
    mut take: impl FnMut(usize, usize, CellValue<'_>) -> Result<(), OpenProblem>,
) -> Result<(), OpenProblem> {
    let (mut last, mut row, mut until_look) = (None, 0_usize, CELLS_A_STEP);
    book.each_cell(sheet, |cell| {
        until_look -= 1;
        if until_look == 0 {
            until_look = CELLS_A_STEP;
            progress.advance(0)?;
        }
        match last {
            None => last = Some(cell.row),
            Some(before) if before != cell.row => {
                last = Some(cell.row);
                row += 1;
            }
            Some(_) => {}
        }
        take(row, cell.column as usize, cell.value)?;
        Ok(Go::On)
    })
}

fn too_large(unit: Unit, limit: u64) -> OpenProblem {
    OpenProblem::TooLarge { place: "the table".to_owned(), unit, limit }
}
