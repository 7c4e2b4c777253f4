//! The program without a toolkit: state, [`Action`] in, [`Effect`] out, long work on jobs.

pub mod action;
pub mod asked;
pub mod column_trial;
pub mod columns;
pub mod copy_columns;
pub mod customer;
mod dispatch;
pub mod documents;
pub mod drawing;
pub mod front;
pub mod history;
pub mod job;
pub mod kept_portfolio;
pub mod layout;
pub mod list_table;
pub mod marked_columns;
pub mod marks;
pub mod models;
pub mod months;
pub mod notice;
pub mod open;
pub mod preferences;
pub mod price_book;
pub mod profiles;
pub mod quality;
mod report;
pub mod saved_view;
pub mod saving;
mod scoring;
pub mod selection;
pub mod settings;
mod shelf;
mod state;
pub mod table;
pub mod table_text;
pub mod tuning;
mod undo;
pub mod view;
pub mod watch;
pub mod whitespace_map;
pub mod work_list;
pub mod writing;

pub use saving::proposed_name;
pub use scoring::OwnScores;
pub use undo::StepName;

use crate::domain::Date;
use crate::domain::money::Currency;
use crate::domain::profile::ScoringProfile;
use crate::domain::profile_library::ProfileLibrary;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::{Dashboard, Question};
use crate::insight::filter::Filter;
use crate::scoring::engine::kept::PortfolioShelf;
use crate::session::action::{Action, Effect};
use crate::session::asked::Asked;
use crate::session::columns::{ColumnPage, Peeking};
use crate::session::customer::CustomerPart;
use crate::session::documents::WritingTemplate;
use crate::session::front::FrontPart;
use crate::session::history::HistoryPart;
use crate::session::job::{Job, JobFailed, Waker};
use crate::session::kept_portfolio::Reopened;
use crate::session::list_table::SavingList;
use crate::session::marked_columns::MarkWords;
use crate::session::marks::MarkDesk;
use crate::session::models::{Challenging, Rivalry};
use crate::session::months::MonthsDesk;
use crate::session::notice::Notice;
use crate::session::open::{OpenRequest, Opened, Preview, first_question, open_with_preview};
use crate::session::profiles::ProfileFiles;
use crate::session::quality::QualityDesk;
use crate::session::report::Reports;
use crate::session::saving::Saves;
use crate::session::scoring::{Banding, Scoring};
use crate::session::settings::Settings;
use crate::session::shelf::ShelfDesk;
use crate::session::table::TablePart;
use crate::session::tuning::TuningDesk;
use crate::session::undo::UndoStack;
use crate::session::view::View;
use crate::session::watch::FileState;
use crate::session::whitespace_map::MapPart;
use crate::session::work_list::WorkListPart;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::choices::ReadAs;
use crate::workbook::error::OpenProblem;
use crate::workbook::source::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

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
    view: View,
    customer: CustomerPart,
    table: TablePart,
    map: MapPart,
    front: FrontPart,
    /// Where the brief or the picture goes that is being drawn.
    drawing: Option<PathBuf>,
    saving_list: Option<SavingList>,
    help_shown: bool,
    understanding_shown: bool,
    notices: Vec<Notice>,
    mark_words: MarkWords,
    mark_desk: MarkDesk,
    undo: UndoStack,
    work: WorkListPart,
    waker: Waker,
    opening: Option<Opening>,
    asking: Option<Job<Result<Dashboard, Cancelled>>>,
    /// Does beforehand what the first search would wait for.
    preparing: Asked<()>,
    scoring: Option<Scoring>,
    own_scores: OwnScores,
    banding: Option<Banding>,
    /// The models that are kept; `None` as long as the portfolio's own are the only ones.
    shelf: Option<PortfolioShelf>,
    shelf_desk: ShelfDesk,
    challenging: Option<Challenging>,
    rivalry: Option<Rivalry>,
    saves: Saves,
    reports: Reports,
    /// Dropped on the window while the question about overwriting was asked.
    open_after_question: Option<Vec<Source>>,
    /// The first rows of what is being opened.
    preview: Option<Preview>,
    /// Sheets chosen by hand for files of this run.
    sheets: Vec<(Source, String)>,
    columns_of_run: Vec<(String, ReadAs)>,
    column_page: Option<ColumnPage>,
    peeking: Option<Peeking>,
    looking: Option<Job<Vec<FileState>>>,
    file_states: Vec<FileState>,
    months: MonthsDesk,
    tuning: TuningDesk,
    quality: QualityDesk,
    /// Profiles that are kept under names.
    library: ProfileLibrary,
    profile_files: ProfileFiles,
    default_profile: ScoringProfile,
    /// Where the program keeps documents of its own; nothing is kept without it.
    data_folder: Option<PathBuf>,
    /// The day on which profiles are saved.
    today: Option<Date>,
    writing_template: Option<WritingTemplate>,
    history: HistoryPart,
    reopened: Option<Reopened>,
    /// The page that the portfolio was left on, until there is an answer to show on it.
    page_to_show: Option<View>,
    /// The older month that the portfolio was left with.
    months_to_load: Vec<Source>,
}

struct Opening {
    job: Job<Opened>,
    sources: Vec<Source>,
    preview: Receiver<Preview>,
    /// The profile that the portfolio was left with, where another one is in use.
    profile: Option<ScoringProfile>,
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
    /// Our own scores are being worked out; what is open can be used meanwhile.
    Scoring,
    /// Many customers are being marked; what is open can be used meanwhile.
    Marking,
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
            question: Question::default(),
            dashboard: None,
            view: View::default(),
            customer: CustomerPart::default(),
            table: TablePart::default(),
            map: MapPart::default(),
            front: FrontPart::default(),
            drawing: None,
            saving_list: None,
            help_shown: false,
            understanding_shown: false,
            notices: Vec::new(),
            mark_words,
            mark_desk: MarkDesk::default(),
            undo: UndoStack::default(),
            work: WorkListPart::default(),
            waker,
            opening: None,
            asking: None,
            preparing: Asked::default(),
            scoring: None,
            own_scores: OwnScores::default(),
            banding: None,
            shelf: None,
            shelf_desk: ShelfDesk::default(),
            challenging: None,
            rivalry: None,
            saves: Saves::default(),
            reports: Reports::default(),
            open_after_question: None,
            preview: None,
            sheets: Vec::new(),
            columns_of_run: Vec::new(),
            column_page: None,
            peeking: None,
            looking: None,
            file_states: Vec::new(),
            months: MonthsDesk::default(),
            tuning: TuningDesk::default(),
            quality: QualityDesk::default(),
            library: ProfileLibrary::default(),
            profile_files: ProfileFiles::default(),
            default_profile: ScoringProfile::default(),
            data_folder: None,
            today: None,
            writing_template: None,
            history: HistoryPart::default(),
            reopened: None,
            page_to_show: None,
            months_to_load: Vec::new(),
        }
    }

    /// Does what a person asked for; what the session cannot do itself comes back as effects.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        let before = self.snapshot(&action);
        let effects = self.act(action);
        if let Some(before) = before {
            self.remember(before);
        }
        effects
    }

    fn refilter(&mut self, change: impl FnOnce(&mut Filter)) {
        change(&mut self.question.filter);
        self.ask();
    }

    fn start_opening(&mut self, sources: Vec<Source>) {
        let sources = distinct(sources);
        if sources.is_empty() {
            return;
        }
        // What is being asked is about the files that are open now.
        if self.saves.asked.is_some() {
            self.open_after_question = Some(sources);
            return;
        }
        let profile = self.prepare_reopening(&sources);
        let files = sources.iter().map(|source| (source.clone(), self.choices_for(source))).collect();
        let in_use = profile.as_ref().unwrap_or(&self.profile);
        let as_of = self.as_of.or(in_use.as_of);
        let request = OpenRequest { files, profile: in_use.clone(), as_of };
        let ((sender, preview), waker) = (channel(), Arc::clone(&self.waker));
        let job = Job::start("open", Arc::clone(&self.waker), move |progress: &Progress| {
            let mut show = |preview| {
                // Nobody looks at the preview of an opening that was cancelled.
                let _ = sender.send(preview);
                waker();
            };
            open_with_preview(&request, &mut show, progress)
        });
        self.preview = None;
        self.opening = Some(Opening { job, sources, preview, profile });
    }

    /// Stops what [`Session::running`] shows.
    fn cancel(&mut self) {
        if self.opening.take().is_some() {
            self.preview = None;
            return;
        }
        if let Some(marking) = self.marking() {
            marking.cancel();
            return;
        }
        if let Some(exporting) = self.exporting() {
            exporting.job.progress().cancel();
            return;
        }
        if let Some(writing) = &self.reports.running {
            writing.job.progress().cancel();
        }
        // A save ends by itself and removes its temporary file before it does.
        if let Some(saving) = &self.saves.running {
            saving.job.progress().cancel();
        } else if self.scoring.is_some() {
            self.finish_scoring(Ok(Err(Cancelled)));
        } else {
            self.challenging = None;
        }
    }

    /// Asks the question anew; an older one that still runs is dropped.
    fn ask(&mut self) {
        let Some(scored) = self.scored.clone() else { return };
        let question = self.question.clone();
        self.asking = Some(Job::start("insight", Arc::clone(&self.waker), move |progress: &Progress| {
            Dashboard::compute(&scored, &question, progress)
        }));
        self.ask_card_changes();
        self.preview_draft();
        self.list_movers();
    }

    fn prepare_search(&mut self) {
        let Some(scored) = self.scored.clone() else { return };
        self.preparing.ask("prepare search", Arc::clone(&self.waker), move |progress| scored.prepare_search(progress));
    }

    /// Takes in what jobs have finished; true when something changed.
    pub fn take_results(&mut self) -> bool {
        let preview = self.opening.as_ref().and_then(|opening| opening.preview.try_recv().ok());
        let opened = self.opening.as_ref().and_then(|opening| opening.job.poll());
        let saved = self.saves.running.as_ref().and_then(|saving| saving.job.poll());
        let mut changed = preview.is_some() || opened.is_some() || saved.is_some();
        self.preview = preview.or_else(|| self.preview.take());
        if let Some(opened) = opened {
            self.finish_opening(opened);
        }
        changed |= self.take_bands();
        // Only now: a portfolio just opened has replaced the question about the one before.
        if let Some(answered) = self.asking.as_ref().and_then(Job::poll) {
            changed = true;
            self.finish_asking(answered);
        }
        if let Some(scored) = self.scoring.as_ref().and_then(Job::poll) {
            changed = true;
            self.finish_scoring(scored);
        }
        if let Some(brought) = self.challenging.as_ref().and_then(Job::poll) {
            changed = true;
            self.finish_challenging(brought);
        }
        if let Some(saved) = saved {
            self.finish_saving(saved);
        }
        if let Err(failed) = self.preparing.poll() {
            changed = true;
            self.notices.push(Notice::JobFailed(failed));
        }
        if let Some(written) = self.reports.running.as_ref().and_then(|writing| writing.job.poll()) {
            changed = true;
            self.finish_report(written);
        }
        if let Some(peeked) = self.peeking.as_ref().and_then(Job::poll) {
            changed = true;
            self.finish_peeking(peeked);
        }
        changed |= self.take_trial();
        changed |= self.poll_customer();
        changed |= self.poll_map();
        changed |= self.poll_table();
        if let Some(seen) = self.looking.as_ref().and_then(Job::poll) {
            changed = true;
            self.finish_looking(seen.unwrap_or_default());
        }
        changed |= self.take_mark_results();
        changed |= self.take_month_results();
        changed |= self.take_tuning_results();
        changed |= self.take_quality_results();
        changed |= self.take_profile_results();
        changed |= self.take_shelf_results();
        changed |= self.take_work_list();
        changed |= self.take_saved_list();
        changed |= self.take_history();
        changed |= self.take_found_customers();
        changed | self.take_template()
    }

    /// Waits until nothing runs any more: for the command line and for tests.
    pub fn wait(&mut self) {
        self.wait_without_scoring();
        while let Some(scored) = self.scoring.as_ref().map(Job::wait) {
            self.finish_scoring(scored);
            self.wait_without_scoring();
        }
        if let Some(brought) = self.challenging.as_ref().map(Job::wait) {
            self.finish_challenging(brought);
        }
    }

    fn wait_without_scoring(&mut self) {
        while self.is_busy() {
            if let Some(opened) = self.opening.as_ref().map(|opening| opening.job.wait()) {
                self.finish_opening(opened);
            }
            self.wait_for_bands();
            if let Some(answered) = self.asking.as_ref().map(Job::wait) {
                self.finish_asking(answered);
            }
            self.wait_for_saves();
            self.wait_for_customer();
            self.wait_for_map();
            if let Some(written) = self.reports.running.as_ref().map(|writing| writing.job.wait()) {
                self.finish_report(written);
            }
            self.wait_for_table();
            if let Some(peeked) = self.peeking.as_ref().map(Job::wait) {
                self.finish_peeking(peeked);
            }
            self.wait_for_trial();
            if let Some(seen) = self.looking.as_ref().map(Job::wait) {
                self.finish_looking(seen.unwrap_or_default());
            }
            self.wait_for_marks();
            self.wait_for_months();
            self.wait_for_tuning();
            self.wait_for_quality();
            self.wait_for_profiles();
            self.wait_for_models();
            self.wait_for_template();
            self.wait_for_history();
            self.wait_for_found_customers();
            self.wait_for_work_list();
            self.wait_for_list();
        }
    }

    fn finish_opening(&mut self, opened: Result<Opened, JobFailed>) {
        let Some(Opening { sources, profile, .. }) = self.opening.take() else { return };
        self.preview = None;
        self.wait_for_bands();
        let opened = match opened {
            Ok(opened) => opened,
            Err(failed) => return self.notices.push(Notice::JobFailed(failed)),
        };
        let all_opened = opened.failures.is_empty();
        let failures =
            opened.failures.into_iter().filter(|(_, error)| !matches!(error.problem, OpenProblem::Cancelled(_)));
        self.notices.extend(failures.map(|(source, error)| {
            let (error, sources) = (Arc::new(error), sources.clone());
            Notice::OpenFailed { error, source, sources }
        }));
        if let Some(error) = opened.price_problem {
            self.notices.push(Notice::PriceBookRefused(Arc::new(error)));
        }
        let has_prices = opened.price_book.is_some();
        if let Some(book) = opened.price_book {
            self.notices.push(Notice::PriceBookTaken { prices: book.prices.len(), currency: book.currency });
            self.profile.price_book = Some(book);
        }
        let Some(scored) = opened.scored else {
            if has_prices {
                self.use_profile(self.profile.clone());
            }
            return;
        };
        let opened = scored.portfolio.files.iter().filter_map(|file| file.origin.source.path());
        for path in opened.filter_map(|path| std::path::absolute(path).ok()) {
            self.settings.remember(&path);
        }
        self.keep_portfolio();
        if let Some(profile) = profile {
            self.profile = profile;
            self.keep_profile_in_use();
            self.notices.push(Notice::ProfileOfPortfolio);
        }
        self.question = first_question(&scored);
        let not_found = self.headers_not_found(&scored.portfolio);
        if all_opened && !not_found.is_empty() {
            self.notices.push(Notice::HeadersNotFound(not_found));
        }
        // What was told of files is of those that were open before.
        self.notices.retain(|notice| !matches!(notice, Notice::FileChanged(_)));
        self.file_states.clear();
        self.looking = None;
        self.close_columns();
        self.close_customer();
        self.clear_table();
        self.clear_map();
        self.front.forget_found();
        self.forget_copy_models();
        self.leave_shelf();
        // Copies that wait for scores are of what was open until now.
        self.scoring = None;
        self.save_what_waited();
        self.scored = Some(Arc::new(scored));
        self.dashboard = None;
        self.prepare_search();
        self.undo.leave_portfolio();
        self.leave_work_list();
        self.reopen(&sources);
        self.place_marks();
        self.look_at_files();
        self.rejoin_months();
        self.keep_history();
        self.forget_quality();
        self.ask();
        self.start_scoring();
    }

    fn finish_asking(&mut self, answered: Result<Result<Dashboard, Cancelled>, JobFailed>) {
        self.asking = None;
        match answered {
            Ok(Ok(dashboard)) => {
                self.dashboard = Some(Arc::new(dashboard));
                self.table_answered();
                self.place_customer();
                self.ask_map();
                self.show_page_left();
            }
            Ok(Err(Cancelled)) => {}
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    /// Says which day the data speak of, for files opened from now on.
    pub fn set_as_of(&mut self, day: Option<Date>) {
        self.as_of = day;
    }

    /// Says which day it is, for what is saved from now on.
    pub fn set_today(&mut self, day: Date) {
        self.today = Some(day);
    }

    /// The words that go into marked-up copies from now on.
    pub fn set_mark_words(&mut self, words: MarkWords) {
        self.mark_words = words;
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

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

#[cfg(test)]
mod tests;
