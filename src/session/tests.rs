use super::models::Rival;
use super::*;
use crate::session::open::sample_portfolio;
use crate::workbook::choices::ReadAs;
use rust_xlsxwriter::Workbook;
use std::path::PathBuf;
use tempfile::TempDir;

fn session(settings: Settings) -> Session {
    let mut session = Session::new(settings, sample_portfolio(), MarkWords::default(), Arc::new(|| ()));
    session.set_own_scores(OwnScores::WhereFilesHaveNone);
    session
}

/// A workbook with headers that no dictionary knows on a visible and, other ones, on a hidden sheet.
fn foreign_workbook() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fremd.xlsx");
    let mut workbook = Workbook::new();
    let visible = workbook.add_worksheet().set_name("Kunden").unwrap();
    for (column, header) in (0..).zip(["Kundennummer", "Punkte", "Notiz"]) {
        visible.write(0, column, header).unwrap();
    }
    for row in 1..=5 {
        visible.write(row, 0, format!("K{row}")).unwrap();
        visible.write(row, 1, 60 + row).unwrap();
        visible.write(row, 2, "x").unwrap();
    }
    let hidden = workbook.add_worksheet().set_name("Alt").unwrap();
    hidden.set_hidden(true);
    for (column, header) in (0..).zip(["CustomerID", "M365Fit", "M365Intent"]) {
        hidden.write(0, column, header).unwrap();
        hidden.write(1, column, 50 + u32::from(column)).unwrap();
        hidden.write(2, column, 60 + u32::from(column)).unwrap();
    }
    workbook.save(&file).unwrap();
    (folder, file)
}

fn map(session: &mut Session, header: &str, column: &str) {
    let read_as = Some(ReadAs::Column(column.to_owned()));
    session.apply(Action::MapColumn { header: header.to_owned(), read_as });
}

/// Opens the page to which a file that did not open leads.
fn show_columns(session: &mut Session) {
    let Some(Notice::OpenFailed { error, source, sources }) = session.notices().last().cloned() else {
        panic!("no failure")
    };
    assert!(error.problem.may_be_mapped(), "{error}");
    session.apply(Action::ShowColumns { source, sources });
    session.wait();
}

#[test]
fn a_file_without_known_headers_is_mapped_once_and_opens_by_itself_from_then_on() {
    let (_folder, file) = foreign_workbook();
    let open = Action::Open(vec![Source::File(file)]);
    let mut first = session(Settings::default());
    first.apply(open.clone());
    first.wait();
    assert!(first.scored().is_none());
    show_columns(&mut first);
    let sheet = first.column_page().and_then(ColumnPage::chosen_sheet).unwrap();
    assert_eq!((sheet.name.as_str(), sheet.header_row), ("Kunden", 1));
    assert_eq!(sheet.columns[1].samples, ["61", "62", "63"]);
    map(&mut first, "Kundennummer", "CustomerID");
    map(&mut first, "Punkte", "M365Fit");
    first.apply(Action::UseColumns);
    first.wait();
    assert_eq!(first.scored().map(|scored| scored.portfolio.customer_count()), Some(5));
    // The settings are all that is left of a session.
    let mut second = session(first.settings().clone());
    second.apply(open.clone());
    second.wait();
    let file = &second.scored().unwrap().portfolio.files[0];
    assert_eq!(file.understanding.chosen, ["Kundennummer", "Punkte"]);
    // Left to the program again, it does not open.
    let source = file.origin.source.clone();
    second.apply(Action::ShowColumns { source: source.clone(), sources: vec![source] });
    second.wait();
    second.apply(Action::ResetColumns);
    second.apply(Action::UseColumns);
    second.wait();
    let mut third = session(second.settings().clone());
    third.apply(open);
    third.wait();
    assert!(third.scored().is_none());
}

#[test]
fn a_hidden_sheet_is_read_when_it_is_chosen() {
    let (_folder, file) = foreign_workbook();
    let mut session = session(Settings::default());
    session.apply(Action::Open(vec![Source::File(file)]));
    session.wait();
    show_columns(&mut session);
    let hidden = session.column_page().unwrap().sheets.iter().flatten().position(|sheet| sheet.is_hidden).unwrap();
    session.apply(Action::ChooseSheet(hidden));
    session.apply(Action::UseColumns);
    session.wait();
    let scored = session.scored().unwrap();
    assert_eq!(scored.portfolio.files[0].origin.sheet, "Alt");
    assert_eq!(scored.portfolio.customer_count(), 2);
}

#[test]
fn first_rows_are_shown_and_nothing_can_be_asked_of_them() {
    let mut session = session(Settings::default());
    session.apply(Action::OpenSample);
    while session.preview().is_none() {
        assert!(session.running().is_some(), "the whole came before its first rows");
        session.take_results();
        std::thread::yield_now();
    }
    let shown = session.preview().unwrap();
    let customers = shown.scored.portfolio.customer_count();
    assert!((100..=201).contains(&customers), "{customers}");
    assert_eq!(shown.dashboard.shown() as usize, customers);
    session.apply(Action::ToggleSegment(crate::domain::segment::Segment::Medium));
    assert!(session.question().filter.is_empty());
    assert!(session.apply(Action::AskSave(0)).is_empty());
    session.wait();
    assert!(session.preview().is_none());
    assert_eq!(session.dashboard().map(|dashboard| dashboard.shown()), Some(28_000));
}

#[test]
fn cancelling_first_rows_brings_back_what_was_open() {
    let (_folder, file) = foreign_workbook();
    let mut session = session(Settings::default());
    session.set_choices(Some((Source::File(file.clone()), "Alt".to_owned())), Vec::new());
    session.apply(Action::Open(vec![Source::File(file)]));
    session.wait();
    session.apply(Action::OpenSample);
    while session.preview().is_none() {
        assert!(session.running().is_some(), "the whole came before its first rows");
        session.take_results();
    }
    session.apply(Action::Cancel);
    session.wait();
    assert!(session.preview().is_none());
    assert_eq!(session.dashboard().map(|dashboard| dashboard.shown()), Some(2));
}

#[test]
fn a_file_that_changes_on_disk_is_told_once_and_read_again() {
    let (_folder, file) = foreign_workbook();
    let (_other_folder, other) = foreign_workbook();
    let mut session = session(Settings::default());
    session.set_choices(Some((Source::File(file.clone()), "Alt".to_owned())), Vec::new());
    session.apply(Action::Open(vec![Source::File(file.clone())]));
    session.wait();
    session.apply(Action::LookAtFiles);
    session.wait();
    assert!(session.notices().is_empty());
    let mut bytes = std::fs::read(other).unwrap();
    // What follows the end of a package is its comment.
    let end = bytes.len() - 2;
    bytes[end] = 3;
    bytes.extend(b"new");
    std::fs::write(&file, bytes).unwrap();
    for _ in 0..2 {
        session.apply(Action::LookAtFiles);
        session.wait();
    }
    assert!(matches!(session.notices(), [Notice::FileChanged(_)]), "{:?}", session.notices());
    session.apply(Action::Reread);
    session.wait();
    assert!(session.notices().is_empty(), "{:?}", session.notices());
}

#[test]
fn files_dropped_while_a_question_is_asked_open_after_it() {
    let (_folder, file) = foreign_workbook();
    let mut session = session(Settings::default());
    session.set_choices(Some((Source::File(file.clone()), "Alt".to_owned())), Vec::new());
    session.apply(Action::Open(vec![Source::File(file.clone())]));
    session.wait();
    session.apply(Action::Save { source: Source::File(file.clone()), target: file });
    assert!(session.overwrite_asked().is_some());
    session.apply(Action::OpenSample);
    assert!(session.running().is_none());
    session.apply(Action::DeclineOverwrite);
    session.wait();
    assert_eq!(session.dashboard().map(|dashboard| dashboard.shown()), Some(28_000));
}

/// A workbook whose owners tell what Fit is made of; no file has a score.
fn workbook_of_owners() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("owners.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in (0..).zip(["CustomerID", "AccountName", "OrgSize", "Industry", "Has Azure", "CustomerTpid"])
    {
        sheet.write(0, column, header).unwrap();
    }
    for row in 1..=300_u32 {
        let size = 1 + row * 37 % 400;
        sheet.write(row, 0, format!("C{row}")).unwrap();
        sheet.write(row, 1, format!("Customer {row}")).unwrap();
        sheet.write(row, 2, size).unwrap();
        sheet.write(row, 3, ["Legal", "Retail"][row as usize % 2]).unwrap();
        sheet.write(row, 4, if (size > 200) == (row % 7 != 0) { "Yes" } else { "No" }).unwrap();
        sheet.write(row, 5, row).unwrap();
    }
    workbook.save(&file).unwrap();
    (folder, file)
}

#[test]
fn a_copy_asked_for_while_scores_are_worked_out_waits_and_carries_them() {
    let (folder, file) = workbook_of_owners();
    let mut session = Session::new(Settings::default(), Vec::new(), MarkWords::default(), Arc::new(|| ()));
    session.apply(Action::Open(vec![Source::File(file.clone())]));
    while session.scored().is_none() {
        assert!(session.notices().is_empty(), "{:?}", session.notices());
        session.take_results();
        std::thread::yield_now();
    }
    let target = folder.path().join("copy.xlsx");
    session.apply(Action::Save { source: Source::File(file), target: target.clone() });
    session.wait();
    // Without our own scores there would be nothing to mark.
    assert!(matches!(session.notices(), [Notice::Saved(_)]), "{:?}", session.notices());
    assert!(target.exists());
}

#[test]
fn models_are_swapped_after_a_look_and_one_step_leads_back() {
    let (_folder, file) = workbook_of_owners();
    let mut session = Session::new(Settings::default(), Vec::new(), MarkWords::default(), Arc::new(|| ()));
    session.apply(Action::Open(vec![Source::File(file)]));
    session.wait();
    assert!(!session.promote(), "nothing was shown");
    session.challenge(Rival::Fresh);
    session.wait();
    let shown = session.rivalry().map(|rivalry| rivalry.models.clone());
    assert!(shown.is_some());
    assert!(session.promote());
    let shelf = session.models().unwrap();
    assert_eq!((Some(&shelf.champion), shelf.previous.is_some()), (shown.as_ref(), true));
    session.challenge(Rival::Previous);
    session.wait();
    assert!(session.promote());
    let back = session.models().unwrap();
    assert_eq!((back.challenger.as_ref(), back.previous.is_none()), (shown.as_ref(), true));
}
