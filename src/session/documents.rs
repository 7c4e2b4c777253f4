//! Documents of the program's own: what is told of reading them, and templates to fill.

use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::workbook::json_file::JsonFileError;
use crate::workbook::templates::{TemplateError, TemplateKind, write_template};
use std::path::PathBuf;
use std::sync::Arc;

/// A document that could not be read.
#[derive(Debug, Clone)]
pub enum DocumentNotice {
    /// The chosen file is no profile that can be used.
    ProfileNotRead(Arc<JsonFileError>),
    /// The kept profiles cannot be read; nothing is kept, so that nothing is written over.
    ProfilesNotRead(Arc<JsonFileError>),
    /// Kept models cannot be read; the portfolio is fitted anew and nothing is written over them.
    ModelsNotRead(Arc<JsonFileError>),
}

/// A template that is being written.
pub(super) struct WritingTemplate {
    job: Job<Result<(), TemplateError>>,
    target: PathBuf,
}

impl Session {
    pub(super) fn write_template(&mut self, kind: TemplateKind, target: PathBuf) {
        let (language, path) = (self.settings.language.unwrap_or_default(), target.clone());
        let write = move |_: &_| write_template(kind, language, &path);
        let job = Job::start("template", Arc::clone(&self.waker), write);
        self.writing_template = Some(WritingTemplate { job, target });
    }

    fn finish_template(&mut self, written: Result<Result<(), TemplateError>, JobFailed>) {
        let Some(WritingTemplate { target, .. }) = self.writing_template.take() else { return };
        match written {
            Ok(written) => self.tell_written(target, written.map(|()| None).map_err(Into::into)),
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    /// Takes in a template that was written; true when there was one.
    pub(super) fn take_template(&mut self) -> bool {
        let written = self.writing_template.as_ref().and_then(|writing| writing.job.poll());
        written.is_some_and(|written| {
            self.finish_template(written);
            true
        })
    }

    pub(super) fn wait_for_template(&mut self) {
        if let Some(written) = self.writing_template.as_ref().map(|writing| writing.job.wait()) {
            self.finish_template(written);
        }
    }
}
