//! What several tests need.

pub mod cpu_renderer;
pub mod program;
pub mod workbooks;
pub mod workbook_invariants;
