//! What a customer takes next: the next item by what it owns, the next Azure workload, and the next step of a SKU.

pub mod judge;
pub mod model;
pub mod ownership;
#[cfg(test)]
mod portfolio_tests;
pub mod prerequisites;
#[cfg(test)]
mod tests;
pub mod upsell;
pub mod workloads;
