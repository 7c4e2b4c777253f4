//! Fitted models for other programs: as SQL, and as formulas of a workbook. The way past one laptop.
//!
//! A scorecard leaves as one [`card::PointCard`], in which neighbouring bins that say nearly the same are merged. The merged
//! card is the model that leaves: SQL, formulas and [`card::PointCard::decision`] agree within 1e-9. Wallets
//! ([`wallet`]) and what is owned next ([`next`]) leave as they are. No files are written here.
//!
//! Where dialects differ is said in [`dialect`] and at the head of every statement ([`dialect::Dialect::head`]).

pub mod card;
pub mod dialect;
pub mod formula;
pub mod next;
pub mod of_scorecard;
pub mod sql;
#[cfg(test)]
mod tests;
pub mod wallet;
