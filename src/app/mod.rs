//! The eframe shell: window, fonts of the system, dialogs, settings on disk. No business rules.

mod dialogs;
mod drawing;
mod hand_over;
mod shell;
mod system_fonts;

use crate::app::hand_over::Start;
use crate::app::shell::{Asked, Shell};
use crate::cli::arguments::WindowArguments;
use crate::session::action::Action;
use crate::support::language::Language;
use crate::workbook::source::Source;
use eframe::{NativeOptions, Renderer};
use std::cell::RefCell;

/// The name that the system knows the app by: of its window and its settings folder.
const APP_ID: &str = "propensity-desk";

/// No window could be opened; the language is the one it would have had.
#[derive(Debug)]
pub struct NoWindow {
    /// The language asked for, else the system's.
    pub language: Language,
}

/// Opens the window and runs until it is closed; where one is open already, it gets the files instead.
///
/// On Windows and macOS wgpu comes first: through DirectX it also draws without a graphics driver, as over Remote Desktop.
/// Where it cannot start, and elsewhere, OpenGL draws.
///
/// # Errors
/// [`NoWindow`] when no display can be reached.
pub fn run(arguments: &WindowArguments) -> Result<(), NoWindow> {
    let system_language = sys_locale::get_locale().map(|locale| Language::of_locale(&locale)).unwrap_or_default();
    let language = arguments.shared.language.unwrap_or(system_language);
    if !display_is_named() {
        return Err(NoWindow { language });
    }
    // A day that was named is about this start's files alone.
    let files = if arguments.shared.as_of.is_none() { arguments.files.as_slice() } else { &[] };
    let door = match eframe::storage_dir(APP_ID).map(|folder| hand_over::start(&folder, files)) {
        Some(Start::HandedOver) => return Ok(()),
        Some(Start::First(door)) => Some(door),
        Some(Start::Another) | None => None,
    };
    let first = if arguments.sample {
        Some(Action::OpenSample)
    } else {
        let files: Vec<Source> = arguments.files.iter().cloned().map(Source::File).collect();
        (!files.is_empty()).then_some(Action::Open(files))
    };
    let door = RefCell::new(door);
    let open = |renderer| {
        let asked = Asked { first: first.clone(), language: arguments.shared.language, as_of: arguments.shared.as_of };
        let door = &door;
        eframe::run_native(
            APP_ID,
            options(renderer),
            Box::new(move |creation| {
                let door = door.borrow_mut().take();
                Ok(Box::new(Shell::new(creation, asked, system_language, door)) as Box<dyn eframe::App>)
            }),
        )
    };
    #[cfg(any(windows, target_os = "macos"))]
    match open(Renderer::Wgpu) {
        Ok(()) => return Ok(()),
        Err(error) => log::warn!("wgpu cannot start, trying OpenGL: {error}"),
    }
    open(Renderer::Glow).map_err(|error| {
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
