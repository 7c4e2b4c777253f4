//! The words of the field and their rules. No files, threads, clock or randomness here.

pub mod agreement;
pub mod band;
pub mod cluster;
pub(crate) mod day_text;
pub mod end_of_service;
pub mod family;
pub mod fiscal_year;
pub mod intent_weights;
pub mod japanese_era;
pub mod mark;
pub mod matrix;
pub mod model;
pub mod money;
pub mod play;
pub mod price_book;
pub mod profile;
pub mod profile_library;
pub mod rating;
pub mod report;
pub mod rule_prior;
pub mod score;
pub mod segment;
pub mod wallet_settings;

/// A calendar day without a time or zone.
pub use jiff::civil::Date;
