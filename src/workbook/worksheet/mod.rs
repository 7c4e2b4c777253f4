//! The bytes of a worksheet's part: tags, names of cells.

pub(in crate::workbook) mod cell_ref;
pub(in crate::workbook) mod tags;
