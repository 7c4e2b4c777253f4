//! What closed deals say of one model's scores.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::scoring::feedback::champion::{Contest, Verdict};
use crate::scoring::feedback::conversion::Conversion;
use crate::scoring::feedback::quality::{Quality, Recommended};
use crate::ui::format;
use crate::ui::panel::title;
use crate::ui::quality::charts::{self, Interval};
use crate::ui::quality::note;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use egui::{Grid, Label, RichText, Ui};

/// Draws the report.
pub(super) fn quality(ui: &mut Ui, screen: &Screen<'_>, quality: &Quality, contest: Option<&Contest>) {
    let words = screen.words;
    let deals = [("wins", format::count(quality.wins)), ("losses", format::count(quality.losses))];
    let text = filled(&words.quality_deals, &deals);
    ui.label(theme::heavy(text, theme::strong()));
    note(ui, &words.quality.caution);
    if let Some(contest) = contest {
        verdict(ui, screen, contest);
    }
    title(ui, &words.quality.ranking, &words.quality.ranking_tooltip);
    ranking(ui, screen, quality);
    ui.add_space(GAP);
    title(ui, &words.quality.lift, &words.quality.lift_tooltip);
    let figures: Vec<String> = quality.lift.iter().map(|tenth| format::fixed(tenth.lift, 2)).collect();
    let label = format!("{}: {}", words.quality_lift, figures.join(&words.list_separator));
    charts::lift(ui, &quality.lift, &label);
    ui.add_space(GAP);
    title(ui, &words.quality.calibration, &words.quality.calibration_tooltip);
    calibration(ui, screen, quality);
    ui.add_space(GAP);
    title(ui, &words.quality.conversion, &words.quality.conversion_tooltip);
    conversions(ui, screen, quality);
    ui.add_space(GAP);
    title(ui, &words.quality.recommended, &words.quality.recommended_tooltip);
    recommended(ui, screen, quality.recommended);
}

fn filled(text: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(text, &values)
}

fn verdict(ui: &mut Ui, screen: &Screen<'_>, contest: &Contest) {
    let (words, palette) = (screen.words, Palette::of(ui));
    let (text, figures) = match contest.verdict {
        Verdict::TooFew => (&words.contest_too_few, None),
        Verdict::NotSurelyBetter(figures) => (&words.contest_not_surely_better, Some(figures)),
        Verdict::RanksWorse(figures) => (&words.contest_ranks_worse, Some(figures)),
        Verdict::Promote(figures) => (&words.contest_promote, Some(figures)),
    };
    let deals = format::count(contest.wins + contest.losses);
    let text = fill(text, &[("deals", &deals)]);
    ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
    if let Some(figures) = figures {
        let values = [
            ("champion", format::fixed(figures.champion_auc, 3)),
            ("challenger", format::fixed(figures.challenger_auc, 3)),
            ("gain", format::fixed(figures.gain, 4)),
            ("error", format::fixed(figures.standard_error, 4)),
        ];
        note(ui, &filled(&words.quality.contest_figures, &values));
    }
    ui.add_space(GAP);
}

/// The areas under the curve with their intervals.
fn ranking(ui: &mut Ui, screen: &Screen<'_>, quality: &Quality) {
    let words = screen.words;
    let rows =
        [(&words.fit, quality.fit), (&words.intent, quality.intent), (&words.quality_chance, Some(quality.chance))];
    for (name, auc) in rows {
        let Some(auc) = auc else { continue };
        let interval = auc.interval();
        let told = interval.map(|[low, high]| format!("{low:.2}–{high:.2}")).unwrap_or_default();
        let row = Interval {
            name,
            value: auc.area,
            interval,
            ends: [0.3, 1.0],
            figure: &format::fixed(auc.area, 3),
            note: &told,
            tooltip: &words.quality.ranking_tooltip,
            color: None,
        };
        row.show(ui);
    }
    let values = [
        ("brier", format::fixed(quality.brier, 3)),
        ("loss", format::fixed(quality.log_loss, 3)),
        ("rate", format::fixed(quality.log_loss_of_rate, 3)),
    ];
    note(ui, &filled(&words.quality.losses, &values));
}

fn calibration(ui: &mut Ui, screen: &Screen<'_>, quality: &Quality) {
    let (words, palette) = (&screen.words.quality, Palette::of(ui));
    let told: Vec<String> = quality
        .table
        .iter()
        .map(|group| {
            let values = [("said", format::percent(group.said)), ("happened", format::percent(group.happened))];
            filled(&words.calibration_group, &values)
        })
        .collect();
    let label = format!("{}: {}", words.calibration, told.join(&screen.words.list_separator));
    charts::calibration(ui, &quality.table, [&words.said, &words.happened], &label);
    let line = quality.line.map(|line| {
        let values = [("slope", format::fixed(line.slope, 2)), ("intercept", format::fixed(line.intercept, 2))];
        filled(&words.calibration_line, &values)
    });
    let error = filled(&words.calibration_error, &[("error", format::percent(quality.calibration_error))]);
    note(ui, &[error, line.unwrap_or_default()].join(" "));
    Grid::new("calibration table").num_columns(3).striped(true).spacing([GAP * 3.0, 2.0]).show(ui, |ui| {
        for name in [&words.deals, &words.said, &words.happened] {
            ui.label(RichText::new(name).font(theme::letters()).color(palette.weak));
        }
        ui.end_row();
        for group in &quality.table {
            let figures =
                [format::count(group.rows as u64), format::percent(group.said), format::percent(group.happened)];
            for figure in figures {
                ui.label(RichText::new(figure).font(theme::small()));
            }
            ui.end_row();
        }
    });
}

fn conversions(ui: &mut Ui, screen: &Screen<'_>, quality: &Quality) {
    let words = screen.words;
    let met = |conversion: &&Conversion| conversion.wins + conversion.losses > 0;
    let of = |conversion: &Conversion| {
        let deals = conversion.wins + conversion.losses;
        let values = [("wins", format::count(conversion.wins)), ("deals", format::count(deals))];
        filled(&words.quality.of_deals, &values)
    };
    let all = quality.clusters.iter().chain(&quality.cells).filter(met);
    let most = all.map(|conversion| conversion.interval[1]).fold(0.1, f64::max);
    let tooltip = &words.quality.conversion_tooltip;
    for (cluster, conversion) in Cluster::ALL.into_iter().zip(&quality.clusters) {
        if met(&conversion) {
            charts::conversion(ui, words.cluster(cluster), &of(conversion), conversion, most, tooltip);
        }
    }
    ui.add_space(GAP / 2.0);
    for (cell, conversion) in Cell::all().zip(&quality.cells).filter(|(_, conversion)| met(conversion)) {
        charts::conversion(ui, &words.filter_cell(cell), &of(conversion), conversion, most, tooltip);
    }
}

/// Recommended for a call or not, against won or lost.
fn recommended(ui: &mut Ui, screen: &Screen<'_>, counts: Recommended) {
    let (words, palette) = (&screen.words.quality, Palette::of(ui));
    Grid::new("recommended").num_columns(4).striped(true).spacing([GAP * 3.0, 4.0]).show(ui, |ui| {
        for name in ["", &words.won, &words.lost, &words.share_won] {
            ui.label(RichText::new(name).font(theme::letters()).color(palette.weak));
        }
        ui.end_row();
        let rows = [
            (&words.was_recommended, counts.won, counts.lost),
            (&words.was_not_recommended, counts.others_won, counts.others_lost),
        ];
        for (name, won, lost) in rows {
            ui.label(name);
            ui.label(format::count(won));
            ui.label(format::count(lost));
            let all = won + lost;
            let share = if all == 0 {
                screen.words.missing_mark.clone()
            } else {
                format::percent(f64::from(won) / f64::from(all))
            };
            ui.label(theme::heavy(share, theme::strong()));
            ui.end_row();
        }
    });
}
