//! OpenDocument spreadsheets (`.ods`), streamed.
//!
//! They are read here and not by calamine, which writes out what is said to repeat: a cell of a few bytes may say
//! that it stands in a million rows, and a space that it is four thousand million spaces.

mod cell;

use crate::domain::Date;
use crate::support::progress::Progress;
use crate::workbook::book::BookSheet;
use crate::workbook::cells::{GRID, Go, VisitKept, give_value};
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::foreign::losses::{of_ods_element, of_part};
use crate::workbook::guard::{PartRules, check_stream};
use crate::workbook::losses::Loss;
use crate::workbook::package::{Container, MAX_SHEET_BYTES, MAX_SMALL_PART_BYTES, SheetKind, Visibility};
use crate::workbook::source::Source;
use cell::{CellReading, StoredCell};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeSet, HashSet};
use std::io::{BufRead, BufReader};

const CONTENT: &str = "content.xml";
/// Most filled cells of a sheet, repeated ones counted each time: a full sheet of 45 columns.
const MAX_CELLS: u64 = 50_000_000;
/// So many bytes of text count as one more cell.
const BYTES_AS_A_CELL: u64 = 256;
/// Most bytes of the texts in one row.
const MAX_ROW_BYTES: u64 = 64 << 20;
/// Most sheets; LibreOffice allows 10,000.
const MAX_SHEETS: usize = 256;
/// Most bytes that are unpacked to look at every sheet once: each look begins at the beginning of the content.
const MAX_LOOKED_AT_BYTES: u64 = 4 << 30;

/// A spreadsheet whose content was checked.
pub(in crate::workbook) struct OdsBook {
    container: Container,
    sheets: Vec<BookSheet>,
}

impl OdsBook {
    /// # Errors
    /// Encrypted, a limit passed, damaged.
    pub(super) fn open(source: &Source, progress: &Progress) -> Result<Self, OpenProblem> {
        let mut container = Container::open(source.open()?)?;
        let manifest = container.part_text("META-INF/manifest.xml", MAX_SMALL_PART_BYTES);
        // A spreadsheet without a manifest is opened by others too.
        if manifest.is_ok_and(|text| text.contains("encryption-data")) {
            return Err(OpenProblem::Encrypted);
        }
        let size = container.size_of(CONTENT).unwrap_or(0);
        if size > MAX_SHEET_BYTES {
            let (place, limit) = (CONTENT.to_owned(), MAX_SHEET_BYTES);
            return Err(OpenProblem::TooLarge { place, unit: Unit::Bytes, limit });
        }
        progress.expect(size);
        let rules = PartRules { max_bytes: MAX_SHEET_BYTES, needed_element: None };
        check_stream(container.part_reader(CONTENT)?, CONTENT, &rules, progress)?;
        let sheets = list_sheets(&mut content(&mut container)?, progress)?;
        if sheets.is_empty() {
            return Err(OpenProblem::damaged(CONTENT, "no sheets are listed"));
        }
        let limit = largest_content(sheets.len());
        if size > limit {
            return Err(OpenProblem::TooLarge { place: CONTENT.to_owned(), unit: Unit::Bytes, limit });
        }
        Ok(Self { container, sheets })
    }

    pub(super) fn sheets(&self) -> Vec<BookSheet> {
        self.sheets.clone()
    }

    pub(super) fn modified(&mut self) -> Option<Date> {
        let text = self.container.part_text("meta.xml", MAX_SMALL_PART_BYTES).ok()?;
        let (_, after) = text.split_once("<dc:date>").or_else(|| text.split_once("<meta:creation-date>"))?;
        after.get(..10)?.parse().ok()
    }

    /// # Errors
    /// Damage of the content.
    pub(super) fn losses(&mut self) -> Result<BTreeSet<Loss>, OpenProblem> {
        let parts = self.container.part_names().filter_map(|part| of_part(&part.to_ascii_lowercase()));
        let mut found: BTreeSet<Loss> = parts.collect();
        let mut reader = content(&mut self.container)?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) => found.extend(of_ods_element(&element)?),
                Event::Eof => return Ok(found),
                _ => {}
            }
        }
    }

    /// # Errors
    /// Damage in the sheet, a limit passed, or what `visit` says.
    pub(super) fn each_cell(&mut self, sheet: usize, visit: &mut VisitKept<'_>) -> Result<(), OpenProblem> {
        let Some(name) = self.sheets.get(sheet).map(|sheet| sheet.name.clone()) else { return Ok(()) };
        let mut tables = Tables { reader: content(&mut self.container)?, buffer: Vec::new() };
        for _ in 0..sheet {
            if tables.enter()?.is_none() {
                return Ok(());
            }
            tables.skip("table")?;
        }
        if tables.enter()?.is_none() {
            return Ok(());
        }
        let mut rows = Rows { sheet: &name, row: 0, cells: Vec::new(), text_bytes: 0, given: 0, visit };
        tables.rows(&mut rows)
    }
}

/// Most bytes of a content with so many sheets; half of it is passed on the way to a sheet.
pub(super) fn largest_content(sheets: usize) -> u64 {
    MAX_SHEET_BYTES.min(2 * MAX_LOOKED_AT_BYTES / sheets.max(1) as u64)
}

fn content(container: &mut Container) -> Result<Reader<impl BufRead + use<'_>>, OpenProblem> {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, container.part_reader(CONTENT)?));
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = false;
    Ok(reader)
}

fn damaged(error: impl std::fmt::Display) -> OpenProblem {
    OpenProblem::damaged(CONTENT, error)
}

/// The value of an attribute by its name without prefix; `None` when it is not there.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, OpenProblem> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(damaged)?;
        if attribute.key.local_name().as_ref() == name {
            return attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map(|value| Some(value.into_owned()))
                .map_err(damaged);
        }
    }
    Ok(None)
}

/// How often something stands there: once, unless it says more.
fn repeated(element: &BytesStart<'_>, name: &str) -> Result<u32, OpenProblem> {
    Ok(attribute(element, name)?.and_then(|times| times.parse().ok()).unwrap_or(1).max(1))
}

/// The sheets in order. A sheet is hidden by its style, and styles stand before the sheets.
fn list_sheets(reader: &mut Reader<impl BufRead>, progress: &Progress) -> Result<Vec<BookSheet>, OpenProblem> {
    let mut hidden: HashSet<String> = HashSet::new();
    let mut style = None;
    let mut sheets = Vec::new();
    let mut skipped = Skip::default();
    let mut depth = 0_u32;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        if skipped.takes(&event) {
            continue;
        }
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "style" => style = attribute(&element, "name")?,
                "table-properties" if attribute(&element, "display")?.as_deref() == Some("false") => {
                    hidden.extend(style.clone());
                }
                "table" => {
                    depth += 1;
                    if depth == 1 {
                        let is_hidden = attribute(&element, "style-name")?.is_some_and(|name| hidden.contains(&name));
                        let visibility = if is_hidden { Visibility::Hidden } else { Visibility::Visible };
                        let name = attribute(&element, "name")?.unwrap_or_default();
                        sheets.push(BookSheet { name, visibility, kind: SheetKind::Worksheet });
                    }
                    if sheets.len() > MAX_SHEETS {
                        let (place, limit) = (CONTENT.to_owned(), MAX_SHEETS as u64);
                        return Err(OpenProblem::TooLarge { place, unit: Unit::Entries, limit });
                    }
                }
                "table-row" => progress.advance(0)?,
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "table" => depth = depth.saturating_sub(1),
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Elements in which tables and cells stand that are not the sheet's: changes that were recorded, values of links,
/// notes, pictures.
#[derive(Default)]
struct Skip {
    depth: u32,
}

impl Skip {
    /// Whether `event` belongs to what is skipped.
    fn takes(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(_) if self.depth > 0 => self.depth += 1,
            Event::Start(element) => {
                let name = element.local_name();
                let is_other =
                    matches!(name.as_ref(), "tracked-changes" | "dde-links" | "annotation" | "shapes" | "frame");
                self.depth = u32::from(is_other);
            }
            Event::End(_) if self.depth > 0 => {
                self.depth -= 1;
                return true;
            }
            Event::Eof => return false,
            _ => {}
        }
        self.depth > 0
    }
}

/// The tables of a content, one after the other.
struct Tables<R: BufRead> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Tables<R> {
    /// Goes to the next table, `None` at the end.
    fn enter(&mut self) -> Result<Option<()>, OpenProblem> {
        let mut skipped = Skip::default();
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(damaged)?;
            if skipped.takes(&event) {
                continue;
            }
            match event {
                Event::Start(element) if element.local_name().as_ref() == "table" => return Ok(Some(())),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Goes behind the end of the element `name` that was entered.
    fn skip(&mut self, name: &str) -> Result<(), OpenProblem> {
        let mut depth = 1;
        while depth > 0 {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer).map_err(damaged)? {
                Event::Start(element) if element.local_name().as_ref() == name => depth += 1,
                Event::End(element) if element.local_name().as_ref() == name => depth -= 1,
                Event::Eof => return Err(damaged("a table has no end")),
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads the rows of the table that was entered.
    fn rows(&mut self, rows: &mut Rows<'_>) -> Result<(), OpenProblem> {
        let mut skipped = Skip::default();
        let mut times = 1;
        let mut column = 0;
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(damaged)?;
            if skipped.takes(&event) {
                continue;
            }
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        times = repeated(&element, "number-rows-repeated")?;
                        column = 0;
                    }
                    "table-cell" | "covered-table-cell" => {
                        let width = repeated(&element, "number-columns-repeated")?;
                        let reading = CellReading::begin(&element)?;
                        if let Some(cell) = self.cell(reading, rows.sheet)? {
                            rows.count_text(&cell)?;
                            rows.cells.push((column, width, cell));
                        }
                        column = column.saturating_add(width);
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        if let Go::Stop = rows.end_row(times)? {
                            return Ok(());
                        }
                    }
                    "table" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(damaged("a table has no end")),
                _ => {}
            }
        }
    }

    /// Reads the rest of a cell; `None` for an empty one.
    fn cell(&mut self, mut reading: CellReading, sheet: &str) -> Result<Option<StoredCell>, OpenProblem> {
        let mut skipped = Skip::default();
        let mut depth = 1_u32;
        while depth > 0 {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(damaged)?;
            if skipped.takes(&event) {
                continue;
            }
            match event {
                Event::Start(element) => {
                    depth += 1;
                    reading.element(&element)?;
                }
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(damaged("a cell has no end")),
                event => reading.content(&event)?,
            }
            reading.check_length(sheet)?;
        }
        reading.finish()
    }
}

/// A table's rows while they are read.
struct Rows<'a> {
    sheet: &'a str,
    row: u32,
    /// Of the row at hand: column, how often, and what.
    cells: Vec<(u32, u32, StoredCell)>,
    text_bytes: u64,
    given: u64,
    visit: &'a mut VisitKept<'a>,
}

impl Rows<'_> {
    /// A row is kept until it ends, so its texts together have a limit.
    fn count_text(&mut self, cell: &StoredCell) -> Result<(), OpenProblem> {
        if let StoredCell::Text(text) = cell {
            self.text_bytes += text.len() as u64;
        }
        if self.text_bytes <= MAX_ROW_BYTES {
            return Ok(());
        }
        Err(OpenProblem::TooLarge { place: self.sheet.to_owned(), unit: Unit::TextBytes, limit: MAX_ROW_BYTES })
    }

    /// Gives the cells of a row that stands there `times` times.
    fn end_row(&mut self, times: u32) -> Result<Go, OpenProblem> {
        let cells = std::mem::take(&mut self.cells);
        self.text_bytes = 0;
        let next = self.row.saturating_add(times);
        // A repeated text costs its reader as much as texts of their own would.
        let weight = |cell: &StoredCell| match cell {
            StoredCell::Text(text) => 1 + text.len() as u64 / BYTES_AS_A_CELL,
            _ => 1,
        };
        let filled: u64 = cells.iter().map(|(_, width, cell)| u64::from(*width) * weight(cell)).sum();
        self.given = self.given.saturating_add(filled.saturating_mul(u64::from(times)));
        if self.given > MAX_CELLS {
            let (place, limit) = (self.sheet.to_owned(), MAX_CELLS);
            return Err(OpenProblem::TooLarge { place, unit: Unit::Cells, limit });
        }
        // The rows below a sheet's cells are said to repeat up to its end, and sometimes beyond.
        if !cells.is_empty() && next > GRID.0 {
            return Err(OpenProblem::damaged(self.sheet, format!("row {next} with cells: outside the sheet")));
        }
        if !cells.is_empty() {
            for row in self.row..next {
                for (column, width, cell) in &cells {
                    for column in *column..column.saturating_add(*width) {
                        if let Go::Stop = give_value(self.sheet, (row, column), cell.value(), cell.kept(), self.visit)?
                        {
                            return Ok(Go::Stop);
                        }
                    }
                }
            }
        }
        self.row = next;
        Ok(Go::On)
    }
}
