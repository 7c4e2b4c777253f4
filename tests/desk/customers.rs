//! The page of all customers, through the accessibility tree: search, filters, columns, selection, copy and export.

use crate::window::{Desk, Window, window};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use propensity_desk::insight::table::TableColumn;
use propensity_desk::session::action::Action;
use propensity_desk::session::notice::Notice;
use propensity_desk::session::table::TableAction;
use propensity_desk::session::view::View;
use propensity_desk::support::language::Language;
use propensity_desk::workbook::source::Source;
use std::path::PathBuf;
use tempfile::TempDir;

/// Six customers whose order by name, by size and by industry differ.
const REPORT: &str = "\u{feff}CustomerID,AccountName,OrgSize,Industry,M365Fit,M365Intent
C1,株式会社コントソ,10,Retail,80,90
C2,Fabrikam,300,Legal,60,10
C3,Adatum,40,Retail,75,20
C4,=2+3,40,,20,55
C5,Litware,40,Legal,90,80
C6,Northwind,25,Health,10,10
";

fn report() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("customers.csv");
    std::fs::write(&file, REPORT).unwrap();
    (folder, file)
}

/// The page of all customers of [`REPORT`].
fn page() -> (TempDir, Window) {
    let (folder, file) = report();
    let mut desk = Desk::new(Language::English, Some(Action::Open(vec![Source::File(file)])));
    desk.apply(Action::Show(View::Customers));
    let mut window = window(desk, [1600.0, 800.0], egui::Theme::Light, 1.0);
    window.run();
    (folder, window)
}

/// The ids of the customers that are shown, in their order.
fn shown(window: &Window) -> Vec<String> {
    let rows = &window.state().session.dashboard().unwrap().rows;
    rows.iter().map(|customer| format!("C{}", customer + 1)).collect()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

/// Ticks or clears the box called `label`.
fn tick(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::CheckBox, label).click();
    window.run();
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.run();
    window.get_by_role_and_label(Role::TextInput, field).type_text(text);
    window.run();
}

fn copied(window: &mut Window) -> String {
    window.state_mut().session.take_copied().expect("something was copied")
}

#[test]
fn a_search_narrows_as_it_is_typed_and_its_chip_lets_it_go() {
    let (_folder, mut window) = page();
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run();
    type_into(&mut window, "Search customers", "こんと");
    assert_eq!(shown(&window), ["C1"]);
    click(&mut window, "Remove the filter “Search: “こんと””");
    assert_eq!(shown(&window).len(), 6);
}

#[test]
fn a_slicer_tells_its_counts_and_filters_by_several_values() {
    let (_folder, mut window) = page();
    click(&mut window, "Filter and more: Industry");
    window.run();
    tick(&mut window, "Retail: 2");
    assert_eq!(shown(&window), ["C1", "C3"]);
    window.run();
    tick(&mut window, "Missing: 1");
    assert_eq!(shown(&window), ["C1", "C3", "C4"]);
    click(&mut window, "Clear this filter");
    assert_eq!(shown(&window).len(), 6);
}

#[test]
fn a_range_is_typed_and_what_cannot_be_read_is_told() {
    let (_folder, mut window) = page();
    click(&mut window, "Filter and more: Employees");
    type_into(&mut window, "From", "４０");
    assert_eq!(shown(&window), ["C5", "C3", "C2", "C4"]);
    type_into(&mut window, "To", "x");
    window.get_by_label_contains("This cannot be read");
    assert_eq!(shown(&window).len(), 4, "the filter stays as it was");
}

#[test]
fn headers_order_by_several_columns() {
    let (_folder, mut window) = page();
    click(&mut window, "Employees");
    window.get_by_label("Customer").click_modifiers(Modifiers::SHIFT);
    window.run();
    assert_eq!(shown(&window), ["C1", "C6", "C4", "C3", "C5", "C2"]);
    window.get_by_label("Customer, sorted ascending");
    click(&mut window, "Employees, sorted ascending");
    assert_eq!(shown(&window)[5], "C2", "alone it is ascending first");
}

#[test]
fn columns_are_hidden_moved_and_shown_again() {
    let (_folder, mut window) = page();
    let columns = |window: &Window| window.state().session.table_layout().shown().to_vec();
    let before = columns(&window);
    click(&mut window, "Filter and more: Employees");
    click(&mut window, "Hide");
    assert!(!columns(&window).contains(&TableColumn::Employees));
    assert!(window.query_by_label("Employees").is_none());
    click(&mut window, "Columns (1 hidden)");
    click(&mut window, "Show all, in their own order");
    assert_eq!(columns(&window), before);
}

#[test]
fn rows_are_selected_and_copied_for_a_spreadsheet() {
    let (_folder, mut window) = page();
    click(&mut window, "Select row 1: Litware");
    click(&mut window, "Select row 2: 株式会社コントソ");
    assert_eq!(window.state().session.selection().iter().collect::<Vec<_>>(), [0, 4]);
    click(&mut window, "Copy selected rows");
    let text = copied(&mut window);
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("Customer\t"), "{text}");
    assert!(
        lines[1].starts_with("Litware\t") && lines[2].starts_with("株式会社コントソ\t") && lines.len() == 4,
        "{text}"
    );
    type_into(&mut window, "Search customers", "Litware");
    assert_eq!(window.state().session.selection().len(), 1, "whom the filter hides is let go");
}

#[test]
fn a_block_of_cells_is_chosen_by_keys_and_formulas_are_made_harmless() {
    let (_folder, mut window) = page();
    click(&mut window, "Customer");
    // The names in their order: the one that looks like a formula comes first.
    assert_eq!(shown(&window)[0], "C4");
    window.get_by_label("=2+3").click();
    window.run();
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run();
    window.event(Event::Copy);
    window.run();
    assert_eq!(copied(&mut window), "'=2+3\r\nAdatum\r\n");
    window.key_press(Key::Space);
    window.run();
    assert_eq!(window.state().session.selection().iter().collect::<Vec<_>>(), [2]);
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(window.state().session.customer_shown(), Some(2));
}

#[test]
fn a_view_is_kept_and_shown_again() {
    let (_folder, mut window) = page();
    type_into(&mut window, "Search customers", "rik");
    let found = shown(&window);
    assert_eq!(found, ["C2"]);
    click(&mut window, "Filter and more: Employees");
    click(&mut window, "Hide");
    click(&mut window, "Views");
    type_into(&mut window, "Name of the view", "Mine");
    click(&mut window, "Keep");
    let json = serde_json::to_string(window.state().session.settings()).unwrap();
    assert!(json.contains("Mine"), "{json}");
    let desk = window.state_mut();
    desk.apply(Action::ClearFilter);
    desk.apply(Action::Table(TableAction::ResetColumns));
    desk.apply(Action::Table(TableAction::UseView("Mine".to_owned())));
    window.run();
    assert_eq!(shown(&window), found);
    assert!(!window.state().session.table_layout().shown().contains(&TableColumn::Employees));
}

#[test]
fn the_table_is_exported_as_it_is_shown_and_never_over_an_open_file() {
    let (folder, mut window) = page();
    type_into(&mut window, "Search customers", "rik");
    let rows = shown(&window).len();
    assert_eq!(rows, 1, "the filter counts");
    click(&mut window, "Export…");
    let target = folder.path().join("out.csv");
    window.state_mut().apply(Action::Table(TableAction::Export(target.clone())));
    let text = std::fs::read_to_string(&target).unwrap();
    assert_eq!(text.lines().count(), rows + 1, "{text}");
    assert!(text.starts_with("\u{feff}Customer,"), "{text}");
    let notices = window.state().session.notices();
    assert!(matches!(notices, [Notice::Written { rows: Some(1), .. }]), "{notices:?}");
    window.run();
    click(&mut window, "Export…");
    let source = folder.path().join("customers.csv");
    window.state_mut().apply(Action::Table(TableAction::Export(source.clone())));
    assert_eq!(std::fs::read_to_string(source).unwrap(), REPORT);
}
