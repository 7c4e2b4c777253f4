//! Surfaces: what two attributes say together, as cells of a grid on which neighbours resemble each other.
//!
//! An attribute's codes become an axis: bins of a number go together to parts of equal mass, in a row of neighbours; the
//! most frequent levels of a category stand apart; "missing" stands apart. The cells of two axes have a prior of their
//! own: precision x (identity + smoothness x the grid's Laplacian), which draws a cell to 0 and to its neighbours along
//! the axes that have any. Its precision is learnt as that of attributes is ([`crate::scoring::scorecard::prior`]).
//!
//! Axes are coarse ([`crate::scoring::scorecard::pair_search`]), because with many cells a test sees less and a fit learns more
//! of chance than of the world.

use crate::scoring::scorecard::band::Band;
use crate::scoring::scorecard::design::{Design, Shape, Term};

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
    /// The precision of its prior.
    pub precision: f64,
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
        // Numbered without gaps.
        let mut used = parts.clone();
        used.sort_unstable();
        used.dedup();
        let place = |part: &usize| u16::try_from(used.partition_point(|other| other < part)).unwrap_or(0);
        let in_a_row = if is_ordered { used.len() - usize::from(term.has_missing()) } else { 0 };
        Self { parts: parts.iter().map(place).collect(), size: used.len(), in_a_row }
    }
}

impl Surface {
    /// A surface without points between two attributes of a design.
    #[must_use]
    pub fn flat(first: usize, second: usize, down: Axis, across: Axis, precision: f64) -> Self {
        let points = vec![0.0; down.size * across.size];
        Self { first, second, down, across, points, precision }
    }

    /// For each row of `design` its cell, as a term.
    #[must_use]
    pub fn cells(&self, design: &Design) -> Term {
        let (Some(first), Some(second)) = (design.terms.get(self.first), design.terms.get(self.second)) else {
            return Term::default();
        };
        let cell = |(one, two): (&u16, &u16)| {
            let down = self.down.parts.get(usize::from(*one))?;
            let across = self.across.parts.get(usize::from(*two))?;
            u16::try_from(usize::from(*down) * self.across.size + usize::from(*across)).ok()
        };
        let cells = first.codes().iter().zip(second.codes()).map(|codes| cell(codes).unwrap_or(Term::NOTHING));
        Term::new(cells.collect(), self.points.len(), false, Shape::Unordered)
    }

    /// How far apart neighbours are in [`Surface::points`].
    #[must_use]
    pub fn reach(&self) -> usize {
        self.across.size
    }

    /// Every pair of neighbours, the earlier first.
    pub fn neighbours(&self) -> impl Iterator<Item = (usize, usize)> {
        let (width, across, down) = (self.across.size, self.across.in_a_row, self.down.in_a_row);
        (0..self.points.len()).flat_map(move |cell| {
            let (row, column) = (cell / width, cell % width);
            let right = (column + 1 < across).then_some((cell, cell + 1));
            let below = (row + 1 < down).then_some((cell, cell + width));
            right.into_iter().chain(below)
        })
    }

    /// Adds `precision` times the prior to a matrix.
    pub fn add_prior(&self, matrix: &mut Band, precision: f64, smoothness: f64) {
        for cell in 0..self.points.len() {
            matrix.add(cell, cell, precision);
        }
        for (one, two) in self.neighbours() {
            matrix.add(one, one, precision * smoothness);
            matrix.add(two, two, precision * smoothness);
            matrix.add(two, one, -precision * smoothness);
        }
    }
}
