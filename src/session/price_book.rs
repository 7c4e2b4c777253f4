//! The filled price book: read like a file, kept in the profile.

use crate::domain::price_book::PriceBook;
use crate::scoring::wallet::prices::{PriceFault, price_book};
use crate::support::progress::Progress;
use crate::workbook::price_rows::{PriceProblem, read_price_rows};
use crate::workbook::source::Source;

/// Why a price book was not taken.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct PriceBookError {
    /// The file's name.
    pub file: String,
    /// What is wrong.
    pub problem: PriceBookProblem,
}

/// What is wrong with a price book.
#[derive(Debug, thiserror::Error)]
pub enum PriceBookProblem {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] PriceProblem),
    /// What stands in it is no price.
    #[error(transparent)]
    Fault(#[from] PriceFault),
}

/// Reads the price book `source`.
///
/// # Errors
/// What is wrong, and where.
pub fn read_price_book(source: &Source, progress: &Progress) -> Result<PriceBook, PriceBookError> {
    let read = || -> Result<PriceBook, PriceBookProblem> { Ok(price_book(&read_price_rows(source, progress)?)?) };
    read().map_err(|problem| PriceBookError { file: source.name(), problem })
}
