//! What is thought of a customer before anybody is known to own a product: an editable table of log-odds.

use serde::{Deserialize, Serialize};

/// Log-odds by what a report says of a customer; used only where there is no owner of any product to learn from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RulePrior {
    /// An Upper Medium customer.
    pub upper_medium: f64,
    /// A Very Small customer.
    pub very_small: f64,
    /// A competitor's product is in use: there is a need, and a budget.
    pub competitor: f64,
    /// Nothing of Microsoft is in use.
    pub no_microsoft: f64,
}

impl Default for RulePrior {
    fn default() -> Self {
        Self { upper_medium: 0.7, very_small: -0.7, competitor: 0.2, no_microsoft: -0.3 }
    }
}
