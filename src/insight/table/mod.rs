//! The customer table: its columns, cells and order.

mod cells;
mod column;
mod order;

pub use cells::{ColumnCells, TableCell, table_cell};
pub use column::{ModelPart, TableColumn, all_columns, table_columns};
pub(crate) use order::permutation;
pub use order::{Sort, SortOrder};
