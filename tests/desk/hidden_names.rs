//! Customers under pseudonyms, so that others may look on.

use crate::window::{Desk, Window, window};
use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use propensity_desk::domain::mark::MarkEdit;
use propensity_desk::session::Session;
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::customer::CustomerAction;
use propensity_desk::session::marks::MarkAction;
use propensity_desk::session::tuning::TuningAction;
use propensity_desk::support::language::Language;
use propensity_desk::ui::brief::Brief;
use propensity_desk::workbook::source::Source;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

const LAPTOP: [f32; 2] = [1280.0, 720.0];

fn sample(language: Language) -> Window {
    window(Desk::new(language, Some(Action::OpenSample)), LAPTOP, Theme::Light, 1.0)
}

fn hide(window: &mut Window) {
    window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::H);
    window.run();
}

fn press(window: &mut Window, key: Key) {
    window.key_press_modifiers(Modifiers::COMMAND, key);
    window.run();
}

/// Everything that the accessibility tree of `window` says.
fn said(window: &Window) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for node in window.query_all_by(|_| true) {
        let node = node.accesskit_node();
        texts.extend(
            [node.label(), node.value(), node.description(), node.placeholder().map(str::to_owned)]
                .into_iter()
                .flatten(),
        );
    }
    texts
}

/// What tells who the customers of `session` are: names, ids, numbers and domains.
fn secrets(session: &Session) -> BTreeSet<String> {
    let portfolio = &session.scored().unwrap().portfolio;
    let people = &portfolio.customers;
    let columns = [&people.name, &people.customer_id, &people.duns, &people.domain];
    let texts = columns.into_iter().flatten().map(|id| portfolio.texts.text(*id).to_owned());
    texts.filter(|text| text.chars().count() > 3).collect()
}

/// What `texts` say of `secrets`.
fn leaks(texts: &BTreeSet<String>, secrets: &BTreeSet<String>) -> Vec<String> {
    let leaks = |text: &&String| secrets.iter().any(|secret| text.contains(secret.as_str()));
    texts.iter().filter(leaks).cloned().collect()
}

#[test]
fn no_page_tells_a_name_while_names_are_hidden() {
    for language in Language::ALL {
        let mut window = sample(language);
        let secrets = secrets(&window.state().session);
        assert!(secrets.len() > 28_000);
        assert!(!leaks(&said(&window), &secrets).is_empty(), "names are shown as a rule");
        let note = MarkEdit::Note("Ask for Mrs. Abernathy".to_owned());
        let change = MarkAction::Change { customers: (0..40).collect(), model: None, edit: note };
        window.state_mut().apply(Action::Marks(change));
        // A draft, so that the page of tuning names those who would move.
        let mut draft = window.state().session.tuning().in_use.clone();
        draft.limits.fit.high = 60.0;
        window.state_mut().apply(Action::Tuning(TuningAction::Change(Arc::new(draft))));
        hide(&mut window);
        let mut seen = BTreeSet::new();
        for page in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7] {
            press(&mut window, page);
            let texts = said(&window);
            assert!(texts.len() > 20, "{page:?}");
            assert_eq!(leaks(&texts, &secrets), Vec::<String>::new(), "{language:?} {page:?}");
            seen.extend(texts);
        }
        window.state_mut().apply(Action::OpenCustomer(7));
        window.run();
        seen.extend(said(&window));
        press(&mut window, Key::I);
        seen.extend(said(&window));
        press(&mut window, Key::K);
        let name = secrets.iter().find(|name| name.chars().count() > 12).unwrap();
        window.state_mut().apply(Action::FindCustomers(name.clone()));
        window.run();
        seen.extend(said(&window));
        assert_eq!(leaks(&seen, &secrets), Vec::<String>::new(), "{language:?}");
        assert!(!seen.iter().any(|text| text.contains("Abernathy")), "notes are covered");
        let pseudonym = if language == Language::English { "Customer 00008" } else { "顧客 00008" };
        assert!(seen.iter().any(|text| text == pseudonym), "the page of a customer is headed by its pseudonym");
    }
}

#[test]
fn a_banner_says_so_and_shows_them_again() {
    let mut window = sample(Language::English);
    let banner = "Customer names are hidden. What you copy hides them too; files you save keep them.";
    assert!(window.query_by_label(banner).is_none());
    hide(&mut window);
    window.get_by_label(banner);
    let kept = serde_json::to_string(window.state().session.settings()).unwrap();
    assert!(kept.contains(r#""names_hidden":true"#), "it outlasts a restart");
    window.get_by_label("Show names").click_accesskit();
    window.run();
    assert!(window.query_by_label(banner).is_none());
    let secrets = secrets(&window.state().session);
    assert!(!leaks(&said(&window), &secrets).is_empty());
}

fn small(folder: &Path) -> (std::path::PathBuf, Window) {
    let file = folder.join("m365 2026-10-01.csv");
    let mut text = "CustomerID,AccountName,Domain,Industry,OrgSize,M365Fit,M365Intent\n".to_owned();
    for row in 0..30 {
        text +=
            &format!("K-{row:04},Secret {row} Ltd,secret{row}.example,Retail,{},{},{}\n", row + 1, row * 3, 90 - row);
    }
    std::fs::write(&file, text).unwrap();
    let open = Action::Open(vec![Source::File(file.clone())]);
    (file, window(Desk::new(Language::English, Some(open)), LAPTOP, Theme::Light, 1.0))
}

#[test]
fn what_is_copied_hides_them_and_what_is_saved_keeps_them() {
    let folder = tempfile::tempdir().unwrap();
    let (file, mut window) = small(folder.path());
    hide(&mut window);
    press(&mut window, Key::Num2);
    window.get_by_label_contains("Customer table, ").focus();
    window.run();
    press(&mut window, Key::A);
    window.get_by_label("Copy selected rows").click_accesskit();
    window.run();
    let copied = window.state_mut().session.take_copied().expect("a text");
    assert!(copied.contains("Customer 00001\t") && copied.contains("Retail"), "{copied}");
    assert!(!copied.contains("Secret") && !copied.contains("K-0001") && !copied.contains("example"), "{copied}");
    let target = folder.path().join("copy.csv");
    window.state_mut().apply(Action::Save { source: Source::File(file), target: target.clone() });
    let saved = std::fs::read_to_string(&target).unwrap();
    assert!(saved.contains("Secret 7 Ltd") && saved.contains("K-0007"), "the copy keeps them");
}

#[test]
fn the_menu_of_a_column_and_the_filter_keep_names_covered() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut window) = small(folder.path());
    window.state_mut().apply(Action::Search("Secret 7".to_owned()));
    hide(&mut window);
    press(&mut window, Key::Num2);
    let secrets = secrets(&window.state().session);
    let texts = said(&window);
    assert_eq!(leaks(&texts, &secrets), Vec::<String>::new());
    assert!(!texts.iter().any(|text| text.contains("Secret 7")), "what was searched for is covered too");
}

#[test]
fn briefs_follow() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut window) = small(folder.path());
    window.state_mut().apply(Action::OpenCustomer(6));
    let title = |window: &Window| Brief::of(&window.state().session, Language::English).unwrap().title();
    assert!(title(&window).contains("Secret 6 Ltd"));
    hide(&mut window);
    assert!(title(&window).contains("Customer 00007") && !title(&window).contains("Secret"));
    window.state_mut().apply(Action::Customer(CustomerAction::AskBrief));
    let asked = window.state().effects.last();
    assert!(matches!(asked, Some(Effect::ChooseTarget { name: Some(name), .. }) if name == "00007"), "{asked:?}");
}
