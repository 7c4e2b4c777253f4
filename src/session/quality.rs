//! How good the scores are, worked out on a job when the page is looked at.

use crate::insight::marks::Marks;
use crate::insight::quality::QualityReport;
use crate::session::Session;
use crate::session::asked::Asked;
use crate::session::view::View;
use std::sync::{Arc, Weak};

/// The report, and what it was made of.
#[derive(Default)]
pub(super) struct QualityDesk {
    report: Asked<QualityReport>,
    /// Something has changed since it was made.
    is_stale: bool,
    /// The marks that it was made with; held weakly, so that changing them copies nothing.
    marks: Weak<Marks>,
}

/// What the page shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct QualityState<'a> {
    /// The report; it may be of older scores while a new one is made.
    pub report: Option<&'a QualityReport>,
    /// Whether one is being made.
    pub is_running: bool,
}

impl Session {
    /// What the page of quality shows.
    #[must_use]
    pub fn quality(&self) -> QualityState<'_> {
        let report = self.quality.report.latest().map(AsRef::as_ref);
        QualityState { report, is_running: self.quality.report.is_running() }
    }

    /// The report, once it is made.
    #[must_use]
    pub fn quality_report(&self) -> Option<&Arc<QualityReport>> {
        self.quality.report.latest()
    }

    /// Scores, deals or months have changed; the report is made anew when it is looked at.
    pub(super) fn forget_quality(&mut self) {
        self.quality.is_stale = true;
        self.ask_quality();
    }

    /// Makes the report, if the page is shown and it is needed.
    pub(super) fn ask_quality(&mut self) {
        let marks = Arc::clone(self.marks());
        let is_of_other_marks = !std::ptr::eq(self.quality.marks.as_ptr(), Arc::as_ptr(&marks));
        let is_needed = self.quality.is_stale || is_of_other_marks || self.quality.report.latest().is_none();
        if self.view != View::Quality || !is_needed {
            return;
        }
        let Some(scored) = self.scored.clone() else { return };
        let older = self.months_compared().map(|compared| Arc::clone(&compared.older));
        self.quality.is_stale = false;
        self.quality.marks = Arc::downgrade(&marks);
        self.quality.report.ask("quality", Arc::clone(&self.waker), move |progress| {
            QualityReport::compute(&scored, &marks, older.as_deref(), progress)
        });
    }

    pub(super) fn quality_is_busy(&self) -> bool {
        self.quality.report.is_running()
    }

    pub(super) fn take_quality_results(&mut self) -> bool {
        let polled = self.quality.report.poll();
        self.told(polled)
    }

    pub(super) fn wait_for_quality(&mut self) {
        let waited = self.quality.report.wait();
        self.told(waited.map(|()| false));
    }
}
