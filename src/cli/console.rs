//! Where the command line writes to.

use crate::cli::Exit;
use crate::cli::arguments::{ChoiceArguments, SharedArguments};
use crate::domain::profile::ScoringProfile;
use crate::scoring::engine::kept::PortfolioShelf;
use crate::session::action::Action;
use crate::session::open::sample_portfolio;
use crate::session::settings::Settings;
use crate::session::{OwnScores, Session};
use crate::ui::words::{Problem, Words, fill, mark_words};
use crate::workbook::source::Source;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
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

    /// Tells why nothing came of it.
    pub(super) fn failed(&mut self, told: &str) -> io::Result<Exit> {
        writeln!(self.messages, "{told}")?;
        Ok(Exit::Failed)
    }

    /// Tells that `output` was written, or why not.
    pub(super) fn written(&mut self, output: &Path, written: Result<(), String>, words: &Words) -> io::Result<Exit> {
        let file = output.display().to_string();
        match written {
            Ok(()) => {
                writeln!(self.out, "{file}")?;
                Ok(Exit::Done)
            }
            Err(cause) => {
                let told = fill(&words.export_not_written, &[("file", &file), ("cause", &cause)]);
                self.failed(&told)
            }
        }
    }
}

/// A problem in one line: what happened, why, and the way out.
pub(super) fn sentence(problem: &Problem) -> String {
    let parts = [&problem.title, &problem.cause, &problem.way_out];
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| ended(part)).collect::<Vec<_>>().join(" ")
}

/// A title stands alone in the window, without a full stop.
fn ended(part: &str) -> String {
    match part.chars().next_back() {
        Some(last) if last.is_ascii_alphanumeric() || matches!(last, '”' | ')') => format!("{part}."),
        Some(last) if last.is_alphanumeric() || last == '」' => format!("{part}。"),
        _ => part.to_owned(),
    }
}

/// A session that has opened `files` by `choices`, of which the sheet is that of the first file.
pub(super) fn session_after(files: Vec<Source>, choices: ChoiceArguments, shared: &SharedArguments) -> Session {
    session_by(None, files, choices, shared, ScoringProfile::default())
}

/// A session that has opened `files`, for what they say alone: our own scores are not worked out.
pub(super) fn session_of_files(files: Vec<Source>, shared: &SharedArguments) -> Session {
    let words = mark_words(shared.language.unwrap_or_default());
    let mut session = Session::new(Settings::default(), Vec::new(), words, Arc::new(|| ()));
    session.set_as_of(shared.as_of);
    session.set_own_scores(OwnScores::Never);
    session.apply(Action::Open(files));
    session.wait();
    session
}

/// As [`session_after`], scored by `profile` and by the champion of `shelf` where there is one.
pub(super) fn session_by(
    shelf: Option<PortfolioShelf>,
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
    session.set_models(shelf);
    session.set_choices(files.first().cloned().zip(choices.sheet), choices.columns);
    session.apply(Action::Open(files));
    session.wait_for_files();
    session
}

/// The files at `paths`, as sources.
pub(super) fn sources(paths: Vec<PathBuf>) -> Vec<Source> {
    paths.into_iter().map(Source::File).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_ends_before_the_cause_begins() {
        let said = |title: &str, cause: &str| {
            sentence(&Problem { title: title.to_owned(), cause: cause.to_owned(), way_out: String::new() })
        };
        assert_eq!(said("“a.xlsx” could not be opened", "It is empty."), "“a.xlsx” could not be opened. It is empty.");
        assert_eq!(said("「a.xlsx」を開けません", "空です。"), "「a.xlsx」を開けません。 空です。");
    }
}
