//! The words of the field and their rules. No files, threads, clock or randomness here.

pub mod agreement;
pub mod band;
pub mod cluster;
mod day_text;
pub mod fiscal_year;
pub mod matrix;
pub mod model;
pub mod money;
pub mod profile;
pub mod rating;
pub mod report;
pub mod rule_prior;
pub mod score;
pub mod segment;

/// A calendar day without a time or zone.
pub use jiff::civil::Date;
