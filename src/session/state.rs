//! What the session shows of itself.

use crate::domain::money::Currency;
use crate::domain::profile_library::ProfileLibrary;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::{Dashboard, Question};
use crate::session::notice::Notice;
use crate::session::open::Preview;
use crate::session::settings::Settings;
use crate::session::view::View;
use crate::session::{Running, Session, Task};
use crate::support::progress::Progress;
use crate::workbook::source::Source;
use std::path::Path;
use std::sync::Arc;

impl Session {
    /// Whether anything runs.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let looks = self.peeking.is_some()
            || self.tries_columns()
            || self.looking.is_some()
            || self.asks_customer()
            || self.asks_map();
        let looks = looks || self.mark_desk.is_busy() || self.asks_work_list() || self.asks_table();
        let looks = looks || self.writing_template.is_some() || self.history_is_busy() || self.front.is_finding();
        let desks =
            self.months_are_busy() || self.tuning_is_busy() || self.quality_is_busy() || self.profiles_are_busy();
        let desks = desks || self.shelf_is_busy();
        let writes = self.saves.running.is_some() || self.reports.running.is_some() || self.saving_list.is_some();
        let asks = self.asking.is_some() || self.banding.is_some();
        self.opening.is_some() || asks || writes || looks || desks
    }

    /// The long work that the user waits for, if any.
    #[must_use]
    pub fn running(&self) -> Option<Running> {
        if let Some(opening) = &self.opening {
            let files = opening.sources.iter().map(Source::name).collect();
            return Some(Running { task: Task::Opening, files, fraction: opening.job.progress().fraction() });
        }
        if let Some(target) = &self.drawing {
            return Some(Running { task: Task::Saving, files: file_name(target), fraction: None });
        }
        if let Some(writing) = &self.reports.running {
            return Some(running(Task::Saving, &writing.target, writing.job.progress()));
        }
        if let Some(saving) = &self.saves.running {
            return Some(running(Task::Saving, &saving.target, saving.job.progress()));
        }
        if let Some(exporting) = self.exporting() {
            let fraction = exporting.job.progress().fraction();
            return Some(Running { task: Task::Saving, files: file_name(&exporting.target), fraction });
        }
        if let Some(marking) = self.marking() {
            return Some(Running { task: Task::Marking, files: Vec::new(), fraction: marking.fraction() });
        }
        let progress = match (&self.scoring, &self.challenging) {
            (Some(scoring), _) => scoring.progress(),
            (None, Some(challenging)) => challenging.progress(),
            (None, None) => return None,
        };
        Some(Running { task: Task::Scoring, files: Vec::new(), fraction: progress.fraction() })
    }

    /// What is kept from one start to the next.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The profiles that are kept.
    #[must_use]
    pub fn library(&self) -> &ProfileLibrary {
        &self.library
    }

    /// The portfolio, if one is open.
    #[must_use]
    pub fn scored(&self) -> Option<&Arc<ScoredPortfolio>> {
        self.scored.as_ref()
    }

    /// The latest answer, if a portfolio is open; it may be older than the choices while a new one is computed.
    #[must_use]
    pub fn dashboard(&self) -> Option<&Arc<Dashboard>> {
        self.dashboard.as_ref()
    }

    /// The first rows of what is being opened, while they are all there is of it.
    #[must_use]
    pub fn preview(&self) -> Option<&Preview> {
        self.preview.as_ref()
    }

    /// Whether help is shown.
    #[must_use]
    pub fn help_shown(&self) -> bool {
        self.help_shown
    }

    /// The page that is shown.
    #[must_use]
    pub fn view(&self) -> View {
        self.view
    }

    /// What is chosen.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The currency of all amounts.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// What the user should be told, the oldest first.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Whether the page of what was understood is shown.
    #[must_use]
    pub fn understanding_shown(&self) -> bool {
        self.understanding_shown
    }

    /// The source file that would be written to, while the user is asked.
    #[must_use]
    pub fn overwrite_asked(&self) -> Option<&Path> {
        self.saves.asked.as_ref().map(|copy| copy.target.as_path())
    }
}

fn file_name(path: &Path) -> Vec<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).into_iter().collect()
}

/// Work that writes `target`.
fn running(task: Task, target: &Path, progress: &Progress) -> Running {
    Running { task, files: file_name(target), fraction: progress.fraction() }
}
