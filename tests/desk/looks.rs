//! Every page in every form, for eyes: `PICTURES=folder cargo test --test desk looks -- --ignored`.

use crate::feedback::report_and_deals;
use crate::support::workbooks::{Entries, customers};
use crate::window::{Desk, Window, scroll, window};
use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable;
use propensity_desk::domain::mark::{MarkEdit, MarkStatus};
use propensity_desk::domain::profile::ScoringProfile;
use propensity_desk::session::Session;
use propensity_desk::session::action::Action;
use propensity_desk::session::marks::MarkAction;
use propensity_desk::session::months::MonthsAction;
use propensity_desk::session::open::sample_portfolio;
use propensity_desk::session::settings::Settings;
use propensity_desk::session::tuning::TuningAction;
use propensity_desk::session::view::View;
use propensity_desk::support::language::Language;
use propensity_desk::ui::words::mark_words;
use propensity_desk::workbook::source::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Name of a form, language, size in points, pixels of a point.
type Form = (&'static str, Language, Theme, [f32; 2], f32);

const FORMS: [Form; 4] = [
    ("english-light", Language::English, Theme::Light, [1280.0, 720.0], 1.0),
    ("japanese-dark", Language::Japanese, Theme::Dark, [1280.0, 720.0], 1.0),
    ("english-dark-twice", Language::English, Theme::Dark, [640.0, 360.0], 2.0),
    ("japanese-light-large", Language::Japanese, Theme::Light, [1920.0, 1080.0], 1.0),
];

/// Draws what `made` makes in every form that is asked for.
fn look(name: &str, made: impl Fn(Language) -> Desk, then: impl Fn(&mut Window)) {
    let folder = PathBuf::from(std::env::var_os("PICTURES").expect("PICTURES names a folder"));
    for (form, language, theme, size, scale) in FORMS {
        let mut window = window(made(language), size, theme, scale);
        then(&mut window);
        window.render().unwrap().save(folder.join(format!("{name}-{form}.png"))).unwrap();
    }
}

fn key(window: &mut Window, key: Key) {
    window.key_press_modifiers(Modifiers::COMMAND, key);
    window.run();
}

fn opened(files: &[&Path], language: Language) -> Desk {
    let sources = files.iter().map(|file| Source::File(file.to_path_buf())).collect();
    Desk::new(language, Some(Action::Open(sources)))
}

fn on(mut desk: Desk, view: View) -> Desk {
    desk.apply(Action::Show(view));
    desk
}

#[test]
#[ignore = "draws pictures to look at"]
fn what_stands_in_front() {
    for (letter, name) in [(Key::Comma, "settings"), (Key::K, "palette"), (Key::Slash, "keys")] {
        look(name, |language| Desk::new(language, None), |window| key(window, letter));
    }
}

#[test]
#[ignore = "draws pictures to look at"]
fn pages_of_the_sample() {
    let sample = |language| Desk::new(language, Some(Action::OpenSample));
    for &view in View::ALL {
        look(&format!("sample-{view:?}"), |language| on(sample(language), view), |_| ());
    }
    look(
        "sample-WorkList-below",
        |language| on(sample(language), View::WorkList),
        |window| {
            scroll(window, egui::pos2(300.0, 200.0), 1_000.0);
        },
    );
    look("sample-copy", sample, |window| key(window, Key::S));
    look("sample-understood", sample, |window| {
        window.state_mut().apply(Action::ToggleUnderstanding);
        window.run();
    });
    look("sample-customer", sample, |window| {
        window.state_mut().apply(Action::OpenCustomer(7));
        window.run();
    });
    look(
        "sample-column-menu",
        |language| on(sample(language), View::Customers),
        |window| {
            let label = match window.state().session.settings().language.unwrap() {
                Language::English => "Filter and more: ",
                Language::Japanese => "フィルターなど: ",
            };
            window.get_all_by_label_contains(label).nth(1).unwrap().click();
            window.run();
            window.run();
        },
    );
}

#[test]
#[ignore = "draws pictures to look at"]
fn pages_with_outcomes_and_an_older_month() {
    let folder = tempfile::tempdir().unwrap();
    let (report, deals) = report_and_deals(folder.path(), 900, 600);
    let older = folder.path().join("report 2026-09-01.csv");
    let text = std::fs::read_to_string(&report).unwrap();
    let moved = text.lines().enumerate().filter(|(row, _)| *row == 0 || row % 50 != 0).map(|(_, line)| line);
    std::fs::write(&older, moved.collect::<Vec<_>>().join("\n").replace(",9", ",5")).unwrap();
    let files = [report.as_path(), deals.as_path()];
    look("quality", |language| on(opened(&files, language), View::Quality), |_| ());
    let months = |language| {
        let mut desk = on(opened(&files, language), View::Months);
        desk.apply(Action::Months(MonthsAction::Load(vec![Source::File(older.clone())])));
        desk
    };
    look("months", months, |_| ());
    look("overview-with-changes", |language| on(months(language), View::Overview), |_| ());
    let tuned = |language| {
        let mut desk = on(opened(&files, language), View::Tuning);
        let mut draft = ScoringProfile::default();
        draft.limits.fit.high = 60.0;
        desk.apply(Action::Tuning(TuningAction::Change(Arc::new(draft))));
        desk
    };
    look("tuning-with-draft", tuned, |_| ());
}

#[test]
#[ignore = "draws pictures to look at"]
fn a_colleagues_copy_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xlsx");
    std::fs::write(&file, Entries::of_rows(&customers(60)).zipped()).unwrap();
    let session = |name: &str, language| {
        let settings = Settings { language: Some(language), ..Settings::default() };
        let mut session = Session::new(settings, sample_portfolio(), mark_words(language), Arc::new(|| ()));
        session.keep_marks_in(&folder.path().join(name));
        let mut desk = Desk::of(session);
        desk.apply(Action::Open(vec![Source::File(file.clone())]));
        desk
    };
    let mark = |desk: &mut Desk, customers: &[u32], edit: MarkEdit| {
        desk.apply(Action::Marks(MarkAction::Change { customers: customers.to_vec(), model: None, edit }));
    };
    let copy = folder.path().join("copy.xlsx");
    let mut theirs = session("theirs", Language::English);
    mark(&mut theirs, &[1, 2, 5, 8], MarkEdit::Status(Some(MarkStatus::Meeting)));
    mark(&mut theirs, &[2, 9], MarkEdit::Owner("佐藤".to_owned()));
    mark(&mut theirs, &[3, 4], MarkEdit::Note("Asks for a demo in November, with the board".to_owned()));
    theirs.apply(Action::Save { source: Source::File(file.clone()), target: copy.clone() });
    let merged = |language: Language| {
        let mut desk = session(language.code(), language);
        mark(&mut desk, &[1, 2], MarkEdit::Status(Some(MarkStatus::Lost)));
        mark(&mut desk, &[3], MarkEdit::Note("No money until April".to_owned()));
        desk.apply(Action::Marks(MarkAction::Merge(Source::File(copy.clone()))));
        desk
    };
    look("merge", merged, |_| ());
}
