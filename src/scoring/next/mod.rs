//! What a customer takes next: the next item by what it owns, the next Azure workload, and the next step of a SKU.

mod inverse;
pub mod judge;
pub mod model;
pub mod ownership;
#[cfg(test)]
mod tests;
