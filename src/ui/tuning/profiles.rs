//! Profiles that are kept: saved under names, compared, brought back, taken from files and written to them.

use crate::domain::profile_library::{NamedProfile, ProfileVersion};
use crate::insight::profile_difference::differences;
use crate::session::action::Action;
use crate::session::profiles::{ProfileAction, ProfileChoice};
use crate::session::tuning::TuningAction;
use crate::ui::controls::{close_button, plain_button};
use crate::ui::format;
use crate::ui::panel::title;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::tuning::note;
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Align, Button, Label, Layout, RichText, TextEdit, Ui, WidgetInfo};

/// Draws them; `name` is what was typed for a new one.
#[must_use]
pub(super) fn profiles(ui: &mut Ui, screen: &Screen<'_>, name: &mut String) -> Option<Action> {
    let words = &screen.words.tuning;
    title(ui, &words.profiles, &words.profiles_tooltip);
    let mut action = None;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(name).hint_text(&words.profile_name);
        let field = ui.add(field.desired_width((ui.available_width() - 130.0).max(120.0)));
        field.widget_info(|| WidgetInfo::text_edit(true, &*name, &*name, &words.profile_name));
        let is_named = !name.trim().is_empty();
        let save = ui.add_enabled(is_named, Button::new(&words.save_as)).on_hover_text(&words.save_as_tooltip);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if is_named && (save.clicked() || entered) {
            action = Some(ProfileAction::SaveAs(std::mem::take(name)));
        }
    });
    ui.horizontal_wrapped(|ui| {
        if plain_button(ui, &words.import, &words.import_tooltip).clicked() {
            action = Some(ProfileAction::AskImport);
        }
        if plain_button(ui, &words.export, &words.export_tooltip).clicked() {
            action = Some(ProfileAction::AskExport);
        }
    });
    ui.add_space(GAP);
    if screen.library.profiles().is_empty() {
        note(ui, &words.no_profiles);
    }
    let default = entry(ui, screen, &words.profile_default, &ProfileChoice::Default);
    action = action.or(default);
    for profile in screen.library.profiles() {
        ui.add_space(GAP / 2.0);
        let shown = ui.push_id(&profile.name, |ui| named(ui, screen, profile)).inner;
        action = action.or(shown);
    }
    ui.add_space(GAP);
    action = action.or(compared(ui, screen));
    action.map(|action| Action::Tuning(TuningAction::Profiles(action)))
}

fn named(ui: &mut Ui, screen: &Screen<'_>, profile: &NamedProfile) -> Option<ProfileAction> {
    let words = &screen.words.tuning;
    let mut action = None;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let tooltip = fill(&words.remove_tooltip, &[("name", &visible(&profile.name))]);
            if plain_button(ui, &words.remove, &tooltip).clicked() {
                action = Some(ProfileAction::Remove(profile.name.clone()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(theme::heavy(visible(&profile.name), theme::strong())).truncate());
            });
        });
    });
    for version in profile.versions.iter().rev() {
        let choice = ProfileChoice::Kept { name: profile.name.clone(), number: version.number };
        let chosen = ui.push_id(version.number, |ui| entry(ui, screen, &version_name(screen, version), &choice)).inner;
        action = action.or(chosen);
    }
    action
}

fn version_name(screen: &Screen<'_>, version: &ProfileVersion) -> String {
    let number = version.number.to_string();
    let day = version.saved.map(|day| format::day(day, screen.words.language));
    let day = day.as_deref().unwrap_or(&screen.words.missing_mark);
    fill(&screen.words.tuning.version, &[("number", &number), ("day", day)])
}

/// One profile with what can be done with it.
fn entry(ui: &mut Ui, screen: &Screen<'_>, name: &str, choice: &ProfileChoice) -> Option<ProfileAction> {
    let words = &screen.words.tuning;
    let mut action = None;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let named = |text: &str| format!("{text}: {}", words.choice(choice));
            let revert = plain_button(ui, &words.revert, &words.revert_tooltip);
            revert.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, named(&words.revert)));
            if revert.clicked() {
                action = Some(ProfileAction::Revert(choice.clone()));
            }
            let compare = plain_button(ui, &words.compare, &words.compare_tooltip);
            compare.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, named(&words.compare)));
            if compare.clicked() {
                action = Some(ProfileAction::Compare(Some(choice.clone())));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(name).truncate());
            });
        });
    });
    action
}

/// How the chosen profile differs from the one in use, in words.
fn compared(ui: &mut Ui, screen: &Screen<'_>) -> Option<ProfileAction> {
    let words = &screen.words.tuning;
    let (choice, profile) = screen.compared_profile?;
    let mut action = None;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if close_button(ui, &words.compare_close).clicked() {
                action = Some(ProfileAction::Compare(None));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = fill(&words.differences_title, &[("name", &words.choice(choice))]);
                ui.add(Label::new(theme::heavy(text, theme::strong())).truncate());
            });
        });
    });
    lines(ui, screen, &differences(screen.tuning.in_use, profile));
    action
}

/// Differences line by line.
pub(super) fn lines(ui: &mut Ui, screen: &Screen<'_>, differences: &[crate::insight::profile_difference::Difference]) {
    let words = &screen.words.tuning;
    if differences.is_empty() {
        note(ui, &words.differences_none);
    }
    let palette = Palette::of(ui);
    for difference in differences {
        let text = words.difference(screen.words, difference);
        ui.add(Label::new(RichText::new(text).font(theme::small()).color(palette.text)).wrap());
    }
}
