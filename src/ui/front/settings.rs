//! The settings: language, look, numbers and days, the portfolio's calendar, motion, and hiding names.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::session::action::Action;
use crate::session::preferences::{Abbreviations, Calendar, CurrencyForm, NumberForm, Preferences, ThemeChoice, Zoom};
use crate::session::settings::Language;
use crate::session::tuning::TuningAction;
use crate::ui::controls::{plain_button, segmented_of, tick_box};
use crate::ui::format;
use crate::ui::icons;
use crate::ui::panel::info;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::tuning::{Change, rules};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Align, Button, ComboBox, Label, Layout, RichText, Ui, WidgetInfo, vec2};
use std::sync::Arc;

/// From this width on a choice stands beside its name.
const BESIDE: f32 = 480.0;
const NAME_WIDTH: f32 = 200.0;
const LIST_WIDTH: f32 = 220.0;

/// Draws the settings.
#[must_use]
pub(super) fn settings(ui: &mut Ui, screen: &Screen<'_>, as_of: &mut Option<String>) -> Vec<Action> {
    let words = &screen.words.settings;
    let mut chosen = screen.preferences;
    note(ui, &words.kept);
    let mut actions: Vec<Action> = look(ui, screen, &mut chosen).into_iter().collect();
    writing(ui, screen, &mut chosen);
    if !screen.is_preview {
        ui.add_space(GAP);
        actions.extend(portfolio(ui, screen, as_of));
    }
    heading(ui, &words.sharing);
    tick_box(ui, &mut chosen.names_hidden, &words.names, &words.names_tooltip);
    tick_box(ui, &mut chosen.reduced_motion, &words.motion, &words.motion_tooltip);
    ui.add_space(GAP);
    if plain_button(ui, &words.reset, &words.reset_tooltip).clicked() {
        chosen = Preferences::default();
        actions.push(Action::SetLanguage(None));
    }
    actions.extend((chosen != screen.preferences).then_some(Action::Prefer(chosen)));
    actions
}

fn look(ui: &mut Ui, screen: &Screen<'_>, chosen: &mut Preferences) -> Option<Action> {
    let words = &screen.words.settings;
    heading(ui, &words.appearance);
    let language = (!screen.follows_language).then_some(screen.words.language);
    let mut picked = language;
    let languages = [
        (None, words.of_system.clone()),
        (Some(Language::English), "English".to_owned()),
        (Some(Language::Japanese), "日本語".to_owned()),
    ];
    choice(ui, screen, (&words.language, &words.language_tooltip), &languages, &mut picked);
    let themes = [
        (ThemeChoice::System, words.of_system.clone()),
        (ThemeChoice::Light, words.theme_light.clone()),
        (ThemeChoice::Dark, words.theme_dark.clone()),
    ];
    choice(ui, screen, (&words.theme, &words.theme_tooltip), &themes, &mut chosen.theme);
    let size = |zoom: Zoom| (zoom, fill(&words.zoom_value, &[("percent", &zoom.percent().to_string())]));
    let sizes: Vec<(Zoom, String)> = Zoom::all().map(size).collect();
    choice(ui, screen, (&words.zoom, &words.zoom_tooltip), &sizes, &mut chosen.zoom);
    (picked != language).then_some(Action::SetLanguage(picked))
}

fn writing(ui: &mut Ui, screen: &Screen<'_>, chosen: &mut Preferences) {
    let words = &screen.words.settings;
    heading(ui, &words.writing);
    let forms = [
        (NumberForm::OfLanguage, words.of_language.clone()),
        (NumberForm::Point, "1,234.5".to_owned()),
        (NumberForm::Comma, "1.234,5".to_owned()),
        (NumberForm::Space, "1 234,5".to_owned()),
    ];
    choice(ui, screen, (&words.numbers, &words.numbers_tooltip), &forms, &mut chosen.numbers);
    let amount = format::count(1_240_u32);
    let code = format!("{} {amount}", screen.currency.code());
    let sign = format!("{}{amount}", screen.currency.symbol());
    let currencies = [(CurrencyForm::Sign, sign), (CurrencyForm::Code, code)];
    let name = (words.currency.as_str(), words.currency_tooltip.as_str());
    choice(ui, screen, name, &currencies, &mut chosen.currency);
    let (less, small, large) = (format::fixed(2.78, 2), format::fixed(27.8, 1), format::fixed(1.24, 2));
    let figures = [("less", less.as_str()), ("small", small.as_str()), ("large", large.as_str())];
    let steps = [
        (Abbreviations::OfLanguage, words.of_language.clone()),
        (Abbreviations::Thousands, fill(&words.abbreviations_thousands, &figures)),
        (Abbreviations::TenThousands, fill(&words.abbreviations_ten_thousands, &figures)),
        (Abbreviations::Whole, format::count(27_800_u32)),
    ];
    let name = (words.abbreviations.as_str(), words.abbreviations_tooltip.as_str());
    choice(ui, screen, name, &steps, &mut chosen.abbreviations);
    let calendars =
        [(Calendar::Western, words.calendar_western.clone()), (Calendar::Japanese, words.calendar_japanese.clone())];
    let name = (words.calendar.as_str(), words.calendar_tooltip.as_str());
    choice(ui, screen, name, &calendars, &mut chosen.calendar);
    note(ui, &fill(&words.example, &[("numbers", &example(screen))]));
}

/// A count, an amount whole and short, and a day, as they are written now.
fn example(screen: &Screen<'_>) -> String {
    let amount = Money::from_hundredths(124_050_025);
    let day = screen.scored.map_or(Date::constant(2026, 10, 1), |scored| scored.as_of);
    let texts = [
        format::number(28_000.5),
        format::money(amount, screen.currency),
        format::money_compact(amount, screen.currency),
        format::day(day, screen.words.language),
    ];
    texts.join(" · ")
}

/// The fiscal year and the as-of day: parts of the profile. Where it has a draft, they go there; else they count at once.
fn portfolio(ui: &mut Ui, screen: &Screen<'_>, as_of: &mut Option<String>) -> Vec<Action> {
    let words = &screen.words.settings;
    let draft = screen.tuning.draft;
    let mut change = Change::of(draft.map_or(screen.tuning.in_use, AsRef::as_ref));
    rules::calendar(ui, screen, screen.scored, &mut change, as_of);
    note(ui, if draft.is_some() { &words.in_draft } else { &words.portfolio_note });
    let Some(profile) = change.changed() else { return Vec::new() };
    let accept = draft.is_none().then_some(TuningAction::Accept);
    std::iter::once(TuningAction::Change(Arc::new(profile))).chain(accept).map(Action::Tuning).collect()
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(GAP);
    ui.add(Label::new(theme::heavy(text, theme::title())));
}

fn note(ui: &mut Ui, text: &str) {
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(Palette::of(ui).weak)).wrap());
}

/// A name with its definition, and its choices: side by side where they are few, else in a list.
fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    screen: &Screen<'_>,
    (name, tooltip): (&str, &str),
    choices: &[(T, String)],
    chosen: &mut T,
) {
    let mut control = |ui: &mut Ui| {
        let label = |choice: &str| fill(&screen.words.settings.choice, &[("name", name), ("choice", choice)]);
        let picked = if choices.len() <= 3 {
            let shown: Vec<(T, &str, String)> =
                choices.iter().map(|(choice, text)| (*choice, text.as_str(), label(text))).collect();
            segmented_of(ui, &shown, *chosen, true)
        } else {
            list(ui, (name, tooltip), choices, *chosen, label)
        };
        *chosen = picked.unwrap_or(*chosen);
    };
    if ui.available_width() < BESIDE {
        named(ui, name, tooltip);
        ui.horizontal(control);
        return;
    }
    ui.horizontal(|ui| {
        let size = vec2(NAME_WIDTH, ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(size);
            named(ui, name, tooltip);
        });
        control(ui);
    });
}

fn named(ui: &mut Ui, name: &str, tooltip: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(name);
        info(ui, tooltip);
    });
}

fn list<T: Copy + PartialEq>(
    ui: &mut Ui,
    (name, tooltip): (&str, &str),
    choices: &[(T, String)],
    chosen: T,
    label: impl Fn(&str) -> String,
) -> Option<T> {
    let shown = choices.iter().find(|(choice, _)| *choice == chosen).map_or("", |(_, text)| text.as_str());
    let list = ComboBox::from_id_salt(name)
        .width(LIST_WIDTH.min(ui.available_width()))
        .selected_text(shown)
        .icon(|ui, rect, visuals, _| icons::chevron_down(ui.painter(), rect.center(), visuals.text_color()));
    let mut picked = None;
    let response = list.show_ui(ui, |ui| {
        for (choice, text) in choices {
            let is_chosen = *choice == chosen;
            let response = ui.add(Button::selectable(is_chosen, text).min_size(vec2(140.0, 26.0)));
            response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, text));
            if response.clicked() && !is_chosen {
                picked = Some(*choice);
                ui.close();
            }
        }
    });
    let told = label(shown);
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &told));
    response.response.on_hover_text(tooltip);
    picked
}
