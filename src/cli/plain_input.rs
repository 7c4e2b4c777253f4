//! Tables and models of any origin as commands take them, and what to say when they cannot be used.

use crate::scoring::scorecard::card::Scorecard;
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words as WordColumn};
use crate::support::progress::Progress;
use crate::ui::words::{Words, fill};
use crate::workbook::error::OpenError;
use crate::workbook::json_file::read_text;
use crate::workbook::plain_table::read_table;
use crate::workbook::source::Source;
use std::path::Path;

/// The table of `file`, in which the columns `words_only` are words.
///
/// # Errors
/// In words, why it cannot be read.
pub(super) fn table(file: &Path, words_only: &[&str], words: &Words) -> Result<DataTable, String> {
    read_table(&Source::File(file.to_owned()), words_only, &Progress::default()).map_err(|problem| {
        let error = OpenError { file: file.display().to_string(), problem };
        crate::cli::console::sentence(&words.open_error(&error))
    })
}

/// The text of the model at `file`.
///
/// # Errors
/// In words, why it cannot be read.
pub(super) fn model_text(file: &Path, words: &Words) -> Result<String, String> {
    read_text(file).map_err(|error| no_model(file, &error.cause(), words))
}

/// The scorecard that `fit` wrote to `file`.
///
/// # Errors
/// In words, why it is none.
pub(super) fn card(file: &Path, words: &Words) -> Result<Scorecard, String> {
    let text = model_text(file, words)?;
    Scorecard::from_json(&text).map_err(|error| no_model(file, &error.to_string(), words))
}

/// Says that `file` holds no model that can be used.
pub(super) fn no_model(file: &Path, cause: &str, words: &Words) -> String {
    fill(&words.export_no_model, &[("file", &file.display().to_string()), ("cause", cause)])
}

/// Takes the column called `name`, which `option` named, out of the table of `file`.
///
/// # Errors
/// In words, that there is none, and which there are.
pub(super) fn take(
    table: &mut DataTable,
    name: &str,
    option: &str,
    file: &Path,
    words: &Words,
) -> Result<DataColumn, String> {
    match table.take(name) {
        Some(column) => Ok(column),
        None => Err(missing(name, option, table, file, words)),
    }
}

/// As [`take`], for a column of words.
///
/// # Errors
/// In words, that there is none.
pub(super) fn take_words(
    table: &mut DataTable,
    name: &str,
    option: &str,
    file: &Path,
    words: &Words,
) -> Result<WordColumn, String> {
    match take(table, name, option, file, words)?.values {
        DataValues::Words(column) => Ok(column),
        DataValues::Numbers(_) => Err(missing(name, option, table, file, words)),
    }
}

/// Says that the table of `file` has no column `name`, and which it has.
pub(super) fn missing(name: &str, option: &str, table: &DataTable, file: &Path, words: &Words) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    fill(
        &words.plain_no_column,
        &[
            ("file", &file.display().to_string()),
            ("column", name),
            ("option", option),
            ("columns", &names.join(&words.list_separator)),
        ],
    )
}
