//! The four quarters of a grid that tell most apart: one axis cut in two, and each side by a cut of its own on the other.
//!
//! It is the small tree by which explainable boosting finds and fits pairs (Lou, Caruana, Gehrke, Hooker 2013, "Accurate
//! intelligible models with pairwise interactions"). A cut parts neighbours in a row between two of them; a part that
//! has no neighbours (a category's level, "missing") is cut off alone. A quarter's strength is its squared residual by
//! its weight, as in a score test; its step that residual by the weight: a Newton step. A ridge beside the weight draws
//! both to 0 where little is known.
//!
//! Degenerate cases: an axis of one part, or no cut that leaves every quarter enough weight, gives none.

use crate::scoring::scorecard::surface::Axis;

/// The least weight of a quarter.
const LEAST: f64 = 3.0;

/// A residual and a weight.
type Sum = (f64, f64);

/// A cut of an axis: which parts lie on its near side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Those before this one.
    Before(usize),
    /// This one alone.
    Alone(usize),
}

impl Cut {
    fn is_near(self, part: usize) -> bool {
        match self {
            Self::Before(end) => part < end,
            Self::Alone(alone) => part == alone,
        }
    }
}

/// One side of the first cut, cut again.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Side {
    strength: f64,
    cut: Cut,
    /// The steps on the near and on the far side.
    steps: (f64, f64),
}

/// The best four quarters of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Quarters {
    /// How much they tell apart; without any effect about 4 and what the best of many cuts has by chance.
    pub strength: f64,
    is_down_first: bool,
    cut: Cut,
    near: Side,
    far: Side,
}

impl Quarters {
    /// Those of a grid whose cells have these residuals and weights, row by row of `down`; `ridge` is a weight.
    #[must_use]
    pub fn of(sums: &[Sum], down: &Axis, across: &Axis, ridge: f64) -> Option<Self> {
        let turned: Vec<Sum> = (0..across.size)
            .flat_map(|column| sums.iter().skip(column).step_by(across.size.max(1)).take(down.size).copied())
            .collect();
        let by_row = best(sums, (down, true), across, ridge);
        let by_column = best(&turned, (across, false), down, ridge);
        match (by_row, by_column) {
            (Some(row), Some(column)) if column.strength > row.strength => Some(column),
            (Some(row), _) => Some(row),
            (None, column) => column,
        }
    }

    /// The step of each cell, row by row of `down`.
    #[must_use]
    pub fn steps(&self, down: &Axis, across: &Axis) -> Vec<f64> {
        let step = |row: usize, column: usize| {
            let (first, second) = if self.is_down_first { (row, column) } else { (column, row) };
            let side = if self.cut.is_near(first) { &self.near } else { &self.far };
            if side.cut.is_near(second) { side.steps.0 } else { side.steps.1 }
        };
        (0..down.size).flat_map(|row| (0..across.size).map(move |column| step(row, column))).collect()
    }
}

/// The best with the first cut on the axis by which `sums` are in rows.
fn best(sums: &[Sum], (first, is_down_first): (&Axis, bool), second: &Axis, ridge: f64) -> Option<Quarters> {
    let rows: Vec<&[Sum]> = sums.chunks(second.size.max(1)).collect();
    let mut all = vec![(0.0, 0.0); second.size];
    rows.iter().for_each(|row| add(&mut all, row));
    let mut found: Option<Quarters> = None;
    let mut judge = |cut: Cut, near: &[Sum]| {
        let far: Vec<Sum> = all.iter().zip(near).map(|(all, near)| (all.0 - near.0, all.1 - near.1)).collect();
        let (Some(near), Some(far)) = (best_side(near, second, ridge), best_side(&far, second, ridge)) else { return };
        let strength = near.strength + far.strength;
        if found.as_ref().is_none_or(|found| strength > found.strength) {
            found = Some(Quarters { strength, is_down_first, cut, near, far });
        }
    };
    let mut near = vec![(0.0, 0.0); second.size];
    for (at, row) in rows.iter().enumerate().take(first.in_a_row) {
        add(&mut near, row);
        if at + 1 < first.size {
            judge(Cut::Before(at + 1), &near);
        }
    }
    for (at, row) in rows.iter().enumerate().skip(first.in_a_row) {
        judge(Cut::Alone(at), row);
    }
    found
}

fn add(sums: &mut [Sum], more: &[Sum]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum = (sum.0 + more.0, sum.1 + more.1);
    }
}

/// The best cut of one line of cells.
fn best_side(cells: &[Sum], axis: &Axis, ridge: f64) -> Option<Side> {
    let (all_residual, all_weight) = cells.iter().fold((0.0, 0.0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
    let mut found: Option<Side> = None;
    let mut judge = |cut: Cut, (residual, weight): Sum| {
        let (other, other_weight) = (all_residual - residual, all_weight - weight);
        if weight < LEAST || other_weight < LEAST {
            return;
        }
        let strength = residual * residual / (weight + ridge) + other * other / (other_weight + ridge);
        if found.is_none_or(|found| strength > found.strength) {
            let steps = (residual / (weight + ridge), other / (other_weight + ridge));
            found = Some(Side { strength, cut, steps });
        }
    };
    let mut near = (0.0, 0.0);
    for (at, cell) in cells.iter().enumerate().take(axis.in_a_row) {
        near = (near.0 + cell.0, near.1 + cell.1);
        if at + 1 < axis.size {
            judge(Cut::Before(at + 1), near);
        }
    }
    for (at, cell) in cells.iter().enumerate().skip(axis.in_a_row) {
        judge(Cut::Alone(at), *cell);
    }
    found
}
