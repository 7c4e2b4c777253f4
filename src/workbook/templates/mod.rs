//! Empty workbooks to fill: signals, outcomes, price book. Their words are data: `assets/templates.json`.
//!
//! The first sheet holds headers that the dictionary knows, and no row; the second explains every column.

use crate::support::language::Language;
use crate::workbook::dictionary::Dictionary;
use crate::workbook::save::{TargetError, save_safely};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};
use serde::Deserialize;
use std::io::Write;
use std::path::Path;

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "test files are whole or the test fails, and small")]
mod tests;

/// The workbooks that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateKind {
    /// Buying signals.
    Signals,
    /// Opportunities won and lost.
    Outcomes,
    /// Prices of products.
    PriceBook,
}

impl TemplateKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Signals, Self::Outcomes, Self::PriceBook];

    /// The name that the command line takes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Signals => "signals",
            Self::Outcomes => "outcomes",
            Self::PriceBook => "price-book",
        }
    }

    /// The kind whose [`TemplateKind::key`] is `key`.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Why a template was not written.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The target cannot be written.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The workbook could not be made.
    #[error("the workbook cannot be made: {0}")]
    Workbook(#[from] XlsxError),
    /// The data file inside the program is wrong.
    #[error("the template's own data cannot be read: {0}")]
    Data(#[from] serde_json::Error),
    /// There is no such template in the data file.
    #[error("there is no template {0:?}")]
    Unknown(&'static str),
}

impl TemplateError {
    /// Why, without the target's path.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::Target(target) => target.error.to_string(),
            Self::Workbook(_) | Self::Data(_) | Self::Unknown(_) => self.to_string(),
        }
    }
}

/// A text in each language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Both<T> {
    en: T,
    ja: T,
}

impl<T> Both<T> {
    fn of(&self, language: Language) -> &T {
        match language {
            Language::English => &self.en,
            Language::Japanese => &self.ja,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    words: SheetWords,
    templates: Vec<Template>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetWords {
    explanation: Both<String>,
    column: Both<String>,
    holds: Both<String>,
    needed: Both<String>,
    example: Both<String>,
    yes: Both<String>,
    no: Both<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    key: String,
    sheet: Both<String>,
    about: Both<String>,
    columns: Vec<Column>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    /// The dictionary's name, or one of the template's own.
    name: String,
    /// Its header, where the dictionary has none.
    #[serde(default)]
    header: Option<Both<String>>,
    cells: Cells,
    needed: bool,
    /// Words that are offered.
    #[serde(default)]
    list: Option<Both<Vec<String>>>,
    holds: Both<String>,
    example: Both<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cells {
    Text,
    List,
    Date,
    Number,
    Money,
    Share,
}

impl Column {
    fn header(&self, language: Language) -> &str {
        match (&self.header, language) {
            (Some(header), _) => header.of(language),
            (None, Language::English) => &self.name,
            (None, Language::Japanese) => Dictionary::get().japanese_name(&self.name).unwrap_or(&self.name),
        }
    }
}

/// The columns of the template `kind`: their names, and their headers in all languages.
pub(in crate::workbook) fn headers(kind: TemplateKind) -> Vec<(String, Vec<String>)> {
    // The asset is part of the program and read by a test.
    let asset: Option<Asset> = serde_json::from_str(include_str!("../../../assets/templates.json")).ok();
    let columns = asset.into_iter().flat_map(|asset| asset.templates).filter(|template| template.key == kind.key());
    let headers = |column: &Column| Language::ALL.map(|language| column.header(language).to_owned()).to_vec();
    columns.flat_map(|template| template.columns).map(|column| (column.name.clone(), headers(&column))).collect()
}

/// The last row that Excel offers lists for.
const LAST_ROW: u32 = 1_048_575;

/// Writes the template `kind` in `language` to `target`, all of it or nothing.
///
/// # Errors
/// [`TemplateError::Target`] when the file system refuses; the others are mistakes of the program.
pub fn write_template(kind: TemplateKind, language: Language, target: &Path) -> Result<(), TemplateError> {
    let bytes = template(kind, language)?;
    save_safely(
        target,
        |file| file.write_all(&bytes).map_err(|error| TemplateError::from(TargetError::new(target, error))),
        |_, ()| Ok(()),
    )
}

/// The template's bytes, the same on any day.
fn template(kind: TemplateKind, language: Language) -> Result<Vec<u8>, TemplateError> {
    let asset: Asset = serde_json::from_str(include_str!("../../../assets/templates.json"))?;
    let template = asset.templates.iter().find(|template| template.key == kind.key());
    let template = template.ok_or(TemplateError::Unknown(kind.key()))?;
    let mut workbook = Workbook::new();
    // The program has no clock here; a spreadsheet program writes its own day when the file is filled.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_author("Propensity Desk").set_creation_datetime(&made));
    data_sheet(workbook.add_worksheet(), template, language)?;
    explanation(workbook.add_worksheet(), template, &asset.words, language)?;
    Ok(workbook.save_to_buffer()?)
}

fn heading() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

/// The sheet to fill: its header, with formats and offered words below it.
fn data_sheet(sheet: &mut Worksheet, template: &Template, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(template.sheet.of(language))?;
    for (at, column) in (0_u16..).zip(&template.columns) {
        let format = match column.cells {
            // Leading zeros of ids stay.
            Cells::Text => Format::new().set_num_format("@"),
            Cells::Date => Format::new().set_num_format("yyyy-mm-dd"),
            Cells::Money => Format::new().set_num_format("#,##0.00"),
            Cells::Share => Format::new().set_num_format("0%"),
            Cells::List | Cells::Number => Format::new(),
        };
        sheet.set_column_format(at, &format)?;
        sheet.set_column_width(at, if matches!(column.cells, Cells::Text | Cells::List) { 26 } else { 18 })?;
        sheet.write_string_with_format(0, at, column.header(language), &heading())?;
        if let Some(rule) = validation(column, language)? {
            sheet.add_data_validation(1, at, LAST_ROW, at, &rule)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What Excel offers or checks in a column. Lists offer words and allow others.
fn validation(column: &Column, language: Language) -> Result<Option<DataValidation>, XlsxError> {
    let rule = match (column.cells, &column.list) {
        (_, Some(list)) => DataValidation::new().allow_list_strings(list.of(language))?.show_error_message(false),
        (Cells::Date, _) => {
            let first = ExcelDateTime::from_ymd(2000, 1, 1)?;
            DataValidation::new().allow_date(DataValidationRule::GreaterThanOrEqualTo(first))
        }
        (Cells::Share, _) => DataValidation::new().allow_decimal_number(DataValidationRule::Between(0.0, 1.0)),
        (Cells::Number, _) => DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThan(0.0)),
        (Cells::Money, _) => {
            DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(-1e12))
        }
        (Cells::Text | Cells::List, _) => return Ok(None),
    };
    Ok(Some(rule))
}

/// The second sheet: what each column holds, with an example.
fn explanation(
    sheet: &mut Worksheet,
    template: &Template,
    words: &SheetWords,
    language: Language,
) -> Result<(), XlsxError> {
    sheet.set_name(words.explanation.of(language))?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_string(0, 0, template.about.of(language))?;
    let heads = [&words.column, &words.holds, &words.needed, &words.example];
    for (at, (head, width)) in (0_u16..).zip(heads.into_iter().zip([26, 70, 10, 40])) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(2, at, head.of(language), &heading())?;
    }
    for (row, column) in (3_u32..).zip(&template.columns) {
        let mut holds = column.holds.of(language).clone();
        if let Some(list) = &column.list {
            let separator = match language {
                Language::English => ", ",
                Language::Japanese => "、",
            };
            holds = format!("{holds} ({})", list.of(language).join(separator));
        }
        let needed = if column.needed { &words.yes } else { &words.no };
        sheet.write_string_with_format(row, 0, column.header(language), &wrapped)?;
        sheet.write_string_with_format(row, 1, holds, &wrapped)?;
        sheet.write_string_with_format(row, 2, needed.of(language), &wrapped)?;
        sheet.write_string_with_format(row, 3, column.example.of(language), &wrapped)?;
    }
    Ok(())
}
