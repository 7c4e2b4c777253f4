//! What several tests need.

pub mod cpu_renderer;
pub mod program;
/// Shared with the unit tests of the mark-up.
#[path = "../../support/workbook_invariants.rs"]
pub mod workbook_invariants;
pub mod workbooks;
