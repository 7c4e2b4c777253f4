//! What must be known and made before the sheet streams through: the plan, and the small parts that change.

use super::copy::Job;
use super::error::{Feature, SaveError, SaveWarning};
use super::filter;
use super::plan::{Place, Plan};
use super::styles;
use super::table::Table;
use super::{MarkColumn, MarkKind};
use crate::domain::money::Currency;
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::package::{MAX_SHEET_BYTES, MAX_SMALL_PART_BYTES, Package, SheetEntry, SheetKind};
use std::collections::HashMap;

/// All that is decided beforehand.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The marked sheet's part.
    pub(super) sheet_part: String,
    /// Its position among the entries.
    pub(super) sheet_index: usize,
    /// Where the marks go.
    pub(super) plan: Plan,
    /// The new contents of small parts, by their positions among the entries.
    pub(super) parts: HashMap<usize, Vec<u8>>,
    /// What there is to know so far.
    pub(super) warnings: Vec<SaveWarning>,
}

/// Reads what is needed of `package`, and decides.
///
/// # Errors
/// A sheet that is not there or has no cells, no room for new columns, or damage.
pub(super) fn prepare(job: &Job<'_>, package: &mut Package) -> Result<Prepared, SaveError> {
    let entry = find_sheet(package, &job.sheet.sheet)?;
    let missing = || SaveError::damaged(&entry.part, "the part is missing");
    let size = package.part_size(&entry.part).unwrap_or(0);
    if size > MAX_SHEET_BYTES {
        let place = entry.part;
        return Err(OpenProblem::TooLarge { place, unit: Unit::Bytes, limit: MAX_SHEET_BYTES }.into());
    }
    let sheet_index = package.entry_index(&entry.part).ok_or_else(missing)?;
    let marks = job.marks.columns();
    let mut warnings = Vec::new();
    let tables = read_tables(package, &entry.part, &mut warnings)?;
    let mut plan = Plan::new(marks, job.sheet, job.used, &tables)?;
    let mut parts = HashMap::new();
    grow_table(package, &tables, &plan, &mut parts, &mut warnings);
    add_money_formats(package, marks, &mut plan, &mut parts, &mut warnings)?;
    widen_filter_name(package, &entry, &plan, &mut parts)?;
    if package.is_signed() {
        warnings.push(SaveWarning::SignatureInvalid);
    }
    Ok(Prepared { sheet_part: entry.part, sheet_index, plan, parts, warnings })
}

fn find_sheet(package: &Package, name: &str) -> Result<SheetEntry, SaveError> {
    let entry = package.sheets().iter().find(|sheet| sheet.name == name).ok_or(SaveError::SourceChanged)?;
    if entry.kind != SheetKind::Worksheet {
        return Err(SaveError::Unsupported { place: name.to_owned(), feature: Feature::NotAWorksheet });
    }
    Ok(entry.clone())
}

/// The sheet's tables. One that is not understood is left alone, with a warning.
fn read_tables(
    package: &mut Package,
    sheet_part: &str,
    warnings: &mut Vec<SaveWarning>,
) -> Result<Vec<Table>, SaveError> {
    let mut tables = Vec::new();
    for link in package.relationships(sheet_part)?.into_iter().filter(|link| link.kind == "table" && !link.external) {
        let text = text_unless_damaged(package, &link.target)?;
        match text.ok().and_then(|text| Table::parse(link.target.clone(), text)) {
            Some(table) => tables.push(table),
            None => warnings.push(SaveWarning::BesideTable(link.target)),
        }
    }
    Ok(tables)
}

/// The text of `part`; what is wrong with it is told apart from trouble with the disk.
fn text_unless_damaged(package: &mut Package, part: &str) -> Result<Result<String, OpenProblem>, SaveError> {
    match package.part_text(part, MAX_SMALL_PART_BYTES) {
        Err(problem @ OpenProblem::Unreadable(_)) => Err(problem.into()),
        text => Ok(text),
    }
}

fn grow_table(
    package: &Package,
    tables: &[Table],
    plan: &Plan,
    parts: &mut HashMap<usize, Vec<u8>>,
    warnings: &mut Vec<SaveWarning>,
) {
    let places: Vec<&Place> = plan.new_places().collect();
    if places.is_empty() {
        return;
    }
    let Some(table) = plan.grown_table.and_then(|position| tables.get(position)) else {
        let queries = tables.iter().filter(|table| table.is_query && table.area.right == plan.edge);
        warnings.extend(queries.map(|table| SaveWarning::BesideTable(table.name.clone())));
        return;
    };
    match (table.grown(&places), package.entry_index(&table.part)) {
        (Some(text), Some(index)) => drop(parts.insert(index, text)),
        _ => warnings.push(SaveWarning::BesideTable(table.name.clone())),
    }
}

/// Gives the places of amounts a format with their currency's sign; without one they are plain numbers.
fn add_money_formats(
    package: &mut Package,
    marks: &[MarkColumn],
    plan: &mut Plan,
    parts: &mut HashMap<usize, Vec<u8>>,
    warnings: &mut Vec<SaveWarning>,
) -> Result<(), SaveError> {
    let currency_of = |place: &Place| match marks.get(place.mark)?.kind {
        MarkKind::Money(currency) => Some(currency),
        MarkKind::Text => None,
    };
    let mut currencies: Vec<Currency> = Vec::new();
    for currency in plan.places.iter().filter_map(currency_of) {
        if !currencies.contains(&currency) {
            currencies.push(currency);
        }
    }
    if currencies.is_empty() {
        return Ok(());
    }
    let Some(part) = package.styles_part().map(str::to_owned) else {
        warnings.push(SaveWarning::NoCurrencyFormat { cause: "the workbook has no styles".to_owned() });
        return Ok(());
    };
    let text = text_unless_damaged(package, &part)?.map_err(|problem| problem.to_string());
    let extended = text.and_then(|text| styles::extend(&text, &currencies).map_err(|odd| odd.to_string()));
    let extended = match extended {
        Ok(extended) => extended,
        Err(cause) => {
            warnings.push(SaveWarning::NoCurrencyFormat { cause });
            return Ok(());
        }
    };
    for place in &mut plan.places {
        let currency = currency_of(place);
        let format = currencies.iter().position(|known| Some(*known) == currency);
        place.style = format.and_then(|at| extended.formats.get(at)).map(usize::to_string);
    }
    if let (Some(text), Some(index)) = (extended.text, package.entry_index(&part)) {
        parts.insert(index, text);
    }
    Ok(())
}

fn widen_filter_name(
    package: &mut Package,
    entry: &SheetEntry,
    plan: &Plan,
    parts: &mut HashMap<usize, Vec<u8>>,
) -> Result<(), SaveError> {
    let part = package.workbook_part().to_owned();
    let text = package.part_text(&part, MAX_SMALL_PART_BYTES)?;
    let wider = filter::workbook_with_wider_name(&text, entry.position, plan);
    if let (Some(wider), Some(index)) = (wider, package.entry_index(&part)) {
        parts.insert(index, wider);
    }
    Ok(())
}
