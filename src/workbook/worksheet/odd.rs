//! Reads cells that are not written in the usual way: with formulas, rich text, other attributes, comments.

use super::rows::{
    BAD_ENTITY, BAD_STRING_NUMBER, CellSink, NOT_FINITE, Outcome, RawCell, RawValue, RowProblem, RowReader,
};
use super::text::{BadEntity, Spaces, push_lines, push_meant, push_resolved};
use super::usual::{kind_of, plain_value};
use crate::workbook::guard::MAX_DEPTH;
use crate::workbook::worksheet::cell_ref::{MAX_COLUMNS, parse_cell, parse_number};
use crate::workbook::worksheet::tags::{Kind, Tag, Token, next_token};

/// What is wrong with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    NeedsCare,
    NoEnd,
    UnfitEnd,
    Misplaced,
    TooDeep,
    BadEntity,
}

impl Oddity {
    /// The problem of the `row` in which it was met, and of the cell in `column`.
    pub(super) fn of_cell<S>(self, row: u32, column: Option<u32>) -> RowProblem<S> {
        match self {
            Self::NeedsCare => RowProblem::NeedsCare,
            _ => RowProblem::Damaged(row, column, self.cause()),
        }
    }

    /// What was found, in technical words.
    pub(super) fn cause(self) -> &'static str {
        match self {
            Self::NeedsCare => "a comment or other things that are no tags",
            Self::NoEnd => "an element without end",
            Self::UnfitEnd => "an end tag that fits no start tag",
            Self::Misplaced => "rows inside another element",
            Self::TooDeep => "elements nested too deep",
            Self::BadEntity => BAD_ENTITY,
        }
    }
}

impl From<BadEntity> for Oddity {
    fn from(_: BadEntity) -> Self {
        Self::BadEntity
    }
}

/// The name of an element inside a row. Readers do not agree on where a row ends that holds another.
fn opened(tag: Tag<'_>) -> Result<&[u8], Oddity> {
    if matches!(tag.local_name(), b"row" | b"sheetData") { Err(Oddity::Misplaced) } else { Ok(tag.name()) }
}

/// Where the element ends whose start tag is `start`; the tags in it fit.
pub(super) fn element_end(bytes: &[u8], start: Token, careful: bool) -> Result<usize, Oddity> {
    let mut open = vec![opened(start.tag(bytes))?];
    let mut at = start.end;
    loop {
        let token = next_token(bytes, at).ok_or(Oddity::NoEnd)?;
        at = token.end;
        match token.kind {
            Kind::Start if open.len() >= MAX_DEPTH => return Err(Oddity::TooDeep),
            Kind::Start => open.push(opened(token.tag(bytes))?),
            Kind::End => {
                if open.pop() != Some(token.tag(bytes).name()) {
                    return Err(Oddity::UnfitEnd);
                }
                if open.is_empty() {
                    return Ok(at);
                }
            }
            Kind::Empty => {}
            Kind::CharacterData | Kind::Other if careful => {}
            Kind::CharacterData | Kind::Other => return Err(Oddity::NeedsCare),
        }
    }
}

/// The text between `start` and the end of its element, appended to `out`; where the element ends.
fn element_text(text: &str, start: Token, spaces: Spaces, careful: bool, out: &mut String) -> Result<usize, Oddity> {
    let bytes = text.as_bytes();
    if start.kind == Kind::Empty {
        return Ok(start.end);
    }
    let name = start.tag(bytes).name();
    let mut gathered = String::new();
    let mut at = start.end;
    loop {
        let token = next_token(bytes, at).ok_or(Oddity::NoEnd)?;
        push_resolved(&mut gathered, text.get(at..token.start).unwrap_or_default())?;
        at = token.end;
        match token.kind {
            Kind::End if token.tag(bytes).name() == name => {
                push_meant(out, &gathered, spaces);
                return Ok(at);
            }
            Kind::End => return Err(Oddity::UnfitEnd),
            Kind::CharacterData | Kind::Other if !careful => return Err(Oddity::NeedsCare),
            Kind::CharacterData => {
                let inside = text.get(token.start..token.end).unwrap_or_default();
                let inside = inside.strip_prefix("<![CDATA[").and_then(|inside| inside.strip_suffix("]]>"));
                push_lines(&mut gathered, inside.unwrap_or_default());
            }
            Kind::Start => at = element_end(bytes, token, careful)?,
            Kind::Other | Kind::Empty => {}
        }
    }
}

/// The texts of `<t>` in the element behind `start`, one after the other, without phonetic guides; where it ends.
pub(super) fn rich_text(text: &str, start: Token, careful: bool, out: &mut String) -> Result<usize, Oddity> {
    let bytes = text.as_bytes();
    if start.kind == Kind::Empty {
        return Ok(start.end);
    }
    let mut open = vec![start.tag(bytes).name()];
    let mut at = start.end;
    loop {
        let token = next_token(bytes, at).ok_or(Oddity::NoEnd)?;
        at = token.end;
        let tag = token.tag(bytes);
        match token.kind {
            Kind::Start if tag.local_name() == b"t" => {
                at = element_text(text, token, spaces_of(tag), careful, out)?;
            }
            Kind::Start if tag.local_name() == b"rPh" => at = element_end(bytes, token, careful)?,
            Kind::Start if open.len() >= MAX_DEPTH => return Err(Oddity::TooDeep),
            Kind::Start => open.push(opened(tag)?),
            Kind::End => {
                if open.pop() != Some(tag.name()) {
                    return Err(Oddity::UnfitEnd);
                }
                if open.is_empty() {
                    return Ok(at);
                }
            }
            Kind::CharacterData | Kind::Other if !careful => return Err(Oddity::NeedsCare),
            Kind::Empty | Kind::CharacterData | Kind::Other => {}
        }
    }
}

fn spaces_of(tag: Tag<'_>) -> Spaces {
    if tag.attribute("xml:space") == Some(b"preserve") { Spaces::Kept } else { Spaces::Trimmed }
}

impl RowReader {
    /// Reads what stands at `at` in the row `row`: a cell, or something else; where it ends. `next_column` is that of
    /// a cell without a name, and is moved on.
    pub(super) fn odd_cell<S: CellSink>(
        &mut self,
        text: &str,
        at: usize,
        row: u32,
        next_column: &mut u32,
        sink: &mut S,
    ) -> Outcome<usize, S> {
        let bytes = text.as_bytes();
        let Some(token) = next_token(bytes, at) else { return Err(Oddity::NoEnd.of_cell(row, None)) };
        let tag = token.tag(bytes);
        match token.kind {
            Kind::Start | Kind::Empty if tag.local_name() == b"c" => {}
            Kind::Start => {
                return element_end(bytes, token, self.careful).map_err(|oddity| oddity.of_cell(row, None));
            }
            Kind::Empty => return Ok(token.end),
            Kind::CharacterData | Kind::Other if self.careful => return Ok(token.end),
            Kind::CharacterData | Kind::Other => return Err(RowProblem::NeedsCare),
            Kind::End => return Err(Oddity::UnfitEnd.of_cell(row, None)),
        }
        let (own_row, column) = match tag.attribute("r") {
            Some(name) => {
                parse_cell(name).map(|place| (place.row, place.column)).ok_or(RowProblem::OutsideGrid(row))?
            }
            None => (row, *next_column),
        };
        if own_row != row && !self.careful {
            return Err(RowProblem::NeedsCare);
        }
        let row = own_row;
        if column >= MAX_COLUMNS {
            return Err(RowProblem::OutsideGrid(row));
        }
        *next_column = column + 1;
        let mut content = std::mem::take(&mut self.scratch);
        content.clear();
        let end = self.odd_content(text, token, &mut content).map_err(|oddity| oddity.of_cell(row, Some(column)));
        let given = end.and_then(|(end, is_filled)| {
            if is_filled {
                give(tag, (row, column), &content, sink)?;
            }
            Ok(end)
        });
        self.scratch = content;
        given
    }

    /// Gathers what a cell holds; where the cell ends, and whether it holds anything.
    fn odd_content(&self, text: &str, cell: Token, content: &mut String) -> Result<(usize, bool), Oddity> {
        let bytes = text.as_bytes();
        let mut is_filled = false;
        let mut at = cell.end;
        if cell.kind == Kind::Empty {
            return Ok((at, false));
        }
        let is_inline = matches!(cell.tag(bytes).attribute("t"), Some(b"inlineStr" | b"is"));
        loop {
            let token = next_token(bytes, at).ok_or(Oddity::NoEnd)?;
            at = token.end;
            let tag = token.tag(bytes);
            match token.kind {
                Kind::Start if tag.local_name() == b"v" && !is_inline => {
                    content.clear();
                    at = element_text(text, token, Spaces::Kept, self.careful, content)?;
                    is_filled = true;
                }
                Kind::Start if tag.local_name() == b"is" => {
                    content.clear();
                    at = rich_text(text, token, self.careful, content)?;
                    is_filled = true;
                }
                Kind::Start => at = element_end(bytes, token, self.careful)?,
                Kind::End if tag.name() == cell.tag(bytes).name() => return Ok((at, is_filled)),
                Kind::End => return Err(Oddity::UnfitEnd),
                Kind::CharacterData | Kind::Other if !self.careful => return Err(Oddity::NeedsCare),
                Kind::Empty | Kind::CharacterData | Kind::Other => {}
            }
        }
    }
}

/// Gives the cell with this `content` to `sink`.
fn give<S: CellSink>(tag: Tag<'_>, (row, column): (u32, u32), content: &str, sink: &mut S) -> Outcome<(), S> {
    let damaged = |cause| RowProblem::Damaged(row, Some(column), cause);
    let type_name = tag.attribute("t").unwrap_or(b"n");
    let is_text = matches!(type_name, b"str" | b"inlineStr" | b"is");
    let plain = if is_text { content } else { content.trim() };
    if plain.is_empty() {
        return Ok(());
    }
    if !sink.wants(column) {
        return sink.pass(row, column).map_err(RowProblem::Stopped);
    }
    let value = match kind_of(type_name) {
        Some(b's') => RawValue::Shared(parse_number(plain.as_bytes()).ok_or(damaged(BAD_STRING_NUMBER))?),
        Some(kind @ (b'n' | b'b' | b'e' | b'd')) => match plain_value(kind, plain) {
            Some(value) => value,
            None if is_not_finite(plain) => return Err(damaged(NOT_FINITE)),
            None => RawValue::Text(plain),
        },
        // A type that is not known yet is shown as it stands.
        _ => RawValue::Text(plain),
    };
    let style = tag.attribute("s").and_then(parse_number).unwrap_or(0);
    sink.cell(RawCell { row, column, style, value }).map_err(RowProblem::Stopped)
}

fn is_not_finite(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|number| !number.is_finite())
}
