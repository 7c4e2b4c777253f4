//! The agreements of all customers.

use crate::domain::agreement::Agreement;
use crate::portfolio::CustomerIndex;
use crate::support::interner::TextId;

/// Agreements, one vector a property.
#[derive(Debug, Default)]
pub struct Agreements {
    /// Whose agreement it is.
    pub customer: Vec<CustomerIndex>,
    /// Agreement number.
    pub number: Vec<TextId>,
    /// Date and revenue.
    pub terms: Vec<Agreement>,
    /// Whether a file has a column of end dates.
    pub have_dates: bool,
    /// Whether a file has a column of expiring revenue.
    pub have_revenue: bool,
}
