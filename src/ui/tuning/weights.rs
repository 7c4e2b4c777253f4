//! How much each kind of signal counts for Intent, and how likely products are taken up.

use crate::domain::intent_weights::{Factor, IntentWeights, KindWeight, SignalKind};
use crate::domain::model::Model;
use crate::insight::ScoredPortfolio;
use crate::ui::controls::{plain_button, tick_box};
use crate::ui::panel::title;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::tuning::{Change, Number};
use crate::ui::words::fill;
use crate::ui::words::tuning::TuningWords;
use egui::{Grid, Label, RichText, Ui};

/// Larger weights say nothing more in practice.
const MOST: f64 = 20.0;

/// Draws both.
pub(super) fn weights(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, draft: &mut Change<'_>) {
    let words = &screen.words.tuning;
    title(ui, &words.weights, &words.weights_tooltip);
    signals(ui, screen, draft);
    ui.horizontal(|ui| {
        ui.label(&words.without_signals);
        let number = Number {
            label: &words.without_signals,
            tooltip: &words.without_signals_tooltip,
            value: draft.profile.intent.constant.value(),
            range: [-30.0, 30.0],
            step: 0.05,
            decimals: 2,
            suffix: "",
        };
        if let Some(constant) = number.show(ui).and_then(|value| value.try_into().ok()) {
            draft.edit().intent.constant = constant;
        }
    });
    if plain_button(ui, &words.weights_reset, &words.weights_reset_tooltip).clicked() {
        draft.edit().intent = IntentWeights::default();
    }
    ui.add_space(GAP);
    title(ui, &words.adoption, &words.adoption_tooltip);
    adoption(ui, screen, scored, draft);
}

fn signals(ui: &mut Ui, screen: &Screen<'_>, draft: &mut Change<'_>) {
    let (words, palette) = (screen.words, Palette::of(ui));
    Grid::new("signal weights").num_columns(3).spacing([GAP * 2.0, 2.0]).show(ui, |ui| {
        let head = |ui: &mut Ui, text: &str| {
            ui.label(RichText::new(text).font(theme::small()).color(palette.weak));
        };
        head(ui, "");
        head(ui, &words.tuning.weight_30);
        head(ui, &words.tuning.weight_90);
        ui.end_row();
        for kind in SignalKind::ALL {
            let name = words.signal_kind(kind);
            ui.add(Label::new(name.as_str()).extend());
            let weight = draft.profile.intent.of(kind);
            let cells = [(&words.tuning.weight_30, weight.days_30), (&words.tuning.weight_90, weight.days_90)];
            for (at, (column, factor)) in cells.into_iter().enumerate() {
                let label = fill(&words.tuning.weight_label, &[("kind", &name), ("column", column)]);
                let number = Number {
                    label: &label,
                    tooltip: &words.tuning.weights_tooltip,
                    value: factor.value(),
                    range: [0.0, MOST.max(factor.value())],
                    step: 0.02,
                    decimals: 2,
                    suffix: "",
                };
                if let Some(factor) = number.show(ui).and_then(Factor::new) {
                    let weight = match at {
                        0 => KindWeight { days_30: factor, ..weight },
                        _ => KindWeight { days_90: factor, ..weight },
                    };
                    draft.edit().intent.kinds.insert(kind, weight);
                }
            }
            ui.end_row();
        }
    });
}

fn adoption(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, draft: &mut Change<'_>) {
    let words = &screen.words.tuning;
    ui.horizontal(|ui| {
        ui.label(&words.adoption_label);
        let number = percent(words, &words.adoption_label, draft.profile.wallet.adoption_of_owners);
        if let Some(share) = number.show(ui) {
            draft.edit().wallet.adoption_of_owners = share / 100.0;
        }
    });
    let models: Vec<Model> = scored.models().collect();
    for model in models {
        let own = draft.profile.wallet.adoption_by_model.get(&model).copied();
        let name = fill(&words.adoption_own, &[("model", model.product_name())]);
        ui.horizontal(|ui| {
            let mut has_own = own.is_some();
            if tick_box(ui, &mut has_own, &name, &words.adoption_tooltip).changed() {
                let now = scored.local_model(model).map_or(0.05, |local| local.adoption_rate);
                let rates = &mut draft.edit().wallet.adoption_by_model;
                if has_own {
                    rates.insert(model, now);
                } else {
                    rates.remove(&model);
                }
            }
            if let Some(rate) = own.and_then(|rate| percent(words, &name, rate).show(ui)) {
                draft.edit().wallet.adoption_by_model.insert(model, rate / 100.0);
            }
        });
    }
}

/// A rate in percent.
fn percent<'a>(words: &'a TuningWords, label: &'a str, rate: f64) -> Number<'a> {
    let tooltip = &words.adoption_tooltip;
    Number { label, tooltip, value: rate * 100.0, range: [0.0, 90.0], step: 0.1, decimals: 2, suffix: "%" }
}
