//! The fitted models: which are in use, whether they still fit, and who would move by others.

use crate::insight::ScoredPortfolio;
use crate::scoring::engine::freshness::Freshness;
use crate::session::action::Action;
use crate::session::models::{ModelsAction, Rival, Rivalry};
use crate::ui::controls::{plain_button, strong_button};
use crate::ui::format;
use crate::ui::panel::title;
use crate::ui::quality::note;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, GAP};
use crate::ui::words::fill;
use egui::{Button, Label, Ui};

/// Columns that are named; the others are counted.
const NAMED: usize = 5;

/// Draws what is kept of models, and what can be done about it.
pub(super) fn models(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio) -> Option<Action> {
    let (words, state) = (&screen.words.models, screen.models);
    title(ui, &words.title, &words.tooltip);
    let action = match (state.rivalry, state.champion) {
        (Some(rivalry), _) => compared(ui, screen, scored, rivalry),
        (None, Some(_)) => kept(ui, screen),
        (None, None) => {
            note(ui, if state.is_busy { &words.working } else { &words.none });
            None
        }
    };
    ui.add_space(GAP);
    action.map(Action::Models)
}

/// The models in use, the challenger that waits, and the way back.
fn kept(ui: &mut Ui, screen: &Screen<'_>) -> Option<ModelsAction> {
    let (words, state) = (&screen.words.models, screen.models);
    let of = |text: &str, day| fill(text, &[("day", &format::day(day, screen.words.language))]);
    let mut action = None;
    if let Some(day) = state.champion {
        ui.add(Label::new(of(&words.champion, day)).wrap());
    }
    if let Some(freshness) = state.freshness {
        fresh(ui, screen, freshness);
    }
    if state.is_busy {
        note(ui, &words.working);
        return None;
    }
    let is_due = state.freshness.is_some_and(Freshness::is_refit_due);
    let refit = if is_due { strong_button } else { plain_button };
    if refit(ui, &words.refit, &words.refit_tooltip).clicked() {
        action = Some(ModelsAction::Compare(Rival::Fresh));
    }
    let others = [
        (state.challenger, &words.challenger, &words.compare_challenger, &words.compare_challenger_tooltip),
        (state.previous, &words.previous, &words.compare_previous, &words.compare_previous_tooltip),
    ];
    for ((day, told, name, tooltip), rival) in others.into_iter().zip([Rival::Challenger, Rival::Previous]) {
        let Some(day) = day else { continue };
        ui.add_space(GAP / 2.0);
        note(ui, &of(told, day));
        if plain_button(ui, name, tooltip).clicked() {
            action = Some(ModelsAction::Compare(rival));
        }
    }
    action
}

/// What has moved since the models in use were fitted.
fn fresh(ui: &mut Ui, screen: &Screen<'_>, freshness: &Freshness) {
    let words = &screen.words.models;
    let count = freshness.moved.len();
    if count > 0 {
        let mut names: Vec<&str> = freshness.moved.iter().take(NAMED).map(|(name, _)| name.as_str()).collect();
        if count > NAMED {
            names.push("…");
        }
        let text = if count == 1 { &words.moved_one } else { &words.moved_many };
        let columns = names.join(&screen.words.list_separator);
        note(ui, &fill(text, &[("count", &format::count(count as u64)), ("columns", &columns)]));
    }
    if freshness.wins + freshness.losses > 0 {
        let (wins, losses) = (format::count(freshness.wins), format::count(freshness.losses));
        note(ui, &fill(&words.deals, &[("wins", &wins), ("losses", &losses)]));
    }
    note(ui, if freshness.is_refit_due() { &words.refit_due } else { &words.fresh });
}

/// Who would move by other models, what closed deals say, and whether they are taken.
fn compared(ui: &mut Ui, screen: &Screen<'_>, scored: &ScoredPortfolio, rivalry: &Rivalry) -> Option<ModelsAction> {
    let words = &screen.words.models;
    let is_back = rivalry.rival == Rival::Previous;
    let heading = if is_back { &words.rivals_previous } else { &words.rivals };
    ui.add(Label::new(theme::heavy(heading, theme::strong())).wrap());
    if rivalry.contests.is_empty() && !is_back {
        ui.add(Label::new(&words.no_deals).wrap());
    }
    for (model, contest) in &rivalry.contests {
        ui.add(Label::new(screen.words.contest_of(*model, contest)).wrap());
    }
    if rivalry.movers.is_empty() {
        note(ui, &words.nobody_moves);
    }
    for movers in &rivalry.movers {
        note(ui, &screen.words.movers(movers, scored, screen.pseudonyms));
    }
    ui.add_space(GAP / 2.0);
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        if is_back {
            if strong_button(ui, &words.back, &words.back_tooltip).clicked() {
                action = Some(ModelsAction::Promote);
            }
        } else if rivalry.is_refused() {
            ui.add_enabled(false, Button::new(&words.promote)).on_disabled_hover_text(&words.promote_refused);
        } else if strong_button(ui, &words.promote, &words.promote_tooltip).clicked() {
            action = Some(ModelsAction::Promote);
        }
        if !is_back && plain_button(ui, &words.keep, &words.keep_tooltip).clicked() {
            action = Some(ModelsAction::KeepChallenger);
        }
        if plain_button(ui, &screen.words.close, &words.close_tooltip).clicked() {
            action = Some(ModelsAction::Close);
        }
    });
    if rivalry.is_refused() {
        note(ui, &words.promote_refused);
    }
    action
}
