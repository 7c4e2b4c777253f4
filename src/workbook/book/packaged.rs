//! Office Open XML packages: `.xlsx`, `.xlsm`, `.xltx`, `.xltm`.

use crate::domain::Date;
use crate::support::progress::Progress;
use crate::workbook::book::BookSheet;
use crate::workbook::cells::{CellStream, FilledCell, Go};
use crate::workbook::error::OpenProblem;
use crate::workbook::guard::{PartRules, check_part, check_workbook};
use crate::workbook::package::Package;
use crate::workbook::source::Source;

/// A package whose visible sheets have passed the guard, and the stream of its cells.
pub(super) struct PackagedBook {
    package: Package,
    cells: CellStream,
}

impl PackagedBook {
    pub(super) fn open(source: &Source, progress: &Progress) -> Result<Self, OpenProblem> {
        let mut package = Package::open(source)?;
        check_workbook(&mut package, progress)?;
        let cells = CellStream::open(source, package.date_1904())?;
        Ok(Self { package, cells })
    }

    pub(super) fn sheets(&self) -> Vec<BookSheet> {
        let sheets = self.package.sheets().iter();
        sheets
            .map(|sheet| BookSheet { name: sheet.name.clone(), visibility: sheet.visibility, kind: sheet.kind })
            .collect()
    }

    pub(super) fn date_1904(&self) -> bool {
        self.package.date_1904()
    }

    pub(super) fn is_signed(&self) -> bool {
        self.package.is_signed()
    }

    pub(super) fn modified(&mut self) -> Option<Date> {
        self.package.modified()
    }

    pub(super) fn check_hidden(&mut self, sheet: usize, progress: &Progress) -> Result<(), OpenProblem> {
        let part = self.package.sheets().get(sheet).map(|sheet| sheet.part.clone()).unwrap_or_default();
        check_part(&mut self.package, &part, &PartRules::WORKSHEET, progress).map(|_| ())
    }

    pub(super) fn each_cell(
        &mut self,
        sheet: usize,
        visit: impl FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<(), OpenProblem> {
        let name = self.package.sheets().get(sheet).map(|sheet| sheet.name.clone()).unwrap_or_default();
        self.cells.each_cell(&name, visit)
    }
}
