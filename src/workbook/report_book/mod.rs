//! A new workbook that tells colleagues what the desk shows: figures, charts, the matrix as formulas over the rows behind
//! it, whom to call, and what every term means.
//!
//! Every figure of the summary is a formula over the two sheets of rows, so that whoever gets the workbook can check it;
//! the values that the app shows are stored beside the formulas, for programs that do not recalculate.

mod facts;
mod rows;
mod summary;
mod words;

pub use facts::{AgreementRow, CustomerRow, ReportFacts, ReportMonth, ReportSource};

use crate::domain::money::Currency;
use crate::support::language::Language;
use crate::support::progress::Progress;
use crate::workbook::plain_table::{CsvError, TableError};
use crate::workbook::save::save_safely;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, XlsxError};
use std::io::BufWriter;
use std::path::Path;
use words::BookWords;

/// Customers that the target list holds at most; the rows behind it hold all.
pub const MAX_TARGETS: u32 = 20_000;
/// Rows below the header that a sheet holds.
const MAX_SHEET_ROWS: u32 = 1_048_575;

/// What all sheets are written with.
struct Style {
    words: &'static BookWords,
    title: Format,
    note: Format,
    label: Format,
    header: Format,
    figure: Format,
    money_figure: Format,
    count: Format,
    share: Format,
    money: Format,
    day: Format,
    wrapped: Format,
}

impl Style {
    fn new(language: Language, currency: Currency) -> Self {
        let money = match currency {
            Currency::Jpy => "¥#,##0",
            Currency::Usd => "[$$-409]#,##0",
            Currency::Eur => "[$€-x-euro2]#,##0",
        };
        let header = Format::new().set_bold().set_background_color(0xE4EFF8).set_font_color(0x0E4771);
        let figure = Format::new().set_bold().set_font_size(18).set_align(FormatAlign::Left);
        Self {
            words: BookWords::of(language),
            title: Format::new().set_bold().set_font_size(20),
            note: Format::new().set_font_color(0x556473),
            label: Format::new().set_font_color(0x556473).set_align(FormatAlign::Left),
            header: header.set_text_wrap().set_align(FormatAlign::VerticalCenter),
            money_figure: figure.clone().set_num_format(money),
            figure: figure.set_num_format("#,##0"),
            count: Format::new().set_num_format("#,##0"),
            share: Format::new().set_num_format("0.0%"),
            money: Format::new().set_num_format(money),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// Writes the workbook to `target`, all of it or nothing.
///
/// # Errors
/// [`TableError`]: the target cannot be written, a stop was asked for, or there are more rows than a sheet holds.
pub fn write_report(target: &Path, source: &dyn ReportSource, progress: &Progress) -> Result<(), TableError> {
    let rows = source.customers().max(source.agreements());
    if rows > MAX_SHEET_ROWS {
        return Err(TableError::TooManyRows(rows));
    }
    let facts = source.facts();
    let style = Style::new(facts.language, facts.currency);
    save_safely(
        target,
        |file| -> Result<(), TableError> {
            let mut workbook = Workbook::new();
            workbook.set_properties(&DocProperties::new().set_title(&style.words.title));
            workbook.add_worksheet().set_name(&style.words.summary_sheet)?;
            rows::targets(workbook.add_worksheet(), source, &style, progress)?;
            rows::customers(workbook.add_worksheet_with_constant_memory()?, source, &style, progress)?;
            rows::agreements(workbook.add_worksheet_with_constant_memory()?, source, &style, progress)?;
            definitions(&mut workbook, &style)?;
            // Last, since its formulas name the other sheets.
            summary::summary(workbook.worksheet_from_index(0)?, facts, source, &style)?;
            progress.advance(0).map_err(CsvError::from)?;
            workbook.save_to_writer(BufWriter::new(file))?;
            Ok(())
        },
        |_, ()| Ok(()),
    )
}

/// What every term means.
fn definitions(workbook: &mut Workbook, style: &Style) -> Result<(), XlsxError> {
    let words = style.words;
    let sheet = workbook.add_worksheet().set_name(&words.definitions_sheet)?;
    sheet.set_column_width(0, 28)?.set_column_width(1, 110)?.set_freeze_panes(1, 0)?;
    sheet.write_with_format(0, 0, &words.term, &style.header)?;
    sheet.write_with_format(0, 1, &words.meaning, &style.header)?;
    for (row, definition) in (1..).zip(&words.definitions) {
        sheet.write_with_format(row, 0, &definition.term, &style.wrapped)?;
        sheet.write_with_format(row, 1, &definition.meaning, &style.wrapped)?;
    }
    Ok(())
}
