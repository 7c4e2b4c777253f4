//! The customers of all opened reports in columns. No files, no toolkit.

pub mod agreements;
pub mod attribute;
mod build;
mod combine;
mod combined;
mod customer_key;
pub mod customers;
pub mod doubts;
pub mod events;
mod fill;
pub mod holdings;
mod identity;
mod keys;
pub mod model_columns;
pub mod reconciliation;
mod repeated_rows;
pub mod same_customers;
pub mod search;
mod table_columns;
mod take_columns;
#[cfg(test)]
pub(crate) mod tests;
mod weak_keys;

pub use build::PortfolioBuilder;

use crate::portfolio::agreements::Agreements;
use crate::portfolio::attribute::Attribute;
use crate::portfolio::customers::Customers;
use crate::portfolio::doubts::Doubt;
use crate::portfolio::events::{Outcomes, Signals};
use crate::portfolio::holdings::Holdings;
use crate::portfolio::model_columns::ModelColumns;
use crate::portfolio::reconciliation::{PortfolioTotal, Reconciliation};
use crate::portfolio::search::SearchTexts;
use crate::support::interner::Interner;
use crate::workbook::table::{AsOf, Origin, Understanding};
use std::cmp::Reverse;
use std::sync::OnceLock;

/// A row of [`Customers`], counted from 0.
pub type CustomerIndex = u32;

/// Everything known of the customers of the opened files.
#[derive(Debug, Default)]
pub struct Portfolio {
    /// The texts that all columns refer to.
    pub texts: Interner,
    /// Who the customers are.
    pub customers: Customers,
    /// What the files say of each model, in the order of [`crate::domain::model::Model::ALL`].
    pub models: Vec<ModelColumns>,
    /// Every other column that was read.
    pub attributes: Vec<Attribute>,
    /// The agreements, one a row of a renewals report; `None` when no file has any.
    pub agreements: Option<Agreements>,
    /// What customers hold, product by product; `None` when no file tells.
    pub holdings: Option<Holdings>,
    /// Buying signals; `None` when no file has any.
    pub signals: Option<Signals>,
    /// Opportunities won, lost or open; `None` when no file has any.
    pub outcomes: Option<Outcomes>,
    /// The files it was made from.
    pub files: Vec<PortfolioFile>,
    /// Joins that could be wrong.
    pub doubts: Vec<Doubt>,
    /// What the files' amounts add up to in the portfolio.
    pub totals: Vec<PortfolioTotal>,
    /// The texts as a search sees them, made when they are first asked for.
    searched: OnceLock<SearchTexts>,
}

/// One opened file.
#[derive(Debug)]
pub struct PortfolioFile {
    /// Where it came from.
    pub origin: Origin,
    /// Which report it is.
    pub kind: crate::domain::report::ReportKind,
    /// The models that it speaks of: those that it has columns of, in the order of all.
    pub models: Vec<crate::domain::model::Model>,
    /// The sheet's row number of each row read, from 1.
    pub rows: Vec<u32>,
    /// The customer of each row read.
    pub customers: Vec<CustomerIndex>,
    /// How many of its customers no earlier file had.
    pub new_customers: u32,
    /// What was understood of it.
    pub understanding: Understanding,
    /// Whether all its rows and amounts arrived.
    pub reconciliation: Reconciliation,
}

impl Portfolio {
    /// The day that is known best, and of those known as well the latest; `None` when no file says.
    #[must_use]
    pub fn as_of(&self) -> Option<AsOf> {
        self.files.iter().filter_map(|file| file.origin.as_of).min_by_key(|as_of| (as_of.known_by, Reverse(as_of.day)))
    }

    /// Whether every file's rows and amounts are accounted for, and the portfolio's own columns hold what they say.
    #[must_use]
    pub fn totals_agree(&self) -> bool {
        self.files.iter().all(|file| file.reconciliation.agrees())
            && self.totals.iter().all(|total| total.files == total.portfolio)
    }

    /// The texts as a search and an order see them. Made once, which takes a moment for millions of texts: for jobs.
    pub fn search_texts(&self) -> &SearchTexts {
        self.searched.get_or_init(|| SearchTexts::new(&self.texts))
    }

    /// How many distinct customers there are.
    #[must_use]
    pub fn customer_count(&self) -> usize {
        self.customers.len()
    }
}
