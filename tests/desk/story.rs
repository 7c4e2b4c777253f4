//! A month's work from the first file to the next start, through accessible labels: what a partner manager does.

use crate::support::workbooks::{Entries, customers};
use crate::window::{Desk, Window, window};
use calamine::{Data, Reader, open_workbook_auto};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable;
use propensity_desk::domain::mark::MarkStatus;
use propensity_desk::domain::profile::ScoringProfile;
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::months::MonthsAction;
use propensity_desk::session::settings::Settings;
use propensity_desk::session::view::View;
use propensity_desk::session::{OwnScores, Session};
use propensity_desk::support::language::Language;
use propensity_desk::ui::words::{mark_words, report_names};
use propensity_desk::workbook::source::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Fifty customers stand in A1, ten in A2, the rest in Nurture; the id's header is one that nobody knows.
fn report(folder: &Path, name: &str, best: u32) -> PathBuf {
    let mut rows = customers(200);
    rows[0][0] = "Kundennummer".to_owned();
    for (at, row) in (0..).zip(&mut rows[1..]) {
        let (fit, intent) = if at < best {
            (90, 85)
        } else if at < best + 10 {
            (80, 60)
        } else {
            (40, 20)
        };
        (row[3], row[4]) = (format!("{fit}"), format!("{intent}"));
    }
    let file = folder.join(name);
    std::fs::write(&file, Entries::of_rows(&rows).zipped()).unwrap();
    file
}

fn start(folder: &Path, settings: Settings) -> Window {
    let mut session = Session::new(settings, Vec::new(), mark_words(Language::English), Arc::new(|| ()));
    session.set_own_scores(OwnScores::WhereFilesHaveNone);
    session.keep_marks_in(folder);
    session.keep_in(folder.to_owned());
    session.set_report_names(report_names(Language::English));
    session.wait();
    window(Desk::of(session), [1280.0, 800.0], Theme::Light, 1.0)
}

fn press(window: &mut Window, key: Key) {
    window.key_press_modifiers(Modifiers::COMMAND, key);
    window.run();
}

fn click(window: &mut Window, label: &str) {
    let found = window.get_all_by_label_contains(label).next();
    found.unwrap_or_else(|| panic!("nothing is called {label}")).click_accesskit();
    window.run();
}

fn tells(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

fn shown(window: &Window) -> u32 {
    window.state().session.dashboard().unwrap().shown()
}

fn with_status(window: &Window, status: MarkStatus) -> usize {
    let marks = window.state().session.marks();
    marks.customers().into_iter().filter(|customer| marks.of(*customer, None).status == Some(status)).count()
}

/// Answers the dialog that is asked for.
fn answer(window: &mut Window, with: impl FnOnce(Effect) -> Action) {
    let effect = window.state_mut().effects.pop().expect("a dialog is asked for");
    window.state_mut().apply(with(effect));
    window.run();
}

/// The header is read as an id; what that means is told before it counts.
fn map_the_id(window: &mut Window) {
    press(window, Key::I);
    click(window, "Sheet and columns…");
    assert!(tells(window, "200 have neither CustomerID nor DUNS number nor web domain"));
    click(window, "Read “Kundennummer” as: Automatic: not read");
    window.get_by_role(Role::TextInput).focus();
    window.run();
    window.get_by_role(Role::TextInput).type_text("CustomerID");
    window.run();
    window.get_by_label("CustomerID").click();
    window.run();
    assert!(
        tells(window, "Kundennummer, as it would be read: C00000"),
        "the first rows are shown as they would be read"
    );
    assert!(tells(window, "200 rows make 200 customers"));
    assert!(!tells(window, "have neither CustomerID"));
    let ids = |window: &Window| {
        let scored = window.state().session.scored().unwrap();
        scored.portfolio.customers.customer_id.iter().filter(|id| !id.is_missing()).count()
    };
    assert_eq!(ids(window), 0, "what is open stays as it is");
    click(window, "Use these columns");
    assert_eq!(ids(window), 200);
    press(window, Key::I);
}

fn mark_and_undo(window: &mut Window) {
    press(window, Key::Num2);
    let table = window.get_by_role(Role::Table);
    table.focus();
    window.run();
    press(window, Key::A);
    assert!(tells(window, "50 customers selected"));
    click(window, "Status: No status");
    click(window, "To do");
    assert_eq!(with_status(window, MarkStatus::ToDo), 50);
    press(window, Key::Z);
    assert_eq!(with_status(window, MarkStatus::ToDo), 0);
    click(window, "Redo: status of 50 customers");
    assert_eq!(with_status(window, MarkStatus::ToDo), 50);
}

fn tune(window: &mut Window) {
    press(window, Key::Num7);
    window.get_all_by_label("Fit, High begins at").next().unwrap().focus();
    window.run();
    for _ in 0..7 {
        window.key_press(Key::ArrowRight);
        window.run();
    }
    assert!(tells(window, "Fit, High of all models begins at: 75 → 82"));
    assert!(window.state().session.tuning().preview.is_some(), "who would move is shown before it counts");
    assert_eq!(*window.state().session.tuning().in_use, ScoringProfile::default());
    click(window, "Accept");
    assert_eq!(window.state().session.tuning().in_use.limits.fit.high, 82.0);
}

fn save_both(window: &mut Window, folder: &Path) -> [PathBuf; 2] {
    let (copy, summary) = (folder.join("marked.xlsx"), folder.join("summary.xlsx"));
    click(window, "Save marked-up copy…");
    click(window, "Choose where to save…");
    answer(window, |effect| match effect {
        Effect::ChooseTarget { writing, .. } => writing.to(copy.clone()),
        other => panic!("{other:?}"),
    });
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.run();
    answer(window, |effect| match effect {
        Effect::ChooseTarget { writing, .. } => writing.to(summary.clone()),
        other => panic!("{other:?}"),
    });
    [copy, summary]
}

/// How many rows of the first sheet of `file` hold `text` in the column headed `header`.
fn rows_with(file: &Path, header: &str, text: &str) -> usize {
    let mut book = open_workbook_auto(file).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    let mut rows = range.rows();
    let headers = rows.next().unwrap();
    let column = headers.iter().position(|cell| *cell == Data::String(header.to_owned())).expect("the header is there");
    rows.filter(|row| row[column] == Data::String(text.to_owned())).count()
}

#[test]
fn a_month_is_worked_through_and_found_again_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = report(folder.path(), "m365 2026-10-01.xlsx", 50);
    let older = report(folder.path(), "m365 2026-09-01.xlsx", 45);
    let mut window = start(folder.path(), Settings::default());
    window.state_mut().apply(Action::Open(vec![Source::File(file)]));
    window.run();
    map_the_id(&mut window);
    click(&mut window, "Cell A1");
    assert_eq!(shown(&window), 50);
    mark_and_undo(&mut window);
    press(&mut window, Key::Num4);
    assert!(tells(&window, "Act Now"), "the reason of a call");
    tune(&mut window);
    press(&mut window, Key::Num5);
    click(&mut window, "Choose the older report");
    answer(&mut window, |effect| {
        assert_eq!(effect, Effect::ChooseOlderMonth);
        Action::Months(MonthsAction::Load(vec![Source::File(older)]))
    });
    assert!(tells(&window, "Entered Act Now: "));
    let [copy, summary] = save_both(&mut window, folder.path());
    assert_eq!(rows_with(&copy, "Propensity Desk Status", "To do"), 50);
    assert!(open_workbook_auto(&summary).unwrap().sheet_names().len() > 1);

    window.state_mut().session.keep_portfolio();
    window.state_mut().session.close_marks();
    window.state_mut().session.wait();
    let settings = serde_json::to_string(window.state().session.settings()).unwrap();
    drop(window);
    let mut window = start(folder.path(), serde_json::from_str(&settings).unwrap());
    click(&mut window, "Open m365 2026-10-01.xlsx");
    assert_eq!(shown(&window), 50, "the cell that was chosen");
    assert_eq!(window.state().session.view(), View::Months);
    assert_eq!(with_status(&window, MarkStatus::ToDo), 50);
    assert_eq!(window.state().session.tuning().in_use.limits.fit.high, 82.0);
    assert!(tells(&window, "Entered Act Now: "), "the older month beside it");
}
