//! How the cells beside the new columns look, so that the new ones can look alike.

use super::cells::{Cell, read_cells};
use super::head;
use super::row::Row;
use super::rows::{Piece, RowFinder};
use super::sheet::row_bytes;
use super::window::Window;
use crate::support::progress::Progress;
use crate::workbook::package::Package;
use crate::workbook::worksheet::cell_ref::parse_number;

/// Rows looked at: bands repeat after a few, and what comes later and looks otherwise gets the plain format.
const ROWS_SEEN: usize = 256;
/// Most looks that get formats of their own.
const MAX_LOOKS: usize = 48;

/// Cell formats made for the new columns, by the format that each was derived from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Variants(Vec<(u32, String)>);

impl Variants {
    /// Notes that cells which would have the format `base` get `format`.
    pub(super) fn add(&mut self, base: u32, format: usize) {
        self.0.push((base, format.to_string()));
    }

    /// The format for a cell that would have `base`, in digits; else the one for the workbook's default format.
    pub(super) fn of(&self, base: Option<&[u8]>) -> Option<&[u8]> {
        let base = base.and_then(parse_number).unwrap_or(0);
        let known = |wanted: u32| self.0.iter().find(|(known, _)| *known == wanted);
        known(base).or_else(|| known(0)).map(|(_, format)| format.as_bytes())
    }
}

/// The format that cells of `row` have where none is written: that of the row.
pub(super) fn row_format<'b>(row: &Row<'b>) -> Option<&'b [u8]> {
    let is_set = matches!(row.tag.attribute("customFormat"), Some(b"1" | b"true"));
    let format = row.tag.attribute("s").filter(|_| is_set)?;
    parse_number(format).map(|_| format)
}

/// The formats in `columns` of the sheet's first rows, the default one first. Damage is found later, where it counts.
pub(super) fn seen(package: &mut Package, part: &str, columns: &[u32]) -> Vec<u32> {
    let mut formats = vec![0];
    let progress = Progress::default();
    let Ok(reader) = package.part_reader(part) else { return formats };
    let mut window = Window::new(reader, part, &progress);
    let Ok(rows) = head::find_rows(&mut window) else { return formats };
    let finder = RowFinder::new(rows.tag(window.unread()).prefix());
    window.consume(rows.end);
    let mut cells: Vec<Cell> = Vec::new();
    let mut count = 0;
    while let Ok(piece @ (Piece::Row(_) | Piece::Between(_))) = finder.next_piece(&mut window) {
        let end = match piece {
            Piece::Row(place) => {
                let row = row_bytes(window.unread(), place);
                let own = row_format(&row);
                let in_cells = read_cells(row.cells, &mut cells).map_or(&[][..], |()| cells.as_slice());
                let styles = in_cells.iter().filter(|cell| columns.contains(&cell.column));
                let styles = styles.filter_map(|cell| row.cells.get(cell.style.clone()?));
                for format in styles.chain(own).filter_map(parse_number) {
                    if !formats.contains(&format) && formats.len() < MAX_LOOKS {
                        formats.push(format);
                    }
                }
                count += 1;
                place.end
            }
            Piece::Between(end) | Piece::End(end) => end,
        };
        window.consume(end);
        if count == ROWS_SEEN {
            break;
        }
    }
    formats
}
