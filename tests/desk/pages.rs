//! The pages of months, quality and tuning, as a person uses them.

use crate::feedback::report_and_deals;
use crate::window::{Desk, Window, scroll, window};
use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable;
use propensity_desk::domain::profile::ScoringProfile;
use propensity_desk::domain::segment::SegmentRule;
use propensity_desk::insight::months::{Card, CardChange};
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::months::MonthsAction;
use propensity_desk::session::profiles::{ProfileAction, ProfileChoice};
use propensity_desk::session::tuning::TuningAction;
use propensity_desk::session::view::View;
use propensity_desk::session::writing::Writing;
use propensity_desk::support::language::Language;
use propensity_desk::workbook::source::Source;
use propensity_desk::workbook::templates::TemplateKind;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// A month of `count` customers; `shift` moves their Fit, and the first customers are gone or new by `first`.
fn month(folder: &Path, name: &str, first: u32, count: u32, shift: u32) -> PathBuf {
    let mut text = "CustomerID,AccountName,OrgSize,M365Fit,M365Intent,M365Cluster,M365 Whitespace Revenue\n".to_owned();
    for row in first..first + count {
        let (fit, intent) = ((row * 37 + shift) % 101, (row * 53) % 101);
        let cluster = if fit >= 70 { "Act Now" } else { "Nurture" };
        text += &format!("C{row:05},Customer {row},{},{fit},{intent},{cluster},{}\n", row % 400 + 1, 1_000 + row);
    }
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}

fn opened(files: Vec<PathBuf>, language: Language) -> Window {
    let open = Action::Open(files.into_iter().map(Source::File).collect());
    window(Desk::new(language, Some(open)), [1280.0, 720.0], Theme::Light, 1.0)
}

fn month_window(language: Language) -> (TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    let file = month(folder.path(), "m365 2026-10-01.csv", 5, 600, 0);
    (folder, opened(vec![file], language))
}

fn show(window: &mut Window, key: Key) {
    window.key_press_modifiers(Modifiers::COMMAND, key);
    window.run();
}

fn tells(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

fn click(window: &mut Window, label: &str) {
    window.get_all_by_label_contains(label).next().unwrap_or_else(|| panic!("{label}")).click_accesskit();
    window.run();
}

fn profile(window: &Window) -> ScoringProfile {
    window.state().session.tuning().in_use.clone()
}

#[test]
fn limits_are_tuned_with_a_preview_accepted_and_undone() {
    let (_folder, mut window) = month_window(Language::English);
    show(&mut window, Key::Num7);
    assert!(tells(&window, "before you accept it"));
    window.get_all_by_label("Fit, High begins at").next().unwrap().focus();
    window.run();
    for _ in 0..10 {
        window.key_press(Key::ArrowLeft);
        window.run();
    }
    let preview = window.state().session.tuning().preview.expect("a preview").clone();
    let moved = preview.flows.moved();
    assert!(moved.customers > 0 && tells(&window, "would change cluster in Microsoft 365"));
    assert!(tells(&window, "Fit, High of all models begins at: 75 → 65"));
    assert_eq!(profile(&window), ScoringProfile::default(), "nothing is changed before it is accepted");
    let before = window.state().session.dashboard().unwrap().clusters;
    click(&mut window, "Accept");
    assert_eq!(profile(&window).limits.fit.high, 65.0);
    let after = window.state().session.dashboard().unwrap().clusters;
    assert_eq!(after[0], before[0] + moved.customers, "what was foretold has come");
    window.state_mut().apply(Action::Undo);
    assert_eq!(profile(&window), ScoringProfile::default());
    assert_eq!(window.state().session.dashboard().unwrap().clusters, before);
}

#[test]
fn a_cell_is_moved_by_a_click_and_those_who_would_move_are_shown() {
    let (_folder, mut window) = month_window(Language::English);
    show(&mut window, Key::Num7);
    click(&mut window, "Intent counts");
    let preview = window.state().session.tuning().preview.expect("a preview").clone();
    click(&mut window, "Show all in Customers");
    let shown = window.state().session.dashboard().unwrap().shown();
    assert_eq!(shown, preview.flows.moved().customers);
    assert!(tells(&window, "Would move by the draft"));
    show(&mut window, Key::Num7);
    click(&mut window, "Learnt from the file");
    assert!(tells(&window, "of the customers are in the cluster that their cell has most often"));
    click(&mut window, "Discard");
    assert!(window.state().session.tuning().draft.is_none());
}

#[test]
fn calls_can_be_reached_where_the_window_is_small() {
    let folder = tempfile::tempdir().unwrap();
    let file = month(folder.path(), "m365 2026-10-01.csv", 1, 60, 0);
    let desk = Desk::new(Language::English, Some(Action::Open(vec![Source::File(file)])));
    // 1280 x 720 at twice the size.
    let mut window = window(desk, [640.0, 360.0], Theme::Light, 2.0);
    window.state_mut().apply(Action::Show(View::WorkList));
    window.run();
    scroll(&mut window, egui::pos2(300.0, 250.0), 1_000.0);
    let page = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(640.0, 360.0));
    let calls = window.get_all_by_label_contains(", week 1: ");
    let seen = calls.filter(|call| page.contains_rect(call.rect())).count();
    assert!(seen >= 3, "{seen} calls are seen");
}

#[test]
fn every_sign_of_the_map_is_told_where_the_window_is_small() {
    let folder = tempfile::tempdir().unwrap();
    let file = month(folder.path(), "m365 2026-10-01.csv", 1, 60, 0);
    let page = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(640.0, 360.0));
    for (language, signs) in [
        (Language::English, ["In work", "Owned", "Upsell", "Next workload", "Competitor", "End of service"]),
        (Language::Japanese, ["対応中", "保有", "アップセル", "次のワークロード", "競合", "サポート終了"]),
    ] {
        let desk = Desk::new(language, Some(Action::Open(vec![Source::File(file.clone())])));
        let mut window = window(desk, [640.0, 360.0], Theme::Light, 2.0);
        window.state_mut().apply(Action::Show(View::WhitespaceMap));
        window.run();
        for sign in signs {
            let told = window.query_all_by_label(sign).any(|sign| page.contains_rect(sign.rect()));
            assert!(told, "{sign}");
        }
    }
}

#[test]
fn months_are_compared_and_those_who_entered_are_shown() {
    let (folder, mut window) = month_window(Language::English);
    let older = month(folder.path(), "m365 2026-09-01.csv", 0, 600, 11);
    show(&mut window, Key::Num5);
    click(&mut window, "Choose the older report");
    assert_eq!(window.state().effects, [Effect::ChooseOlderMonth]);
    window.state_mut().apply(Action::Months(MonthsAction::Load(vec![Source::File(older)])));
    window.run();
    let (new, gone) = {
        let compared = window.state().session.months().compared.unwrap();
        (compared.comparison.new, compared.comparison.gone)
    };
    assert_eq!((new, gone), (5, 5));
    let changes = window.state().session.card_changes().unwrap();
    assert_eq!(changes.change(Card::Customers), Some(CardChange::Count { before: 600, after: 600 }));
    let Some(CardChange::Count { before, after }) = changes.change(Card::ActNow) else {
        panic!("no change of Act Now")
    };
    assert_ne!(before, after);
    show(&mut window, Key::Num1);
    let signed = propensity_desk::ui::format::signed(i64::from(after) - i64::from(before));
    assert!(tells(&window, &format!("{signed} against {before} on 1 Sep 2026")), "the card says how it changed");
    show(&mut window, Key::Num5);
    click(&mut window, "Entered Act Now: ");
    let listed = window.state().session.months().list.expect("a list").rows.len();
    assert!(listed > 0);
    click(&mut window, "Show in Customers");
    assert_eq!(window.state().session.dashboard().unwrap().shown() as usize, listed);
    assert!(tells(&window, "Entered Act Now"));
    show(&mut window, Key::Num5);
    click(&mut window, "Compare with nothing");
    assert!(tells(&window, "Compare with an older month"));
    assert!(window.state().session.card_changes().is_none());
}

#[test]
fn without_outcomes_the_page_says_how_to_record_them_and_with_them_it_judges() {
    let folder = tempfile::tempdir().unwrap();
    let (report, deals) = report_and_deals(folder.path(), 900, 600);
    let mut without = opened(vec![report.clone()], Language::English);
    show(&mut without, Key::Num6);
    click(&mut without, "Write the template");
    let Some(Effect::ChooseTarget { writing, name, .. }) = without.state().effects.last().cloned() else {
        panic!("{:?}", without.state().effects)
    };
    assert_eq!((&writing, name), (&Writing::Template(TemplateKind::Outcomes), Some("outcomes.xlsx".to_owned())));
    let target = folder.path().join("outcomes.xlsx");
    without.state_mut().apply(writing.to(target.clone()));
    without.run();
    assert!(target.exists() && tells(&without, "Saved “outcomes.xlsx”"));
    let mut with = opened(vec![report, deals], Language::English);
    show(&mut with, Key::Num6);
    assert!(tells(&with, "600 deals won") || tells(&with, "deals won, "));
    assert!(tells(&with, "Lift by tenth, highest chance first: "));
    assert!(!tells(&with, "No deals to judge by yet"));
}

#[test]
fn every_word_of_the_pages_can_be_drawn_in_japanese() {
    let (folder, mut window) = month_window(Language::Japanese);
    let older = month(folder.path(), "m365 2026-09-01.csv", 0, 600, 11);
    window.state_mut().apply(Action::Months(MonthsAction::Load(vec![Source::File(older)])));
    for (key, text) in [(Key::Num5, "クラスター間の移動"), (Key::Num6, "テンプレート"), (Key::Num7, "バンドの境界")]
    {
        show(&mut window, key);
        assert!(tells(&window, text), "{text}");
    }
    for section in ["セグメントと日付", "重み", "属性", "プロファイル"] {
        window.get_all_by_label(section).last().unwrap().click();
        window.run();
    }
    assert!(tells(&window, "既定のプロファイル"));
}

fn with_medium(employees: u32) -> Arc<ScoringProfile> {
    let segment_rule = SegmentRule { medium_employees: employees, ..SegmentRule::default() };
    Arc::new(ScoringProfile { segment_rule, ..ScoringProfile::default() })
}

fn act(desk: &mut Desk, action: ProfileAction) {
    desk.apply(Action::Tuning(TuningAction::Profiles(action)));
}

#[test]
fn profiles_are_kept_compared_brought_back_and_carried_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(Language::English, None);
    desk.session.keep_in(folder.path().to_owned());
    desk.apply(Action::Tuning(TuningAction::Change(with_medium(30))));
    act(&mut desk, ProfileAction::SaveAs("West".to_owned()));
    desk.apply(Action::Tuning(TuningAction::Change(with_medium(40))));
    act(&mut desk, ProfileAction::SaveAs("West".to_owned()));
    desk.apply(Action::Tuning(TuningAction::Accept));
    // What is on disk is all that is left of a session.
    let mut next = Desk::new(Language::English, None);
    next.session.keep_in(folder.path().to_owned());
    assert_eq!(next.session.tuning().in_use, &*with_medium(40));
    let first = ProfileChoice::Kept { name: "West".to_owned(), number: 1 };
    assert_eq!(next.session.chosen_profile(&first), Some(&*with_medium(30)));
    act(&mut next, ProfileAction::Compare(Some(first.clone())));
    assert_eq!(next.session.compared_profile().map(|(_, profile)| profile), Some(&*with_medium(30)));
    act(&mut next, ProfileAction::Revert(first));
    assert_eq!(next.session.tuning().draft, Some(&with_medium(30)));
    let file = folder.path().join("profile.json");
    act(&mut next, ProfileAction::Export(file.clone()));
    next.apply(Action::Tuning(TuningAction::Discard));
    act(&mut next, ProfileAction::Import(file.clone()));
    assert_eq!(next.session.tuning().draft, Some(&with_medium(30)));
    fs::write(&file, r#"{"version":99}"#).unwrap();
    act(&mut next, ProfileAction::Import(file));
    assert_eq!(next.session.tuning().draft, Some(&with_medium(30)), "a newer profile changes nothing");
    assert!(next.session.notices().last().is_some_and(propensity_desk::session::notice::Notice::is_error));
}

#[test]
fn profiles_of_a_newer_program_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("profiles.json");
    fs::write(&file, r#"{"version":99}"#).unwrap();
    let mut desk = Desk::new(Language::English, None);
    desk.session.keep_in(folder.path().to_owned());
    assert_eq!(desk.session.notices().len(), 1);
    desk.apply(Action::Tuning(TuningAction::Change(with_medium(30))));
    act(&mut desk, ProfileAction::SaveAs("West".to_owned()));
    desk.apply(Action::Tuning(TuningAction::Accept));
    assert_eq!(fs::read_to_string(&file).unwrap(), r#"{"version":99}"#);
}

#[test]
fn every_month_that_is_opened_leaves_a_point_of_each_customers_trend() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("program");
    for (name, shift) in [("m365 2026-09-01.csv", 11), ("m365 2026-10-01.csv", 0)] {
        let file = month(folder.path(), name, 0, 40, shift);
        let mut desk = Desk::new(Language::English, None);
        desk.session.keep_in(kept.clone());
        desk.apply(Action::Open(vec![Source::File(file)]));
        desk.apply(Action::OpenCustomer(7));
        let trend = desk.session.trend().expect("a trend").clone();
        let fits: Vec<Option<u8>> = trend.months.iter().map(|(_, seen)| seen[0].1.fit).collect();
        let all = [Some(u8::try_from((7 * 37 + 11) % 101).unwrap()), Some(u8::try_from((7 * 37) % 101).unwrap())];
        assert_eq!(fits, all[..trend.months.len()]);
        assert_eq!(trend.months.len(), 1 + usize::from(shift == 0));
    }
}
