//! What stands in front of the page: settings, the palette of commands, the overview of keys.

use crate::window::{Desk, Window, window};
use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use propensity_desk::domain::fiscal_year::FiscalYearStart;
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::front::Front;
use propensity_desk::session::preferences::{Preferences, ThemeChoice, Zoom};
use propensity_desk::session::settings::Settings;
use propensity_desk::session::view::View;
use propensity_desk::support::language::Language;

const LAPTOP: [f32; 2] = [1280.0, 720.0];
/// The same window at twice the size.
const LARGE: [f32; 2] = [640.0, 360.0];

fn sample(language: Language) -> Window {
    window(Desk::new(language, Some(Action::OpenSample)), LAPTOP, Theme::Light, 1.0)
}

fn empty(language: Language, size: [f32; 2], theme: Theme, pixels_per_point: f32) -> Window {
    window(Desk::new(language, None), size, theme, pixels_per_point)
}

fn press(window: &mut Window, key: Key) {
    window.key_press_modifiers(Modifiers::COMMAND, key);
    window.run();
}

fn plain(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run();
}

fn typed(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click_accesskit();
    window.run();
}

fn tells(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

fn preferences(window: &Window) -> Preferences {
    window.state().session.settings().preferences
}

fn front(window: &Window) -> Option<Front> {
    window.state().session.front()
}

#[test]
fn settings_are_reached_by_key_and_menu_and_left_by_escape() {
    let mut window = sample(Language::English);
    press(&mut window, Key::Comma);
    assert_eq!(front(&window), Some(Front::Settings));
    assert!(tells(&window, "Number format"));
    plain(&mut window, Key::Escape);
    assert_eq!(front(&window), None);
    click(&mut window, "More");
    click(&mut window, "Settings…");
    assert_eq!(front(&window), Some(Front::Settings));
    click(&mut window, "Close");
    assert_eq!(front(&window), None);
}

#[test]
fn a_number_format_is_that_of_every_number_at_once() {
    let mut window = sample(Language::English);
    assert!(tells(&window, "28,000") && !tells(&window, "28.000"));
    press(&mut window, Key::Comma);
    click(&mut window, "Number format: As the language");
    click(&mut window, "1.234,5");
    click(&mut window, "Currency: USD 1.240");
    assert!(tells(&window, "USD\u{a0}1.240.500,25"), "the example follows");
    plain(&mut window, Key::Escape);
    assert!(tells(&window, "28.000"));
    let with_comma = window.query_all_by_label_contains("28,000").count();
    assert_eq!(with_comma, 0, "no number is left behind");
}

#[test]
fn days_in_japanese_are_written_by_era_when_that_is_preferred() {
    let mut window = sample(Language::Japanese);
    assert!(tells(&window, "2026年10月1日"));
    press(&mut window, Key::Comma);
    click(&mut window, "年の表し方：和暦（令和8年）");
    plain(&mut window, Key::Escape);
    assert!(tells(&window, "令和8年10月1日") && !tells(&window, "2026年10月1日"));
}

#[test]
fn language_theme_size_and_motion_are_chosen_and_kept() {
    let mut window = sample(Language::English);
    press(&mut window, Key::Comma);
    click(&mut window, "Colours: Dark");
    assert_eq!(window.ctx.theme(), Theme::Dark);
    click(&mut window, "Size: 100%");
    click(&mut window, "150%");
    assert_eq!(window.ctx.zoom_factor(), 1.5);
    press(&mut window, Key::Plus);
    assert_eq!(preferences(&window).zoom, Zoom::from(160));
    press(&mut window, Key::Num0);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
    assert!(window.ctx.global_style().animation_time > 0.0);
    click(&mut window, "Reduce motion");
    assert_eq!(window.ctx.global_style().animation_time, 0.0);
    click(&mut window, "Language: 日本語");
    assert!(tells(&window, "表示サイズ"));
    let kept = serde_json::to_string(window.state().session.settings()).unwrap();
    let kept: Settings = serde_json::from_str(&kept).unwrap();
    assert_eq!((kept.preferences.theme, kept.language), (ThemeChoice::Dark, Some(Language::Japanese)));
    assert!(kept.preferences.reduced_motion);
    click(&mut window, "既定に戻す");
    assert_eq!(preferences(&window), Preferences::default());
    assert_eq!(window.state().session.settings().language, None, "the system's language");
}

#[test]
fn the_fiscal_year_is_that_of_the_profile_and_is_undone_with_it() {
    let mut window = sample(Language::English);
    press(&mut window, Key::Comma);
    click(&mut window, "Fiscal year begins in: July");
    click(&mut window, "April");
    let start = |window: &Window| window.state().session.tuning().in_use.fiscal_year_start;
    assert_eq!(Some(start(&window)), FiscalYearStart::new(4));
    plain(&mut window, Key::Escape);
    press(&mut window, Key::Z);
    assert_eq!(Some(start(&window)), FiscalYearStart::new(7));
}

#[test]
fn a_command_is_found_and_done_by_the_keyboard_alone() {
    let mut window = sample(Language::English);
    press(&mut window, Key::K);
    assert_eq!(front(&window), Some(Front::Palette));
    typed(&mut window, "work l");
    plain(&mut window, Key::Enter);
    assert_eq!((front(&window), window.state().session.view()), (None, View::WorkList));
    press(&mut window, Key::K);
    typed(&mut window, "marked-up");
    assert!(tells(&window, "Save marked-up copy…"), "what was typed before is gone");
    press(&mut window, Key::K);
    assert_eq!(front(&window), None, "the same key takes it away");
}

#[test]
fn arrows_choose_and_a_command_that_cannot_be_done_says_why() {
    let mut window = empty(Language::English, LAPTOP, Theme::Light, 1.0);
    press(&mut window, Key::K);
    typed(&mut window, "open");
    let chosen = |window: &Window| {
        let options = window.get_all_by_role(egui::accesskit::Role::ListBoxOption);
        let is_chosen =
            |node: &egui_kittest::Node<'_>| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True);
        options.filter(is_chosen).filter_map(|node| node.accesskit_node().label()).collect::<Vec<String>>()
    };
    let first = chosen(&window);
    plain(&mut window, Key::ArrowDown);
    let second = chosen(&window);
    assert!(first.len() == 1 && second.len() == 1 && first != second, "{first:?} {second:?}");
    plain(&mut window, Key::ArrowUp);
    assert_eq!(chosen(&window), first);
    plain(&mut window, Key::Escape);
    press(&mut window, Key::K);
    typed(&mut window, "marked-up");
    assert!(tells(&window, "Save marked-up copy… (not now: first open a report or the sample)"));
    plain(&mut window, Key::Enter);
    assert!(window.state().effects.is_empty() && front(&window) == Some(Front::Palette));
}

#[test]
fn a_customer_is_found_by_name_and_its_page_is_opened() {
    let mut window = sample(Language::English);
    let (name, customer) = {
        let scored = window.state().session.scored().unwrap();
        let id = scored.portfolio.customers.name[1234];
        (scored.portfolio.texts.text(id).to_uppercase(), 1234)
    };
    press(&mut window, Key::K);
    typed(&mut window, &name);
    let found = window.state().session.found_customers().unwrap().customers.clone();
    assert!(found.contains(&customer), "{name}: {found:?}");
    assert!(tells(&window, "Customers"));
    plain(&mut window, Key::Enter);
    assert_eq!(window.state().session.customer_shown(), found.first().copied());
}

#[test]
fn a_recent_file_is_opened_from_the_palette() {
    let mut settings = Settings { language: Some(Language::English), ..Settings::default() };
    settings.recent = vec![std::path::PathBuf::from("/data/customers 2026-10.xlsx")];
    let session = propensity_desk::session::Session::new(
        settings,
        Vec::new(),
        propensity_desk::ui::words::mark_words(Language::English),
        std::sync::Arc::new(|| ()),
    );
    let mut window = window(Desk::of(session), LAPTOP, Theme::Light, 1.0);
    press(&mut window, Key::K);
    typed(&mut window, "customers 2026");
    plain(&mut window, Key::Enter);
    assert!(tells(&window, "customers 2026-10.xlsx"), "it is not there, and that is told");
    assert!(!window.state().session.notices().is_empty());
}

#[test]
fn keys_of_commands_and_tables_are_listed() {
    for (language, title, sentence) in [
        (Language::English, "Keyboard shortcuts", "Save marked-up copy…: "),
        (Language::Japanese, "キーボード ショートカット", "設定…：Ctrl+"),
    ] {
        let mut window = sample(language);
        press(&mut window, Key::Slash);
        assert_eq!(front(&window), Some(Front::Keys));
        assert!(tells(&window, title) && tells(&window, sentence));
        let listed = window.get_all_by_role(egui::accesskit::Role::ListItem).count();
        assert!(listed >= 40, "{listed}");
        plain(&mut window, Key::Escape);
        plain(&mut window, Key::Questionmark);
        assert_eq!(front(&window), Some(Front::Keys), "the question mark too");
        press(&mut window, Key::S);
        assert!(window.state().effects.is_empty(), "nothing behind it hears keys");
    }
}

#[test]
fn keys_behind_a_window_are_heard_again_when_it_is_gone() {
    let mut window = sample(Language::English);
    press(&mut window, Key::Comma);
    press(&mut window, Key::O);
    assert!(window.state().effects.is_empty());
    plain(&mut window, Key::Escape);
    press(&mut window, Key::O);
    assert_eq!(window.state().effects, [Effect::ChooseFiles { add: false }]);
}

/// Every label of `window` that runs out of it sideways.
fn cut(window: &Window) -> Vec<String> {
    let width = window.ctx.content_rect().width();
    let nodes = window.get_all_by(|node| node.label().is_some_and(|label| !label.is_empty()));
    let is_cut = |node: &egui_kittest::Node<'_>| {
        let rect = node.rect();
        rect.is_positive() && (rect.left() < -0.5 || rect.right() > width + 0.5)
    };
    nodes.filter(is_cut).filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn at_twice_the_size_nothing_is_cut_in_either_language() {
    for language in Language::ALL {
        for key in [Key::Comma, Key::K, Key::Slash] {
            let mut window = empty(language, LARGE, Theme::Light, 2.0);
            press(&mut window, key);
            assert!(front(&window).is_some());
            assert_eq!(cut(&window), Vec::<String>::new(), "{language:?} {key:?}");
        }
    }
}

#[test]
fn tab_stays_in_the_window_in_front_and_goes_through_all_of_it() {
    let mut window = sample(Language::English);
    press(&mut window, Key::Comma);
    let mut reached = Vec::new();
    for _ in 0..40 {
        plain(&mut window, Key::Tab);
        let focused = window.query_all_by(is_focused);
        reached.extend(focused.filter_map(|node| node.accesskit_node().label()));
    }
    for wanted in ["Close", "Colours: Dark", "Size: 100%", "Hide customer names", "Reduce motion", "Reset"] {
        assert!(reached.iter().any(|label| label == wanted), "{wanted}: {reached:?}");
    }
    assert!(!reached.iter().any(|label| label == "Open…"), "nothing behind it is reached");
}

/// Whether `text` has a decimal point, as in `74.5`; one before three digits separates thousands.
fn has_decimal_point(text: &str) -> bool {
    let is_digit = |at: Option<char>| at.is_some_and(|c| c.is_ascii_digit());
    text.match_indices('.').any(|(at, _)| {
        let after: Vec<char> = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        is_digit(text[..at].chars().last()) && (after.len() == 1 || after.len() == 2)
    })
}

#[test]
fn no_page_writes_numbers_in_another_form_than_is_preferred() {
    assert!(has_decimal_point("Fit 74.5") && !has_decimal_point("1.240.500 m365.xlsx"));
    let mut window = sample(Language::English);
    press(&mut window, Key::Comma);
    click(&mut window, "Number format: As the language");
    click(&mut window, "1.234,5");
    plain(&mut window, Key::Escape);
    let mut checked = 0;
    for page in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num6, Key::Num7] {
        press(&mut window, page);
        for node in window.query_all_by(|_| true) {
            // Definitions are sentences of the language.
            if node.accesskit_node().role() == egui::accesskit::Role::Note {
                continue;
            }
            let texts = [node.accesskit_node().label(), node.accesskit_node().value()];
            for text in texts.into_iter().flatten() {
                checked += 1;
                assert!(!has_decimal_point(&text), "{page:?}: {text}");
            }
        }
    }
    assert!(checked > 500, "{checked}");
}

/// Whether something in a colour of the focus is drawn around `rect`.
fn is_ringed(window: &Window, rect: egui::Rect) -> bool {
    let visuals = &window.ctx.global_style().visuals;
    let colors = [visuals.widgets.active.bg_stroke.color, visuals.selection.stroke.color];
    // Of a box to tick the box alone is ringed.
    let is_near = |ring: egui::Rect| ring.size().min_elem() >= 10.0 && rect.expand(12.0).contains_rect(ring);
    fn any(shape: &egui::Shape, is_ring: &dyn Fn(egui::Rect, egui::Stroke) -> bool) -> bool {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().any(|shape| any(shape, is_ring)),
            egui::Shape::Rect(drawn) => is_ring(drawn.rect, drawn.stroke),
            _ => false,
        }
    }
    let is_ring = |ring: egui::Rect, stroke: egui::Stroke| {
        // What stands out by itself has a ring in the colour of the text.
        let is_strong = stroke.width >= 2.0 && stroke.color == visuals.text_color();
        (is_strong || stroke.width >= 1.0 && colors.contains(&stroke.color)) && is_near(ring)
    };
    window.output().shapes.iter().any(|clipped| any(&clipped.shape, &is_ring))
}

#[test]
fn what_the_keyboard_is_on_has_a_ring() {
    let mut window = sample(Language::English);
    let mut reached = 0;
    for page in [Key::Num1, Key::Num2, Key::Num4, Key::Num7, Key::Comma] {
        press(&mut window, page);
        for _ in 0..24 {
            plain(&mut window, Key::Tab);
            let focused = window.query_all_by(is_focused).last();
            let Some((label, rect)) = focused.map(|node| (node.accesskit_node().label(), node.rect())) else {
                continue;
            };
            if rect.is_positive() && rect.width() < 1200.0 {
                reached += 1;
                assert!(is_ringed(&window, rect), "{page:?}: {label:?} at {rect:?}");
            }
        }
    }
    assert!(reached > 60, "{reached}");
}

#[test]
fn settings_as_they_look() {
    let mut window = sample(Language::English);
    press(&mut window, Key::Comma);
    window.snapshot("settings-english-light");
}

#[test]
fn the_palette_as_it_looks() {
    let mut window = window(Desk::new(Language::Japanese, Some(Action::OpenSample)), LAPTOP, Theme::Dark, 1.0);
    press(&mut window, Key::K);
    typed(&mut window, "コピー");
    window.snapshot("palette-japanese-dark");
}

#[test]
fn keys_as_they_look() {
    let mut window = sample(Language::English);
    press(&mut window, Key::Slash);
    window.snapshot("keys-english-light");
}

#[test]
fn hidden_names_as_they_look() {
    let mut window = sample(Language::English);
    window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::H);
    window.run();
    press(&mut window, Key::Num2);
    window.snapshot("hidden-names-english-light");
}

fn is_focused(node: &egui_kittest::kittest::AccessKitNode<'_>) -> bool {
    node.is_focused()
}
