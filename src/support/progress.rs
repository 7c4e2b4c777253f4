//! How far a long piece of work is, and whether it should stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The work was stopped on request; nothing it made may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// A handle shared by the work and by whoever watches it.
///
/// Units are whatever the work counts, bytes as a rule. Clones share the same state.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    /// Adds `units` to the total that is to be done.
    pub fn expect(&self, units: u64) {
        self.0.total.fetch_add(units, Ordering::Relaxed);
    }

    /// Counts `units` as done, and tells whether to go on.
    ///
    /// # Errors
    /// [`Cancelled`] once [`Progress::cancel`] was called.
    pub fn advance(&self, units: u64) -> Result<(), Cancelled> {
        self.0.done.fetch_add(units, Ordering::Relaxed);
        if self.0.cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Share done, 0 to 1; `None` while the total is unknown.
    #[must_use]
    pub fn fraction(&self) -> Option<f32> {
        let total = self.0.total.load(Ordering::Relaxed);
        let done = self.0.done.load(Ordering::Relaxed);
        (total > 0).then(|| (done as f64 / total as f64).clamp(0.0, 1.0) as f32)
    }

    /// A progress that stops with this one and counts for itself: for a step whose own units would move this one to and fro.
    #[must_use]
    pub fn of_step(&self) -> Self {
        Self(Arc::new(State { cancelled: Arc::clone(&self.0.cancelled), ..State::default() }))
    }

    /// Asks the work to stop at its next step.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether a stop was asked for.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fraction_is_unknown_without_a_total_and_never_passes_one() {
        let progress = Progress::default();
        assert_eq!(progress.fraction(), None);
        progress.expect(10);
        assert_eq!(progress.advance(4), Ok(()));
        assert_eq!(progress.fraction(), Some(0.4));
        assert_eq!(progress.advance(40), Ok(()));
        assert_eq!(progress.fraction(), Some(1.0));
    }

    #[test]
    fn a_step_stops_with_the_whole_and_does_not_move_it() {
        let progress = Progress::default();
        progress.expect(2);
        let step = progress.of_step();
        step.expect(1_000);
        assert_eq!((step.advance(900), progress.fraction()), (Ok(()), Some(0.0)));
        progress.cancel();
        assert_eq!(step.advance(1), Err(Cancelled));
    }

    #[test]
    fn a_clone_stops_the_work() {
        let progress = Progress::default();
        progress.clone().cancel();
        assert_eq!(progress.advance(1), Err(Cancelled));
    }
}
