//! The window: takes results in, draws, and carries out what the session asks for.

use crate::app::APP_ID;
use crate::app::dialogs::{self, OpenDialog};
use crate::app::drawing::{self, DrawingJob};
use crate::app::hand_over::{FrontDoor, HandedIn};
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
use crate::workbook::source::Source;
use egui::ViewportCommand;
use std::sync::Arc;
use std::time::Duration;

/// How often a progress bar moves.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// What the command line asks for.
pub(super) struct Asked {
    /// What the window opens with.
    pub(super) first: Option<Action>,
    /// The language, where one is named.
    pub(super) language: Option<Language>,
    /// The day the data speak of, where one is named.
    pub(super) as_of: Option<Date>,
}

/// The app as eframe runs it.
pub(super) struct Shell {
    session: Session,
    system_language: Language,
    view: ViewState,
    dialog: Option<OpenDialog>,
    drawing: Option<DrawingJob>,
    waker: Waker,
    context: egui::Context,
    /// Files of later starts, where this window takes them.
    handed_in: Option<HandedIn>,
}

impl Shell {
    /// The app with the settings of last time; files of later starts come through `door`.
    pub(super) fn new(
        creation: &eframe::CreationContext<'_>,
        asked: Asked,
        system_language: Language,
        door: Option<FrontDoor>,
    ) -> Self {
        ui::install(&creation.egui_ctx);
        system_fonts::add(&creation.egui_ctx);
        let mut settings: Settings =
            creation.storage.and_then(|storage| eframe::get_value(storage, eframe::APP_KEY)).unwrap_or_default();
        settings.language = asked.language.or(settings.language);
        let language = settings.language.unwrap_or(system_language);
        ui::apply(&creation.egui_ctx, &settings.preferences);
        let ctx = creation.egui_ctx.clone();
        let waker: Waker = Arc::new(move || ctx.request_repaint());
        let mut session = Session::new(settings, sample_portfolio(), mark_words(language), Arc::clone(&waker));
        session.set_as_of(asked.as_of);
        session.set_today(today());
        if let Some(folder) = eframe::storage_dir(APP_ID) {
            session.keep_marks_in(&folder);
            session.keep_in(folder);
        }
        session.set_report_names(report_names(language));
        let handed_in = door.map(|door| door.watch(Arc::clone(&waker)));
        let context = creation.egui_ctx.clone();
        let (view, dialog, drawing) = (ViewState::default(), None, None);
        let mut shell = Self { session, system_language, view, dialog, drawing, waker, context, handed_in };
        if let Some(first) = asked.first {
            shell.carry_out(first);
        }
        shell
    }

    fn language(&self) -> Language {
        self.session.settings().language.unwrap_or(self.system_language)
    }

    fn carry_out(&mut self, action: Action) {
        let language_changes = matches!(action, Action::SetLanguage(_));
        let before = self.session.settings().preferences;
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
        if self.session.settings().preferences != before {
            ui::apply(&self.context, &self.session.settings().preferences);
        }
        if language_changes {
            self.session.set_mark_words(mark_words(self.language()));
            self.session.set_report_names(report_names(self.language()));
        }
    }
}

impl Shell {
    /// Opens the files of a later start, and comes forward.
    fn take_handed_in(&mut self, ctx: &egui::Context) {
        let Some(files) = self.handed_in.as_ref().and_then(HandedIn::poll) else { return };
        self.carry_out(Action::Open(files.into_iter().map(Source::File).collect()));
        ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        ctx.send_viewport_cmd(ViewportCommand::Focus);
        ctx.request_repaint();
    }

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
        self.take_handed_in(ctx);
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

    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        if self.session.settings().preferences.reduced_motion {
            ui::jump_by_wheel(input);
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
        self.session.wait_for_models();
        if let Some(drawing) = self.drawing.take() {
            self.finish_drawing(drawing.wait());
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.session.keep_portfolio();
        eframe::set_value(storage, eframe::APP_KEY, self.session.settings());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::Storage as _;
    use std::collections::BTreeMap;

    /// The settings file in memory.
    #[derive(Default)]
    struct Kept(BTreeMap<String, String>);

    impl eframe::Storage for Kept {
        fn get_string(&self, key: &str) -> Option<String> {
            self.0.get(key).cloned()
        }
        fn set_string(&mut self, key: &str, value: String) {
            self.0.insert(key.to_owned(), value);
        }
        fn remove_string(&mut self, key: &str) {
            self.0.remove(key);
        }
        fn flush(&mut self) {}
    }

    #[test]
    fn a_portfolio_as_it_was_left_comes_back_from_the_settings_file() {
        let settings: Settings = serde_json::from_str(
            r#"{"portfolios": [{
                "files": ["/data/レポート.xlsx"],
                "sheets": [["/data/レポート.xlsx", "Daten"]],
                "profile": "{\"version\":1}",
                "dimension": "industry",
                "page": "work_list",
                "plan": {"weeks": 7, "assigned": {"West": "愛子"}},
                "edits": [{"customer": "id:c1", "put": [0, 3]}, {"customer": "id:c2", "put": null}],
                "table": {
                    "columns": ["Name", "attribute.Industry"], "frozen": 1, "widths": [["Name", 233]],
                    "conditions": [
                        ["attribute.Industry", {"values": [{"text": "小売"}, "missing", {"flag": true}]}],
                        ["Employees", {"numbers": {"least": 25.0, "most": null}}],
                        ["NextAgreementEnd", {"days": {"least": "2026-10-01", "most": null}}]
                    ]
                }
            }]}"#,
        )
        .unwrap();
        let mut kept = Kept::default();
        eframe::set_value(&mut kept, eframe::APP_KEY, &settings);
        assert_eq!(eframe::get_value::<Settings>(&kept, eframe::APP_KEY), Some(settings));
        kept.set_string(eframe::APP_KEY, "(language: None, recent: [\"a.xlsx\"])".to_owned());
        let old: Settings = eframe::get_value(&kept, eframe::APP_KEY).expect("settings of an earlier version");
        assert_eq!(old.recent_portfolios().count(), 1, "files opened before are offered");
    }
}
