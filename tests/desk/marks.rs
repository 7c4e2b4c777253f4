//! Marks from the outside: marked in the window, kept from one start to the next, carried by copies and merged back.

use crate::support::workbooks::{Entries, customers};
use crate::window::{Desk, Window, window};
use egui_kittest::kittest::Queryable;
use propensity_desk::domain::mark::{MarkEdit, MarkStatus};
use propensity_desk::domain::model::Model;
use propensity_desk::insight::work_list::WorkPlan;
use propensity_desk::portfolio::CustomerIndex;
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::marks::{MarkAccess, MarkAction};
use propensity_desk::session::notice::{MarkNotice, Notice};
use propensity_desk::session::open::sample_portfolio;
use propensity_desk::session::settings::Settings;
use propensity_desk::session::table::TableAction;
use propensity_desk::session::view::View;
use propensity_desk::session::work_list::WorkListAction;
use propensity_desk::session::writing::Writing;
use propensity_desk::session::{OwnScores, Session};
use propensity_desk::support::language::Language;
use propensity_desk::ui::words::mark_words;
use propensity_desk::workbook::source::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn session(language: Language, folder: &Path) -> Session {
    let settings = Settings { language: Some(language), ..Settings::default() };
    let mut session = Session::new(settings, sample_portfolio(), mark_words(language), Arc::new(|| ()));
    session.set_own_scores(OwnScores::WhereFilesHaveNone);
    session.keep_marks_in(folder);
    session.wait();
    session
}

fn report(folder: &Path, count: u32) -> PathBuf {
    let file = folder.join("report.xlsx");
    std::fs::write(&file, Entries::of_rows(&customers(count)).zipped()).unwrap();
    file
}

fn open(session: &mut Session, file: &Path) {
    session.apply(Action::Open(vec![Source::File(file.to_owned())]));
    session.wait();
}

fn mark(session: &mut Session, customers: &[CustomerIndex], model: Option<Model>, edit: MarkEdit) {
    session.apply(Action::Marks(MarkAction::Change { customers: customers.to_vec(), model, edit }));
}

fn with_status(session: &Session, status: MarkStatus) -> usize {
    let marks = session.marks();
    marks.customers().into_iter().filter(|customer| marks.of(*customer, None).status == Some(status)).count()
}

fn desk_window(session: Session) -> Window {
    window(Desk::of(session), [1280.0, 720.0], egui::Theme::Light, 1.0)
}

#[test]
fn fifty_are_marked_undone_redone_and_there_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = report(folder.path(), 50);
    let mut first = session(Language::English, folder.path());
    open(&mut first, &file);
    first.apply(Action::Table(TableAction::SelectAll));
    let mut window = desk_window(first);
    window.get_by_label("50 customers selected");
    window.get_by_label("Status: No status").click();
    window.run();
    window.get_by_label("Contacted").click();
    window.run();
    assert_eq!(with_status(&window.state().session, MarkStatus::Contacted), 50);
    window.get_by_label("Undo: status of 50 customers");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    window.run();
    assert_eq!(with_status(&window.state().session, MarkStatus::Contacted), 0);
    window.get_by_label("Redo: status of 50 customers").click();
    window.run();
    assert_eq!(with_status(&window.state().session, MarkStatus::Contacted), 50);
    window.state_mut().session.close_marks();
    drop(window);
    // Next month's report has the customers in another order, and one in another case.
    let mut rows = customers(60);
    rows[1..].reverse();
    rows[60][0] = rows[60][0].to_lowercase();
    let next = folder.path().join("next.xlsx");
    std::fs::write(&next, Entries::of_rows(&rows).zipped()).unwrap();
    let mut second = session(Language::English, folder.path());
    open(&mut second, &next);
    assert_eq!(with_status(&second, MarkStatus::Contacted), 50);
    assert!(second.marks().of(0, None).is_empty(), "the sixtieth customer was not there before");
    assert!(second.notices().is_empty(), "{:?}", second.notices());
}

#[test]
fn filters_are_undone_by_key_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = report(folder.path(), 200);
    let mut session = session(Language::English, folder.path());
    open(&mut session, &file);
    let mut window = desk_window(session);
    let shown = |window: &Window| window.state().session.dashboard().unwrap().shown();
    window.get_by_label_contains("Cell A1").click();
    window.run();
    let narrowed = shown(&window);
    assert!(narrowed < 200);
    for letter in ["c", "cu", "cus"] {
        window.state_mut().apply(Action::Search(letter.to_owned()));
    }
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    window.run();
    assert_eq!(window.state().session.question().filter.search, "", "typing is one step");
    assert_eq!(shown(&window), narrowed);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    window.run();
    assert_eq!(shown(&window), 200);
    let redo = egui::Modifiers::COMMAND | egui::Modifiers::SHIFT;
    window.key_press_modifiers(redo, egui::Key::Z);
    window.run();
    assert_eq!(shown(&window), narrowed);
}

#[test]
fn what_an_unclean_end_left_is_offered_and_can_be_discarded() {
    let folder = tempfile::tempdir().unwrap();
    let file = report(folder.path(), 20);
    let mut first = session(Language::English, folder.path());
    open(&mut first, &file);
    mark(&mut first, &[3], None, MarkEdit::Owner("Aiko".to_owned()));
    first.close_marks();
    let mut crashed = session(Language::English, folder.path());
    open(&mut crashed, &file);
    mark(&mut crashed, &[3, 4], None, MarkEdit::Owner("Ben".to_owned()));
    drop(crashed);
    let mut again = session(Language::English, folder.path());
    open(&mut again, &file);
    assert_eq!(again.marks().of(4, None).owner, "Ben");
    let mut window = desk_window(again);
    window.get_by_label("Marks were recovered");
    window.get_by_label("Discard them").click();
    window.run();
    let owners =
        |window: &Window| [3, 4].map(|customer| window.state().session.marks().of(customer, None).owner.clone());
    assert_eq!(owners(&window), ["Aiko", ""]);
    window.get_by_label("Undo: recovered changes discarded").click();
    window.run();
    assert_eq!(owners(&window), ["Ben", "Ben"]);
    drop(window);
    let third = session(Language::English, folder.path());
    assert!(matches!(third.notices(), [Notice::Marks(MarkNotice::Recovered(changes))] if changes.len() == 2));
}

#[test]
fn a_second_window_only_looks_at_marks_until_the_first_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let file = report(folder.path(), 20);
    let mut first = session(Language::English, folder.path());
    open(&mut first, &file);
    mark(&mut first, &[5], None, MarkEdit::Target(true));
    let mut second = session(Language::English, folder.path());
    open(&mut second, &file);
    assert!(matches!(second.mark_access(), MarkAccess::ReadOnly));
    mark(&mut second, &[6], None, MarkEdit::Target(true));
    assert!(second.marks().of(6, None).is_empty(), "two would overwrite each other");
    let mut window = desk_window(second);
    window.get_by_label("Marks cannot be changed in this window");
    first.close_marks();
    drop(first);
    window.event(egui::Event::WindowFocused(true));
    window.run();
    let second = &mut window.state_mut().session;
    second.wait();
    assert!(second.mark_access().may_write());
    mark(second, &[6], None, MarkEdit::Target(true));
    assert!([5, 6].iter().all(|customer| second.marks().of(*customer, None).target));
    assert!(!second.notices().iter().any(|notice| matches!(notice, Notice::Marks(_))));
}

/// Saves the marked copy of the opened file.
fn save_copy(session: &mut Session, target: &Path) {
    let source = session.scored().unwrap().portfolio.files[0].origin.source.clone();
    session.apply(Action::Save { source, target: target.to_owned() });
    session.wait();
    assert!(matches!(session.notices().last(), Some(Notice::Saved(_))), "{:?}", session.notices());
}

#[test]
fn a_copy_carries_marks_and_a_colleagues_comes_back_in_either_language() {
    for (theirs, name) in
        [(Language::English, "copy.xlsx"), (Language::Japanese, "写し.xlsx"), (Language::Japanese, "写し.csv")]
    {
        let [ours_folder, their_folder] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let file = if name.ends_with(".csv") {
            let rows = customers(40).iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\r\n");
            let file = ours_folder.path().join("report.csv");
            std::fs::write(&file, rows).unwrap();
            file
        } else {
            report(ours_folder.path(), 40)
        };
        let mut colleague = session(theirs, their_folder.path());
        open(&mut colleague, &file);
        mark(&mut colleague, &[1, 2], None, MarkEdit::Status(Some(MarkStatus::Meeting)));
        mark(&mut colleague, &[2], None, MarkEdit::Owner("=佐藤".to_owned()));
        mark(&mut colleague, &[3], None, MarkEdit::Target(true));
        mark(&mut colleague, &[4], Some(Model::M365), MarkEdit::Note("Asks for a demo".to_owned()));
        let copy = their_folder.path().join(name);
        save_copy(&mut colleague, &copy);

        let mut ours = session(Language::English, ours_folder.path());
        open(&mut ours, &file);
        mark(&mut ours, &[1], None, MarkEdit::Status(Some(MarkStatus::Meeting)));
        mark(&mut ours, &[2], None, MarkEdit::Status(Some(MarkStatus::Lost)));
        mark(&mut ours, &[7], None, MarkEdit::Note("only here".to_owned()));
        assert_eq!(ours.apply(Action::Marks(MarkAction::AskMerge)), [Effect::ChooseMarkedCopy]);
        ours.apply(Action::Marks(MarkAction::Merge(Source::File(copy))));
        ours.wait();
        let page = ours.merge_page().unwrap_or_else(|| panic!("{name}: {:?}", ours.notices()));
        assert_eq!((page.rows.len(), page.same, page.problem_count), (4, 1, 0), "{name}: {page:?}");
        assert_eq!(page.rows.iter().filter(|row| row.is_conflict()).count(), 1);
        let mut window = desk_window(ours);
        window.get_by_label("Keep Status of Customer 2: Lost");
        window.get_by_label("Take Status of Customer 2 from the copy: Meeting").click();
        window.run();
        window.get_by_label("Take over 4").click();
        window.run();
        let marks = window.state().session.marks();
        assert_eq!(marks.of(2, None).status, Some(MarkStatus::Meeting), "{name}");
        assert_eq!(marks.of(2, None).owner, "=佐藤", "{name}");
        assert!(marks.of(3, None).target);
        assert_eq!(marks.of(4, Some(Model::M365)).note, "Asks for a demo");
        assert_eq!(marks.of(7, None).note, "only here");
        window.get_by_label("Undo: marks of 3 customers taken over from a copy").click();
        window.run();
        let marks = window.state().session.marks();
        assert_eq!((marks.of(2, None).status, marks.of(3, None).target), (Some(MarkStatus::Lost), false));
    }
}

#[test]
fn a_marked_copy_can_be_opened_as_a_report_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = report(folder.path(), 30);
    let mut session = session(Language::English, folder.path());
    open(&mut session, &file);
    mark(&mut session, &[1], None, MarkEdit::Owner("Aiko".to_owned()));
    let copy = folder.path().join("copy.xlsx");
    save_copy(&mut session, &copy);
    let attributes = |session: &Session| session.scored().unwrap().portfolio.attributes.len();
    let before = attributes(&session);
    open(&mut session, &copy);
    assert_eq!(attributes(&session), before, "the columns of marks are no columns of the report");
    assert_eq!(session.marks().of(1, None).owner, "Aiko");
}

#[test]
fn the_work_list_is_planned_changed_by_key_and_saved() {
    let folder = tempfile::tempdir().unwrap();
    let file = report(folder.path(), 200);
    let mut session = session(Language::English, folder.path());
    open(&mut session, &file);
    let plan =
        WorkPlan { calls_per_week: 20, weeks: 4, sellers: vec!["Aiko".into(), "Ben".into()], ..WorkPlan::default() };
    session.apply(Action::WorkList(WorkListAction::Plan(plan)));
    let mut window = desk_window(session);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num4);
    window.run();
    assert_eq!(window.state().session.view(), View::WorkList);
    let order = |window: &Window| -> Vec<CustomerIndex> {
        let list = window.state().session.work_list().unwrap();
        list.sellers[0].calls.iter().map(|call| call.customer).collect()
    };
    let proposed = order(&window);
    assert_eq!(proposed.len(), 80);
    let name = |customer: CustomerIndex| format!("Customer {customer}, week 1: Act Now for Microsoft 365");
    window.get_by_label_contains(&format!("1. {}", name(proposed[0]))).focus();
    window.run();
    window.key_press_modifiers(egui::Modifiers::ALT, egui::Key::ArrowDown);
    window.run();
    assert_eq!(order(&window)[..2], [proposed[1], proposed[0]]);
    window.key_press(egui::Key::Delete);
    window.run();
    assert!(!order(&window).contains(&proposed[0]), "the focus went with the customer");
    assert_eq!(order(&window).len(), 80, "the next one fills the place");
    for _ in 0..2 {
        window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
        window.run();
    }
    assert_eq!(order(&window), proposed);
    // Whoever says no is called no more.
    let lost = MarkAction::Change {
        customers: vec![proposed[0]],
        model: None,
        edit: MarkEdit::Status(Some(MarkStatus::NotNow)),
    };
    window.state_mut().apply(Action::Marks(lost));
    window.run();
    assert!(!order(&window).contains(&proposed[0]));
    window.get_by_label("Save list…").click();
    window.run();
    let Some(Effect::ChooseTarget { writing, name: Some(name), .. }) = window.state().effects.last().cloned() else {
        panic!("{:?}", window.state().effects)
    };
    assert!(matches!(&writing, Writing::List(table) if name == "work-list.xlsx" && table.rows.len() == 160));
    let target = folder.path().join(name);
    window.state_mut().apply(writing.to(target.clone()));
    window.run();
    window.get_by_label("Saved “work-list.xlsx”");
    window.get_by_label_contains("160 rows, in ");
    assert!(std::fs::metadata(target).unwrap().len() > 1000);
}
