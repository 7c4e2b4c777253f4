//! What customers are called on screen: their names, or what stands for them while others look on.

use crate::insight::ScoredPortfolio;
use crate::insight::pseudonym::{Pseudonyms, tells_who};
use crate::insight::table::TableColumn;
use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::session::preferences::Preferences;
use crate::ui::commands::Command;
use crate::ui::controls::plain_button;
use crate::ui::icons;
use crate::ui::screen::Screen;
use crate::ui::theme::{GUTTER, Palette};
use crate::ui::words::Words;
use crate::ui::words::terms::visible;
use egui::accesskit::Role;
use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Sense, Ui, WidgetInfo, vec2};
use std::borrow::Cow;

/// What stands for customers; `None` while their names are shown.
pub(super) fn pseudonyms(preferences: &Preferences, words: &'static Words) -> Option<Pseudonyms> {
    let words = &words.names;
    let names = Pseudonyms { pattern: &words.pseudonym, former: &words.former, cover: &words.covered };
    preferences.names_hidden.then_some(names)
}

impl Screen<'_> {
    /// The name of `customer`, as it is written; a missing one stays empty.
    pub(super) fn name_of<'n>(&self, customer: CustomerIndex, name: &'n str) -> Cow<'n, str> {
        match self.pseudonyms.filter(|_| !name.trim().is_empty()) {
            Some(names) => Cow::Owned(names.of(customer)),
            None => visible(name),
        }
    }

    /// A text that others must not see, as it is written.
    pub(super) fn private<'n>(&self, text: &'n str) -> Cow<'n, str> {
        match self.pseudonyms.filter(|_| !text.trim().is_empty()) {
            Some(names) => Cow::Borrowed(names.cover),
            None => visible(text),
        }
    }

    /// Whether what stands in `column` must not be seen.
    pub(super) fn covers(&self, scored: &ScoredPortfolio, column: TableColumn) -> bool {
        self.pseudonyms.is_some() && tells_who(scored, column)
    }
}

/// Tells that names are hidden, and offers to show them.
#[must_use]
pub(super) fn banner(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    screen.pseudonyms?;
    let (words, palette) = (&screen.words.names, Palette::of(ui));
    let frame = Frame::new().fill(palette.accent_soft).inner_margin(Margin::symmetric(GUTTER as i8, 4));
    let panel = Panel::top("names are hidden").resizable(false).show_separator_line(false).frame(frame);
    let shown = panel.show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let shows = plain_button(ui, &words.show, &Command::HideNames.tooltip(ui, screen.words)).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
                icons::info(ui.painter(), rect.center(), palette.accent_strong);
                ui.add(Label::new(&words.banner).truncate()).on_hover_text(&words.banner);
            });
            shows
        })
        .inner
    });
    shown.inner.then(|| Command::HideNames.action(screen)).flatten()
}

/// Stands where a note could be written, while notes are covered.
pub(super) fn covered_note(ui: &mut Ui, screen: &Screen<'_>, note: &str) {
    let words = &screen.words.names;
    let shown = if note.is_empty() { screen.words.missing_mark.as_str() } else { words.covered.as_str() };
    let label = ui.add(Label::new(RichText::new(shown).color(Palette::of(ui).weak)).sense(Sense::hover()));
    let told = format!("{}: {}", screen.words.marks.note, if note.is_empty() { shown } else { &words.covered_label });
    label.widget_info(|| WidgetInfo::labeled(Role::Note, true, &told));
    label.on_hover_text(&words.covered_tooltip);
}
