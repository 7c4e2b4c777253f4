//! An answer that is worked out on a job: the newest question wins, and the old answer stays until the new one is there.

use crate::session::job::{Job, JobFailed, Waker};
use crate::support::progress::{Cancelled, Progress};
use std::sync::Arc;

/// The latest answer to the latest question of its kind.
#[derive(Debug)]
pub struct Asked<T> {
    running: Option<Job<Result<T, Cancelled>>>,
    latest: Option<Arc<T>>,
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self { running: None, latest: None }
    }
}

impl<T: Send + 'static> Asked<T> {
    /// Works out an answer on a thread called `name`; an older question that still runs is dropped.
    pub fn ask(
        &mut self,
        name: &str,
        waker: Waker,
        work: impl FnOnce(&Progress) -> Result<T, Cancelled> + Send + 'static,
    ) {
        self.running = Some(Job::start(name, waker, work));
    }

    /// Takes the answer in, if it has come; tells whether anything changed.
    ///
    /// # Errors
    /// [`JobFailed`] when the work panicked; the old answer stays.
    pub fn poll(&mut self) -> Result<bool, JobFailed> {
        match self.running.as_ref().and_then(Job::poll) {
            Some(answered) => self.take(answered).map(|()| true),
            None => Ok(false),
        }
    }

    /// Waits for the answer, if one is being worked out.
    ///
    /// # Errors
    /// [`JobFailed`] when the work panicked; the old answer stays.
    pub fn wait(&mut self) -> Result<(), JobFailed> {
        self.running.as_ref().map(Job::wait).map_or(Ok(()), |answered| self.take(answered))
    }

    fn take(&mut self, answered: Result<Result<T, Cancelled>, JobFailed>) -> Result<(), JobFailed> {
        self.running = None;
        if let Ok(answer) = answered? {
            self.latest = Some(Arc::new(answer));
        }
        Ok(())
    }

    /// Forgets answer and question: what they were about is no longer open.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The latest answer; it may be to an older question while [`Asked::is_running`].
    #[must_use]
    pub fn latest(&self) -> Option<&Arc<T>> {
        self.latest.as_ref()
    }

    /// Whether an answer is being worked out.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet() -> Waker {
        Arc::new(|| ())
    }

    #[test]
    fn the_newest_question_wins_and_the_old_answer_stays_until_then() {
        let mut asked = Asked::default();
        asked.ask("test-first", quiet(), |_| Ok(1));
        asked.wait().unwrap();
        asked.ask("test-second", quiet(), |progress: &Progress| {
            while progress.advance(1).is_ok() {
                std::thread::yield_now();
            }
            Ok(2)
        });
        assert_eq!(asked.latest().map(|answer| **answer), Some(1));
        asked.ask("test-third", quiet(), |_| Ok(3));
        asked.wait().unwrap();
        assert_eq!(asked.latest().map(|answer| **answer), Some(3));
        assert!(!asked.is_running());
    }

    #[test]
    fn a_panic_is_told_and_costs_only_its_own_answer() {
        let mut asked = Asked::default();
        asked.ask("test-answer", quiet(), |_| Ok("old"));
        asked.wait().unwrap();
        asked.ask("test-panic", quiet(), |_| panic!("broken part"));
        assert_eq!(asked.wait(), Err(JobFailed("broken part".to_owned())));
        assert_eq!(asked.latest().map(|answer| **answer), Some("old"));
    }
}
