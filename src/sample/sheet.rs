//! The main sheet: header, rows, and what was counted while they were written.

use super::cells::{Row, Value};
use super::fields::{AgreementField, CustomerField, Field, Flag, UsageField};
use super::rows::for_each_row;
use super::words::Words;
use super::{SampleError, SampleRequest};
use crate::support::language::Language;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Worksheet};
use std::collections::BTreeMap;

/// A column of the report.
#[derive(Debug)]
pub struct Column {
    /// The header as written.
    pub header: String,
    /// What it holds.
    pub field: Field,
    style: FlagStyle,
}

/// How a flag column says yes and no: each in its own way, as reports that many hands have touched do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FlagStyle {
    Words(&'static str, &'static str),
    OneZero,
    Boolean,
}

/// What was counted while rows were written, for formulas' stored results.
#[derive(Debug, Default)]
pub struct Tally {
    /// How often each text of [`tally_column`] came.
    pub counts: BTreeMap<String, u32>,
    /// The sum of [`sum_column`]'s numbers; text is left out, as Excel does.
    pub sum: f64,
}

/// The formats of the main sheet.
#[derive(Debug)]
pub struct Formats {
    /// Header cells.
    pub header: Format,
    /// Days.
    pub date: Format,
    /// US dollars.
    pub money: Format,
    /// Counts; the general format unless decorated.
    pub count: Format,
}

/// Rows whose domains are links in a decorated workbook: far below Excel's limit of 65,530 links in a sheet.
const LINKED_ROWS: u32 = 200;

impl Formats {
    /// Those of a report as downloaded, or as people format it.
    #[must_use]
    pub fn of(decorated: bool) -> Self {
        let header = Format::new().set_bold();
        let plain = Self {
            header,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            money: Format::new().set_num_format("0.00"),
            count: Format::new(),
        };
        if !decorated {
            return plain;
        }
        Self {
            header: plain
                .header
                .set_background_color("#1F4E79")
                .set_font_color("#FFFFFF")
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Medium)
                .set_text_wrap(),
            date: Format::new().set_num_format("d mmm yyyy"),
            money: Format::new().set_num_format("[$$-409]#,##0.00"),
            count: Format::new().set_num_format("#,##0"),
        }
    }
}

/// The columns of the request's report.
///
/// # Errors
/// [`SampleError::UnknownColumn`] when the data file lists one that the code has no content for; a test keeps that
/// from happening.
pub fn columns(request: &SampleRequest, words: &Words) -> Result<Vec<Column>, SampleError> {
    let japanese = request.language == Language::Japanese;
    let headers = words.layouts.get(request.kind.key()).map(Vec::as_slice).unwrap_or_default();
    let mut columns = Vec::with_capacity(headers.len());
    for (position, header) in headers.iter().enumerate() {
        let field = Field::of(header, u16::try_from(position).unwrap_or(u16::MAX))
            .ok_or_else(|| SampleError::UnknownColumn(header.clone()))?;
        let style = flag_style(&field, japanese);
        let translated = words.japanese_headers.get(header).filter(|_| japanese);
        columns.push(Column { header: translated.unwrap_or(header).clone(), field, style });
    }
    Ok(columns)
}

fn flag_style(field: &Field, japanese: bool) -> FlagStyle {
    let yes_no = if japanese { FlagStyle::Words("はい", "いいえ") } else { FlagStyle::Words("Yes", "No") };
    match field {
        // Most plays leave the cell empty where they do not hold.
        Field::Play(play) => match play.position % 8 {
            5 => FlagStyle::Words("Y", "N"),
            6 => FlagStyle::OneZero,
            7 => FlagStyle::Words("TRUE", ""),
            _ => FlagStyle::Words("Yes", ""),
        },
        Field::Flag(Flag::HasD365 | Flag::HasEnterprise) => FlagStyle::Words("Y", "N"),
        Field::Flag(Flag::HasGoogle | Flag::Upsell) => FlagStyle::OneZero,
        Field::Flag(Flag::HasAws | Flag::OpenRenewalDynamics | Flag::OpenRenewalDatacenter | Flag::Duplicate) => {
            FlagStyle::Boolean
        }
        // In the English file too: a column that the Japanese office filled in.
        Field::Flag(Flag::Transacted) => FlagStyle::Words("はい", "いいえ"),
        _ => yes_no,
    }
}

/// The position of the column whose texts the summary counts.
#[must_use]
pub fn tally_column(columns: &[Column]) -> Option<usize> {
    columns
        .iter()
        .position(|column| {
            matches!(
                column.field,
                Field::Agreement(AgreementField::Program) | Field::Usage(UsageField::SubscriptionState)
            )
        })
        .or_else(|| columns.iter().position(|column| matches!(column.field, Field::Cluster(_))))
}

/// The position of the column whose numbers the summary sums.
#[must_use]
pub fn sum_column(columns: &[Column]) -> Option<usize> {
    columns.iter().position(|column| {
        matches!(
            column.field,
            Field::Agreement(AgreementField::ExpiringRevenue) | Field::Usage(UsageField::TotalRevenue)
        )
    })
}

/// Writes the header row.
///
/// # Errors
/// [`SampleError::Workbook`].
pub fn write_header(sheet: &mut Worksheet, columns: &[Column], formats: &Formats) -> Result<(), SampleError> {
    for (position, column) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, column_number(position), &column.header, &formats.header)?;
    }
    Ok(())
}

/// Writes all rows, in order, below the header.
///
/// # Errors
/// [`SampleError::Workbook`].
pub fn write_rows(
    sheet: &mut Worksheet,
    request: &SampleRequest,
    words: &Words,
    columns: &[Column],
    formats: &Formats,
) -> Result<Tally, SampleError> {
    let (tallied, summed) = (tally_column(columns), sum_column(columns));
    let mut tally = Tally::default();
    for_each_row(request, words, |number, row| {
        for (position, column) in columns.iter().enumerate() {
            let value = localised(row, column, request.language, words);
            if tallied == Some(position)
                && let Value::Category(text) = value
            {
                match tally.counts.get_mut(text) {
                    Some(count) => *count += 1,
                    None => drop(tally.counts.insert(text.to_owned(), 1)),
                }
            }
            if summed == Some(position)
                && let Value::Money(amount) = value
            {
                tally.sum += amount;
            }
            let linked =
                request.decorated && number < LINKED_ROWS && column.field == Field::Customer(CustomerField::Domain);
            write_value(sheet, (number + 1, column_number(position)), &value, column.style, formats, linked)?;
        }
        Ok(())
    })?;
    Ok(tally)
}

/// The value of a cell, its word in the language of the file.
fn localised<'a>(row: &Row<'a>, column: &Column, language: Language, words: &'a Words) -> Value<'a> {
    match row.value(&column.field) {
        Value::Category(word) => Value::Category(words.word(word, language)),
        value => value,
    }
}

fn write_value(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value<'_>,
    style: FlagStyle,
    formats: &Formats,
    linked: bool,
) -> Result<(), SampleError> {
    match value {
        Value::Text(domain) if linked => {
            sheet.write_url(row, column, Url::new(format!("https://{domain}/")).set_text(domain.as_ref()))?;
        }
        Value::Text(text) => {
            sheet.write_string(row, column, text.as_ref())?;
        }
        Value::Category(word) => {
            sheet.write_string(row, column, *word)?;
        }
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &formats.count)?;
        }
        Value::Money(amount) => {
            sheet.write_number_with_format(row, column, *amount, &formats.money)?;
        }
        Value::Date(day) => {
            sheet.write_number_with_format(row, column, serial(*day), &formats.date)?;
        }
        Value::Flag(flag) => match style {
            FlagStyle::Words(yes, no) => {
                let word = if *flag { yes } else { no };
                if !word.is_empty() {
                    sheet.write_string(row, column, word)?;
                }
            }
            FlagStyle::OneZero => {
                sheet.write_number(row, column, f64::from(u8::from(*flag)))?;
            }
            FlagStyle::Boolean => {
                sheet.write_boolean(row, column, *flag)?;
            }
        },
        Value::Blank => {}
    }
    Ok(())
}

/// The day as Excel counts it, right from March 1900 on.
#[must_use]
pub fn serial(day: crate::domain::Date) -> f64 {
    let origin = jiff::civil::date(1899, 12, 30);
    (day - origin).get_days().into()
}

/// A column's number; a report has fewer than a hundred.
#[must_use]
pub fn column_number(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}
