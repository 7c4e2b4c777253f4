//! The window: takes results in, draws, and carries out what the session asks for.

use crate::app::APP_ID;
use crate::app::dialogs::{self, OpenDialog};
use crate::app::drawing::{self, DrawingJob};
use crate::app::system_fonts;
use crate::domain::Date;
use crate::session::Session;
use crate::session::action::{Action, Effect};
use crate::session::job::{Job, JobFailed, Waker};
use crate::session::open::sample_portfolio;
use crate::session::settings::Settings;
use crate::support::language::Language;
use crate::ui::drawn::Page;
use crate::ui::words::{Words, mark_words, report_names};
use crate::ui::{self, RootState, Screen, ViewState};
use crate::workbook::markup::SaveError;
use std::sync::Arc;
use std::time::Duration;

/// How often a progress bar moves.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// The app as eframe runs it.
pub(super) struct Shell {
    session: Session,
    system_language: Language,
    view: ViewState,
    dialog: Option<OpenDialog>,
    drawing: Option<DrawingJob>,
    waker: Waker,
}

impl Shell {
    /// The app with the settings of last time; `first` is what the command line asks for.
    pub(super) fn new(
        creation: &eframe::CreationContext<'_>,
        chosen: Option<Language>,
        system_language: Language,
        as_of: Option<Date>,
        first: Option<Action>,
    ) -> Self {
        ui::install(&creation.egui_ctx);
        system_fonts::add(&creation.egui_ctx);
        let mut settings: Settings =
            creation.storage.and_then(|storage| eframe::get_value(storage, eframe::APP_KEY)).unwrap_or_default();
        settings.language = chosen.or(settings.language);
        let language = settings.language.unwrap_or(system_language);
        let ctx = creation.egui_ctx.clone();
        let waker: Waker = Arc::new(move || ctx.request_repaint());
        let mut session = Session::new(settings, sample_portfolio(), mark_words(language), Arc::clone(&waker));
        session.set_as_of(as_of);
        session.set_today(today());
        if let Some(folder) = eframe::storage_dir(APP_ID) {
            session.keep_marks_in(&folder);
            session.keep_in(folder);
        }
        session.set_report_names(report_names(language));
        let mut shell =
            Self { session, system_language, view: ViewState::default(), dialog: None, drawing: None, waker };
        if let Some(first) = first {
            shell.carry_out(first);
        }
        shell
    }

    fn language(&self) -> Language {
        self.session.settings().language.unwrap_or(self.system_language)
    }

    fn carry_out(&mut self, action: Action) {
        let language_changes = matches!(action, Action::SetLanguage(_));
        for effect in self.session.apply(action) {
            if let Effect::Draw { what, target } = effect {
                let page = Page::of(&self.session, &self.view, self.language(), what);
                self.drawing = page.map(|page| drawing::write(page, target, Arc::clone(&self.waker)));
                continue;
            }
            // One dialog at a time: the answer of a second would replace that of the first.
            if self.dialog.is_none() {
                self.dialog = Some(dialogs::show(effect, Words::of(self.language()), Arc::clone(&self.waker)));
            }
        }
        if language_changes {
            self.session.set_mark_words(mark_words(self.language()));
            self.session.set_report_names(report_names(self.language()));
        }
    }
}

impl Shell {
    /// Tells the session how drawing and writing went.
    fn finish_drawing(&mut self, written: Result<Result<(), SaveError>, JobFailed>) {
        match written {
            Ok(written) => self.session.drawn(written),
            Err(failed) => self.session.drawing_failed(failed),
        }
    }
}

/// The day by the computer's clock, in universal time.
#[expect(clippy::disallowed_methods, reason = "the clock is asked here, and handed on as a parameter")]
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

impl eframe::App for Shell {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.session.take_results();
        if let Some(text) = self.session.take_copied() {
            ctx.copy_text(text);
        }
        if let Some(answer) = self.dialog.as_ref().and_then(Job::poll) {
            self.dialog = None;
            if let Ok(Some(action)) = answer {
                self.carry_out(action);
            }
        }
        if let Some(written) = self.drawing.as_ref().and_then(Job::poll) {
            self.drawing = None;
            self.finish_drawing(written);
        }
        if self.session.running().is_some() {
            ctx.request_repaint_after(PROGRESS_INTERVAL);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let screen = Screen::of(&self.session, self.system_language);
        let actions = ui::root(ui, RootState { screen: &screen, view: &mut self.view });
        for action in actions {
            self.carry_out(action);
            ui.ctx().request_repaint();
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.session.wait_for_saves();
        self.session.close_marks();
        self.session.wait_for_profiles();
        if let Some(drawing) = self.drawing.take() {
            self.finish_drawing(drawing.wait());
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, eframe::APP_KEY, self.session.settings());
    }
}
