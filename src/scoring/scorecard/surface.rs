//! Surfaces: what two attributes say together, as cells of a grid.
//!
//! An attribute's codes become an axis: bins of a number go together to parts of equal mass, in a row of neighbours; the
//! most frequent levels of a category stand apart; "missing" stands apart.

use crate::scoring::scorecard::design::{Shape, Term};

/// An attribute's codes as parts of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Axis {
    /// For each code of the attribute its part.
    pub parts: Vec<u16>,
    /// How many parts there are.
    pub size: usize,
    /// How many of them, from the first, are neighbours in a row.
    pub in_a_row: usize,
}

/// The cells of two attributes, and their points.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// The position of one attribute.
    pub first: usize,
    /// The position of the other.
    pub second: usize,
    /// The parts of the first.
    pub down: Axis,
    /// The parts of the second.
    pub across: Axis,
    /// The points of each cell, row by row of the first.
    pub points: Vec<f64>,
}

impl Axis {
    /// The axis of `term` in at most `most` parts, and one for "missing".
    #[must_use]
    pub fn of(term: &Term, most: usize) -> Self {
        let mut rows = vec![0_usize; term.size() + 1];
        for code in term.codes() {
            if let Some(count) = rows.get_mut(usize::from(*code)) {
                *count += 1;
            }
        }
        let all: usize = rows.iter().take(term.levels()).sum();
        let is_ordered = matches!(term.shape(), Shape::Ordered { .. });
        let mut before = 0;
        let mut parts: Vec<usize> = Vec::with_capacity(term.size());
        for (level, count) in rows.iter().enumerate().take(term.levels()) {
            // By the middle of the level's mass, so that a heavy value does not share its part with the next.
            let middle = (2 * before + count) * most / (2 * all).max(1);
            parts.push(if is_ordered { middle.min(most - 1) } else { level.min(most - 1) });
            before += count;
        }
        if term.has_missing() {
            parts.push(most);
        }
        let (parts, size) = without_gaps(&parts);
        let in_a_row = if is_ordered { size - usize::from(term.has_missing()) } else { 0 };
        Self { parts, size, in_a_row }
    }

    /// For each row of its term the part; behind the last part: none.
    #[must_use]
    pub fn of_rows(&self, term: &Term) -> Vec<u8> {
        let part = |code: &u16| self.parts.get(usize::from(*code)).map_or(self.size, |part| usize::from(*part));
        term.codes().iter().map(|code| u8::try_from(part(code)).unwrap_or(u8::MAX)).collect()
    }

    /// The same codes in fewer parts: those go together that have the same number in `groups`.
    fn grouped(&self, groups: &[usize]) -> Self {
        let group = |part: &u16| groups.get(usize::from(*part)).copied().unwrap_or(0);
        let (parts, size) = without_gaps(&self.parts.iter().map(group).collect::<Vec<usize>>());
        Self { parts, size, in_a_row: 0 }
    }
}

/// Parts numbered without gaps, and how many there are.
fn without_gaps(parts: &[usize]) -> (Vec<u16>, usize) {
    let mut used = parts.to_vec();
    used.sort_unstable();
    used.dedup();
    let place = |part: &usize| u16::try_from(used.partition_point(|other| other < part)).unwrap_or(0);
    (parts.iter().map(place).collect(), used.len())
}

impl Surface {
    /// A surface without points between two attributes of a design.
    #[must_use]
    pub fn flat(first: usize, second: usize, down: Axis, across: Axis) -> Self {
        let points = vec![0.0; down.size * across.size];
        Self { first, second, down, across, points }
    }

    /// The same points in as few parts as have them: parts that never differ go together.
    #[must_use]
    pub fn merged(&self) -> Self {
        let width = self.across.size.max(1);
        let rows: Vec<Vec<u64>> =
            self.points.chunks(width).map(|row| row.iter().map(|points| points.to_bits()).collect()).collect();
        let columns: Vec<Vec<u64>> =
            (0..width).map(|column| rows.iter().filter_map(|row| row.get(column).copied()).collect()).collect();
        let (of_rows, of_columns) = (groups(&rows), groups(&columns));
        let (down, across) = (self.down.grouped(&of_rows), self.across.grouped(&of_columns));
        let mut points = vec![0.0; down.size * across.size];
        for (at, value) in self.points.iter().enumerate() {
            let (row, column) = (of_rows.get(at / width), of_columns.get(at % width));
            let cell = row.zip(column).map(|(row, column)| row * across.size + column);
            if let Some(slot) = cell.and_then(|cell| points.get_mut(cell)) {
                *slot = *value;
            }
        }
        Self { first: self.first, second: self.second, down, across, points }
    }
}

/// For each line a number that equal lines share, counted from 0 in the order in which they first stand.
fn groups(lines: &[Vec<u64>]) -> Vec<usize> {
    let mut known: Vec<&Vec<u64>> = Vec::new();
    let number = |line| {
        known.iter().position(|other| *other == line).unwrap_or_else(|| {
            known.push(line);
            known.len() - 1
        })
    };
    lines.iter().map(number).collect()
}
