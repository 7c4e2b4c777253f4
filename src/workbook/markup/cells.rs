//! The cells of one row: where each stands, and whether there is anything in it.

use crate::workbook::worksheet::cell_ref::{MAX_COLUMNS, parse_cell};
use crate::workbook::worksheet::tags::{Kind, Tag, is_space, next_token};
use memchr::memrchr;
use std::ops::Range;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filling {
    /// Nothing but perhaps a format.
    Blank,
    /// A value.
    Value,
    /// A formula, with or without its result.
    Formula,
}

/// A cell and where it stands in the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// From its `<` to after its last `>`.
    pub(super) place: Range<usize>,
    /// Its column, from 0.
    pub(super) column: u32,
    /// Where the number of its format stands; `None` for the default format.
    pub(super) style: Option<Range<usize>>,
    /// Whether its own name is written; else it stands right of the cell before.
    pub(super) is_named: bool,
    /// What it holds.
    pub(super) filling: Filling,
}

/// A cell whose name is none, or that does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cell is not well-formed")]
pub(super) struct MalformedCell;

/// Puts the cells of `row`, which is all between the row's tags, into `cells`.
///
/// # Errors
/// A cell that is not well-formed.
pub(super) fn read_cells(row: &[u8], cells: &mut Vec<Cell>) -> Result<(), MalformedCell> {
    cells.clear();
    let mut position = 0;
    let mut next_column = 0;
    // Elements beside the cells are extensions, and a `c` in one is no cell.
    let mut depth = 0_usize;
    while let Some(token) = next_token(row, position) {
        position = token.end;
        let tag = token.tag(row);
        match token.kind {
            Kind::Start | Kind::Empty if depth == 0 && tag.local_name() == b"c" => {
                let name = tag.attribute("r");
                let column = column_of(name, next_column)?;
                next_column = column + 1;
                let (end, filling) = match token.kind {
                    Kind::Start => read_content(row, token.end)?,
                    _ => (token.end, Filling::Blank),
                };
                position = end;
                let place = token.start..end;
                let style = style_place(tag, token.start);
                cells.push(Cell { place, column, style, is_named: name.is_some(), filling });
            }
            Kind::Start => depth += 1,
            Kind::End => depth = depth.saturating_sub(1),
            Kind::Empty | Kind::CharacterData | Kind::Other => {}
        }
    }
    Ok(())
}

fn column_of(name: Option<&[u8]>, next_column: u32) -> Result<u32, MalformedCell> {
    let column = match name {
        Some(name) => parse_cell(name).ok_or(MalformedCell)?.column,
        None => next_column,
    };
    if column < MAX_COLUMNS { Ok(column) } else { Err(MalformedCell) }
}

fn style_place(tag: Tag<'_>, tag_start: usize) -> Option<Range<usize>> {
    let value = tag.attribute("s")?;
    let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let offset = value.as_ptr() as usize - tag.bytes().as_ptr() as usize;
    is_number.then(|| tag_start + offset..tag_start + offset + value.len())
}

/// Where the cell whose content begins at `from` ends, and what it holds.
fn read_content(row: &[u8], from: usize) -> Result<(usize, Filling), MalformedCell> {
    let mut filling = Filling::Blank;
    let mut open_elements = 0_usize;
    let mut position = from;
    let mut is_in_text = false;
    loop {
        let token = next_token(row, position).ok_or(MalformedCell)?;
        let between = row.get(position..token.start).unwrap_or(&[]);
        let has_text = if is_in_text { !between.is_empty() } else { !between.iter().all(|byte| is_space(*byte)) };
        if filling == Filling::Blank && (has_text || token.kind == Kind::CharacterData) {
            filling = Filling::Value;
        }
        position = token.end;
        match token.kind {
            Kind::Start | Kind::Empty => {
                let name = token.tag(row).local_name();
                if name == b"f" {
                    filling = Filling::Formula;
                }
                is_in_text = token.kind == Kind::Start && matches!(name, b"v" | b"t");
                open_elements += usize::from(token.kind == Kind::Start);
            }
            Kind::End if open_elements == 0 => return Ok((token.end, filling)),
            Kind::End => {
                open_elements -= 1;
                is_in_text = false;
            }
            Kind::CharacterData | Kind::Other => {}
        }
    }
}

/// The last cell of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastCell<'b> {
    /// Its column, from 0.
    pub(super) column: u32,
    /// The number of its format; `None` for the default format.
    pub(super) style: Option<&'b [u8]>,
}

/// The last cell of `row`, found from the end; the row must hold no comments, processing instructions
/// or character data.
///
/// `Ok(None)` when there are no cells.
///
/// # Errors
/// `Err` when it takes [`read_cells`] to know: the row ends with something else, or the cell has no name.
pub(super) fn last_cell<'b>(row: &'b [u8], prefix: &[u8]) -> Result<Option<LastCell<'b>>, NeedsReading> {
    /// Tags of a cell with a formula and rich text; more are counted from the front.
    const MAX_TAGS: usize = 64;
    let mut rest = row.trim_ascii_end();
    if rest.is_empty() {
        return Ok(None);
    }
    for step in 0..MAX_TAGS {
        let start = memrchr(b'<', rest).ok_or(NeedsReading)?;
        let name_and_more = rest.get(start + 1..).unwrap_or(&[]);
        let is_close = name_and_more.strip_prefix(b"/").and_then(|name| strip_cell_name(name, prefix)).is_some();
        let is_open = strip_cell_name(name_and_more, prefix).is_some();
        if is_open && (step > 0 || rest.ends_with(b"/>")) {
            let tag = next_token(row, start).ok_or(NeedsReading)?.tag(row);
            let cell = tag.attribute("r").and_then(parse_cell).ok_or(NeedsReading)?;
            let style = style_place(tag, start).and_then(|place| row.get(place));
            return Ok(Some(LastCell { column: cell.column, style }));
        }
        if step == 0 && !is_close || step > 0 && is_close {
            return Err(NeedsReading);
        }
        rest = rest.get(..start).unwrap_or(&[]);
    }
    Err(NeedsReading)
}

/// The quick way does not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NeedsReading;

/// What follows the name of a cell element at the beginning of `bytes`.
fn strip_cell_name<'a>(bytes: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let rest = bytes.strip_prefix(prefix)?.strip_prefix(b"c")?;
    let ends = rest.first().is_some_and(|byte| is_space(*byte) || matches!(byte, b'>' | b'/'));
    ends.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(row: &str) -> Vec<(u32, Filling)> {
        let mut cells = Vec::new();
        read_cells(row.as_bytes(), &mut cells).unwrap();
        cells.iter().map(|cell| (cell.column, cell.filling)).collect()
    }

    #[test]
    fn fillings_are_told_apart() {
        let row = "<c r='A1'/><c r='b1' s='3'></c><c r='C1'><v>1</v></c><c r='D1' t='str'><v> </v></c>\
            <c r='E1'><f>1+1</f></c><c r='F1'><f/><v>2</v></c><c r='G1'>\n <v></v>\n</c>\
            <c r='H1' t='inlineStr'><is><t><![CDATA[x]]></t></is></c><c r='I1'><!-- 5 --><v/></c>";
        use Filling::{Blank, Formula, Value};
        let expected = [Blank, Blank, Value, Value, Formula, Formula, Blank, Value, Blank];
        assert_eq!(read(row), (0..).zip(expected).collect::<Vec<_>>());
    }

    #[test]
    fn unnamed_cells_follow_the_one_before() {
        let row = "<x:c><x:v>1</x:v></x:c> <x:c r='D1'/><x:c s='1'/><x:extLst><x:c r='Z1'/></x:extLst>";
        let columns: Vec<u32> = read(row).into_iter().map(|(column, _)| column).collect();
        assert_eq!(columns, [0, 3, 4]);
    }

    #[test]
    fn styles_and_places_are_where_they_stand() {
        let row = b"<c r='A1' s=\"12\"><v>1</v></c><c s='' r='B1'/>";
        let mut cells = Vec::new();
        read_cells(row, &mut cells).unwrap();
        assert_eq!(&row[cells[0].style.clone().unwrap()], b"12");
        assert_eq!(&row[cells[0].place.clone()], b"<c r='A1' s=\"12\"><v>1</v></c>");
        assert_eq!(cells[1].style, None);
    }

    #[test]
    fn cells_outside_the_grid_or_without_end_are_refused() {
        let mut cells = Vec::new();
        for row in ["<c r='XFE1'/>", "<c r='?'/>", "<c r='A1'><v>1</v>", "<c r='XFD1'/><c/>"] {
            assert_eq!(read_cells(row.as_bytes(), &mut cells), Err(MalformedCell), "{row}");
        }
    }

    #[test]
    fn the_last_cell_is_found_from_the_end() {
        let found = |row: &str| last_cell(row.as_bytes(), b"").map(|last| last.map(|last| last.column));
        assert_eq!(found("<c r='A1'/><c r='C1'><f>1</f><v>1</v></c>\n"), Ok(Some(2)));
        assert_eq!(found("<c r='A1'><v>1</v></c><c r='d1' s='1'/>"), Ok(Some(3)));
        assert_eq!(found("  "), Ok(None));
        for unclear in ["<c r='A1'/><c><v>1</v></c>", "<c r='A1'/><extLst/>", "<c r='A1'/><ext></ext>", "text"] {
            assert_eq!(found(unclear), Err(NeedsReading), "{unclear}");
        }
        let prefixed = LastCell { column: 1, style: Some(b"7") };
        assert_eq!(last_cell(b"<x:c r='B1' s='7'><x:v>1</x:v></x:c>", b"x:"), Ok(Some(prefixed)));
        assert_eq!(last_cell(b"<c r='B1'><v>1</v></c>", b"x:"), Err(NeedsReading));
    }
}
