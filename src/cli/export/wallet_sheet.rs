//! A wallet model as a workbook: the customers with a formula for every term, quantile and mean, and the bins they look up.

use crate::cli::export::NotExported;
use crate::cli::export::sheet::{point_cell, reference, table_of, value_of};
use crate::scoring::export::wallet::WalletCard;
use crate::scoring::wallet::model::WalletModel;
use crate::ui::words::Words;
use crate::workbook::formula_book::{FormulaSheet, SheetCell, write_formula_book};
use std::cell::RefCell;
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
    let count = u32::try_from(table.rows).unwrap_or(u32::MAX);
    let first = table.columns.len();
    let sheet = format!("'{}'", words.export_points_sheet);
    let titles = [words.export_logarithm.as_str(), &words.export_spread];
    let formulas = |row: u32| {
        let place = |name: &str| table.columns.iter().position(|column| column.name == name).unwrap_or_default();
        let cell = |name: &str| reference(place(name), row);
        card.formulas(&cell, &|at| reference(first + at, row), &sheet, titles)
    };
    let mut headers: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    headers.extend(formulas(0).into_iter().map(|column| column.title));
    let reader = model.read(&table);
    // The values of the last five columns are known; those of the terms are left for the spreadsheet to work out.
    let results = headers.len() - 5;
    let made: RefCell<(u32, Vec<SheetCell>)> = RefCell::new((u32::MAX, Vec::new()));
    let cell = |row: u32, column: usize| match table.columns.get(column) {
        Some(values) => value_of(values, row),
        None => {
            let mut made = made.borrow_mut();
            if made.0 != row {
                let wallet = reader.wallet(row as usize);
                let known = [wallet.q10, wallet.q50, wallet.q80, wallet.q90, wallet.mean];
                let cells = (first..).zip(formulas(row)).map(|(at, column)| SheetCell::Formula {
                    text: column.formula,
                    value: at.checked_sub(results).and_then(|at| known.get(at)).copied().unwrap_or(0.0),
                });
                *made = (row, cells.collect());
            }
            made.1.get(column - first).cloned().unwrap_or(SheetCell::Empty)
        }
    };
    let customers = FormulaSheet { name: &words.export_customers_sheet, headers: &headers, rows: count, cell: &cell };
    let point_headers =
        [&words.export_attribute, &words.export_up_to, &words.export_word, &words.export_points].map(String::clone);
    let points = card.point_rows();
    let point =
        |row: u32, column: usize| points.get(row as usize).map_or(SheetCell::Empty, |row| point_cell(row, column));
    let point_sheet = FormulaSheet {
        name: &words.export_points_sheet,
        headers: &point_headers,
        rows: u32::try_from(points.len()).unwrap_or(u32::MAX),
        cell: &point,
    };
    Ok(write_formula_book(output, &[customers, point_sheet])?)
}
