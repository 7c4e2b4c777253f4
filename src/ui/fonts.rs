//! The fonts: egui's own, and a Japanese one that carries what those lack.

use crate::ui::theme::strong_family;
use egui::{FontData, FontDefinitions, FontFamily};

const JAPANESE: &[u8] = include_bytes!("../../assets/fonts/BIZUDPGothic-Regular-subset.ttf");
const JAPANESE_NAME: &str = "BIZ UDPGothic";

/// All fonts. Latin text is egui's light face, titles and figures the regular weight of the Japanese font.
#[must_use]
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert(JAPANESE_NAME.to_owned(), FontData::from_static(JAPANESE).into());
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().push(JAPANESE_NAME.to_owned());
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let mut strong = vec![JAPANESE_NAME.to_owned()];
    strong.extend(fallback.into_iter().filter(|name| name != JAPANESE_NAME));
    fonts.families.insert(strong_family(), strong);
    fonts
}
