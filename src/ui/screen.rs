//! Everything that the window shows, borrowed.

use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::{Dashboard, Question};
use crate::session::notice::Notice;
use crate::session::settings::Language;
use crate::session::{Running, Session};
use crate::ui::table::TablePlace;
use crate::ui::words::Words;
use std::path::{Path, PathBuf};

/// What is shown.
#[derive(Clone)]
pub struct Screen<'a> {
    /// The words of the chosen language.
    pub words: &'static Words,
    /// The portfolio, if one is open.
    pub scored: Option<&'a ScoredPortfolio>,
    /// The latest answer about it.
    pub dashboard: Option<&'a Dashboard>,
    /// What is chosen; the answer may be older.
    pub question: &'a Question,
    /// Long work that the user waits for.
    pub running: Option<Running>,
    /// What the user should be told, the oldest first.
    pub notices: &'a [Notice],
    /// Whether the page of what was understood is shown.
    pub understanding_shown: bool,
    /// The source file that would be written to, while the user is asked.
    pub overwrite_asked: Option<&'a Path>,
    /// Files opened before, the latest first.
    pub recent: &'a [PathBuf],
    /// The currency of all amounts.
    pub currency: Currency,
}

impl<'a> Screen<'a> {
    /// What `session` shows, in the language it is set to, else in that of the system.
    #[must_use]
    pub fn of(session: &'a Session, system: Language) -> Self {
        let settings = session.settings();
        Self {
            words: Words::of(settings.language.unwrap_or(system)),
            scored: session.scored().map(AsRef::as_ref),
            dashboard: session.dashboard().map(AsRef::as_ref),
            question: session.question(),
            running: session.running(),
            notices: session.notices(),
            understanding_shown: session.understanding_shown(),
            overwrite_asked: session.overwrite_asked(),
            recent: &settings.recent,
            currency: session.currency(),
        }
    }

    /// The names of the opened files, in the order of [`crate::portfolio::Portfolio::files`].
    #[must_use]
    pub fn file_names(&self) -> Vec<String> {
        let files = self.scored.iter().flat_map(|scored| &scored.portfolio.files);
        files.map(|file| file.origin.source.name()).collect()
    }
}

/// What a frame is drawn from, and what the views keep between frames.
pub struct RootState<'a> {
    /// What is shown.
    pub screen: &'a Screen<'a>,
    /// Where the views are.
    pub view: &'a mut ViewState,
}

/// Where the views are: nothing that a restart could not lose.
#[derive(Debug, Clone, Default)]
pub struct ViewState {
    /// The rows that the table shows.
    pub table: TablePlace,
}
