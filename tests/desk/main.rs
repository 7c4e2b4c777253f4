//! Propensity Desk from the outside: the command line, saved files read by other programs, the window.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::iter_over_hash_type,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test says what it expects by failing"
)]

mod command_line;
mod customer;
mod customers;
mod exported;
mod faithful_copy;
mod feedback;
mod floors;
mod front;
mod hidden_names;
mod hostile;
mod invariant_faults;
mod looks;
mod marks;
mod other_programs;
mod outcomes;
mod pages;
mod pictures;
mod report;
mod rewritten;
mod same_cells;
mod saved_charts;
mod scored;
mod shipped;
mod story;
mod support;
mod window;
