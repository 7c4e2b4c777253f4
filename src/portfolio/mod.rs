//! The customers of all opened reports in columns. No files, no toolkit.

pub mod agreements;
pub mod attribute;
mod build;
pub mod customers;
mod identity;
pub mod model_columns;

pub use build::PortfolioBuilder;

use crate::portfolio::agreements::Agreements;
use crate::portfolio::attribute::Attribute;
use crate::portfolio::customers::Customers;
use crate::portfolio::model_columns::ModelColumns;
use crate::support::interner::Interner;
use crate::workbook::table::{AsOf, Origin, Understanding};
use std::cmp::Reverse;

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
    /// The files it was made from.
    pub files: Vec<PortfolioFile>,
}

/// One opened file.
#[derive(Debug)]
pub struct PortfolioFile {
    /// Where it came from.
    pub origin: Origin,
    /// Which report it is.
    pub kind: crate::domain::report::ReportKind,
    /// The sheet's row number of each row read, from 1.
    pub rows: Vec<u32>,
    /// The customer of each row read.
    pub customers: Vec<CustomerIndex>,
    /// How many of its customers no earlier file had.
    pub new_customers: u32,
    /// What was understood of it.
    pub understanding: Understanding,
}

impl Portfolio {
    /// The day that is known best, and of those known as well the latest; `None` when no file says.
    #[must_use]
    pub fn as_of(&self) -> Option<AsOf> {
        self.files.iter().filter_map(|file| file.origin.as_of).min_by_key(|as_of| (as_of.known_by, Reverse(as_of.day)))
    }

    /// How many distinct customers there are.
    #[must_use]
    pub fn customer_count(&self) -> usize {
        self.customers.len()
    }
}
