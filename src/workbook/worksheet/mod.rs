//! The bytes of a worksheet's part: tags, names of cells.

pub(in crate::workbook) mod cell_ref;
mod odd;
pub(in crate::workbook) mod rows;
pub(in crate::workbook) mod tags;
pub(in crate::workbook) mod text;
