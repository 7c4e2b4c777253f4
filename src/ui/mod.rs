//! The views: borrowed data in, actions out. No files, threads, dialogs, clock or business state.
//!
//! Colours and sizes are in [`theme`], numbers and days in [`mod@format`], all words in the language files of [`words`].

mod breakdown;
pub mod brief;
mod cards;
mod columns;
mod commands;
mod confirm;
mod controls;
mod copy_columns;
mod customer;
mod customers;
mod dashboard;
mod dialog;
mod distribution;
mod donut;
pub mod drawn;
mod filter_line;
mod flows;
mod fonts;
pub mod format;
mod front;
mod help;
mod icons;
mod legend;
mod marks;
mod matrix;
mod merge;
mod model_picker;
mod months;
mod motion;
mod names;
mod notices;
mod panel;
pub mod pdf;
pub mod picture;
mod progress;
mod quality;
mod rail;
mod renewals;
mod root;
mod save_menu;
mod screen;
pub mod svg;
mod table;
pub mod theme;
mod top_bar;
mod tuning;
mod understanding;
mod welcome;
mod whitespace_map;
pub mod words;
mod work_list;

use crate::session::preferences::{Preferences, ThemeChoice};
use egui::ThemePreference;

pub use front::FrontPlace;
pub use help::{HelpPage, HelpPlace};
pub use motion::jump_by_wheel;
pub use root::root;
pub use screen::{RootState, Screen, ViewState};

/// Looks as `preferences` say from now on.
pub fn apply(ctx: &egui::Context, preferences: &Preferences) {
    ctx.set_theme(match preferences.theme {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    });
    ctx.set_zoom_factor(f32::from(preferences.zoom.percent()) / 100.0);
    let is_still = preferences.reduced_motion;
    ctx.all_styles_mut(|style| {
        style.animation_time = if is_still { 0.0 } else { theme::ANIMATION_SECONDS };
        style.visuals.text_cursor.blink = !is_still;
    });
}

/// Installs fonts and styles for light and dark; the system chooses between them.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::fonts());
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        ctx.set_style_of(theme, theme::style(theme));
    }
    ctx.set_theme(ThemePreference::System);
    // Where the system does not say, as on a bare X server.
    ctx.options_mut(|options| {
        options.fallback_theme = egui::Theme::Light;
        // The size is a command of ours, which is kept.
        options.zoom_with_keyboard = false;
    });
}
