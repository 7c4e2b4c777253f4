//! Text taken apart into records and fields, as it comes.
//!
//! By the customs of RFC 4180 and of Excel: a quoted field may hold separators and line breaks, two quotes in it are
//! one, a quote within an unquoted field is a letter. A blank line is a row without cells.

use crate::workbook::cells::Go;
use crate::workbook::error::{OpenProblem, Unit};

/// Most bytes of one field; a cell of a workbook holds 32,767 characters, which are 128 KB at most.
pub(super) const MAX_FIELD_BYTES: usize = 1 << 20;
/// Most fields of a record: the columns of a workbook's sheet.
pub(super) const MAX_FIELDS: u32 = 16_384;
/// Most records. More than a workbook's rows, since a text may have them.
pub(super) const MAX_RECORDS: u32 = 5_000_000;

/// Where a field stands and what it says.
pub(super) struct Field<'a> {
    /// The record, from 0.
    pub(super) row: u32,
    /// The field within it, from 0.
    pub(super) column: u32,
    /// Its text without the quotes.
    pub(super) text: &'a str,
    /// Whether the record ends with it.
    pub(super) is_last: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first letter of a field.
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted field: its end, or the first of two.
    Quote,
}

/// Takes a text apart; memory is bounded by [`MAX_FIELD_BYTES`].
pub(super) struct Splitter {
    separator: u8,
    state: State,
    text: String,
    row: u32,
    column: u32,
    /// The last letter was a carriage return that ended a line.
    after_return: bool,
    /// Line of the file, from 1.
    line: u64,
    /// The line in which the quoted field at hand begins.
    opened_in: u64,
}

impl Splitter {
    /// A splitter of fields at `separator`, an ASCII character; its text begins in `line` of the file, from 1.
    pub(super) fn new(separator: u8, line: u64) -> Self {
        Self {
            separator,
            state: State::Start,
            text: String::new(),
            row: 0,
            column: 0,
            after_return: false,
            line,
            opened_in: line,
        }
    }

    /// Takes in the next piece of the text and gives each field that ends in it to `visit`.
    ///
    /// # Errors
    /// A limit passed, a quote that does not close, or what `visit` says.
    pub(super) fn feed(
        &mut self,
        mut piece: &str,
        visit: &mut dyn FnMut(Field<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<Go, OpenProblem> {
        while let Some(&first) = piece.as_bytes().first() {
            if std::mem::take(&mut self.after_return) && first == b'\n' {
                piece = piece.get(1..).unwrap_or_default();
                continue;
            }
            let (taken, ended) = match self.state {
                State::Quoted => (self.quoted(piece), None),
                State::Quote if first == b'"' => {
                    self.text.push('"');
                    self.state = State::Quoted;
                    (1, None)
                }
                State::Start if first == b'"' => {
                    self.state = State::Quoted;
                    self.opened_in = self.line;
                    (1, None)
                }
                _ => self.plain(piece),
            };
            self.check_length()?;
            if let Some(is_last) = ended
                && let Go::Stop = self.end_field(is_last, visit)?
            {
                return Ok(Go::Stop);
            }
            piece = piece.get(taken..).unwrap_or_default();
        }
        Ok(Go::On)
    }

    /// Tells the splitter that the text is complete.
    ///
    /// # Errors
    /// As for [`Splitter::feed`].
    pub(super) fn finish(
        &mut self,
        visit: &mut dyn FnMut(Field<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<(), OpenProblem> {
        if self.state == State::Quoted {
            return Err(self.never_closed());
        }
        if self.column > 0 || self.state != State::Start {
            self.end_field(true, visit)?;
        }
        Ok(())
    }

    /// Takes the letters up to the next quote; how many bytes they were.
    fn quoted(&mut self, piece: &str) -> usize {
        let quote = memchr::memchr(b'"', piece.as_bytes());
        let letters = piece.get(..quote.unwrap_or(piece.len())).unwrap_or_default();
        self.text.push_str(letters);
        self.line += memchr::memchr_iter(b'\n', letters.as_bytes()).count() as u64;
        if quote.is_some() {
            self.state = State::Quote;
        }
        letters.len() + usize::from(quote.is_some())
    }

    /// Takes the letters up to the end of the field; how many bytes, and whether the field and the record ended.
    fn plain(&mut self, piece: &str) -> (usize, Option<bool>) {
        let end = memchr::memchr3(self.separator, b'\n', b'\r', piece.as_bytes());
        let letters = piece.get(..end.unwrap_or(piece.len())).unwrap_or_default();
        if !letters.is_empty() {
            self.text.push_str(letters);
            self.state = State::Plain;
        }
        let Some(end) = end else { return (piece.len(), None) };
        let ending = piece.as_bytes().get(end).copied().unwrap_or(b'\n');
        let is_last = ending != self.separator;
        if is_last {
            self.line += 1;
            self.after_return = ending == b'\r';
        }
        (end + 1, Some(is_last))
    }

    fn end_field(
        &mut self,
        is_last: bool,
        visit: &mut dyn FnMut(Field<'_>) -> Result<Go, OpenProblem>,
    ) -> Result<Go, OpenProblem> {
        let field = Field { row: self.row, column: self.column, text: &self.text, is_last };
        let go = visit(field)?;
        self.text.clear();
        self.state = State::Start;
        if is_last {
            self.row += 1;
            self.column = 0;
        } else {
            self.column += 1;
        }
        if self.row > MAX_RECORDS {
            return Err(self.too_large(Unit::Rows, u64::from(MAX_RECORDS)));
        }
        if self.column >= MAX_FIELDS {
            return Err(self.too_large(Unit::Columns, u64::from(MAX_FIELDS)));
        }
        Ok(go)
    }

    fn check_length(&self) -> Result<(), OpenProblem> {
        if self.text.len() <= MAX_FIELD_BYTES {
            Ok(())
        } else if self.state == State::Quoted {
            Err(self.never_closed())
        } else {
            Err(self.too_large(Unit::TextBytes, MAX_FIELD_BYTES as u64))
        }
    }

    fn never_closed(&self) -> OpenProblem {
        OpenProblem::damaged(format!("line {}", self.opened_in), "a quotation mark opens here and never closes")
    }

    fn too_large(&self, unit: Unit, limit: u64) -> OpenProblem {
        OpenProblem::TooLarge { place: format!("line {}", self.line), unit, limit }
    }
}
