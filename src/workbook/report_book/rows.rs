//! The sheets of rows: whom to call, all customers, all agreements.

use super::facts::{CustomerRow, ReportSource};
use super::{MAX_TARGETS, Style};
use crate::domain::Date;
use crate::domain::band::Band;
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::support::progress::Progress;
use crate::workbook::plain_table::{CsvError, TableError};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, ExcelDateTime, Format, Table,
    TableColumn, TableStyle, Worksheet, XlsxError,
};

/// Rows between two looks at whether to stop.
const ROWS_A_STEP: u32 = 1 << 12;

/// Columns of the customers' rows that formulas of the summary name, counted from 0.
pub(super) const SEGMENT: u16 = 2;
pub(super) const FIT_BAND: u16 = 4;
pub(super) const INTENT_BAND: u16 = 6;
pub(super) const CLUSTER: u16 = 8;
pub(super) const WHITESPACE_REVENUE: u16 = 9;
/// Columns of the agreements' rows that formulas of the summary name.
pub(super) const AGREEMENT_CLUSTER: u16 = 1;
pub(super) const ENDS: u16 = 3;
pub(super) const REVENUE: u16 = 4;
pub(super) const OPEN: u16 = 5;
pub(super) const COUNTS: u16 = 6;

const CUSTOMER_COLUMNS: usize = 12;
const WIDTHS: [f64; CUSTOMER_COLUMNS] = [34.0, 16.0, 14.0, 8.0, 12.0, 8.0, 12.0, 8.0, 14.0, 18.0, 18.0, 14.0];

fn customer_headers(style: &Style) -> [&String; CUSTOMER_COLUMNS] {
    let headers = &style.words.headers;
    [
        &headers.customer,
        &headers.customer_id,
        &headers.segment,
        &headers.fit,
        &headers.fit_band,
        &headers.intent,
        &headers.intent_band,
        &headers.cell,
        &headers.cluster,
        &headers.whitespace_revenue,
        &headers.open_expiring_revenue,
        &headers.next_end,
    ]
}

/// All customers, one a row.
pub(super) fn customers(
    sheet: &mut Worksheet,
    source: &dyn ReportSource,
    style: &Style,
    progress: &Progress,
) -> Result<(), TableError> {
    sheet.set_name(&style.words.customers_sheet)?;
    customer_head(sheet, style)?;
    if source.customers() > 0 {
        sheet.autofilter(0, 0, source.customers(), CUSTOMER_COLUMNS as u16 - 1)?;
    }
    for row in 0..source.customers() {
        if row % ROWS_A_STEP == 0 {
            progress.advance(0).map_err(CsvError::from)?;
        }
        write_customer(sheet, row + 1, &source.customer(row), source, style)?;
    }
    Ok(())
}

fn customer_head(sheet: &mut Worksheet, style: &Style) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 1)?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    for (column, header) in (0_u16..).zip(customer_headers(style)) {
        sheet.write_string_with_format(0, column, header, &style.header)?;
    }
    Ok(())
}

fn write_customer(
    sheet: &mut Worksheet,
    row: u32,
    customer: &CustomerRow<'_>,
    source: &dyn ReportSource,
    style: &Style,
) -> Result<(), XlsxError> {
    let facts = source.facts();
    let band = |band: Band| facts.bands.get(band.index()).map_or("", String::as_str);
    let cluster = customer.cluster.and_then(|cluster| facts.clusters.get(cluster.index()));
    let segment = facts.segments.get(customer.segment.index());
    let texts = [
        (0, Some(customer.name)),
        (1, Some(customer.id)),
        (SEGMENT, segment.map(String::as_str)),
        (FIT_BAND, customer.cell.map(|cell| band(cell.fit))),
        (INTENT_BAND, customer.cell.map(|cell| band(cell.intent))),
        (7, customer.cell.map(Cell::code)),
        (CLUSTER, cluster.map(String::as_str)),
    ];
    for (column, text) in texts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            sheet.write_string(row, column, text)?;
        }
    }
    for (column, score) in [(3, customer.fit), (5, customer.intent)] {
        if let Some(score) = score {
            sheet.write_number(row, column, f64::from(score.value()))?;
        }
    }
    for (column, amount) in [(WHITESPACE_REVENUE, customer.whitespace_revenue), (10, customer.open_expiring_revenue)] {
        if let Some(amount) = amount {
            sheet.write_number_with_format(row, column, amount.units(), &style.money)?;
        }
    }
    if let Some(day) = customer.next_end {
        write_day(sheet, row, 11, day, &style.day)?;
    }
    Ok(())
}

/// A day as a date of Excel's; one that Excel cannot hold as its text.
fn write_day(sheet: &mut Worksheet, row: u32, column: u16, day: Date, format: &Format) -> Result<(), XlsxError> {
    match excel_day(day) {
        Some(date) => sheet.write_datetime_with_format(row, column, date, format)?,
        None => sheet.write_string(row, column, day.to_string())?,
    };
    Ok(())
}

/// `day` as Excel counts days; `None` before 1900.
pub(super) fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// Whom to call: Act Now, then Evaluate, as a table with filters and colours.
pub(super) fn targets(
    sheet: &mut Worksheet,
    source: &dyn ReportSource,
    style: &Style,
    progress: &Progress,
) -> Result<(), TableError> {
    sheet.set_name(&style.words.targets_sheet)?;
    let is_target = |customer: &CustomerRow<'_>| matches!(customer.cluster, Some(Cluster::ActNow | Cluster::Evaluate));
    let mut row = 0;
    let mut left_out = 0_u32;
    for wanted in [Cluster::ActNow, Cluster::Evaluate] {
        for position in 0..source.customers() {
            if position % ROWS_A_STEP == 0 {
                progress.advance(0).map_err(CsvError::from)?;
            }
            let customer = source.customer(position);
            if !is_target(&customer) || customer.cluster != Some(wanted) {
                continue;
            }
            if row == MAX_TARGETS {
                left_out += 1;
                continue;
            }
            row += 1;
            write_customer(sheet, row, &customer, source, style)?;
        }
    }
    customer_head(sheet, style)?;
    if row == 0 {
        return Ok(());
    }
    target_table(sheet, row, source, style)?;
    if left_out > 0 {
        let text = style.words.targets_cut.replace("{count}", &left_out.to_string());
        sheet.write_string_with_format(row + 2, 0, text, &style.note)?;
    }
    Ok(())
}

fn target_table(sheet: &mut Worksheet, last: u32, source: &dyn ReportSource, style: &Style) -> Result<(), XlsxError> {
    let columns = customer_headers(style).map(|header| TableColumn::new().set_header(header));
    let table = Table::new().set_columns(&columns).set_style(TableStyle::Light1);
    sheet.add_table(0, 0, last, CUSTOMER_COLUMNS as u16 - 1, &table)?;
    let facts = source.facts();
    for (cluster, fill) in [(Cluster::ActNow, 0xFAE7BF), (Cluster::Evaluate, 0xBFDCEC)] {
        let name = facts.clusters.get(cluster.index()).cloned().unwrap_or_default();
        let format = Format::new().set_background_color(fill);
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(name)).set_format(format);
        sheet.add_conditional_format(1, CLUSTER, last, CLUSTER, &rule)?;
    }
    for column in [3, 5, WHITESPACE_REVENUE] {
        let bar = ConditionalFormatDataBar::new().set_fill_color(0x9DBFDA).set_solid_fill(true);
        sheet.add_conditional_format(1, column, last, column, &bar)?;
    }
    // Agreements that end within 90 days of the as-of day call for a call.
    if let (Some(from), Some(to)) =
        (excel_day(facts.as_of), excel_day(facts.as_of.saturating_add(jiff::Span::new().days(90))))
    {
        let format = Format::new().set_background_color(0xF8D4CF);
        let rule =
            ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::Between(from, to)).set_format(format);
        sheet.add_conditional_format(1, 11, last, 11, &rule)?;
    }
    Ok(())
}

/// All agreements of the customers told, one a row.
pub(super) fn agreements(
    sheet: &mut Worksheet,
    source: &dyn ReportSource,
    style: &Style,
    progress: &Progress,
) -> Result<(), TableError> {
    let words = style.words;
    let facts = source.facts();
    sheet.set_name(&words.agreements_sheet)?.set_freeze_panes(1, 1)?;
    for (column, width) in (0_u16..).zip([34.0, 14.0, 20.0, 14.0, 18.0, 10.0, 10.0]) {
        sheet.set_column_width(column, width)?;
    }
    let headers = &words.headers;
    let names = [
        &headers.customer,
        &headers.cluster,
        &headers.agreement,
        &headers.ends,
        &headers.expiring_revenue,
        &headers.open,
        &headers.counts,
    ];
    for (column, header) in (0_u16..).zip(names) {
        sheet.write_string_with_format(0, column, header, &style.header)?;
    }
    for position in 0..source.agreements() {
        if position % ROWS_A_STEP == 0 {
            progress.advance(0).map_err(CsvError::from)?;
        }
        let (row, agreement) = (position + 1, source.agreement(position));
        sheet.write_string(row, 0, agreement.customer)?;
        if let Some(name) = agreement.cluster.and_then(|cluster| facts.clusters.get(cluster.index())) {
            sheet.write_string(row, AGREEMENT_CLUSTER, name)?;
        }
        if !agreement.number.is_empty() {
            sheet.write_string(row, 2, agreement.number)?;
        }
        if let Some(day) = agreement.ends {
            write_day(sheet, row, ENDS, day, &style.day)?;
        }
        if let Some(revenue) = agreement.revenue {
            sheet.write_number_with_format(row, REVENUE, revenue.units(), &style.money)?;
        }
        sheet.write_string(row, OPEN, if agreement.is_open { &words.yes } else { &words.no })?;
        sheet.write_number(row, COUNTS, f64::from(u8::from(agreement.counts)))?;
    }
    Ok(())
}
