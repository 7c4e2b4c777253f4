//! Pictures of the window, drawn by our own rasteriser: the same on every machine.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test pictures` draws them anew; look at each before it is committed.

use crate::support::workbooks::{Entries, customers};
use crate::window::{Desk, Window, window};
use egui::Theme;
use egui_kittest::kittest::Queryable;
use propensity_desk::session::action::Action;
use propensity_desk::support::language::Language;
use propensity_desk::workbook::source::Source;

/// 1280 × 720 points, the smallest screen that the window is designed for.
const LAPTOP: [f32; 2] = [1280.0, 720.0];

fn sample(language: Language, theme: Theme) -> Window {
    window(Desk::new(language, Some(Action::OpenSample)), LAPTOP, theme, 1.0)
}

#[test]
fn sample_in_english_and_light() {
    sample(Language::English, Theme::Light).snapshot("sample-english-light");
}

#[test]
fn sample_in_english_and_dark() {
    sample(Language::English, Theme::Dark).snapshot("sample-english-dark");
}

#[test]
fn sample_in_japanese() {
    sample(Language::Japanese, Theme::Light).snapshot("sample-japanese-light");
}

#[test]
fn filtered_to_a_cell() {
    let mut window = sample(Language::English, Theme::Light);
    window.get_by_label_contains("Cell A1").click();
    window.run();
    window.snapshot("filtered-to-a-cell");
}

#[test]
fn what_was_understood() {
    let mut window = sample(Language::Japanese, Theme::Dark);
    window.get_by_label_contains("m365.xlsx").click();
    window.run();
    window.snapshot("understood-japanese-dark");
}

#[test]
fn nothing_open() {
    window(Desk::new(Language::English, None), LAPTOP, Theme::Light, 1.0).snapshot("nothing-open");
}

#[test]
fn columns_missing_and_a_file_that_did_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("small.xlsx"), folder.path().join("broken.xlsx"));
    std::fs::write(&good, Entries::of_rows(&customers(200)).zipped()).unwrap();
    std::fs::write(&bad, b"PK\x03\x04 not a workbook").unwrap();
    // The day a file was written is shown, and differs from run to run, so the name says it.
    let named = folder.path().join("small 2026-10-01.xlsx");
    std::fs::rename(&good, &named).unwrap();
    let open = Action::Open(vec![Source::File(named), Source::File(bad)]);
    window(Desk::new(Language::English, Some(open)), LAPTOP, Theme::Light, 1.0).snapshot("missing-and-broken");
}

#[test]
fn at_twice_the_size() {
    let desk = Desk::new(Language::English, Some(Action::OpenSample));
    window(desk, [960.0, 600.0], Theme::Light, 2.0).snapshot("small-window-twice-the-size");
}

#[test]
fn columns_chosen_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fremd.xlsx");
    let mut rows = customers(30);
    for header in rows[0].iter_mut().skip(1) {
        *header = format!("Spalte {header}");
    }
    std::fs::write(&file, Entries::of_rows(&rows).zipped()).unwrap();
    let open = Action::Open(vec![Source::File(file)]);
    let mut window = window(Desk::new(Language::Japanese, Some(open)), LAPTOP, Theme::Dark, 1.0);
    window.get_by_label("シートと列…").click();
    window.run();
    window.get_by_label_contains("「Spalte AccountName」").click();
    window.run();
    window.get_by_label("顧客名").click();
    window.run();
    window.snapshot("columns-japanese-dark");
}

#[test]
fn a_page_of_the_guide() {
    let mut window = window(Desk::new(Language::Japanese, None), LAPTOP, Theme::Light, 1.0);
    window.get_by_label("ヘルプ").click();
    window.run();
    // One without a picture: those are taken anew whenever the window changes.
    window.get_by_label("コピーには何が残りますか").click();
    window.run();
    window.snapshot("guide-japanese-light");
}

#[test]
fn about_with_licences() {
    let mut window = window(Desk::new(Language::English, None), LAPTOP, Theme::Dark, 1.0);
    window.key_press(egui::Key::F1);
    window.run();
    window.get_by_label("About Propensity Desk").click();
    window.run();
    window.snapshot("about-english-dark");
}
