//! Workbooks that are no packages of XML parts: `.xls`, `.xlsb`, `.ods`.
//!
//! Each is read in passes over its cells; none is ever in memory as a grid.

mod bytes;
mod compound;
mod losses;
mod ods;
mod xls;
mod xlsb;

use crate::domain::Date;
use crate::support::progress::Progress;
use crate::workbook::book::BookSheet;
use crate::workbook::cells::{FilledCell, Go, VisitKept};
use crate::workbook::error::{Format, OpenProblem};
use crate::workbook::losses::Loss;
use crate::workbook::source::Source;
use ods::OdsBook;
use xls::XlsBook;
use xlsb::XlsbBook;

/// A workbook of a foreign kind, checked and ready to give its cells.
pub enum ForeignBook {
    /// Excel 5 to 2003.
    Xls(Box<XlsBook>),
    /// Excel's binary parts.
    Xlsb(Box<XlsbBook>),
    /// OpenDocument.
    Ods(Box<OdsBook>),
}

impl ForeignBook {
    /// Opens `source`, whose bytes say `format`; `None` when no reader here knows it.
    ///
    /// # Errors
    /// Encrypted, a limit passed, damaged, or another kind of file after all.
    pub fn open(source: &Source, format: Format, progress: &Progress) -> Result<Option<Self>, OpenProblem> {
        Ok(Some(match format {
            Format::Xls => Self::Xls(Box::new(XlsBook::open(source, progress)?)),
            Format::Xlsb => Self::Xlsb(Box::new(XlsbBook::open(source, progress)?)),
            Format::Ods => Self::Ods(Box::new(OdsBook::open(source, progress)?)),
            Format::StrictOoxml | Format::Csv => return Ok(None),
        }))
    }

    /// The sheets in the order of their tabs.
    #[must_use]
    pub fn sheets(&self) -> Vec<BookSheet> {
        match self {
            Self::Xls(book) => book.sheets(),
            Self::Xlsb(book) => book.sheets(),
            Self::Ods(book) => book.sheets(),
        }
    }

    /// Whether numbers that are days are counted from 1904.
    #[must_use]
    pub fn date_1904(&self) -> bool {
        match self {
            Self::Xls(book) => book.date_1904(),
            Self::Xlsb(book) => book.date_1904(),
            // Its days are written out.
            Self::Ods(_) => false,
        }
    }

    /// The day on which the workbook was last saved, where it is easy to tell.
    pub fn modified(&mut self) -> Option<Date> {
        match self {
            Self::Xls(_) => None,
            Self::Xlsb(book) => book.modified(),
            Self::Ods(book) => book.modified(),
        }
    }

    /// What a new workbook made of its values would lack, each once.
    ///
    /// # Errors
    /// Damage of the parts that tell it.
    pub fn losses(&mut self) -> Result<Vec<Loss>, OpenProblem> {
        let found = match self {
            Self::Xls(book) => book.losses(),
            Self::Xlsb(book) => book.losses(),
            Self::Ods(book) => book.losses()?,
        };
        Ok(found.into_iter().collect())
    }

    /// Gives every filled cell of the sheet at `sheet` to `visit`.
    ///
    /// # Errors
    /// Damage in the sheet, a limit passed, a cell outside the grid, or what `visit` says.
    pub fn each_cell(
        &mut self,
        sheet: usize,
        visit: &mut dyn FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<(), OpenProblem> {
        self.each_kept_cell(sheet, &mut |cell| visit(cell.cell))
    }

    /// [`ForeignBook::each_cell`], with what a copy keeps of each.
    ///
    /// # Errors
    /// The same.
    pub(in crate::workbook) fn each_kept_cell(
        &mut self,
        sheet: usize,
        visit: &mut VisitKept<'_>,
    ) -> Result<(), OpenProblem> {
        match self {
            Self::Xls(book) => book.each_cell(sheet, visit),
            Self::Xlsb(book) => book.each_cell(sheet, visit),
            Self::Ods(book) => book.each_cell(sheet, visit),
        }
    }
}

#[cfg(test)]
mod tests;
