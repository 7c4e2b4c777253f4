//! What people add to the data sheet in Excel: table, widths, frozen panes, conditional formats, validation, notes.

use super::fields::{AgreementField, CustomerField, Field, UsageField};
use super::sheet::{Column, Formats, column_number, write_header};
use super::words::Words;
use super::{SampleError, SampleKind, SampleRequest};
use crate::domain::cluster::Cluster;
use crate::support::language::Language;
use rust_xlsxwriter::{
    ConditionalFormat3ColorScale, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar,
    DataValidation, Format, Note, Table, TableColumn, TableStyle, Worksheet,
};
use std::collections::HashSet;

/// Rows up to which the data is a table object; beyond, it has a sheet autofilter, since the writer keeps a record of
/// every cell of a table in memory.
pub const TABLE_ROWS: u32 = 100_000;

/// Writes the header of the main sheet, as a table where there are rows for one, and everything around the data.
///
/// # Errors
/// [`SampleError::Workbook`].
pub fn dress_main_sheet(
    sheet: &mut Worksheet,
    request: &SampleRequest,
    columns: &[Column],
    formats: &Formats,
    words: &Words,
) -> Result<(), SampleError> {
    let last_column = column_number(columns.len().saturating_sub(1));
    match request.rows {
        0 => write_header(sheet, columns, formats)?,
        rows @ 1..=TABLE_ROWS => add_table(sheet, request.kind, rows, columns, formats)?,
        rows => {
            write_header(sheet, columns, formats)?;
            sheet.autofilter(0, 0, rows, last_column)?;
        }
    }
    sheet.set_freeze_panes(1, 5)?.set_row_height(0, 45)?.set_tab_color("#2E7D32");
    sheet.set_landscape().set_repeat_rows(0, 0)?.set_zoom(90);
    for (position, column) in columns.iter().enumerate() {
        sheet.set_column_width(column_number(position), width(&column.field))?;
    }
    if request.rows > 0 {
        add_conditional_formats(sheet, request, columns, words)?;
        add_validation(sheet, request, columns, words)?;
    }
    add_notes(sheet, request, columns)
}

/// Characters a column is wide.
fn width(field: &Field) -> f64 {
    match field {
        Field::Customer(CustomerField::Name) => 34.0,
        Field::Customer(CustomerField::Domain | CustomerField::Industry | CustomerField::ExistingWorkloads) => 26.0,
        Field::Usage(UsageField::SubscriptionId | UsageField::TenantId) => 38.0,
        Field::Play(_) => 9.0,
        _ => 14.0,
    }
}

fn add_table(
    sheet: &mut Worksheet,
    kind: SampleKind,
    rows: u32,
    columns: &[Column],
    formats: &Formats,
) -> Result<(), SampleError> {
    let mut used = HashSet::new();
    let table_columns: Vec<TableColumn> = columns
        .iter()
        .map(|column| {
            TableColumn::new().set_header(unused(&column.header, &mut used)).set_header_format(&formats.header)
        })
        .collect();
    let name = format!("{}_report", kind.key());
    let table = Table::new().set_name(name).set_style(TableStyle::Light9).set_columns(&table_columns);
    sheet.add_table(0, 0, rows, column_number(columns.len().saturating_sub(1)), &table)?;
    Ok(())
}

/// `header`, with a number behind it if the table has it already: what Excel does to repeated headers of a table.
fn unused(header: &str, used: &mut HashSet<String>) -> String {
    let mut name = header.to_owned();
    let mut number = 2;
    while !used.insert(name.to_lowercase()) {
        name = format!("{header}{number}");
        number += 1;
    }
    name
}

/// Three kinds: a colour scale over Fit, bars over Intent, green where it says to act now; their like in reports
/// without scores.
fn add_conditional_formats(
    sheet: &mut Worksheet,
    request: &SampleRequest,
    columns: &[Column],
    words: &Words,
) -> Result<(), SampleError> {
    let green = Format::new().set_font_color("#1B5E20").set_background_color("#C8E6C9");
    for (position, column) in columns.iter().enumerate() {
        let position = column_number(position);
        let word = match &column.field {
            Field::Fit(_)
            | Field::Agreement(AgreementField::EndDate)
            | Field::Usage(UsageField::SubscriptionRevenue) => {
                let scale = ConditionalFormat3ColorScale::new();
                sheet.add_conditional_format(1, position, request.rows, position, &scale)?;
                continue;
            }
            Field::Intent(_)
            | Field::Agreement(AgreementField::ExpiringRevenue)
            | Field::Usage(UsageField::TotalRevenue) => {
                let bar = ConditionalFormatDataBar::new().set_fill_color("#90CAF9");
                sheet.add_conditional_format(1, position, request.rows, position, &bar)?;
                continue;
            }
            Field::Cluster(_) => Cluster::ActNow.name(),
            Field::Agreement(AgreementField::ExpirationType) => "Open",
            Field::Usage(UsageField::SubscriptionState) => "Active",
            _ => continue,
        };
        let word = words.word(word, request.language);
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(word)).set_format(&green);
        sheet.add_conditional_format(1, position, request.rows, position, &rule)?;
    }
    Ok(())
}

/// Lists to choose from: the clusters, or what a subscription's state can be.
fn add_validation(
    sheet: &mut Worksheet,
    request: &SampleRequest,
    columns: &[Column],
    words: &Words,
) -> Result<(), SampleError> {
    for (position, column) in columns.iter().enumerate() {
        let choices: Vec<&str> = match &column.field {
            Field::Cluster(_) => Cluster::ALL.map(Cluster::name).to_vec(),
            Field::Usage(UsageField::SubscriptionState) => vec!["Active", "Deprovisioned"],
            _ => continue,
        };
        let choices: Vec<&str> = choices.into_iter().map(|word| words.word(word, request.language)).collect();
        let list = DataValidation::new().allow_list_strings(&choices)?.set_input_message("As downloaded")?;
        let position = column_number(position);
        sheet.add_data_validation(1, position, request.rows, position, &list)?;
    }
    Ok(())
}

fn add_notes(sheet: &mut Worksheet, request: &SampleRequest, columns: &[Column]) -> Result<(), SampleError> {
    sheet.set_default_note_author("Sales office");
    let (size, call) = match request.language {
        Language::English => ("Employees, as the report knows them", "Call before the end of the quarter"),
        Language::Japanese => ("レポート上の従業員数", "四半期末までに電話する"),
    };
    for (position, column) in columns.iter().enumerate() {
        match column.field {
            Field::Customer(CustomerField::OrgSize) => {
                sheet.insert_note(0, column_number(position), &Note::new(size))?;
            }
            Field::Customer(CustomerField::Name) => {
                for row in [2, 5, 11].into_iter().filter(|row| *row <= request.rows) {
                    sheet.insert_note(row, column_number(position), &Note::new(call))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
