//! All colours and sizes of the window, for light and dark.

#![expect(clippy::disallowed_methods, reason = "colours live here, and only here")]

use crate::domain::cluster::Cluster;
use crate::domain::segment::Segment;
use egui::style::ScrollStyle;
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2};

/// Distance between things that belong together, in points; larger distances are multiples.
pub const GAP: f32 = 8.0;
/// Distance between panels and from the window's edge.
pub const GUTTER: f32 = 12.0;
/// Distance of a panel's content from its edge.
pub const INSET: f32 = 16.0;
/// Room that a scroll bar takes beside what it scrolls.
pub const SCROLL_BAR_ROOM: f32 = 12.0;
/// Corners of panels.
pub const PANEL_RADIUS: u8 = 8;
/// Corners of buttons, cells and chips.
pub const CONTROL_RADIUS: u8 = 6;

/// How long what appears takes to fade in, unless motion is reduced.
pub const ANIMATION_SECONDS: f32 = 0.08;

/// The colours of one theme.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// Behind the panels.
    pub page: Color32,
    /// Panels.
    pub surface: Color32,
    /// Table headers, rows under the pointer.
    pub raised: Color32,
    /// Thin lines and panel edges.
    pub hairline: Color32,
    /// Edges of controls.
    pub outline: Color32,
    /// What is dragged to scroll.
    pub handle: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight; still readable on every background.
    pub weak: Color32,
    /// What can be acted upon, the focus ring.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_strong: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// A breath of the accent behind what is chosen.
    pub accent_soft: Color32,
    /// Bars of distributions.
    pub bar: Color32,
    /// Edge of good news.
    pub good: Color32,
    /// Edge of bad news.
    pub bad: Color32,
    /// How strong a cluster's colour is in the least and the most urgent cell, 0 to 1.
    pub tint: (f32, f32),
    clusters: [Color32; 4],
    segments: [Color32; 4],
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The four clusters in colours that people with any colour vision tell apart (Okabe and Ito's orange, blue, green
/// and purple).
const LIGHT: Palette = Palette {
    page: rgb(0xF3_F5_F8),
    surface: rgb(0xFF_FF_FF),
    raised: rgb(0xF6_F8_FA),
    hairline: rgb(0xE3_E8_EE),
    outline: rgb(0xAE_BA_C6),
    handle: rgb(0x7F_8C_99),
    text: rgb(0x16_24_31),
    weak: rgb(0x55_64_73),
    accent: rgb(0x14_5A_8D),
    accent_strong: rgb(0x0E_47_71),
    on_accent: rgb(0xFF_FF_FF),
    accent_soft: rgb(0xE4_EF_F8),
    bar: rgb(0x62_95_BE),
    good: rgb(0x1B_7F_5C),
    bad: rgb(0xB8_3A_2B),
    tint: (0.10, 0.72),
    clusters: [rgb(0xE6_9F_00), rgb(0x00_72_B2), rgb(0x00_A0_76), rgb(0xD5_85_B0)],
    segments: [rgb(0x12_3A_58), rgb(0x2F_68_95), rgb(0x62_95_BE), rgb(0x8A_92_9A)],
};

const DARK: Palette = Palette {
    page: rgb(0x10_16_1C),
    surface: rgb(0x18_20_28),
    raised: rgb(0x1F_29_33),
    hairline: rgb(0x2A_35_40),
    outline: rgb(0x56_65_74),
    handle: rgb(0x6B_7A_88),
    text: rgb(0xE9_EF_F5),
    weak: rgb(0xA3_B1_BF),
    accent: rgb(0x6C_B5_EA),
    accent_strong: rgb(0x93_CB_F3),
    on_accent: rgb(0x0A_1A_27),
    accent_soft: rgb(0x1C_35_49),
    bar: rgb(0x4C_7D_A3),
    good: rgb(0x4C_C4_97),
    bad: rgb(0xF0_8A_7A),
    tint: (0.14, 0.50),
    clusters: [rgb(0xE6_9F_00), rgb(0x2E_94_D6), rgb(0x0C_A6_7C), rgb(0xE3_A3_C7)],
    segments: [rgb(0xB4_DA_F5), rgb(0x5F_9A_CA), rgb(0x3F_6F_96), rgb(0x62_6C_77)],
};

impl Palette {
    /// The colours of the theme that `ui` is drawn in.
    #[must_use]
    pub fn of(ui: &egui::Ui) -> &'static Self {
        if ui.visuals().dark_mode { &DARK } else { &LIGHT }
    }

    /// The full colour of `cluster`.
    #[must_use]
    pub fn cluster(&self, cluster: Cluster) -> Color32 {
        match cluster {
            Cluster::ActNow => self.clusters[0],
            Cluster::Evaluate => self.clusters[1],
            Cluster::Nurture => self.clusters[2],
            Cluster::Educate => self.clusters[3],
        }
    }

    /// The colour of `cluster` behind text, stronger from 0 to 1.
    #[must_use]
    pub fn cluster_fill(&self, cluster: Cluster, strength: f32) -> Color32 {
        let (weakest, strongest) = self.tint;
        let share = weakest + (strongest - weakest) * strength.clamp(0.0, 1.0);
        self.surface.lerp_to_gamma(self.cluster(cluster), share)
    }

    /// The colour of `segment`'s slice.
    #[must_use]
    pub fn segment(&self, segment: Segment) -> Color32 {
        match segment {
            Segment::UpperMedium => self.segments[0],
            Segment::Medium => self.segments[1],
            Segment::VerySmall => self.segments[2],
            Segment::Unknown => self.segments[3],
        }
    }

    /// The colour of a cell that holds `share` of what the fullest one holds, 0 to 1, behind text.
    #[must_use]
    pub fn heat(&self, share: f32) -> Color32 {
        self.surface.lerp_to_gamma(self.bar, 0.06 + 0.64 * share.clamp(0.0, 1.0))
    }

    /// `color` as it looks when something else is chosen.
    #[must_use]
    pub fn dimmed(&self, color: Color32) -> Color32 {
        color.lerp_to_gamma(self.surface, 0.72)
    }

    /// Text that reads best on `background`.
    #[must_use]
    pub fn text_on(&self, background: Color32) -> Color32 {
        let candidates = [self.text, self.surface];
        if contrast(candidates[0], background) >= contrast(candidates[1], background) {
            candidates[0]
        } else {
            candidates[1]
        }
    }
}

/// The contrast ratio of two opaque colours by WCAG 2: 1 to 21.
fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Color32) -> f32 {
    let linear = egui::Rgba::from(color);
    0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
}

/// Paints the program's mark, the same in light and dark.
pub fn paint_mark(painter: &egui::Painter, rect: egui::Rect) {
    crate::ui::icons::mark(painter, rect, rgb(0x13_34_4E), rgb(0x86_BE_E2), rgb(0xFF_B0_30));
}

/// The heavier of the two font families: titles, figures and buttons.
#[must_use]
pub fn strong_family() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// The names below narrow bars.
#[must_use]
pub fn tiny() -> FontId {
    FontId::proportional(10.5)
}

/// Small text beside figures: 12 points.
#[must_use]
pub fn small() -> FontId {
    FontId::proportional(12.0)
}

/// Text: 13 points.
#[must_use]
pub fn body() -> FontId {
    FontId::proportional(13.0)
}

/// Text of more weight: 13 points.
#[must_use]
pub fn strong() -> FontId {
    FontId::new(13.0, strong_family())
}

/// The letters in a cluster's swatch and beside small charts.
#[must_use]
pub fn letters() -> FontId {
    FontId::proportional(11.0)
}

/// `text` in one of the heavier fonts, on lines high enough for its descenders: that font's own are too low.
#[must_use]
pub fn heavy(text: impl Into<String>, font: FontId) -> egui::RichText {
    let height = (font.size * 1.4).round();
    egui::RichText::new(text).font(font).line_height(Some(height))
}

/// Titles of panels: 15 points.
#[must_use]
pub fn title() -> FontId {
    FontId::new(15.0, strong_family())
}

/// Titles of pages: 20 points.
#[must_use]
pub fn heading() -> FontId {
    FontId::new(20.0, strong_family())
}

/// The figures of cards: 28 points.
#[must_use]
pub fn figure() -> FontId {
    FontId::new(28.0, strong_family())
}

/// The style of `theme`.
#[must_use]
pub fn style(theme: Theme) -> Style {
    let palette = match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    };
    let mut style = Style { visuals: visuals(theme, palette), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, small()),
        (TextStyle::Body, body()),
        (TextStyle::Button, strong()),
        (TextStyle::Heading, heading()),
        (TextStyle::Monospace, FontId::monospace(12.0)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(GAP, GAP);
    spacing.button_padding = vec2(12.0, 6.0);
    spacing.interact_size = vec2(32.0, 28.0);
    spacing.menu_margin = Margin::same(6);
    spacing.tooltip_width = 320.0;
    spacing.scroll = scroll_bars();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;
    // Keyboard scrolling jumps, as in a spreadsheet.
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style.animation_time = ANIMATION_SECONDS;
    style
}

/// Scroll bars that stand beside what they scroll, and tell by themselves that there is more.
fn scroll_bars() -> ScrollStyle {
    let mut bars = ScrollStyle::solid();
    (bars.bar_width, bars.bar_inner_margin, bars.bar_outer_margin) = (SCROLL_BAR_ROOM - 4.0, 2.0, 2.0);
    bars.handle_min_length = 24.0;
    bars.fade.strength = 0.0;
    bars
}

fn visuals(theme: Theme, palette: &Palette) -> Visuals {
    let mut visuals = theme.default_visuals();
    visuals.panel_fill = palette.page;
    visuals.window_fill = palette.surface;
    visuals.window_stroke = Stroke::new(1.0, palette.outline);
    visuals.window_corner_radius = CornerRadius::same(PANEL_RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(CONTROL_RADIUS);
    visuals.extreme_bg_color = palette.page;
    visuals.faint_bg_color = palette.raised;
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.accent;
    visuals.error_fg_color = palette.bad;
    visuals.warn_fg_color = palette.bad;
    visuals.selection.bg_fill = palette.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, palette.accent_strong);
    visuals.interact_cursor = Some(egui::CursorIcon::PointingHand);
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(40) };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = Shadow { offset: [0, 12], blur: 40, ..shadow };
    let widgets = &mut visuals.widgets;
    for widget in [&mut widgets.noninteractive, &mut widgets.inactive, &mut widgets.hovered] {
        widget.fg_stroke = Stroke::new(1.0, palette.text);
    }
    for widget in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
        widget.corner_radius = CornerRadius::same(CONTROL_RADIUS);
        widget.bg_stroke = Stroke::new(1.0, palette.outline);
        widget.weak_bg_fill = palette.surface;
        widget.expansion = 0.0;
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.hairline);
    widgets.noninteractive.bg_fill = palette.surface;
    // Scroll handles.
    widgets.inactive.bg_fill = palette.handle;
    widgets.hovered.weak_bg_fill = palette.raised;
    widgets.hovered.bg_fill = palette.weak;
    widgets.hovered.bg_stroke = Stroke::new(1.0, palette.weak);
    widgets.open.weak_bg_fill = palette.raised;
    widgets.open.fg_stroke = Stroke::new(1.0, palette.text);
    // Pressed, or focused by the keyboard: the ring must be seen.
    widgets.active.weak_bg_fill = palette.raised;
    widgets.active.bg_fill = palette.weak;
    widgets.active.bg_stroke = Stroke::new(2.0, palette.accent);
    widgets.active.fg_stroke = Stroke::new(1.0, palette.text);
    visuals
}

#[cfg(test)]
mod tests;
