//! Each customer's trend: every portfolio that is opened leaves a point a month in the program's own folder.

use crate::domain::model::Model;
use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::asked::Asked;
use crate::session::job::Job;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::history::{HistoryError, Month, MonthSeen, Seen, keep_month, key_hash, months_of};
use std::sync::Arc;

/// How many customers pass between two looks at the cancel flag.
const CUSTOMERS_PER_STEP: usize = 1 << 14;

/// What was seen of one customer, the earliest month first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// Who.
    pub customer: CustomerIndex,
    /// What was seen in each month.
    pub months: Vec<(Month, Vec<(Model, Seen)>)>,
}

/// Writing and reading of the history.
#[derive(Default)]
pub(super) struct HistoryPart {
    keeping: Option<Job<Result<Result<(), HistoryError>, Cancelled>>>,
    trend: Asked<Trend>,
}

impl Session {
    /// The trend of the customer whose page is shown, once it is read.
    #[must_use]
    pub fn trend(&self) -> Option<&Arc<Trend>> {
        self.history.trend.latest().filter(|trend| Some(trend.customer) == self.customer_shown())
    }

    /// Keeps what is known of every customer now as its month's point.
    pub(super) fn keep_history(&mut self) {
        let (Some(scored), Some(folder)) = (self.scored.clone(), self.data_folder.clone()) else { return };
        self.history.keeping = Some(Job::start("history", Arc::clone(&self.waker), move |progress: &Progress| {
            let seen = seen(&scored, progress)?;
            Ok(keep_month(&folder, scored.as_of, seen))
        }));
    }

    /// Reads the trend of `customer`.
    pub(super) fn ask_trend(&mut self, customer: CustomerIndex) {
        let (Some(scored), Some(folder)) = (self.scored.clone(), self.data_folder.clone()) else { return };
        self.history.trend.ask("trend", Arc::clone(&self.waker), move |_| {
            let key = scored.portfolio.customer_key(customer);
            let months = key.map(|key| months_of(&folder, key_hash(&key.0))).unwrap_or_default();
            Ok(Trend { customer, months })
        });
    }

    pub(super) fn history_is_busy(&self) -> bool {
        self.history.keeping.is_some() || self.history.trend.is_running()
    }

    /// Takes in what was read and written; true when something changed.
    pub(super) fn take_history(&mut self) -> bool {
        let kept = self.history.keeping.as_ref().and_then(Job::poll);
        if let Some(kept) = kept {
            self.history.keeping = None;
            // A month that is not kept costs a point of a trend, which is no news to stop for.
            if let Ok(Ok(Err(error))) = kept {
                log::warn!("the month's history was not kept: {error}");
            }
        }
        let polled = self.history.trend.poll();
        self.told(polled)
    }

    pub(super) fn wait_for_history(&mut self) {
        if let Some(Ok(Ok(Err(error)))) = self.history.keeping.take().map(|job| job.wait()) {
            log::warn!("the month's history was not kept: {error}");
        }
        let waited = self.history.trend.wait();
        self.told(waited.map(|()| false));
    }
}

/// What is known of every customer that has a lasting key.
fn seen(scored: &ScoredPortfolio, progress: &Progress) -> Result<MonthSeen, Cancelled> {
    let models: Vec<Model> = scored.models().collect();
    let sides: Vec<_> = models
        .iter()
        .filter_map(|model| {
            Some((scored.columns(*model)?, scored.scores.models.iter().find(|own| own.model == *model)?))
        })
        .collect();
    let mut month = MonthSeen { models, ..MonthSeen::default() };
    let points = |ratings: &[Option<Rating>], customer: usize| match ratings.get(customer).copied().flatten() {
        Some(Rating::Score(score)) => Some(score.value().round() as u8),
        _ => None,
    };
    for (customer, at) in (0..).zip(0..scored.portfolio.customer_count()) {
        if at % CUSTOMERS_PER_STEP == 0 {
            progress.advance(0)?;
        }
        let Some(key) = scored.portfolio.customer_key(customer) else { continue };
        let entries = sides.iter().map(|(columns, scores)| Seen {
            fit: points(&columns.fit, at),
            intent: points(&columns.intent, at),
            cell: scores.cell(at),
        });
        month.customers.insert(key_hash(&key.0), entries.collect());
    }
    Ok(month)
}
