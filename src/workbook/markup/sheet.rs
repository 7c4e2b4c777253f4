//! A sheet's part, streamed: unpacked bytes in, marked bytes out, never more than a window of it in memory.

use super::Marks;
use super::cells::{Cell, Filling, read_cells};
use super::error::SaveError;
use super::head;
use super::plan::Plan;
use super::row::{Row, RowPatcher, RowProblem, Tally};
use super::rows::{Piece, RowFinder, RowPlace, tag_finder};
use super::window::{CHUNK_BYTES, Window};
use super::{filter, foresee};
use crate::workbook::worksheet::tags::{Kind, is_space};
use std::io::{self, Read, Write};

/// Why a sheet was not marked.
#[derive(Debug)]
pub(super) enum SheetProblem {
    /// A column that was to be new has cells that the reader of the sheet did not count.
    Occupied,
    /// The marked bytes could not be written.
    Write(io::Error),
    /// Anything else.
    Other(SaveError),
}

impl From<SaveError> for SheetProblem {
    fn from(error: SaveError) -> Self {
        Self::Other(error)
    }
}

/// Copies the sheet in `window` to `target`, marked as `plan` says.
///
/// # Errors
/// See [`SheetProblem`]; what was written then is of no use.
pub(super) fn patch_sheet<R: Read>(
    mut window: Window<'_, R>,
    target: &mut dyn Write,
    plan: &Plan,
    marks: &dyn Marks,
) -> Result<Tally, SheetProblem> {
    let mut output = Output { target, pending: Vec::with_capacity(2 * CHUNK_BYTES) };
    let rows = head::find_rows(&mut window)?;
    let tag = rows.tag(window.unread());
    let prefix = tag.prefix().to_vec();
    let before = window.unread().get(..rows.start).unwrap_or(&[]);
    output.push(&head::patch(before, rows, &prefix, plan))?;
    output.push(tag.bytes())?;
    let mut patcher = RowPatcher::new(plan, marks, &prefix);
    window.consume(rows.end);
    if rows.kind == Kind::Start {
        patch_rows(&mut window, &mut output, &mut patcher, &RowFinder::new(&prefix))?;
    }
    if !patcher.tally().has_header && plan.last_new().is_some() {
        return Err(SaveError::SourceChanged.into());
    }
    let is_protected = patch_tail(&mut window, &mut output, plan)?;
    output.finish()?;
    Ok(Tally { is_protected, ..patcher.tally() })
}

fn patch_rows<R: Read>(
    window: &mut Window<'_, R>,
    output: &mut Output<'_>,
    patcher: &mut RowPatcher<'_>,
    finder: &RowFinder,
) -> Result<(), SheetProblem> {
    loop {
        match finder.next_piece(window)? {
            Piece::Row(place) => {
                let unread = window.unread();
                output.push(unread.get(..place.tag.start).unwrap_or(&[]))?;
                let patched = patcher.patch(&row_bytes(unread, place), &mut output.pending);
                patched.map_err(|problem| match problem {
                    RowProblem::Occupied => SheetProblem::Occupied,
                    RowProblem::Malformed(_) => SaveError::damaged(window.part(), problem).into(),
                })?;
                window.consume(place.end);
            }
            Piece::Between(end) => {
                output.push(window.unread().get(..end).unwrap_or(&[]))?;
                window.consume(end);
            }
            Piece::End(start) => {
                output.push(window.unread().get(..start).unwrap_or(&[]))?;
                window.consume(start);
                return Ok(());
            }
        }
    }
}

/// The row at `place` of `unread`.
pub(super) fn row_bytes(unread: &[u8], place: RowPlace) -> Row<'_> {
    let slice = |from: usize, to: usize| unread.get(from..to).unwrap_or(&[]);
    Row {
        whole: slice(place.tag.start, place.end),
        tag: place.tag.tag(unread),
        cells: slice(place.tag.end, place.cells_end),
        close: slice(place.cells_end, place.end),
        is_plain: place.is_plain,
    }
}

/// Copies what follows the rows; the sheet's own filter grows with the columns. Tells whether the sheet is protected.
fn patch_tail<R: Read>(window: &mut Window<'_, R>, output: &mut Output<'_>, plan: &Plan) -> Result<bool, SheetProblem> {
    let mut is_protected = false;
    // The sheet itself is open; after `<sheetData>` its rows are as well.
    let mut depth = 1_usize;
    while let Some(token) = window.next_token(0)? {
        let tag = token.tag(window.unread());
        let mut wider = None;
        match token.kind {
            Kind::End if tag.local_name() == b"sheetData" => {}
            Kind::End => depth = depth.saturating_sub(1),
            Kind::Start | Kind::Empty => {
                if depth == 1 && tag.local_name() == b"autoFilter" {
                    wider = filter::widened(tag, plan);
                }
                is_protected |= depth == 1 && foresee::is_protection(tag);
                depth += usize::from(token.kind == Kind::Start);
            }
            Kind::CharacterData | Kind::Other => {}
        }
        output.push(window.unread().get(..token.start).unwrap_or(&[]))?;
        output.push(wider.as_deref().unwrap_or(tag.bytes()))?;
        window.consume(token.end);
    }
    if depth > 0 {
        return Err(SaveError::damaged(window.part(), "the sheet ends inside an element").into());
    }
    output.push(window.unread())?;
    Ok(is_protected)
}

/// How many rows the sheet in `window` has; all of it is unpacked.
///
/// # Errors
/// Damage, or a stop on request.
pub(super) fn count_rows<R: Read>(mut window: Window<'_, R>) -> Result<u64, SaveError> {
    let mut count = 0;
    visit_rows(&mut window, |_| {
        count += 1;
        Ok(())
    })?;
    while window.fill()? {
        window.consume(window.unread().len());
    }
    Ok(count)
}

/// How many rows seem to begin in the sheet in `window`, without a look at what is around them: those in comments are
/// counted as well. `None` when the rows do not end.
///
/// # Errors
/// Damage, or a stop on request.
pub(super) fn count_row_tags<R: Read>(mut window: Window<'_, R>) -> Result<Option<u64>, SaveError> {
    let rows = head::find_rows(&mut window)?;
    let prefix = rows.tag(window.unread()).prefix().to_vec();
    let row = tag_finder(&[b"<".as_slice(), &prefix, b"row"].concat());
    let end = tag_finder(&[b"</".as_slice(), &prefix, b"sheetData"].concat());
    window.consume(rows.end);
    let (mut count, mut has_end) = (0, rows.kind == Kind::Empty);
    loop {
        let unread = window.unread();
        let mut after_rows = 0;
        for at in row.find_iter(unread) {
            let next = at + row.needle().len();
            let Some(byte) = unread.get(next) else {
                after_rows = at;
                break;
            };
            count += u64::from(is_space(*byte) || matches!(byte, b'>' | b'/'));
            after_rows = next;
        }
        has_end |= end.find(unread.get(after_rows..).unwrap_or(&[])).is_some();
        // A tag may be cut here; one that was seen with the byte after it is not seen again.
        let kept = end.needle().len().min(unread.len() - after_rows);
        window.consume(unread.len() - kept);
        if !window.fill()? {
            return Ok(has_end.then_some(count));
        }
    }
}

/// The rightmost columns of a sheet, from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// That has a cell, even one that holds nothing but a format.
    pub(super) any: u32,
    /// That holds anything.
    pub(super) filled: u32,
}

/// How far to the right the cells of the sheet in `window` reach.
///
/// # Errors
/// Damage, or a stop on request.
pub(super) fn extent<R: Read>(mut window: Window<'_, R>) -> Result<Extent, SaveError> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut extent = Extent::default();
    let part = window.part().to_owned();
    visit_rows(&mut window, |row| {
        read_cells(row.cells, &mut cells).map_err(|problem| SaveError::damaged(&part, problem))?;
        for cell in &cells {
            extent.any = extent.any.max(cell.column);
            if cell.filling != Filling::Blank {
                extent.filled = extent.filled.max(cell.column);
            }
        }
        Ok(())
    })?;
    Ok(extent)
}

fn visit_rows<R: Read>(
    window: &mut Window<'_, R>,
    mut visit: impl FnMut(Row<'_>) -> Result<(), SaveError>,
) -> Result<(), SaveError> {
    let rows = head::find_rows(window)?;
    let finder = RowFinder::new(rows.tag(window.unread()).prefix());
    window.consume(rows.end);
    if rows.kind == Kind::Empty {
        return Ok(());
    }
    loop {
        match finder.next_piece(window)? {
            Piece::Row(place) => {
                visit(row_bytes(window.unread(), place))?;
                window.consume(place.end);
            }
            Piece::Between(end) => window.consume(end),
            Piece::End(_) => return Ok(()),
        }
    }
}

/// Bytes on their way to the target.
struct Output<'t> {
    target: &'t mut dyn Write,
    pending: Vec<u8>,
}

impl Output<'_> {
    fn push(&mut self, bytes: &[u8]) -> Result<(), SheetProblem> {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() < CHUNK_BYTES {
            return Ok(());
        }
        self.finish()
    }

    fn finish(&mut self) -> Result<(), SheetProblem> {
        self.target.write_all(&self.pending).map_err(SheetProblem::Write)?;
        self.pending.clear();
        Ok(())
    }
}
