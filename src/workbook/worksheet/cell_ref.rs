//! Names of cells and areas, read: `B7`, `$B$7`, `A1:AS100`.

/// Columns of a sheet.
pub(in crate::workbook) const MAX_COLUMNS: u32 = 16_384;
/// Rows of a sheet.
pub(in crate::workbook) const MAX_ROWS: u32 = 1_048_576;

/// A cell by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbook) struct CellRef {
    /// From 0.
    pub(in crate::workbook) column: u32,
    /// From 1.
    pub(in crate::workbook) row: u32,
}

/// The cell that `name` means; `None` when it means none or lies outside the grid.
pub(in crate::workbook) fn parse_cell(name: &[u8]) -> Option<CellRef> {
    let corner = Corner::parse(name)?;
    Some(CellRef { column: corner.column, row: corner.row })
}

/// A rectangle of cells, all four edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbook) struct Area {
    /// Leftmost column, from 0.
    pub(in crate::workbook) left: u32,
    /// First row, from 1.
    pub(in crate::workbook) top: u32,
    /// Rightmost column, from 0.
    pub(in crate::workbook) right: u32,
    /// Last row, from 1.
    pub(in crate::workbook) bottom: u32,
}

impl Area {
    /// The area that `name` means; a single cell is an area as well. `None` for anything else, whole columns included.
    pub(in crate::workbook) fn parse(name: &[u8]) -> Option<Self> {
        let mut corners = name.splitn(2, |&byte| byte == b':');
        let first = Corner::parse(corners.next()?)?;
        let last = corners.next().map_or(Some(first), Corner::parse)?;
        let is_ordered = first.column <= last.column && first.row <= last.row;
        is_ordered.then_some(Self { left: first.column, top: first.row, right: last.column, bottom: last.row })
    }
}

/// `area` as it was written, but reaching to the column with `letters`; dollar signs stay.
/// `None` when `area` is not an area.
pub(in crate::workbook) fn with_right_edge(area: &str, letters: &str) -> Option<String> {
    Area::parse(area.as_bytes())?;
    let last = area.rsplit(':').next()?;
    let dollar = if last.starts_with('$') { "$" } else { "" };
    let row = last.trim_start_matches('$').trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let first = area.split(':').next()?;
    Some(format!("{first}:{dollar}{letters}{row}"))
}

#[derive(Clone, Copy)]
struct Corner {
    column: u32,
    row: u32,
}

impl Corner {
    fn parse(name: &[u8]) -> Option<Self> {
        let name = name.strip_prefix(b"$").unwrap_or(name);
        let letter_count = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (letters, row) = name.split_at_checked(letter_count)?;
        if letters.is_empty() || letters.len() > 3 {
            return None;
        }
        let column = letters.iter().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'@')) - 1;
        let row = parse_number(row.strip_prefix(b"$").unwrap_or(row))?;
        (column < MAX_COLUMNS && (1..=MAX_ROWS).contains(&row)).then_some(Self { column, row })
    }
}

/// A number of decimal digits alone.
#[inline]
pub(in crate::workbook) fn parse_number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_in_any_case_and_only_inside_the_grid() {
        assert_eq!(parse_cell(b"A1"), Some(CellRef { column: 0, row: 1 }));
        assert_eq!(parse_cell(b"xfd1048576"), Some(CellRef { column: 16_383, row: 1_048_576 }));
        assert_eq!(parse_cell(b"$AA$10"), Some(CellRef { column: 26, row: 10 }));
        for wrong in ["", "A", "1", "A0", "XFE1", "A1048577", "AAAA1", "A1B", "A-1", "A99999999999", "Ａ1"] {
            assert_eq!(parse_cell(wrong.as_bytes()), None, "{wrong:?}");
        }
    }

    #[test]
    fn an_area_has_ordered_corners() {
        assert_eq!(Area::parse(b"B2:$C$9"), Some(Area { left: 1, top: 2, right: 2, bottom: 9 }));
        assert_eq!(Area::parse(b"B2"), Some(Area { left: 1, top: 2, right: 1, bottom: 2 }));
        for wrong in ["C1:B9", "A:C", "1:3", "A1:", "A1:B2:C3", "#REF!"] {
            assert_eq!(Area::parse(wrong.as_bytes()), None, "{wrong:?}");
        }
    }

    #[test]
    fn the_right_edge_moves_and_the_rest_stays() {
        assert_eq!(with_right_edge("$A$1:$AS$100", "AX").as_deref(), Some("$A$1:$AX$100"));
        assert_eq!(with_right_edge("A1:c7", "D").as_deref(), Some("A1:D7"));
        assert_eq!(with_right_edge("B2", "F").as_deref(), Some("B2:F2"));
        assert_eq!(with_right_edge("A:C", "F"), None);
    }
}
