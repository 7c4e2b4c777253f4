//! The page of model quality: what closed deals say of the scores, how far ours agree with the files', and what has
//! moved in the data.

mod agreement;
mod charts;
mod deals;
mod drift;
mod export;
mod models;

use crate::insight::ScoredPortfolio;
use crate::insight::quality::QualityReport;
use crate::scoring::feedback::ENOUGH;
use crate::scoring::feedback::evaluation::ModelEvaluation;
use crate::scoring::feedback::quality::Judgement;
use crate::scoring::local::ScoreSource;
use crate::session::action::Action;
use crate::session::drawing::Chart;
use crate::session::months::MonthsAction;
use crate::ui::controls::{plain_button, segmented, strong_button};
use crate::ui::dashboard::in_halves;
use crate::ui::format;
use crate::ui::model_picker::model_picker;
use crate::ui::panel::{panel, title};
use crate::ui::save_menu::save_menu_with_table;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::words::fill;
use crate::workbook::templates::TemplateKind;
use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};

/// From this width on the two halves stand side by side.
const BESIDE: f32 = 860.0;
/// What deals say takes this share of the width there.
const DEALS_SHARE: f32 = 0.58;

/// Where the page is.
#[derive(Debug, Clone, Default)]
pub struct QualityPlace {
    /// Whose scores are judged; the files' where there are any.
    pub source: Option<ScoreSource>,
}

/// Draws the page.
#[must_use]
pub(super) fn page(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    place: &mut QualityPlace,
) -> Option<Action> {
    let Some(report) = screen.quality.report else {
        return panel(ui, "quality", ui.max_rect(), |ui| {
            ui.label(RichText::new(&screen.words.quality.working).color(Palette::of(ui).weak));
            None
        });
    };
    in_halves(ui, BESIDE, DEALS_SHARE, |ui, left, right| {
        let judged = panel(ui, "quality", left, |ui| outcomes(ui, screen, scored, report, place));
        judged.or(panel(ui, "quality beside", right, |ui| beside(ui, screen, scored, report)))
    })
}

/// What deals say of the chosen model.
fn outcomes(
    ui: &mut Ui,
    screen: &Screen<'_>,
    scored: &ScoredPortfolio,
    report: &QualityReport,
    place: &mut QualityPlace,
) -> Option<Action> {
    let words = &screen.words.quality;
    let mut action = None;
    ui.horizontal(|ui| {
        title(ui, &words.title, &words.tooltip);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let judged = find(screen, report, place);
            if let Some(Judgement::Judged(quality)) = judged.map(|one| &one.judgement) {
                action = save_menu_with_table(ui, screen, Chart::Quality, || export::table(screen, quality));
            }
            let width = ui.available_width();
            action = action.take().or(model_picker(ui, width, screen, scored));
        });
    });
    if !report.has_outcomes {
        return action.or(no_outcomes(ui, screen));
    }
    let model = screen.question.model?;
    let shown = find(screen, report, place);
    if report.of(model).count() > 1
        && let Some(source) = shown.map(|one| one.source)
    {
        let choices = [
            (ScoreSource::File, screen.words.quality_source_file.as_str(), words.source_file_tooltip.clone()),
            (ScoreSource::Local, screen.words.quality_source_local.as_str(), words.source_local_tooltip.clone()),
        ];
        if let Some(source) = segmented(ui, &choices, source) {
            place.source = Some(source);
        }
    }
    let evaluation = &report.evaluation;
    let values = [("open", format::count(evaluation.open)), ("unknown", format::count(evaluation.without_product))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    note(ui, &fill(&screen.words.quality_left_out, &values));
    let area = ScrollArea::vertical().auto_shrink(false).id_salt("quality deals");
    area.show(ui, |ui| judged(ui, screen, report, place));
    action
}

/// What is known of the chosen model's scores, of the source that is looked at.
fn find<'a>(screen: &Screen<'_>, report: &'a QualityReport, place: &QualityPlace) -> Option<&'a ModelEvaluation> {
    let model = screen.question.model?;
    let chosen = place.source.and_then(|source| report.of(model).find(|one| one.source == source));
    chosen.or_else(|| report.of(model).next())
}

/// Draws what deals say of those scores.
pub(super) fn judged(ui: &mut Ui, screen: &Screen<'_>, report: &QualityReport, place: &QualityPlace) {
    let contest = screen.question.model.and_then(|model| report.contest(model));
    match find(screen, report, place).map(|one| &one.judgement) {
        Some(Judgement::Judged(quality)) => deals::quality(ui, screen, quality, contest),
        Some(Judgement::TooFew { wins, losses }) => too_few(ui, screen, *wins, *losses),
        None => note(ui, &screen.words.quality.no_scores),
    }
}

/// How to record outcomes, where there are none.
fn no_outcomes(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let (words, palette) = (&screen.words.quality, Palette::of(ui));
    let mut action = None;
    ui.add_space(GAP * 3.0);
    ui.label(theme::heavy(&words.no_outcomes_title, theme::heading()));
    ui.add(Label::new(RichText::new(&words.no_outcomes_text).color(palette.weak)).wrap());
    ui.add_space(GAP);
    ui.horizontal(|ui| {
        if strong_button(ui, &words.template, &words.template_tooltip).clicked() {
            action = Some(Action::AskTemplate(TemplateKind::Outcomes));
        }
        if plain_button(ui, &words.add_outcomes, &words.add_outcomes_tooltip).clicked() {
            action = Some(Action::AskAdd);
        }
    });
    action
}

fn too_few(ui: &mut Ui, screen: &Screen<'_>, wins: u32, losses: u32) {
    let values = [("wins", format::count(wins)), ("losses", format::count(losses)), ("enough", format::count(ENOUGH))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    ui.add_space(GAP);
    ui.add(Label::new(theme::heavy(fill(&screen.words.quality_too_few, &values), theme::strong())).wrap());
    note(ui, &screen.words.quality.too_few_hint);
}

/// The models that are kept, how far both sources agree, and what has moved.
fn beside(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, report: &QualityReport) -> Option<Action> {
    let words = &screen.words.quality;
    let area = ScrollArea::vertical().auto_shrink(false).id_salt("quality beside");
    area.show(ui, |ui| {
        let chosen = models::models(ui, screen, scored);
        title(ui, &words.agreement, &words.agreement_tooltip);
        agreement::agreement(ui, screen, report);
        ui.add_space(GAP);
        title(ui, &words.drift, &words.drift_tooltip);
        let asked = match &report.drift {
            Some(drift) => {
                drift::drift(ui, screen, drift);
                None
            }
            None => {
                note(ui, &words.drift_none);
                let load = plain_button(ui, &screen.words.months.load, &screen.words.months.load_tooltip);
                load.clicked().then_some(Action::Months(MonthsAction::AskOlder))
            }
        };
        chosen.or(asked)
    })
    .inner
}

/// Text of less weight that may take several lines.
fn note(ui: &mut Ui, text: &str) {
    let palette = Palette::of(ui);
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(palette.weak)).wrap());
}
