//! Whitespace revenue: what a customer could bring in a year, and what may be expected of it.

pub mod expected;
pub mod model;
pub mod portfolio;
pub mod prices;
pub mod regression;
#[cfg(test)]
mod tests;
