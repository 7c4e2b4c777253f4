//! The window, through the accessibility tree: what a person or a screen reader does.

use crate::support::cpu_renderer::CpuRenderer;
use crate::support::program::sample;
use crate::support::workbooks::{Entries, customers};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, HarnessBuilder};
use propensity_desk::domain::matrix::Cell;
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::open::sample_portfolio;
use propensity_desk::session::settings::Settings;
use propensity_desk::session::{OwnScores, Session, Task};
use propensity_desk::support::language::Language;
use propensity_desk::ui::format;
use propensity_desk::ui::words::mark_words;
use propensity_desk::ui::{self, RootState, Screen, ViewState};
use propensity_desk::workbook::source::Source;
use std::sync::Arc;
use tempfile::TempDir;

/// The window without its frame: the same views and session as in the program.
pub struct Desk {
    pub session: Session,
    pub view: ViewState,
    pub effects: Vec<Effect>,
}

impl Desk {
    pub fn new(language: Language, first: Option<Action>) -> Self {
        let settings = Settings { language: Some(language), ..Settings::default() };
        let mut session = Session::new(settings, sample_portfolio(), mark_words(language), Arc::new(|| ()));
        // Our own scores of 28,000 customers take seconds; tests that are about them work them out.
        session.set_own_scores(OwnScores::WhereFilesHaveNone);
        let mut desk = Self::of(session);
        if let Some(first) = first {
            desk.apply(first);
        }
        desk
    }

    /// The window on a session that has begun.
    pub fn of(session: Session) -> Self {
        Self { session, view: ViewState::default(), effects: Vec::new() }
    }

    pub fn apply(&mut self, action: Action) {
        self.effects.extend(self.session.apply(action));
        self.session.wait();
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let before = self.session.settings().preferences;
        let screen = Screen::of(&self.session, Language::English);
        for action in ui::root(ui, RootState { screen: &screen, view: &mut self.view }) {
            self.apply(action);
            ui.ctx().request_repaint();
        }
        if self.session.settings().preferences != before {
            ui::apply(ui.ctx(), &self.session.settings().preferences);
        }
    }
}

pub type Window = Harness<'static, Desk>;

/// A window of `size` points on `desk`, drawn in `theme`.
///
/// The sample has names in scripts that only the system's fonts can draw, and tests do not use those.
pub fn window(desk: Desk, size: [f32; 2], theme: egui::Theme, pixels_per_point: f32) -> Window {
    build(harness(size, theme, pixels_per_point).allow_missing_glyphs(), desk)
}

fn harness(size: [f32; 2], theme: egui::Theme, pixels_per_point: f32) -> HarnessBuilder<Desk> {
    Harness::builder()
        .with_size(size)
        .with_pixels_per_point(pixels_per_point)
        .with_theme(theme)
        .renderer(CpuRenderer::default())
        .with_context_setup(|ctx: &egui::Context| ui::install(ctx))
}

fn build(builder: HarnessBuilder<Desk>, desk: Desk) -> Window {
    let mut window = builder.build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    window.run();
    window
}

/// Turns the wheel at `place`, so many points down.
pub fn scroll(window: &mut Window, place: egui::Pos2, down: f32) {
    window.event(egui::Event::PointerMoved(place));
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -down),
        modifiers: egui::Modifiers::NONE,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
    });
    // It glides, and a tooltip may come.
    window.run_steps(20);
}

fn sample_window(language: Language) -> Window {
    window(Desk::new(language, Some(Action::OpenSample)), [1280.0, 720.0], egui::Theme::Light, 1.0)
}

fn customers_shown(window: &Window) -> u32 {
    window.state().session.dashboard().unwrap().shown()
}

fn in_cell(window: &Window, code: &str) -> u32 {
    let cell = Cell::all().find(|cell| cell.code() == code).unwrap();
    window.state().session.dashboard().unwrap().matrix.as_ref().unwrap().in_cell(cell)
}

/// Whether some label holds `text`.
fn tells(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

fn thousands(count: u32) -> String {
    format::count(count)
}

#[test]
fn a_click_on_a_cell_filters_and_a_second_click_clears() {
    let mut window = sample_window(Language::English);
    let a1 = in_cell(&window, "A1");
    assert_eq!(customers_shown(&window), 28_000);
    window.get_by_label_contains("Cell A1").click();
    window.run();
    assert_eq!(customers_shown(&window), a1);
    assert!(tells(&window, &format!("{} of 28,000", thousands(a1))), "the filter line counts");
    assert!(tells(&window, &format!("{} rows", thousands(a1))) || tells(&window, &thousands(a1)));
    window.get_by_label_contains("Cell A1").click();
    window.run();
    assert_eq!(customers_shown(&window), 28_000);
}

#[test]
fn choices_in_several_charts_narrow_each_other() {
    let mut window = sample_window(Language::English);
    let all_in_a1 = in_cell(&window, "A1");
    window.get_by_label_contains("Cell A1").click();
    window.run();
    let segments = window.state().session.dashboard().unwrap().segments;
    assert_eq!(segments.iter().sum::<u32>(), all_in_a1, "the donut follows the matrix");
    // The ring tells all slices in one label; the row of the legend is the button.
    let buttons = window.get_all_by_role(Role::Button);
    let slice =
        buttons.filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Upper Medium: ")));
    slice.collect::<Vec<_>>().pop().expect("a row of the legend").click();
    window.run();
    assert_eq!(customers_shown(&window), segments[0]);
    assert_eq!(in_cell(&window, "A1"), segments[0], "the matrix follows the donut");
    window.key_press(egui::Key::Escape);
    window.run();
    assert_eq!(customers_shown(&window), 28_000);
}

#[test]
fn a_cluster_is_chosen_in_its_legend() {
    let mut window = sample_window(Language::English);
    let evaluate = window.state().session.dashboard().unwrap().clusters[1];
    window.get_all_by_label_contains("Evaluate: ").next().unwrap().click();
    window.run();
    assert_eq!(customers_shown(&window), evaluate);
}

#[test]
fn the_keyboard_reaches_the_matrix() {
    let mut window = sample_window(Language::English);
    let e6 = in_cell(&window, "E6");
    window.get_by_label_contains("Cell A1").focus();
    window.run();
    for key in [egui::Key::ArrowRight, egui::Key::ArrowDown, egui::Key::Space] {
        window.key_press(key);
        window.run();
    }
    assert_eq!(customers_shown(&window), e6);
}

#[test]
fn commands_answer_to_their_keys() {
    let mut window = sample_window(Language::English);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::O);
    window.run();
    assert_eq!(window.state().effects, [Effect::ChooseFiles { add: false }]);
}

#[test]
fn every_word_can_be_drawn_in_japanese() {
    // The harness panics on a character that no bundled font has.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.xlsx");
    std::fs::write(&file, Entries::of_rows(&customers(50)).zipped()).unwrap();
    let desk = Desk::new(Language::Japanese, Some(Action::Open(vec![Source::File(file)])));
    let mut window = build(harness([1280.0, 720.0], egui::Theme::Light, 1.0), desk);
    assert!(tells(&window, "適合度"));
    window.get_by_label("EN").click();
    window.run();
    assert!(tells(&window, "Propensity matrix"));
}

#[test]
fn nothing_open_offers_ways_in() {
    let mut window = window(Desk::new(Language::English, None), [1280.0, 720.0], egui::Theme::Light, 1.0);
    window.get_all_by_label_contains("sample").next().expect("a way to the sample").click();
    window.run();
    assert_eq!(customers_shown(&window), 28_000);
}

#[test]
fn what_was_understood_is_told() {
    let mut window = sample_window(Language::English);
    window.get_by_label_contains("m365.xlsx, renewals.xlsx").click();
    window.run();
    assert!(window.state().session.understanding_shown());
    assert!(tells(&window, "CLASM365Propensity"));
}

/// A small workbook on disk, opened in a window.
fn file_window() -> (TempDir, std::path::PathBuf, Window) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.xlsx");
    std::fs::write(&file, Entries::of_rows(&customers(200)).zipped()).unwrap();
    let open = Action::Open(vec![Source::File(file.clone())]);
    let window = window(Desk::new(Language::English, Some(open)), [1280.0, 720.0], egui::Theme::Light, 1.0);
    (folder, file, window)
}

#[test]
fn a_card_without_its_column_says_so() {
    let (_folder, _file, window) = file_window();
    assert_eq!(customers_shown(&window), 200);
    assert!(tells(&window, "ot in this file"), "missing is missing, not 0");
}

#[test]
fn writing_over_the_source_is_asked_first_and_can_be_declined() {
    let (_folder, file, mut window) = file_window();
    let before = std::fs::read(&file).unwrap();
    window.state_mut().apply(Action::Save { source: Source::File(file.clone()), target: file.clone() });
    window.run();
    window.get_by_label_contains("Keep the source file").click();
    window.run();
    assert_eq!(std::fs::read(&file).unwrap(), before);
    window.state_mut().apply(Action::Save { source: Source::File(file.clone()), target: file.clone() });
    window.run();
    window.get_by_label_contains("Replace it").click();
    window.run();
    assert_ne!(std::fs::read(&file).unwrap(), before);
    assert!(tells(&window, "small.xlsx"), "the save is told");
}

#[test]
fn a_broken_file_is_told_and_what_is_open_stays() {
    let (folder, _file, mut window) = file_window();
    let broken = folder.path().join("broken.xlsx");
    std::fs::write(&broken, b"PK\x03\x04 not a workbook").unwrap();
    window.state_mut().apply(Action::Open(vec![Source::File(broken)]));
    window.run();
    assert!(tells(&window, "broken.xlsx"));
    assert_eq!(customers_shown(&window), 200);
}

#[test]
fn a_file_with_foreign_headers_is_mapped_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fremd.xlsx");
    let mut rows = customers(30);
    for header in &mut rows[0] {
        *header = format!("Spalte {header} X");
    }
    std::fs::write(&file, Entries::of_rows(&rows).zipped()).unwrap();
    let open = Action::Open(vec![Source::File(file)]);
    let mut window = window(Desk::new(Language::English, Some(open)), [1280.0, 720.0], egui::Theme::Light, 1.0);
    window.get_by_label("Sheet and columns…").click();
    window.run();
    for (header, column) in [("CustomerID", "CustomerID"), ("M365Fit", "M365Fit")] {
        let label = format!("Read “Spalte {header} X” as: Automatic: not read");
        window.get_by_label(&label).click();
        window.run();
        window.get_by_role(Role::TextInput).focus();
        window.run();
        window.get_by_role(Role::TextInput).type_text(column);
        window.run();
        window.get_by_label(column).click();
        window.run();
        assert!(tells(&window, &format!("Read “Spalte {header} X” as: {column}")));
    }
    window.get_by_label("Use these columns").click();
    window.run();
    assert_eq!(customers_shown(&window), 30);
    assert_eq!(window.state().session.settings().mappings.len(), 1);
}

#[test]
fn first_rows_are_marked_as_such_and_the_whole_takes_their_place() {
    let mut desk = Desk::new(Language::English, None);
    desk.session.apply(Action::OpenSample);
    while desk.session.preview().is_none() {
        assert!(desk.session.running().is_some(), "the whole came before its first rows");
        desk.session.take_results();
    }
    // Results are taken in by hand here, so the first rows stay.
    let mut window = harness([1280.0, 720.0], egui::Theme::Light, 1.0)
        .allow_missing_glyphs()
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    window.run_steps(4);
    assert!(tells(&window, "First rows, still reading"));
    assert!(tells(&window, "Cancel"));
    window.get_by_label_contains("Cell A1").click();
    window.run_steps(4);
    assert!(window.state().session.preview().is_some());
    assert!(window.state().session.question().filter.is_empty(), "first rows cannot be narrowed down");
    window.state_mut().session.wait();
    window.run();
    assert!(!tells(&window, "First rows, still reading"));
    assert_eq!(customers_shown(&window), 28_000);
}

#[test]
fn nothing_moves_while_our_own_scores_are_worked_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path(), "m365.xlsx", &["--rows", "600"]);
    let mut desk = Desk::new(Language::English, None);
    desk.session.set_own_scores(OwnScores::Always);
    desk.session.apply(Action::Open(vec![Source::File(file)]));
    // Results are taken in by hand, so that the work still goes on when the window is drawn.
    let scores = |session: &Session| session.running().is_some_and(|running| running.task == Task::Scoring);
    while !(scores(&desk.session) && desk.session.dashboard().is_some()) {
        assert!(
            desk.session.running().is_some() || desk.session.dashboard().is_none(),
            "the scores came before the page"
        );
        desk.session.take_results();
    }
    let mut window = harness([1280.0, 720.0], egui::Theme::Light, 1.0)
        .allow_missing_glyphs()
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    window.run_steps(4);
    let matrix = |window: &Window| window.get_by_label_contains("Cell A1").rect();
    let before = matrix(&window);
    assert!(window.query_by_role(Role::ProgressIndicator).is_some(), "the work is told");
    assert!(tells(&window, "Cancel"));
    window.state_mut().session.wait();
    window.run();
    assert!(window.query_by_role(Role::ProgressIndicator).is_none());
    assert_eq!(matrix(&window), before);
}

#[test]
fn a_name_in_the_table_leads_to_its_customer() {
    let (_folder, _, mut window) = file_window();
    let first = window.state().session.dashboard().unwrap().rows[0];
    window.query_all_by_role(Role::Link).next().expect("a name").click();
    window.run();
    assert_eq!(window.state().session.customer_shown(), Some(first));
}

#[test]
fn who_has_the_file_open_and_that_it_changed_is_told() {
    let (folder, file, mut window) = file_window();
    let mut lock = vec![b' '; 55];
    lock.extend([4, 0]);
    lock.extend("Mika".encode_utf16().flat_map(u16::to_le_bytes));
    std::fs::write(folder.path().join("~$small.xlsx"), lock).unwrap();
    std::fs::write(&file, Entries::of_rows(&customers(300)).zipped()).unwrap();
    window.event(egui::Event::WindowFocused(true));
    window.run();
    assert!(tells(&window, "“small.xlsx” has changed on disk"));
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::I);
    window.run();
    assert!(tells(&window, "by Mika"));
    window.get_by_label("Read again").click();
    window.run();
    assert_eq!(customers_shown(&window), 300);
    assert!(!tells(&window, "has changed on disk"));
}

#[test]
fn help_answers_questions_and_names_the_licences() {
    let mut window = window(Desk::new(Language::English, None), [1280.0, 720.0], egui::Theme::Light, 1.0);
    window.key_press(egui::Key::F1);
    window.run();
    assert!(tells(&window, "How do I begin?"));
    window.get_by_label("What does the copy keep?").click();
    window.run();
    assert!(tells(&window, "are copied byte for byte"), "the page that was chosen");
    window.get_by_label("About Propensity Desk").click();
    window.run();
    assert!(tells(&window, env!("CARGO_PKG_VERSION")) && tells(&window, "opens no network connection"));
    assert!(tells(&window, "Rust standard library: MIT"), "the licences of what is built in");
    window.key_press(egui::Key::Escape);
    window.run();
    assert!(!tells(&window, "About Propensity Desk") && tells(&window, "Try the sample portfolio"));
}

#[test]
fn the_guide_is_searched_in_its_own_language() {
    let mut window = window(Desk::new(Language::Japanese, None), [1280.0, 720.0], egui::Theme::Light, 1.0);
    window.get_by_label("ヘルプ").click();
    window.run();
    assert!(tells(&window, "コピーには何が残りますか"));
    let search = window.get_by_role(Role::TextInput);
    search.focus();
    search.type_text("署名");
    window.run();
    window.run();
    assert!(
        tells(&window, "コピーには何が残りますか") && !tells(&window, "マウスを使わずに"),
        "only pages with the word"
    );
}
