//! What a settings file holds; the rest of the session stands above these rooms.

#[path = "../src/session/layout.rs"]
pub mod layout;
#[path = "../src/session/preferences.rs"]
pub mod preferences;
#[path = "../src/session/saved_view.rs"]
pub mod saved_view;
#[path = "../src/session/settings.rs"]
pub mod settings;
