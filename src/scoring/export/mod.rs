//! A fitted card for other programs: as SQL, and as formulas of a workbook. The way past one laptop.
//!
//! Both are made of one [`card::PointCard`], in which neighbouring bins that say nearly the same are merged. The merged
//! card is the model that leaves: SQL, formulas and [`card::PointCard::decision`] agree within 1e-9. No files are
//! written here.

pub mod card;
pub mod dialect;
pub mod formula;
pub mod of_scorecard;
pub mod sql;
#[cfg(test)]
mod tests;
