use super::*;
use crate::insight::dashboard::Question;
use crate::session::settings::Language;

#[test]
fn no_two_commands_share_a_shortcut() {
    let shortcuts: Vec<_> = Command::all().filter_map(|command| Some((command, command.shortcut()?))).collect();
    for (at, (command, shortcut)) in shortcuts.iter().enumerate() {
        for (other, same) in shortcuts.iter().skip(at + 1) {
            assert_ne!(shortcut, same, "{command:?} and {other:?}");
        }
    }
}

#[test]
fn every_command_has_words_in_every_language() {
    for language in Language::ALL {
        for command in Command::all() {
            let words = Words::of(language);
            assert!(!command.label(words).is_empty() && !command.explanation(words).is_empty(), "{command:?}");
        }
    }
}

#[test]
fn escape_closes_the_nearest_thing() {
    let mut question = Question::default();
    question.filter.toggle_segment(crate::domain::segment::Segment::Medium);
    let target = std::path::Path::new("report.xlsx");
    let mut screen = Screen { understanding_shown: true, overwrite_asked: Some(target), ..Screen::empty(&question) };
    screen.front = Some(Front::Palette);
    assert_eq!(escape(&screen), Some(Action::DeclineOverwrite));
    screen.overwrite_asked = None;
    assert_eq!(escape(&screen), Some(Action::ToggleFront(Front::Palette)));
    screen.front = None;
    assert_eq!(escape(&screen), Some(Action::ToggleUnderstanding));
    screen.understanding_shown = false;
    assert_eq!(escape(&screen), Some(Action::ClearFilter));
    let empty = Question { filter: Default::default(), ..question.clone() };
    screen.question = &empty;
    assert_eq!(escape(&screen), None);
}
