//! What every floor may lean on: text, sets of positions, randomness with a seed, progress.

pub mod bits;
pub mod data_table;
pub mod interner;
pub mod language;
pub mod one_arena;
pub mod progress;
#[cfg(test)]
pub(crate) mod property_tests;
pub mod random;
pub mod statistics;
pub mod text;
pub mod text_list;
