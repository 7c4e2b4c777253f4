//! Propensity Desk: opens customer propensity workbooks, shows whom to call, and saves a marked-up copy
//! that keeps everything else of the workbook as it was.
//!
//! The rooms stand on floors, a room uses only the floors below it; `ARCHITECTURE.md` draws them.

#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        clippy::iter_over_hash_type,
        clippy::string_slice,
        reason = "tests make files, and say what they expect by failing"
    )
)]

pub mod app;
pub mod cli;
pub mod domain;
pub mod insight;
pub mod portfolio;
pub mod sample;
pub mod scoring;
pub mod session;
pub mod support;
pub mod ui;
pub mod workbook;
