//! By what it is told which [`Loss`]es a workbook of a foreign kind would have.

use super::ods::attribute;
use crate::workbook::error::OpenProblem;
use crate::workbook::foreign::bytes::u16_at;
use crate::workbook::losses::Loss;
use quick_xml::events::BytesStart;

/// By a record of an `.xls` sheet or of the workbook's globals.
pub(super) fn of_xls_record(kind: u16, data: &[u8]) -> Option<Loss> {
    /// Objects that belong to a filter or a note.
    const ARROW_AND_NOTE: [u16; 2] = [0x14, 0x19];
    Some(match kind {
        0x0006 => Loss::Formulas,
        0x00e5 => Loss::MergedCells,
        0x001c => Loss::Comments,
        0x005d if u16_at(data, 4).is_some_and(|object| !ARROW_AND_NOTE.contains(&object)) => Loss::Drawings,
        0x01b8 => Loss::Links,
        0x009d => Loss::Filters,
        0x01be => Loss::Validations,
        0x01b0 | 0x0879 => Loss::ConditionalFormats,
        0x00b0 => Loss::Pivots,
        0x00d3 => Loss::Macros,
        _ => return None,
    })
}

/// By a record of an `.xlsb` sheet.
pub(super) fn of_xlsb_record(kind: u16) -> Option<Loss> {
    Some(match kind {
        8..=11 => Loss::Formulas,
        0x00b1 => Loss::MergedCells,
        0x01ee => Loss::Links,
        0x00a1 => Loss::Filters,
        0x023d => Loss::Validations,
        0x01cd => Loss::ConditionalFormats,
        _ => return None,
    })
}

/// By the name of a part of a package, in lower case.
pub(super) fn of_part(part: &str) -> Option<Loss> {
    let begins = |starts: &[&str]| starts.iter().any(|start| part.starts_with(start));
    Some(match part {
        _ if begins(&["xl/comments", "xl/threadedcomments/"]) => Loss::Comments,
        _ if begins(&["xl/drawings/drawing", "xl/charts/", "xl/media/"]) => Loss::Drawings,
        _ if begins(&["xl/pivottables/"]) => Loss::Pivots,
        _ if begins(&["xl/vbaproject", "xl/macrosheets/", "basic/", "scripts/"]) => Loss::Macros,
        _ => return None,
    })
}

/// By an element of an OpenDocument content.
///
/// # Errors
/// A tag that is not well-formed.
pub(super) fn of_ods_element(element: &BytesStart<'_>) -> Result<Option<Loss>, OpenProblem> {
    Ok(Some(match element.local_name().as_ref() {
        "table-cell" if attribute(element, "formula")?.is_some() => Loss::Formulas,
        "covered-table-cell" => Loss::MergedCells,
        "annotation" => Loss::Comments,
        "frame" | "custom-shape" => Loss::Drawings,
        "a" => Loss::Links,
        "database-range" if attribute(element, "display-filter-buttons")?.as_deref() == Some("true") => Loss::Filters,
        "content-validation" => Loss::Validations,
        "conditional-format" => Loss::ConditionalFormats,
        "data-pilot-table" => Loss::Pivots,
        _ => return Ok(None),
    }))
}
