//! Which of the rows read stands where in the sheet.

use std::collections::HashMap;

/// Rows in order of first appearance, found again by their number; cheap while numbers only rise.
#[derive(Debug, Default)]
pub struct RowIndex {
    numbers: Vec<u32>,
    last_columns: Vec<u16>,
    /// Filled once a row comes out of order.
    by_number: Option<HashMap<u32, usize>>,
}

impl RowIndex {
    /// What a row costs here in memory, while numbers only rise.
    pub const ROW_BYTES: usize = size_of::<u32>() + size_of::<u16>();

    /// The position of the row `number`, new or known, which has a filled cell in `column`.
    pub fn row(&mut self, number: u32, column: u32) -> usize {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        let row = self.find_or_add(number);
        if let Some(last) = self.last_columns.get_mut(row) {
            *last = (*last).max(column);
        }
        row
    }

    fn find_or_add(&mut self, number: u32) -> usize {
        let newest = self.numbers.len().checked_sub(1);
        match self.numbers.last() {
            Some(&last) if last == number => return newest.unwrap_or(0),
            Some(&last) if number < last && self.by_number.is_none() => {
                self.by_number = Some(self.numbers.iter().enumerate().map(|(row, &number)| (number, row)).collect());
            }
            _ => {}
        }
        if let Some(row) = self.by_number.as_ref().and_then(|rows| rows.get(&number)) {
            return *row;
        }
        let row = self.numbers.len();
        self.numbers.push(number);
        self.last_columns.push(0);
        if let Some(rows) = &mut self.by_number {
            rows.insert(number, row);
        }
        row
    }

    /// Appends the rows of `other`, which all stand below.
    pub fn append(&mut self, mut other: Self) {
        self.numbers.append(&mut other.numbers);
        self.last_columns.append(&mut other.last_columns);
    }

    /// The number of the row at `row`; 0 when there is none.
    #[must_use]
    pub fn number(&self, row: usize) -> u32 {
        self.numbers.get(row).copied().unwrap_or(0)
    }

    /// How many rows there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The rightmost filled column of the rows that `keep` marks.
    #[must_use]
    pub fn last_column(&self, keep: &[bool]) -> u32 {
        let kept = self.last_columns.iter().zip(keep).filter(|(_, kept)| **kept);
        kept.map(|(column, _)| u32::from(*column)).max().unwrap_or(0)
    }

    /// The numbers of the rows that `keep` marks.
    #[must_use]
    pub fn into_kept(self, keep: &[bool]) -> Vec<u32> {
        if keep.iter().all(|kept| *kept) {
            return self.numbers;
        }
        self.numbers.into_iter().zip(keep).filter(|(_, kept)| **kept).map(|(number, _)| number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again_in_any_order() {
        let mut rows = RowIndex::default();
        let positions: Vec<usize> = [9, 9, 8, 2, 8, 30, 9].into_iter().map(|number| rows.row(number, number)).collect();
        assert_eq!(positions, [0, 0, 1, 2, 1, 3, 0]);
        assert_eq!(rows.last_column(&[true, true, true, false]), 9);
        assert_eq!(rows.into_kept(&[true, false, true, true]), [9, 2, 30]);
    }
}
