//! A model of what is owned next as a workbook: customers by items, 1 where they own one, a score beside each item, and the
//! sheet of products by products that the scores look up.

use crate::cli::export::NotExported;
use crate::cli::export::sheet::reference;
use crate::cli::plain_input;
use crate::scoring::export::next::score_formula;
use crate::scoring::next::model::NextModel;
use crate::scoring::next::prerequisites::Prerequisites;
use crate::support::data_table::Words as WordColumn;
use crate::ui::words::Words;
use crate::workbook::formula_book::{FormulaSheet, SheetCell, write_formula_book};
use crate::workbook::place::column_letters;
use std::cell::RefCell;
use std::path::Path;

/// Writes `model` with the customers of the table in `rows`, a row for each item that one owns; else with one empty row.
pub(super) fn write(
    model: &NextModel,
    rows: Option<&Path>,
    columns: (&str, &str),
    output: &Path,
    words: &Words,
) -> Result<(), NotExported> {
    let customers = match rows {
        Some(rows) => owned(model, rows, columns, words).map_err(NotExported::Input)?,
        None => vec![(String::new(), Vec::new())],
    };
    let items = model.items.len();
    let sheet = format!("'{}'", words.export_weights_sheet);
    let last_column = column_letters(u32::try_from(items).unwrap_or(u32::MAX));
    let prerequisites = Prerequisites::built_in().among(&model.items);
    let mut headers = vec![columns.0.to_owned()];
    headers.extend(model.items.iter().cloned());
    headers.extend(model.items.iter().map(|item| format!("{item} · {}", words.export_score)));
    let made: RefCell<(u32, Vec<f64>)> = RefCell::new((u32::MAX, Vec::new()));
    let cell = |row: u32, column: usize| {
        let Some((id, own)) = customers.get(row as usize) else { return SheetCell::Empty };
        let item = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        match column.checked_sub(1) {
            None => SheetCell::Text(id.clone()),
            Some(at) if at < items => {
                if own.contains(&item(at)) {
                    SheetCell::Number(1.0)
                } else {
                    SheetCell::Empty
                }
            }
            Some(at) => {
                let at = at - items;
                let cells: Vec<String> = (0..items).map(|at| reference(at + 1, row)).collect();
                let mut made = made.borrow_mut();
                if made.0 != row {
                    model.score(own, &mut made.1);
                    made.0 = row;
                }
                let is_open = !own.contains(&item(at)) && prerequisites.hold(own, item(at));
                let text = score_formula(model, at, &cells, &sheet, &last_column);
                let value = made.1.get(at).copied().filter(|_| is_open).unwrap_or(0.0);
                SheetCell::Formula { text, value }
            }
        }
    };
    let rows_of_customers = u32::try_from(customers.len()).unwrap_or(u32::MAX);
    let customers =
        FormulaSheet { name: &words.export_customers_sheet, headers: &headers, rows: rows_of_customers, cell: &cell };
    let by_weights = !model.weights().is_empty();
    let mut weight_headers = vec![words.export_next_item.clone()];
    if by_weights {
        weight_headers.extend(model.items.iter().cloned());
    } else {
        weight_headers.push(words.export_share.clone());
    }
    // A row is an item that could be next, a column one that is owned.
    let weight = |row: u32, column: usize| match column.checked_sub(1) {
        None => model.items.get(row as usize).map_or(SheetCell::Empty, |item| SheetCell::Text(item.clone())),
        Some(owned) if by_weights => {
            let weight = model.weights().get(owned).and_then(|weights| weights.get(row as usize));
            weight.map_or(SheetCell::Empty, |weight| SheetCell::Number(*weight))
        }
        Some(_) => {
            let owners = model.owners.get(row as usize).copied().unwrap_or(0);
            SheetCell::Number(owners as f64 / model.customers.max(1) as f64)
        }
    };
    let weights = FormulaSheet {
        name: &words.export_weights_sheet,
        headers: &weight_headers,
        rows: u32::try_from(items).unwrap_or(u32::MAX),
        cell: &weight,
    };
    Ok(write_formula_book(output, &[customers, weights])?)
}

/// Each customer of the table in `file` with the items that it owns and the model knows, rising.
fn owned(
    model: &NextModel,
    file: &Path,
    (id, item): (&str, &str),
    words: &Words,
) -> Result<Vec<(String, Vec<u16>)>, String> {
    let mut table = plain_input::table(file, &[id, item], words)?;
    let ids = plain_input::take_words(&mut table, id, "--id", file, words)?;
    let items = plain_input::take_words(&mut table, item, "--item", file, words)?;
    let known: Vec<Option<u16>> = items.words.iter().map(|name| model.item(name)).collect();
    let mut customers: Vec<(String, Vec<u16>)> = ids.words.iter().map(|id| (id.clone(), Vec::new())).collect();
    let pairs = ids
        .codes
        .iter()
        .zip(&items.codes)
        .filter(|(id, item)| **id != WordColumn::MISSING && **item != WordColumn::MISSING);
    for (id, item) in pairs {
        let own = customers.get_mut(*id as usize).map(|(_, own)| own);
        if let (Some(own), Some(Some(item))) = (own, known.get(*item as usize)) {
            own.push(*item);
        }
    }
    for (_, own) in &mut customers {
        own.sort_unstable();
        own.dedup();
    }
    Ok(customers)
}
