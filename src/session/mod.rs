//! The program without a toolkit: state, [`Action`] in, [`Effect`] out, long work on jobs.

pub mod action;
pub mod job;
pub mod marks;
pub mod notice;
pub mod open;
pub mod settings;

use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::money::Currency;
use crate::domain::profile::ScoringProfile;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::{Dashboard, Question};
use crate::insight::filter::Filter;
use crate::insight::table::Sort;
use crate::session::action::{Action, Effect};
use crate::session::job::{Job, JobFailed, Waker};
use crate::session::marks::{MarkWords, PortfolioMarks, marked_sheet};
use crate::session::notice::Notice;
use crate::session::open::{Opened, open};
use crate::session::settings::Settings;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::error::OpenProblem;
use crate::workbook::markup::{Marks, SaveError, SavedCopy, save_marked_copy};
use crate::workbook::source::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is open, what is chosen, what runs.
pub struct Session {
    settings: Settings,
    profile: ScoringProfile,
    currency: Currency,
    as_of: Option<Date>,
    sample: Vec<Source>,
    scored: Option<Arc<ScoredPortfolio>>,
    question: Question,
    dashboard: Option<Arc<Dashboard>>,
    understanding_shown: bool,
    overwrite: Option<Copy>,
    notices: Vec<Notice>,
    mark_words: MarkWords,
    waker: Waker,
    opening: Option<Opening>,
    asking: Option<Job<Result<Dashboard, Cancelled>>>,
    saving: Option<Saving>,
    /// Saved once the copy that is being saved is done.
    saving_next: Vec<Copy>,
}

struct Opening {
    job: Job<Opened>,
    sources: Vec<Source>,
}

struct Saving {
    job: Job<Result<SavedCopy, SaveError>>,
    target: PathBuf,
}

/// A marked-up copy that is to be saved.
#[derive(Debug, Clone)]
struct Copy {
    source: Source,
    target: PathBuf,
    overwrite_source: bool,
}

/// Long work as a view shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// What it does.
    pub task: Task,
    /// The names of the files it is about.
    pub files: Vec<String>,
    /// Share done, 0 to 1, once known.
    pub fraction: Option<f32>,
}

/// A kind of long work that the user waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Files are being read.
    Opening,
    /// A marked-up copy is being written.
    Saving,
}

impl Session {
    /// Nothing open yet. `sample` are the workbooks of the sample portfolio, `mark_words` go into marked-up copies.
    #[must_use]
    pub fn new(settings: Settings, sample: Vec<Source>, mark_words: MarkWords, waker: Waker) -> Self {
        Self {
            settings,
            profile: ScoringProfile::default(),
            currency: Currency::default(),
            as_of: None,
            sample,
            scored: None,
            question: Question { model: None, filter: Filter::default(), sort: Sort::default() },
            dashboard: None,
            understanding_shown: false,
            overwrite: None,
            notices: Vec::new(),
            mark_words,
            waker,
            opening: None,
            asking: None,
            saving: None,
            saving_next: Vec::new(),
        }
    }

    /// Does what a person asked for; what the session cannot do itself comes back as effects.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::AskOpen => return vec![Effect::ChooseFiles { add: false }],
            Action::AskAdd => return vec![Effect::ChooseFiles { add: true }],
            Action::Open(sources) => self.start_opening(sources),
            Action::Add(sources) => self.start_opening(self.sources_to_be().into_iter().chain(sources).collect()),
            Action::OpenSample => self.start_opening(self.sample.clone()),
            Action::Cancel => self.cancel(),
            Action::ChooseModel(model) => {
                self.question.model = Some(model);
                self.question.filter.cell = None;
                self.question.filter.cluster = None;
                self.ask();
            }
            Action::ToggleCell(cell) => self.refilter(|filter| filter.toggle_cell(cell)),
            Action::ToggleCluster(cluster) => self.refilter(|filter| filter.toggle_cluster(cluster)),
            Action::ToggleSegment(segment) => self.refilter(|filter| filter.toggle_segment(segment)),
            Action::ClearFilter => self.refilter(|filter| *filter = Filter::default()),
            Action::SortBy(column) => {
                let descending = self.question.sort.column == column && !self.question.sort.descending;
                self.question.sort = Sort { column, descending };
                self.ask();
            }
            Action::AskSave(file) => return self.ask_target(file),
            Action::Save { source, target } => self.save(source, target),
            Action::ConfirmOverwrite => {
                if let Some(copy) = self.overwrite.take() {
                    self.start_saving(Copy { overwrite_source: true, ..copy });
                }
            }
            Action::DeclineOverwrite => self.overwrite = None,
            Action::ToggleUnderstanding => self.understanding_shown = !self.understanding_shown,
            Action::SetLanguage(language) => self.settings.language = Some(language),
            Action::DismissNotice(position) => {
                if position < self.notices.len() {
                    self.notices.remove(position);
                }
            }
        }
        Vec::new()
    }

    fn refilter(&mut self, change: impl FnOnce(&mut Filter)) {
        change(&mut self.question.filter);
        self.ask();
    }

    fn start_opening(&mut self, sources: Vec<Source>) {
        let sources = distinct(sources);
        // What is being asked is about the files that are open now.
        if sources.is_empty() || self.overwrite.is_some() {
            return;
        }
        let (profile, as_of, files) = (self.profile.clone(), self.as_of, sources.clone());
        let job = Job::start("open", Arc::clone(&self.waker), move |progress: &Progress| {
            open(&files, profile, as_of, progress)
        });
        self.opening = Some(Opening { job, sources });
    }

    /// Stops what [`Session::running`] shows.
    fn cancel(&mut self) {
        if self.opening.take().is_some() {
            return;
        }
        // A save ends by itself and removes its temporary file before it does.
        if let Some(saving) = &self.saving {
            saving.job.progress().cancel();
        }
    }

    /// Asks the question anew; an older one that still runs is dropped.
    fn ask(&mut self) {
        let Some(scored) = self.scored.clone() else { return };
        let question = self.question;
        self.asking = Some(Job::start("insight", Arc::clone(&self.waker), move |progress: &Progress| {
            Dashboard::compute(&scored, question, progress)
        }));
    }

    fn ask_target(&self, file: usize) -> Vec<Effect> {
        let opened = self.scored.as_ref().and_then(|scored| scored.portfolio.files.get(file));
        let Some(source) = opened.map(|file| file.origin.source.clone()) else { return Vec::new() };
        let folder = source.path().and_then(Path::parent).map(Path::to_owned);
        let name = proposed_name(&source.name());
        vec![Effect::ChooseTarget { source, folder, name }]
    }

    fn save(&mut self, source: Source, target: PathBuf) {
        let is_target = |source: &Source| source.path().is_some_and(|path| same_file(path, &target));
        let hits_source = is_target(&source);
        let hits_another = self.sources().iter().any(|other| *other != source && is_target(other));
        let copy = Copy { source, target, overwrite_source: false };
        if hits_another {
            self.notices.push(Notice::SaveFailed(Arc::new(SaveError::TargetIsOpen)));
        } else if hits_source {
            self.overwrite = Some(copy);
        } else {
            self.start_saving(copy);
        }
    }

    fn start_saving(&mut self, copy: Copy) {
        if self.saving.is_some() {
            self.saving_next.push(copy);
            return;
        }
        let Some(scored) = self.scored.clone() else { return };
        let Some(opened) = scored.portfolio.files.iter().find(|file| file.origin.source == copy.source) else { return };
        let sheet = marked_sheet(opened);
        let marks = PortfolioMarks::new(Arc::clone(&scored), opened, self.mark_words.clone(), self.currency);
        if marks.columns().is_empty() {
            self.notices.push(Notice::NothingToMark);
            return;
        }
        let target = copy.target.clone();
        let job = Job::start("save", Arc::clone(&self.waker), move |progress: &Progress| {
            save_marked_copy(&copy.source, &copy.target, copy.overwrite_source, &sheet, &marks, progress)
        });
        self.saving = Some(Saving { job, target });
    }

    /// Takes in what jobs have finished; true when something changed.
    pub fn take_results(&mut self) -> bool {
        let opened = self.opening.as_ref().and_then(|opening| opening.job.poll());
        let saved = self.saving.as_ref().and_then(|saving| saving.job.poll());
        let mut changed = opened.is_some() || saved.is_some();
        if let Some(opened) = opened {
            self.finish_opening(opened);
        }
        // Only now: a portfolio just opened has replaced the question about the one before.
        if let Some(answered) = self.asking.as_ref().and_then(Job::poll) {
            changed = true;
            self.finish_asking(answered);
        }
        if let Some(saved) = saved {
            self.finish_saving(saved);
        }
        changed
    }

    /// Waits for the copies that are being saved: a window that closes must not cut them short.
    pub fn wait_for_saves(&mut self) {
        while let Some(saved) = self.saving.as_ref().map(|saving| saving.job.wait()) {
            self.finish_saving(saved);
        }
    }

    /// Waits until nothing runs any more: for the command line and for tests.
    pub fn wait(&mut self) {
        while self.is_busy() {
            if let Some(opened) = self.opening.as_ref().map(|opening| opening.job.wait()) {
                self.finish_opening(opened);
            }
            if let Some(answered) = self.asking.as_ref().map(Job::wait) {
                self.finish_asking(answered);
            }
            self.wait_for_saves();
        }
    }

    fn finish_opening(&mut self, opened: Result<Opened, JobFailed>) {
        if self.opening.take().is_none() {
            return;
        }
        let opened = match opened {
            Ok(opened) => opened,
            Err(failed) => return self.notices.push(Notice::JobFailed(failed)),
        };
        let failures =
            opened.failures.into_iter().filter(|failure| !matches!(failure.problem, OpenProblem::Cancelled(_)));
        self.notices.extend(failures.map(|failure| Notice::OpenFailed(Arc::new(failure))));
        let Some(scored) = opened.scored else { return };
        let opened = scored.portfolio.files.iter().filter_map(|file| file.origin.source.path());
        for path in opened.filter_map(|path| std::path::absolute(path).ok()) {
            self.settings.remember(&path);
        }
        self.question = Question { model: first_model(&scored), filter: Filter::default(), sort: Sort::default() };
        self.scored = Some(Arc::new(scored));
        self.dashboard = None;
        self.ask();
    }

    fn finish_asking(&mut self, answered: Result<Result<Dashboard, Cancelled>, JobFailed>) {
        self.asking = None;
        match answered {
            Ok(Ok(dashboard)) => self.dashboard = Some(Arc::new(dashboard)),
            Ok(Err(Cancelled)) => {}
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    fn finish_saving(&mut self, saved: Result<Result<SavedCopy, SaveError>, JobFailed>) {
        self.saving = None;
        self.notices.extend(match saved {
            Ok(Ok(copy)) => Some(Notice::Saved(Arc::new(copy))),
            Ok(Err(error)) if error.key() == "cancelled" => None,
            Ok(Err(error)) => Some(Notice::SaveFailed(Arc::new(error))),
            Err(failed) => Some(Notice::JobFailed(failed)),
        });
        if !self.saving_next.is_empty() {
            let next = self.saving_next.remove(0);
            self.start_saving(next);
        }
    }

    /// Says which day the data speak of, for files opened from now on.
    pub fn set_as_of(&mut self, day: Option<Date>) {
        self.as_of = day;
    }

    /// The words that go into marked-up copies from now on.
    pub fn set_mark_words(&mut self, words: MarkWords) {
        self.mark_words = words;
    }

    /// Whether anything runs.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.opening.is_some() || self.asking.is_some() || self.saving.is_some()
    }

    /// The long work that the user waits for, if any.
    #[must_use]
    pub fn running(&self) -> Option<Running> {
        if let Some(opening) = &self.opening {
            let files = opening.sources.iter().map(Source::name).collect();
            return Some(Running { task: Task::Opening, files, fraction: opening.job.progress().fraction() });
        }
        let saving = self.saving.as_ref()?;
        let files = saving.target.file_name().map(|name| name.to_string_lossy().into_owned()).into_iter().collect();
        Some(Running { task: Task::Saving, files, fraction: saving.job.progress().fraction() })
    }

    /// What is kept from one start to the next.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
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
        self.overwrite.as_ref().map(|copy| copy.target.as_path())
    }

    fn sources(&self) -> Vec<Source> {
        let files = self.scored.iter().flat_map(|scored| &scored.portfolio.files);
        files.map(|file| file.origin.source.clone()).collect()
    }

    /// The files that will be open once what is being opened is.
    fn sources_to_be(&self) -> Vec<Source> {
        self.opening.as_ref().map_or_else(|| self.sources(), |opening| opening.sources.clone())
    }
}

/// Each file once, in the order given.
fn distinct(sources: Vec<Source>) -> Vec<Source> {
    let mut kept: Vec<Source> = Vec::new();
    for source in sources {
        let is_known = kept.iter().any(|known| match (known.path(), source.path()) {
            (Some(known), Some(path)) => same_file(known, path),
            _ => *known == source,
        });
        if !is_known {
            kept.push(source);
        }
    }
    kept
}

/// The first model with a matrix, else the first with anything.
fn first_model(scored: &ScoredPortfolio) -> Option<Model> {
    let models = &scored.portfolio.models;
    models.iter().find(|columns| columns.has_matrix()).or_else(|| models.first()).map(|columns| columns.model)
}

/// `report.xlsx` becomes `report-marked.xlsx`; macros keep their extension.
#[must_use]
pub fn proposed_name(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-marked.{extension}"),
        None => format!("{name}-marked.xlsx"),
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
