//! Saving the report workbook: what the desk shows, as a new workbook for colleagues.

use crate::domain::model::Model;
use crate::insight::report::{PortfolioReport, ReportNames};
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::session::writing::Writing;
use crate::support::progress::Progress;
use crate::workbook::plain_table::TableError;
use crate::workbook::report_book::write_report;
use std::path::PathBuf;
use std::sync::Arc;

/// The report that is being written, or asked for.
#[derive(Default)]
pub(super) struct Reports {
    pub(super) names: ReportNames,
    pub(super) running: Option<WritingReport>,
    /// The filter in words, of the report whose target is being chosen.
    filter: String,
}

pub(super) struct WritingReport {
    pub(super) job: Job<Result<(), TableError>>,
    pub(super) target: PathBuf,
}

impl Session {
    /// The words that go into reports from now on.
    pub fn set_report_names(&mut self, names: ReportNames) {
        self.reports.names = names;
    }

    pub(super) fn ask_report_target(&mut self, filter: String) -> Vec<Effect> {
        let Some(scored) = &self.scored else { return Vec::new() };
        self.reports.filter = filter;
        let model = self.question.model.map(Model::key).unwrap_or_default();
        let name = format!("propensity-report-{model}-{}.xlsx", scored.as_of);
        vec![Effect::ChooseTarget { writing: Writing::Report, folder: self.folder(), name: Some(name) }]
    }

    pub(super) fn save_report(&mut self, target: PathBuf) {
        let (Some(scored), Some(answer)) = (self.scored.clone(), self.dashboard.clone()) else { return };
        if self.refuses(&target) {
            return;
        }
        let (names, filter) = (self.reports.names.clone(), std::mem::take(&mut self.reports.filter));
        let (currency, path) = (self.currency, target.clone());
        let job = Job::start("report", Arc::clone(&self.waker), move |progress: &Progress| {
            let report = PortfolioReport::new(&scored, &answer, names, filter, currency);
            write_report(&path, &report, progress)
        });
        self.reports.running = Some(WritingReport { job, target });
    }

    pub(super) fn finish_report(&mut self, written: Result<Result<(), TableError>, JobFailed>) {
        let Some(WritingReport { target, .. }) = self.reports.running.take() else { return };
        match written {
            Ok(written) => self.tell_written(target, written.map(|()| None).map_err(Into::into)),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }
}
