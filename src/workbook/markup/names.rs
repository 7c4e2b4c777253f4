//! The hidden names by which a column of an earlier marking is known again, whatever its header says by now.
//!
//! Each added column has a defined name of the sheet that refers to its header cell. A spreadsheet moves the reference
//! when columns are inserted or deleted, and never shows the name.

use super::edits::Edits;
use super::escape::{attribute_text, attribute_value};
use super::plan::{Place, Plan};
use crate::workbook::error::OpenProblem;
use crate::workbook::package::{MAX_SMALL_PART_BYTES, Package, SheetEntry};
use crate::workbook::worksheet::cell_ref::{CellRef, parse_cell, parse_number};
use crate::workbook::worksheet::tags::{Kind, Step, Walk};
use std::ops::Range;

/// What all our names begin with; no name of another program does.
const FAMILY: &str = "PropensityDesk.";
/// What comes before the names in the workbook part, whichever of them are there.
const BEFORE_NAMES: [&[u8]; 3] = [b"sheets", b"functionGroups", b"externalReferences"];

/// A column that an earlier marking added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnColumn {
    /// The key of its [`MarkColumn`](super::MarkColumn).
    pub key: String,
    /// The column, from 0.
    pub column: u32,
    /// The row of its header, from 1.
    pub row: u32,
}

/// The columns of `sheet` that earlier markings added, by their hidden names; their headers may have been renamed.
///
/// # Errors
/// The workbook part cannot be read.
pub fn own_mark_columns(package: &mut Package, sheet: &str) -> Result<Vec<OwnColumn>, OpenProblem> {
    let Some(entry) = package.sheets().iter().find(|entry| entry.name == sheet).cloned() else { return Ok(Vec::new()) };
    let part = package.workbook_part().to_owned();
    Ok(own_columns(&package.part_text(&part, MAX_SMALL_PART_BYTES)?, &entry))
}

/// [`own_mark_columns`] of the workbook part's text. The sheet's own names come before those of the whole workbook.
pub(super) fn own_columns(workbook: &str, sheet: &SheetEntry) -> Vec<OwnColumn> {
    let mut names = own_names(workbook);
    names.retain(|name| name.scope.is_none_or(|scope| scope == sheet.position));
    names.sort_by_key(|name| name.scope.is_none());
    let mut found: Vec<OwnColumn> = Vec::new();
    for name in names {
        let Some(cell) = name.cell(workbook, sheet) else { continue };
        if !found.iter().any(|known| known.key == name.key || known.column == cell.column) {
            found.push(OwnColumn { key: name.key, column: cell.column, row: cell.row });
        }
    }
    found
}

/// Adds to `edits` of the workbook part what gives each column of `plan` its name. Names that refer elsewhere are
/// made right, and repeated ones go: a workbook with two is refused by Excel.
pub(super) fn write(edits: &mut Edits<'_>, workbook: &str, sheet: &SheetEntry, plan: &Plan) {
    let names = own_names(workbook);
    let prefix = Walk::new(workbook.as_bytes()).next().map_or(&[][..], |root| root.tag.prefix());
    let mut added = Vec::new();
    for place in plan.places.iter().filter(|place| !place.key.is_empty()) {
        let key = key_in_name(&place.key);
        let mut ours = names.iter().filter(|name| name.scope == Some(sheet.position) && name.key == key);
        let wanted = CellRef { column: place.column, row: plan.header_row };
        let Some(first) = ours.next() else {
            added.append(&mut element(prefix, &key, sheet, place, plan.header_row));
            continue;
        };
        if first.cell(workbook, sheet) != Some(wanted) {
            edits.replace(first.content.clone(), reference(sheet, place, plan.header_row));
        }
        for repeated in ours {
            edits.replace(repeated.whole.clone(), Vec::new());
        }
    }
    if !added.is_empty() {
        insert(edits, workbook, prefix, added);
    }
}

/// A defined name of ours.
struct OwnName {
    /// What follows [`FAMILY`], in lower case.
    key: String,
    /// The position of the sheet it belongs to; `None` for the whole workbook.
    scope: Option<usize>,
    whole: Range<usize>,
    content: Range<usize>,
}

impl OwnName {
    /// The cell it refers to, if that is one of `sheet`.
    fn cell(&self, workbook: &str, sheet: &SheetEntry) -> Option<CellRef> {
        let reference = attribute_text(workbook.get(self.content.clone())?);
        let (place, cell) = reference.trim().rsplit_once('!')?;
        let quoted = place.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        let name = quoted.map_or_else(|| place.to_owned(), |quoted| quoted.replace("''", "'"));
        let is_here = name.to_lowercase() == sheet.name.to_lowercase();
        if is_here { parse_cell(cell.as_bytes()) } else { None }
    }
}

fn own_names(workbook: &str) -> Vec<OwnName> {
    let mut names = Vec::new();
    let mut open: Option<Step<'_>> = None;
    for step in Walk::new(workbook.as_bytes()).filter(|step| step.depth == 2) {
        if step.kind == Kind::Start && step.tag.local_name() == b"definedName" {
            open = Some(step);
        } else if let (Kind::End, Some(start)) = (step.kind, open.take()) {
            let name = start.tag.attribute_str("name").map(attribute_text).unwrap_or_default();
            let Some(key) = own_key(&name) else { continue };
            let scope = match start.tag.attribute("localSheetId").map(parse_number) {
                None => None,
                Some(Some(position)) => Some(position as usize),
                Some(None) => continue,
            };
            names.push(OwnName { key, scope, whole: start.start..step.end, content: start.end..step.start });
        }
    }
    names
}

/// The key in a name of ours. Names are compared without regard to case.
fn own_key(name: &str) -> Option<String> {
    let (family, key) = (name.get(..FAMILY.len())?, name.get(FAMILY.len()..)?);
    (family.eq_ignore_ascii_case(FAMILY) && !key.is_empty()).then(|| key_in_name(key))
}

/// `key` with what a name may hold.
pub(super) fn key_in_name(key: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '_' };
    key.chars().map(allowed).collect()
}

/// The name of the column with this key.
pub(super) fn name_of(key: &str) -> String {
    format!("{FAMILY}{}", key_in_name(key))
}

/// `'It''s &amp; here'!$AX$1`
fn reference(sheet: &SheetEntry, place: &Place, header_row: u32) -> Vec<u8> {
    attribute_value(&format!("'{}'!${}${header_row}", sheet.name.replace('\'', "''"), place.letters))
}

fn element(prefix: &[u8], key: &str, sheet: &SheetEntry, place: &Place, header_row: u32) -> Vec<u8> {
    let position = sheet.position;
    let start = format!("definedName name=\"{FAMILY}{key}\" localSheetId=\"{position}\" hidden=\"1\">");
    let reference = reference(sheet, place, header_row);
    [b"<".as_slice(), prefix, start.as_bytes(), &reference, b"</", prefix, b"definedName>"].concat()
}

/// Puts `names` at the end of the list of names, which is made when there is none.
fn insert(edits: &mut Edits<'_>, workbook: &str, prefix: &[u8], names: Vec<u8>) {
    let mut after = None;
    let mut list: Option<Step<'_>> = None;
    for step in Walk::new(workbook.as_bytes()).filter(|step| step.depth == 1) {
        let name = step.tag.local_name();
        match step.kind {
            Kind::End if list.is_some_and(|list| step.ends(&list)) => return edits.insert(step.start, names),
            Kind::Start if name == b"definedNames" => list = Some(step),
            Kind::Empty if name == b"definedNames" => {
                let close = [b"</".as_slice(), step.tag.name(), b">"].concat();
                return edits.replace(step.start..step.end, [step.tag.opened(), names, close].concat());
            }
            Kind::End | Kind::Empty if BEFORE_NAMES.contains(&name) => after = Some(step.end),
            _ => {}
        }
    }
    if let Some(after) = after {
        let tag = |open: &[u8]| [open, prefix, b"definedNames>"].concat();
        edits.insert(after, [tag(b"<"), names, tag(b"</")].concat());
    }
}

#[cfg(test)]
mod tests;
