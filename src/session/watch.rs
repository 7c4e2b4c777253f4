//! Whether the opened files changed on disk, and who has them open in Excel. Looked at when the window gets the focus.

use crate::portfolio::PortfolioFile;
use crate::session::Session;
use crate::session::job::Job;
use crate::session::marked_columns::foreseen;
use crate::session::notice::Notice;
use crate::workbook::lock::{OpenElsewhere, open_elsewhere};
use crate::workbook::markup::{SaveWarning, SourceStamp};
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
    /// What a marked-up copy of it will mean for what it carries beside its cells.
    pub foreseen: Vec<SaveWarning>,
}

impl Session {
    /// Looks at the opened files, away from the window: a network drive may take its time.
    pub(super) fn look_at_files(&mut self) {
        self.try_marks_again();
        let Some(scored) = self.scored.clone() else { return };
        if self.looking.is_some() {
            return;
        }
        let known = self.file_states.clone();
        self.looking = Some(Job::start("look", Arc::clone(&self.waker), move |_| {
            scored.portfolio.files.iter().map(|file| seen(file, &known)).collect()
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

fn seen(file: &PortfolioFile, known: &[FileState]) -> FileState {
    let source = &file.origin.source;
    let now = SourceStamp::of(source).ok();
    let read_as = file.origin.read_as;
    // A file that is gone for now, as on a drive without network, has not changed.
    let has_changed = now.is_some() && read_as.is_some() && now != read_as;
    // The workbook is read for it, which once is enough.
    let known = known.iter().find(|known| known.source == *source);
    let foreseen = known.map_or_else(|| foreseen(file), |known| known.foreseen.clone());
    FileState { source: source.clone(), has_changed, open_elsewhere: open_elsewhere(source), foreseen }
}
