//! What the files say of one model.

use crate::domain::cluster::Cluster;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;

/// The columns of a model; each is empty when no file has it, else as long as there are customers.
#[derive(Debug)]
pub struct ModelColumns {
    /// The model.
    pub model: Model,
    /// Fit.
    pub fit: Vec<Option<Rating>>,
    /// Intent.
    pub intent: Vec<Option<Rating>>,
    /// The cluster that the file names.
    pub cluster: Vec<Option<Cluster>>,
    /// Estimated whitespace revenue of a year.
    pub whitespace_revenue: Vec<Option<Money>>,
}

impl ModelColumns {
    /// A model of which no file says anything yet.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self { model, fit: Vec::new(), intent: Vec::new(), cluster: Vec::new(), whitespace_revenue: Vec::new() }
    }

    /// Whether files bring Fit and Intent, so that there is a matrix.
    #[must_use]
    pub fn has_matrix(&self) -> bool {
        !self.fit.is_empty() && !self.intent.is_empty()
    }

    /// Whether files bring anything to mark up.
    #[must_use]
    pub fn has_scores(&self) -> bool {
        !self.fit.is_empty() || !self.intent.is_empty() || !self.cluster.is_empty()
    }

    pub(crate) fn grow(&mut self, count: usize) {
        grow(&mut self.fit, count);
        grow(&mut self.intent, count);
        grow(&mut self.cluster, count);
        grow(&mut self.whitespace_revenue, count);
    }
}

/// A column that no file has stays empty.
fn grow<T: Clone>(column: &mut Vec<Option<T>>, count: usize) {
    if !column.is_empty() {
        column.resize(count, None);
    }
}
