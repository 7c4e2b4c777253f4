//! The bytes of a worksheet's part: tags, names of cells.

pub(in crate::workbook) mod cell_ref;
pub(in crate::workbook) mod cells;
mod odd;
pub(in crate::workbook) mod parallel;
pub(in crate::workbook) mod rows;
pub(in crate::workbook) mod strings;
pub(in crate::workbook) mod tags;
#[cfg(test)]
mod tests;
pub(in crate::workbook) mod text;
mod usual;
