//! Whether models that are kept still fit: what has moved in the data, and what deals were closed, since they were fitted.
//!
//! A card holds how many customers stood in each of its bins. Their shares are held against those of today by the
//! population stability index with its chance bound ([`crate::support::statistics::stability`]), over the customers that
//! a card would learn from now. Deals count from the number on that can judge models: fewer could teach them nothing
//! that is not chance.

use crate::domain::Date;
use crate::scoring::engine::outcomes::Evidences;
use crate::scoring::feedback::ENOUGH;
use crate::support::statistics::stability::Stability;

/// What has moved since models were fitted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Freshness {
    /// The day of the data that they were fitted to.
    pub fitted_as_of: Option<Date>,
    /// The columns that have moved by more than chance, the most moved first.
    pub moved: Vec<(String, Stability)>,
    /// Deals won since that day.
    pub wins: u32,
    /// Deals lost since that day.
    pub losses: u32,
}

impl Freshness {
    pub(super) fn of(
        fitted_as_of: Option<Date>,
        moved: Vec<(String, Stability)>,
        evidences: Option<&Evidences>,
    ) -> Self {
        let (wins, losses) = evidences.map_or((0, 0), |evidences| evidences.closed_after(fitted_as_of));
        Self { fitted_as_of, moved, wins, losses }
    }

    /// Whether it is worth fitting anew.
    #[must_use]
    pub fn is_refit_due(&self) -> bool {
        !self.moved.is_empty() || self.has_enough_deals()
    }

    /// Whether enough deals were closed since to judge models by.
    #[must_use]
    pub fn has_enough_deals(&self) -> bool {
        self.wins >= ENOUGH && self.losses >= ENOUGH
    }
}
