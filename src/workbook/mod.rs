//! Files in and out: guard, open, columns known, read, mark up, safe save. No toolkit, no scoring.

mod as_of;
mod cells;
pub(crate) mod column_reader;
pub mod dictionary;
pub mod error;
pub mod guard;
mod header;
pub mod markup;
pub mod package;
pub mod place;
pub mod read;
mod row_index;
pub mod save;
pub mod source;
pub mod table;
pub mod values;
mod ways;
mod worksheet;
