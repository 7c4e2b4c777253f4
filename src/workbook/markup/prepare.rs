//! What must be known and made before the sheet streams through: the plan, and the small parts that change.

use super::copy::Job;
use super::edits::Edits;
use super::error::{Feature, SaveError, SaveWarning};
use super::plan::{Place, Plan};
use super::table::Table;
use super::{filter, formats, names, references};
use crate::support::progress::Progress;
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
    let workbook = package.part_text(&package.workbook_part().to_owned(), MAX_SMALL_PART_BYTES)?;
    let own = names::own_columns(&workbook, &entry);
    let mut plan = Plan::new(marks, job.sheet, job.used, &tables, &own)?;
    keep_names_in_use(package, &tables, &mut plan, job.progress)?;
    let mut parts = HashMap::new();
    change_tables(package, &tables, &plan, &mut parts, &mut warnings);
    formats::add(job, package, &entry.part, &mut plan, &mut parts, &mut warnings)?;
    change_names(package, &workbook, &entry, &plan, &mut parts);
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
pub(super) fn text_unless_damaged(package: &mut Package, part: &str) -> Result<Result<String, OpenProblem>, SaveError> {
    match package.part_text(part, MAX_SMALL_PART_BYTES) {
        Err(problem @ OpenProblem::Unreadable(_)) => Err(problem.into()),
        text => Ok(text),
    }
}

/// A table's column that formulas speak of keeps its name: they would lose it.
fn keep_names_in_use(
    package: &mut Package,
    tables: &[Table],
    plan: &mut Plan,
    progress: &Progress,
) -> Result<(), SaveError> {
    let header_row = plan.header_row;
    for place in plan.places.iter_mut().filter(|place| place.writes_header && !place.is_new) {
        let table = tables.iter().find(|table| table.has_header_at(place.column, header_row));
        let Some(name) = table.and_then(|table| table.column_name(place.column)) else { continue };
        if references::speak_of(package, name, progress)? {
            (place.header, place.writes_header) = (name.to_owned(), false);
        }
    }
    Ok(())
}

fn change_tables(
    package: &Package,
    tables: &[Table],
    plan: &Plan,
    parts: &mut HashMap<usize, Vec<u8>>,
    warnings: &mut Vec<SaveWarning>,
) {
    let new: Vec<&Place> = plan.new_places().collect();
    for (position, table) in tables.iter().enumerate() {
        let grows = plan.grown_table == Some(position) && !new.is_empty();
        let renamed: Vec<&Place> =
            plan.renamed_places().filter(|place| table.has_header_at(place.column, plan.header_row)).collect();
        if grows || !renamed.is_empty() {
            match (table.changed(if grows { &new } else { &[] }, &renamed), package.entry_index(&table.part)) {
                (Some(text), Some(index)) => drop(parts.insert(index, text)),
                _ => warnings.push(SaveWarning::BesideTable(table.name.clone())),
            }
        } else if table.is_query && table.area.right == plan.edge && plan.grown_table.is_none() && !new.is_empty() {
            warnings.push(SaveWarning::BesideTable(table.name.clone()));
        }
    }
}

/// The names of the columns, and the hidden one of the filter.
fn change_names(
    package: &Package,
    workbook: &str,
    entry: &SheetEntry,
    plan: &Plan,
    parts: &mut HashMap<usize, Vec<u8>>,
) {
    let mut edits = Edits::new(workbook.as_bytes());
    filter::widen_name(&mut edits, workbook, entry.position, plan);
    names::write(&mut edits, workbook, entry, plan);
    if let (false, Some(index)) = (edits.is_empty(), package.entry_index(package.workbook_part())) {
        parts.insert(index, edits.apply());
    }
}
