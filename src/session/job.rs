//! Long work on a thread of its own: named, with progress and cancel, and with panics turned into messages.

use crate::support::progress::Progress;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Called when a job has something to tell, so that a sleeping window wakes up.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// The work panicked or its thread could not be started; the message is technical.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct JobFailed(pub String);

/// Work that runs, or ran.
#[derive(Debug)]
pub struct Job<T> {
    result: Receiver<Result<T, JobFailed>>,
    progress: Progress,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread called `name`.
    pub fn start(name: &str, waker: Waker, work: impl FnOnce(&Progress) -> T + Send + 'static) -> Self {
        let (sender, result) = channel();
        let progress = Progress::default();
        let (seen, failed) = (progress.clone(), sender.clone());
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&seen))).map_err(|panic| JobFailed(message(&*panic)));
            // Nobody waits for the result of a job that was dropped.
            let _ = sender.send(result);
            waker();
        };
        if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(run) {
            let _ = failed.send(Err(JobFailed(error.to_string())));
        }
        Self { result, progress }
    }

    /// The result, once there is one; it is given once.
    #[must_use]
    pub fn poll(&self) -> Option<Result<T, JobFailed>> {
        match self.result.try_recv() {
            Ok(result) => Some(result),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(JobFailed("the result was taken before".to_owned()))),
        }
    }

    /// The result, however long it takes.
    ///
    /// # Errors
    /// [`JobFailed`] when the work panicked.
    pub fn wait(&self) -> Result<T, JobFailed> {
        self.result.recv().unwrap_or_else(|_| Err(JobFailed("the thread ended without a result".to_owned())))
    }

    /// How far it is, and the way to stop it.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }
}

impl<T> Drop for Job<T> {
    /// Work that nobody waits for stops at its next step.
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("unknown failure").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_panic_becomes_a_message_and_wakes_the_window() {
        let woken = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&woken);
        let job: Job<()> =
            Job::start("test-panic", Arc::new(move || seen.store(true, Ordering::SeqCst)), |_| panic!("broken part"));
        assert_eq!(job.wait(), Err(JobFailed("broken part".to_owned())));
        while !woken.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
    }

    #[test]
    fn dropping_a_job_cancels_it() {
        let (sender, receiver) = channel();
        let job = Job::start("test-drop", Arc::new(|| ()), move |progress: &Progress| {
            while progress.advance(1).is_ok() {
                std::thread::yield_now();
            }
            sender.send("stopped").ok();
        });
        drop(job);
        assert_eq!(receiver.recv(), Ok("stopped"));
    }
}
