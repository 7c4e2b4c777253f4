//! What several tests need.

/// Shared with the unit tests of the reader.
#[path = "../../support/calamine_cells.rs"]
pub mod calamine_cells;
pub mod cpu_renderer;
pub mod program;
/// Shared with the unit tests of the mark-up.
#[path = "../../support/workbook_invariants.rs"]
pub mod workbook_invariants;
pub mod workbooks;

use propensity_desk::workbook::probe::Value;
