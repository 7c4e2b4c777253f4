//! What a reader of a sheet does with its cells.

use crate::support::interner::TextId;
use crate::support::text_list::TextList;
use crate::workbook::cells::FilledCell;
use crate::workbook::error::OpenProblem;

/// Takes in the cells of a stretch of rows. A sheet may be read in several stretches at a time, each by a gatherer of
/// its own; a stretch begins where the one before ends.
pub trait Gather: Send {
    /// Whether what stands in `column`, from 0, matters. Of other columns only [`Gather::pass`] is told.
    fn wants(&self, column: u32) -> bool;

    /// A filled cell that is not wanted, in `row` and `column` from 0.
    ///
    /// # Errors
    /// What ends the reading.
    fn pass(&mut self, row: u32, column: u32) -> Result<(), OpenProblem>;

    /// A wanted cell.
    ///
    /// # Errors
    /// What ends the reading.
    fn take(&mut self, cell: &FilledCell<'_>) -> Result<(), OpenProblem>;

    /// A wanted cell in `row` and `column`, from 0, whose text is the one at `id` of the book's shared `texts`.
    ///
    /// # Errors
    /// What ends the reading.
    fn take_shared(&mut self, row: u32, column: u32, id: TextId, texts: &TextList) -> Result<(), OpenProblem>;
}
