//! Workbooks with everything that a mark-up must not touch, and the marks put on them.

use super::super::{MarkColumn, MarkKind, MarkValue, MarkedSheet, Marks};
use crate::domain::money::{Currency, Money};
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, Format, Formula, Note,
    Table, TableColumn, TableFunction, Workbook, Worksheet,
};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Customers in each book: rows 3 to 12 below a title and the header in row 2.
pub(in super::super) const CUSTOMERS: u32 = 10;

/// A title, a header and customers in columns A to D, with what real workbooks carry beside them.
fn customers(sheet: &mut Worksheet) {
    let header = Format::new().set_bold().set_background_color(Color::Navy);
    sheet.set_name("It's & customers").unwrap();
    sheet.write_string(0, 0, "Report").unwrap();
    for (column, text) in (0..).zip(["CustomerID", "Name", "M365Fit", "Revenue"]) {
        sheet.write_string_with_format(1, column, text, &header).unwrap();
    }
    for row in 2..2 + CUSTOMERS {
        sheet.write_string(row, 0, format!("{row:04}")).unwrap();
        sheet.write_string(row, 1, "日本 <商事> & 'Co'").unwrap();
        sheet.write_number(row, 2, f64::from(row)).unwrap();
        sheet.write_formula(row, 3, Formula::new(format!("C{}*100", row + 1)).set_result("700")).unwrap();
    }
    sheet.set_column_width(1, 30).unwrap();
    sheet.set_column_range_hidden(4, 16_383).unwrap();
    sheet.set_freeze_panes(2, 1).unwrap();
    sheet.insert_note(2, 1, &Note::new("call back")).unwrap();
    sheet.write_url(14, 0, "https://example.com/").unwrap();
    let high = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::GreaterThan(7))
        .set_format(Format::new().set_bold());
    sheet.add_conditional_format(2, 2, 11, 2, &high).unwrap();
    let list = DataValidation::new().allow_list_strings(&["1", "2"]).unwrap();
    sheet.add_data_validation(2, 2, 11, 2, &list).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("It's & customers", 2, 2, 11, 2));
    sheet.insert_chart(16, 0, &chart).unwrap();
}

fn finished(mut book: Workbook) -> Vec<u8> {
    let hidden = book.add_worksheet();
    hidden.set_name("Hidden").unwrap().set_hidden(true);
    hidden.write_number(0, 0, 1).unwrap();
    book.define_name("Target", "='It''s & customers'!$C$3").unwrap();
    book.save_to_buffer().unwrap()
}

/// The customers as a table.
pub(in super::super) fn table_book(with_totals: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    customers(sheet);
    let header = |text: &str| TableColumn::new().set_header(text);
    let revenue = header("Revenue").set_total_function(TableFunction::Sum);
    let columns = [header("CustomerID"), header("Name"), header("M365Fit"), revenue];
    let table = Table::new().set_columns(&columns).set_total_row(with_totals).set_name("Customers");
    sheet.add_table(1, 0, 1 + CUSTOMERS + u32::from(with_totals), 3, &table).unwrap();
    finished(book)
}

/// The customers as a plain range with a filter.
pub(in super::super) fn filter_book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    customers(sheet);
    sheet.autofilter(1, 0, 1 + CUSTOMERS, 3).unwrap();
    finished(book)
}

/// `book` with `change` made to the text of one part.
pub(in super::super) fn with_part(book: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut entry = source.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name != part {
            drop(entry);
            copy.raw_copy_file(source.by_index_raw(index).unwrap()).unwrap();
            continue;
        }
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let changed = change(text.clone());
        assert_ne!(changed, text, "{part} was to change");
        copy.start_file(name, entry.options()).unwrap();
        copy.write_all(changed.as_bytes()).unwrap();
    }
    copy.finish().unwrap().into_inner()
}

/// `book` with one more part, of a kind that needs no content type.
pub(in super::super) fn with_new_part(book: &[u8], part: &str) -> Vec<u8> {
    let mut copy = ZipWriter::new_append(Cursor::new(book.to_vec())).unwrap();
    copy.start_file(part, SimpleFileOptions::default()).unwrap();
    copy.write_all(b"<Signature/>").unwrap();
    copy.finish().unwrap().into_inner()
}

/// The text of a part.
pub(in super::super) fn part(book: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A folder of its own, removed at the end.
pub(in super::super) struct Folder(PathBuf);

impl Folder {
    pub(in super::super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("markup-test-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A file in it with these bytes.
    pub(in super::super) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.0.join(name), bytes).unwrap();
        self.0.join(name)
    }

    pub(in super::super) fn path(&self) -> &Path {
        &self.0
    }

    pub(in super::super) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Marks for the customers' rows, different for each `round`.
pub(in super::super) struct CustomerMarks {
    columns: Vec<MarkColumn>,
    round: i64,
}

impl CustomerMarks {
    pub(in super::super) fn new(headers: [&str; 2], round: i64) -> Self {
        Self::keyed(headers, ["m.cell", "m.revenue"], round)
    }

    /// Columns that are known again by these keys.
    pub(in super::super) fn keyed(headers: [&str; 2], keys: [&str; 2], round: i64) -> Self {
        let [cell, revenue] = headers.map(str::to_owned);
        let [cell_key, revenue_key] = keys.map(str::to_owned);
        let text = MarkColumn { key: cell_key, header: cell, kind: MarkKind::Text, width: 8.0 };
        let money = MarkColumn { key: revenue_key, header: revenue, kind: MarkKind::Money(Currency::Jpy), width: 14.0 };
        Self { columns: vec![text, money], round }
    }
}

impl Marks for CustomerMarks {
    fn columns(&self) -> &[MarkColumn] {
        &self.columns
    }

    /// The row 5 has no mark in the first column.
    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        match (row, column) {
            (5, 0) => MarkValue::Missing,
            (3..=12, 0) => MarkValue::Text(if self.round == 1 { " A1 <&> _x0041_\n" } else { "N9" }),
            (3..=12, _) => MarkValue::Money(Money::from_hundredths(i64::from(row) * 101 * self.round)),
            _ => MarkValue::Keep,
        }
    }
}

/// The customers' sheet as a reader would tell of it.
pub(in super::super) fn customers_sheet(more_headers: &[&str]) -> MarkedSheet {
    let headers = ["CustomerID", "Name", "M365Fit", "Revenue"].iter().chain(more_headers);
    let headers: Vec<(u32, String)> = (0..).zip(headers.map(|text| (*text).to_owned())).collect();
    MarkedSheet {
        sheet: "It's & customers".to_owned(),
        header_row: 2,
        last_column: headers.len() as u32 - 1,
        headers,
        read_as: None,
    }
}
