//! Documents of the program's own: what is told of reading and writing them, and templates to fill.

use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::workbook::json_file::JsonFileError;
use crate::workbook::templates::{TemplateError, TemplateKind, write_template};
use std::path::PathBuf;
use std::sync::Arc;

/// What came of reading or writing a document.
#[derive(Debug, Clone)]
pub enum DocumentNotice {
    /// A document was written.
    Written(PathBuf),
    /// A document was not written; what was there is as it was.
    NotWritten(Arc<JsonFileError>),
    /// The chosen file is no profile that can be used.
    ProfileNotRead(Arc<JsonFileError>),
    /// The kept profiles cannot be read; nothing is kept, so that nothing is written over.
    ProfilesNotRead(Arc<JsonFileError>),
    /// Kept models cannot be read; the portfolio is fitted anew and nothing is written over them.
    ModelsNotRead(Arc<JsonFileError>),
    /// A template was not written.
    TemplateNotWritten(Arc<TemplateError>),
}

impl DocumentNotice {
    /// Whether it tells of something that went wrong.
    #[must_use]
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::Written(_))
    }
}

pub(super) type WritingTemplate = Job<Result<PathBuf, TemplateError>>;

impl Session {
    pub(super) fn write_template(&mut self, kind: TemplateKind, path: PathBuf) {
        let language = self.settings.language.unwrap_or_default();
        let write = move |_: &_| write_template(kind, language, &path).map(|()| path);
        self.writing_template = Some(Job::start("template", Arc::clone(&self.waker), write));
    }

    fn finish_template(&mut self, written: Result<Result<PathBuf, TemplateError>, JobFailed>) {
        self.writing_template = None;
        self.notices.push(match written {
            Ok(Ok(path)) => Notice::Document(DocumentNotice::Written(path)),
            Ok(Err(error)) => Notice::Document(DocumentNotice::TemplateNotWritten(Arc::new(error))),
            Err(failed) => Notice::JobFailed(failed),
        });
    }

    /// Takes in a template that was written; true when there was one.
    pub(super) fn take_template(&mut self) -> bool {
        let written = self.writing_template.as_ref().and_then(Job::poll);
        written.is_some_and(|written| {
            self.finish_template(written);
            true
        })
    }

    pub(super) fn wait_for_template(&mut self) {
        if let Some(written) = self.writing_template.as_ref().map(Job::wait) {
            self.finish_template(written);
        }
    }
}
