//! Workbooks of Excel 5 to 2003 (`.xls`): records one after the other in one stream.
//!
//! They are read here and not by calamine: it copies a shared string into each cell that refers to it, and reserves
//! memory for the size that a sheet announces, so a file of a few megabytes could make it take any amount. Here a text
//! is kept once and cells pass by.

mod records;
mod texts;

use crate::support::progress::Progress;
use crate::workbook::book::BookSheet;
use crate::workbook::cells::{Go, Kept, NumberFormat, VisitKept, give_value};
use crate::workbook::error::{LooksLike, OpenProblem, Unit};
use crate::workbook::foreign::bytes::{array_at, f64_at, u16_at, u32_at};
use crate::workbook::foreign::compound::Compound;
use crate::workbook::foreign::losses::of_xls_record;
use crate::workbook::losses::Loss;
use crate::workbook::package::{SheetKind, Visibility};
use crate::workbook::package::{is_built_in_date, shows_date};
use crate::workbook::source::Source;
use crate::workbook::values::{self, CellValue};
use encoding_rs::Encoding;
use records::{Record, Records, kind};
use std::collections::{BTreeSet, HashMap};
use texts::{Pieces, SharedTexts, code_page, wide_text};

/// Most sheets. Each may claim the same records, and all are looked through for the table.
const MAX_SHEETS: usize = 256;

/// A workbook stream whose globals are read.
pub(in crate::workbook) struct XlsBook {
    stream: Vec<u8>,
    globals: Globals,
    sheets: Vec<(BookSheet, usize)>,
}

/// What is said once for all sheets.
#[derive(Default)]
struct Globals {
    /// Texts are bytes of a code page: Excel 5 and 95.
    code_page: Option<&'static Encoding>,
    date_1904: bool,
    texts: SharedTexts,
    /// Of each cell format the number of its number format.
    formats: Vec<u16>,
    /// The number formats of the workbook's own: their codes, and whether they show days.
    codes: HashMap<u16, (String, bool)>,
}

impl XlsBook {
    /// # Errors
    /// Another kind of compound file, encrypted, too large, damaged.
    pub(super) fn open(source: &Source, progress: &Progress) -> Result<Self, OpenProblem> {
        progress.expect(source.size()?);
        let mut compound = Compound::open(source.open()?)?;
        let stream = match compound.stream("Workbook")? {
            Some(stream) => Some(stream),
            None => compound.stream("Book")?,
        };
        let stream = stream.ok_or_else(|| OpenProblem::NotAWorkbook(compound.other_kind()))?;
        progress.advance(stream.len() as u64)?;
        let (globals, sheets) = read_globals(&stream)?;
        Ok(Self { stream, globals, sheets })
    }

    pub(super) fn sheets(&self) -> Vec<BookSheet> {
        self.sheets.iter().map(|(sheet, _)| sheet.clone()).collect()
    }

    pub(super) fn date_1904(&self) -> bool {
        self.globals.date_1904
    }

    pub(super) fn losses(&self) -> BTreeSet<Loss> {
        let mut found = BTreeSet::new();
        let mut depth = 0_u32;
        for record in Records::new(&self.stream, 0).map_while(Result::ok) {
            match record.kind {
                kind::BEGIN => depth += 1,
                kind::END => depth = depth.saturating_sub(1),
                // What stands in a chart belongs to it.
                _ if depth > 1 => {}
                kind => found.extend(of_xls_record(kind, record.data)),
            }
        }
        found
    }

    /// # Errors
    /// Damage in the sheet, or what `visit` says.
    pub(super) fn each_cell(&self, sheet: usize, visit: &mut VisitKept<'_>) -> Result<(), OpenProblem> {
        let Some((sheet, start)) = self.sheets.get(sheet) else { return Ok(()) };
        let mut records = Records::new(&self.stream, *start);
        let first = records.next().transpose().map_err(|cause| OpenProblem::damaged(&sheet.name, cause))?;
        if first.is_none_or(|record| record.kind != kind::BEGIN) {
            return Err(OpenProblem::damaged(&sheet.name, "the sheet does not begin where the workbook says"));
        }
        let mut reading = SheetReading { globals: &self.globals, sheet: &sheet.name, awaited: None, visit };
        let mut depth = 0_u32;
        for record in records {
            let record = record.map_err(|cause| OpenProblem::damaged(&sheet.name, cause))?;
            match record.kind {
                // A chart within the sheet has cells of its own.
                kind::BEGIN => depth += 1,
                kind::END if depth == 0 => return Ok(()),
                kind::END => depth -= 1,
                _ if depth > 0 => {}
                _ => {
                    let cut =
                        || OpenProblem::damaged(&sheet.name, format!("a record of kind {:#x} is cut", record.kind));
                    if let Go::Stop = reading.take(&record).unwrap_or_else(|| Err(cut()))? {
                        return Ok(());
                    }
                }
            }
        }
        Err(OpenProblem::damaged(&sheet.name, "the sheet has no end"))
    }
}

impl Globals {
    /// How the cell format at `position` shows numbers, and whether as days.
    fn number_format(&self, position: u16) -> (NumberFormat<'_>, bool) {
        let Some(format) = self.formats.get(usize::from(position)) else { return (NumberFormat::General, false) };
        match self.codes.get(format) {
            Some((code, is_date)) => (NumberFormat::Code(code), *is_date),
            None => {
                let built_in = u8::try_from(*format).ok().filter(|format| *format > 0);
                (built_in.map_or(NumberFormat::General, NumberFormat::BuiltIn), is_built_in_date(u32::from(*format)))
            }
        }
    }
}

/// Reads the records before the sheets.
fn read_globals(stream: &[u8]) -> Result<(Globals, Vec<(BookSheet, usize)>), OpenProblem> {
    let damaged = |cause: &str| OpenProblem::damaged("workbook", cause);
    let mut globals = Globals::default();
    let mut sheets = Vec::new();
    let mut records = Records::new(stream, 0);
    let begin = records.next().transpose().map_err(|cause| damaged(&cause))?;
    let begin =
        begin.filter(|record| record.kind == kind::BEGIN).ok_or(OpenProblem::NotAWorkbook(LooksLike::Unknown))?;
    if u16_at(begin.data, 0) == Some(0x0500) {
        globals.code_page = Some(encoding_rs::WINDOWS_1252);
    }
    let mut ended = false;
    for record in records {
        let record = record.map_err(|cause| damaged(&cause))?;
        let data = record.data;
        match record.kind {
            kind::PASSWORD => return Err(OpenProblem::Encrypted),
            kind::CODE_PAGE if globals.code_page.is_some() => {
                globals.code_page = u16_at(data, 0).and_then(code_page).or(globals.code_page);
            }
            kind::DATE_MODE => globals.date_1904 = u16_at(data, 0) == Some(1),
            kind::FORMAT => {
                let text = match globals.code_page {
                    Some(page) => data.get(3..).map(|bytes| page.decode_without_bom_handling(bytes).0.into_owned()),
                    None => wide_text(data.get(2..).unwrap_or_default(), &record),
                };
                if let (Some(format), Some(text)) = (u16_at(data, 0), text) {
                    let is_date = shows_date(&text);
                    globals.codes.insert(format, (text, is_date));
                }
            }
            kind::CELL_FORMAT => globals.formats.push(u16_at(data, 2).unwrap_or(0)),
            kind::SHEET => {
                sheets.push(sheet(data, globals.code_page).ok_or_else(|| damaged("a sheet's entry is cut"))?);
            }
            kind::SHARED_TEXTS => globals.texts = SharedTexts::read(&record).map_err(|cause| damaged(&cause))?,
            kind::END => {
                ended = true;
                break;
            }
            _ => {}
        }
    }
    if sheets.len() > MAX_SHEETS {
        let (place, limit) = ("workbook".to_owned(), MAX_SHEETS as u64);
        return Err(OpenProblem::TooLarge { place, unit: Unit::Entries, limit });
    }
    if !ended || sheets.is_empty() {
        return Err(damaged("it is cut before its list of sheets ends"));
    }
    Ok((globals, sheets))
}

/// A sheet of the list, and where its records begin.
fn sheet(data: &[u8], code_page: Option<&'static Encoding>) -> Option<(BookSheet, usize)> {
    let visibility = match data.get(4)? & 3 {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        _ => Visibility::VeryHidden,
    };
    let kind = match data.get(5)? {
        0 => SheetKind::Worksheet,
        2 => SheetKind::Chartsheet,
        _ => SheetKind::Other,
    };
    let length = usize::from(*data.get(6)?);
    let name = match code_page {
        Some(page) => {
            let bytes = data.get(7..)?;
            page.decode_without_bom_handling(bytes.get(..length).unwrap_or(bytes)).0.into_owned()
        }
        None => Pieces::of(data.get(7..)?).counted_text(length)?,
    };
    let sheet = BookSheet { name: name.replace('\0', ""), visibility, kind };
    Some((sheet, usize::try_from(u32_at(data, 0)?).ok()?))
}

/// A sheet while its records pass.
struct SheetReading<'a> {
    globals: &'a Globals,
    sheet: &'a str,
    /// The cell whose formula has a text as its result, which follows.
    awaited: Option<(u32, u32)>,
    visit: &'a mut VisitKept<'a>,
}

impl SheetReading<'_> {
    /// Takes in a record; `None` when it is cut.
    fn take(&mut self, record: &Record<'_>) -> Option<Result<Go, OpenProblem>> {
        let data = record.data;
        let place = || Some((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?)));
        let given = match record.kind {
            kind::NUMBER => self.number(place()?, u16_at(data, 4)?, f64_at(data, 6)?),
            kind::PACKED_NUMBER => self.number(place()?, u16_at(data, 4)?, unpacked(u32_at(data, 6)?)),
            kind::PACKED_NUMBERS => return self.packed_numbers(data),
            kind::SHARED_TEXT => {
                let text = self.globals.texts.get(u32_at(data, 6)?);
                // A reference to no text is shown as nothing.
                self.give(place()?, CellValue::Text(text.unwrap_or("")))
            }
            kind::TEXT | kind::FORMATTED_TEXT => {
                let text = self.text(record, 6)?;
                self.give(place()?, CellValue::Text(&text))
            }
            kind::BOOLEAN_OR_ERROR => {
                let (place, value) = (place()?, *data.get(6)?);
                if *data.get(7)? == 0 {
                    self.give(place, CellValue::Bool(value != 0))
                } else {
                    self.error(place, value)
                }
            }
            kind::FORMULA => self.formula(place()?, data)?,
            kind::FORMULA_TEXT => match self.awaited.take() {
                Some(place) => {
                    let text = self.text(record, 0)?;
                    self.give(place, CellValue::Text(&text))
                }
                None => Ok(Go::On),
            },
            _ => Ok(Go::On),
        };
        Some(given)
    }

    fn give(&mut self, place: (u32, u32), value: CellValue<'_>) -> Result<Go, OpenProblem> {
        give_value(self.sheet, place, value, Kept::Nothing, self.visit)
    }

    fn error(&mut self, place: (u32, u32), code: u8) -> Result<Go, OpenProblem> {
        give_value(self.sheet, place, CellValue::Error, Kept::Error(error_text(code)), self.visit)
    }

    fn number(&mut self, place: (u32, u32), format: u16, number: f64) -> Result<Go, OpenProblem> {
        let (format, is_date) = self.globals.number_format(format);
        let day = if is_date { values::day_of_serial(number, self.globals.date_1904) } else { None };
        let value = day.map_or(CellValue::Number(number), CellValue::Day);
        give_value(self.sheet, place, value, Kept::Number(number, format), self.visit)
    }

    /// Several numbers beside each other.
    fn packed_numbers(&mut self, data: &[u8]) -> Option<Result<Go, OpenProblem>> {
        let (row, first) = (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
        let cells = data.get(4..data.len().checked_sub(2)?)?;
        for (column, cell) in (first..).zip(cells.chunks_exact(6)) {
            match self.number((row, column), u16_at(cell, 0)?, unpacked(u32_at(cell, 2)?)) {
                Ok(Go::On) => {}
                stopped => return Some(stopped),
            }
        }
        Some(Ok(Go::On))
    }

    /// The result that a formula had when it was saved.
    fn formula(&mut self, place: (u32, u32), data: &[u8]) -> Option<Result<Go, OpenProblem>> {
        self.awaited = None;
        let result: [u8; 8] = array_at(data, 6)?;
        Some(match result {
            [0, .., 0xff, 0xff] => {
                self.awaited = Some(place);
                Ok(Go::On)
            }
            [1, _, flag, .., 0xff, 0xff] => self.give(place, CellValue::Bool(flag != 0)),
            [2, _, code, .., 0xff, 0xff] => self.error(place, code),
            [.., 0xff, 0xff] => Ok(Go::On),
            number => self.number(place, u16_at(data, 4)?, f64::from_le_bytes(number)),
        })
    }

    /// The text that stands in a record from `at`, its length first.
    fn text(&self, record: &Record<'_>, at: usize) -> Option<String> {
        let data = record.data.get(at..)?;
        match self.globals.code_page {
            Some(page) => {
                let length = usize::from(u16_at(data, 0)?);
                let bytes = data.get(2..)?;
                Some(page.decode_without_bom_handling(bytes.get(..length).unwrap_or(bytes)).0.into_owned())
            }
            None => wide_text(data, record),
        }
    }
}

/// The error that a byte stands for.
fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// A number in 30 bits: the upper part of a float or a whole number, perhaps of hundredths.
fn unpacked(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { number } else { number / 100.0 }
}
