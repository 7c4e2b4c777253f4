//! Cells as the new workbook gets them. A text is always written as text, never as a formula.

use crate::workbook::cells::{Kept, KeptCell, NumberFormat, moment_format};
use crate::workbook::values::{CellValue, serial_of_day};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use std::borrow::Cow;
use std::collections::HashMap;

/// Most UTF-16 units of a cell's text.
const MAX_CELL_UNITS: usize = 32_767;
/// Most number formats that are carried over; a workbook holds few more.
const MAX_FORMATS: usize = 200;
/// Most letters of a format's code.
const MAX_CODE_LETTERS: usize = 255;
/// Days between the beginnings of the two ways to count them.
const DAYS_FROM_1900_TO_1904: f64 = 1_462.0;

/// Writes cells, and counts what they cannot keep.
pub(super) struct CellWriter {
    /// Whether the source's days are counted from 1904.
    date_1904: bool,
    formats: HashMap<Shown, Format>,
    header: Format,
    quoted: Format,
    /// Errors that became texts.
    pub(super) errors: u64,
    /// Texts that were cut.
    pub(super) cut: u64,
}

/// A number format of the new workbook.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Shown {
    BuiltIn(u8),
    Code(String),
}

impl CellWriter {
    /// A writer of cells of a source that counts days from 1904 or not.
    pub(super) fn new(date_1904: bool) -> Self {
        Self {
            date_1904,
            formats: HashMap::new(),
            header: Format::new().set_bold(),
            quoted: Format::new().set_quote_prefix(),
            errors: 0,
            cut: 0,
        }
    }

    /// Writes a cell of the source.
    ///
    /// # Errors
    /// What the writer says.
    pub(super) fn write(&mut self, sheet: &mut Worksheet, cell: &KeptCell<'_>) -> Result<(), XlsxError> {
        let (row, Some(column)) = (cell.cell.row, narrow(cell.cell.column)) else { return Ok(()) };
        let at = (row, column);
        match (cell.cell.value, cell.kept) {
            (CellValue::Day(_), Kept::Number(serial, shown)) => {
                self.number(sheet, at, self.serial_from_1900(serial, shown), shown)
            }
            (_, Kept::Number(number, shown)) => self.number(sheet, at, number, shown),
            (CellValue::Number(number), _) => self.number(sheet, at, number, NumberFormat::General),
            (CellValue::Text(text), _) => self.text(sheet, at, text),
            (CellValue::Bool(flag), _) => sheet.write_boolean(row, column, flag).map(drop),
            (CellValue::Day(day), _) => match serial_of_day(day) {
                Some(serial) => self.number(sheet, at, serial, moment_format(serial)),
                None => self.text(sheet, at, &day.to_string()),
            },
            (CellValue::Error, kept) => {
                self.errors += 1;
                self.text(sheet, at, if let Kept::Error(error) = kept { error } else { "#N/A" })
            }
        }
    }

    /// Writes a text; one that looks like a formula gets the mark by which Excel keeps it a text when it is edited.
    ///
    /// # Errors
    /// What the writer says.
    pub(super) fn text(&mut self, sheet: &mut Worksheet, at: (u32, u16), text: &str) -> Result<(), XlsxError> {
        let text = self.fitting(text);
        let looks_like_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if looks_like_formula {
            return sheet.write_string_with_format(at.0, at.1, text, &self.quoted).map(drop);
        }
        // The writer compares a format with all others, cell for cell.
        sheet.write_string(at.0, at.1, text).map(drop)
    }

    /// Writes a header.
    ///
    /// # Errors
    /// What the writer says.
    pub(super) fn header(&mut self, sheet: &mut Worksheet, at: (u32, u16), text: &str) -> Result<(), XlsxError> {
        let text = self.fitting(text);
        sheet.write_string_with_format(at.0, at.1, text, &self.header).map(drop)
    }

    /// Writes a number that is shown as `shown` says.
    ///
    /// # Errors
    /// What the writer says.
    pub(super) fn number(
        &mut self,
        sheet: &mut Worksheet,
        at: (u32, u16),
        number: f64,
        shown: NumberFormat<'_>,
    ) -> Result<(), XlsxError> {
        match self.format(shown) {
            Some(format) => sheet.write_number_with_format(at.0, at.1, number, format).map(drop),
            None => sheet.write_number(at.0, at.1, number).map(drop),
        }
    }

    /// The format that shows numbers so; `None` for the general one, and for one that a workbook cannot take.
    fn format(&mut self, shown: NumberFormat<'_>) -> Option<&Format> {
        let shown = match shown {
            NumberFormat::BuiltIn(number) if number > 0 => Shown::BuiltIn(number),
            NumberFormat::Code(code) if can_be_kept(code) => Shown::Code(code.to_owned()),
            _ => return None,
        };
        if self.formats.len() >= MAX_FORMATS && !self.formats.contains_key(&shown) {
            return None;
        }
        Some(self.formats.entry(shown).or_insert_with_key(|shown| match shown {
            Shown::BuiltIn(number) => Format::new().set_num_format_index(*number),
            Shown::Code(code) => Format::new().set_num_format(code),
        }))
    }

    /// The serial number of a day in a workbook that counts from 1900. Times alone have no day to move.
    fn serial_from_1900(&self, serial: f64, shown: NumberFormat<'_>) -> f64 {
        let is_duration = matches!(shown, NumberFormat::Code(code) if counts_time(code))
            || matches!(shown, NumberFormat::BuiltIn(18..=21 | 45..=47));
        if self.date_1904 && serial >= 1.0 && !is_duration { serial + DAYS_FROM_1900_TO_1904 } else { serial }
    }

    fn fitting<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        // A unit has one byte at least.
        if text.len() <= MAX_CELL_UNITS {
            return Cow::Borrowed(text);
        }
        let mut units = 0;
        let too_far = text.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > MAX_CELL_UNITS
        });
        let Some((at, _)) = too_far else { return Cow::Borrowed(text) };
        self.cut += 1;
        Cow::Borrowed(text.get(..at).unwrap_or_default())
    }
}

/// A column as the writer counts; `None` past the sheet's end.
pub(super) fn narrow(column: u32) -> Option<u16> {
    u16::try_from(column).ok()
}

/// Whether a code shows time that passed, such as `[h]:mm`.
fn counts_time(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    ["[h", "[m", "[s"].iter().any(|unit| {
        code.split_once(unit).is_some_and(|(_, rest)| rest.trim_start_matches(['h', 'm', 's']).starts_with(']'))
    })
}

fn can_be_kept(code: &str) -> bool {
    let is_general = code.eq_ignore_ascii_case("general") || code.is_empty();
    !is_general && code.chars().count() <= MAX_CODE_LETTERS && !code.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_from_1904_move_and_times_do_not() {
        let writer = CellWriter::new(true);
        let moved = |serial, code| writer.serial_from_1900(serial, NumberFormat::Code(code));
        assert_eq!(moved(44_338.0, "yyyy-mm-dd"), 45_800.0);
        assert_eq!((moved(1.5, "[h]:mm:ss"), moved(0.5, "hh:mm")), (1.5, 0.5));
        assert_eq!(moved(10.0, "[Red]d mmm"), 1_472.0);
    }

    #[test]
    fn a_long_text_is_cut_between_characters_and_counted() {
        let mut writer = CellWriter::new(false);
        assert_eq!(writer.fitting(&"日".repeat(32_767)).chars().count(), 32_767);
        assert_eq!(writer.cut, 0);
        assert_eq!(writer.fitting(&"𠮷".repeat(20_000)).chars().count(), 16_383);
        assert_eq!(writer.cut, 1);
    }
}
