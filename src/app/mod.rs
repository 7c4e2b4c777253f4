//! The eframe shell: window, fonts of the system, dialogs, settings on disk. No business rules.

mod dialogs;
mod drawing;
mod shell;
mod system_fonts;

use crate::app::shell::Shell;
use crate::cli::arguments::WindowArguments;
use crate::session::action::Action;
use crate::support::language::Language;
use crate::workbook::source::Source;
use eframe::{NativeOptions, Renderer};

/// The name that the system knows the app by: of its window and its settings folder.
const APP_ID: &str = "propensity-desk";

/// No window could be opened; the language is the one it would have had.
#[derive(Debug)]
pub struct NoWindow {
    /// The language asked for, else the system's.
    pub language: Language,
}

/// Opens the window and runs until it is closed.
///
/// wgpu comes first: on Windows it also draws without a graphics driver, as over Remote Desktop; where it cannot
/// start, OpenGL is tried.
///
/// # Errors
/// [`NoWindow`] when no display can be reached.
pub fn run(arguments: &WindowArguments) -> Result<(), NoWindow> {
    let system_language = sys_locale::get_locale().map(|locale| Language::of_locale(&locale)).unwrap_or_default();
    let language = arguments.shared.language.unwrap_or(system_language);
    if !display_is_named() {
        return Err(NoWindow { language });
    }
    let first = if arguments.sample {
        Some(Action::OpenSample)
    } else {
        let files: Vec<Source> = arguments.files.iter().cloned().map(Source::File).collect();
        (!files.is_empty()).then_some(Action::Open(files))
    };
    let open = |renderer| {
        let (first, chosen, as_of) = (first.clone(), arguments.shared.language, arguments.shared.as_of);
        eframe::run_native(
            APP_ID,
            options(renderer),
            Box::new(move |creation| {
                Ok(Box::new(Shell::new(creation, chosen, system_language, as_of, first)) as Box<dyn eframe::App>)
            }),
        )
    };
    open(Renderer::Wgpu)
        .or_else(|error| {
            log::warn!("wgpu cannot start, trying OpenGL: {error}");
            open(Renderer::Glow)
        })
        .map_err(|error| {
            log::warn!("no window: {error}");
            NoWindow { language }
        })
}

fn options(renderer: Renderer) -> NativeOptions {
    let viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Propensity Desk")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([960.0, 600.0])
        .with_drag_and_drop(true);
    NativeOptions { viewport, renderer, ..NativeOptions::default() }
}

/// Whether the environment names a display; other systems than Linux always have one.
fn display_is_named() -> bool {
    let named = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY") || named("WAYLAND_SOCKET")
}
