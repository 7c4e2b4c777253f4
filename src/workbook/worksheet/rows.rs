//! Reads the cells of whole rows, in the form nearly all writers give them; what is unusual goes to [`super::odd`].

use super::odd;
use super::text::{BadEntity, Spaces, decoded};
use crate::workbook::worksheet::cell_ref::{MAX_COLUMNS, MAX_ROWS};
use crate::workbook::worksheet::tags::{Kind, Tag, is_space, next_token};
use memchr::{memchr, memchr3};

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
        let number = whole_number(rest.get(..digits)?)?;
        let behind = rest.get(digits..)?.strip_prefix(b"\"")?;
        let length = tag_rest(behind)?;
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
            Some(digits) => whole_number(digits.trim_ascii()).ok_or(RowProblem::OutsideGrid(self.row.unwrap_or(0)))?,
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
        let Some(cell) = usual_cell_tag(text.as_bytes(), at, row, next_column) else { return Ok(None) };
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
            b's' => match whole_number(raw.as_bytes()) {
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

const SPACE_PRESERVED: &[u8; 22] = b" xml:space=\"preserve\">";
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

/// A cell's start tag.
struct UsualCell {
    column: u32,
    style: u32,
    /// One letter for its type.
    kind: u8,
    is_empty: bool,
    /// Where its content begins.
    end: usize,
}

impl UsualCell {
    /// Whether the tag before `raw`, a part of `text`, says that its spaces count.
    #[inline]
    fn keeps_spaces(&self, text: &str, raw: &str) -> bool {
        let start = raw.as_ptr() as usize - text.as_ptr() as usize;
        text.as_bytes().get(self.end..start).is_some_and(|tags| tags.ends_with(SPACE_PRESERVED))
    }
}

/// The tag `<c r="B7" s="3" t="s">`, in any order of these.
#[inline]
fn usual_cell_tag(bytes: &[u8], at: usize, row: OpenRow<'_>, next_column: u32) -> Option<UsualCell> {
    if bytes.get(at + 1) != Some(&b'c') {
        return None;
    }
    let mut at = at + 2;
    let mut cell = UsualCell { column: next_column, style: 0, kind: b'n', is_empty: false, end: 0 };
    loop {
        match bytes.get(at)? {
            b' ' => {}
            b'>' => {
                cell.end = at + 1;
                return Some(cell);
            }
            b'/' if bytes.get(at + 1) == Some(&b'>') => {
                cell.end = at + 2;
                cell.is_empty = true;
                return Some(cell);
            }
            _ => return None,
        }
        let [attribute, b'=', b'"', ..] = bytes.get(at + 1..)? else { return None };
        let start = at + 4;
        let length = bytes.get(start..)?.iter().position(|byte| *byte == b'"')?;
        let value = bytes.get(start..start + length)?;
        match attribute {
            b'r' => cell.column = column_in_row(value, row.digits)?,
            b's' => cell.style = whole_number(value)?,
            b't' => cell.kind = kind_of(value)?,
            _ => return None,
        }
        at = start + length + 1;
    }
}

/// What stands in `<v>` or `<is><t>`, and where the cell ends.
#[inline]
fn usual_content<'t>(text: &'t str, cell: &UsualCell) -> Option<(&'t str, usize)> {
    let bytes = text.as_bytes();
    let rest = bytes.get(cell.end..)?;
    let after = if cell.kind == b'i' {
        let rest = rest.strip_prefix(b"<is><t")?;
        rest.strip_prefix(b">").or_else(|| rest.strip_prefix(SPACE_PRESERVED))?
    } else {
        rest.strip_prefix(b"<v>")?
    };
    let start = bytes.len() - after.len();
    let length = memchr(b'<', after)?;
    let rest = after.get(length..)?;
    let rest = if cell.kind == b'i' { rest.strip_prefix(b"</t></is></c>")? } else { rest.strip_prefix(b"</v></c>")? };
    Some((text.get(start..start + length)?, bytes.len() - rest.len()))
}

/// The letter for a cell's type: its own, `i` for inline and `r` for a formula's text; `None` for what is unknown.
#[inline]
pub(super) fn kind_of(value: &[u8]) -> Option<u8> {
    match value {
        [kind @ (b's' | b'n' | b'b' | b'e' | b'd')] => Some(*kind),
        b"str" => Some(b'r'),
        b"inlineStr" => Some(b'i'),
        _ => None,
    }
}

/// The value of a cell whose content needs no decoding; `None` where it is odd.
#[inline]
pub(super) fn plain_value(kind: u8, raw: &str) -> Option<RawValue<'_>> {
    match kind {
        b'n' => number(raw.as_bytes()).map(RawValue::Number),
        b'b' => match raw {
            "1" | "true" => Some(RawValue::Bool(true)),
            "0" | "false" => Some(RawValue::Bool(false)),
            _ => None,
        },
        b'e' => Some(RawValue::Error),
        b'd' if !raw.contains('&') => Some(RawValue::Text(raw.trim_ascii())),
        _ => None,
    }
}

/// A finite number as spreadsheets write it.
#[inline]
fn number(digits: &[u8]) -> Option<f64> {
    if digits.len() <= 15 {
        let whole = digits
            .iter()
            .try_fold(0_u64, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')));
        if let (Some(whole), false) = (whole, digits.is_empty()) {
            return Some(whole as f64);
        }
    }
    // Words such as `inf` are numbers to Rust only.
    let is_number = digits.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = std::str::from_utf8(digits).ok().filter(|_| is_number)?.parse::<f64>().ok()?;
    number.is_finite().then_some(number)
}

/// Up to nine digits.
#[inline]
pub(super) fn whole_number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

/// The column of the cell named `name`, from 0, if it stands in the row written as `row`.
#[inline]
fn column_in_row(name: &[u8], row: &[u8]) -> Option<u32> {
    let letters = name.len().checked_sub(row.len())?;
    if row.is_empty() || !(1..=3).contains(&letters) || !name.ends_with(row) {
        return None;
    }
    let column = name
        .get(..letters)?
        .iter()
        .try_fold(0_u32, |column, byte| byte.is_ascii_uppercase().then(|| column * 26 + u32::from(byte - b'A') + 1));
    column?.checked_sub(1)
}

/// The length of a tag's rest up to and with its `>`, the first outside quotes.
#[inline]
fn tag_rest(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr3(b'>', b'"', b'\'', rest.get(at..)?)?;
        match rest.get(at)? {
            b'>' => return Some(at + 1),
            quote => at += memchr(*quote, rest.get(at + 1..)?)? + 2,
        }
    }
}
