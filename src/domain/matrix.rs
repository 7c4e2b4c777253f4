//! The propensity matrix: 16 cells, each a Fit band crossed with an Intent band.

use crate::domain::band::Band;
use serde::{Deserialize, Serialize};

/// Where a Fit band (row) and an Intent band (column) cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The row: High on top.
    pub fit: Band,
    /// The column: High on the left.
    pub intent: Band,
}

impl Cell {
    /// How many cells the matrix has.
    pub const COUNT: usize = 16;

    /// All cells, row by row from the top left.
    pub fn all() -> impl Iterator<Item = Self> {
        Band::ALL.into_iter().flat_map(|fit| Band::ALL.map(|intent| Self { fit, intent }))
    }

    /// 0 for the top left to 15 for the bottom right, row by row.
    #[must_use]
    pub fn index(self) -> usize {
        self.fit.index() * 4 + self.intent.index()
    }

    /// The cell at `index`, if there is one.
    #[must_use]
    pub fn from_index(index: usize) -> Option<Self> {
        Some(Self { fit: *Band::ALL.get(index / 4)?, intent: *Band::ALL.get(index % 4)? })
    }

    /// Microsoft's code. The four cells of the Low row share N9, those of the Very Low row ET10.
    #[must_use]
    pub fn code(self) -> &'static str {
        match (self.fit, self.intent) {
            (Band::High, Band::High) => "A1",
            (Band::High, Band::Medium) => "A2",
            (Band::High, Band::Low) => "A3",
            (Band::High, Band::VeryLow) => "A4",
            (Band::Medium, Band::High) => "E5",
            (Band::Medium, Band::Medium) => "E6",
            (Band::Medium, Band::Low) => "E7",
            (Band::Medium, Band::VeryLow) => "E8",
            (Band::Low, _) => "N9",
            (Band::VeryLow, _) => "ET10",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_numbered_row_by_row_and_carry_microsofts_codes() {
        let codes: Vec<&str> = Cell::all().map(Cell::code).collect();
        assert_eq!(
            codes,
            ["A1", "A2", "A3", "A4", "E5", "E6", "E7", "E8", "N9", "N9", "N9", "N9", "ET10", "ET10", "ET10", "ET10"]
        );
        for (index, cell) in Cell::all().enumerate() {
            assert_eq!(cell.index(), index);
            assert_eq!(Cell::from_index(index), Some(cell));
        }
        assert_eq!(Cell::from_index(Cell::COUNT), None);
    }
}
