//! Where the command line writes to.

use crate::cli::arguments::{ChoiceArguments, SharedArguments};
use crate::domain::profile::ScoringProfile;
use crate::session::Session;
use crate::session::action::Action;
use crate::session::open::sample_portfolio;
use crate::session::settings::Settings;
use crate::ui::words::{Problem, Words, mark_words};
use crate::workbook::source::Source;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Results go to `out`, everything else to `messages`.
pub struct Console<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub messages: &'a mut dyn Write,
}

impl Console<'_> {
    /// Tells what a session has to tell: files that did not open, copies that were not saved.
    ///
    /// # Errors
    /// When the console cannot be written to.
    pub fn tell_notices(&mut self, session: &Session, words: &Words) -> io::Result<()> {
        for notice in session.notices().iter().filter(|notice| notice.is_error()) {
            writeln!(self.messages, "{}", sentence(&words.notice(notice)))?;
        }
        Ok(())
    }
}

/// A problem in one line: what happened, why, and the way out.
pub(super) fn sentence(problem: &Problem) -> String {
    let parts = [&problem.title, &problem.cause, &problem.way_out];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// A session that has opened `files` by `choices`, of which the sheet is that of the first file.
pub(super) fn session_after(files: Vec<Source>, choices: ChoiceArguments, shared: &SharedArguments) -> Session {
    session_with(files, choices, shared, ScoringProfile::default())
}

/// As [`session_after`], scored by `profile`.
pub(super) fn session_with(
    files: Vec<Source>,
    choices: ChoiceArguments,
    shared: &SharedArguments,
    profile: ScoringProfile,
) -> Session {
    let nobody_sleeps = Arc::new(|| ());
    let words = mark_words(shared.language.unwrap_or_default());
    let mut session = Session::new(Settings::default(), sample_portfolio(), words, nobody_sleeps);
    session.set_as_of(shared.as_of.or(profile.as_of));
    session.use_profile(profile);
    session.set_choices(files.first().cloned().zip(choices.sheet), choices.columns);
    session.apply(Action::Open(files));
    session.wait_for_files();
    session
}

/// The files at `paths`, as sources.
pub(super) fn sources(paths: Vec<PathBuf>) -> Vec<Source> {
    paths.into_iter().map(Source::File).collect()
}
