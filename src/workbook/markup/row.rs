//! One row gets its marks: cells are added, or put in the place of those of an earlier marking.

use super::cells::{Cell, Filling, LastCell, MalformedCell, last_cell, read_cells};
use super::escape::{looks_like_formula, needs_space_preserved, push_text};
use super::looks::row_format;
use super::plan::{Place, Plan};
use super::{MarkValue, Marks};
use crate::domain::money::Money;
use crate::workbook::worksheet::cell_ref::{parse_cell, parse_number};
use crate::workbook::worksheet::tags::{Kind, Tag, next_token};
use memchr::memrchr;
use std::io::Write;
use std::ops::Range;

/// The bytes of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'b> {
    /// All of it.
    pub(super) whole: &'b [u8],
    /// Its start tag.
    pub(super) tag: Tag<'b>,
    /// What stands between its tags.
    pub(super) cells: &'b [u8],
    /// Its end tag; empty for `<row/>`.
    pub(super) close: &'b [u8],
    /// Whether it holds nothing but tags and text.
    pub(super) is_plain: bool,
}

/// Why a row was not marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum RowProblem {
    /// A column that was to be new has a cell already.
    #[error("a new column is in use")]
    Occupied,
    /// A cell is not well-formed.
    #[error(transparent)]
    Malformed(#[from] MalformedCell),
}

/// What was done to the rows so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Rows seen.
    pub(super) rows: u64,
    /// Rows below the header that got a value.
    pub(super) marked: u64,
    /// Cells of an earlier marking left alone since they hold formulas.
    pub(super) formulas_kept: u64,
    /// Whether the header row was among them.
    pub(super) has_header: bool,
    /// Whether the sheet is protected; known once it is copied.
    pub(super) is_protected: bool,
}

/// What a cell is to hold.
#[derive(Debug, Clone)]
enum Content<'a> {
    /// What it holds already.
    AsIs,
    /// Nothing.
    Nothing,
    Header(&'a str),
    Text(&'a str),
    Made(String),
    Amount(Money),
}

impl Content<'_> {
    fn is_something(&self) -> bool {
        !matches!(self, Self::AsIs | Self::Nothing)
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Header(text) | Self::Text(text) => Some(text),
            Self::Made(text) => Some(text),
            Self::AsIs | Self::Nothing | Self::Amount(_) => None,
        }
    }
}

/// Marks rows.
pub(super) struct RowPatcher<'a> {
    plan: &'a Plan,
    marks: &'a dyn Marks,
    prefix: Vec<u8>,
    last_number: u32,
    contents: Vec<Content<'a>>,
    cells: Vec<Cell>,
    /// The row's number in digits.
    digits: Vec<u8>,
    tally: Tally,
}

impl<'a> RowPatcher<'a> {
    /// For a sheet whose elements have this `prefix`.
    pub(super) fn new(plan: &'a Plan, marks: &'a dyn Marks, prefix: &[u8]) -> Self {
        Self {
            plan,
            marks,
            prefix: prefix.to_vec(),
            last_number: 0,
            contents: Vec::with_capacity(plan.places.len()),
            cells: Vec::new(),
            digits: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// What was done so far.
    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// Appends `row` with its marks to `out`.
    ///
    /// # Errors
    /// The row cannot be marked; `out` then is of no use.
    pub(super) fn patch(&mut self, row: &Row<'_>, out: &mut Vec<u8>) -> Result<(), RowProblem> {
        let number = number_of(row).unwrap_or_else(|| self.last_number.saturating_add(1));
        self.last_number = number;
        self.tally.rows += 1;
        self.ask(number);
        let has_marks = self.contents.iter().any(Content::is_something);
        let clears = self.plan.replaces() && self.contents.iter().any(|content| matches!(content, Content::Nothing));
        let clears_cells = clears && !row.close.is_empty();
        if !has_marks && !clears_cells {
            out.extend_from_slice(row.whole);
            return Ok(());
        }
        self.digits.clear();
        let _ = write!(self.digits, "{number}");
        if number == self.plan.header_row {
            self.tally.has_header = true;
        } else if has_marks {
            self.tally.marked += 1;
        }
        if let Some(last) = self.takes_marks_at_its_end(row, number) {
            self.append(row, last, out);
            return Ok(());
        }
        read_cells(row.cells, &mut self.cells)?;
        self.merge(row, out)
    }

    /// Asks what the row with this `number` is to hold in each place.
    fn ask(&mut self, number: u32) {
        let plan = self.plan;
        let marks = self.marks;
        self.contents.clear();
        if number == plan.header_row && !self.tally.has_header {
            let header = |place: &'a Place| match place.writes_header {
                true => Content::Header(&place.header),
                false => Content::AsIs,
            };
            self.contents.extend(plan.places.iter().map(header));
            return;
        }
        let is_total = plan.totals_rows.as_ref().is_some_and(|rows| rows.contains(&number));
        if number <= plan.header_row || is_total {
            return;
        }
        let content = |place: &'a Place| match marks.value(number, place.mark) {
            MarkValue::Keep => Content::AsIs,
            MarkValue::Missing | MarkValue::Text("") => Content::Nothing,
            MarkValue::Made(text) if text.is_empty() => Content::Nothing,
            MarkValue::Text(text) => Content::Text(text),
            MarkValue::Made(text) => Content::Made(text),
            MarkValue::Money(amount) => Content::Amount(amount),
        };
        self.contents.extend(plan.places.iter().map(content));
    }

    /// The row's last cell, if there is one, when all marks belong behind it without a look at the others.
    fn takes_marks_at_its_end<'b>(&self, row: &Row<'b>, number: u32) -> Option<Option<LastCell<'b>>> {
        let first = self.plan.places.first().filter(|place| place.is_new)?;
        let is_usual = row.is_plain && number != self.plan.header_row;
        let last = if is_usual { last_cell(row.cells, &self.prefix).ok()? } else { return None };
        last.is_none_or(|last| last.column < first.column).then_some(last)
    }

    fn append(&self, row: &Row<'_>, last: Option<LastCell<'_>>, out: &mut Vec<u8>) {
        // Where the cell beside the marks is missing, the row's own format shows.
        let neighbour = self.plan.header_neighbour;
        let beside = last.filter(|last| neighbour.is_none_or(|neighbour| last.column >= neighbour));
        let look = beside.map_or_else(|| row_format(row), |last| last.style);
        self.push_start_tag(row, out);
        out.extend_from_slice(row.cells);
        for (place, content) in self.plan.places.iter().zip(&self.contents) {
            self.push_content(out, place, content, look);
        }
        self.push_end_tag(row, out);
    }

    /// Brings the row's cells and the marks together in the order of their columns.
    fn merge(&mut self, row: &Row<'_>, out: &mut Vec<u8>) -> Result<(), RowProblem> {
        let look = self.look(row);
        self.push_start_tag(row, out);
        let mut copied = 0;
        let mut waiting = self.plan.places.iter().zip(&self.contents).peekable();
        let is_taken = |column: u32| self.cells.iter().any(|cell| cell.column == column);
        let mut formulas_kept = 0;
        for cell in &self.cells {
            while let Some((place, content)) = waiting.next_if(|(place, _)| place.column < cell.column) {
                // A column that comes later, out of order, is filled there.
                if !is_taken(place.column) {
                    out.extend_from_slice(row.cells.get(copied..cell.place.start).unwrap_or(&[]));
                    copied = cell.place.start;
                    self.push_content(out, place, content, look);
                }
            }
            let own = self.plan.places.iter().zip(&self.contents).find(|(place, _)| place.column == cell.column);
            let Some((place, content)) = own else { continue };
            if !self.is_replaced(place, content, cell.filling, &mut formulas_kept)? {
                continue;
            }
            out.extend_from_slice(row.cells.get(copied..cell.place.start).unwrap_or(&[]));
            copied = cell.place.end;
            self.push_replacement(out, row, (place, content), cell, look);
        }
        let cells_end = self.cells.last().map_or(0, |cell| cell.place.end).max(copied);
        out.extend_from_slice(row.cells.get(copied..cells_end).unwrap_or(&[]));
        for (place, content) in waiting.filter(|(place, _)| !is_taken(place.column)) {
            self.push_content(out, place, content, look);
        }
        out.extend_from_slice(row.cells.get(cells_end..).unwrap_or(&[]));
        self.push_end_tag(row, out);
        self.tally.formulas_kept += formulas_kept;
        Ok(())
    }

    /// Whether `content` takes the place of a cell with this `filling`.
    fn is_replaced(
        &self,
        place: &Place,
        content: &Content<'_>,
        filling: Filling,
        formulas_kept: &mut u64,
    ) -> Result<bool, RowProblem> {
        match (content, filling) {
            (Content::AsIs, _) | (Content::Nothing, Filling::Blank) => Ok(false),
            (Content::Nothing, _) if place.is_new => Ok(false),
            (_, Filling::Blank) if !place.is_new || self.plan.takes_blanks => Ok(true),
            _ if place.is_new => Err(RowProblem::Occupied),
            (_, Filling::Formula) => {
                *formulas_kept += 1;
                Ok(false)
            }
            (_, Filling::Blank | Filling::Value) => Ok(true),
        }
    }

    /// The format of the cell beside the new ones.
    fn look<'b>(&self, row: &Row<'b>) -> Option<&'b [u8]> {
        let neighbour = self.plan.header_neighbour?;
        match self.cells.iter().find(|cell| cell.column == neighbour) {
            Some(cell) => row.cells.get(cell.style.clone()?),
            None => row_format(row),
        }
    }

    /// Appends what stands in the place of `cell`. A format that the user gave an earlier mark stays.
    fn push_replacement(
        &self,
        out: &mut Vec<u8>,
        row: &Row<'_>,
        (place, content): (&Place, &Content<'_>),
        cell: &Cell,
        look: Option<&[u8]>,
    ) {
        let old_style = cell.style.clone().and_then(|style| row.cells.get(style));
        match content {
            // The cells after an unnamed one count from it.
            Content::Nothing if old_style.is_some() || !cell.is_named => self.push_blank(out, place, old_style),
            Content::Amount(_) if !place.is_new && old_style.is_some() => {
                self.push_cell(out, place, content, old_style);
            }
            Content::Header(_) if place.is_new => self.push_content(out, place, content, look.or(old_style)),
            content => self.push_content(out, place, content, old_style.or(look)),
        }
    }

    /// Appends a cell with `content` that looks like one with the format `look`.
    fn push_content(&self, out: &mut Vec<u8>, place: &Place, content: &Content<'_>, look: Option<&[u8]>) {
        let style = match content {
            Content::Amount(_) => place.amounts.of(look).or(look),
            content if content.text().is_some_and(looks_like_formula) => self.plan.quoted.of(look).or(look),
            _ => look,
        };
        self.push_cell(out, place, content, style);
    }

    fn push_cell(&self, out: &mut Vec<u8>, place: &Place, content: &Content<'_>, style: Option<&[u8]>) {
        if let Some(text) = content.text() {
            self.push_name(out, place, style);
            out.extend_from_slice(b" t=\"inlineStr\">");
            self.push_tag(out, "<", "is>");
            self.push_tag(out, "<", if needs_space_preserved(text) { "t xml:space=\"preserve\">" } else { "t>" });
            push_text(out, text);
            for end in ["t>", "is>", "c>"] {
                self.push_tag(out, "</", end);
            }
        }
        if let Content::Amount(amount) = content {
            self.push_name(out, place, style);
            out.push(b'>');
            self.push_tag(out, "<", "v>");
            push_amount(out, *amount);
            self.push_tag(out, "</", "v>");
            self.push_tag(out, "</", "c>");
        }
    }

    fn push_blank(&self, out: &mut Vec<u8>, place: &Place, style: Option<&[u8]>) {
        self.push_name(out, place, style);
        out.extend_from_slice(b"/>");
    }

    fn push_name(&self, out: &mut Vec<u8>, place: &Place, style: Option<&[u8]>) {
        self.push_tag(out, "<", "c r=\"");
        out.extend_from_slice(place.letters.as_bytes());
        out.extend_from_slice(&self.digits);
        out.push(b'"');
        if let Some(style) = style {
            out.extend_from_slice(b" s=\"");
            out.extend_from_slice(style);
            out.push(b'"');
        }
    }

    fn push_tag(&self, out: &mut Vec<u8>, open: &str, rest: &str) {
        out.extend_from_slice(open.as_bytes());
        out.extend_from_slice(&self.prefix);
        out.extend_from_slice(rest.as_bytes());
    }

    fn push_start_tag(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let tag = row.tag.bytes();
        // A careless writer's second slash would make the row empty again.
        let slashes = tag.iter().rev().skip(1).take_while(|byte| **byte == b'/').count();
        let inside = tag.len().saturating_sub(1 + slashes);
        let tag = if row.close.is_empty() { tag.get(..inside).unwrap_or(tag) } else { tag };
        let filled = self.plan.places.iter().zip(&self.contents).rfind(|(_, content)| content.is_something());
        let old = filled.and_then(|(place, _)| narrower_spans(row.tag, place.column + 1));
        match (old, filled) {
            (Some(old), Some((place, _))) => {
                out.extend_from_slice(tag.get(..old.start).unwrap_or(&[]));
                let _ = write!(out, "{}", place.column + 1);
                out.extend_from_slice(tag.get(old.end..).unwrap_or(&[]));
            }
            _ => out.extend_from_slice(tag),
        }
        if row.close.is_empty() {
            out.push(b'>');
        }
    }

    fn push_end_tag(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        if row.close.is_empty() {
            out.extend_from_slice(b"</");
            out.extend_from_slice(row.tag.name());
            out.push(b'>');
        }
        out.extend_from_slice(row.close);
    }
}

/// The row's number as it says, or as its first cell says.
fn number_of(row: &Row<'_>) -> Option<u32> {
    if let Some(number) = row.tag.attribute("r") {
        return parse_number(number);
    }
    let first = next_token(row.cells, 0).filter(|token| matches!(token.kind, Kind::Start | Kind::Empty))?;
    Some(parse_cell(first.tag(row.cells).attribute("r")?)?.row)
}

/// Where in `row` the end of its spans stands, when that is before the column `last`, counted from 1.
fn narrower_spans(row: Tag<'_>, last: u32) -> Option<Range<usize>> {
    let spans = row.attribute("spans")?;
    let colon = memrchr(b':', spans)?;
    let max = spans.get(colon + 1..)?.trim_ascii_end();
    let start = spans.as_ptr() as usize - row.bytes().as_ptr() as usize + colon + 1;
    (parse_number(max)? < last).then(|| start..start + max.len())
}

/// Appends the exact decimal number.
fn push_amount(out: &mut Vec<u8>, amount: Money) {
    let hundredths = amount.hundredths();
    let sign = if hundredths < 0 { "-" } else { "" };
    let magnitude = hundredths.unsigned_abs();
    let _ = write!(out, "{sign}{}.{:02}", magnitude / 100, magnitude % 100);
}

#[cfg(test)]
mod tests;
