//! Fits surfaces on top of what is known of each row, by boosting: round after round each surface in turn takes a tenth of
//! the step of the [`Quarters`] that tell most apart of what is left; those wait that tell less than half of what the
//! strongest told in the round before, or a surface of chance would be fitted as long as one that has much to tell.
//!
//! The attributes stay as they are, so a surface says what they leave and nothing of what they say. How many rounds there are
//! is the caller's: too many learn chance. Sharp edges stay sharp, which a smooth surface blurs: on modeldata's mlc_churn, a
//! set made of them, 20 smooth surfaces had a log loss of .165, and ten of these have .152 (LightGBM .1545, explainable
//! boosting with 20 pairs .1520); 20 have .156 and 40 have .160, because surfaces of chance get their steps too.
//!
//! Degenerate cases: no surface and no row leave everything as it is.

#![expect(clippy::indexing_slicing, reason = "vectors are made for the rows")]

use crate::scoring::scorecard::design::Design;
use crate::scoring::scorecard::histogram::Exact;
use crate::scoring::scorecard::quarters::Quarters;
use crate::scoring::scorecard::surface::{Axis, Surface};
use crate::support::progress::{Cancelled, Progress};
use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, IntoParallelRefMutIterator,
    ParallelIterator,
};

/// The share of a step that is taken.
const RATE: f64 = 0.1;
/// The share of the strongest that is enough to take a step.
const ENOUGH: f64 = 0.5;
/// The weight that draws steps to 0. With 5, as where pairs are compared, sharp corners of few rows are not reached.
const RIDGE: f64 = 1.0;
/// Rows that are worked on together.
const BLOCK: usize = 4096;

/// What is known of the rows.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// 1 for an owner, else 0.
    pub target: &'a [f64],
    /// How much each row counts; without it 1 each.
    pub weights: Option<&'a [f64]>,
    /// The decision of each row without surfaces.
    pub decisions: &'a [f64],
}

/// Surfaces on the rows that they are fitted to.
pub struct Boosting<'a> {
    known: Known<'a>,
    cells: Vec<RowCells>,
    /// The strength of the strongest in the last round.
    strongest: f64,
    /// The surfaces as far as they are fitted.
    pub surfaces: Vec<Surface>,
    /// The decision of each row with the surfaces.
    pub decisions: Vec<f64>,
}

/// For each row its part on both axes of a surface.
struct RowCells {
    down: Vec<u8>,
    across: Vec<u8>,
}

impl RowCells {
    fn of(surface: &Surface, design: &Design) -> Self {
        let parts =
            |axis: &Axis, term: usize| design.terms.get(term).map(|term| axis.of_rows(term)).unwrap_or_default();
        Self { down: parts(&surface.down, surface.first), across: parts(&surface.across, surface.second) }
    }

    /// Adds each row's step to its decision; `steps` are row by row of the surface's first axis.
    fn add(&self, decisions: &mut [f64], steps: &[f64], (height, width): (usize, usize)) {
        let rows = decisions.par_iter_mut().zip(self.down.par_iter().zip(&self.across)).with_min_len(BLOCK);
        rows.for_each(|(decision, (down, across))| {
            let (down, across) = (usize::from(*down), usize::from(*across));
            if down < height && across < width {
                *decision += steps[down * width + across];
            }
        });
    }
}

impl<'a> Boosting<'a> {
    /// Nothing fitted yet, of these surfaces.
    #[must_use]
    pub fn new(design: &Design, known: Known<'a>, surfaces: Vec<Surface>) -> Self {
        let mut boosting = Self {
            known,
            cells: Vec::new(),
            strongest: 0.0,
            surfaces: Vec::new(),
            decisions: known.decisions.to_vec(),
        };
        boosting.extend(design, surfaces);
        boosting
    }

    /// Takes further surfaces in.
    pub fn extend(&mut self, design: &Design, surfaces: Vec<Surface>) {
        for surface in surfaces {
            let cells = RowCells::of(&surface, design);
            cells.add(&mut self.decisions, &surface.points, (surface.down.size, surface.across.size));
            self.cells.push(cells);
            self.surfaces.push(surface);
        }
    }

    /// One round more.
    ///
    /// # Errors
    /// [`Cancelled`] when asked to stop.
    pub fn advance(&mut self, progress: &Progress) -> Result<(), Cancelled> {
        let enough = ENOUGH * std::mem::take(&mut self.strongest);
        for (surface, cells) in self.surfaces.iter_mut().zip(&self.cells) {
            progress.advance(0)?;
            let (curvature, residuals) = moments(self.known, &self.decisions);
            let size = (surface.down.size, surface.across.size);
            let sums = Exact::of(&residuals).by_cell(&Exact::of(&curvature), &cells.down, &cells.across, size);
            let Some(quarters) = Quarters::of(&sums, &surface.down, &surface.across, RIDGE) else { continue };
            self.strongest = self.strongest.max(quarters.strength);
            if quarters.strength < enough {
                continue;
            }
            let mut steps = quarters.steps(&surface.down, &surface.across);
            steps.iter_mut().for_each(|step| *step *= RATE);
            cells.add(&mut self.decisions, &steps, size);
            for (points, step) in surface.points.iter_mut().zip(steps) {
                *points += step;
            }
        }
        Ok(())
    }
}

/// Adds the points of surfaces to the decisions of a design's rows.
pub fn add_surfaces(decisions: &mut [f64], design: &Design, surfaces: &[Surface]) {
    for surface in surfaces {
        let size = (surface.down.size, surface.across.size);
        RowCells::of(surface, design).add(decisions, &surface.points, size);
    }
}

/// For each row its weight in X'WX and its residual.
#[must_use]
pub fn moments(known: Known<'_>, decisions: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let each = (0..decisions.len()).into_par_iter().with_min_len(BLOCK).map(|row| {
        let weight = known.weights.map_or(1.0, |weights| weights[row]);
        let expected = 1.0 / (1.0 + (-decisions[row].clamp(-35.0, 35.0)).exp());
        (weight * (expected * (1.0 - expected)).max(1e-6), weight * (known.target[row] - expected))
    });
    each.unzip()
}
