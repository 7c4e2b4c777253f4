//! The commands: one entry each for buttons, menus and keys.

use crate::session::action::Action;
use crate::session::customer::CustomerAction;
use crate::session::marks::MarkAction;
use crate::session::saving::CopyAction;
use crate::session::view::View;
use crate::ui::screen::Screen;
use crate::ui::words::{Words, fill};
use egui::{Id, Key, KeyboardShortcut, Modifiers, Popup, Ui};

/// Something a person can ask for by button or key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Help,
    Open,
    Add,
    Save,
    Report,
    Understanding,
    Sample,
    ClearFilter,
    Cancel,
    Undo,
    Redo,
    Merge,
    Show(View),
}

impl Command {
    /// Every command.
    #[cfg(test)]
    fn all() -> impl Iterator<Item = Self> {
        let own = [
            Self::Help,
            Self::Open,
            Self::Add,
            Self::Save,
            Self::Report,
            Self::Understanding,
            Self::Sample,
            Self::ClearFilter,
            Self::Cancel,
            Self::Undo,
            Self::Redo,
            Self::Merge,
        ];
        own.into_iter().chain(View::ALL.iter().copied().map(Self::Show))
    }

    /// The words on its button.
    pub(super) fn label(self, words: &Words) -> &str {
        match self {
            Self::Help => &words.help.help,
            Self::Open => &words.open_files,
            Self::Add => &words.add_report,
            Self::Save => &words.save_copy,
            Self::Report => &words.save_report,
            Self::Understanding => &words.show_understanding,
            Self::Sample => &words.open_sample,
            Self::ClearFilter => &words.clear_filter,
            Self::Cancel => &words.cancel,
            Self::Undo => &words.marks.undo,
            Self::Redo => &words.marks.redo,
            Self::Merge => &words.merge.command,
            Self::Show(view) => words.desk.name(view),
        }
    }

    fn explanation(self, words: &Words) -> &str {
        match self {
            Self::Help => &words.help.help_tooltip,
            Self::Open => &words.open_files_tooltip,
            Self::Add => &words.add_report_tooltip,
            Self::Save => &words.save_copy_tooltip,
            Self::Report => &words.save_report_tooltip,
            Self::Understanding => &words.show_understanding_tooltip,
            Self::Sample => &words.open_sample_tooltip,
            Self::ClearFilter => &words.clear_filter_tooltip,
            Self::Cancel => &words.cancel_tooltip,
            Self::Undo => &words.marks.undo_tooltip,
            Self::Redo => &words.marks.redo_tooltip,
            Self::Merge => &words.merge.command_tooltip,
            Self::Show(view) => words.desk.explanation(view),
        }
    }

    /// What it does, with its key.
    pub(super) fn tooltip(self, ui: &Ui, words: &Words) -> String {
        let tooltip = self.explanation(words);
        let Some(shortcut) = self.shortcut() else { return tooltip.to_owned() };
        fill(&words.with_shortcut, &[("tooltip", tooltip), ("shortcut", &ui.ctx().format_shortcut(&shortcut))])
    }

    /// Its key. Escape closes the nearest thing, see [`escape`].
    pub(super) fn shortcut(self) -> Option<KeyboardShortcut> {
        match self {
            Self::Help => Some(KeyboardShortcut::new(Modifiers::NONE, Key::F1)),
            Self::Open => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::O)),
            Self::Add => Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::O)),
            Self::Save => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::S)),
            Self::Report => Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S)),
            Self::Understanding => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::I)),
            Self::ClearFilter => Some(KeyboardShortcut::new(Modifiers::NONE, Key::Escape)),
            Self::Show(view) => Some(KeyboardShortcut::new(Modifiers::COMMAND, page_key(view))),
            Self::Undo => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Z)),
            Self::Redo => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Y)),
            Self::Merge => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::M)),
            Self::Sample | Self::Cancel => None,
        }
    }

    /// Whether it can be done now.
    pub(super) fn is_enabled(self, screen: &Screen<'_>) -> bool {
        let is_open = screen.scored.is_some();
        let is_free = screen.is_free();
        match self {
            Self::Help => true,
            Self::Open | Self::Sample => is_free,
            Self::Add | Self::Save | Self::Report => is_open && is_free && !screen.is_preview,
            Self::Understanding => is_open,
            Self::Show(view) => !screen.is_preview && view.is_reachable(screen.scored),
            Self::ClearFilter => !screen.is_preview && !screen.question.filter.is_empty(),
            Self::Cancel => screen.running.is_some(),
            Self::Undo => !screen.is_preview && screen.undo.is_some(),
            Self::Redo => !screen.is_preview && screen.redo.is_some(),
            Self::Merge => is_open && is_free && screen.may_mark && screen.merge_page.is_none(),
        }
    }

    /// What it asks of the session; saving with several files open asks for the file first.
    pub(super) fn action(self, screen: &Screen<'_>) -> Option<Action> {
        match self {
            Self::Help => Some(Action::ToggleHelp),
            Self::Open => Some(Action::AskOpen),
            Self::Add => Some(Action::AskAdd),
            Self::Save => (file_count(screen) == 1).then_some(Action::AskSave(0)),
            Self::Report => Some(Action::AskReport { filter: screen.words.filter(&screen.question.filter) }),
            Self::Understanding => Some(Action::ToggleUnderstanding),
            Self::Sample => Some(Action::OpenSample),
            Self::ClearFilter => Some(Action::ClearFilter),
            Self::Cancel => Some(Action::Cancel),
            Self::Undo => Some(Action::Undo),
            Self::Redo => Some(Action::Redo),
            Self::Merge => Some(Action::Marks(MarkAction::AskMerge)),
            Self::Show(view) => Some(Action::Show(view)),
        }
    }
}

/// The digit that shows `view`, together with Ctrl.
fn page_key(view: View) -> Key {
    match view {
        View::Overview => Key::Num1,
        View::Customers => Key::Num2,
        View::WhitespaceMap => Key::Num3,
        View::WorkList => Key::Num4,
        View::Months => Key::Num5,
        View::Quality => Key::Num6,
        View::Tuning => Key::Num7,
    }
}

/// How many files are open.
pub(super) fn file_count(screen: &Screen<'_>) -> usize {
    screen.scored.map_or(0, |scored| scored.portfolio.files.len())
}

/// The menu in which the file to save is chosen.
pub(super) fn save_menu() -> Id {
    Id::unique("save menu")
}

/// What the pressed keys ask for.
pub(super) fn pressed(ui: &Ui, screen: &Screen<'_>) -> Option<Action> {
    let is_asked = screen.overwrite_asked.is_some() || screen.copy_page.is_some();
    if !Popup::is_any_open(ui.ctx()) && ui.input(|input| input.key_pressed(Key::Escape)) {
        return escape(screen);
    }
    if let Some(command) = undo_pressed(ui) {
        return command.is_enabled(screen).then(|| command.action(screen)).flatten().filter(|_| !is_asked);
    }
    // The longer shortcuts first: a shortcut also matches with more modifiers than it names.
    let order = [
        Command::Help,
        Command::Add,
        Command::Open,
        Command::Report,
        Command::Save,
        Command::Understanding,
        Command::Merge,
    ];
    let pages = View::ALL.iter().copied().map(Command::Show);
    let command =
        order.into_iter().chain(pages).filter(|command| !is_asked && command.is_enabled(screen)).find(|command| {
            command.shortcut().is_some_and(|shortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut)))
        })?;
    if command == Command::Save && file_count(screen) > 1 {
        Popup::toggle_id(ui.ctx(), save_menu());
    }
    command.action(screen)
}

/// Undo or redo by key. A text that is being edited has an undo of its own, which comes first.
fn undo_pressed(ui: &Ui) -> Option<Command> {
    if ui.ctx().text_edit_focused() {
        return None;
    }
    let redo_too = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    let mut pressed = |shortcut: KeyboardShortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut));
    if pressed(redo_too) || Command::Redo.shortcut().is_some_and(&mut pressed) {
        return Some(Command::Redo);
    }
    Command::Undo.shortcut().is_some_and(pressed).then_some(Command::Undo)
}

/// Escape closes the question, else help, else the choice of columns, else the page of what was understood, else that of a
/// customer, else clears the filter.
fn escape(screen: &Screen<'_>) -> Option<Action> {
    if screen.overwrite_asked.is_some() {
        return Some(Action::DeclineOverwrite);
    }
    if screen.copy_page.is_some() {
        return Some(Action::Copy(CopyAction::Close));
    }
    if screen.help_shown {
        return Some(Action::ToggleHelp);
    }
    if screen.column_page.is_some() {
        return Some(Action::CloseColumns);
    }
    if screen.merge_page.is_some() {
        return Some(Action::Marks(MarkAction::CloseMerge));
    }
    if screen.understanding_shown {
        return Some(Action::ToggleUnderstanding);
    }
    if screen.customer.is_some() {
        return Some(Action::Customer(CustomerAction::Close));
    }
    (!screen.question.filter.is_empty()).then_some(Action::ClearFilter)
}

#[cfg(test)]
mod tests {
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
        let mut screen =
            Screen { understanding_shown: true, overwrite_asked: Some(target), ..Screen::empty(&question) };
        assert_eq!(escape(&screen), Some(Action::DeclineOverwrite));
        screen.overwrite_asked = None;
        assert_eq!(escape(&screen), Some(Action::ToggleUnderstanding));
        screen.understanding_shown = false;
        assert_eq!(escape(&screen), Some(Action::ClearFilter));
        let empty = Question { filter: Default::default(), ..question.clone() };
        screen.question = &empty;
        assert_eq!(escape(&screen), None);
    }
}
