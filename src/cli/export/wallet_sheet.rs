//! A wallet model as a workbook: the customers with a formula for every term, quantile and mean, and the bins they look up.

use crate::cli::export::NotExported;
use crate::cli::export::sheet::{reference, table_of, write_book};
use crate::scoring::export::formula::AddedColumn;
use crate::scoring::export::wallet::WalletCard;
use crate::scoring::wallet::model::WalletModel;
use crate::ui::words::Words;
use crate::workbook::formula_book::SheetCell;
use std::path::Path;

/// Writes `card`, made of `model`, with the customers in `rows`, else with one empty row.
pub(super) fn write(
    card: &WalletCard,
    model: &WalletModel,
    rows: Option<&Path>,
    output: &Path,
    words: &Words,
) -> Result<(), NotExported> {
    let table = table_of(rows, &card.columns(), words).map_err(NotExported::Input)?;
    let first = table.columns.len();
    let sheet = format!("'{}'", words.export_points_sheet);
    let titles = [words.export_logarithm.as_str(), &words.export_spread];
    let columns = |row: u32| {
        let place = |name: &str| table.columns.iter().position(|column| column.name == name).unwrap_or_default();
        let cell = |name: &str| reference(place(name), row);
        card.formulas(&cell, &|at| reference(first + at, row), &sheet, titles)
    };
    let added: Vec<String> = columns(0).into_iter().map(|column| column.title).collect();
    let reader = model.read(&table);
    // The values of the last five columns are known; those of the terms are left for the spreadsheet to work out.
    let results = added.len().saturating_sub(5);
    let formulas = |row: u32| {
        let wallet = reader.wallet(row as usize);
        let known = [wallet.q10, wallet.q50, wallet.q80, wallet.q90, wallet.mean];
        let cell = |(at, column): (usize, AddedColumn)| SheetCell::Formula {
            text: column.formula,
            value: at.checked_sub(results).and_then(|at| known.get(at)).copied().unwrap_or(0.0),
        };
        columns(row).into_iter().enumerate().map(cell).collect()
    };
    Ok(write_book(&table, &added, &formulas, Some(&card.point_rows()), output, words)?)
}
