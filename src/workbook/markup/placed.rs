//! Where the marks go in a sheet that is written anew: by the same rules as in one that is patched.

use super::names::name_of;
use super::plan::{Plan, UsedColumns};
use super::{MarkColumn, MarkedSheet, SaveError};

/// A mark column's place in a sheet without tables and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::workbook) struct Placed {
    /// Position among the mark columns.
    pub(in crate::workbook) mark: usize,
    /// The sheet's column, from 0.
    pub(in crate::workbook) column: u32,
    /// Its letters.
    pub(in crate::workbook) letters: String,
    /// Whether the column is added; else it is there from an earlier marking.
    pub(in crate::workbook) is_new: bool,
    /// The defined name by which it is known again; `None` when its header alone tells.
    pub(in crate::workbook) name: Option<String>,
}

/// The places of `marks` on `sheet`, whose rightmost column is `last`, in ascending order of their columns.
///
/// # Errors
/// No room for the new columns.
pub(in crate::workbook) fn place_marks(
    marks: &[MarkColumn],
    sheet: &MarkedSheet,
    last: u32,
) -> Result<Vec<Placed>, SaveError> {
    let plan = Plan::new(marks, sheet, UsedColumns { last, takes_blanks: false }, &[], &[])?;
    let placed = |place: super::plan::Place| Placed {
        mark: place.mark,
        column: place.column,
        letters: place.letters,
        is_new: place.is_new,
        name: (!place.key.is_empty()).then(|| name_of(&place.key)),
    };
    Ok(plan.places.into_iter().map(placed).collect())
}
