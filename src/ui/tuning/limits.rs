//! Band limits of all models, or of the chosen one, and the cell map below them.

use crate::domain::band::{Band, BandLimits};
use crate::domain::profile::ModelLimits;
use crate::insight::ScoredPortfolio;
use crate::scoring::feedback::evaluation::ScoreKind;
use crate::session::action::Action;
use crate::ui::controls::tick_box;
use crate::ui::model_picker::model_picker;
use crate::ui::panel::title;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::tuning::{Change, map, slider};
use crate::ui::words::fill;
use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

const RULER_HEIGHT: f32 = 24.0;

/// Draws both.
#[must_use]
pub(super) fn limits(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    draft: &mut Change<'_>,
) -> Option<Action> {
    let words = &screen.words.tuning;
    title(ui, &words.limits, &words.limits_tooltip);
    let mut chosen = None;
    if let Some(model) = screen.question.model {
        ui.horizontal(|ui| {
            let width = ui.available_width();
            chosen = model_picker(ui, width, screen, scored);
        });
        let name = fill(&words.own_limits, &[("model", model.product_name())]);
        let mut has_own = draft.profile.limits_by_model.contains_key(&model);
        if tick_box(ui, &mut has_own, &name, &words.own_limits_tooltip).changed() {
            let common = draft.profile.limits;
            if has_own {
                draft.edit().limits_by_model.insert(model, common);
            } else {
                draft.edit().limits_by_model.remove(&model);
            }
        }
    }
    for kind in [ScoreKind::Fit, ScoreKind::Intent] {
        score(ui, screen, draft, kind);
    }
    ui.add_space(GAP);
    map::map(ui, screen, scored, draft);
    chosen
}

fn of(limits: &mut ModelLimits, kind: ScoreKind) -> &mut BandLimits {
    match kind {
        ScoreKind::Fit => &mut limits.fit,
        ScoreKind::Intent => &mut limits.intent,
    }
}

/// The three limits of one score.
fn score(ui: &mut Ui, screen: &Screen<'_>, draft: &mut Change<'_>, kind: ScoreKind) {
    let words = screen.words;
    let model = screen.question.model.filter(|model| draft.profile.limits_by_model.contains_key(model));
    let mut limits = model.map_or(draft.profile.limits, |model| draft.profile.limits_for(model));
    let shown = *of(&mut limits, kind);
    ui.add_space(GAP / 2.0);
    ui.label(theme::heavy(words.score_kind(kind), theme::strong()));
    ruler(ui, screen, shown);
    ui.spacing_mut().item_spacing.y = 2.0;
    let steps =
        [(Band::High, shown.high, [3, 100]), (Band::Medium, shown.medium, [2, 99]), (Band::Low, shown.low, [1, 98])];
    for (band, limit, range) in steps {
        let name = words.band(band);
        let values = [("score", words.score_kind(kind)), ("band", name)];
        let label = fill(&words.tuning.limit_label, &values);
        let tooltip = fill(&words.tuning.limit_tooltip, &values);
        if let Some(moved) = slider(ui, name, &label, &tooltip, limit.round() as i32, range) {
            *of(&mut limits, kind) = shown.moved(band, moved as f32);
            match model {
                Some(model) => drop(draft.edit().limits_by_model.insert(model, limits)),
                None => draft.edit().limits = limits,
            }
        }
    }
    ui.spacing_mut().item_spacing.y = GAP;
}

/// The four bands on a line from 0 to 100.
fn ruler(ui: &mut Ui, screen: &Screen<'_>, limits: BandLimits) {
    let palette = Palette::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), RULER_HEIGHT), Sense::hover());
    let x = |score: f32| rect.left() + rect.width() * score / 100.0;
    let ends = [(limits.high, 100.0), (limits.medium, limits.high), (limits.low, limits.medium), (0.0, limits.low)];
    for ((from, to), band) in ends.into_iter().zip(Band::ALL) {
        let part = Rect::from_min_max(pos2(x(from), rect.top()), pos2(x(to) - 1.0, rect.bottom()));
        let strength = 1.0 - band.index() as f32 / 3.0;
        let color = palette.surface.lerp_to_gamma(palette.bar, 0.16 + 0.5 * strength);
        ui.painter().rect_filled(part, 2, color);
        let name = screen.words.band(band);
        let galley = ui.painter().layout_no_wrap(name.to_owned(), theme::letters(), palette.text);
        if galley.size().x + 6.0 <= part.width() {
            ui.painter().text(part.center(), Align2::CENTER_CENTER, name, theme::letters(), palette.text_on(color));
        }
    }
}
