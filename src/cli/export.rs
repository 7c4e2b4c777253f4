//! `export-sql` and `export-sheet`: fitted models for a database, and as workbooks with live formulas.

mod next_sheet;
mod sheet;
mod wallet_sheet;

use crate::cli::{Console, Exit, plain_input};
use crate::scoring::export::card::PointCard;
use crate::scoring::export::dialect::Dialect;
use crate::scoring::export::wallet::WalletCard;
use crate::scoring::export::{next, sql};
use crate::scoring::next::model::NextModel;
use crate::scoring::scorecard::card::Scorecard;
use crate::scoring::wallet::model::WalletModel;
use crate::support::language::Language;
use crate::ui::words::Words;
use crate::workbook::plain_table::TableError;
use crate::workbook::save::{TargetError, save_safely};
use clap::Args;
use serde_json::Value;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What `export-sql` takes.
#[derive(Debug, Args)]
pub struct ExportSqlArguments {
    /// The fitted model, as `fit`, `wallet --model` or `next --model` wrote it.
    pub model: PathBuf,

    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// generic, sqlite, duckdb, spark or fabric.
    #[arg(long, default_value = "generic", value_parser = dialect, value_name = "DIALECT")]
    pub dialect: Dialect,

    /// The table to score; its schema may stand before a dot.
    #[arg(long, default_value = "customers", value_name = "NAME")]
    pub table: String,

    /// For a model of what is owned next: the column of the customers' ids in the table.
    #[arg(long, default_value = "customer_id", value_name = "COLUMN")]
    pub id: String,

    /// For a model of what is owned next: the column of the items in the table.
    #[arg(long, default_value = "item", value_name = "COLUMN")]
    pub item: String,

    /// Language of messages: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,
}

/// What `export-sheet` takes.
#[derive(Debug, Args)]
pub struct ExportSheetArguments {
    /// The fitted model, as `fit`, `wallet --model` or `next --model` wrote it.
    pub model: PathBuf,

    /// The customers to score. Without it one empty row to fill in.
    #[arg(long, value_name = "TABLE")]
    pub rows: Option<PathBuf>,

    /// The workbook to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// For a model of what is owned next: the column of the customers' ids in the table.
    #[arg(long, default_value = "customer_id", value_name = "COLUMN")]
    pub id: String,

    /// For a model of what is owned next: the column of the items in the table.
    #[arg(long, default_value = "item", value_name = "COLUMN")]
    pub item: String,

    /// Language of messages and headers: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,
}

fn dialect(key: &str) -> Result<Dialect, String> {
    Dialect::from_key(key).ok_or_else(|| format!("one of {}", Dialect::ALL.map(Dialect::key).join(", ")))
}

pub(super) fn export_sql(arguments: &ExportSqlArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.language);
    let ExportSqlArguments { model, dialect, table, id, item, .. } = arguments;
    let text = match portable(model, words) {
        Ok(Portable::Card(card)) => sql::select(&card, *dialect, table),
        Ok(Portable::Wallet(wallet)) => WalletCard::of(&wallet).select(*dialect, table),
        Ok(Portable::Next(next)) => next::select(&next, *dialect, table, (id, item)),
        Err(told) => return console.failed(&told),
    };
    let saved = save_safely(
        &arguments.output,
        |file| file.write_all(text.as_bytes()).map_err(|error| TargetError::new(&arguments.output, error)),
        |_, ()| Ok(()),
    );
    console.written(&arguments.output, saved.map_err(|error| error.error.to_string()), words)
}

pub(super) fn export_sheet(arguments: &ExportSheetArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.language);
    let ExportSheetArguments { model, rows, id, item, output, .. } = arguments;
    let rows = rows.as_deref();
    let written = match portable(model, words) {
        Ok(Portable::Card(card)) => sheet::write(&card, rows, output, words),
        Ok(Portable::Wallet(wallet)) => wallet_sheet::write(&WalletCard::of(&wallet), &wallet, rows, output, words),
        Ok(Portable::Next(next)) => next_sheet::write(&next, rows, (id, item), output, words),
        Err(told) => return console.failed(&told),
    };
    match written {
        Ok(()) => console.written(output, Ok(()), words),
        Err(NotExported::Input(told)) => console.failed(&told),
        Err(NotExported::Output(cause)) => console.written(output, Err(cause), words),
    }
}

/// Why no workbook was written.
pub(super) enum NotExported {
    /// What was given cannot be used, in words.
    Input(String),
    /// The file was refused, and why.
    Output(String),
}

impl From<TableError> for NotExported {
    fn from(error: TableError) -> Self {
        Self::Output(error.cause())
    }
}

/// A model that can leave.
enum Portable {
    Card(PointCard),
    Wallet(WalletModel),
    Next(NextModel),
}

/// The model that `fit`, `wallet` or `next` wrote to `file`.
fn portable(file: &Path, words: &Words) -> Result<Portable, String> {
    let text = plain_input::model_text(file, words)?;
    let refused = |error: serde_json::Error| plain_input::no_model(file, &error.to_string(), words);
    // Each kind has a key that the others lack.
    let value: Value = serde_json::from_str(&text).map_err(refused)?;
    if value.get("middle").is_some() {
        return serde_json::from_value(value).map(Portable::Wallet).map_err(refused);
    }
    if value.get("items").is_some() {
        return serde_json::from_value(value).map(Portable::Next).map_err(refused);
    }
    let card = Scorecard::from_json(&text).map_err(|error| plain_input::no_model(file, &error.to_string(), words))?;
    Ok(Portable::Card(PointCard::of(&card)))
}
