//! Tables of any origin as commands take them, and what to say when they lack a column.

use crate::cli::Console;
use crate::cli::console::sentence;
use crate::support::data_table::{DataTable, DataValues, Words as WordColumn};
use crate::support::language::Language;
use crate::support::progress::Progress;
use crate::ui::words::Words;
use crate::workbook::error::OpenError;
use crate::workbook::plain_table::read_table;
use crate::workbook::source::Source;
use std::io;
use std::path::Path;

/// The table of `file`, in which the columns `words_only` are words; tells what is wrong when there is none.
pub(super) fn table(file: &Path, words_only: &[&str], console: &mut Console<'_>) -> io::Result<Option<DataTable>> {
    match read_table(&Source::File(file.to_owned()), words_only, &Progress::default()) {
        Ok(table) => Ok(Some(table)),
        Err(problem) => {
            let error = OpenError { file: file.display().to_string(), problem };
            writeln!(console.messages, "{}", sentence(&Words::of(Language::English).open_error(&error)))?;
            Ok(None)
        }
    }
}

/// Takes the column of words called `name` out of the table of `file`; tells when there is none.
pub(super) fn take_words(
    table: &mut DataTable,
    name: &str,
    option: &str,
    file: &Path,
    console: &mut Console<'_>,
) -> io::Result<Option<WordColumn>> {
    let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    match table.take(name).map(|column| column.values) {
        Some(DataValues::Words(words)) => Ok(Some(words)),
        _ => {
            missing(name, option, &names, file, console)?;
            Ok(None)
        }
    }
}

/// Tells that the table of `file` has no column `name`, and which there are.
pub(super) fn missing(
    name: &str,
    option: &str,
    names: &[String],
    file: &Path,
    console: &mut Console<'_>,
) -> io::Result<()> {
    let names = names.join(", ");
    let file = file.display();
    writeln!(console.messages, "{file} has no column {name:?}. Name it by {option}; there are: {names}.")
}
