//! The agreements of all customers.

use crate::domain::agreement::Agreement;
use crate::portfolio::CustomerIndex;
use crate::support::interner::TextId;

/// Agreements, one vector a property.
#[derive(Debug, Default)]
pub struct Agreements {
    /// Whose agreement it is.
    pub customer: Vec<CustomerIndex>,
    /// Agreement number; several rows of one agreement share it.
    pub number: Vec<TextId>,
    /// Date and revenue.
    pub terms: Vec<Agreement>,
    /// Whether any has an end date.
    pub have_dates: bool,
    /// Whether any has revenue, and a date or a state that tells whether it is open.
    pub have_open_revenue: bool,
}
