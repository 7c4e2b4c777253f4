//! The commands: one entry each for buttons, menus and keys.

use crate::session::action::Action;
use crate::session::customer::CustomerAction;
use crate::session::front::Front;
use crate::session::marks::MarkAction;
use crate::session::preferences::{Preferences, Zoom};
use crate::session::saving::CopyAction;
use crate::session::view::View;
use crate::ui::screen::Screen;
use crate::ui::words::{Words, fill};
use egui::{Context, Id, Key, KeyboardShortcut, Modifiers, Popup, Ui};

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
    Palette,
    Keys,
    Settings,
    HideNames,
    Larger,
    Smaller,
    UsualSize,
}

/// What commands are about, as the overview of keys puts them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Files,
    Changes,
    Pages,
    Window,
}

impl Group {
    pub(super) const ALL: [Self; 4] = [Self::Files, Self::Changes, Self::Pages, Self::Window];
}

impl Command {
    /// Every command, group by group.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let files = [
            Self::Open,
            Self::Add,
            Self::Sample,
            Self::Save,
            Self::Report,
            Self::Merge,
            Self::Understanding,
            Self::Cancel,
        ];
        let changes = [Self::Undo, Self::Redo, Self::ClearFilter];
        let window = [
            Self::Palette,
            Self::Keys,
            Self::Help,
            Self::Settings,
            Self::HideNames,
            Self::Larger,
            Self::Smaller,
            Self::UsualSize,
        ];
        let pages = View::ALL.iter().copied().map(Self::Show);
        files.into_iter().chain(changes).chain(pages).chain(window)
    }

    /// What it is about.
    pub(super) fn group(self) -> Group {
        match self {
            Self::Open
            | Self::Add
            | Self::Sample
            | Self::Save
            | Self::Report
            | Self::Merge
            | Self::Understanding
            | Self::Cancel => Group::Files,
            Self::Undo | Self::Redo | Self::ClearFilter => Group::Changes,
            Self::Show(_) => Group::Pages,
            Self::Palette
            | Self::Keys
            | Self::Help
            | Self::Settings
            | Self::HideNames
            | Self::Larger
            | Self::Smaller
            | Self::UsualSize => Group::Window,
        }
    }

    /// Whether it is about the window alone, and so also done while something stands in front of the page.
    fn is_of_window(self) -> bool {
        self.group() == Group::Window && self != Self::Help
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
            Self::Palette => &words.palette.palette,
            Self::Keys => &words.keys.keys,
            Self::Settings => &words.settings.settings,
            Self::HideNames => &words.names.command,
            Self::Larger => &words.settings.larger,
            Self::Smaller => &words.settings.smaller,
            Self::UsualSize => &words.settings.usual_size,
        }
    }

    /// What it does.
    pub(super) fn explanation(self, words: &Words) -> &str {
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
            Self::Palette => &words.palette.palette_tooltip,
            Self::Keys => &words.keys.keys_tooltip,
            Self::Settings => &words.settings.settings_tooltip,
            Self::HideNames => &words.names.command_tooltip,
            Self::Larger => &words.settings.larger_tooltip,
            Self::Smaller => &words.settings.smaller_tooltip,
            Self::UsualSize => &words.settings.usual_size_tooltip,
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
            Self::Palette => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::K)),
            Self::Keys => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Slash)),
            Self::Settings => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Comma)),
            Self::HideNames => Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::H)),
            Self::Larger => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Plus)),
            Self::Smaller => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Minus)),
            Self::UsualSize => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Num0)),
            Self::Sample | Self::Cancel => None,
        }
    }

    /// Its key, and others that people try for it.
    fn keys(self, ui: &Ui) -> impl Iterator<Item = KeyboardShortcut> {
        let other = match self {
            // Plus stands on the same key without Shift.
            Self::Larger => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals)),
            Self::Keys if !ui.ctx().text_edit_focused() => {
                Some(KeyboardShortcut::new(Modifiers::NONE, Key::Questionmark))
            }
            _ => None,
        };
        self.shortcut().into_iter().chain(other)
    }

    /// Whether it can be done now.
    pub(super) fn is_enabled(self, screen: &Screen<'_>) -> bool {
        let is_open = screen.scored.is_some();
        let is_free = screen.is_free();
        match self {
            Self::Help | Self::Palette | Self::Keys | Self::Settings | Self::HideNames => true,
            Self::Larger => screen.preferences.zoom != Zoom::MOST,
            Self::Smaller | Self::UsualSize => screen.preferences.zoom != Zoom::LEAST,
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

    /// Why it cannot be done now; `None` where it can.
    pub(super) fn why_not<'a>(self, screen: &Screen<'a>) -> Option<&'a str> {
        if self.is_enabled(screen) {
            return None;
        }
        let words = &screen.words.palette;
        let is_open = screen.scored.is_some();
        Some(match self {
            Self::Larger | Self::Smaller | Self::UsualSize => &words.why_size,
            Self::Cancel => &words.why_nothing_runs,
            Self::Add | Self::Save | Self::Report | Self::Merge | Self::Understanding | Self::Show(_) if !is_open => {
                &words.why_nothing_open
            }
            _ if screen.is_preview => &words.why_preview,
            Self::Undo | Self::Redo => &words.why_no_change,
            Self::ClearFilter => &words.why_no_filter,
            Self::Merge if screen.merge_page.is_some() => &words.why_shown,
            Self::Merge if screen.is_free() => &words.why_marks,
            _ => &words.why_busy,
        })
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
            Self::Palette => Some(Action::ToggleFront(Front::Palette)),
            Self::Keys => Some(Action::ToggleFront(Front::Keys)),
            Self::Settings => Some(Action::ToggleFront(Front::Settings)),
            Self::HideNames => prefer(screen, |chosen| chosen.names_hidden = !chosen.names_hidden),
            Self::Larger => prefer(screen, |chosen| chosen.zoom = chosen.zoom.larger()),
            Self::Smaller => prefer(screen, |chosen| chosen.zoom = chosen.zoom.smaller()),
            Self::UsualSize => prefer(screen, |chosen| chosen.zoom = Zoom::default()),
        }
    }

    /// Does it: what the session is asked for, or a menu that asks more first.
    pub(super) fn run(self, ctx: &Context, screen: &Screen<'_>) -> Option<Action> {
        if self == Self::Save && file_count(screen) > 1 {
            Popup::toggle_id(ctx, save_menu());
        }
        self.action(screen)
    }
}

/// What is preferred, with a change.
fn prefer(screen: &Screen<'_>, change: impl FnOnce(&mut Preferences)) -> Option<Action> {
    let mut chosen = screen.preferences;
    change(&mut chosen);
    Some(Action::Prefer(chosen))
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
    if screen.front.is_none()
        && let Some(command) = undo_pressed(ui)
    {
        return command.is_enabled(screen).then(|| command.action(screen)).flatten().filter(|_| !is_asked);
    }
    let is_open = |command: Command| screen.front.is_none() || command.is_of_window();
    let may = |command: &Command| !is_asked && is_open(*command) && command.is_enabled(screen);
    // The longer shortcuts first: a shortcut also matches with more modifiers than it names.
    let is_long = |command: &Command| command.shortcut().is_some_and(|shortcut| shortcut.modifiers.shift);
    let long = Command::all().filter(is_long);
    let short = Command::all().filter(|command| !is_long(command) && *command != Command::ClearFilter);
    let is_pressed = |shortcut: KeyboardShortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut));
    let command = long.chain(short).filter(may).find(|command| command.keys(ui).any(is_pressed))?;
    command.run(ui.ctx(), screen)
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

/// Escape closes the question, else what stands in front, else help, else the choice of columns, else the page of what was understood, else that of a
/// customer, else clears the filter.
fn escape(screen: &Screen<'_>) -> Option<Action> {
    if screen.overwrite_asked.is_some() {
        return Some(Action::DeclineOverwrite);
    }
    if let Some(front) = screen.front {
        return Some(Action::ToggleFront(front));
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
mod tests;
