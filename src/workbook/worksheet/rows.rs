//! Reads the cells of whole rows, in the form nearly all writers give them; what is unusual goes to [`super::odd`].

use super::odd;
use super::text::{BadEntity, Spaces, decoded};
use super::usual::{plain_value, usual_cell_tag, usual_content};
use crate::workbook::worksheet::cell_ref::{MAX_COLUMNS, MAX_ROWS, parse_number};
use crate::workbook::worksheet::tags::{Kind, Tag, is_space, next_token, tag_length};
use memchr::memchr;

/// A cell with something in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::workbook) struct RawCell<'a> {
    /// From 1.
    pub(in crate::workbook) row: u32,
    /// From 0.
    pub(in crate::workbook) column: u32,
    /// Position of its format among the workbook's cell formats.
    pub(in crate::workbook) style: u32,
    /// What it holds.
    pub(in crate::workbook) value: RawValue<'a>,
}

/// What a cell holds, before shared strings and formats are looked up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::workbook) enum RawValue<'a> {
    /// A shared string by its number.
    Shared(u32),
    /// A number, finite.
    Number(f64),
    /// Text of its own, or what a formula made.
    Text(&'a str),
    /// True or false.
    Bool(bool),
    /// An error value, known or not.
    Error,
}

/// Takes cells in, in the order of the sheet.
pub(in crate::workbook) trait CellSink {
    /// What ends the reading.
    type Stop;

    /// Whether what stands in `column` matters; else only [`CellSink::pass`] is told.
    fn wants(&self, column: u32) -> bool;

    /// A cell that is filled but not wanted.
    fn pass(&mut self, row: u32, column: u32) -> Result<(), Self::Stop>;

    /// A wanted cell.
    fn cell(&mut self, cell: RawCell<'_>) -> Result<(), Self::Stop>;
}

/// Why rows were not read to their end.
#[derive(Debug)]
pub(in crate::workbook) enum RowProblem<S> {
    /// There is more than tags and text, or rows are not numbered: only reading from the beginning tells.
    NeedsCare,
    /// The row with this number, from 1, is damaged, at this column from 0 if that is known.
    Damaged(u32, Option<u32>, &'static str),
    /// A cell outside the grid in the row with this number.
    OutsideGrid(u32),
    /// More rows follow one another than a sheet has.
    TooManyRows,
    /// The sink wants no more.
    Stopped(S),
}

impl<S> RowProblem<S> {
    /// The same, whatever it was that stopped.
    pub(in crate::workbook) fn without_stop(self) -> RowProblem<()> {
        match self {
            Self::NeedsCare => RowProblem::NeedsCare,
            Self::Damaged(row, column, cause) => RowProblem::Damaged(row, column, cause),
            Self::OutsideGrid(row) => RowProblem::OutsideGrid(row),
            Self::TooManyRows => RowProblem::TooManyRows,
            Self::Stopped(_) => RowProblem::Stopped(()),
        }
    }
}

/// Reads rows, chunk by chunk.
pub(in crate::workbook) struct RowReader {
    /// Whether comments and the like are read over; else they are [`RowProblem::NeedsCare`].
    pub(super) careful: bool,
    /// The number of the row before; `None` where a chunk begins of which only its rows know.
    pub(super) row: Option<u32>,
    rows: u64,
    /// The first row since [`RowReader::forget_row`].
    first: Option<u32>,
    /// Room for texts that mean something else than they say.
    pub(super) scratch: String,
}

pub(super) type Outcome<T, S> = Result<T, RowProblem<<S as CellSink>::Stop>>;

impl RowReader {
    /// At the first row of a sheet.
    pub(in crate::workbook) fn new(careful: bool) -> Self {
        Self { careful, row: Some(0), rows: 0, first: None, scratch: String::new() }
    }

    /// Goes on at a chunk whose place in the sheet is unknown.
    pub(in crate::workbook) fn forget_row(&mut self) {
        (self.row, self.first) = (None, None);
    }

    /// The first and the last row since [`RowReader::forget_row`]; `None` where there was none. Cells of rows that do
    /// not ascend are [`RowProblem::NeedsCare`].
    pub(in crate::workbook) fn reach(&self) -> Option<(u32, u32)> {
        Some((self.first?, self.row?))
    }

    /// How many rows were read.
    pub(in crate::workbook) fn rows_read(&self) -> u64 {
        self.rows
    }

    /// Gives the cells of `text`, which holds whole rows, to `sink`.
    ///
    /// # Errors
    /// See [`RowProblem`].
    pub(in crate::workbook) fn read<S: CellSink>(&mut self, text: &str, sink: &mut S) -> Outcome<(), S> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(found) = memchr(b'<', bytes.get(at..).unwrap_or_default()) {
            at += found;
            at = match Self::usual_row(bytes, at) {
                Some(row) => self.cells(text, row, sink)?,
                None => self.odd_row(text, at, sink)?,
            };
        }
        Ok(())
    }

    /// The row that begins at `at`, if its tag is `<row r="5" ...>`.
    #[inline]
    fn usual_row<'t>(bytes: &'t [u8], at: usize) -> Option<OpenRow<'t>> {
        let rest = bytes.get(at..)?.strip_prefix(b"<row r=\"")?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = parse_number(rest.get(..digits)?)?;
        let behind = rest.get(digits..)?.strip_prefix(b"\"")?;
        let length = tag_length(behind)?;
        let is_empty = length >= 2 && behind.get(length - 2) == Some(&b'/');
        let start = bytes.len() - behind.len() + length;
        let digits = rest.get(..digits)?;
        (1..=MAX_ROWS).contains(&number).then_some(OpenRow { name: b"row", number, digits, start, is_empty })
    }

    /// The markup at `at` that is no usual row; where what follows it begins.
    fn odd_row<S: CellSink>(&mut self, text: &str, at: usize, sink: &mut S) -> Outcome<usize, S> {
        let bytes = text.as_bytes();
        let before = self.row.unwrap_or(0);
        let Some(token) = next_token(bytes, at) else {
            return Err(RowProblem::Damaged(before, None, "a tag without end"));
        };
        let tag = token.tag(bytes);
        let is_row = tag.local_name() == b"row";
        match token.kind {
            Kind::CharacterData | Kind::Other if self.careful => Ok(token.end),
            Kind::CharacterData | Kind::Other => Err(RowProblem::NeedsCare),
            Kind::End if self.careful => Err(RowProblem::Damaged(before, None, "an end tag that fits no start tag")),
            Kind::End => Err(RowProblem::NeedsCare),
            Kind::Start | Kind::Empty if is_row => {
                let number = self.number_of(tag)?;
                let is_empty = token.kind == Kind::Empty;
                self.cells(text, OpenRow { name: tag.name(), number, digits: b"", start: token.end, is_empty }, sink)
            }
            Kind::Empty => Ok(token.end),
            Kind::Start => {
                odd::element_end(bytes, token, self.careful).map_err(|problem| problem.of_cell(before, None))
            }
        }
    }

    fn number_of<S>(&self, tag: Tag<'_>) -> Result<u32, RowProblem<S>> {
        let number = match tag.attribute("r") {
            Some(digits) => parse_number(digits.trim_ascii()).ok_or(RowProblem::OutsideGrid(self.row.unwrap_or(0)))?,
            None if self.row == Some(MAX_ROWS) => return Err(RowProblem::TooManyRows),
            None => self.row.ok_or(RowProblem::NeedsCare)? + 1,
        };
        if (1..=MAX_ROWS).contains(&number) { Ok(number) } else { Err(RowProblem::OutsideGrid(number)) }
    }

    /// The cells of `row`; where what follows it begins.
    #[inline]
    fn cells<S: CellSink>(&mut self, text: &str, row: OpenRow<'_>, sink: &mut S) -> Outcome<usize, S> {
        if !self.careful && self.first.is_some() && self.row.is_some_and(|before| before >= row.number) {
            return Err(RowProblem::NeedsCare);
        }
        self.row = Some(row.number);
        self.first = self.first.or(self.row);
        self.rows += 1;
        let bytes = text.as_bytes();
        let mut at = row.start;
        if row.is_empty {
            return Ok(at);
        }
        let mut next_column = 0;
        loop {
            let Some(found) = memchr(b'<', bytes.get(at..).unwrap_or_default()) else {
                return Err(RowProblem::Damaged(row.number, None, "the row has no end"));
            };
            at += found;
            let inside = bytes.get(at + 1..).unwrap_or_default();
            if let Some(rest) = inside.strip_prefix(b"/") {
                return row_end(rest, row).map(|length| at + 2 + length);
            }
            match self.usual_cell(text, at, row, next_column, sink)? {
                Some((end, column)) => (at, next_column) = (end, column + 1),
                None => at = self.odd_cell(text, at, row.number, &mut next_column, sink)?,
            }
        }
    }

    /// Reads the cell at `at` if it is written in the usual way; where it ends, and its column.
    #[inline]
    fn usual_cell<S: CellSink>(
        &mut self,
        text: &str,
        at: usize,
        row: OpenRow<'_>,
        next_column: u32,
        sink: &mut S,
    ) -> Outcome<Option<(usize, u32)>, S> {
        let Some(cell) = usual_cell_tag(text.as_bytes(), at, row.digits, next_column) else { return Ok(None) };
        if cell.column >= MAX_COLUMNS {
            return Err(RowProblem::OutsideGrid(row.number));
        }
        if cell.is_empty {
            return Ok(Some((cell.end, cell.column)));
        }
        let Some((raw, end)) = usual_content(text, &cell) else { return Ok(None) };
        let number = row.number;
        let spaces = if cell.kind == b'i' && !cell.keeps_spaces(text, raw) { Spaces::Trimmed } else { Spaces::Kept };
        if raw.is_empty() || spaces == Spaces::Trimmed && raw.bytes().all(is_space) {
            return Ok(Some((end, cell.column)));
        }
        if !sink.wants(cell.column) {
            sink.pass(number, cell.column).map_err(RowProblem::Stopped)?;
            return Ok(Some((end, cell.column)));
        }
        let damaged = |cause| RowProblem::Damaged(number, Some(cell.column), cause);
        let value = match cell.kind {
            b's' => match parse_number(raw.as_bytes()) {
                Some(id) => RawValue::Shared(id),
                None => return Ok(None),
            },
            b'i' | b'r' => {
                RawValue::Text(decoded(raw, spaces, &mut self.scratch).map_err(|BadEntity| damaged(BAD_ENTITY))?)
            }
            kind => match plain_value(kind, raw) {
                Some(value) => value,
                None => return Ok(None),
            },
        };
        sink.cell(RawCell { row: number, column: cell.column, style: cell.style, value })
            .map_err(RowProblem::Stopped)?;
        Ok(Some((end, cell.column)))
    }
}

/// How long the end tag of `row` is, whose name begins with `rest`.
#[inline]
fn row_end<S>(rest: &[u8], row: OpenRow<'_>) -> Result<usize, RowProblem<S>> {
    if rest.starts_with(b"row>") && row.name.len() == 3 {
        return Ok(4);
    }
    let unfit = RowProblem::Damaged(row.number, None, "an end tag that fits no start tag");
    let Some(end) = memchr(b'>', rest) else { return Err(unfit) };
    if rest.get(..end).unwrap_or_default().trim_ascii_end() == row.name { Ok(end + 1) } else { Err(unfit) }
}

pub(super) const BAD_ENTITY: &str = "an entity that XML does not know";
pub(super) const BAD_STRING_NUMBER: &str = "the number of a shared string is no number";
pub(super) const NOT_FINITE: &str = "a number that is not finite";

/// A row whose start tag was read.
#[derive(Debug, Clone, Copy)]
struct OpenRow<'t> {
    /// The name of its tag, with its prefix.
    name: &'t [u8],
    number: u32,
    /// Its number as it stands; empty where it was counted.
    digits: &'t [u8],
    /// Where its content begins.
    start: usize,
    is_empty: bool,
}
