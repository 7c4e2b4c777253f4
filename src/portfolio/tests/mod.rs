//! Tables of texts, joined.

mod holdings;
mod joins;
mod sums;

use crate::domain::report::ReportKind;
use crate::portfolio::{Portfolio, PortfolioBuilder};
use crate::support::interner::Interner;
use crate::workbook::column_reader::ColumnReader;
use crate::workbook::dictionary::{Dictionary, KnownColumn};
use crate::workbook::source::Source;
use crate::workbook::table::{Origin, ReportTable, Understanding};
use crate::workbook::values::CellValue;

/// A report with `headers` and `rows`, its kind told by its headers.
fn table(headers: &[&str], rows: &[Vec<String>]) -> ReportTable {
    let dictionary = Dictionary::get();
    let known: Vec<KnownColumn> = headers.iter().map(|header| dictionary.recognise(header).expect(header)).collect();
    let kind = dictionary.recognise_report(&known, &[]).kind;
    let mut texts = Interner::default();
    let columns = known.into_iter().zip(headers).enumerate().filter_map(|(at, (known, header))| {
        let mut reader = ColumnReader::new(known, (*header).to_owned(), false)?;
        for (row, cells) in rows.iter().enumerate() {
            if reader.is_text() {
                reader.take_text(row, texts.intern(&cells[at]).unwrap());
            } else {
                reader.take(row, CellValue::Text(&cells[at]));
            }
        }
        Some(reader.finish(&vec![true; rows.len()]))
    });
    let columns = columns.collect();
    let origin = Origin {
        source: Source::File("report.xlsx".into()),
        sheet: "Data".to_owned(),
        header_row: 1,
        last_column: 0,
        headers: Vec::new(),
        as_of: None,
        read_as: None,
    };
    let rows = (2..).take(rows.len()).collect();
    ReportTable { origin, kind, texts, rows, columns, understanding: Understanding::default() }
}

/// As [`table`], the cells of each row divided by `|`.
pub(crate) fn report(headers: &str, rows: &[&str]) -> ReportTable {
    let cells = |line: &&str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    table(&headers.split('|').map(str::trim).collect::<Vec<_>>(), &rows.iter().map(cells).collect::<Vec<_>>())
}

fn joined(tables: impl IntoIterator<Item = ReportTable>) -> Portfolio {
    let mut builder = PortfolioBuilder::default();
    for table in tables {
        builder.add(table).unwrap();
    }
    builder.finish()
}

#[test]
fn usage_seats_signals_and_outcomes_are_told_by_their_columns() {
    for (headers, kind) in [
        ("CustomerTpid|Month|MeterCategory|TotalACR", ReportKind::AzureUsage),
        ("CustomerTpid|Month|TotalSoldSeats|BilledRevenueUSD", ReportKind::SeatsSubscriptionsAndRevenue),
        ("CustomerTpid|Month|AvailableSeats|BilledRevenueUSD", ReportKind::CustomersAndTenants),
        ("CustomerID|SignalDate|SignalType|Keywords|Strength", ReportKind::Signals),
        ("顧客ID|商談開始日|商談結果|商談収益", ReportKind::Outcomes),
    ] {
        assert_eq!(report(headers, &[]).kind, kind, "{headers}");
    }
}
