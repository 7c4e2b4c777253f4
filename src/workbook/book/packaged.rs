//! Office Open XML packages: `.xlsx`, `.xlsm`, `.xltx`, `.xltm`.

use crate::domain::Date;
use crate::support::interner::{Aliases, Interner, TextIndex, TooMuchText};
use crate::support::progress::Progress;
use crate::support::text_list::TextList;
use crate::workbook::book::BookSheet;
use crate::workbook::cells::{FilledCell, Go};
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::gather::Gather;
use crate::workbook::guard::{MAX_TOTAL_BYTES, PartRules, check_part};
use crate::workbook::markup::own_mark_columns;
use crate::workbook::package::{DateFormats, Package, SheetEntry, SheetKind, Visibility};
use crate::workbook::source::Source;
use crate::workbook::worksheet::cells::{self, Lookup};
use crate::workbook::worksheet::strings::read_strings;
use std::thread;

/// A package, and what its cells refer to.
pub(super) struct PackagedBook {
    package: Package,
    strings: TextList,
    dates: DateFormats,
    /// Made while the rows are read.
    index: Option<TextIndex>,
}

impl PackagedBook {
    pub(super) fn open(source: &Source, progress: &Progress) -> Result<Self, OpenProblem> {
        Self::of(Package::open(source)?, progress)
    }

    pub(super) fn of(mut package: Package, progress: &Progress) -> Result<Self, OpenProblem> {
        let strings_part = package.shared_strings_part().map(str::to_owned);
        let strings_part = strings_part.filter(|part| package.entry_index(part).is_some());
        progress.expect(bytes_to_read(&package, strings_part.as_deref())?);
        let dates = package.date_formats()?;
        let strings = match strings_part {
            Some(part) => read_strings(&mut package, &part, progress)?,
            None => TextList::default(),
        };
        Ok(Self { package, strings, dates, index: None })
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

    pub(super) fn own_columns(&mut self, sheet: usize) -> Result<Vec<(u32, u32)>, OpenProblem> {
        let name = self.entry(sheet).name;
        Ok(own_mark_columns(&mut self.package, &name)?.iter().map(|own| (own.column, own.row)).collect())
    }

    pub(super) fn own_keys(&mut self, sheet: usize) -> Result<Vec<(u32, String)>, OpenProblem> {
        let name = self.entry(sheet).name;
        Ok(own_mark_columns(&mut self.package, &name)?.into_iter().map(|own| (own.column, own.key)).collect())
    }

    pub(super) fn check(&mut self, sheet: usize, progress: &Progress) -> Result<(), OpenProblem> {
        let part = self.entry(sheet).part;
        check_part(&mut self.package, &part, &PartRules::WORKSHEET, progress).map(|_| ())
    }

    pub(super) fn each_cell(
        &mut self,
        sheet: usize,
        visit: impl FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<(), OpenProblem> {
        let entry = self.entry(sheet);
        let Self { package, strings, dates, .. } = self;
        let lookup = Lookup { strings, dates, date_1904: package.date_1904() };
        cells::each_cell(package, &entry, &lookup, visit)
    }

    pub(super) fn gather<G: Gather>(
        &mut self,
        sheet: usize,
        begin: impl Fn() -> G + Sync,
        progress: &Progress,
    ) -> Result<Vec<G>, OpenProblem> {
        let entry = self.entry(sheet);
        let Self { package, strings, dates, index } = self;
        let lookup = Lookup { strings, dates, date_1904: package.date_1904() };
        // Finding equal texts needs none of the rows, so it is done beside them.
        thread::scope(|scope| {
            let indexing = thread::Builder::new().name("text index".to_owned());
            let indexing = indexing.spawn_scoped(scope, || TextIndex::new(strings)).ok();
            let gathered = cells::gather(package, &entry, &lookup, begin, progress);
            *index = indexing.and_then(|indexing| indexing.join().ok());
            gathered
        })
    }

    pub(super) fn text_bytes(&self) -> u64 {
        self.strings.memory_bytes()
    }

    pub(super) fn into_texts(self) -> Result<(Interner, Aliases), TooMuchText> {
        let index = self.index.unwrap_or_else(|| TextIndex::new(&self.strings));
        Interner::of_list(self.strings, index)
    }

    fn entry(&self, sheet: usize) -> SheetEntry {
        let entry = self.package.sheets().get(sheet).cloned();
        entry.unwrap_or_else(|| SheetEntry {
            name: String::new(),
            part: String::new(),
            visibility: Visibility::Hidden,
            kind: SheetKind::Other,
            position: sheet,
        })
    }
}

/// Unpacked bytes of the texts and of all visible sheets, which are read to their ends.
///
/// # Errors
/// More than a healthy workbook has, which bounds the time that a hostile one can take.
fn bytes_to_read(package: &Package, strings: Option<&str>) -> Result<u64, OpenProblem> {
    let is_read = |sheet: &&SheetEntry| sheet.kind == SheetKind::Worksheet && sheet.visibility == Visibility::Visible;
    let sheets = package.sheets().iter().filter(is_read).map(|sheet| sheet.part.as_str());
    let sizes = sheets.chain(strings).filter_map(|part| package.part_size(part));
    let total = sizes.fold(0, u64::saturating_add);
    if total > MAX_TOTAL_BYTES {
        return Err(OpenProblem::TooLarge { place: "package".to_owned(), unit: Unit::Bytes, limit: MAX_TOTAL_BYTES });
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::interner::TextId;
    use crate::workbook::package::samples::{Parts, relationships};

    /// Counts filled cells.
    struct Counter(usize);

    impl Gather for Counter {
        fn wants(&self, _: u32) -> bool {
            true
        }
        fn pass(&mut self, _: u32, _: u32) -> Result<(), OpenProblem> {
            Ok(())
        }
        fn take(&mut self, _: &FilledCell<'_>) -> Result<(), OpenProblem> {
            self.0 += 1;
            Ok(())
        }
        fn take_shared(&mut self, _: u32, _: u32, _: TextId, _: &TextList) -> Result<(), OpenProblem> {
            self.0 += 1;
            Ok(())
        }
    }

    fn open(bytes: Vec<u8>, progress: &Progress) -> Result<PackagedBook, OpenProblem> {
        PackagedBook::open(&Source::Embedded { name: "test.xlsx", bytes: bytes.leak() }, progress)
    }

    fn cells(parts: &Parts, progress: &Progress) -> Result<usize, OpenProblem> {
        let stretches = open(parts.stored(), progress)?.gather(0, || Counter(0), progress)?;
        Ok(stretches.iter().map(|stretch| stretch.0).sum())
    }

    fn cause<T: std::fmt::Debug>(result: Result<T, OpenProblem>) -> String {
        match result {
            Err(OpenProblem::Damaged { cause, .. }) => cause,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn sheets_together_have_a_limit() {
        let names = ["a", "b", "c"].map(|name| format!("<sheet name='{name}' id='{name}'/>")).concat();
        let links = ["a", "b", "c"].map(|name| (name, "worksheet", name));
        let parts = Parts::with_sheet("")
            .and("xl/workbook.xml", format!("<workbook><sheets>{names}</sheets></workbook>"))
            .and("xl/_rels/workbook.xml.rels", relationships(&links));
        let mut bytes = parts.and("xl/a", "").and("xl/b", "").and("xl/c", "").stored();
        let entries: Vec<usize> = memchr::memmem::find_iter(&bytes, b"PK\x01\x02").collect();
        for entry in &entries[entries.len() - 3..] {
            // Their declared unpacked size: each just below the limit of a sheet.
            bytes[entry + 24..entry + 28].copy_from_slice(&0xbfff_ffff_u32.to_le_bytes());
        }
        let found = open(bytes, &Progress::default()).map(|_| ());
        assert!(matches!(found, Err(OpenProblem::TooLarge { limit: MAX_TOTAL_BYTES, .. })), "{found:?}");
    }

    #[test]
    fn texts_and_rows_are_read_to_the_end_of_their_parts_whatever_is_announced() {
        let links = relationships(&[("s1", "worksheet", "worksheets/sheet1.xml"), ("t", "sharedStrings", "words.xml")]);
        let sheet = "<worksheet><sheetData><row><c t='s'><v>0</v></c></row></sheetData></worksheet>";
        let parts = Parts::with_sheet(sheet).and("xl/_rels/workbook.xml.rels", links);
        let run = |parts: &Parts| cells(parts, &Progress::default());
        let words = |text: &str| parts.clone().and("xl/words.xml", text);

        assert_eq!(run(&words("<sst uniqueCount='4000000000'><si><t>a</t></si></sst>")).unwrap(), 1);
        assert_eq!(cause(run(&parts)), "there is no shared string 0", "the part is missing");
        assert_eq!(cause(run(&words("<sst><si><t>a</t></si>"))), "the XML is cut off");
        assert_eq!(cause(run(&words("<sst><si><t>a</t></si></sst><x>"))), "a second root element");
        assert_eq!(cause(run(&words("<no/>"))), "no sst element");
        for (tail, expected) in [
            ("", "the XML is cut off"),
            ("</sheetData><x></worksheet>", "an end tag that fits no start tag"),
            ("</sheetData><sheetData></sheetData></worksheet>", "its rows or strings stand in two places"),
        ] {
            let cut = format!("<worksheet><sheetData><row><c><v>1</v></c></row>{tail}");
            assert_eq!(cause(run(&Parts::with_sheet(cut))), expected);
        }
    }

    #[test]
    fn progress_reaches_the_end_and_a_stop_is_heeded() {
        let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", "<row/>".repeat(100_000));
        let parts = Parts::with_sheet(sheet);
        let progress = Progress::default();
        assert_eq!(cells(&parts, &progress).unwrap(), 0);
        assert_eq!(progress.fraction(), Some(1.0));
        progress.cancel();
        let stopped = cells(&parts, &progress);
        assert!(matches!(stopped, Err(OpenProblem::Cancelled(_))), "{stopped:?}");
    }
}
