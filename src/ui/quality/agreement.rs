//! How far our scores agree with the files'.

use crate::domain::band::Band;
use crate::insight::quality::QualityReport;
use crate::ui::format;
use crate::ui::quality::{charts, note};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP};
use crate::ui::words::fill;
use egui::Ui;

/// Draws the agreement of the chosen model's scores.
pub(super) fn agreement(ui: &mut Ui, screen: &Screen<'_>, report: &QualityReport) {
    let words = screen.words;
    let mut any = false;
    for (kind, agreement) in screen.question.model.into_iter().flat_map(|model| report.agreements(model)) {
        any = true;
        ui.label(theme::heavy(words.score_kind(kind), theme::strong()));
        let figure =
            |value: Option<f64>| value.map_or_else(|| words.missing_mark.clone(), |value| format!("{value:.2}"));
        let values = [
            ("customers", words.customers(u32::try_from(agreement.customers).unwrap_or(u32::MAX))),
            ("rank", figure(agreement.rank_correlation)),
            ("same", format::percent(agreement.same_band)),
            ("kappa", figure(agreement.kappa)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        note(ui, &fill(&words.quality.agreement_figures, &values));
        let names = Band::ALL.map(|band| words.band(band));
        ui.push_id(words.score_kind(kind), |ui| {
            charts::confusion(ui, &names, &agreement.bands, |row, column| {
                let of = |at: usize| names.get(at).copied().unwrap_or_default();
                let count = agreement.bands.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0);
                let values = [("file", of(row)), ("ours", of(column)), ("count", &format::count(count))];
                fill(&words.quality.agreement_cell, &values)
            });
        });
        ui.add_space(GAP);
    }
    if !any {
        note(ui, &words.quality.agreement_none);
    }
}
