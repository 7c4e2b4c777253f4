//! A workbook of any kind that is read: its sheets, and the cells of each.
//!
//! What a file is, is told by its bytes. Each kind has its own way to the cells; whoever reads a table sees none of it.

mod packaged;

use crate::domain::Date;
use crate::support::interner::{Aliases, Interner, TooMuchText};
use crate::support::progress::Progress;
use crate::workbook::cells::{FilledCell, Go, Kept, KeptCell, VisitKept};
use crate::workbook::delimited::{DelimitedBook, TextForm};
use crate::workbook::error::{Format, LooksLike, OpenProblem};
use crate::workbook::foreign::ForeignBook;
use crate::workbook::gather::Gather;
use crate::workbook::losses::Loss;
use crate::workbook::package::{Package, SheetKind, Visibility};
use crate::workbook::source::{ReadSeek, Source};
use packaged::PackagedBook;

/// A sheet as a book lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookSheet {
    /// The name on its tab; of separated text the file's name without its extension.
    pub name: String,
    /// Whether a user sees its tab.
    pub visibility: Visibility,
    /// What it is.
    pub kind: SheetKind,
}

/// An opened workbook. What is read of it passes the guard of its kind.
pub struct Book {
    sheets: Vec<BookSheet>,
    form: Form,
}

/// The ways to the cells.
enum Form {
    Packaged(Box<PackagedBook>),
    Foreign(ForeignBook),
    Delimited(DelimitedBook),
}

impl Book {
    /// Opens `source` after what the guard of its kind demands; `progress` counts the bytes that it looks at.
    ///
    /// # Errors
    /// What the file is instead of a workbook, which limit it passes, or where it is damaged.
    pub fn open(source: &Source, progress: &Progress) -> Result<Self, OpenProblem> {
        match PackagedBook::open(source, progress) {
            Ok(book) => Ok(Self { sheets: book.sheets(), form: Form::Packaged(Box::new(book)) }),
            Err(OpenProblem::UnsupportedFormat(Format::Csv)) if is_named_as_package(&source.name()) => {
                Err(OpenProblem::NotAWorkbook(LooksLike::MisnamedText))
            }
            Err(OpenProblem::UnsupportedFormat(Format::Csv)) => {
                let book = DelimitedBook::open(source, progress)?;
                let sheet =
                    BookSheet { name: book.name(), visibility: Visibility::Visible, kind: SheetKind::Worksheet };
                Ok(Self { sheets: vec![sheet], form: Form::Delimited(book) })
            }
            Err(OpenProblem::UnsupportedFormat(format)) => {
                let book = ForeignBook::open(source, format, progress)?;
                let book = book.ok_or(OpenProblem::UnsupportedFormat(format))?;
                Ok(Self { sheets: book.sheets(), form: Form::Foreign(book) })
            }
            Err(problem) => Err(problem),
        }
    }

    /// Reads a package that is open already, such as one that was just written.
    ///
    /// # Errors
    /// As for [`Book::open`].
    pub(in crate::workbook) fn of_package(bytes: Box<dyn ReadSeek>, progress: &Progress) -> Result<Self, OpenProblem> {
        let book = PackagedBook::of(Package::of(bytes)?, progress)?;
        Ok(Self { sheets: book.sheets(), form: Form::Packaged(Box::new(book)) })
    }

    /// The sheets in the order of their tabs.
    #[must_use]
    pub fn sheets(&self) -> &[BookSheet] {
        &self.sheets
    }

    /// How the text was taken apart, when the book is one.
    #[must_use]
    pub fn read_as_text(&self) -> Option<TextForm> {
        match &self.form {
            Form::Delimited(book) => Some(book.form()),
            Form::Packaged(_) | Form::Foreign(_) => None,
        }
    }

    /// Whether numbers that are days are counted from 1904 instead of 1900.
    #[must_use]
    pub fn date_1904(&self) -> bool {
        match &self.form {
            Form::Packaged(book) => book.date_1904(),
            Form::Foreign(book) => book.date_1904(),
            Form::Delimited(_) => false,
        }
    }

    /// Whether the book carries a digital signature, which any change makes invalid.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        match &self.form {
            Form::Packaged(book) => book.is_signed(),
            Form::Foreign(_) | Form::Delimited(_) => false,
        }
    }

    /// The columns from 0 of the sheet at `sheet`, each with the row from 1 of its header, that earlier markings added,
    /// whatever their headers are now.
    ///
    /// # Errors
    /// Damage of the part that names them.
    pub fn own_columns(&mut self, sheet: usize) -> Result<Vec<(u32, u32)>, OpenProblem> {
        match &mut self.form {
            Form::Packaged(book) => book.own_columns(sheet),
            Form::Foreign(_) | Form::Delimited(_) => Ok(Vec::new()),
        }
    }

    /// The columns from 0 of the sheet at `sheet` that earlier markings added, with their keys.
    ///
    /// # Errors
    /// Damage of the part that names them.
    pub fn own_keys(&mut self, sheet: usize) -> Result<Vec<(u32, String)>, OpenProblem> {
        match &mut self.form {
            Form::Packaged(book) => book.own_keys(sheet),
            Form::Foreign(_) | Form::Delimited(_) => Ok(Vec::new()),
        }
    }

    /// The day (UTC) on which the book was last saved, as its own properties say.
    pub fn modified(&mut self) -> Option<Date> {
        match &mut self.form {
            Form::Packaged(book) => book.modified(),
            Form::Foreign(book) => book.modified(),
            Form::Delimited(_) => None,
        }
    }

    /// What a new workbook made of the book's values would lack; nothing for books that are copied part by part.
    ///
    /// # Errors
    /// Damage of the parts that tell it.
    pub fn losses(&mut self) -> Result<Vec<Loss>, OpenProblem> {
        match &mut self.form {
            Form::Foreign(book) => book.losses(),
            Form::Packaged(_) | Form::Delimited(_) => Ok(Vec::new()),
        }
    }

    /// Checks a sheet that is not read to its end.
    ///
    /// # Errors
    /// As for [`Book::gather`].
    pub fn check(&mut self, sheet: usize, progress: &Progress) -> Result<(), OpenProblem> {
        match &mut self.form {
            Form::Packaged(book) => book.check(sheet, progress),
            // Nothing of these is left unchecked.
            Form::Foreign(_) | Form::Delimited(_) => Ok(()),
        }
    }

    /// Reads the sheet at `sheet` into gatherers, made by `begin`, each for a stretch of rows from the top down; on all
    /// cores where the kind of the book allows it. `progress` advances by the bytes read.
    ///
    /// # Errors
    /// As for [`Book::each_cell`], and what a gatherer says.
    pub fn gather<G: Gather>(
        &mut self,
        sheet: usize,
        begin: impl Fn() -> G + Sync,
        progress: &Progress,
    ) -> Result<Vec<G>, OpenProblem> {
        match &mut self.form {
            Form::Packaged(book) => book.gather(sheet, begin, progress),
            Form::Foreign(book) => gather_as_one(begin(), progress, |visit| book.each_cell(sheet, visit)),
            Form::Delimited(book) => gather_as_one(begin(), progress, |visit| book.each_cell(visit)),
        }
    }

    /// Bytes of memory that the texts take to which shared ids refer.
    #[must_use]
    pub fn text_bytes(&self) -> u64 {
        match &self.form {
            Form::Packaged(book) => book.text_bytes(),
            Form::Foreign(_) | Form::Delimited(_) => 0,
        }
    }

    /// The texts to which shared ids refer, once the sheet is read.
    ///
    /// # Errors
    /// More text than an interner holds.
    pub fn into_texts(self) -> Result<(Interner, Aliases), TooMuchText> {
        match self.form {
            Form::Packaged(book) => book.into_texts(),
            Form::Foreign(_) | Form::Delimited(_) => Ok((Interner::default(), Aliases::default())),
        }
    }

    /// Gives every filled cell of the sheet at `sheet` to `visit`, in the order of the file.
    ///
    /// # Errors
    /// Damage in the sheet, a cell outside the grid, or what `visit` says.
    pub fn each_cell(
        &mut self,
        sheet: usize,
        mut visit: impl FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<(), OpenProblem> {
        match &mut self.form {
            Form::Packaged(book) => book.each_cell(sheet, visit),
            Form::Foreign(book) => book.each_cell(sheet, &mut visit),
            Form::Delimited(book) => book.each_cell(&mut visit),
        }
    }

    /// [`Book::each_cell`], with what a copy keeps of each cell.
    ///
    /// # Errors
    /// The same.
    pub(in crate::workbook) fn each_kept_cell(
        &mut self,
        sheet: usize,
        visit: &mut VisitKept<'_>,
    ) -> Result<(), OpenProblem> {
        match &mut self.form {
            Form::Foreign(book) => book.each_kept_cell(sheet, visit),
            _ => self.each_cell(sheet, |cell| visit(KeptCell { cell, kept: Kept::Nothing })),
        }
    }
}

/// Whether the name promises what separated text never is. Under `.xls` it is common, and Excel opens it.
fn is_named_as_package(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| matches!(extension.as_str(), "xlsx" | "xlsm" | "xltx" | "xltm" | "xlsb"))
}

/// Reads all cells into one gatherer, where the cells come one after the other.
fn gather_as_one<G: Gather>(
    mut all: G,
    progress: &Progress,
    each_cell: impl FnOnce(&mut dyn FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>) -> Result<(), OpenProblem>,
) -> Result<Vec<G>, OpenProblem> {
    let mut row = 0;
    each_cell(&mut |cell| {
        if cell.row != row {
            row = cell.row;
            progress.advance(0)?;
        }
        if all.wants(cell.column) {
            all.take(&cell)?;
        } else {
            all.pass(cell.row, cell.column)?;
        }
        Ok(Go::On)
    })?;
    Ok(vec![all])
}
