//! Fonts of the system for characters that the bundled fonts lack.

use egui::epaint::text::{FallbackRequest, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks the system, preferring Japanese forms of shared characters, until the system fails.
///
/// The provider beneath panics where fontconfig is installed but no font is; that must not end the program.
struct CarefulProvider {
    system: SystemFontProvider,
    failed: AtomicBool,
}

impl FontProvider for CarefulProvider {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if self.failed.load(Ordering::Relaxed) {
            return None;
        }
        catch_unwind(AssertUnwindSafe(|| self.system.font_for(request))).unwrap_or_else(|_| {
            log::warn!("the system's fonts cannot be used");
            self.failed.store(true, Ordering::Relaxed);
            None
        })
    }
}

/// Adds the system's fonts behind those of `ctx`.
pub(super) fn add(ctx: &egui::Context) {
    let system = SystemFontProvider::new().with_locale(Some("ja"));
    ctx.add_font_provider(Arc::new(CarefulProvider { system, failed: AtomicBool::new(false) }));
}
