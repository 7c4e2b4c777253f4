//! Words of the settings.

use crate::ui::words::section::section;

section! {
    /// What is preferred, and the names of its choices.
    SettingsWords, "settings.json", {
        settings, settings_tooltip, title, kept, example, reset, reset_tooltip, appearance, writing, sharing,
        language, language_tooltip, of_system, theme, theme_tooltip, theme_light, theme_dark, zoom, zoom_tooltip,
        zoom_value, numbers, numbers_tooltip, of_language, currency, currency_tooltip, abbreviations,
        abbreviations_tooltip, abbreviations_thousands, abbreviations_ten_thousands, calendar, calendar_tooltip,
        calendar_western, calendar_japanese, in_draft, motion, motion_tooltip, names, names_tooltip, portfolio_note,
        choice, larger, larger_tooltip, smaller, smaller_tooltip, usual_size, usual_size_tooltip,
    }
}
