//! Whether the opened files changed on disk, and who has them open in Excel. Looked at when the window gets the focus.

use crate::session::Session;
use crate::session::job::Job;
use crate::session::notice::Notice;
use crate::workbook::lock::{OpenElsewhere, open_elsewhere};
use crate::workbook::markup::SourceStamp;
use crate::workbook::source::Source;
use std::sync::Arc;

/// What was seen of an opened file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    /// The file.
    pub source: Source,
    /// Whether it is another one than was read.
    pub has_changed: bool,
    /// Who has it open in Excel.
    pub open_elsewhere: Option<OpenElsewhere>,
}

impl Session {
    /// Looks at the opened files, away from the window: a network drive may take its time.
    pub(super) fn look_at_files(&mut self) {
        let Some(scored) = self.scored.clone() else { return };
        if self.looking.is_some() {
            return;
        }
        self.looking = Some(Job::start("look", Arc::clone(&self.waker), move |_| {
            let files = scored.portfolio.files.iter();
            files
                .map(|file| (&file.origin.source, file.origin.read_as))
                .map(|(source, read_as)| seen(source, read_as))
                .collect()
        }));
    }

    pub(super) fn finish_looking(&mut self, seen: Vec<FileState>) {
        self.looking = None;
        let open = self.sources();
        // What was looked at may not be open any more.
        let seen: Vec<FileState> = seen.into_iter().filter(|file| open.contains(&file.source)).collect();
        for file in seen.iter().filter(|file| file.has_changed) {
            let is_told = |notice: &Notice| matches!(notice, Notice::FileChanged(source) if *source == file.source);
            let was_seen = self.file_states.iter().any(|known| known.source == file.source && known.has_changed);
            if !was_seen && !self.notices.iter().any(is_told) {
                self.notices.push(Notice::FileChanged(file.source.clone()));
            }
        }
        self.file_states = seen;
    }

    /// What was last seen of the opened files on disk.
    #[must_use]
    pub fn file_states(&self) -> &[FileState] {
        &self.file_states
    }
}

fn seen(source: &Source, read_as: Option<SourceStamp>) -> FileState {
    let now = SourceStamp::of(source).ok();
    // A file that is gone for now, as on a drive without network, has not changed.
    let has_changed = now.is_some() && read_as.is_some() && now != read_as;
    FileState { source: source.clone(), has_changed, open_elsewhere: open_elsewhere(source) }
}
