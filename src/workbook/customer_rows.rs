//! Which rows of a sheet are customers, and the table that they make.

use crate::domain::report::ReportKind;
use crate::support::text::comparison_key;
use crate::workbook::column_reader::ColumnReader;
use crate::workbook::dictionary::Meaning;
use crate::workbook::error::{NoTable, OpenProblem};
use crate::workbook::sheet_reading::SheetReading;
use crate::workbook::table::{OpenWarning, Origin, ReportTable, Understanding};

/// What a row of totals begins with, as comparison keys.
const TOTALS: [&str; 16] = [
    "total",
    "totals",
    "grandtotal",
    "subtotal",
    "sum",
    "result",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "zwischensumme",
    "合計",
    "総計",
    "小計",
    "計",
    "総合計",
];

impl SheetReading {
    /// The table of the rows that are customers.
    ///
    /// # Errors
    /// [`NoTable::NoRows`] where none is.
    pub fn into_table(
        mut self,
        mut origin: Origin,
        kind: ReportKind,
        mut understanding: Understanding,
    ) -> Result<ReportTable, OpenProblem> {
        self.resolve_columns();
        let identities: Vec<&ColumnReader> =
            self.columns.iter().filter(|column| column.meaning().is_identity()).collect();
        let repeated: Vec<bool> = (0..self.rows.count()).map(|row| self.is_header_again(row)).collect();
        let headers = repeated.iter().filter(|repeated| **repeated).count() as u64;
        let is_kept = |(row, repeated): (usize, bool)| !repeated && self.is_customer(row, &identities);
        let keep: Vec<bool> = repeated.into_iter().enumerate().map(is_kept).collect();
        let dropped = keep.iter().filter(|kept| !**kept).count() as u64 - headers;
        if dropped + headers == keep.len() as u64 {
            return Err(OpenProblem::NoTable(NoTable::NoRows));
        }
        if dropped > 0 {
            understanding.warnings.push(OpenWarning::RowsWithoutCustomer(dropped));
        }
        if headers > 0 {
            understanding.warnings.push(OpenWarning::RepeatedHeaders(headers));
        }
        if self.error_cells > 0 {
            understanding.warnings.push(OpenWarning::ErrorCells(self.error_cells));
        }
        let header_end = origin.headers.iter().map(|(column, _)| *column).max().unwrap_or(0);
        origin.last_column = header_end.max(self.rows.last_column(&keep));
        for column in &mut self.columns {
            if column.fractions_to_scores() {
                understanding.warnings.push(OpenWarning::ScoresAsFractions(column.header().to_owned()));
            }
            let is_score = matches!(column.meaning(), Meaning::Score(..));
            if is_score && !(0..keep.len()).any(|row| column.has_value(row)) {
                understanding.warnings.push(OpenWarning::NoStoredValues(column.header().to_owned()));
            }
            understanding.used.push(column.header().to_owned());
        }
        understanding.unparsed = self.unparsed.count;
        understanding.first_unparsed = self.unparsed.first;
        let columns = self.columns.into_iter().map(|column| column.finish(&keep)).collect();
        Ok(ReportTable { origin, kind, texts: self.texts, rows: self.rows.into_kept(&keep), columns, understanding })
    }

    /// Printed pages repeat the header: a row whose texts are all their columns' headers.
    fn is_header_again(&self, row: usize) -> bool {
        let mut texts = self.columns.iter().filter_map(|column| Some((column, column.text_id(row)?)));
        let mut filled = texts.by_ref().filter(|(_, id)| !id.is_missing()).peekable();
        filled.peek().is_some() && filled.all(|(column, id)| column.is_header(self.texts.text(id)))
    }

    /// A row below the header is a customer when it says who and more than that, and is no total.
    fn is_customer(&self, row: usize, identities: &[&ColumnReader]) -> bool {
        let mut named_by = identities.iter().filter(|column| column.has_value(row));
        let Some(first) = named_by.next() else { return false };
        let only_one = named_by.next().is_none();
        let is_note = only_one
            && self.columns.len() > 2
            && self.columns.iter().filter(|column| column.has_value(row)).count() == 1;
        if is_note {
            return false;
        }
        // Besides its word, a total may hold counts where customers have names and numbers.
        let is_count = |column: &&&ColumnReader| {
            let text = column.text_id(row).map(|id| self.texts.text(id)).unwrap_or_default();
            text.parse::<usize>().is_ok_and(|count| count <= self.rows.count())
        };
        if !only_one
            && !identities.iter().filter(|column| column.has_value(row)).skip(1).all(|column| is_count(&column))
        {
            return true;
        }
        let text = first.text_id(row).map(|id| comparison_key(self.texts.text(id))).unwrap_or_default();
        !TOTALS.contains(&text.as_str())
    }
}
