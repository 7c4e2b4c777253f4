//! The page of tuning: a draft of the profile on the left, who would move by it on the right.

mod attributes;
mod limits;
mod map;
mod preview;
mod profiles;
pub(super) mod rules;
mod weights;

use crate::domain::profile::ScoringProfile;
use crate::insight::ScoredPortfolio;
use crate::session::action::Action;
use crate::session::tuning::TuningAction;
use crate::ui::controls::segmented;
use crate::ui::dashboard::in_halves;
use crate::ui::format;
use crate::ui::panel::{focus_ring, panel};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use egui::{DragValue, Label, RichText, ScrollArea, Ui, vec2};
use std::sync::Arc;

/// From this width on the preview stands beside what is changed.
const BESIDE: f32 = 860.0;
const CHANGES_SHARE: f32 = 0.44;

/// A part of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TuningSection {
    /// Band limits and cell map.
    #[default]
    Limits,
    /// Segments, fiscal year and as-of day.
    Rules,
    /// Weights of signals, adoption rates.
    Weights,
    /// What Fit may learn from.
    Attributes,
    /// Profiles that are kept.
    Profiles,
}

/// Where the page is.
#[derive(Debug, Clone, Default)]
pub struct TuningPlace {
    /// Which part is shown.
    pub section: TuningSection,
    /// The name under which a profile is to be kept.
    pub name: String,
    /// What was typed as the as-of day, while it is being typed.
    pub as_of: Option<String>,
    /// What was typed to find an attribute.
    pub search: String,
}

/// Draws the page.
#[must_use]
pub(super) fn page(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    place: &mut TuningPlace,
) -> Option<Action> {
    in_halves(ui, BESIDE, CHANGES_SHARE, |ui, left, right| {
        let changed = panel(ui, "tuning", left, |ui| changes(ui, screen, scored, place));
        let seen = panel(ui, "tuning preview", right, |ui| preview::preview(ui, screen, scored));
        changed.or(seen)
    })
}

fn changes(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, place: &mut TuningPlace) -> Option<Action> {
    let words = &screen.words.tuning;
    let sections = [
        (TuningSection::Limits, words.section_limits.as_str(), words.section_limits_tooltip.clone()),
        (TuningSection::Rules, &words.section_rules, words.section_rules_tooltip.clone()),
        (TuningSection::Weights, &words.section_weights, words.section_weights_tooltip.clone()),
        (TuningSection::Attributes, &words.section_attributes, words.section_attributes_tooltip.clone()),
        (TuningSection::Profiles, &words.section_profiles, words.section_profiles_tooltip.clone()),
    ];
    ui.horizontal(|ui| {
        if let Some(section) = segmented(ui, &sections, place.section) {
            place.section = section;
        }
    });
    ui.add_space(GAP);
    let shown = screen.tuning.draft.map_or(screen.tuning.in_use, AsRef::as_ref);
    let area = ScrollArea::vertical().auto_shrink(false).id_salt(("tuning section", place.section as u8));
    area.show(ui, |ui| {
        // A draft of its own for this frame; only what was changed leaves it.
        let mut draft = Change::of(shown);
        let action = match place.section {
            TuningSection::Limits => limits::limits(ui, screen, scored, &mut draft),
            TuningSection::Rules => {
                rules::rules(ui, screen, scored, &mut draft, &mut place.as_of);
                None
            }
            TuningSection::Weights => {
                weights::weights(ui, screen, scored, &mut draft);
                None
            }
            TuningSection::Attributes => {
                attributes::attributes(ui, screen, scored, &mut draft, &mut place.search);
                None
            }
            TuningSection::Profiles => profiles::profiles(ui, screen, &mut place.name),
        };
        let changed = draft.changed().map(|profile| Action::Tuning(TuningAction::Change(Arc::new(profile))));
        changed.or(action)
    })
    .inner
}

/// The profile as it is shown, and what a widget made of it.
pub(super) struct Change<'a> {
    profile: &'a ScoringProfile,
    changed: Option<ScoringProfile>,
}

impl<'a> Change<'a> {
    pub(super) fn of(profile: &'a ScoringProfile) -> Self {
        Self { profile, changed: None }
    }

    /// What became of the profile, where a widget changed it.
    pub(super) fn changed(self) -> Option<ScoringProfile> {
        self.changed
    }

    /// The profile, to be changed.
    fn edit(&mut self) -> &mut ScoringProfile {
        self.changed.get_or_insert_with(|| self.profile.clone())
    }
}

/// A name, a slider and its number; the new number when it was moved.
fn slider(ui: &mut Ui, name: &str, label: &str, tooltip: &str, value: i32, [least, most]: [i32; 2]) -> Option<i32> {
    let mut moved = value;
    ui.horizontal(|ui| {
        let size = vec2(112.0, 22.0);
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_size(size);
            ui.add(Label::new(name).truncate()).on_hover_text(tooltip);
        });
        let room = ui.available_width() - 64.0;
        ui.spacing_mut().slider_width = room.max(60.0);
        let slide = rail(ui, &mut moved, [least, most]);
        slide.widget_info(|| egui::WidgetInfo::slider(true, f64::from(value), label));
        slide.on_hover_text(tooltip);
        let number = ui.add(DragValue::new(&mut moved).range(least..=most));
        number.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::accesskit::Role::SpinButton, true, label);
            info.value = Some(f64::from(value));
            info
        });
        number.on_hover_text(tooltip);
    });
    (moved != value).then_some(moved)
}

/// A slider with a thin rail, filled up to its knob.
fn rail(ui: &mut Ui, value: &mut i32, [least, most]: [i32; 2]) -> egui::Response {
    let palette = Palette::of(ui);
    ui.scope(|ui| {
        ui.spacing_mut().slider_rail_height = 4.0;
        let visuals = ui.visuals_mut();
        visuals.selection.bg_fill = palette.bar;
        visuals.widgets.inactive.bg_fill = palette.outline;
        visuals.widgets.inactive.fg_stroke = egui::Stroke::new(1.5, palette.accent);
        visuals.widgets.hovered.fg_stroke = egui::Stroke::new(2.0, palette.accent_strong);
        let slider = ui.add(egui::Slider::new(value, least..=most).show_value(false).trailing_fill(true));
        focus_ring(ui, &slider, slider.rect.expand(2.0));
        slider
    })
    .inner
}

/// A number that can be dragged and typed, with a name for those who do not see where it stands.
struct Number<'a> {
    label: &'a str,
    tooltip: &'a str,
    value: f64,
    range: [f64; 2],
    step: f64,
    decimals: usize,
    suffix: &'a str,
}

impl Number<'_> {
    /// Draws it; the new number when it was changed.
    fn show(&self, ui: &mut Ui) -> Option<f64> {
        let mut value = self.value;
        let [least, most] = self.range;
        let drag = DragValue::new(&mut value).range(least..=most).speed(self.step).max_decimals(self.decimals);
        let drag = drag.custom_formatter(format::in_field).custom_parser(|text| format::typed(text).parse().ok());
        let response = ui.add(drag.suffix(self.suffix));
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::accesskit::Role::SpinButton, true, self.label);
            info.value = Some(self.value);
            info
        });
        response.on_hover_text(self.tooltip);
        (value != self.value && value.is_finite()).then_some(value)
    }
}

/// Text of less weight that may take several lines.
fn note(ui: &mut Ui, text: &str) {
    let palette = Palette::of(ui);
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(palette.weak)).wrap());
}
