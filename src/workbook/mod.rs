//! Files in and out: guard, open, columns known, read, mark up, safe save. No toolkit, no scoring.

mod as_of;
pub mod book;
mod budget;
pub mod cells;
pub mod choices;
mod choose;
pub(crate) mod column_reader;
mod customer_rows;
pub mod delimited;
pub mod dictionary;
pub mod error;
mod first_rows;
mod foreign;
pub mod formula_book;
mod gather;
pub mod guard;
mod header;
pub mod history;
pub mod journal;
pub mod json_file;
pub mod lock;
pub mod losses;
pub mod markup;
pub mod own_cells;
pub mod package;
pub mod peek;
pub mod place;
pub mod plain_table;
pub mod price_rows;
#[doc(hidden)]
pub mod probe;
#[cfg(test)]
mod properties;
pub mod read;
pub mod report_book;
pub mod rewrite;
mod row_index;
pub mod save;
mod sheet_reading;
pub mod source;
pub mod table;
pub mod templates;
pub mod values;
mod ways;
mod worksheet;
