//! A sheet's rows, one after the other, found in its bytes without reading their cells.

use super::error::SaveError;
use super::window::Window;
use crate::workbook::worksheet::tags::{Kind, Tag, Token};
use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memchr2_iter;
use memchr::memmem::{Finder, FinderBuilder};
use std::io::Read;

/// What comes next between `<sheetData>` and `</sheetData>`. Positions are those of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A row.
    Row(RowPlace),
    /// Something beside the rows, up to this position.
    Between(usize),
    /// The end tag of the rows begins here.
    End(usize),
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowPlace {
    /// Its start tag.
    pub(super) tag: Token,
    /// Where its cells end and its end tag begins; the end of the start tag for `<row/>`.
    pub(super) cells_end: usize,
    /// After its last `>`.
    pub(super) end: usize,
    /// Whether it holds nothing but tags and text: no comments, processing instructions or character data.
    pub(super) is_plain: bool,
}

/// Finds rows.
pub(super) struct RowFinder {
    row_name: Vec<u8>,
    close: Finder<'static>,
}

/// Says which bytes of a row's name are rare in a sheet: the angle brackets around them are everywhere.
#[derive(Debug, Clone, Copy)]
struct RareInSheets;

impl HeuristicFrequencyRank for RareInSheets {
    fn rank(&self, byte: u8) -> u8 {
        match byte {
            b'w' => 1,
            b'o' | b'r' => 2,
            b'<' | b'>' | b'/' | b'"' | b'=' | b'0'..=b'9' => 250,
            _ => 100,
        }
    }
}

/// Finds the beginnings of tags such as `<row`.
pub(super) fn tag_finder(name: &[u8]) -> Finder<'static> {
    FinderBuilder::new().build_forward_with_ranker(RareInSheets, name).into_owned()
}

/// Whether comments, processing instructions or character data are among `cells`.
fn has_more_than_tags(cells: &[u8]) -> bool {
    memchr2_iter(b'!', b'?', cells).any(|at| at > 0 && cells.get(at - 1) == Some(&b'<'))
}

impl RowFinder {
    /// For rows whose names have this `prefix`.
    pub(super) fn new(prefix: &[u8]) -> Self {
        let row_name = [prefix, b"row"].concat();
        let close = [b"</".as_slice(), &row_name].concat();
        Self { row_name, close: tag_finder(&close) }
    }

    /// What comes first in `window`.
    ///
    /// # Errors
    /// The part ends before the rows do, or [`Window::fill`] fails.
    pub(super) fn next_piece<R: Read>(&self, window: &mut Window<'_, R>) -> Result<Piece, SaveError> {
        let Some(token) = window.next_token(0)? else {
            return Err(SaveError::damaged(window.part(), "the sheet ends among its rows"));
        };
        let tag = token.tag(window.unread());
        let name = tag.local_name();
        match token.kind {
            Kind::End if name == b"sheetData" => Ok(Piece::End(token.start)),
            Kind::Empty if name == b"row" => {
                Ok(Piece::Row(RowPlace { tag: token, cells_end: token.end, end: token.end, is_plain: true }))
            }
            Kind::Start if name == b"row" => {
                let is_usual = tag.name() == self.row_name;
                let quick = if is_usual { self.plain_end(window, token.end)? } else { None };
                let (cells_end, end) = match quick {
                    Some(end) => end,
                    None => exact_end(window, token.end)?,
                };
                Ok(Piece::Row(RowPlace { tag: token, cells_end, end, is_plain: quick.is_some() }))
            }
            _ => Ok(Piece::Between(token.end)),
        }
    }

    /// Where the end tag of a row begins and ends whose cells begin at `from`; `None` when it is not plain.
    fn plain_end<R: Read>(&self, window: &mut Window<'_, R>, from: usize) -> Result<Option<(usize, usize)>, SaveError> {
        let mut searched = from;
        loop {
            let unread = window.unread();
            if let Some(at) = self.close.find(unread.get(searched..).unwrap_or(&[])) {
                let start = searched + at;
                let cells = unread.get(from..start).unwrap_or(&[]);
                if has_more_than_tags(cells) {
                    return Ok(None);
                }
                let token = window.next_token(start)?;
                let token = token.filter(|token| Tag::name(token.tag(window.unread())) == self.row_name);
                return Ok(token.map(|token| (token.start, token.end)));
            }
            let overlap = self.close.needle().len();
            searched = searched.max(unread.len().saturating_sub(overlap));
            if !window.fill()? {
                return Err(SaveError::damaged(window.part(), "a row does not end"));
            }
        }
    }
}

/// [`RowFinder::plain_end`] for any row, tag by tag.
fn exact_end<R: Read>(window: &mut Window<'_, R>, from: usize) -> Result<(usize, usize), SaveError> {
    let mut open_elements = 0_usize;
    let mut position = from;
    while let Some(token) = window.next_token(position)? {
        position = token.end;
        match token.kind {
            Kind::Start => open_elements += 1,
            Kind::End if open_elements == 0 => return Ok((token.start, token.end)),
            Kind::End => open_elements -= 1,
            Kind::Empty | Kind::CharacterData | Kind::Other => {}
        }
    }
    Err(SaveError::damaged(window.part(), "a row does not end"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::progress::Progress;

    /// The cells of each row and whether it is plain, and where the rows end.
    fn rows(text: &str) -> Result<Vec<(String, bool)>, SaveError> {
        let progress = Progress::default();
        let mut window = Window::new(text.as_bytes(), "sheet", &progress);
        let finder = RowFinder::new(b"");
        let mut found = Vec::new();
        loop {
            match finder.next_piece(&mut window)? {
                Piece::Row(row) => {
                    let cells = String::from_utf8(window.unread()[row.tag.end..row.cells_end].to_vec()).unwrap();
                    found.push((cells, row.is_plain));
                    window.consume(row.end);
                }
                Piece::Between(end) => window.consume(end),
                Piece::End(_) => return Ok(found),
            }
        }
    }

    #[test]
    fn rows_end_at_their_own_end_tag() {
        let text = "<row r='1'><c/></row> <!-- </row> --><row/><row><!-- </row> --><c/></row>\
            <row><c><v><![CDATA[</row>]]></v></c></row><row a='>'>x</row ><x:row><c/></x:row></sheetData>";
        let found = rows(text).unwrap();
        let expected = [
            ("<c/>", true),
            ("", true),
            ("<!-- </row> --><c/>", false),
            ("<c><v><![CDATA[</row>]]></v></c>", false),
            ("x", true),
            ("<c/>", false),
        ];
        assert_eq!(found, expected.map(|(cells, plain)| (cells.to_owned(), plain)));
    }

    #[test]
    fn rows_longer_than_the_window_are_found() {
        let cells = "<c><v>1</v></c>".repeat(100_000);
        let text = format!("<row>{cells}</row><row>{cells}</row></sheetData>");
        assert_eq!(rows(&text).unwrap(), [(cells.clone(), true), (cells, true)]);
    }

    #[test]
    fn a_cut_sheet_is_damaged() {
        for text in ["<row><c/>", "<row>", "<row", "<row></row>", "<row><!-- x --><c/>"] {
            assert_eq!(rows(text).unwrap_err().key(), "damaged", "{text}");
        }
    }
}
